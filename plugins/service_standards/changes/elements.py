"""
Elements with ids: which came, went, moved, and what changed in those that stayed.

Commitments, steps, rules, items, questions, and the smaller things inside
them. A removed clause that a successor declares by `replaces` is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..model import documents as d
from ..model.documents import ChangeClass
from ..model.fields import Strict
from .context import Context
from .kinds import Change, Direction
from .place import At, calendar_of, channels_of
from .rules import Rule
from .wording import judge

Edits = Callable[[Any, Any, At, Context], Iterator[Change]]
"""Compares two elements field by field: `compare.fields`."""

SETS = (
    Rule.RELIEF_ELEMENTS,
    Rule.INFORMATIVE_ELEMENTS,
    Rule.ADMINISTRATIVE_ELEMENTS,
    Rule.BEHAVIOURS,
)

BINDING = (d.Obligation.MUST, d.Obligation.MUST_NOT)


def compare_elements(
    how: Rule,
    old: Strict,
    new: Strict,
    key: str,
    before: Any,
    after: Any,
    at: At,
    context: Context,
    edits: Edits,
) -> Iterator[Change]:
    """Yield the changes between two lists of elements; *edits* compares those that stayed."""
    if key == "stages":
        yield from _steps(old, new, at, context, edits)
    elif how is Rule.BEHAVIOURS:
        yield from _behaviours(key, before, after, at, context)
    else:
        yield from _listed(how, before, after, old, new, at, context, edits)


def _listed(
    how: Rule,
    before: Sequence[Any],
    after: Sequence[Any],
    old: Strict,
    new: Strict,
    at: At,
    context: Context,
    edits: Edits,
) -> Iterator[Change]:
    was = {element.id: element for element in before}
    now = {element.id: element for element in after}
    successors = _successors(now, at.document, was)
    for element in after:
        earlier = was.get(element.id) or was.get(successors.get(element.id, ""))
        if earlier is None:
            yield _came(how, element, at)
        else:
            place = _within(at, earlier, element, old, new, context)
            if earlier.id != element.id:
                yield place.change("moved", earlier.id, element.id, ChangeClass.MOVED, moved_to=element.id)
            yield from _edited(how, earlier, element, place, context, edits)
    replaced = set(successors.values())
    for element in before:
        if element.id not in now and element.id not in replaced:
            yield _went(how, element, at)
    yield from _order(how, [e.id for e in before], [e.id for e in after], at)


def _successors(now: Mapping[str, Any], document: str, was: Mapping[str, Any]) -> dict[str, str]:
    """New elements and the old ones of the same document that they declare to replace."""
    return {
        element.id: link.clause
        for element in now.values()
        if element.id not in was
        for link in getattr(element, "replaces", ())
        if link.document == document and link.clause in was and link.clause not in now
    }


def _edited(how: Rule, old: Any, new: Any, at: At, context: Context, edits: Edits) -> Iterator[Change]:
    for change in edits(old, new, at, context):
        if how is Rule.INFORMATIVE_ELEMENTS and change.change_class is not ChangeClass.EDITORIAL:
            yield replace(
                change, change_class=ChangeClass.CLARIFIED, staff=Direction.NONE, customer=Direction.NONE
            )
        else:
            yield change


def _within(at: At, old: Any, new: Any, old_document: Any, new_document: Any, context: Context) -> At:
    """The place of an element inside its document: its name, what binds, its clock and calendars."""
    name = type(new).__name__.lower()
    inner = replace(
        at,
        element=name,
        clause=at.clause or new.id,
        prefix=f"{at.prefix}{name}.{new.id}." if at.clause else "",
        touches_must=at.touches_must or _binds(old) or _binds(new),
    )
    if isinstance(new, d.Commitment | d.Step):
        inner = replace(
            inner,
            old_calendar=calendar_of(old_document, old, context.registry),
            new_calendar=calendar_of(new_document, new, context.registry),
        )
    if isinstance(new, d.Commitment):
        inner = replace(inner, clock_changed=(old.from_, old.to) != (new.from_, new.to))
        if old.channels or new.channels:
            # Where neither version of the clause names its own, the header's change has told it for all clauses.
            inner = replace(
                inner, old_channels=channels_of(old_document), new_channels=channels_of(new_document)
            )
    return inner


def _binds(element: Any) -> bool:
    return getattr(element, "level", None) in BINDING or isinstance(element, d.Escalation)


def _came(how: Rule, element: Any, at: At) -> Change:
    return _appearance(how, element, at, None, element)


def _went(how: Rule, element: Any, at: At) -> Change:
    return _appearance(how, element, at, element, None)


def _appearance(how: Rule, element: Any, at: At, before: Any, after: Any) -> Change:
    came = after is not None
    place = replace(
        at,
        element=type(element).__name__.lower(),
        clause=at.clause or element.id,
        prefix=f"{at.prefix}{type(element).__name__.lower()}.{element.id}." if at.clause else "",
        touches_must=at.touches_must or _binds(element),
    )
    event = "added" if came else "removed"
    match how:
        case Rule.RELIEF_ELEMENTS:
            direction = Direction.RELAXED if came else Direction.TIGHTENED
            return place.directed(event, before, after, direction)
        case Rule.INFORMATIVE_ELEMENTS:
            return place.change(event, before, after, ChangeClass.CLARIFIED)
        case Rule.ADMINISTRATIVE_ELEMENTS:
            return place.change(event, before, after, ChangeClass.ADMINISTRATIVE)
        case _:
            what = ChangeClass.ADDED if came else ChangeClass.REMOVED
            direction = Direction.TIGHTENED if came else Direction.RELAXED
            if getattr(element, "level", None) is d.Obligation.MAY:
                direction = Direction.NONE  # nobody had to
            return place.change(event, before, after, what, direction)


def _order(how: Rule, before: list[str], after: list[str], at: At) -> Iterator[Change]:
    """Clauses of standards, conduct, tests and trainings have no order of their own: another one clarifies."""
    stayed = [name for name in after if name in set(before)]
    if [name for name in before if name in set(after)] != stayed and how is not Rule.RELIEF_ELEMENTS:
        is_administrative = how is Rule.ADMINISTRATIVE_ELEMENTS
        what = ChangeClass.ADMINISTRATIVE if is_administrative else ChangeClass.CLARIFIED
        yield at.change("order", before, after, what)


def _behaviours(
    key: str, before: tuple[str, ...], after: tuple[str, ...], at: At, context: Context
) -> Iterator[Change]:
    """Behaviours by which a rule is judged: one more is stricter; reworded ones are paired by their place."""
    if before == after:
        return
    gone = [text for text in before if text not in after]
    came = [text for text in after if text not in before]
    pairs = min(len(gone), len(came))
    for old, new in zip(gone, came, strict=False):
        judgement = judge(old, new, context.language)
        yield at.change(
            key, old, new, judgement.change_class, judgement.direction,
            judged=judgement.judged, signals=judgement.signals,
        )  # fmt: skip
    for text in came[pairs:]:
        yield at.directed(key, None, text, Direction.TIGHTENED)
    for text in gone[pairs:]:
        yield at.directed(key, text, None, Direction.RELAXED)
    if not gone and not came:
        yield at.change(key, before, after, ChangeClass.CLARIFIED)


def _steps(old: Any, new: Any, at: At, context: Context, edits: Edits) -> Iterator[Change]:
    """The steps of a procedure over all its stages: edits, moves between stages, and their order."""
    before, after = _staged(old), _staged(new)
    was, now = dict(before), dict(after)
    for stage, step in ((stage, step) for stage, step in after.values()):
        if step.id not in was:
            yield _came(Rule.ELEMENTS, step, at)
            continue
        old_stage, earlier = was[step.id]
        place = _within(at, earlier, step, old, new, context)
        if old_stage != stage:
            yield place.change("moved", old_stage, stage, ChangeClass.MOVED)
        yield from _edited(Rule.ELEMENTS, earlier, step, place, context, edits)
    for _, step in before.values():
        if step.id not in now:
            yield _went(Rule.ELEMENTS, step, at)
    yield from _sequence(old, new, at)


def _staged(procedure: Any) -> dict[str, tuple[str, Any]]:
    return {step.id: (stage.stage, step) for stage in procedure.stages for step in stage.steps}


def _sequence(old: d.Procedure, new: d.Procedure, at: At) -> Iterator[Change]:
    """Which steps come before which, for the steps that stayed: mixed if one that must be done moves."""
    was, now = predecessors(old), predecessors(new)
    stayed = set(was) & set(now)
    moved = [name for name in now if name in stayed and was[name] & stayed != now[name] & stayed]
    if not moved:
        return
    must = any(_binds(step) for document in (old, new) for step in document.clauses if step.id in moved)
    order_before = [step.id for step in old.clauses if step.id in moved]
    order_after = [step.id for step in new.clauses if step.id in moved]
    direction = Direction.MIXED if must else Direction.NONE
    yield replace(at, touches_must=must).change(
        "order", order_before, order_after, ChangeClass.MIXED if must else ChangeClass.CLARIFIED, direction
    )


def direct_predecessors(procedure: d.Procedure) -> dict[str, tuple[str, ...]]:
    """For every step, the steps that it waits for: those that it names, else the step written before it."""
    direct: dict[str, tuple[str, ...]] = {}
    previous: str | None = None
    for step in procedure.clauses:
        direct[step.id] = step.after if step.after is not None else ((previous,) if previous else ())
        previous = step.id
    return direct


def predecessors(procedure: d.Procedure) -> dict[str, set[str]]:
    """For every step, all the steps that must be done before it."""
    direct = direct_predecessors(procedure)
    found: dict[str, set[str]] = {}

    def before(name: str, seen: frozenset[str]) -> set[str]:
        if name not in found:
            near = [one for one in direct.get(name, ()) if one in direct and one not in seen]
            found[name] = set(near).union(*(before(one, seen | {name}) for one in near))
        return found[name]

    for name in direct:
        before(name, frozenset())
    return found
