"""
Whether a handbook holds together: one module per family of codes, findings out.

Reading finds faults of form; the checks here look between documents. A check
writes nothing and prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..findings import Finding
from ..source.handbook import Reading, read_handbook
from ..today import today
from .lifecycle import faults_of_lifecycle
from .references import faults_of_references
from .released import one_cause_a_release

__all__ = ["check"]

NEED_THE_WHOLE = ("VER", "LIF04", "LIF05")
"""Checks that compare a document with its releases."""


def check(files: Mapping[str, bytes], on: date | None = None) -> tuple[Reading, tuple[Finding, ...]]:
    """
    Read the handbook in *files* and find all that is wrong with it on *on*, in the order of the files.

    Without *on*, today in the handbook's time zone.
    """
    reading = read_handbook(files)
    handbook = reading.handbook
    if handbook is None:
        return reading, reading.findings
    day = on or today(handbook.settings.time_zone)
    found = [
        *reading.findings,
        *faults_of_references(handbook, files, day, reading.unread),
        *faults_of_lifecycle(handbook, files, day),
    ]
    # Where a field could not be read, the placeholder for it has no value either, and the document can't be
    # compared with its releases: one cause, one finding.
    faulty = {
        one.place.file for one in reading.findings if one.code[:3] in ("YML", "SCH") and one.code != "YML07"
    }
    findings = [
        one
        for one in one_cause_a_release(found)
        if one.place.file not in faulty
        or not (one.fault == "placeholder-alone" or one.code.startswith(NEED_THE_WHOLE))
    ]
    return reading, tuple(sorted(findings, key=Finding.sort_key))
