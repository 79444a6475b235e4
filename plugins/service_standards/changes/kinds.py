"""What a change is: its directions, its class, the version bump that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..model.documents import ChangeClass, Kind
from ..model.values import VersionNumber


class Direction(StrEnum):
    """Which way a change goes: stricter for staff and better for the customer, the other way, or both."""

    NONE = "none"
    TIGHTENED = "tightened"
    RELAXED = "relaxed"
    MIXED = "mixed"

    @property
    def reverse(self) -> Direction:
        """The direction of the change back."""
        return {Direction.TIGHTENED: Direction.RELAXED, Direction.RELAXED: Direction.TIGHTENED}.get(
            self, self
        )


def join(directions: Iterable[Direction]) -> Direction:
    """Several directions as one: tightened with relaxed is mixed."""
    found = set(directions) - {Direction.NONE}
    if not found:
        return Direction.NONE
    return found.pop() if len(found) == 1 else Direction.MIXED


class Bump(StrEnum):
    """Which part of the version number rises."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    @property
    def rank(self) -> int:
        """For comparing: major is the greatest."""
        return list(Bump).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions."""

    code: str
    """Stable: the element and the field or event, such as `commitment.at_most` or `step.removed`."""
    document: str
    clause: str | None
    """The clause or other element with an id; None for the document's header."""
    field: str
    before: Any = None
    """What held before; None if it is new."""
    after: Any = None
    """What holds now; None if it is gone."""
    customer: Direction = Direction.NONE
    staff: Direction = Direction.NONE
    change_class: ChangeClass
    touches_must: bool = False
    """Whether a step or rule that must be kept is concerned, before or after."""
    judged: bool = True
    """False where words changed whose meaning no rule can tell: a person decides."""
    signals: tuple[str, ...] = ()
    """What in a text decided its class, such as `modal`, `negation`, `number`."""
    moved_to: str | None = None
    """Where a removed clause lives on (`id#clause`), if a successor declares it."""
    reach: tuple[str, ...] = ()
    """The clauses (`id#clause`) that a change of the registry reaches."""
    language: str | None = None
    """The language of a translation's change."""


RANKS = {
    ChangeClass.NONE: 0,
    ChangeClass.EDITORIAL: 1,
    ChangeClass.TRANSLATION: 2,
    ChangeClass.ADMINISTRATIVE: 3,
    ChangeClass.CLARIFIED: 4,
    ChangeClass.MOVED: 4,
    ChangeClass.ADDED: 5,
    ChangeClass.TIGHTENED: 6,
    ChangeClass.RELAXED: 6,
    ChangeClass.MIXED: 7,
    ChangeClass.REMOVED: 8,
}


def class_of(direction: Direction, otherwise: ChangeClass) -> ChangeClass:
    """The class that a direction gives; *otherwise* if it has none."""
    return otherwise if direction is Direction.NONE else ChangeClass(direction.value)


def joined_class(classes: Iterable[ChangeClass]) -> ChangeClass:
    """
    The class of several changes together: the weightiest; tightened with relaxed is mixed.

    Of *clarified* and *moved*, which weigh the same, clarified names both.
    """
    found = set(classes)
    if not found:
        return ChangeClass.NONE
    if {ChangeClass.TIGHTENED, ChangeClass.RELAXED} <= found:
        found.add(ChangeClass.MIXED)
    top = max(RANKS[one] for one in found)
    return next(one for one in ChangeClass if RANKS[one] == top and one in found)


_BIG = {ChangeClass.REMOVED, ChangeClass.RELAXED, ChangeClass.MIXED, ChangeClass.TIGHTENED}
_WORDING = {ChangeClass.CLARIFIED, ChangeClass.MOVED}


def least_bump(kind: Kind, change: Change) -> Bump:
    """The least version bump that *change* needs in a document of *kind* (the table of the handbook's rules)."""
    what = change.change_class
    if what is ChangeClass.NONE:
        return Bump.NONE
    by_must = Bump.MAJOR if change.touches_must else Bump.MINOR
    big = {Kind.STANDARD: Bump.MAJOR, Kind.TEST: Bump.MAJOR, Kind.TRAINING: Bump.MINOR}.get(kind, by_must)
    if what in _BIG:
        return big
    if what is ChangeClass.ADDED:
        return by_must if kind in (Kind.PROCEDURE, Kind.CONDUCT) else Bump.MINOR
    if what in _WORDING:
        return Bump.PATCH if kind is Kind.TRAINING else Bump.MINOR
    return Bump.PATCH


def raised(version: VersionNumber, bump: Bump) -> VersionNumber:
    """The least version after *version* that makes *bump*."""
    match bump:
        case Bump.MAJOR:
            return VersionNumber(version.major + 1, 0, 0)
        case Bump.MINOR:
            return VersionNumber(version.major, version.minor + 1, 0)
        case Bump.PATCH:
            return VersionNumber(version.major, version.minor, version.patch + 1)
        case Bump.NONE:
            return version


def bump_between(old: VersionNumber, new: VersionNumber) -> Bump:
    """Which part rose from *old* to *new*; NONE if nothing did."""
    if new <= old:
        return Bump.NONE
    if new.major != old.major:
        return Bump.MAJOR
    return Bump.MINOR if new.minor != old.minor else Bump.PATCH
