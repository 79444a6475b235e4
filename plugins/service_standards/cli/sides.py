"""Where the two sides of a comparison come from: versions, dates, folders, commits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from ..archive.freeze import LEDGER, RECORD
from ..changes.context import Context, IncomparableError, Vocabulary, vocabulary
from ..changes.result import Comparison, comparison_of_handbooks, comparison_of_versions
from ..changes.rules import NoRuleError
from ..findings import Severity
from ..history.timeline import side
from ..history.worlds import (
    common_entries,
    comparison_of_working_copies,
    held_on,
    kept_registry,
    world_of_releases,
)
from ..model.documents import Kind
from ..model.handbook import Handbook, Release, Version
from ..model.registry import REGISTRIES, Entry, Registry
from ..model.values import VersionNumber
from ..source.files import files_of_folder
from ..source.git import GitError, Objects, files_of_ref
from ..source.handbook import Reading, read_handbook
from ..source.kept import Kept, shelf
from ..source.one_document import DocumentFiles, document_folder, document_names
from ..source.parts import ground, ground_of_folder, working_copies
from ..today import today
from .as_of import read_release, stop_if_broken
from .options import Desk, Exit, handbook_folder, in_words, shown


class UnreadableError(Exception):
    """A side that is not there as a whole; *reading* says what is wrong with it."""

    def __init__(self, side: str, reading: Reading) -> None:
        super().__init__(side)
        self.side, self.reading = side, reading


# -- two versions of a document ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A version as it was asked for; without a number the working copy."""

    id: str
    number: VersionNumber | None


def between_versions(desk: Desk, old: Named, new: Named, on: date | None) -> Comparison:
    """Compare two versions, of one document or of two of the same kind."""
    world = whole(shown(desk.folder), read_handbook(ground_of_folder(desk.folder)))
    (before, _), (after, since) = _version(desk, old), _version(desk, new)
    if before.document.kind is not after.document.kind:
        desk.stop(
            "diff.other-kind", Exit.WRONG_USE, old=old.id, new=new.id,
            old_kind=before.document.kind, new_kind=after.document.kind,
        )  # fmt: skip
    day = since or on or today(world.settings.time_zone)
    return comparison_of_versions(
        side(before), side(after), _context(world, day, lambda: _words_of_folder(desk))
    )


def _version(desk: Desk, asked: Named) -> tuple[Version, date | None]:
    """The version, and the day from which it holds; None for a working copy."""
    folder = document_folder(desk.folder, asked.id)
    if folder is None:
        desk.stop(
            "read.unknown", Exit.WRONG_USE, id=asked.id, known=", ".join(sorted(document_names(desk.folder)))
        )
    files = DocumentFiles(desk.folder, folder)
    if asked.number is None:
        return _working_copy(desk, files, folder), None
    ledger = desk.folder / LEDGER
    found = shelf(files, ledger.read_bytes() if ledger.is_file() else b"")
    stop_if_broken(desk, found, [asked.id])
    every = found.kept.get(asked.id, ())
    kept = next((one for one in every if one.number == asked.number), None)
    if kept is None:
        known = ", ".join(str(one.number) for one in every) or "—"
        desk.stop("diff.no-version", Exit.WRONG_USE, id=asked.id, version=asked.number, known=known)
    release = read_release(desk, kept, files)
    return release.version, release.record.effective_from


def _working_copy(desk: Desk, files: Mapping[str, bytes], folder: str) -> Version:
    handbook = document_alone(
        {path.removeprefix(f"{folder}/"): path for path in files},
        files,
        ground_of_folder(desk.folder),
        folder,
    )
    return next(iter(handbook.dossiers.values())).working


# -- two dates -------------------------------------------------------------------


def between_dates(desk: Desk, old: date, new: date) -> Comparison:
    """
    Compare what was in force on two days, as known today.

    Only what differs is read: a release that holds on both days changed nothing.
    """
    files = files_of_folder(desk.folder)
    world = whole(shown(desk.folder), read_handbook(ground_of_folder(desk.folder)))
    found = shelf(files)
    stop_if_broken(desk, found)
    known = max(today(world.settings.time_zone), old, new)
    before = {one.record.id: one for one in held_on(found.kept, old, known)}
    after = {one.record.id: one for one in held_on(found.kept, new, known)}
    if not before and not after:
        desk.stop("diff.no-record", Exit.NO_RECORD, old=old, new=new)
    registries = _registries(before, after, files)
    context = _context(world, new, lambda: _words_of_folder(desk))
    if registries[0] == registries[1]:
        moving = {
            name
            for name in {**before, **after}
            if before.get(name) != after.get(name) or _replaces(after[name], files)
        }
        before = {name: one for name, one in before.items() if name in moving}
        after = {name: one for name, one in after.items() if name in moving}
    read: dict[str, Release] = {}

    def release(kept: Kept) -> Release:
        if kept.folder not in read:
            read[kept.folder] = read_release(desk, kept, files)
        return read[kept.folder]

    return comparison_of_handbooks(
        world_of_releases(map(release, before.values()), registries[0]),
        world_of_releases(map(release, after.values()), registries[1]),
        context,
    )


def _registries(
    before: Mapping[str, Kept], after: Mapping[str, Kept], files: Mapping[str, bytes]
) -> tuple[Registry, Registry]:
    """
    The registries of both days; equal (and not whole) if no entry that both have differs.

    An entry can differ only if two releases keep it differently; equal copies of
    a registry, which most are, are read once.
    """
    if before == after:
        return Registry(), Registry()
    kept: dict[bytes, Registry] = {}

    def registry(one: Kept) -> Registry:
        name = _registry_hash(one, files)
        if name not in kept:
            kept[name] = one.registry(files)
        return kept[name]

    for one in (*before.values(), *after.values()):
        registry(one)
    if not _differ(kept.values()):
        return Registry(), Registry()
    first, second = (kept_registry((one, registry(one)) for one in held.values()) for held in (before, after))
    return common_entries(first, second)


