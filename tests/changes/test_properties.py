"""Laws that the comparison keeps for real documents, whatever is edited in them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from tests.conftest import TODAY
from tests.history.test_any_two import check, releases
from tests.sample import sample_handbook

from service_standards.changes.compare import Side, compare
from service_standards.changes.context import Context, IncomparableError
from service_standards.changes.kinds import Change, Direction
from service_standards.changes.rules import RULES, Rule
from service_standards.history.timeline import Timelines
from service_standards.model.documents import Document
from service_standards.model.fields import Strict

ON = date.fromisoformat(TODAY)
WORDS = ("not", "must", "may", "only", "received", "again", "3", "{limit}", ".", "  ", "Kindly")


@cache
def documents() -> tuple[Document, ...]:
    """Every document of it in every version, the working copies too."""
    return tuple(
        version.document
        for dossier in sample_handbook().dossiers.values()
        for version in (*(one.version for one in dossier.releases), dossier.working)
    )


def models(model: Strict) -> list[Strict]:
    """A model and all within it that the rules name."""
    found = [model]
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if type(one) in RULES:
                found += models(one)
    return found


@cache
def pool() -> dict[tuple[type[Strict], str], list[Any]]:
    """All values that any field has anywhere in the handbook, and that of saying nothing."""
    found: dict[tuple[type[Strict], str], list[Any]] = {}
    for document in documents():
        for model in models(document):
            for name, info in type(model).model_fields.items():
                values = found.setdefault((type(model), name), [])
                if not values and not info.is_required():
                    values.append(info.get_default(call_default_factory=True))
                if (value := getattr(model, name)) not in values:
                    values.append(value)
    registry = sample_handbook().registry
    for (_, name), values in found.items():
        match name:
            case "channels" | "locations" | "pauses":
                ids = [*registry.entries({"pauses": "events"}.get(name, name))]
                values += [(ids[0],), tuple(ids[:2]), tuple(ids[1:4])]
            case "calendar" | "from_" | "to":
                values += [
                    one
                    for one in registry.entries({"calendar": "calendars"}.get(name, "events"))
                    if one not in values
                ]
    return found


@st.composite
def edited(draw: st.DrawFn, model: Any) -> Any:
    """A model of which one field, however deep, says something else: a value from elsewhere, other words, another order."""
    inside = [
        (name, n)
        for name in type(model).model_fields
        for n, one in enumerate(_listed(getattr(model, name)))
        if type(one) in RULES
    ]
    if inside and draw(st.integers(0, 3)):
        name, n = draw(st.sampled_from(inside))
        value = getattr(model, name)
        deeper = draw(edited(_listed(value)[n]))
        whole = (*value[:n], deeper, *value[n + 1 :]) if isinstance(value, tuple) else deeper
        return model.model_copy(update={name: whole})
    fields = [name for name, how in RULES[type(model)].items() if how is not Rule.IDENTITY]
    name = draw(st.sampled_from(fields))
    value = getattr(model, name)
    ways = [st.sampled_from(pool()[type(model), name])]
    if isinstance(value, str) and " " in value:
        ways.append(_reworded(value))
    if isinstance(value, tuple) and len(value) > 1:
        ways.append(st.permutations(value).map(tuple))
    if isinstance(value, tuple) and value:
        ways.append(st.integers(0, len(value) - 1).map(lambda n: value[:n] + value[n + 1 :]))
    return model.model_copy(update={name: draw(st.one_of(ways))})


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


@st.composite
def _reworded(draw: st.DrawFn, text: str) -> str:
    words = text.split(" ")
    at = draw(st.integers(0, len(words) - 1))
    new = draw(st.sampled_from([*WORDS, ""]))
    return " ".join([*words[:at], new, *words[at + draw(st.integers(0, 1)) :]])


def _without_replaces(document: Any) -> Any:
    """A document of which no clause replaces another: the law of the way back is for these."""
    clauses = {
        name: tuple(one.model_copy(update={"replaces": ()}) for one in getattr(document, name))
        for name in ("commitments",)
        if hasattr(document, name)
    }
    return document.model_copy(update=clauses)


def _is_sound(document: Any) -> bool:
    """Whether its ids are its own, as the checks demand."""
    for model in models(document):
        for name in type(model).model_fields:
            ids = [
                getattr(one, "id", None) or getattr(one, "stage", None)
                for one in _listed(getattr(model, name))
            ]
            named = [one for one in ids if one is not None]
            if len(named) != len(set(named)):
                return False
    steps = [one.id for one in document.clauses]
    return len(steps) == len(set(steps))


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[Document, Document]:
    """A real document, and the same after one to four edits."""
    old = _without_replaces(draw(st.sampled_from(documents())))
    new = old
    for _ in range(draw(st.integers(1, 4))):
        new = draw(edited(new).filter(_is_sound))
    return old, _without_replaces(new)


@cache
def context() -> Context:
    """The sample's world; without its words, so that no edit passes for a typing error put right."""
    return Context(settings=sample_handbook().settings, registry=sample_handbook().registry, on=ON)


