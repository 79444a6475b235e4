"""
What changed between any two days of a handbook, beyond what changed within single documents.

An entry of the registry has few distinct states, however many days there are:
only these are compared. So are documents of which one takes over clauses of
another: what held of them together. No rule is here; `changes.handbooks` has them.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..changes.calendars import causes
from ..changes.context import IncomparableError
from ..changes.handbooks import (
    World,
    compare_handbooks,
    compare_registries,
    moves_between,
    reached_in,
)
from ..changes.kinds import Change, Direction, join
from ..changes.rules import NoRuleError
from ..deadlines.stricter import WEEKS, window
from ..model.handbook import Release
from ..model.registry import REGISTRIES, Calendar, Entry, Registry
from ..model.values import Link, VersionNumber
from .holdings import Holding
from .past import Past
from .timeline import Timelines
from .worlds import made, world_of_releases

Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The days over which something was in one of its states; None for one that begins or ends nowhere."""

    since: date | None
    until: date | None
    """The first day after."""
    state: int | None
    """None: it was not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a comparison found for every newer day from *since* on, until the next run."""

    since: date | None
    changes: Changes | None
    """None: it could not be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOverTime:
    """An entry of the registry that was not always the same."""

    collection: str
    id: str
    states: tuple[Entry, ...]
    held: tuple[Interval, ...]
    between: Mapping[tuple[int, int], tuple[Run, ...]]
    """By an older and a newer state."""
    reach: Mapping[tuple[str, int], tuple[str, ...]]
    """What it reaches in a version of a document, by the document's id and the version's place; the empty left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Documents of which one takes over clauses, or all, of another."""

    ids: tuple[str, ...]
    states: tuple[tuple[int | None, ...], ...]
    """Which version of each held together, by its place."""
    held: tuple[Interval, ...]
    between: Mapping[tuple[int, int], Changes | None]
    """By an older and a newer state, where something moves between them: all changes of these documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lives:
    """A document: its known versions, and which held when."""

    id: str
    releases: tuple[Release, ...]
    holdings: tuple[Holding, ...]

    def turns(self) -> Iterator[tuple[date, int | None]]:
        """Yield the days from which another version holds than the day before, and which; None: none."""
        place = {id(one): n for n, one in enumerate(self.releases)}
        for one in self.holdings:
            if one.since:
                yield one.since, None if one.retired or one.release is None else place[id(one.release)]


def _lives(past: Past, ids: Iterable[str]) -> tuple[_Lives, ...]:
    dossiers = past.handbook.dossiers
    return tuple(
        _Lives(
            id=id,
            releases=past.versions(dossiers[id]).releases,
            holdings=past.holdings(dossiers[id]),
        )
        for id in sorted(ids)
    )


def _intervals(turns: Iterable[date], states: Iterable[int | None]) -> tuple[Interval, ...]:
    """Join neighbours of one state; *turns* are the first days of all *states* but the first."""
    days = [None, *turns]
    found: list[Interval] = []
    for since, state in zip(days, states, strict=True):
        if found and found[-1].state == state:
            continue
        if found:
            found[-1] = Interval(since=found[-1].since, until=since, state=found[-1].state)
        found.append(Interval(since=since, until=None, state=state))
    return tuple(found)


# -- the registry ----------------------------------------------------------------


def entries_over_time(past: Past, ids: Iterable[str]) -> Iterator[EntryOverTime]:
    """Yield the entries of which the releases of the documents *ids* kept more than one state."""
    lives = _lives(past, ids)
    kept: dict[tuple[str, str], list[tuple[_Lives, int, Entry]]] = {}
    for one in lives:
        for n, release in enumerate(one.releases):
            for collection in REGISTRIES:
                for id, entry in release.registry.entries(collection).items():
                    kept.setdefault((collection, id), []).append((one, n, entry))
    order = {name: n for n, name in enumerate(REGISTRIES)}
    for (collection, id), keepers in sorted(kept.items(), key=lambda one: (order[one[0][0]], one[0][1])):
        if any(entry is not keepers[0][2] and entry != keepers[0][2] for _, _, entry in keepers):
            yield _entry(past, lives, collection, id, keepers)


def _entry(
    past: Past, lives: tuple[_Lives, ...], collection: str, id: str, keepers: list[tuple[_Lives, int, Entry]]
) -> EntryOverTime:
    copies = {(one.id, n): entry for one, n, entry in keepers}
    keeping = {one.id: one for one, _, _ in keepers}
    states: list[Entry] = []
    days: list[date] = []
    found: list[int | None] = [None]
    live: list[tuple[tuple[date, str, VersionNumber], int]] = []
    now: dict[str, tuple[tuple[date, str, VersionNumber], int]] = {}
    for day, turned in _turned(keeping.values()):
        for name, n in turned:
            if name in now:
                live.remove(now.pop(name))
            if n is not None and (name, n) in copies:
                now[name] = made(keeping[name].releases[n]), n
                insort(live, now[name])
        days.append(day)
        if not live:
            found.append(None)
            continue
        (_, name, _), n = live[-1]
        entry = copies[name, n]
        if entry not in states:
            states.append(entry)
        found.append(states.index(entry))
    held = _intervals(days, found)
    last = max((*days, past.on))
    return EntryOverTime(
        collection=collection,
        id=id,
        states=tuple(states),
        held=held,
        between={
            (old, new): tuple(_runs(past.timelines, collection, states[old], states[new], held, new, last))
            for old in range(len(states))
            for new in range(len(states))
            if old != new
        },
        reach={
            (one.id, n): reached
            for one in lives
            for n, release in enumerate(one.releases)
            if (
                reached := tuple(
                    reached_in(collection, id, release.version.document, past.timelines.context(past.on))
                )
            )
        },
    )


