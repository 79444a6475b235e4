"""
Say what changed between two versions of a document.

Clauses are matched by id and by declared *replaces*, by nothing else. The
rules table says how each field compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..model import documents as d
from ..model.documents import ChangeClass, Document
from ..model.fields import Strict
from ..model.translations import Translation
from ..model.values import Duration
from . import elements
from .calendars import ORDERS, opening_direction
from .context import Context
from .kinds import Change, Direction
from .place import At, calendar_of
from .rules import NoRuleError, Rule, rule
from .wording import Judgement, judge, judge_informative


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions that are compared: the document and its prose."""

    document: Document
    prose: str = ""
    translations: Mapping[str, Translation] | None = None
    translated_prose: Mapping[str, str] | None = None
    on: date | None = None
    """The day from which it holds, in a comparison of whole handbooks; None: the day of the context."""


IN_CONTEXT = (Rule.LIMIT_MOST, Rule.DEADLINE, Rule.CHANNELS)
"""What a field of these means depends on its document: the same words may hold something else."""


def compare(old: Side, new: Side, context: Context) -> Iterator[Change]:
    """
    Yield the changes that lead from *old* to *new*.

    Header first, then additions and edits in the reading order of *new*, then
    the removals in the reading order of *old*, prose and translations last.
    Raises NoRuleError if a field has no rule, IncomparableError if two values cannot be
    compared; ValueError if the documents are of different kinds.
    """
    was, now = old.document, new.document
    if was.kind is not now.kind:
        raise ValueError(f"{was.id} is a {was.kind} and {now.id} is a {now.kind}")
    at = At(
        document=now.id,
        kind=now.kind,
        element=str(now.kind),
        old_calendar=calendar_of(was, None, context.registry),
        new_calendar=calendar_of(now, None, context.registry),
    )
    yield from fields(was, now, at, context)
    if old.prose.split() != new.prose.split():  # line ends and indentation are form
        judgement = judge_informative(old.prose, new.prose, context.language)
        yield at.change("prose", old.prose, new.prose, judgement.change_class, signals=judgement.signals)
    yield from _translations(old, new, at)


def fields(old: Strict, new: Strict, at: At, context: Context) -> Iterator[Change]:
    """Yield the changes between two models of one class, field by field."""
    for name in type(new).model_fields:
        how = rule(type(new), name)
        before, after = getattr(old, name), getattr(new, name)
        key = type(new).model_fields[name].alias or name
        if how is Rule.ELEMENTS or how in elements.SETS:
            yield from elements.compare_elements(how, old, new, key, before, after, at, context, fields)
        elif how is Rule.CALENDAR:
            yield from _calendar(old, new, key, at, context)
        elif before != after or how in IN_CONTEXT:
            yield from _field(how, key, before, after, at, context)


def _field(how: Rule, key: str, before: Any, after: Any, at: At, context: Context) -> Iterator[Change]:
    match how:
        case Rule.IDENTITY:
            return
        case Rule.ADMINISTRATIVE:
            yield at.change(key, before, after, ChangeClass.ADMINISTRATIVE)
        case Rule.LIMIT_MOST | Rule.DEADLINE:
            yield from _limit(key, before, after, at, context)
        case Rule.ORDER:
            return  # judged with the order of all steps
        case Rule.LIMIT_LEAST | Rule.HIGHER:
            yield at.directed(key, before, after, _higher(before, after))
        case Rule.CLOCK_START:
            yield at.directed(key, before, after, context.later(before, after))
        case Rule.CLOCK_STOP:
            yield at.directed(key, before, after, context.later(before, after).reverse)
        case Rule.SCOPE:
            yield _whole(at).directed(key, before, after, _scope(before, after))
        case Rule.CHANNELS:
            was, now = before or at.old_channels, after or at.new_channels
            if (before, was) != (after, now):
                yield at.directed(key, was, now, _scope(was, now))
        case Rule.RELIEF:
            yield at.directed(key, before, after, _subset(before, after))
        case Rule.OBLIGATION:
            yield at.directed(key, before, after, _obligation(before, after))
        case Rule.STRENGTH:
            scale = list(d.Strength)
            yield at.directed(key, before, after, _ranked(before, after, scale))
        case Rule.SWITCH:
            yield at.directed(key, before, after, Direction.TIGHTENED if after else Direction.RELAXED)
        case Rule.CHOICE:
            yield at.directed(key, before, after, Direction.MIXED)
        case Rule.SUPPORT:
            yield at.change(key, before, after, ChangeClass.ADMINISTRATIVE)
        case Rule.RETIREMENT:
            gone = ChangeClass.REMOVED if after else ChangeClass.ADDED
            yield _whole(at).change(
                key, before, after, gone, Direction.RELAXED if after else Direction.TIGHTENED
            )
        case Rule.NESTED | Rule.PROMISE:
            yield from _group(how, key, before, after, at, context)
        case Rule.PER_CHANNEL_DEADLINE:
            for channel in {**before, **after}:
                within = replace(at, prefix=f"{at.prefix}{key}.")
                yield from _limit(channel, before.get(channel), after.get(channel), within, context)
        case Rule.NORMATIVE | Rule.POPULATION | Rule.RELIEF_TEXT | Rule.INFORMATIVE | Rule.INFORMATIVE_LIST:
            yield from _text(how, key, before, after, at, context)
        case _:  # a rule that nobody follows must not pass as one on words
            raise NoRuleError(type(before), f"{key} ({how})")


