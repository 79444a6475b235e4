"""Documents taken apart: what lies between two versions is what comparing the two whole versions says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.documents import ENTRIES, document, procedure, registry, standard
from tests.conftest import TODAY
from tests.sample import sample_handbook

from service_standards.archive.in_force import DocumentStatus, document_status, in_force
from service_standards.changes.kinds import Change, Direction
from service_standards.history.any_two import AnyTwo, any_two
from service_standards.history.holdings import held_on, holdings
from service_standards.history.timeline import Timelines, clause_states
from service_standards.model.documents import Document
from service_standards.model.handbook import Handbook, Places, Release, Version
from service_standards.model.records import ReleaseRecord
from service_standards.model.registry import Registry, Settings

STEPS = [
    {"id": "read", "do": "Read it.", "level": "must", "within": "1 hour"},
    {"id": "answer", "do": "Answer it.", "level": "should"},
    {"id": "thank", "do": "Say thanks.", "level": "may"},
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A, B, C = ({"id": name, "statement": f"We do {name}.", "at_most": "12 hours"} for name in "abc")

A_HOLIDAY_DECIDES = [
    standard(at_most=one, calendar="daily")
    for one in ("2 calendar days", "1 business day", "2 calendar days", "1 business day")
]

CASES: dict[str, list[Document]] = {
    "one limit": [standard(at_most=one) for one in ("24 hours", "12 hours", "1 business day", "24 hours")],
    "calendar of the document": [
        standard(at_most="1 business day", header={"calendar": one}) for one in ("office", "nights", "office")
    ],
    "calendar of the channels": [
        document("standard", channels=[one], commitments=[{"id": "a", "at_most": "1 business hour"}])
        for one in ("email", "telephone")
    ],
    "channels of the clause, of the document, and both at once": [
        document("standard", channels=its, commitments=[{"id": "a", "at_most": "1 business hour", **own}, {"id": "b", "at_most": "2 hours"}])
        for its, own in (
            (["email"], {}), (["email"], {"channels": ["email"]}), (["email", "telephone"], {"channels": ["email"]}),
            (["telephone"], {}), ([], {"channels": ["telephone"]}), (["telephone"], {"calendar": "office"}),
        )
    ],
    "hours of a door": [
        document("standard", calendar=its, commitments=[{"id": "a", "measure": "opening-hours", "at_least": "99%", **own}])
        for its, own in (("office", {}), ("daily", {}), ("office", {"calendar": "daily"}), ("nights", {"calendar": "nights"}))
    ],
    "a clause beside the one that replaces it, on another channel": [
        document("standard", channels=["email"], commitments=one)
        for one in (
            [{"id": "a", "at_most": "1 business hour"}],
            [{"id": "c", "at_most": "1 business hour", "replaces": ["email-reply#a"]}],
            [{"id": "c", "at_most": "1 business hour"}, {"id": "a", "at_most": "1 business hour", "channels": ["telephone"]}],
        )
    ],
    "handovers by the calendar of the document": [
        procedure(calendar=one, escalations=[{"id": "late", "when": "It is late.", "after": "2 business hours", "to": "boss"}])
        for one in ("office", "nights", "daily", None)
    ],
    "a holiday of the newer version's year": A_HOLIDAY_DECIDES,
    "clock and its words": [
        standard(statement="We reply after receipt.", **{"from": "contact-received"}),
        standard(statement="We reply.", **{"from": "request-complete"}),
        standard(statement="We reply after receipt.", **{"from": "request-complete"}),
    ],
    "clauses come, go, and change places": [
        document("standard", commitments=one) for one in ([A, B], [B, A], [C, A], [A], [A, B, C])
    ],
    "a clause takes over from another": [
        document("standard", commitments=one)
        for one in ([A, B], [{**C, "at_most": "6 hours", "replaces": ["email-reply#a"]}, B], [C, B, A])
    ],
    "steps change places and stages": [
        procedure(*STEPS),
        procedure(STEPS[1], STEPS[0], STEPS[2]),
        procedure(STEPS[0], {**STEPS[1], "after": ["read"], "level": "must"}, STEPS[2]),
        document(
            "procedure",
            stages=[{"stage": "greeting", "steps": STEPS[:1]}, {"stage": "farewell", "steps": STEPS[1:]}],
        ),
    ],
    "handovers and words to say": [
        procedure(*STEPS),
        procedure(
            *STEPS,
            scripts=[{"id": "hi", "step": "read", "say": "Hello."}, {"id": "bye", "step": "thank", "say": "Bye."}],
            escalations=[{"id": "late", "when": "It is late.", "after": "2 business hours", "to": "boss"}],
            authority=[{"id": "pay", "role": "boss", "action": "pay", "up_to": "5 EUR"}],
        ),
        procedure(
            *STEPS,
            scripts=[{"id": "bye", "step": "thank", "say": "Goodbye."}, {"id": "hi", "step": "read", "say": "Hello."}],
            escalations=[{"id": "late", "when": "It is late.", "after": "3 business hours", "to": "boss"}],
        ),
    ],
    "exemptions": [
        standard(exemptions=one)
        for one in ([], [{"id": "spam", "when": "It is spam."}], [{"id": "spam", "when": "It is junk mail."}])
    ],
    "header": [
        standard(header={"owner": "a", "search_terms": ["x"]}),
        standard(header={"owner": "b", "version": "2.0.0", "summary": "How soon."}),
        standard(header={"owner": "a", "retired": {"on": "2026-05-01", "reason": "Gone."}}),
    ],
    "rules of conduct": [
        document("conduct", rules=[{"id": "smile", "statement": "Smile.", "level": level, "shown_by": shown, "within": within}])
        for level, shown, within in (
            ("may", ["Smiles."], {}),
            ("must", ["Smiles.", "Greets."], {"chat": "1 minute"}),
            ("must not", ["Laughs."], {"chat": "2 minutes", "email": "1 business hour"}),
        )
    ],
    "tests": [
        document("test", sampling={"population": one, "size": 5}, items=[{"id": "q", "ask": "Soon?", "critical": bool(n)}])
        for n, one in enumerate(("All e-mails.", "Some e-mails."))
    ],
}  # fmt: skip
"""The versions of one document, by rising number."""


def handbook() -> Handbook:
    """A handbook with two calendars, one of which has a holiday that matters on some days only."""
    weekly = {"mon": ["20:00-23:00"], "tue": ["20:00-23:00"]}
    calendars = [
        ENTRIES["calendars"][0],
        {
            **ENTRIES["calendars"][0],
            "id": "daily",
            "hours": [{"from": "2020-01-01", "weekly": {day: ["09:00-18:00"] for day in DAYS}}],
            "holidays": [{"on": "2026-03-01", "title": "A day off"}],
        },
        {**ENTRIES["calendars"][0], "id": "nights", "hours": [{"from": "2020-01-01", "weekly": weekly}]},
    ]
    channels = [*ENTRIES["channels"], {"id": "telephone", "title": "Telephone", "calendar": "nights"}]
    return Handbook(
        settings=Settings.model_validate({"name": "Test", "time_zone": "UTC"}),
        registry=registry(calendars=calendars, channels=channels),
        dossiers={},
    )


def releases(documents: Sequence[Document], prose: Sequence[str] = ()) -> tuple[Release, ...]:
    """A release of each, half a year from one to the next."""
    found = []
    for n, one in enumerate(documents):
        day = date(2024, 1, 1) + timedelta(days=180 * n)
        record = ReleaseRecord.model_validate(
            {
                "id": one.id,
                "version": f"{n + 1}.0.0",
                "released_on": day,
                "effective_from": day,
                "content_sha256": "0" * 64,
            }
        )
        content = Version(document=one, folder="a", places=Places("a/a.yml"), prose=prose[n] if prose else "")
        found.append(Release(record=record, version=content, registry=Registry()))
    return tuple(found)


def comparable(changes: Sequence[Change]) -> list[str]:
    """Changes without their order: a reader of pages meets them in that of the parts."""
    return sorted(map(repr, changes))


def check(listed: tuple[Release, ...], timelines: Timelines) -> AnyTwo:
    """Every two versions, both ways, beside the comparison of the whole."""
    versions = any_two(listed, timelines)
    for old, new in permutations(range(len(listed)), 2):
        whole = timelines.between(listed[old].version, listed[new].version, listed[new].record.effective_from)
        assert comparable(versions.between(old, new)) == comparable(tuple(whole)), (old, new)
    return versions


@pytest.mark.parametrize("documents", CASES.values(), ids=CASES)
def test_parts_say_what_the_whole_says(documents: list[Document]) -> None:
    """Taking a document apart loses no change and invents none."""
    check(releases(documents), Timelines(handbook=handbook(), on=date(2026, 12, 1)))


def test_the_newer_version_decides_the_year() -> None:
    """The same two limits: one year has a holiday on which the newer one is later, the other has not."""
    versions = any_two(releases(A_HOLIDAY_DECIDES), Timelines(handbook=handbook(), on=date(2026, 12, 1)))

    assert [one.staff for one in versions.between(0, 1)] == [Direction.TIGHTENED]
    assert [one.staff for one in versions.between(0, 3)] == [Direction.MIXED]


POOL = [
    st.fixed_dictionaries(
        {"id": st.just(name)},
        optional={
            "statement": st.sampled_from(["We reply.", "We must reply.", "We reply after receipt."]),
            "at_most": st.sampled_from(["12 hours", "1 business day", "2 business days", "1 calendar day"]),
            "from": st.sampled_from(["contact-received", "request-complete"]),
            "target": st.sampled_from([{"share": "90%"}, {"share": "80%", "every": "month"}]),
            "calendar": st.sampled_from(["office", "nights"]),
            "channels": st.sampled_from([["email"], ["chat"], ["telephone"]]),
        },
    )
    for name in "abc"
]


@st.composite
def versions_of_a_standard(draw: st.DrawFn) -> list[Document]:
    found = []
    for _ in range(draw(st.integers(2, 4))):
        clauses = [draw(one) for one in draw(st.permutations(POOL))[: draw(st.integers(1, 3))]]
        header: dict[str, Any] = draw(
            st.fixed_dictionaries({"channels": st.just(["email"])}, optional={"calendar": st.just("office")})
        )
        found.append(document("standard", commitments=clauses, **header))
    return found


@given(versions_of_a_standard())
@settings(max_examples=40, deadline=None)
def test_parts_of_any_standard(documents: list[Document]) -> None:
    """The same for standards that nobody thought of."""
    check(releases(documents), Timelines(handbook=handbook(), on=date(2026, 12, 1)))


def test_prose_is_a_part() -> None:
    """A text that comes back is one state, and is compared once."""
    listed = releases([standard()] * 3, prose=["One.", "Two words more.", "One."])
    versions = check(listed, Timelines(handbook=handbook(), on=date(2026, 12, 1)))

    [prose] = [part for part in versions.parts if part.name == "prose"]
    assert [(one.first, one.last, one.state) for one in prose.held] == [(0, 0, 0), (1, 1, 1), (2, 2, 0)]


def test_states_are_as_many_as_values() -> None:
    """Twenty versions of which only the owner changes have one state of the clause: nothing grows with pairs."""
    listed = releases([standard(header={"owner": "ab"[n % 2]}) for n in range(20)])
    versions = any_two(listed, Timelines(handbook=handbook(), on=date(2026, 12, 1)))

    assert {part.name: len(part.states) for part in versions.parts if not part.name.startswith("order")} == {
        "header": 2,
        "#answer": 1,
        "prose": 1,
    }


def test_the_sample_handbook() -> None:
    """Every two versions of every document, and what its clauses said, as the timeline has it."""
    book = sample_handbook()
    timelines = Timelines(handbook=book, on=date.fromisoformat(TODAY))
    compared = 0
    for dossier in book.dossiers.values():
        versions = check(dossier.releases, timelines)
        compared += len(dossier.releases) > 1
        steps = timelines.steps(dossier)
        for clause in {clause.id for one in dossier.releases for clause in one.version.document.clauses}:
            assert versions.clause_states(clause) == clause_states(steps, clause), (dossier.id, clause)
    assert compared >= 9


@pytest.mark.parametrize("known_on", [None, date(2026, 1, 1), date(2024, 11, 20)])
def test_holdings_are_in_force(known_on: date | None) -> None:
    """On every day of three years, the interval says what the rule says."""
    for dossier in sample_handbook().dossiers.values():
        intervals = holdings(dossier.releases, known_on)
        assert intervals[0].since is None
        assert intervals[-1].until is None
        assert [one.until for one in intervals[:-1]] == [one.since for one in intervals[1:]]
        day = date(2024, 11, 1)
        while day < date(2027, 3, 1):
            found = held_on(intervals, day)
            assert found.release is in_force(dossier.releases, day, known_on)
            if known_on is None:
                status = document_status(dossier.releases, day, date.max)
                assert found.retired == (status is DocumentStatus.RETIRED)
            day += timedelta(days=1)
