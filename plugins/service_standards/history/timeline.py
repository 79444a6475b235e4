"""
All versions of a document joined: what changed at each, who approved it, and since when a clause says what it says.

Released versions are compared in the order of their numbers, each with the
one before it: that is what a changelog lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..archive.in_force import VersionStatus, holds_until, version_status
from ..changes.compare import Side, compare
from ..changes.context import Context, Vocabulary, vocabulary
from ..changes.kinds import Bump, Change, joined_class, least_bump
from ..deadlines.stricter import window
from ..model.documents import ChangeClass, Clause, clause_of
from ..model.handbook import Dossier, Handbook, Release, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One release on a document's way: what it changed since the version before."""

    release: Release
    before: Release | None
    changes: tuple[Change, ...]
    change_class: ChangeClass
    """What the comparison found; for a first release, *added*."""
    bump: Bump
    status: VersionStatus
    until: date | None
    """The first day on which it no longer holds, or None while no end is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseState:
    """What a clause said, from a version on."""

    version: Release
    clause: Clause | None
    """None: the clause was removed with this version."""


def side(version: Version, on: date | None = None) -> Side:
    """A version as the comparison takes it; *on*: the day from which it holds, where whole handbooks are compared."""
    return Side(
        document=version.document,
        prose=version.prose,
        translations=version.translations,
        translated_prose=version.translated_prose,
        on=on,
    )


@dataclass(frozen=True)
class Timelines:
    """The comparisons of a handbook on a date: the words of the whole handbook are counted once."""

    handbook: Handbook
    on: date

    @cached_property
    def _words(self) -> Vocabulary:
        copies = [dossier.working for dossier in self.handbook.dossiers.values()]
        return Vocabulary(lambda: vocabulary((one.document for one in copies), (one.prose for one in copies)))

    @cached_property
    def _contexts(self) -> dict[date, Context]:
        return {}

    def context(self, on: date) -> Context:
        """The world of the newer side for a version that holds from *on*."""
        # Days of one week are judged over the same weeks: they share what was worked out.
        monday, _ = window(on)
        if monday not in self._contexts:
            self._contexts[monday] = Context(self.handbook.settings, self.handbook.registry, on, self._words)
        return self._contexts[monday]

    def steps(self, dossier: Dossier) -> tuple[Step, ...]:
        """The releases of a document known on the date, by rising number, each compared with the one before."""
        known = tuple(one for one in dossier.releases if one.record.released_on <= self.on)
        return tuple(self._step(dossier, known, n) for n in range(len(known)))

    def _step(self, dossier: Dossier, known: tuple[Release, ...], n: int) -> Step:
        release, before = known[n], known[n - 1] if n else None
        changes = (
            tuple(self.between(before.version, release.version, release.record.effective_from))
            if before
            else ()
        )
        kind = release.version.document.kind
        return Step(
            release=release,
            before=before,
            changes=changes,
            change_class=joined_class(one.change_class for one in changes) if before else ChangeClass.ADDED,
            bump=max(
                (least_bump(kind, one) for one in changes), key=lambda bump: bump.rank, default=Bump.NONE
            ),
            status=version_status(release, known, self.on),
            until=holds_until(release, known),
        )

    def between(self, old: Version, new: Version, on: date) -> Iterator[Change]:
        """Yield what changed from *old* to *new*, judged as of the day *on* which *new* comes into force."""
        return compare(side(old), side(new), self.context(on))


def clause_states(steps: tuple[Step, ...], clause: str) -> tuple[ClauseState, ...]:
    """What a clause said, newest first: one entry for each version that changed what it says."""
    states: list[ClauseState] = []
    said: Clause | None = None
    for step in steps:
        now = clause_of(step.release.version.document, clause)
        if now is not None and (said is None or any(change.clause == clause for change in step.changes)):
            states.append(ClauseState(version=step.release, clause=now))
        elif now is None and said is not None:
            states.append(ClauseState(version=step.release, clause=None))
        said = now
    return tuple(reversed(states))