def changes(old: Document, new: Document) -> list[Change]:
    """What the comparison finds; business time without a calendar has no answer, and is tried elsewhere."""
    try:
        return list(compare(Side(document=old), Side(document=new), context()))
    except IncomparableError:
        reject()


MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def test_the_edits_touch_every_kind_of_field() -> None:
    """The sample has values for every rule, so that the laws below are tried on all of them."""
    tried = {
        RULES[model][name]
        for (model, name), values in pool().items()
        if name in RULES[model] and len(values) > 1
    }

    assert tried >= set(Rule) - {Rule.RETIREMENT}


def test_nothing_changed_nothing_said() -> None:
    """Every document in every version, against a copy of itself."""
    for one in documents():
        assert changes(one, one.model_copy(deep=True)) == []


@MANY
@given(two_versions())
def test_the_way_back_reverses_every_direction(pair: tuple[Document, Document]) -> None:
    """What tightens one way relaxes the other way; mixed stays mixed; what came is what went."""
    old, new = pair
    there = Counter(
        (one.clause, one.field.replace("removed", "added"), one.staff.reverse, one.customer.reverse)
        for one in changes(old, new)
    )
    back = Counter(
        (one.clause, one.field.replace("removed", "added"), one.staff, one.customer)
        for one in changes(new, old)
    )

    assert back == there


@MANY
@given(two_versions())
def test_no_edit_passes_in_silence(pair: tuple[Document, Document]) -> None:
    """Documents that say something else have a change, and a class that is more than none."""
    old, new = pair
    found = changes(old, new)

    assert found or _said(old, Rule.IDENTITY, Rule.ORDER) == _said(new, Rule.IDENTITY, Rule.ORDER)
    assert not found or _said(old, Rule.IDENTITY) != _said(new, Rule.IDENTITY)
    assert all(one.change_class != "none" for one in found)
    assert all(
        str(one.change_class) == str(one.staff)
        for one in found
        if one.staff is not Direction.NONE and one.change_class not in ("added", "removed")
    )


def _said(model: Any, *silent: Rule) -> Any:
    """What a model says but for the *silent* fields: which steps come before one is judged over all steps together."""
    match model:
        case Strict() if type(model) in RULES:
            name = getattr(model, "id", getattr(model, "stage", ""))
            rules = RULES[type(model)].items()
            return name, *(_said(getattr(model, field), *silent) for field, how in rules if how not in silent)
        case tuple():
            return tuple(_said(one, *silent) for one in model)
    return model


@settings(MANY, max_examples=100)
@given(two_versions())
def test_the_parts_say_what_the_whole_says(pair: tuple[Document, Document]) -> None:
    """What the browser looks up is what the command compares."""
    changes(*pair)
    check(releases(pair), Timelines(handbook=sample_handbook(), on=ON))
