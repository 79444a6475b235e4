"""What counts as covered, over handbooks of a few lines."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from service_standards.history.coverage import (
    Ground,
    Need,
    State,
    ground,
    norm_clause_rows,
    promise_rows,
    rule_rows,
    service_rows,
    services_without_promise,
    type_rows,
    untaught_steps,
)
from service_standards.model.documents import (
    Component,
    Conduct,
    Document,
    Procedure,
    Standard,
    Test,
    Training,
)
from service_standards.model.registry import Norm, Registry

HEADER = {"title": "T", "version": "2.0.0"}

PROMISE = {"id": "answer", "statement": "We answer.", "strength": "target", "component": "speed"}
MEASURED = PROMISE | {"measured_by": {"source": "help desk"}}
ASPIRATION = PROMISE | {"strength": "aspirational"}


def standard(*commitments: Mapping[str, object], id: str = "reply", **fields: object) -> Standard:
    return Standard.model_validate(HEADER | {"id": id, "commitments": list(commitments)} | fields)


def procedure(*fulfils: str, id: str = "handle", level: str = "must", version: str = "2.0.0") -> Procedure:
    steps = [
        {"id": "open", "do": "Open it.", "level": level},
        {"id": "close", "do": "Close it.", "level": "should"},
    ]
    return Procedure.model_validate(
        HEADER
        | {"id": id, "version": version, "fulfils": list(fulfils), "stages": [{"stage": "s", "steps": steps}]}
    )


def test(*verifies: str, id: str = "check", kind: str = "speed") -> Test:
    items = [{"id": f"item-{n}", "verifies": link} for n, link in enumerate(verifies)]
    return Test.model_validate(HEADER | {"id": id, "type": kind, "items": items})


test.__test__ = False  # type: ignore[attr-defined]


def training(*covers: str, id: str = "course") -> Training:
    return Training.model_validate(HEADER | {"id": id, "covers": list(covers)})


def on(*documents: Document, registry: Registry | None = None) -> Ground:
    return ground({one.id: one for one in documents}, registry or Registry())


PROMISES = {
    "nothing": ([standard(PROMISE)], {Need.PROCEDURE, Need.MEASURE, Need.TEST, Need.TRAINING}),
    "all four, by clause": (
        [standard(MEASURED), procedure("reply#answer"), test("reply#answer"), training("reply#answer")],
        set(),
    ),
    "all four, by document": (
        [standard(MEASURED), procedure("reply"), test("reply"), training("reply")],
        set(),
    ),
    "only the measure": ([standard(MEASURED)], {Need.PROCEDURE, Need.TEST, Need.TRAINING}),
    "another clause": (
        [standard(MEASURED), procedure("reply#other"), test("reply#other"), training("reply#other")],
        {Need.PROCEDURE, Need.TEST, Need.TRAINING},
    ),
    "another document": (
        [standard(MEASURED), procedure("other"), test("other"), training("other")],
        {Need.PROCEDURE, Need.TEST, Need.TRAINING},
    ),
    "taught by way of the procedure": (
        [standard(MEASURED), procedure("reply"), test("reply"), training("handle")],
        set(),
    ),
    "a single step of it teaches no promise": (
        [standard(MEASURED), procedure("reply"), test("reply"), training("handle#open")],
        {Need.TRAINING},
    ),
    "an aspiration is not scored": ([standard(ASPIRATION)], {Need.PROCEDURE, Need.TRAINING}),
    "written for an earlier major": (
        [standard(MEASURED), procedure("reply@1"), test("reply@1"), training("reply@1")],
        set(),
    ),
}


@pytest.mark.parametrize(("documents", "missing"), PROMISES.values(), ids=PROMISES)
def test_promise(documents: list[Document], missing: set[Need]) -> None:
    """What a promise lacks: a link from a document that counts, to it or to its whole document, is enough."""
    [row] = promise_rows(on(*documents))

    assert set(row.missing) == missing


def test_what_is_not_worded_is_no_promise() -> None:
    """A draft says TODO there; the finding for that is SCH06."""
    assert list(promise_rows(on(standard({"id": "later"})))) == []


def test_an_earlier_major_is_said() -> None:
    """It covers, but somebody should look: the major that it was written for is told."""
    [row] = promise_rows(
        on(standard(MEASURED), procedure("reply@1", id="old"), procedure("reply@2", id="new"))
    )

    assert [(one.document, one.pinned) for one in row.cells[Need.PROCEDURE].covers] == [
        ("old", 1),
        ("new", None),
    ]


def test_by_way_of_is_said_once() -> None:
    """A training that covers promise and procedure counts as covering the promise."""
    documents = (
        standard(MEASURED),
        procedure("reply"),
        training("reply", "handle"),
        training("handle", id="other"),
    )
    [row] = promise_rows(on(*documents))

    assert [(one.document, one.through) for one in row.cells[Need.TRAINING].covers] == [
        ("course", None),
        ("other", "handle"),
    ]


def test_items_are_named() -> None:
    """A test covers by its items, each of them once."""
    [row] = promise_rows(on(standard(MEASURED), test("reply#answer", "reply", "other")))

    assert [one.clause for one in row.cells[Need.TEST].covers] == ["item-0", "item-1"]


REGISTRY = Registry.model_validate(
    {
        "services": {
            "help": {
                "id": "help",
                "title": "Help",
                "not_applicable": [
                    {"component": "courtesy", "channel": "mail", "reason": "Elsewhere."},
                    {"component": "availability", "reason": "Always open."},
                ],
            },
            "silent": {"id": "silent", "title": "Silent"},
        },
        "channels": {"phone": {"id": "phone", "title": "Phone"}, "mail": {"id": "mail", "title": "Mail"}},
    }
)


def test_components() -> None:
    """A reason for a channel excuses that channel; one without, all of them; a promise wins over a reason."""
    rows = {
        row.channel: row
        for row in service_rows(
            on(
                standard(PROMISE, service="help", channels=["mail", "phone"]),
                standard(
                    PROMISE | {"component": "availability"}, id="open", service="help", channels=["phone"]
                ),
                registry=REGISTRY,
            )
        )
    }

    assert list(rows) == ["phone", "mail"]  # as in the registry
    assert rows["mail"].missing == (Component.PERSONALISATION, Component.RESOLUTION)
    assert rows["phone"].missing == (Component.COURTESY, Component.PERSONALISATION, Component.RESOLUTION)
    assert rows["mail"].cells[Component.COURTESY].reason == "Elsewhere."
    assert rows["mail"].cells[Component.AVAILABILITY].state is State.NOT_NEEDED
    assert rows["phone"].cells[Component.AVAILABILITY].state is State.COVERED


def test_a_commitment_may_have_its_own_channels() -> None:
    """They replace those of the document."""
    rows = service_rows(
        on(standard(PROMISE | {"channels": ["phone"]}, service="help", channels=["mail"]), registry=REGISTRY)
    )

    assert [row.channel for row in rows] == ["phone"]


def test_services_without_any_promise() -> None:
    """They have no row, so they are named."""
    spoken_of = standard(PROMISE, service="help", channels=["mail"])

    assert services_without_promise(on(spoken_of, registry=REGISTRY)) == ("silent",)


def test_rules() -> None:
    """A rule is covered by test items; that nobody can see it is told apart."""
    conduct = Conduct.model_validate(
        HEADER
        | {
            "id": "good",
            "rules": [
                {"id": "smile", "statement": "Smile.", "shown_by": ["Smiles."]},
                {"id": "care", "statement": "Care."},
                {"id": "later"},
            ],
        }
    )
    rows = {row.rule.id: row for row in rule_rows(on(conduct, test("good#smile")))}

    assert list(rows) == ["smile", "care"]
    assert (rows["smile"].observable, rows["smile"].tested.state) == (State.COVERED, State.COVERED)
    assert (rows["care"].observable, rows["care"].tested.state) == (State.MISSING, State.MISSING)


def test_kinds_of_test() -> None:
    """Always all four."""
    rows = {str(row.type): row for row in type_rows(on(test("a"), test("b", "c", id="again")))}

    assert list(rows) == ["functional", "satisfaction", "speed", "usability"]
    assert (rows["speed"].tests, rows["speed"].items) == (("check", "again"), 3)
    assert rows["usability"].state is State.MISSING


NORM = Norm.model_validate(
    {"id": "iso", "title": "ISO", "edition": "2020", "clauses": [{"clause": one} for one in ("4", "5", "6")]}
)


def test_norms() -> None:
    """In full if one document says so, in part if some do; clauses that only documents name stand at the end."""
    full = standard(norms=[{"norm": "iso", "clause": "4"}, {"norm": "other", "clause": "6"}])
    part = procedure().model_copy(
        update={
            "norms": standard(
                norms=[
                    {"norm": "iso", "clause": one, "coverage": "partial"} for one in ("4", "5", "7.10", "7.2")
                ]
            ).norms
        }
    )
    rows = norm_clause_rows(on(full, part), "iso", NORM)

    assert [(row.clause, str(row.cell.state)) for row in rows] == [
        ("4", "covered"),
        ("5", "partial"),
        ("6", "missing"),
        ("7.2", "partial"),
        ("7.10", "partial"),
    ]


STEPS = {
    "not at all": ([], ("open",)),
    "as a whole": (["handle"], ()),
    "the binding step": (["handle#open"], ()),
    "another step": (["handle#close"], ("open",)),
    "at its major": (["handle@2"], ()),
    "at another major": (["handle@1"], ("open",)),
}


@pytest.mark.parametrize(("covers", "untaught"), STEPS.values(), ids=STEPS)
def test_steps(covers: list[str], untaught: tuple[str, ...]) -> None:
    """Binding steps are to be taught, at the major of the procedure."""
    document = procedure("reply")

    assert untaught_steps(on(document, training(*covers)), "handle", document) == untaught


def test_steps_that_bind_nobody_need_no_lesson() -> None:
    """`may` and `should` are left to people."""
    document = procedure("reply", level="may")

    assert untaught_steps(on(document), "handle", document) == ()