def _turned(lives: Iterable[_Lives]) -> Iterator[tuple[date, list[tuple[str, int | None]]]]:
    """Yield every day on which something turned, in order, with the documents and what holds of them from it."""
    found: dict[date, list[tuple[str, int | None]]] = {}
    for one in lives:
        for day, n in one.turns():
            found.setdefault(day, []).append((one.id, n))
    yield from sorted(found.items(), key=lambda one: one[0])


def _registry(collection: str, entry: Entry) -> Registry:
    return Registry.model_validate({collection: {entry.id: entry}})


def _runs(
    timelines: Timelines,
    collection: str,
    old: Entry,
    new: Entry,
    held: Iterable[Interval],
    state: int,
    last: date,
) -> Iterator[Run]:
    """
    Yield what leads from one state to another, for every newer day on which the latter held.

    Only calendars depend on that day: deadlines are judged over the 53 weeks
    that begin with its week. Each week is judged once; the weeks of a day are
    joined, and where the outcome changes a run begins.
    """
    if not (isinstance(old, Calendar) and isinstance(new, Calendar)):
        yield Run(since=None, changes=_registry_changes(timelines, collection, old, new, last))
        return
    first = min((one.since for one in held if one.state == state and one.since), default=last)
    monday, end = window(first)[0], window(last + timedelta(weeks=WEEKS))[0]
    zone = timelines.handbook.settings.time_zone
    differing = tuple(causes(old, new))
    weeks: list[tuple[Direction, ...] | None] = []
    day = monday
    while day < end + timedelta(weeks=WEEKS):
        try:
            weeks.append(tuple(one.direction(zone, day, day + timedelta(weeks=1)) for one in differing))
        except IncomparableError:
            weeks.append(None)
        day += timedelta(weeks=1)
    before: object = ()
    for n in range(len(weeks) - WEEKS + 1):
        these = [one for one in weeks[n : n + WEEKS] if one is not None]
        outcome = tuple(map(join, zip(*these, strict=True))) if len(these) == WEEKS else None
        if outcome == before and n:
            continue
        before = outcome
        start = monday + timedelta(weeks=n)
        yield Run(
            since=start if n else None, changes=_registry_changes(timelines, collection, old, new, start)
        )


def _registry_changes(
    timelines: Timelines, collection: str, old: Entry, new: Entry, on: date
) -> Changes | None:
    world = World(documents={}, registry=_registry(collection, new))
    try:
        return tuple(compare_registries(_registry(collection, old), world, timelines.context(on)))
    except (NoRuleError, IncomparableError):
        return None


# -- documents that take over from each other --------------------------------------


def linked_documents(past: Past, ids: Iterable[str]) -> Iterator[Linked]:
    """Yield the groups of the documents *ids* between which something moved."""
    lives = {one.id: one for one in _lives(past, ids)}
    for group in _groups(lives):
        yield _linked(past, tuple(lives[id] for id in sorted(group)))


def _groups(lives: Mapping[str, _Lives]) -> Iterator[frozenset[str]]:
    group = {id: frozenset({id}) for id in lives}
    for one in lives.values():
        for release in one.releases:
            for link in _replaced(release):
                if link.document in lives and link.document not in group[one.id]:
                    both = group[one.id] | group[link.document]
                    group.update(dict.fromkeys(both, both))
    yield from dict.fromkeys(one for one in group.values() if len(one) > 1)


def _replaced(release: Release) -> Iterator[Link]:
    document = release.version.document
    yield from document.replaces
    for clause in document.clauses:
        yield from getattr(clause, "replaces", ())


def _linked(past: Past, lives: tuple[_Lives, ...]) -> Linked:
    now: dict[str, int | None] = {one.id: None for one in lives}
    together = [tuple(now.values())]
    days = []
    for day, turned in _turned(lives):
        now.update(turned)
        days.append(day)
        together.append(tuple(now.values()))
    states = list(dict.fromkeys(together))
    worlds = [
        world_of_releases(
            (one.releases[n] for one, n in zip(lives, state, strict=True) if n is not None), Registry()
        )
        for state in states
    ]
    between: dict[tuple[int, int], Changes | None] = {}
    for a, old in enumerate(worlds):
        for b, new in enumerate(worlds):
            if a != b and moves_between(old, new):
                between[a, b] = _changes(past.timelines, old, new)
    return Linked(
        ids=tuple(one.id for one in lives),
        states=tuple(states),
        held=_intervals(days, [states.index(one) for one in together]),
        between=between,
    )


def _changes(timelines: Timelines, old: World, new: World) -> Changes | None:
    try:
        return tuple(compare_handbooks(old, new, timelines.context(timelines.on)))
    except (NoRuleError, IncomparableError):
        return None
