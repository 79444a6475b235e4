"""
Freeze a version: the copy of its files, its record, its line in the ledger.

A release is a copy, byte for byte, with the registry entries that it used, so
it can be read and proved without git's history. Pure: files in, files out;
`write` puts them on disk whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..model.documents import ChangeClass, Document
from ..model.fields import Strict, references
from ..model.handbook import Handbook, LedgerLine, Version
from ..model.records import Approval, ImportedFrom, ReleaseRecord
from ..model.registry import REGISTRIES

LEDGER = "releases.tsv"
NEXT_LEDGER = "releases.tsv.next"
"""The ledger as it will be when the release that is being written is complete; see `write`."""
RECORD = "release.yml"
REGISTRY = "registry.yml"
LEDGER_HEAD = "released_on\tid\tversion\trelease_sha256\tprevious_sha256\n"
NO_LINE_BEFORE = "0" * 64

_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a release adds to the handbook's folder."""

    folder: str
    files: Mapping[str, bytes]
    """The files of the release by name; those of `releases/<version>/`."""
    ledger: bytes
    """The whole ledger, the new line at its end."""
    record: ReleaseRecord


def sha256(content: bytes) -> str:
    """The SHA-256 of *content*, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def content_sha256(files: Mapping[str, bytes]) -> str:
    """What `LC_ALL=C sha256sum FILES | sha256sum` prints, for *files* by name."""
    lines = "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files, key=str.encode))
    return sha256(lines.encode())


def content_files(version: Version, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are a version's content, by name: its YAML, its Markdown, the pictures shown there."""
    kind = version.document.kind
    names = [f"{kind}.yml", f"{kind}.md", *pictures(version.prose)]
    return {name: files[path] for name in names if (path := f"{version.folder}/{name}") in files}


def translation_files(version: Version, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a version's translations, by name."""
    kind = version.document.kind
    languages = sorted({*version.translations, *version.translated_prose})
    names = [f"{kind}.{language}.{ending}" for language in languages for ending in ("md", "yml")]
    return {name: files[path] for name in names if (path := f"{version.folder}/{name}") in files}


def pictures(prose: str) -> list[str]:
    """The pictures of its own folder that a Markdown text shows, sorted."""
    """The pictures of its own folder that a Markdown text shows, sorted."""
    found = re.findall(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)", prose)
    return sorted({name for name in found if "/" not in name and ":" not in name})


def used_registry(handbook: Handbook, document: Document) -> dict[str, dict[str, Strict]]:
    """The registry entries that *document* names, and those that these name in turn, by registry and id."""
    used: dict[str, dict[str, Strict]] = {}
    open_ends: list[Strict] = [document]
    while open_ends:
        for _, collection, name in references(open_ends.pop()):
            if collection not in REGISTRIES:
                continue
            entry = handbook.registry.entries(collection).get(name)
            if entry is not None and name not in used.setdefault(collection, {}):
                used[collection][name] = entry
                open_ends.append(entry)
    return {name: dict(sorted(used[name].items())) for name in REGISTRIES if used.get(name)}


def freeze(
    handbook: Handbook,
    version: Version,
    files: Mapping[str, bytes],
    *,
    released_on: date,
    effective_from: date,
    change_class: ChangeClass | None = None,
    authors: Iterable[str] = (),
    approvals: Iterable[Mapping[str, Any]] = (),
    imported_from: ImportedFrom | None = None,
    write_yaml: Any,
) -> Frozen:
    """
    The files that release *version* and the ledger with its line.

    *approvals* have role, by, on and perhaps pull_request and content_sha256;
    without that hash it is the content's. *write_yaml* turns plain data into
    canonical YAML text. Raises pydantic's ValidationError if an account, a
    role or a date cannot be one.
    """
    content = content_files(version, files)
    translations = translation_files(version, files)
    digest = content_sha256(content)
    registry = {
        collection: [_plain(entry) for entry in entries.values()]
        for collection, entries in used_registry(handbook, version.document).items()
    }
    registry_file = write_yaml(registry).encode()
    copied = {**content, **translations, REGISTRY: registry_file}
    by_language: dict[str, dict[str, bytes]] = {}
    for name, data in translations.items():
        by_language.setdefault(name.split(".")[1], {})[name] = data
    record = ReleaseRecord(
        id=version.document.id,
        version=version.document.version,
        released_on=released_on,
        effective_from=effective_from,
        class_=change_class,
        retired=version.document.retired,
        content_sha256=digest,
        registry_sha256=sha256(registry_file),
        translations={language: content_sha256(found) for language, found in sorted(by_language.items())},
        authors=tuple(authors),
        files={name: sha256(data) for name, data in sorted(copied.items())},
        approvals=tuple(Approval.model_validate({"content_sha256": digest, **one}) for one in approvals),
        imported_from=imported_from,
    )
    record_file = write_yaml(_plain(record)).encode()
    before = files.get(LEDGER, b"") or LEDGER_HEAD.encode()
    line = LedgerLine(
        released_on=released_on.isoformat(),
        id=record.id,
        version=str(record.version),
        release_sha256=sha256(record_file),
        previous_sha256=last_hash(before),
    )
    return Frozen(
        folder=f"{version.folder}/releases/{record.version}",
        files={**copied, RECORD: record_file},
        ledger=before + ledger_text(line).encode(),
        record=record,
    )


def ledger_text(line: LedgerLine) -> str:
    """The line as the ledger has it."""
    return (
        "\t".join((line.released_on, line.id, line.version, line.release_sha256, line.previous_sha256)) + "\n"
    )


def last_hash(ledger: bytes) -> str:
    """The hash of the last line of *ledger* (of the line with its end); 64 zeros before the first."""
    lines = ledger.splitlines(keepends=True)
    return sha256(lines[-1]) if len(lines) > 1 else NO_LINE_BEFORE


def _plain(model: Strict) -> dict[str, Any]:
    plain = model.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude={"extras"})
    shaped: dict[str, Any] = _shaped({**plain, **model.extras})
    return shaped


def _shaped(value: Any) -> Any:
    """Plain data as YAML should have it: values in their canonical text, dates as dates."""
    if isinstance(value, Mapping):
        return {str(key): _shaped(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shaped(inner) for inner in value]
    if value is None or isinstance(value, bool | int | date):
        return value
    return str(value)
