"""What a pull request changes beside documents and registry: settings, exceptions, proofs, releases, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..model.handbook import Handbook
from ..source.layout import Layout, layout
from ..source.parts import in_release
from . import fingerprint


class Event(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RENAMED = "renamed"


class What(StrEnum):
    """What a file is, in the order in which a reviewer wants to know."""

    SETTINGS = "settings"
    RELEASE = "release"
    LEDGER = "ledger"
    WAIVER = "waiver"
    EVIDENCE = "evidence"
    REVIEW = "review"
    RESULTS = "results"
    PAGE = "page"
    TRANSLATION = "translation"
    FORM = "form"
    """A document or registry whose file changed and whose meaning did not."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that is no document and no registry, or whose meaning did not change."""

    path: str
    what: What
    event: Event
    id: str | None
    """Of a record or a hand-written page."""
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """A field of `handbook.yml` that differs."""

    field: str
    before: Any
    after: Any
    fingerprint: str


def file_changes(old: Mapping[str, bytes], new: Mapping[str, bytes], told: Set[str]) -> Iterator[FileChange]:
    """
    Yield the files that differ, by what they are and by path.

    *told*: the documents by id of their folder's file, and the registries
    (`registry/roles`), whose change is told elsewhere.
    """
    layouts = layout(old), layout(new)
    found = []
    for path in sorted({*old, *new}):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        what, id_ = _what(path, layouts[1] if after is not None else layouts[0])
        if what is What.FORM and (path in told or path.removesuffix(".yml") in told):
            continue
        event = Event.ADDED if before is None else Event.REMOVED if after is None else Event.CHANGED
        found.append(
            FileChange(
                path=_shown(path), what=what, event=event, id=id_,
                fingerprint=fingerprint.of_file(path, before, after),
            )
        )  # fmt: skip
    yield from sorted(found, key=lambda one: (list(What).index(one.what), one.path))


def _shown(path: str) -> str:
    """A path as it can be printed, whatever bytes its name is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _what(path: str, sorted_files: Layout) -> tuple[What, str | None]:
    if in_release(path):
        return What.RELEASE, None
    if path == sorted_files.ledger:
        return What.LEDGER, None
    if path == sorted_files.settings:
        return What.SETTINGS, None
    if path in sorted_files.results:
        return What.RESULTS, None
    for collection, kind in (("waivers", What.WAIVER), ("evidence", What.EVIDENCE)):
        for stem, file in sorted_files.records[collection].items():
            if path == file:
                return kind, stem.rpartition("/")[2]
    if path in sorted_files.translations.values():
        return What.TRANSLATION, None
    for name, pages in sorted_files.pages.items():
        if path in pages.values():
            return What.PAGE, name
    for files in sorted_files.documents.values():
        if path in files.reviews:
            return What.REVIEW, None
        if path == files.file or path == files.prose.get(""):
            return What.FORM, None
        if path in (*files.texts.values(), *files.prose.values()):
            return What.TRANSLATION, None
    return (What.FORM if path in sorted_files.registry.values() else What.OTHER), None


def setting_changes(old: Handbook, new: Handbook) -> Iterator[SettingChange]:
    """Yield the settings that differ, in the order of the model."""
    for name, info in type(new.settings).model_fields.items():
        before, after = getattr(old.settings, name), getattr(new.settings, name)
        if before != after:
            yield SettingChange(
                field=info.alias or name,
                before=before,
                after=after,
                fingerprint=fingerprint.digest(["handbook.yml", name, before, after]),
            )
