"""What is due: days, owners, and that the checks speak from the same rules."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from service_standards.checks import check
from service_standards.history.due import Due, Matter, Urgency, what_is_due
from service_standards.history.edition import edition
from service_standards.model.handbook import Handbook
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

GOOD = Path(__file__).parents[1] / "checks" / "good"
SAMPLE = Path(__file__).parents[2] / "standards"


@cache
def handbook(folder: Path) -> Handbook:
    found = read_handbook(files_of_folder(folder)).handbook
    assert found
    return found


def dues(folder: Path, on: date, preview: bool = False) -> tuple[Due, ...]:
    return what_is_due(edition(handbook(folder), on, preview=preview))


DAYS = {
    "the day that the last review names": (Matter.REVIEW, "courteous-service", date(2027, 11, 30)),
    "a year after the version began, for want of a review": (
        Matter.REVIEW,
        "chat-reply",
        date(2027, 6, 15),
    ),
    "the last day of a waiver": (Matter.WAIVER, "podil-rebuilding", date(2027, 3, 12)),
    "a year after somebody looked at a norm": (Matter.NORM, "iso-10002", date(2027, 9, 10)),
    "ninety days before a calendar ends": (Matter.CALENDAR, "counter-hours", date(2028, 10, 2)),
}


@pytest.mark.parametrize(("matter", "id", "day"), DAYS.values(), ids=DAYS)
def test_day(matter: Matter, id: str, day: date) -> None:
    """Each thing has one day, the last on which it is not late."""
    [found] = [one for one in dues(SAMPLE, date(2026, 12, 1)) if (one.matter, one.id) == (matter, id)]

    assert found.day == day
    assert found.urgency(day, 90) is Urgency.SOON
    assert found.urgency(day + timedelta(days=1), 90) is Urgency.OVERDUE
    assert found.urgency(day - timedelta(days=91), 90) is Urgency.LATER


def test_owners_are_those_of_what_rests_on_it() -> None:
    """A waiver is its document's owner's; a norm is everybody's whose documents cover it."""
    owners = {one.id: one.owners for one in dues(SAMPLE, date(2026, 12, 1))}

    assert owners["podil-rebuilding"] == ("branch-manager",)
    assert owners["iso-10002"] == ("head-of-service", "training-lead")


def test_a_review_of_later_does_not_count_yet() -> None:
    """As seen on an earlier day, the review before the last one decides."""
    [before] = [one for one in dues(SAMPLE, date(2026, 11, 15)) if one.id == "courteous-service"]

    assert before.last is not None
    assert before.last.on == date(2025, 12, 1)
    assert before.day < date(2027, 1, 1)


def test_only_what_is_in_force() -> None:
    """No drafts, nothing retired, no norm that nobody covers; the preview says the same as the site."""
    found = dues(SAMPLE, date(2026, 12, 1))
    reviewed = {one.id for one in found if one.matter is Matter.REVIEW}

    assert "fax-enquiries" not in reviewed
    assert "en-15838" not in {one.id for one in found}
    assert found == dues(SAMPLE, date(2026, 12, 1), preview=True)


@pytest.mark.parametrize("on", [date(2026, 12, 1), date(2027, 11, 1), date(2028, 10, 2), date(2028, 10, 3)])
def test_checks_speak_from_the_day_after(on: date) -> None:
    """LIF01, NRM01 and CAL02 find exactly what is overdue."""
    _, findings = check(files_of_folder(SAMPLE), on)
    said = {
        one.values.get("document") or one.values.get("norm") or one.values.get("calendar")
        for one in findings
        if one.code in ("LIF01", "CAL02") or (one.code, one.fault) == ("NRM01", "unchecked")
    }

    assert said == {one.id for one in dues(SAMPLE, on) if one.day < on}
