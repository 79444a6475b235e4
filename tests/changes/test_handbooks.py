"""What changed between two handbooks: moves between documents, and the registry as one cause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.changes.documents import ENTRIES, context, document, registry

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


def test_every_field_of_the_registry_has_a_rule() -> None:
    """The registry fails closed too."""
    for collection, entry in REGISTRIES.items():
        assert set(REGISTRY_RULES[collection]) == set(entry.model_fields) - {"extras", "id", "title"}
