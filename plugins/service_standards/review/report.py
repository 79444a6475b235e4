"""
One report on a pull request: what it changes, worst first, and what has to follow.

Plain objects, with all that every form of showing them needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..changes.kinds import Bump, Change, joined_class
from ..changes.result import Comparison
from ..checks import Checked, Silenced
from ..findings import Finding
from ..history.lagging import Lag
from ..model.documents import ChangeClass, Kind
from ..model.handbook import Handbook, Version
from ..model.registry import Entry
from . import fingerprint
from .coming import Coming
from .others import Event, FileChange, SettingChange
from .reviewers import Reviewer
from .risks import Risk
from .touched import Touched
from .worst import Reached, Worse

WORST_FIRST = (
    ChangeClass.REMOVED, ChangeClass.MIXED, ChangeClass.RELAXED, ChangeClass.TIGHTENED, ChangeClass.ADDED,
    ChangeClass.MOVED, ChangeClass.CLARIFIED, ChangeClass.ADMINISTRATIVE, ChangeClass.TRANSLATION,
    ChangeClass.EDITORIAL, ChangeClass.NONE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One side of a pull request."""

    ref: str | None
    """How it was asked for; None: the files as they lie in the folder."""
    commit: str | None
    files: Mapping[str, bytes]
    handbook: Handbook
    checked: Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One change, with what an approver needs beside it."""

    change: Change
    bump: Bump
    worse: Worse | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """What happens to one document."""

    id: str
    kind: Kind
    title: str
    event: Event
    before: Version | None
    after: Version | None
    changes: tuple[Judged, ...]
    """Worst first."""
    bump: Bump
    coming: Coming | None
    touches: Touched
    risks: tuple[Risk, ...]
    fingerprint: str
    """Of all changes, and of what the version says of itself."""

    @property
    def change_class(self) -> ChangeClass:
        """All changes together."""
        return joined_class(one.change.change_class for one in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReport:
    """What happens to one entry of the registry: one cause, and all that it reaches."""

    collection: str
    id: str
    title: str
    event: Event
    before: Entry | None
    after: Entry | None
    changes: tuple[Judged, ...]
    reached: tuple[Reached, ...]
    touches: Touched
    fingerprint: str

    @property
    def change_class(self) -> ChangeClass:
        """All changes together."""
        return joined_class(one.change.change_class for one in self.changes)


Cause = DocumentReport | EntryReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a pull request does to a handbook."""

    on: date
    base: Tree
    head: Tree
    comparison: Comparison
    documents: tuple[DocumentReport, ...]
    """Worst first."""
    entries: tuple[EntryReport, ...]
    """Worst first."""
    settings: tuple[SettingChange, ...]
    files: tuple[FileChange, ...]
    reviewers: tuple[Reviewer, ...]
    new_findings: tuple[Finding, ...]
    """Worst first, then in the order of the files."""
    cured_findings: tuple[Finding, ...]
    newly_silenced: tuple[Silenced, ...]
    translations: tuple[Lag, ...]
    """What it makes stale or leaves untranslated."""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Documents and entries of the registry, worst first."""
        return tuple(sorted((*self.documents, *self.entries), key=weight))

    @property
    def change_class(self) -> ChangeClass:
        """All changes together."""
        return self.comparison.change_class

    @property
    def is_empty(self) -> bool:
        """Whether not one file differs in a way that the report tells of."""
        return not (self.documents or self.entries or self.settings or self.files)

    @property
    def fingerprint(self) -> str:
        """One for the whole: an approval of everything is bound to it."""
        return fingerprint.of_all(
            [
                *(one.fingerprint for one in self.documents),
                *(one.fingerprint for one in self.entries),
                *(one.fingerprint for one in self.settings),
                *(one.fingerprint for one in self.files),
            ]
        )


def weight(cause: Cause) -> tuple[int, int, str]:
    """By it causes are sorted, worst first; of equals promises first, the registry last."""
    order = list(Kind).index(cause.kind) if isinstance(cause, DocumentReport) else len(Kind)
    return WORST_FIRST.index(cause.change_class), order, cause.id