def _registry_hash(one: Kept, files: Mapping[str, bytes]) -> bytes:
    """What the record says of the registry that is kept with it: two that say the same keep the same."""
    found = _REGISTRY_HASH.search(files.get(f"{one.folder}/{RECORD}", b""))
    return found[1] if found else one.folder.encode()


_REGISTRY_HASH = re.compile(rb"^registry_sha256: ([0-9a-f]{64})$", re.MULTILINE)


def _differ(registries: Iterable[Registry]) -> bool:
    """Whether two of them have an entry, and have it differently."""
    first: dict[tuple[str, str], Entry] = {}
    for registry in registries:
        for collection in REGISTRIES:
            for id, entry in registry.entries(collection).items():
                if first.setdefault((collection, id), entry) != entry:
                    return True
    return False


def _replaces(kept: Kept, files: Mapping[str, bytes]) -> bool:
    return b"replaces:" in files[f"{kept.folder}/{kept.kind}.yml"]


# -- two folders, two commits ------------------------------------------------------


def between_folders(desk: Desk, old: Path, new: Path, on: date | None) -> Comparison:
    """Compare the working copies of two handbooks, or two folders of one document (two releases)."""
    if all((folder / "handbook.yml").is_file() for folder in (old, new)):
        sides = [
            (str(folder), read_handbook(working_copies(files_of_folder(folder)))) for folder in (old, new)
        ]
        return _between_handbooks(whole(*sides[0]), whole(*sides[1]), on)
    return _between_document_folders(desk, old, new, on)


def _between_document_folders(desk: Desk, old: Path, new: Path, on: date | None) -> Comparison:
    root = next(
        (one for one in new.resolve().parents if (one / "handbook.yml").is_file()), handbook_folder(None)
    )
    around = ground_of_folder(root)
    versions = []
    for folder in (old, new):
        files = {path: path for path in files_of_folder(folder) if "/" not in path}
        handbook = document_alone(files, files_of_folder(folder), around, str(folder))
        versions.append(next(iter(handbook.dossiers.values())).working)
    before, after = versions
    if before.document.kind is not after.document.kind:
        desk.stop(
            "diff.other-kind", Exit.WRONG_USE, old=old, new=new,
            old_kind=before.document.kind, new_kind=after.document.kind,
        )  # fmt: skip
    world = whole(str(root), read_handbook(around))
    day = on or today(world.settings.time_zone)
    return comparison_of_versions(side(before), side(after), _context(world, day, dict))


def between_commits(desk: Desk, old: str, new: str, on: date | None) -> Comparison:
    """Compare the working copies as two commits have them."""
    with Objects(desk.folder) as objects:
        sides = []
        for ref in (old, new):
            try:
                sides.append((ref, read_handbook(working_copies(files_of_ref(objects, ref)))))
            except GitError as error:
                desk.stop("diff.git", Exit.COULD_NOT_RUN, ref=ref, why=error)
    return _between_handbooks(whole(*sides[0]), whole(*sides[1]), on)


def _between_handbooks(old: Handbook, new: Handbook, on: date | None) -> Comparison:
    return comparison_of_working_copies(old, new, on or today(new.settings.time_zone))


# -- reading -------------------------------------------------------------------------


def whole(name: str, reading: Reading) -> Handbook:
    """The handbook, if all of it could be read; *name*: what the side is called. Raises UnreadableError."""
    if reading.handbook is None or any(one.severity is Severity.ERROR for one in reading.findings):
        raise UnreadableError(name, reading)
    return reading.handbook


def document_alone(
    names: Mapping[str, str], files: Mapping[str, bytes], around: Mapping[str, bytes], name: str
) -> Handbook:
    """
    One document within settings and registry; *names*: its files' names, each with its path in *files*.

    Raises UnreadableError if it is no document or cannot be read as a whole.
    """
    kind = next((kind for kind in Kind if f"{kind}.yml" in names), None)
    mine = {
        f"document/{one}": files[path] for one, path in names.items() if kind and one.startswith(f"{kind}.")
    }
    reading = read_handbook({**ground(around), **mine})
    handbook = whole(name, reading)
    if not handbook.dossiers:
        raise UnreadableError(name, reading)
    return handbook


def _context(world: Handbook, day: date, words: Callable[[], Mapping[str, int]]) -> Context:
    return Context(world.settings, world.registry, day, Vocabulary(words))


def _words_of_folder(desk: Desk) -> Mapping[str, int]:
    handbook = read_handbook(working_copies(files_of_folder(desk.folder))).handbook
    return _words(handbook) if handbook else {}


def _words(handbook: Handbook) -> Mapping[str, int]:
    copies = [dossier.working for dossier in handbook.dossiers.values()]
    return vocabulary((one.document for one in copies), (one.prose for one in copies))


@contextmanager
def fails_closed(desk: Desk) -> Iterator[None]:
    """A comparison that could not be made ends with exit code 4: never "no changes"."""
    try:
        yield
    except UnreadableError as fault:
        _tell(desk, fault.reading.findings)
        desk.stop("diff.unreadable", Exit.COULD_NOT_RUN, side=fault.side)
    except (IncomparableError, NoRuleError) as fault:
        desk.stop("diff.incomparable", Exit.COULD_NOT_RUN, why=fault)


def _tell(desk: Desk, findings: Iterable[object]) -> None:
    errors = [one for one in findings if getattr(one, "severity", None) is Severity.ERROR]
    click.echo(in_words(errors, desk), err=True)  # type: ignore[arg-type]
