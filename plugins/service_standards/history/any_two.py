"""
What changed between any two versions of a document, without comparing every two of them.

A document is taken apart into parts that compare on their own: its header,
each clause, the order of its clauses, its prose, its translations. A part has
few distinct states, however many versions hold it; only these are compared,
by `changes.compare`, each as a small document of its own. No rule is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..changes.compare import Side, compare
from ..changes.context import IncomparableError
from ..changes.elements import SETS
from ..changes.kinds import Change
from ..changes.place import channels_of
from ..changes.rules import RULES, NoRuleError, Rule
from ..deadlines.stricter import window
from ..model.documents import (
    Clause,
    Commitment,
    Document,
    Escalation,
    Procedure,
    StageOfProcedure,
    Step,
    clause_of,
)
from ..model.documents import Rule as ConductRule
from ..model.fields import Strict
from ..model.handbook import Release, Version
from ..model.registry import Registry
from ..model.values import Duration, VersionNumber
from .timeline import ClauseState, Timelines

TIMED = (Commitment, Step, Escalation, ConductRule)
"""Elements whose limits run by a calendar; of an escalation and a rule it is the document's."""
HEADER, PROSE, ORDER, TRANSLATION = "header", "prose", "order", "translation"
NO_NUMBER = VersionNumber(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A state of a part, and the versions that hold it: from one to another, by their place in the list."""

    state: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document, and every distinct state that it was in."""

    name: str
    """`header`, `prose`, `order/commitments`, `translation/uk`, or a clause's or other element's id after `#`."""
    ids: tuple[str, ...]
    """The elements that it consists of: one, or those that replaced one another; none for the rest."""
    states: tuple[Side, ...]
    held: tuple[Held, ...]
    """By rising version; versions without the part are in none of them."""

    def state_in(self, version: int) -> int | None:
        """The state in a version; None if that version does not have the part."""
        return next((one.state for one in self.held if one.first <= version <= one.last), None)

    def holders(self, state: int) -> Iterator[int]:
        """Yield the versions that hold *state*."""
        for one in self.held:
            if one.state == state:
                yield from range(one.first, one.last + 1)

    def elements(self, state: int) -> tuple[Strict, ...]:
        """The elements as they are in *state*; none for header, order, prose, translations."""
        return tuple(_elements(self.states[state].document)) if self.ids else ()


@dataclass(frozen=True)
class AnyTwo:
    """All released versions of a document, ready to be compared two by two."""

    releases: tuple[Release, ...]
    """By rising number."""
    parts: tuple[Part, ...]
    """In reading order: header, clauses and other elements, order, prose, translations."""
    timelines: Timelines
    _kept: dict[object, tuple[Change, ...]] = field(default_factory=dict, repr=False)

    def between(self, old: int, new: int) -> tuple[Change, ...]:
        """
        What leads from the version at *old* to that at *new*, in the order of the parts.

        Raises what `compare` raises: NoRuleError and IncomparableError.
        """
        return tuple(
            change
            for part in self.parts
            for change in self.of_part(part, part.state_in(old), part.state_in(new), new)
        )

    def of_part(self, part: Part, old: int | None, new: int | None, version: int) -> tuple[Change, ...]:
        """What leads from one state of *part* to another (None: not there), judged as of the day of *version*."""
        if old == new:
            return ()
        on = self.releases[version].record.effective_from
        for key in ((part.name, old, new), (part.name, old, new, window(on)[0])):
            if key in self._kept:
                return self._kept[key]
        before, after = (part.states[one] if one is not None else _without(part) for one in (old, new))
        found = tuple(
            change for change in compare(before, after, self.timelines.context(on)) if _belongs(change, part)
        )
        # Deadlines are judged over the weeks of the newer version: other versions may come to another result.
        key = (part.name, old, new, window(on)[0]) if any(map(_is_deadline, found)) else (part.name, old, new)
        self._kept[key] = found
        return found

    def part_of(self, element: str) -> Part | None:
        """The part that a clause or other element belongs to."""
        return next((one for one in self.parts if element in one.ids), None)

    def clause_states(self, clause: str) -> tuple[ClauseState, ...]:
        """
        What a clause said, newest first: one entry for each version that changed what it says.

        Two versions that could not be compared count as a change.
        """
        part = self.part_of(clause)
        found: list[ClauseState] = []
        said: Clause | None = None
        for n, release in enumerate(self.releases):
            now = clause_of(release.version.document, clause)
            if now is None and said is not None:
                found.append(ClauseState(version=release, clause=None))
            elif now is not None and (said is None or (part and self._changes(part, clause, n))):
                found.append(ClauseState(version=release, clause=now))
            said = now
        return tuple(reversed(found))

    def _changes(self, part: Part, clause: str, n: int) -> bool:
        try:
            changes = self.of_part(part, part.state_in(n - 1), part.state_in(n), n)
        except (NoRuleError, IncomparableError):
            return True
        return any(change.clause == clause for change in changes)


def any_two(releases: Iterable[Release], timelines: Timelines) -> AnyTwo:
    """The versions *releases*, by rising number, taken apart."""
    listed = tuple(releases)
    groups = _groups([one.version.document for one in listed])
    found: dict[str, list[tuple[int, Any, Side]]] = {}
    order: list[str] = []
    for n, release in enumerate(listed):
        here = list(_parts(release.version, groups, timelines.handbook.registry))
        _merge(order, [name for name, _, _ in here])
        for name, key, side in here:
            found.setdefault(name, []).append((n, key, side))
    rank = {HEADER: 0, ORDER: 2, PROSE: 3, TRANSLATION: 4}
    order.sort(key=lambda name: rank.get(name.partition("/")[0], 1))
    return AnyTwo(
        releases=listed, parts=tuple(_part(name, groups, found[name]) for name in order), timelines=timelines
    )


def _part(name: str, groups: Mapping[str, str], versions: list[tuple[int, Any, Side]]) -> Part:
    keys: list[Any] = []
    states: list[Side] = []
    held: list[Held] = []
    for n, key, side in versions:
        # The newest holder stands for the state: of all, its texts are most likely translated.
        if key in keys:
            state = keys.index(key)
        else:
            state = len(keys)
            keys.append(key)
            states.append(side)
        if held and held[-1].state == state and held[-1].last == n - 1:
            held[-1] = Held(state=state, first=held[-1].first, last=n)
        else:
            held.append(Held(state=state, first=n, last=n))
    ids = tuple(id for id, group in groups.items() if group == name) if name.startswith("#") else ()
    return Part(name=name, ids=ids, states=tuple(states), held=tuple(held))


def _parts(
    version: Version, groups: Mapping[str, str], registry: Registry
) -> Iterator[tuple[str, Any, Side]]:
    """Yield the parts of a version: name, what tells its states apart, and the state as a side of a comparison."""
    document = version.document
    header = _header(document)
    yield HEADER, header, Side(document=header)
    gathered: dict[str, list[tuple[str, Strict]]] = {}
    for name in _lists(document):
        for stage, element in _staged(document, name):
            gathered.setdefault(groups[_id(element)], []).append((stage or name, element))
    for group, members in gathered.items():
        whole = _small(document, members)
        yield group, whole, Side(document=whole)
    for name in _lists(document):
        bare = _bare(document, name)
        yield f"{ORDER}/{name}", bare, Side(document=bare)
    stub = _stub(document)
    yield PROSE, version.prose, Side(document=stub, prose=version.prose)
    for language in sorted({*version.translations, *version.translated_prose}):
        said = {one: text for one, text in version.translations.items() if one == language}
        prose = {one: text for one, text in version.translated_prose.items() if one == language}
        yield (
            f"{TRANSLATION}/{language}",
            ([dict(one.texts) for one in said.values()], prose),
            Side(document=stub, translations=said, translated_prose=prose),
        )


def _header(document: Document) -> Document:
    """The document without its elements, and without what only manages versions."""
    rules = RULES[type(document)]
    update: dict[str, Any] = {
        name: document.__class__.model_fields[name].get_default(call_default_factory=True)
        for name, how in rules.items()
        if how is Rule.IDENTITY and name not in ("id", "version")
    }
    return document.model_copy(update={**update, **dict.fromkeys(_lists(document), ()), "version": NO_NUMBER})


def _stub(document: Document, **held: Any) -> Document:
    return _blank(type(document)).model_copy(update={"id": document.id, **held})


@cache
def _blank(kind: type[Document]) -> Document:
    # To construct one anew takes ten times as long as to copy it.
    return kind.model_construct(id="", title="", version=NO_NUMBER)


def _small(document: Document, members: list[tuple[str, Strict]]) -> Document:
    """A document with these elements alone, and with what they take from their document."""
    lists: dict[str, tuple[Any, ...]] = {}
    for place, element in members:
        if isinstance(element, Step):
            stage = StageOfProcedure.model_construct(stage=place, steps=(element,))
            lists["stages"] = (*lists.get("stages", ()), stage)
        else:
            lists[place] = (*lists.get(place, ()), element)
    return _stub(document, **lists, **_inherited(document, [element for _, element in members]))


def _inherited(document: Document, elements: list[Strict]) -> dict[str, Any]:
    """The calendar and the channels of a document, if any of its *elements* goes by them."""
    clock = any(isinstance(one, TIMED) and not getattr(one, "calendar", None) for one in elements)
    scope = any(isinstance(one, Commitment) and not one.channels for one in elements)
    found: dict[str, Any] = {"calendar": document.calendar} if clock else {}
    if hasattr(document, "channels") and (scope or (clock and not document.calendar)):
        found["channels"] = channels_of(document)
    return found


def _bare(document: Document, name: str) -> Document:
    """The ids of a list of elements alone; of steps also what decides which comes before which."""
    if name == "stages":
        assert isinstance(document, Procedure)
        steps = tuple(
            Step.model_construct(id=step.id, level=step.level, after=step.after) for step in document.clauses
        )
        return _stub(document, stages=(StageOfProcedure.model_construct(stage="", steps=steps),))
    lists: dict[str, Any] = {name: tuple(map(_named, getattr(document, name)))}
    return _stub(document, **lists)


def _named(element: Strict) -> Strict:
    """An element of which only the id is left."""
    required: dict[str, Any] = {
        name: "" for name, info in type(element).model_fields.items() if info.is_required()
    }
    return type(element).model_construct(**{**required, "id": _id(element)})


def _without(part: Part) -> Side:
    """The side of a version that does not have the part."""
    document = part.states[0].document
    return Side(document=_stub(document))


def _lists(document: Document) -> tuple[str, ...]:
    """The fields of a document that hold elements with ids, in reading order."""
    return tuple(name for name, how in RULES[type(document)].items() if how is Rule.ELEMENTS or how in SETS)


def _staged(document: Document, name: str) -> Iterator[tuple[str | None, Strict]]:
    for one in getattr(document, name):
        if isinstance(one, StageOfProcedure):
            yield from ((one.stage, step) for step in one.steps)
        else:
            yield None, one


def _elements(document: Document) -> Iterator[Strict]:
    for name in _lists(document):
        yield from (element for _, element in _staged(document, name))


def _id(element: Strict) -> str:
    return str(element.id)  # type: ignore[attr-defined]


def _groups(documents: Iterable[Document]) -> dict[str, str]:
    """The part of each element: its own, or that of the element of the document which it replaced."""
    group: dict[str, str] = {}
    for document in documents:
        for element in _elements(document):
            name = group.setdefault(_id(element), f"#{_id(element)}")
            for link in getattr(element, "replaces", ()):
                if link.document == document.id and link.clause in group:
                    old = group[link.clause]
                    group.update({id: old for id, one in group.items() if one == name})
    return group


def _merge(order: list[str], names: list[str]) -> None:
    """Put *names* into *order*, each new one behind the one before it."""
    at = 0
    for name in names:
        if name in order:
            at = order.index(name) + 1
        else:
            order.insert(at, name)
            at += 1


def _belongs(change: Change, part: Part) -> bool:
    """Whether a change is one of *part*, not of what a small document has only so that its clauses mean the same."""
    if part.ids:
        return change.clause is not None
    return (change.clause is None and change.field == "order") == part.name.startswith(f"{ORDER}/")


def _is_deadline(change: Change) -> bool:
    return (
        isinstance(change.before, Duration)
        or isinstance(change.after, Duration)
        or change.field.endswith("calendar")
    )
