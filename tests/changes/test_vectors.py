"""The test vectors of the rules on changes, as rows."""

from __future__ import annotations

from typing import Any

import pytest
from tests.changes.documents import changes, document, procedure, standard, verdict

from service_standards.changes.kinds import Bump, Direction
from service_standards.model.documents import ChangeClass, Document


def target(limit: str, share: str) -> Document:
    """A standard with a limit and a share."""
    return standard(at_most=limit, target={"share": share})


def step(name: str, **fields: Any) -> dict[str, Any]:
    """A step that must be done."""
    return {"id": name, "do": f"Do the {name}.", "who": "agent", "level": "must", **fields}


SPAM = [{"id": "spam", "when": "The message is advertising."}]
TEST = {
    "type": "speed",
    "method": "system log",
    "items": [
        {"id": "one", "verifies": "email-reply#answer", "ask": "Is it answered?", "answer": "yes/no/na"}
    ],
}


def sampled(population: str) -> Document:
    """A test of a population."""
    return document("test", sampling={"population": population, "size": 10, "every": "month"}, **TEST)


TWO = [step("triage"), step("answer")]
STAGES = [{"stage": "needs", "steps": [TWO[0]]}, {"stage": "solution", "steps": [TWO[1]]}]
LATER_STAGE = [{"stage": "needs", "steps": []}, {"stage": "solution", "steps": TWO}]

CLASS = ChangeClass
CASES: dict[str, tuple[Document, Document, ChangeClass, Bump]] = {
    "1 shorter": (standard(at_most="24 hours"), standard(at_most="12 hours"), CLASS.TIGHTENED, Bump.MAJOR),
    "2 hours to a business day": (standard(at_most="12 hours"), standard(at_most="1 business day"), CLASS.RELAXED, Bump.MAJOR),
    "3 neither for all arrivals": (standard(at_most="24 hours"), standard(at_most="8 business hours"), CLASS.MIXED, Bump.MAJOR),
    "4 more often, but later": (target("20 seconds", "80%"), target("30 seconds", "90%"), CLASS.MIXED, Bump.MAJOR),
    "5 the same in another unit": (standard(at_most="60 minutes"), standard(at_most="1 hour"), CLASS.EDITORIAL, Bump.PATCH),
    "6 hours for a calendar day": (standard(at_most="1 calendar day"), standard(at_most="24 hours"), CLASS.TIGHTENED, Bump.MAJOR),
    "8 exemption removed": (standard(exemptions=SPAM), standard(exemptions=[]), CLASS.TIGHTENED, Bump.MAJOR),
    "9 should to must": (procedure(step("a", level="should")), procedure(step("a")), CLASS.TIGHTENED, Bump.MAJOR),
    "10 two musts change places": (procedure(step("a"), step("b")), procedure(step("b"), step("a")), CLASS.MIXED, Bump.MAJOR),
    "11 channel added": (standard(), document("standard", channels=["email", "chat"], commitments=[{"id": "answer", "measure": "elapsed-time", "statement": "We reply to your e-mail within {limit}."}]), CLASS.TIGHTENED, Bump.MAJOR),
    "12 same glossary term": (standard(statement="We reply not later than {limit}."), standard(statement="We reply within {limit}."), CLASS.CLARIFIED, Bump.MINOR),
    "13 typing error in a title": (standard({"title": "Replly to an e-mail"}), standard({"title": "Reply to an e-mail"}), CLASS.EDITORIAL, Bump.PATCH),
    "14 owner": (standard({"owner": "a"}), standard({"owner": "b"}), CLASS.ADMINISTRATIVE, Bump.PATCH),
    "15 not inserted": (standard(statement="We reply to your e-mail."), standard(statement="We do not reply to your e-mail."), CLASS.MIXED, Bump.MAJOR),
    "16 the clock starts later": (standard(**{"from": "contact-received"}), standard(**{"from": "request-complete"}), CLASS.RELAXED, Bump.MAJOR),
    "16b the clock stops later": (standard(to="request-complete"), standard(to="answered"), CLASS.TIGHTENED, Bump.MAJOR),
    "17 pause added": (standard(), standard(pauses=["waiting-for-customer"]), CLASS.RELAXED, Bump.MAJOR),
    "19 population narrowed": (sampled("All e-mails of the month."), sampled("All e-mails of regular customers."), CLASS.MIXED, Bump.MAJOR),
    "22 remedy raised": (standard(remedy={"offer": "Money.", "amount": "30 GBP"}), standard(remedy={"offer": "Money.", "amount": "40 GBP"}), CLASS.TIGHTENED, Bump.MAJOR),
    "23 step to another stage": (document("procedure", stages=STAGES), document("procedure", stages=LATER_STAGE), CLASS.MOVED, Bump.MINOR),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "change_class", "bump"), CASES.values(), ids=CASES)
def test_vector(old: Document, new: Document, change_class: ChangeClass, bump: Bump) -> None:
    """Class and least version bump, vector by vector."""
    assert verdict(old, new) == (change_class, bump)


def test_an_exemption_that_goes_is_better_for_customers_and_stricter_for_staff() -> None:
    """Vector 8: both directions are told."""
    [change] = changes(standard(exemptions=SPAM), standard(exemptions=[]))

    assert (change.code, change.customer, change.staff) == (
        "exemption.removed",
        Direction.TIGHTENED,
        Direction.TIGHTENED,
    )


def test_a_series_breaks_when_the_population_changes() -> None:
    """Vector 19: results before and after do not compare."""
    [change] = changes(sampled("All e-mails of the month."), sampled("All e-mails of regular customers."))

    assert "series-break" in change.signals


def test_text_that_moves_between_fields_is_reported_in_both() -> None:
    """Vector 24: one field lost words, the other won them."""
    found = changes(
        standard({"summary": "We reply fast."}, statement="We reply."),
        standard({"summary": "In short."}, statement="We reply. We reply fast."),
    )

    assert {change.field for change in found} == {"summary", "statement"}


def test_a_removed_must_step_relaxes_for_staff() -> None:
    """What had to be done need not be done any more."""
    [change] = changes(procedure(*TWO), procedure(TWO[0]))

    assert (change.code, change.staff, change.touches_must) == ("step.removed", Direction.RELAXED, True)


def test_words_that_no_rule_judges_are_marked() -> None:
    """*Clarified* is said, and that nobody judged the meaning."""
    [change] = changes(standard(statement="We reply kindly."), standard(statement="We reply in person."))

    assert (change.change_class, change.judged) == (CLASS.CLARIFIED, False)


def test_renamed_within_the_document() -> None:
    """A clause that declares which one it replaces is the same clause under a new id."""
    old = standard(at_most="24 hours")
    new = document(
        "standard", channels=["email"],
        commitments=[{"id": "reply", "measure": "elapsed-time", "statement": "We reply to your e-mail within {limit}.", "at_most": "24 hours", "replaces": ["email-reply#answer"]}],
    )  # fmt: skip

    assert [change.change_class for change in changes(old, new)] == [CLASS.MOVED]
