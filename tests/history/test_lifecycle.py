"""The five steps of each document, over a handbook small enough to know by heart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from tests.site.small_handbook import TODAY, edition_today, handbook

from service_standards.history.coverage import State, promise_rows
from service_standards.history.edition import Edition, edition
from service_standards.history.lifecycle import LifeRow, LifeStep, counted, ground_of, life_rows
from service_standards.model.documents import ChangeNote, Procedure, Standard
from service_standards.model.handbook import Dossier, Handbook
from service_standards.model.records import Result

STANDINGS = {
    # document: research, clear standards, training, monitoring, review
    "waiting": ("covered", "missing", "covered", "partial", "covered"),
    "answer": ("missing", "missing", "missing", "missing", "to come"),
    "serve": ("covered", "covered", "covered", "covered", "to come"),
    "good": ("missing", "covered", "missing", "missing", "to come"),
    "shop": ("not needed", "not needed", "not needed", "not needed", "to come"),
    "course": ("not needed", "not needed", "not needed", "not needed", "to come"),
}


@cache
def board() -> dict[str, LifeRow]:
    return {row.shown.id: row for row in life_rows(edition_today())}


def row_of(book: Handbook, document: str, on: date = TODAY) -> LifeRow:
    [row] = [one for one in life_rows(edition(book, on)) if one.shown.id == document]
    return row


def changed(document: str, **fields: object) -> Handbook:
    """The handbook, with other fields in the one release of a document."""
    dossier = handbook().dossiers[document]
    version = replace(dossier.working, document=dossier.working.document.model_copy(update=fields))
    releases = tuple(replace(one, version=version) for one in dossier.releases)
    return with_dossier(replace(dossier, working=version, releases=releases))


def with_dossier(dossier: Dossier) -> Handbook:
    return replace(handbook(), dossiers={**handbook().dossiers, dossier.id: dossier})


def test_every_document_in_force_has_a_row() -> None:
    """No draft, nothing retired, by kind as the steps follow each other."""
    assert list(board()) == list(STANDINGS)


@pytest.mark.parametrize(("document", "states"), STANDINGS.items(), ids=STANDINGS)
def test_states(document: str, states: tuple[str, ...]) -> None:
    """Each step as records, documents and dates show it."""
    assert tuple(str(one.state) for one in board()[document].steps.values()) == states


def test_by_what() -> None:
    """What shows a step is named, and the clauses for which it is missing."""
    steps = board()["waiting"].steps

    assert steps[LifeStep.RESEARCH].evidence == ("survey",)
    assert str(steps[LifeStep.STANDARDS].release.number) == "1.1.0"  # type: ignore[union-attr]
    assert [one.document for one in steps[LifeStep.TRAINING].covers] == ["course"]
    assert [(one.document, one.clause) for one in steps[LifeStep.MONITORING].covers] == [("shop", "timed")]
    assert steps[LifeStep.MONITORING].missing == ("smile",)
    assert steps[LifeStep.REVIEW].review.on == date(2026, 10, 1)  # type: ignore[union-attr]


def test_a_procedure_rests_on_the_evidence_of_its_promises() -> None:
    """It has none of its own, and says by which promise."""
    step = board()["serve"].steps[LifeStep.RESEARCH]

    assert (step.evidence, step.through) == (("survey",), ("waiting",))


def test_evidence_of_reviews_is_only_a_part() -> None:
    """It looks back; nothing says that the promise was made from it."""
    document = handbook().dossiers["waiting"].working.document
    assert isinstance(document, Standard)
    bare = [one.model_copy(update={"baseline": None}) for one in document.commitments]
    step = row_of(changed("waiting", change=None, commitments=tuple(bare)), "waiting").steps[
        LifeStep.RESEARCH
    ]

    assert (step.state, step.evidence) == (State.PARTIAL, ("survey",))


def test_unknown_evidence_does_not_count() -> None:
    """The finding for it is REF01."""
    note = ChangeNote(evidence=("gone",))

    assert row_of(changed("answer", change=note), "answer").steps[LifeStep.RESEARCH].state is State.MISSING


def test_a_procedure_that_keeps_no_promise_is_not_clear() -> None:
    """It says how, but not what for; and nothing tests it."""
    steps = row_of(changed("serve", fulfils=()), "serve").steps

    assert steps[LifeStep.STANDARDS].state is State.MISSING
    assert steps[LifeStep.MONITORING].state is State.MISSING


def test_results_up_to_the_day() -> None:
    """The last period that is over."""
    results = tuple(
        Result.model_validate({"clause": "waiting#wait", "period": period, "met": 9, "total": 10})
        for period in ("2026-Q3", "2026-10", "2026-12")
    )
    step = row_of(replace(handbook(), results=results), "waiting").steps[LifeStep.MONITORING]

    assert str(step.results) == "2026-10"


def test_reviews_are_due() -> None:
    """Covered while the next day is ahead, missing from the day after it; without a review it is yet to come."""
    due = board()["waiting"].steps[LifeStep.REVIEW].due
    assert due is not None

    def state(on: date) -> State:
        return row_of(handbook(), "waiting", on).steps[LifeStep.REVIEW].state

    assert state(due) is State.COVERED
    assert state(due + timedelta(days=1)) is State.MISSING
    assert state(date(2026, 9, 1)) is State.TO_COME


def rows_of(shown: Edition) -> set[str]:
    return {row.document for row in promise_rows(ground_of(shown))}


def test_drafts_and_retired_documents_never_count() -> None:
    """Neither what is in force nor the preview has them, as a row or as what covers one."""
    for preview in (False, True):
        shown = edition(handbook(), TODAY, preview=preview)

        assert set(counted(shown)) == set(STANDINGS)
        assert rows_of(shown) == {"waiting", "answer"}
        linked = {one.by for found in ground_of(shown).links.values() for one in found}
        assert linked <= set(STANDINGS)


def test_what_covers_is_judged_on_the_day() -> None:
    """Before the procedure was in force the promise had none; a draft of it would not have helped."""
    draft = handbook().dossiers["serve"]
    assert isinstance(draft.working.document, Procedure)
    [row, *_] = promise_rows(
        ground_of(edition(with_dossier(replace(draft, releases=())), TODAY, preview=True))
    )

    assert "procedure" in row.missing
