"""Which version holds on a date, as known on a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_standards.archive.in_force import (
    DocumentStatus,
    VersionStatus,
    document_status,
    holds_until,
    in_force,
    scheduled,
    version_status,
)
from service_standards.model.documents import Standard
from service_standards.model.handbook import Places, Release, Version
from service_standards.model.records import ReleaseRecord
from service_standards.model.registry import Registry


def release(version: str, released_on: str, effective_from: str, retired_on: str | None = None) -> Release:
    """A release with nothing in it but its dates."""
    retired = {"on": retired_on, "reason": "no longer offered"} if retired_on else None
    record = ReleaseRecord.model_validate(
        {
            "id": "email-reply",
            "version": version,
            "released_on": released_on,
            "effective_from": effective_from,
            "retired": retired,
            "content_sha256": "0" * 64,
        }
    )
    document = Standard.model_validate({"id": "email-reply", "title": "Reply", "version": version})
    content = Version(document=document, folder="email-reply", places=Places("email-reply/standard.yml"))
    return Release(record=record, version=content, registry=Registry())


FIRST = release("1.0.0", "2025-01-10", "2025-02-01")
SECOND = release("2.0.0", "2025-05-01", "2025-07-01")
FIX = release("1.0.1", "2025-06-01", "2025-06-01")
BACKDATED = release("1.0.2", "2025-09-01", "2025-03-01")
CALLED_OFF = release("2.0.1", "2025-06-15", "2025-07-01")
RETIRING = release("3.0.0", "2026-01-01", "2026-02-01", retired_on="2026-02-01")

CASES = {
    "before the first release": ([FIRST], "2025-01-31", None, None),
    "on its first day": ([FIRST], "2025-02-01", None, "1.0.0"),
    "released, not yet in force": ([FIRST, SECOND], "2025-06-30", None, "1.0.0"),
    "superseded": ([FIRST, SECOND], "2025-07-01", None, "2.0.0"),
    "a fix while a greater version waits": ([FIRST, SECOND, FIX], "2025-06-15", None, "1.0.1"),
    "the greater version wins on its day": ([FIRST, SECOND, FIX], "2025-07-01", None, "2.0.0"),
    "called off by a greater version": ([FIRST, SECOND, CALLED_OFF], "2025-07-01", None, "2.0.1"),
    "back-dated": ([FIRST, BACKDATED], "2025-04-01", None, "1.0.2"),
    "back-dated, as known before": ([FIRST, BACKDATED], "2025-04-01", "2025-08-31", "1.0.0"),
    "back-dated, as known on the day": ([FIRST, BACKDATED], "2025-04-01", "2025-09-01", "1.0.2"),
    "nothing known yet": ([FIRST], "2025-02-01", "2025-01-09", None),
}


@pytest.mark.parametrize(("releases", "on", "known_on", "version"), CASES.values(), ids=CASES)
def test_in_force(releases: list[Release], on: str, known_on: str | None, version: str | None) -> None:
    """Of those released by K and effective by D, the greatest version."""
    found = in_force(releases, date.fromisoformat(on), date.fromisoformat(known_on) if known_on else None)

    assert (str(found.number) if found else None) == version


STATUS = {
    "draft": ([], "2025-01-01", DocumentStatus.DRAFT),
    "scheduled only": ([FIRST], "2025-01-20", DocumentStatus.DRAFT),
    "in force": ([FIRST], "2025-02-01", DocumentStatus.IN_FORCE),
    "retirement released, still in force": ([FIRST, RETIRING], "2026-01-31", DocumentStatus.IN_FORCE),
    "retired": ([FIRST, RETIRING], "2026-02-01", DocumentStatus.RETIRED),
}


@pytest.mark.parametrize(("releases", "on", "status"), STATUS.values(), ids=STATUS)
def test_status(releases: list[Release], on: str, status: DocumentStatus) -> None:
    """The status is worked out from the releases and the day, never typed."""
    assert document_status(releases, date.fromisoformat(on)) is status


def test_each_version_has_a_status() -> None:
    """A version waits, holds, or has held; one that is called off never will."""
    every = [FIRST, SECOND, FIX, CALLED_OFF]
    day = date(2025, 6, 20)

    assert [version_status(one, every, day).value for one in every] == [
        VersionStatus.SUPERSEDED,
        VersionStatus.SUPERSEDED,
        VersionStatus.IN_FORCE,
        VersionStatus.SCHEDULED,
    ]
    assert scheduled(every, day) == (CALLED_OFF,)
    assert holds_until(FIX, every) == date(2025, 7, 1)


days = st.dates(date(2025, 1, 1), date(2025, 12, 31))
versions = st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 2)).map(
    lambda v: ".".join(map(str, v))
)
timelines = st.lists(st.tuples(versions, days, days), max_size=6, unique_by=lambda row: row[0])


@given(rows=timelines, on=days, known_on=days)
def test_at_most_one_version_holds(rows: list[tuple[str, date, date]], on: date, known_on: date) -> None:
    """Whatever the order of releases, one version holds or none, and it keeps both dates."""
    releases = [release(version, str(released), str(effective)) for version, released, effective in rows]
    holding = in_force(releases, on, known_on)

    possible = [
        one for one in releases if one.record.effective_from <= on and one.record.released_on <= known_on
    ]
    assert holding is (max(possible, key=lambda one: one.number) if possible else None)
    statuses = [version_status(one, releases, on) for one in releases]
    assert statuses.count(VersionStatus.IN_FORCE) <= 1
