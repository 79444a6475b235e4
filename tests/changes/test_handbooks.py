"""What changed between two handbooks: moves between documents, and the registry as one cause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.changes.documents import ENTRIES, WEEKDAYS, context, document, registry

from service_standards.changes.compare import Side
from service_standards.changes.handbooks import REGISTRY_RULES, World, compare_handbooks
from service_standards.changes.kinds import Bump, Change, Direction, joined_class, least_bump
from service_standards.model.documents import ChangeClass, Document, Kind
from service_standards.model.registry import REGISTRIES

ANSWER = {
    "id": "answer",
    "measure": "elapsed-time",
    "statement": "We reply to your e-mail within {limit}.",
    "at_most": "4 business hours",
}
SOLVE = {
    "id": "solve",
    "measure": "elapsed-time",
    "statement": "We solve it within {limit}.",
    "at_most": "2 business days",
}


def world(*documents: Document, **entries: list[dict[str, Any]]) -> World:
    """A handbook of these documents."""
    return World(documents={one.id: Side(document=one) for one in documents}, registry=registry(**entries))


def found(old: World, new: World) -> list[Change]:
    """What the comparison of two handbooks finds."""
    now = replace(context(*(side.document for side in new.documents.values())), registry=new.registry)
    return list(compare_handbooks(old, new, now))


def standard(*commitments: dict[str, Any], **header: Any) -> Document:
    """A standard of these commitments."""
    return document("standard", channels=["email"], commitments=list(commitments), **header)


def test_a_document_split_in_two() -> None:
    """Vector 18: moved and linked; nothing removed, nothing relaxed, a minor bump."""
    old = world(standard(ANSWER, SOLVE))
    new = world(
        standard(ANSWER),
        standard({**SOLVE, "replaces": ["email-reply#solve"]}, id="email-solution", title="Solve"),
    )

    [change] = found(old, new)

    assert (change.code, change.change_class, change.moved_to) == (
        "commitment.moved",
        ChangeClass.MOVED,
        "email-solution#solve",
    )
    assert least_bump(Kind.STANDARD, change) is Bump.MINOR


def test_what_changed_on_the_way_is_told() -> None:
    """A clause that moves and gets another limit is moved, and its limit changed."""
    old = world(standard(ANSWER, SOLVE))
    moved = {**SOLVE, "at_most": "1 business day", "replaces": ["email-reply#solve"]}
    new = world(standard(ANSWER), standard(moved, id="email-solution", title="Solve"))

    assert {change.code: change.customer for change in found(old, new)} == {
        "commitment.moved": Direction.NONE,
        "commitment.at_most": Direction.TIGHTENED,
    }


def test_two_documents_merged() -> None:
    """A document whose clauses all live on elsewhere was not removed."""
    old = world(standard(ANSWER), standard(SOLVE, id="email-solution", title="Solve"))
    new = world(standard(ANSWER, {**SOLVE, "replaces": ["email-solution#solve"]}))

    assert [(change.code, change.change_class) for change in found(old, new)] == [
        ("document.moved", ChangeClass.MOVED)
    ]


def test_a_document_renamed() -> None:
    """A new id that declares the old one is the same document."""
    old = world(standard(ANSWER))
    new = world(standard(ANSWER, id="mail-reply", replaces=["email-reply"]))

    [change] = found(old, new)

    assert (change.code, change.before, change.after) == ("document.moved", "email-reply", "mail-reply")


def test_documents_come_and_go() -> None:
    """Without a successor, removed is removed."""
    one, other = standard(ANSWER), standard(SOLVE, id="email-solution", title="Solve")

    assert [change.code for change in found(world(one), world(one, other))] == ["document.added"]
    assert [change.code for change in found(world(one, other), world(one))] == ["document.removed"]


def test_a_holiday_is_one_cause() -> None:
    """Vector 7: one entry, relaxed, with the clauses in business time that it reaches; no document is bumped."""
    [office] = ENTRIES["calendars"]
    holiday = {**office, "holidays": [{"on": "2026-06-02", "title": "Holiday"}]}
    exact = {**ANSWER, "id": "exact", "at_most": "24 hours"}
    documents = [standard(ANSWER, SOLVE, exact)]

    [change] = found(world(*documents), world(*documents, calendars=[holiday]))

    assert (change.code, change.customer) == ("calendar.holidays", Direction.RELAXED)
    assert change.reach == ("email-reply#answer", "email-reply#solve")
    assert joined_class([change.change_class]) is ChangeClass.RELAXED


LONGER = {"hours": [{"from": "2020-01-01", "weekly": {**WEEKDAYS, "sat": ["09:00-18:00"]}}]}
SHORT_DAY = {"on": "2026-06-02", "title": "Eve", "hours": ["09:00-12:00"]}
HOLIDAYS = [{"on": "2026-03-09", "title": "One"}, {"on": "2026-06-02", "title": "Two"}]
TOWARDS = {
    "hours and a holiday": (
        {}, {**LONGER, "holidays": HOLIDAYS[1:]}, [("hours", "tightened"), ("holidays", "relaxed")],
    ),
    "two holidays": ({}, {"holidays": HOLIDAYS}, [("holidays", "relaxed"), ("holidays", "relaxed")]),
    "one comes, one goes": (
        {"holidays": HOLIDAYS[:1]}, {"holidays": HOLIDAYS[1:]}, [("holidays", "tightened"), ("holidays", "relaxed")],
    ),
    "a day gets shorter: closing comes sooner, hours run slower": (
        {}, {"holidays": [SHORT_DAY]}, [("holidays", "mixed")],
    ),
    "a closed day becomes a short one": (
        {"holidays": HOLIDAYS[1:]}, {"holidays": [SHORT_DAY]}, [("holidays", "tightened")],
    ),
    "a holiday on a Sunday": ({}, {"holidays": [{"on": "2026-06-07", "title": "Sunday"}]}, [("holidays", "none")]),
    "a holiday on a Saturday that would have been open": (
        {}, {**LONGER, "holidays": [{"on": "2026-06-06", "title": "Saturday"}]},
        [("hours", "tightened"), ("holidays", "relaxed")],
    ),
    "a holiday that is over": ({}, {"holidays": [{"on": "2025-06-03", "title": "Past"}]}, [("holidays", "none")]),
    "a holiday gets another name": (
        {"holidays": HOLIDAYS[1:]}, {"holidays": [{**HOLIDAYS[1], "title": "Three"}]}, [("holidays", "none")],
    ),
    "the time zone": ({}, {"time_zone": "Asia/Kolkata"}, [("time_zone", "mixed")]),
    "how far it is known": ({}, {"covers_until": "2029-12-31"}, [("covers_until", "none")]),
}  # fmt: skip


@pytest.mark.parametrize(("was", "now", "expected"), TOWARDS.values(), ids=TOWARDS)
def test_every_cause_in_a_calendar_is_told(
    was: dict[str, Any], now: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Hours and each holiday are entries of their own, each with its direction and all that it reaches."""
    [office] = ENTRIES["calendars"]
    documents = [standard(ANSWER, SOLVE)]

    changes = found(
        world(*documents, calendars=[{**office, **was}]), world(*documents, calendars=[{**office, **now}])
    )

    assert [(one.field, str(one.customer)) for one in changes] == expected
    assert {one.reach for one in changes} == {("email-reply#answer", "email-reply#solve")}
    assert all(len(one.before) <= 1 and len(one.after) <= 1 for one in changes if one.field == "holidays")


def test_longer_hours_reach_a_promise_to_be_open() -> None:
    """It has no limit in business time, and yet its hours are the calendar's."""
    [office] = ENTRIES["calendars"]
    door = standard({"id": "door", "measure": "opening-hours", "at_least": "99%"}, calendar="office")

    [change] = found(world(door), world(door, calendars=[{**office, **LONGER}]))

    assert (change.customer, change.reach) == (Direction.TIGHTENED, ("email-reply#door",))


def test_every_field_of_the_registry_has_a_rule() -> None:
    """The registry fails closed too."""
    for collection, entry in REGISTRIES.items():
        assert set(REGISTRY_RULES[collection]) == set(entry.model_fields) - {"extras", "id", "title"}
