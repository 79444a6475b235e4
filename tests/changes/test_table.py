"""The table of least version bumps, cell by cell, and what in a header touches everything."""

from __future__ import annotations

from typing import Any

import pytest
from tests.changes.documents import changes, context, document, procedure, standard, verdict

from service_standards.changes.compare import Side, compare
from service_standards.changes.kinds import Bump, Change, Direction, least_bump
from service_standards.model.documents import ChangeClass, Document, Kind

TABLE = """
removed        major  must  must  major  minor
relaxed        major  must  must  major  minor
mixed          major  must  must  major  minor
tightened      major  must  must  major  minor
added          minor  must  must  minor  minor
clarified      minor  minor minor minor  patch
moved          minor  minor minor minor  patch
administrative patch  patch patch patch  patch
translation    patch  patch patch patch  patch
editorial      patch  patch patch patch  patch
none           none   none  none  none   none
"""
"""Standard, procedure, conduct, test, training; *must*: major if a `must` is touched, else minor."""
CELLS = [
    (row.split()[0], kind, cell)
    for row in TABLE.strip().splitlines()
    for kind, cell in zip(
        ("standard", "procedure", "conduct", "test", "training"), row.split()[1:], strict=True
    )
]


def test_the_table_has_every_class() -> None:
    """No class without a row."""
    assert {row for row, _, _ in CELLS} == set(ChangeClass)


@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize(("change_class", "kind", "cell"), CELLS)
def test_least_bump(change_class: str, kind: str, cell: str, must: bool) -> None:
    """What a change of a class needs in a document of a kind."""
    change = Change(
        code="a.b",
        document="a",
        clause=None,
        field="b",
        change_class=ChangeClass(change_class),
        touches_must=must,
    )
    expected = {"must": "major" if must else "minor"}.get(cell, cell)

    assert least_bump(Kind(kind), change) is Bump(expected)


STEP = {"id": "a", "do": "Do it.", "level": "must"}
MAY = {"id": "b", "do": "Do more.", "level": "may"}
SMALL = [{"id": "one", "role": "boss", "action": "pay"}, {"id": "two", "role": "boss", "action": "refund"}]
GONE = {"on": "2026-05-01", "reason": "Gone."}
ROWS: dict[str, tuple[Document, Document, ChangeClass, Bump]] = {
    "a channel of a procedure touches what must be done": (
        procedure(STEP), document("procedure", channels=["email", "chat"], stages=[{"stage": "solution", "steps": [STEP]}]),
        ChangeClass.TIGHTENED, Bump.MAJOR,
    ),
    "a procedure retires": (procedure(STEP), procedure(STEP, retired=GONE), ChangeClass.REMOVED, Bump.MAJOR),
    "a step that may be done comes": (procedure(STEP), procedure(STEP, MAY), ChangeClass.ADDED, Bump.MINOR),
    "a step that may be done goes": (procedure(STEP, MAY), procedure(STEP), ChangeClass.REMOVED, Bump.MINOR),
    "who may decide, in another order": (
        procedure(STEP, authority=SMALL), procedure(STEP, authority=SMALL[::-1]), ChangeClass.ADMINISTRATIVE, Bump.PATCH,
    ),
    "opening hours of a promise": (
        standard(measure="opening-hours", at_least="98%"), standard(measure="opening-hours", at_least="99%"),
        ChangeClass.TIGHTENED, Bump.MAJOR,
    ),
    "a pass mark": (document("test", pass_at="80%"), document("test", pass_at="75%"), ChangeClass.RELAXED, Bump.MAJOR),
    "a shorter delay of the remedy": (
        standard(remedy={"offer": "Money.", "within": "2 weeks"}), standard(remedy={"offer": "Money.", "within": "1 week"}),
        ChangeClass.TIGHTENED, Bump.MAJOR,
    ),
    "other customers": (standard(segments=["a"]), standard(segments=["b"]), ChangeClass.MIXED, Bump.MAJOR),
    "an exemption reworded": (
        standard(exemptions=[{"id": "x", "when": "It is spam."}]), standard(exemptions=[{"id": "x", "when": "It is a joke."}]),
        ChangeClass.MIXED, Bump.MAJOR,
    ),
    "no longer guaranteed": (standard(strength="guaranteed"), standard(strength="target"), ChangeClass.RELAXED, Bump.MAJOR),
    "must to must not": (procedure(STEP), procedure({**STEP, "level": "must not"}), ChangeClass.MIXED, Bump.MAJOR),
    "a support link": (
        procedure(STEP, fulfils=["email-reply#answer"]), procedure(STEP), ChangeClass.ADMINISTRATIVE, Bump.PATCH,
    ),
    "a summary with a not": (standard({"summary": "Fast."}), standard({"summary": "Not fast."}), ChangeClass.CLARIFIED, Bump.MINOR),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "change_class", "bump"), ROWS.values(), ids=ROWS)
def test_field_class(old: Document, new: Document, change_class: ChangeClass, bump: Bump) -> None:
    """Rows of "How fields compare" that no vector has."""
    assert verdict(old, new) == (change_class, bump)


def test_nobody_is_relieved_of_what_he_might_do() -> None:
    """A removed `must` relaxes for staff; a removed `may` does not."""
    [went] = changes(procedure(STEP, MAY), procedure(STEP))
    [must] = changes(procedure(MAY, STEP), procedure(MAY))

    assert (went.staff, must.staff) == (Direction.NONE, Direction.RELAXED)


PROSE: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "white space of the prose": ({"prose": "One.\r\n  Two.\n"}, {"prose": "One.\nTwo."}, []),
    "words of the prose": ({"prose": "One."}, {"prose": "Two."}, ["clarified"]),
    "prose of a translation": ({"translated_prose": {"ru": "Раз."}}, {"translated_prose": {"ru": "Два."}}, ["translation"]),
    "a translation of the prose comes": ({}, {"translated_prose": {"uk": "Раз."}}, ["translation"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), PROSE.values(), ids=PROSE)
def test_prose(old: dict[str, Any], new: dict[str, Any], expected: list[str]) -> None:
    """Form is no change; another language is one of the translation."""
    one = standard()
    found = compare(Side(document=one, **old), Side(document=one, **new), context(one))

    assert [str(change.change_class) for change in found] == expected
