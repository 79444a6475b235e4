"""
Releases as they lie in the archive: their records first, their content only when it is asked for.

Which version held on a date is told by the records alone; so a question about
two dates reads two versions of a document, not all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..archive.freeze import LEDGER, REGISTRY, sha256
from ..archive.in_force import in_force, scheduled
from ..archive.verify import breaches, ledger_lines
from ..findings import Finding, Severity
from ..model.documents import Kind, Retirement
from ..model.handbook import LedgerLine, Place, Release
from ..model.registry import Registry
from ..model.values import VersionNumber
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
    """
    The releases among *files*; *ledger*: that of the handbook, if it is not among them.

    A folder without a line in the ledger is no release: it was never completed.
    """
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
    if kept and not lines:
        findings.append(
            Finding(code="LIF06", fault="ledger-gone", severity=Severity.ERROR, place=Place(LEDGER))
        )
    return Shelf(
        kept={
            name: tuple(
                sorted(
                    (one for one in found if (one.record.id, str(one.number)) in listed),
                    key=lambda one: one.number,
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


def files_for_day(files: Mapping[str, bytes], on: date, known_on: date) -> Part:
    """
    *files* without the releases that do not matter on a day: neither in force, nor the newest, nor to come.

    What a handbook says of that day, as known on *known_on*, is read from them alone.
    """
    wanted: set[str] = set()
    dropped: set[str] = set()
    for found in shelf(files).kept.values():
        known = [one for one in found if one.record.released_on <= known_on]
        matter = [in_force(known, on), *scheduled(known, on, known_on), *known[-1:]]
        wanted |= {one.folder for one in matter if one is not None}
        dropped |= {one.folder for one in found}
    dropped -= wanted
    return Part(files, (path for path in files if _release_folder(path) not in dropped))


def _release_folder(path: str) -> str:
    parts = path.split("/")
    at = parts.index("releases") if "releases" in parts else 0
    return "/".join(parts[: at + 2]) if len(parts) > at + 2 else ""
