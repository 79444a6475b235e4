"""
Who has to look at a change: by the document, by its class, by what is risky about it.

The rules of both sides hold, those of the base and those of the pull request:
nobody can take a reviewer away in the change that needs one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..model.documents import ChangeClass
from ..model.handbook import Handbook


class Why(StrEnum):
    """Why somebody has to look."""

    APPROVES = "approves"
    """The document names the role among its approvers."""
    CLASS = "class"
    """`reviewers` of the settings names the role for changes of this class."""
    REACHED = "reached"
    """The role approves a document that a change of the registry reaches."""
    OVERRIDE = "override"
    """The role answers for a change that counts as less than it shows."""
    RETROACTIVE = "retroactive"
    """A change that holds from a day before its release: it gives no notice."""
    WAIVER = "waiver"
    """An exception from a promise: it relaxes it for a while."""
    SETTINGS = "settings"
    """The settings decide who looks at what, and how long notice is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for which a role has to look."""

    why: Why
    about: str
    """The document, registry entry (`calendars/office`), waiver or file."""
    change_class: ChangeClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """A role that has to look at the pull request."""

    role: str
    held_by: tuple[str, ...]
    """Accounts and teams of the git host; empty: the registry names none."""
    reasons: tuple[Reason, ...]


Wanted = tuple[str, Reason]
"""A role, and why."""


def reviewers(old: Handbook, new: Handbook, wanted: Iterable[Wanted]) -> tuple[Reviewer, ...]:
    """The roles of *wanted*, each once with all its reasons, those with most to look at first."""
    reasons: dict[str, list[Reason]] = {}
    for role, reason in wanted:
        if reason not in reasons.setdefault(role, []):
            reasons[role].append(reason)
    found = (
        Reviewer(role=role, held_by=_held_by(old, new, role), reasons=tuple(one))
        for role, one in reasons.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.reasons), one.role)))


def _held_by(old: Handbook, new: Handbook, role: str) -> tuple[str, ...]:
    """Who holds a role; where the base knows it, what the pull request says of it counts for nothing."""
    entry = old.registry.roles.get(role) or new.registry.roles.get(role)
    return entry.held_by if entry else ()


def for_class(old: Handbook, new: Handbook, change_class: ChangeClass, about: str) -> Iterator[Wanted]:
    """Yield who looks at changes of a class."""
    for settings in (old.settings, new.settings):
        for role in settings.reviewers_of(change_class):
            yield role, Reason(why=Why.CLASS, about=about, change_class=change_class)


def approvers(old: Handbook, new: Handbook, document: str, why: Why) -> Iterator[Wanted]:
    """Yield who approves a document on either side; its owner only where nobody else does."""
    for handbook in (old, new):
        dossier = handbook.dossiers.get(document)
        if dossier is None:
            continue
        header = dossier.working.document
        others = [role for role in header.approvers if role != header.owner]
        for role in others or header.approvers:
            yield role, Reason(why=why, about=document)


def for_everything(old: Handbook, new: Handbook, why: Why, about: str) -> Iterator[Wanted]:
    """Yield everybody whom the settings of either side name for any class."""
    for settings in (old.settings, new.settings):
        for roles in settings.reviewers.values():
            for role in roles:
                yield role, Reason(why=why, about=about)
