"""Which steps count for a promise, and by whose hours each of them runs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.deadlines.test_deadline import OFFICE

from service_standards.history.budget import Budget, Courses, Untold, budgets, counted_steps, limits_that_hold
from service_standards.model.documents import Procedure, Standard
from service_standards.model.registry import Registry
from service_standards.model.values import Duration

DAY = date(2026, 3, 25)
AROUND = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def hours(id: str, weekly: dict[str, list[str]]) -> dict[str, Any]:
    """A calendar."""
    return {"id": id, "title": id, "time_zone": "UTC", "hours": [{"from": "2020-01-01", "weekly": weekly}]}


REGISTRY = Registry.model_validate(
    {
        "calendars": {"office": hours("office", OFFICE), "around": hours("around", AROUND)},
        "channels": {
            "email": {"id": "email", "title": "E-mail", "calendar": "office"},
            "telephone": {"id": "telephone", "title": "Telephone", "calendar": "around"},
            "chat": {"id": "chat", "title": "Chat"},
        },
    }
)


def step(id: str, within: str | None = None, **more: Any) -> dict[str, Any]:
    """A step that must be done."""
    return {"id": id, "do": f"Do the {id}.", "who": "agent", "level": "must", "within": within, **more}


def procedure(*steps: dict[str, Any], **more: Any) -> Procedure:
    """A procedure of these steps that keeps the promise."""
    return Procedure.model_validate(
        {
            "id": "handling",
            "title": "Handling",
            "version": "1.0.0",
            "fulfils": ["reply#answer"],
            "stages": [{"stage": "solution", "steps": list(steps)}],
            **more,
        }
    )


def standard(limit: str = "24 hours", **more: Any) -> Standard:
    """The promise."""
    clause = {
        "id": "answer",
        "measure": "elapsed-time",
        "at_most": limit,
        "from": "received",
        "to": "answered",
    }
    return Standard.model_validate(
        {
            "id": "reply",
            "title": "Reply",
            "version": "1.0.0",
            "commitments": [clause | more.pop("clause", {})],
            **more,
        }
    )


def budget(steps: Procedure, promise: Standard) -> Budget | Untold:
    """The one budget that they make."""
    [found] = budgets(steps, {"reply": promise}, Courses(REGISTRY, "UTC", DAY))
    return found


COUNTED = {
    "all, if no step reaches anything": ([step("a"), step("b")], ["a", "b"]),
    "up to the step that reaches the stop": (
        [step("a"), step("b", reaches="answered"), step("c")],
        ["a", "b"],
    ),
    "not what runs beside it": (
        [step("a"), step("b", after=["a"]), step("c", after=["a"], reaches="answered")],
        ["a", "c"],
    ),
    "not up to the step that reaches the start": (
        [step("a"), step("b", reaches="received"), step("c"), step("d", reaches="answered")],
        ["c", "d"],
    ),
    "all, if another event is reached": ([step("a", reaches="paid"), step("b")], ["a", "b"]),
}


@pytest.mark.parametrize(("steps", "counted"), COUNTED.values(), ids=COUNTED)
def test_steps_that_count(steps: list[dict[str, Any]], counted: list[str]) -> None:
    """From the start of the clock to its stop, as far as steps say which event they are."""
    assert [one.id for one in counted_steps(procedure(*steps), "received", "answered")] == counted


CALENDARS = {
    "the step's own": ({"calendar": "office"}, {"calendar": "around"}, ["email"], "office"),
    "the procedure's": ({}, {"calendar": "around"}, ["email"], "around"),
    "the channel's": ({}, {}, ["telephone"], "around"),
    "of two channels the one that is worse": ({}, {}, ["telephone", "email"], "office"),
}


@pytest.mark.parametrize(("own", "document", "channels", "name"), CALENDARS.values(), ids=CALENDARS)
def test_calendar_of_a_step(
    own: dict[str, str], document: dict[str, str], channels: list[str], name: str
) -> None:
    """Each step runs in the calendar of who does it."""
    found = budget(procedure(step("a", "10 business hours", **own), **document), standard(channels=channels))

    assert isinstance(found, Budget)
    assert found.path[0].calendar == name
    assert found.figures.longest.seconds // 3600 == {"office": 88, "around": 10}[name]


def test_no_hours_are_told() -> None:
    """Business time without a calendar is never judged as if it were kept."""
    found = budget(procedure(step("a", "10 business hours")), standard(channels=["chat"]))

    assert isinstance(found, Untold)
    assert found.what == "a"


def test_what_must_not_be_done_takes_no_time() -> None:
    """A step that is forbidden hands on to the next one, and that is all."""
    found = budget(
        procedure(step("a", "1 hour"), step("b", "9 hours", level="must not"), step("c", "2 hours")),
        standard(),
    )

    assert isinstance(found, Budget)
    assert found.figures.longest.seconds == 3 * 3600
    assert [one.id for one in found.timed] == ["a", "c"]


def test_shares_add_up() -> None:
    """Each step may miss other contacts: 98 and 97 per cent leave 95."""
    found = budget(procedure(step("a", "1 hour", met="98%"), step("b", "1 hour", met="97%")), standard())

    assert isinstance(found, Budget)
    assert found.allowed_by_steps == Decimal(95)


def test_promises_that_hold() -> None:
    """The shortest promise in its own unit and in business days that the steps keep, and no shorter one."""
    steps = procedure(
        *(step(name, within) for name, within in (("a", "4 business hours"), ("b", "6 business hours")))
    )
    courses = Courses(REGISTRY, "UTC", DAY)
    found = budget(steps, standard(channels=["email"]))
    assert isinstance(found, Budget)

    kept = limits_that_hold(found, courses)

    assert kept == (Duration.parse("88 hours"), Duration.parse("2 business days"))
    for one in kept:
        again = budget(steps, standard(str(one), channels=["email"]))
        shorter = Duration(one.amount - 1, one.unit)
        less = budget(steps, standard(str(shorter), channels=["email"]))
        assert isinstance(again, Budget) and isinstance(less, Budget)
        assert not again.figures.failing
        assert less.figures.failing
