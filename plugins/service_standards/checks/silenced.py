"""
Findings that a document silences: `ignore: [{code, reason, until}]`.

The one place where a finding is held back. What was silenced is kept with its
reason, for compliance to read. The proof of a release is never silenced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..findings import Finding
from ..model.documents import Ignore
from ..model.handbook import Handbook

NEVER = frozenset({"LIF06", "LIF08"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Silenced:
    """A finding that is held back."""

    finding: Finding
    document: str
    reason: str
    until: date
    """The last day on which it is held back."""


def sort_out(
    findings: Iterable[Finding], handbook: Handbook, on: date
) -> tuple[list[Finding], list[Silenced]]:
    """The findings that stand on *on*, and those that a document silences until that day or a later one."""
    by_folder = {
        dossier.working.folder: (id_, _in_time(dossier.working.document.ignore, on))
        for id_, dossier in handbook.dossiers.items()
        if dossier.working.document.ignore
    }
    if not by_folder:
        return list(findings), []
    standing: list[Finding] = []
    silenced: list[Silenced] = []
    for one in findings:
        id_, ignored = _owner(one.place.file, by_folder)
        why = ignored.get(one.code)
        if why is None or one.code in NEVER:
            standing.append(one)
        else:
            silenced.append(Silenced(finding=one, document=id_, reason=why.reason, until=why.until))
    return standing, silenced


def _in_time(ignored: Iterable[Ignore], on: date) -> Mapping[str, Ignore]:
    return {one.code: one for one in ignored if one.until >= on}


def _owner(
    file: str, by_folder: Mapping[str, tuple[str, Mapping[str, Ignore]]]
) -> tuple[str, Mapping[str, Ignore]]:
    """Whose folder a file lies in: the nearest one around it."""
    folder = file
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in by_folder:
            return by_folder[folder]
    return "", {}
