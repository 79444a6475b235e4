"""
Releases as they lie in the archive: their records first, their content only when it is asked for.

Which version held on a date is told by the records alone; so a question about
two dates reads two versions of a document, not all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..archive.freeze import LEDGER, REGISTRY, sha256
from ..archive.verify import breaches, ledger_lines
from ..findings import Finding, Severity
from ..model.documents import Kind, Retirement
from ..model.handbook import LedgerLine, Place, Release
from ..model.registry import Registry
from ..model.values import VersionNumber
from .files import FolderFiles
from .layout import layout
from .parts import Part
from .released import record_of, registry_of, release_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What of a release's record decides when it holds."""

    id: str
    version: VersionNumber
    released_on: date
    effective_from: date
    retired: Retirement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A release of which no more is read than when it holds."""

    record: Head
    kind: Kind
    folder: str
    """Its own folder, from the handbook's."""
    names: tuple[str, ...]
    record_sha256: str

    @property
    def number(self) -> VersionNumber:
        """Its version number."""
        return self.record.version

    def read(self, files: Mapping[str, bytes]) -> tuple[Release | None, list[Finding]]:
        """The whole release, and what is wrong with it: also where it is no longer what was released."""
        mine = Part(files, (f"{self.folder}/{name}" for name in self.names))
        release, findings = release_of(self.folder, self.names, self.kind, mine)
        findings += (
            Finding(
                code="LIF06",
                fault=breach.fault,
                severity=Severity.ERROR,
                place=Place(breach.file, breach.line),
                values=breach.values,
            )
            for breach in breaches(mine, record_of)
            if breach.fault != "ledger-gone"
        )
        return release, findings

    def registry(self, files: Mapping[str, bytes]) -> Registry:
        """The registry entries that were kept with it."""
        return registry_of(files.get(f"{self.folder}/{REGISTRY}", b""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The releases of a handbook, or of one of its documents."""

    kept: Mapping[str, tuple[Kept, ...]]
    """By the document's id; by rising number."""
    findings: tuple[Finding, ...]
    ledger: tuple[LedgerLine, ...]

    def missing(self, ids: Iterable[str] | None = None) -> Iterator[LedgerLine]:
        """Yield the lines of the ledger whose release is not there, or has another record now."""
        wanted = None if ids is None else set(ids)
        there = {
            (one.record.id, str(one.number)): one.record_sha256
            for found in self.kept.values()
            for one in found
        }
        for line in self.ledger:
            if (wanted is None or line.id in wanted) and there.get(
                (line.id, line.version)
            ) != line.release_sha256:
                yield line


def shelf(files: Mapping[str, bytes], ledger: bytes | None = None) -> Shelf:
    """The releases among *files*; *ledger*: that of the handbook, if it is not among them."""
    kept: dict[str, list[Kept]] = {}
    findings: list[Finding] = []
    for owner, numbers in layout(files).releases.items():
        for number, names in numbers.items():
            folder = f"{owner}/releases/{number}" if owner else f"releases/{number}"
            one = _kept(folder, tuple(names), files, findings)
            if one:
                kept.setdefault(one.record.id, []).append(one)
    lines = ledger_lines(files.get(LEDGER, b"") if ledger is None else ledger)
    listed = {(line.id, line.version) for line in lines}
    # A folder without a line in the ledger is no release: its release was interrupted, or it was copied by hand.
    return Shelf(
        kept={
            name: tuple(
                sorted(
                    (one for one in found if (name, str(one.number)) in listed), key=lambda one: one.number
                )
            )
            for name, found in sorted(kept.items())
        },
        findings=tuple(findings),
        ledger=lines,
    )


def _kept(
    folder: str, names: tuple[str, ...], files: Mapping[str, bytes], findings: list[Finding]
) -> Kept | None:
    kind = next((kind for kind in Kind if f"{kind}.yml" in names), None)
    number = folder.rpartition("/")[2]
    file = f"{folder}/release.yml"
    if kind is None or "release.yml" not in names:
        gone = file if kind else f"{folder}/standard.yml"
        findings.append(_broken("gone", gone, number))
        return None
    data = files[file]
    record = _head(data)
    if record is None:
        findings.append(_broken("unreadable", file, number))
        return None
    return Kept(record=record, kind=kind, folder=folder, names=names, record_sha256=sha256(data))


_HEAD = re.compile(
    rb'id: ([a-z0-9-]+)\nversion: "(\d+\.\d+\.\d+)"\n'
    rb"released_on: (\d{4}-\d\d-\d\d)\neffective_from: (\d{4}-\d\d-\d\d)\n(?!.*^(?:retired|id|version|[\"'?]))",
    re.DOTALL | re.MULTILINE,
)
"""The beginning of a record as `standards release` writes it, of a document that is not retired."""


def _head(data: bytes) -> Head | None:
    """When a release holds. A record in the form in which we write it need not be read whole to tell."""
    found = _HEAD.match(data)
    if found:
        id, version, *days = (one.decode() for one in found.groups())
        try:
            released_on, effective_from = map(date.fromisoformat, days)
            return Head(
                id=id,
                version=VersionNumber.parse(version),
                released_on=released_on,
                effective_from=effective_from,
            )
        except ValueError:
            return None
    record = record_of(data)
    if record is None:
        return None
    return Head(
        id=record.id,
        version=record.version,
        released_on=record.released_on,
        effective_from=record.effective_from,
        retired=record.retired,
    )


def _broken(fault: str, path: str, version: str) -> Finding:
    return Finding(
        code="LIF06", fault=fault, severity=Severity.ERROR, place=Place(path), values={"version": version}
    )


def document_folder(root: Path, id: str) -> str | None:
    """
    The folder of the document *id*, from *root*; None if there is none.

    A folder of that name is tried first; a document may lie elsewhere, so the
    others are asked what they hold. No folder of releases is entered.
    """
    folders = list(_document_folders(root))
    folders.sort(key=lambda folder: folder.rpartition("/")[2] != id)
    said = re.compile(rf"^id:\s*[\"']?{re.escape(id)}[\"']?\s*(?:#.*)?$", re.MULTILINE)
    return next((folder for folder in folders if _says(root / folder, said)), None)


def document_names(root: Path) -> list[str]:
    """The names of the folders of documents: most often their ids."""
    return [folder.rpartition("/")[2] for folder in _document_folders(root)]


def _document_folders(root: Path) -> Iterator[str]:
    names = {f"{kind}.yml" for kind in Kind}
    for folder, folders, files in os.walk(root):
        if "releases" in folders or names.intersection(files):
            yield Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(name for name in folders if name != "releases" and not name.startswith("."))


def _says(folder: Path, said: re.Pattern[str]) -> bool:
    for kind in Kind:
        file = folder / f"{kind}.yml"
        if file.is_file() and said.search(file.read_text(encoding="utf-8", errors="replace")):
            return True
    records = sorted((folder / "releases").glob("*/release.yml"))
    return any(said.search(file.read_text(encoding="utf-8", errors="replace")) for file in records[:1])


class DocumentFiles(Mapping[str, bytes]):
    """The files of one document's folder, by their path from the handbook's; and no others."""

    def __init__(self, root: Path, folder: str) -> None:
        self._inside = FolderFiles(root / folder)
        self._prefix = "" if folder == "." else f"{folder}/"

    def __getitem__(self, path: str) -> bytes:
        if not path.startswith(self._prefix):
            raise KeyError(path)
        return self._inside[path.removeprefix(self._prefix)]

    def __contains__(self, path: object) -> bool:
        return (
            isinstance(path, str)
            and path.startswith(self._prefix)
            and path.removeprefix(self._prefix) in self._inside
        )

    def __iter__(self) -> Iterator[str]:
        return (f"{self._prefix}{path}" for path in self._inside)

    def __len__(self) -> int:
        return len(self._inside)
