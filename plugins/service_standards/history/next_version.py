"""
What the working copy will be when it is released: its changes since the version before, their class, the version.

The tool proves a lower bound; the author may say more, never less, but for
an override that somebody else answers for.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..changes.compare import Side, compare
from ..changes.kinds import (
    RANKS,
    Bump,
    Change,
    bump_between,
    joined_class,
    least_bump,
    raised,
)
from ..model.documents import ChangeClass, Kind
from ..model.handbook import Dossier, Release, Version
from ..model.values import VersionNumber
from .timeline import Timelines, side


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVersion:
    """A working copy beside the release that it follows."""

    version: Version
    base: Release | None
    """The release that it is compared with; None for the first version of a document."""
    changes: tuple[Change, ...]
    found: ChangeClass
    """The class of the changes; *added* for a first version."""
    declared: ChangeClass | None
    """What its author says."""
    overridden: bool
    """Whether somebody answers for a class below what the comparison shows."""
    bump: Bump
    """The least that its class and its changes need."""

    @property
    def change_class(self) -> ChangeClass:
        """What a release records: the declared class, unless it is too weak to hold."""
        if self.declared is None or (self.is_too_weak and not self.overridden):
            return self.found
        return self.declared

    @property
    def is_too_weak(self) -> bool:
        """Whether the declared class says less than the comparison shows, or the other way round."""
        return (
            self.declared is not None
            and RANKS[joined_class((self.declared, self.found))] > RANKS[self.declared]
        )

    @property
    def is_stronger(self) -> bool:
        """Whether the declared class says more than the comparison shows."""
        return self.declared is not None and RANKS[self.declared] > RANKS[self.found]

    @property
    def least(self) -> VersionNumber:
        """The least version number that it may have."""
        return raised(self.base.number, self.bump) if self.base else VersionNumber(1, 0, 0)

    @property
    def is_major(self) -> bool:
        """Whether its number, or what changed, makes it a new major version."""
        return self.base is not None and Bump.MAJOR in (
            self.bump,
            bump_between(self.base.number, self.version.number),
        )

    @property
    def weightiest(self) -> Change | None:
        """The change that alone weighs most; None if nothing changed."""
        return max(self.changes, key=lambda one: RANKS[one.change_class], default=None)


def differs(released: Version, working: Version) -> bool:
    """
    Whether *working* says something else than *released*.

    The model counts, not the bytes. Silenced findings are no part of what a
    document says; nor are line ends and indentation of its prose.
    """
    if released.prose != working.prose and released.prose.split() != working.prose.split():
        return True
    was, now = released.document, working.document
    return was is not now and was.model_copy(update={"ignore": now.ignore}) != now


def newest(dossier: Dossier) -> Release | None:
    """The release with the greatest version."""
    return dossier.releases[-1] if dossier.releases else None


def release_before(dossier: Dossier) -> Release | None:
    """The release that the working copy follows: the greatest up to its own version, else the newest."""
    up_to = [one for one in dossier.releases if one.number <= dossier.working.number]
    return up_to[-1] if up_to else newest(dossier)


def is_released(dossier: Dossier) -> bool:
    """Whether the version of the working copy is released already."""
    return any(one.number == dossier.working.number for one in dossier.releases)


def retiring_version(dossier: Dossier) -> VersionNumber:
    """The version in which a document is retired: *removed* is as heavy as its kind allows."""
    last = newest(dossier)
    assert last is not None
    kind = last.version.document.kind
    gone = Change(
        code=f"{kind}.retired",
        document=dossier.id,
        clause=None,
        field="retired",
        change_class=ChangeClass.REMOVED,
        touches_must=True,
    )
    return raised(last.number, least_bump(kind, gone))


def next_version(timelines: Timelines, dossier: Dossier, base: Release | None = None) -> NextVersion:
    """
    The working copy beside *base*, without it beside the release that it follows.

    A translation may lag behind and is no part of the content; it counts only
    where nothing else changed. Raises NoRuleError and IncomparableError as a
    comparison does.
    """
    working = dossier.working
    base = base or release_before(dossier)
    note = working.document.change
    declared = note.class_ if note else None
    if base is None:
        return NextVersion(
            version=working,
            base=None,
            changes=(),
            found=ChangeClass.ADDED,
            declared=declared,
            overridden=False,
            bump=Bump.NONE,
        )
    changes = _changes(timelines, base.version, working)
    found = joined_class(one.change_class for one in changes)
    overridden = note is not None and note.override is not None and declared is not None
    needed = [] if overridden else [least_bump(working.document.kind, one) for one in changes]
    if declared is not None and changes:
        needed.append(_bump_of_class(working.document.kind, declared, changes))
    return NextVersion(
        version=working,
        base=base,
        changes=changes,
        found=found,
        declared=declared,
        overridden=overridden,
        bump=max(needed, key=lambda bump: bump.rank, default=Bump.NONE),
    )


def _changes(timelines: Timelines, old: Version, new: Version) -> tuple[Change, ...]:
    context = timelines.context(timelines.on)
    content = tuple(
        compare(
            Side(document=old.document, prose=old.prose),
            Side(document=new.document, prose=new.prose),
            context,
        )
    )
    return content or tuple(compare(side(old), side(new), context))


def _bump_of_class(kind: Kind, declared: ChangeClass, changes: tuple[Change, ...]) -> Bump:
    """What the class itself needs, as if one change of that class had touched what the changes touch."""
    return least_bump(
        kind,
        Change(
            code="document.class",
            document="",
            clause=None,
            field="class",
            change_class=declared,
            touches_must=any(one.touches_must for one in changes),
        ),
    )
