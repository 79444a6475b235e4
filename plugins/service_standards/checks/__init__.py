"""
Whether a handbook holds together: one module per family of codes, findings out.

Reading finds faults of form; the checks here look between documents. A check
writes nothing and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..findings import Finding, Severity
from ..memory import Memory, key_of
from ..source.files import paths_outside, stamp_of
from ..source.handbook import Reading, read_handbook
from ..source.parts import ground
from ..today import today
from .cycles import faults_of_cycles
from .documents import faults_of_documents
from .known import Known
from .lifecycle import faults_of_lifecycle
from .privacy import faults_of_pages
from .prose_links import faults_of_page_links
from .quality import faults_of_quality
from .references import faults_in_force, faults_of_records
from .released import faults_of_releases, one_cause_a_release
from .silenced import Silenced, sort_out
from .waivers import faults_of_waivers

__all__ = [
    "STOPPING", "CheckReport", "Checked", "Silenced",
    "check", "check_all", "check_folder", "errors_that_stop", "report_of",
]  # fmt: skip

STOPPING = ("YML", "SCH", "REF", "SEC", "SIT", "LIF06")
"""The families of findings of which an error stops a build: what time alone brings never does."""

NEED_THE_WHOLE = ("VER", "LIF04", "LIF05")
"""Checks that compare a document with its releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check comes to."""

    reading: Reading
    findings: tuple[Finding, ...]
    """In the order of the files."""
    silenced: tuple[Silenced, ...] = ()
    """What documents hold back, each with its reason: for compliance."""


def check(
    files: Mapping[str, bytes], on: date | None = None, memory: Memory | None = None
) -> tuple[Reading, tuple[Finding, ...]]:
    """
    Read the handbook in *files* and find all that is wrong with it on *on*, in the order of the files.

    Without *on*, today in the handbook's time zone. What *memory* knows is not worked out again.
    """
    checked = check_all(files, on, memory)
    return checked.reading, checked.findings


def errors_that_stop(
    files: Mapping[str, bytes], on: date | None = None, memory: Memory | None = None
) -> tuple[Reading, tuple[Finding, ...]]:
    """As `check`, but only the errors that stop a build; no more is judged than they ask for."""
    checked = check_all(files, on, memory, to_build=True)
    return checked.reading, tuple(
        one for one in checked.findings if one.severity is Severity.ERROR and one.code.startswith(STOPPING)
    )


def check_all(
    files: Mapping[str, bytes],
    on: date | None = None,
    memory: Memory | None = None,
    *,
    to_build: bool = False,
) -> Checked:
    """As `check`, with what is silenced; *to_build*: at least what stops a build."""
    memory = memory or Memory()
    reading = read_handbook(files, memory)
    handbook = reading.handbook
    if handbook is None:
        return Checked(reading=reading, findings=reading.findings)
    day = on or today(handbook.settings.time_zone)
    known = Known(handbook, files, reading.unread)
    world = key_of(*(part for path, data in sorted(ground(files).items()) for part in (path, data)))
    found = [
        *reading.findings,
        *faults_of_documents(reading, known, day, world, memory, to_build=to_build),
        *faults_of_records(known),
        *faults_of_page_links(known),
        *faults_of_cycles(handbook),
        *faults_in_force(handbook, day, reading.unread),
        *faults_of_releases(handbook, files, reading.keys, memory),
        *faults_of_waivers(handbook, day),
        *faults_of_pages(handbook),
    ]
    if not to_build:
        found += faults_of_lifecycle(handbook, files, day)
        found += faults_of_quality(reading, handbook, day, world, memory)
    standing, silenced = sort_out(_one_cause(found, reading), handbook, day)
    return Checked(
        reading=reading,
        findings=tuple(sorted(standing, key=Finding.sort_key)),
        silenced=tuple(sorted(silenced, key=lambda one: one.finding.sort_key())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What there is to say of a check."""

    documents: int | None
    """How many there are; None if there is no handbook."""
    findings: tuple[Finding, ...]
    silenced: tuple[Silenced, ...]


def report_of(checked: Checked) -> CheckReport:
    """What there is to say of *checked*."""
    handbook = checked.reading.handbook
    documents = len(handbook.dossiers) if handbook else None
    return CheckReport(documents=documents, findings=checked.findings, silenced=checked.silenced)


def check_folder(files: Mapping[str, bytes], on: date | None, memory: Memory) -> CheckReport:
    """The report of `check_all`: of a folder in which nobody has written since, as it was remembered for that day."""
    stamp = stamp_of(files, files)
    day = on or _today_by_settings(files)
    if stamp is None or day is None:
        return report_of(check_all(files, on, memory))
    key = key_of("report", stamp, paths_outside(files), day.isoformat())
    return memory.recall(key, lambda: report_of(check_all(files, day, memory)))


def _today_by_settings(files: Mapping[str, bytes]) -> date | None:
    """Today for the handbook with these settings, which are all that is read; None if there are none."""
    settings = {path: files[path] for path in ("handbook.yml",) if path in files}
    handbook = read_handbook(settings).handbook
    return today(handbook.settings.time_zone) if handbook else None


def _one_cause(found: Iterable[Finding], reading: Reading) -> Iterator[Finding]:
    """
    Yield *found* without what only follows from another finding.

    Where a field could not be read, the placeholder for it has no value
    either, its limit isn't missing, and the document can't be compared with
    its releases. Where a whole document could not be read, its newest release
    stands in for it: that its translations lag is no news. The end that a
    waiver lacks is told once, with its reason.
    """
    every = list(one_cause_a_release(found))
    faulty = {
        one.place.file for one in reading.findings if one.code[:3] in ("YML", "SCH") and one.code != "YML07"
    }
    unreadable = {(one.place.file, one.values.get("name")) for one in reading.findings if one.code == "SCH03"}
    endless = {one.place.file for one in every if one.code == "WVR01" and one.fault == "no-end"}
    for one in every:
        if one.place.file in faulty and (
            one.fault == "placeholder-alone" or one.code.startswith(NEED_THE_WHOLE)
        ):
            continue
        if one.code == "LNG01" and "/releases/" in one.place.file:
            continue
        if one.code == "TGT01" and (one.place.file, "at_most") in unreadable:
            continue
        if one.code == "SCH02" and one.place.file in endless and one.values.get("name") == "to":
            continue
        yield one
