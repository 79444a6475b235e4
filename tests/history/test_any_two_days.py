"""Any two days of a handbook: the registry, and clauses that move, as comparing the two whole days says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest
from tests.history.changing import DAYS, changing_handbook

from service_standards.archive.in_force import in_force
from service_standards.changes.handbooks import compare_handbooks
from service_standards.changes.kinds import Change
from service_standards.history.any_two_days import (
    EntryOverTime,
    Interval,
    Linked,
    entries_over_time,
    linked_documents,
)
from service_standards.history.past import Past
from service_standards.history.worlds import common_entries, held_on, kept_registry, world_of_releases


@pytest.fixture(scope="module")
def past() -> Past:
    """A handbook in which documents split and are renamed, and the registry changes: all that is known on its last day."""
    return Past(changing_handbook(), DAYS[-1])


@cache
def whole(old: date, new: date) -> tuple[Change, ...]:
    """What the comparison of the two whole days says."""
    past = Past(changing_handbook(), DAYS[-1])
    releases = {name: dossier.releases for name, dossier in past.handbook.dossiers.items()}
    sides = [list(held_on(releases, day, past.on)) for day in (old, new)]
    kept = [kept_registry((one, one.registry) for one in held) for held in sides]
    worlds = [
        world_of_releases(held, entries)
        for held, entries in zip(sides, common_entries(*kept), strict=True)
    ]  # fmt: skip
    return tuple(compare_handbooks(worlds[0], worlds[1], past.timelines.context(new)))


def on(held: Iterable[Interval], day: date) -> int | None:
    """The state on a day."""
    return next(
        one.state
        for one in held
        if (one.since is None or one.since <= day) and (one.until is None or day < one.until)
    )


def looked_up(past: Past, entries: Iterable[EntryOverTime], old: date, new: date) -> Iterator[Any]:
    """What the tables say of the registry: entry, field, class, direction, what it reaches."""
    for one in entries:
        before, after = on(one.held, old), on(one.held, new)
        if before is None or after is None or before == after:
            continue
        [*_, run] = [run for run in one.between[before, after] if run.since is None or run.since <= new]
        held = {
            name: in_force(dossier.releases, new, past.on)
            for name, dossier in past.handbook.dossiers.items()
        }  # fmt: skip
        reach = [
            text
            for (name, n), reached in sorted(one.reach.items())
            if (release := held[name]) is not None
            and past.handbook.dossiers[name].releases[n] is release
            and not (release.record.retired and release.record.retired.on <= new)
            for text in reached
        ]
        assert run.changes is not None
        for change in run.changes:
            yield (
                change.code,
                change.document,
                change.clause,
                change.change_class,
                change.customer,
                tuple(reach),
            )


def asked() -> list[date]:
    """Every day on which something turns, the day before, weeks within the year after, and far away."""
    found = {day + timedelta(days=n) for day in DAYS for n in (-1, 0)}
    found |= {DAYS[-1] + timedelta(weeks=n) for n in (8, 17, 44)}
    return sorted(found | {date(2020, 1, 1), date(2031, 1, 1)})


def test_the_registry_between_any_two_days(past: Past) -> None:
    """For every two days the tables say what the comparison of both days says, with the same reach."""
    entries = list(entries_over_time(past, past.handbook.dossiers))
    runs = [one for entry in entries for listed in entry.between.values() for one in listed]
    assert {len(one.changes or ()) for one in runs} >= {1, 2, 3}, (
        "hours and holidays together are several causes"
    )
    assert {(one.collection, one.id) for one in entries} >= {("calendars", "office"), ("roles", "desk")}
    seen = set()
    for old, new in product(asked(), repeat=2):
        expected = [
            (one.code, one.document, one.clause, one.change_class, one.customer, one.reach)
            for one in whole(old, new)
            if one.document.startswith("registry/")
        ]
        assert list(looked_up(past, entries, old, new)) == expected, (old, new)
        seen |= {(one[0], str(one[4])) for one in expected}
    assert {("calendar.holidays", "relaxed"), ("calendar.holidays", "none"), ("role.contact", "none")} <= seen


def test_what_moves_between_any_two_days(past: Past) -> None:
    """Where something moves, the group's table has all changes of its documents; elsewhere it has nothing."""
    groups = tuple(linked_documents(past, past.handbook.dossiers))
    assert {one.ids for one in groups} == {("counter", "visits"), ("replies", "solutions")}
    moved = set()
    for old, new in product(asked(), repeat=2):
        every = whole(old, new)
        for group in groups:
            expected = [one for one in every if one.document in group.ids]
            found = _between(group, old, new)
            moves = [one for one in expected if one.code.endswith(".moved")]
            if found is None:
                assert moves == []
                continue
            assert found == expected, (old, new)
            moved |= {one.code for one in moves}
    assert moved == {"commitment.moved", "document.moved"}


def _between(group: Linked, old: date, new: date) -> list[Change] | None:
    before, after = on(group.held, old), on(group.held, new)
    assert before is not None
    assert after is not None
    found = group.between.get((before, after))
    return None if found is None else list(found)


def test_one_state_is_nothing() -> None:
    """A handbook whose registry was never changed, and in which nothing moved, needs no table."""
    handbook = changing_handbook(steps=1)
    past = Past(handbook, DAYS[0])

    assert list(entries_over_time(past, handbook.dossiers)) == []
    assert list(linked_documents(past, handbook.dossiers)) == []
