"""Every field of the model has a rule, and the comparison keeps its own laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.documents import changes, procedure, standard

from service_standards.changes.kinds import Direction, joined_class
from service_standards.changes.rules import RULES, NoRuleError, Rule, rule
from service_standards.model.documents import KINDS, ChangeClass, Commitment, Document
from service_standards.model.fields import Strict


def models_in(annotation: Any) -> set[type[Strict]]:
    """The models that a field can hold."""
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return {annotation}
    return {model for inside in getattr(annotation, "__args__", ()) for model in models_in(inside)}


WHOLE = {Rule.ADMINISTRATIVE, Rule.IDENTITY, Rule.RETIREMENT}
"""Fields that compare as one value, whatever they hold."""


def walk(model: type[Strict], seen: set[type[Strict]]) -> set[type[Strict]]:
    """*model* and every model that the comparison enters from it."""
    if model in seen:
        return seen
    seen.add(model)
    for name, field in model.model_fields.items():
        if rule(model, name) not in WHOLE:
            for inside in models_in(field.annotation):
                walk(inside, seen)
    return seen


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_has_a_rule(kind: type[Strict]) -> None:
    """A new field without a row in the table fails here, before it passes as "no change" anywhere."""
    for model in walk(kind, set()):
        assert set(RULES[model]) == set(model.model_fields)


def test_a_field_without_a_rule_stops_the_comparison() -> None:
    """The comparison fails closed."""
    with pytest.raises(NoRuleError):
        rule(Commitment, "invented")


durations = st.tuples(
    st.integers(1, 30), st.sampled_from(["minute", "hour", "business hour", "business day", "calendar day"])
)
limits = durations.map(lambda a: f"{a[0]} {a[1]}{'' if a[0] == 1 else 's'}")
commitments = st.fixed_dictionaries(
    {},
    optional={
        "at_most": limits,
        "strength": st.sampled_from(["aspirational", "target", "guaranteed"]),
        "pauses": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        "locations": st.lists(st.sampled_from(["north", "south"]), unique=True),
        "from": st.sampled_from(["contact-received", "request-complete"]),
        "to": st.sampled_from(["request-complete", "answered"]),
        "target": st.fixed_dictionaries({"share": st.integers(1, 100).map(lambda n: f"{n}%")}),
        "remedy": st.fixed_dictionaries({"amount": st.integers(1, 90).map(lambda n: f"{n} GBP")}),
        "exemptions": st.lists(st.sampled_from(["spam", "fraud"]).map(lambda n: {"id": n, "when": f"It is {n}."}), unique_by=lambda e: e["id"]),
    },
)  # fmt: skip
standards = commitments.map(lambda fields: standard(**fields))
steps = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a", "b", "c"]), "level": st.sampled_from(["may", "should", "must"])},
        optional={"within": limits},
    ),
    unique_by=lambda step: step["id"],
)
procedures = steps.map(lambda found: procedure(*found))


@settings(max_examples=80, deadline=None)
@given(one=standards | procedures)
def test_nothing_changed_nothing_said(one: Document) -> None:
    """A version compared with itself has no change."""
    assert changes(one, one) == []


@settings(max_examples=80, deadline=None)
@given(pair=st.tuples(standards, standards) | st.tuples(procedures, procedures))
def test_the_way_back_reverses_every_direction(pair: tuple[Document, Document]) -> None:
    """What tightens one way relaxes the other way; mixed stays mixed."""

    def directions(old: Document, new: Document) -> dict[tuple[str | None, str], Direction]:
        return {
            (change.clause, change.field.replace("removed", "added")): change.staff
            for change in changes(old, new)
        }

    there, back = directions(*pair), directions(*reversed(pair))

    assert back == {key: direction.reverse for key, direction in there.items()}


@given(classes=st.lists(st.sampled_from(ChangeClass), min_size=1))
def test_the_class_of_several_changes_is_at_least_each(classes: list[ChangeClass]) -> None:
    """Joining never makes a change lighter, and its order does not matter."""
    found = joined_class(classes)

    assert joined_class([found, *classes]) is found
    assert joined_class(reversed(classes)) is found
