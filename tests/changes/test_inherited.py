"""What a clause takes from its document: what holds is compared, not where it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.changes.documents import ENTRIES, WEEKDAYS, changes, context, document, procedure, registry

from service_standards.changes.compare import Side, compare
from service_standards.changes.handbooks import World, compare_handbooks
from service_standards.changes.kinds import Change
from service_standards.model.documents import Document

OFFICE = ENTRIES["calendars"][0]
LONG = {
    **OFFICE,
    "id": "long",
    "hours": [{"from": "2020-01-01", "weekly": {**WEEKDAYS, "sat": ["09:00-18:00"]}}],
}
EMAIL, CHAT = ENTRIES["channels"]
REGISTRY = registry(
    calendars=[OFFICE, LONG], channels=[EMAIL, {**CHAT, "calendar": "long"}, {"id": "desk", "title": "Desk"}]
)  # fmt: skip
OPEN = {
    "measure": "opening-hours",
    "at_least": "99%",
    "statement": "We keep {limit} of the hours on the door.",
}
BUSINESS = {"measure": "elapsed-time", "at_most": "1 business day"}
HOURS = {"measure": "elapsed-time", "at_most": "24 hours"}


def standard(clause: dict[str, Any], **header: Any) -> Document:
    """A standard of one clause."""
    return document(
        "standard", **{"channels": ["email"], "commitments": [{"id": "answer", **clause}], **header}
    )


def found(old: Document, new: Document) -> list[Change]:
    """What the comparison finds, with two calendars that differ by the Saturday."""
    world = replace(context(new), registry=REGISTRY)
    return list(compare(Side(document=old), Side(document=new), world))


def said(changes: list[Change]) -> list[tuple[str | None, str, str, str]]:
    """Where, what, the class and the direction."""
    return [(one.clause, one.field, str(one.change_class), str(one.staff)) for one in changes]


BOTH = ["email", "chat"]
CASES: dict[str, tuple[Document, Document, list[tuple[str | None, str, str, str]]]] = {
    "channels written out": (standard({}), standard({"channels": ["email"]}), [("answer", "channels", "editorial", "none")]),
    "channels written out in another order": (
        standard({}, channels=BOTH), standard({"channels": ["chat", "email"]}, channels=BOTH),
        [("answer", "channels", "editorial", "none")],
    ),
    "fewer channels than the document": (
        standard({}, channels=BOTH), standard({"channels": ["chat"]}, channels=BOTH),
        [("answer", "channels", "relaxed", "relaxed")],
    ),
    "a clause keeps its channel while the document wins one": (
        standard({}), standard({"channels": ["email"]}, channels=BOTH),
        [(None, "channels", "tightened", "tightened"), ("answer", "channels", "editorial", "none")],
    ),
    "a clause goes over to the document's two": (
        standard({"channels": ["email"]}), standard({}, channels=BOTH),
        [(None, "channels", "tightened", "tightened"), ("answer", "channels", "tightened", "tightened")],
    ),
    "the document's channel is every clause's": (
        standard({}), standard({}, channels=BOTH), [(None, "channels", "tightened", "tightened")],
    ),
    "a document without channels means everywhere": (
        standard({"channels": ["email"]}, channels=[]), standard({}, channels=[]),
        [("answer", "channels", "tightened", "tightened")],
    ),
    "calendar written out": (
        standard(BUSINESS, calendar="office"), standard({**BUSINESS, "calendar": "office"}, calendar="office"),
        [("answer", "calendar", "editorial", "none")],
    ),
    "calendar written out that the channel has": (
        standard(BUSINESS), standard({**BUSINESS, "calendar": "office"}),
        [("answer", "calendar", "editorial", "none")],
    ),
    "the document's calendar written out that the channel has": (
        standard(BUSINESS), standard(BUSINESS, calendar="office"),
        [(None, "calendar", "administrative", "none")],
    ),
    "another calendar by another channel": (
        standard(BUSINESS), standard({**BUSINESS, "channels": ["chat"]}),
        [("answer", "calendar", "tightened", "tightened"), ("answer", "channels", "mixed", "mixed")],
    ),
    "another calendar for a limit that runs day and night": (
        standard({**HOURS, "calendar": "office"}), standard({**HOURS, "calendar": "long"}),
        [("answer", "calendar", "administrative", "none")],
    ),
    "open on Saturdays too": (
        standard(OPEN, calendar="office"), standard(OPEN, calendar="long"),
        [(None, "calendar", "administrative", "none"), ("answer", "calendar", "tightened", "tightened")],
    ),
    "no longer open on Saturdays": (
        standard({**OPEN, "calendar": "long"}), standard({**OPEN, "calendar": "office"}),
        [("answer", "calendar", "relaxed", "relaxed")],
    ),
    "a step's calendar written out": (
        procedure({"id": "a", "level": "must", "within": "1 business hour"}, calendar="office"),
        procedure({"id": "a", "level": "must", "within": "1 business hour", "calendar": "office"}, calendar="office"),
        [("a", "calendar", "editorial", "none")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_holds_is_compared(
    old: Document, new: Document, expected: list[tuple[str | None, str, str, str]]
) -> None:
    """Written out or inherited, the same scope and the same clock are the same; another one is told once."""
    assert sorted(said(found(old, new)), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(("old", "new"), [case[:2] for case in CASES.values()], ids=CASES)
def test_the_way_back(old: Document, new: Document) -> None:
    """Back, every direction is the reverse."""
    there = {(one.clause, one.field): one.staff for one in found(old, new)}
    back = {(one.clause, one.field): one.staff for one in found(new, old)}

    assert back == {key: way.reverse for key, way in there.items()}


@pytest.mark.parametrize(
    ("its", "expected"), [(["email"], []), (BOTH, [("answer", "channels", "tightened", "tightened")])]
)
def test_a_clause_that_moves_to_another_document(
    its: list[str], expected: list[tuple[str | None, str, str, str]]
) -> None:
    """It holds on its new document's channels; nothing else tells that."""
    old, new = (World(documents={"email-reply": Side(document=standard({}))}, registry=REGISTRY), World(
        documents={"mail": Side(document=standard({"replaces": ["email-reply#answer"]}, id="mail", channels=its))},
        registry=REGISTRY,
    ))  # fmt: skip
    world = replace(context(), registry=REGISTRY)

    assert said([one for one in compare_handbooks(old, new, world) if one.field == "channels"]) == expected


def test_nothing_inherited_nothing_said() -> None:
    """A document against itself, whatever is written out."""
    for old, new, _ in CASES.values():
        assert changes(old, old) == changes(new, new) == []