def _whole(at: At) -> At:
    """In the header: what concerns the whole document touches what must be done in it."""
    return at if at.clause else replace(at, touches_must=True)


def _group(
    how: Rule, key: str, before: Strict | None, after: Strict | None, at: At, context: Context
) -> Iterator[Change]:
    if before is not None and after is not None:
        yield from fields(before, after, replace(at, prefix=f"{at.prefix}{key}."), context)
    elif how is Rule.PROMISE:
        yield at.directed(key, before, after, Direction.TIGHTENED if after else Direction.RELAXED)
    else:
        yield at.directed(key, before, after, Direction.MIXED)


def _text(how: Rule, key: str, before: Any, after: Any, at: At, context: Context) -> Iterator[Change]:
    old, new = _as_text(before), _as_text(after)
    if how in (Rule.INFORMATIVE, Rule.INFORMATIVE_LIST):
        judgement = judge_informative(old, new, context.language)
    else:
        judgement = judge(old, new, context.language)
    if how is Rule.RELIEF_TEXT:
        judgement = _relief(before, after, judgement)
    elif how is Rule.POPULATION and judgement.change_class not in (ChangeClass.EDITORIAL, ChangeClass.NONE):
        judgement = Judgement(
            change_class=ChangeClass.MIXED,
            direction=Direction.MIXED,
            signals=(*judgement.signals, "series-break"),
        )
    elif at.clock_changed and judgement.signals == ("clock",):
        judgement = Judgement(change_class=ChangeClass.CLARIFIED, signals=judgement.signals)
    yield at.change(
        key,
        before,
        after,
        judgement.change_class,
        judgement.direction,
        judged=judgement.judged,
        signals=judgement.signals,
    )


def _as_text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, tuple) else (value or "")


def _relief(before: str | None, after: str | None, judgement: Judgement) -> Judgement:
    """A relief that comes relaxes, one that goes tightens; reworded it is mixed, unless only its form changed."""
    if not before or not after:
        direction = Direction.RELAXED if after else Direction.TIGHTENED
        return Judgement(change_class=ChangeClass(direction.value), direction=direction)
    if judgement.judged and judgement.change_class in (ChangeClass.EDITORIAL, ChangeClass.CLARIFIED):
        return judgement
    return Judgement(
        change_class=ChangeClass.MIXED, direction=Direction.MIXED, signals=(*judgement.signals, "relief")
    )


def _limit(key: str, before: Any, after: Any, at: At, context: Context) -> Iterator[Change]:
    if before == after and (
        at.old_calendar == at.new_calendar or not (isinstance(after, Duration) and after.in_business_time)
    ):
        return
    if before is None or after is None:
        yield at.directed(key, before, after, Direction.TIGHTENED if after else Direction.RELAXED)
    elif isinstance(before, Duration) and isinstance(after, Duration):
        found = context.strictness(before, at.old_calendar, after, at.new_calendar)
        signals = ("clock-change",) if found.clock_change_only else ()
        if before == after:
            key, before, after = "calendar", at.old_calendar, at.new_calendar
        yield at.directed(key, before, after, ORDERS[found.order], signals=signals)
    else:
        yield at.directed(key, before, after, _higher(before, after).reverse)


def _calendar(old: Any, new: Any, key: str, at: At, context: Context) -> Iterator[Change]:
    """
    Another calendar, as far as no limit is judged with it: of a promise to be open, or of nothing that runs.

    A document's is judged clause by clause. Named where it was inherited, it is the same in other words.
    """
    was, now = at.old_calendar, at.new_calendar
    if at.clause is None:
        if old.calendar != new.calendar:
            yield at.change(key, old.calendar, new.calendar, ChangeClass.ADMINISTRATIVE)
    elif was == now:
        if old.calendar != new.calendar:
            yield at.change(key, was, now, ChangeClass.EDITORIAL)
    elif d.Measure.OPENING_HOURS in (getattr(old, "measure", None), getattr(new, "measure", None)):
        yield at.directed(key, was, now, opening_direction(was, now, context))
    elif old.calendar != new.calendar and not (_in_business_time(old) or _in_business_time(new)):
        yield at.change(key, was, now, ChangeClass.ADMINISTRATIVE)


def _in_business_time(element: Any) -> bool:
    limits = (
        getattr(element, "at_most", None),
        getattr(element, "within", None),
        getattr(getattr(element, "remedy", None), "within", None),
    )
    return any(isinstance(one, Duration) and one.in_business_time for one in limits)


def _higher(before: Any, after: Any) -> Direction:
    """Higher is stricter; none is the lowest; values of different kinds or currencies have no order."""
    if before is None or after is None:
        return Direction.TIGHTENED if after is not None else Direction.RELAXED
    old, new = _size(before), _size(after)
    if old[0] != new[0]:
        return Direction.MIXED
    if old[1] == new[1]:
        return Direction.NONE
    return Direction.TIGHTENED if new[1] > old[1] else Direction.RELAXED


def _size(value: Any) -> tuple[object, Any]:
    """The scale on which a value lies, and how much it is on it."""
    for scale, amount in (
        ("percent", "percent"),
        ("currency", "amount"),
        ("scale", "mark"),
        ("number", "number"),
    ):
        if hasattr(value, amount) and (scale == amount or hasattr(value, scale)):
            return getattr(value, scale) if scale != amount else amount, getattr(value, amount)
    return type(value), value


def _subset(before: tuple[Any, ...], after: tuple[Any, ...]) -> Direction:
    """A set of reliefs: more relaxes."""
    old, new = set(before), set(after)
    if old == new:
        return Direction.NONE
    if old < new:
        return Direction.RELAXED
    return Direction.TIGHTENED if new < old else Direction.MIXED


def _scope(before: tuple[Any, ...], after: tuple[Any, ...]) -> Direction:
    """A set in which something holds; an empty one is everywhere, the greatest."""
    if set(before) == set(after):
        return Direction.NONE
    if not after:
        return Direction.TIGHTENED
    if not before:
        return Direction.RELAXED
    return _subset(before, after).reverse


def _obligation(before: d.Obligation | None, after: d.Obligation | None) -> Direction:
    if d.Obligation.MUST_NOT in (before, after):
        return Direction.MIXED
    return _ranked(before, after, [d.Obligation.MAY, d.Obligation.SHOULD, d.Obligation.MUST])


def _ranked(before: Any, after: Any, scale: list[Any]) -> Direction:
    if before is None or after is None:
        return Direction.TIGHTENED if after is not None else Direction.RELAXED
    return Direction.TIGHTENED if scale.index(after) > scale.index(before) else Direction.RELAXED


def _translations(old: Side, new: Side, at: At) -> Iterator[Change]:
    was, now = _translated(old), _translated(new)
    for language in sorted({*was, *now}):
        if was.get(language) != now.get(language):
            yield at.change("translation", None, None, ChangeClass.TRANSLATION, language=language)


def _translated(side: Side) -> dict[str, tuple[object, list[str]]]:
    """By language, the texts and the words of the prose."""
    texts, prose = side.translations or {}, side.translated_prose or {}
    return {
        language: (
            dict(texts[language].texts) if language in texts else None,
            prose.get(language, "").split(),
        )
        for language in {*texts, *prose}
    }
