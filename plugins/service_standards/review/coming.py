"""What a changed document still has to become: the version that it needs, and the day from which it can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..archive.notice import earliest_day
from ..checks.tests_and_training import trained_by
from ..checks.views import View
from ..history.next_version import differs, newest, next_version
from ..history.timeline import Timelines
from ..model.documents import ChangeClass
from ..model.handbook import Dossier
from ..model.values import Span, VersionNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A training that has to be over before the version holds."""

    training: str
    takes: Span
    ready: date
    """The day by which it can be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A working copy on its way to a release, seen from the day that counts as today."""

    released: VersionNumber | None
    """The release that it follows; None for the first version."""
    written: VersionNumber
    least: VersionNumber | None
    """The least number that its changes need since that release; None for the first version."""
    found: ChangeClass
    """The class of all changes since that release."""
    declared: ChangeClass | None
    override: str | None
    """The role that answers for a class below what the changes show."""
    override_reason: str | None
    earliest: date
    """The first day on which it may hold, released today: the notice and the trainings."""
    notice_until: date
    """The first day after the notice that the handbook gives of its class."""
    leads: tuple[Lead, ...]
    wanted: date | None
    on: date
    """The day that counts as today."""
    retroactive: str | None
    """The reason why it holds from a day before its release."""

    @property
    def enough(self) -> bool:
        """Whether the number is as high as it has to be."""
        return self.least is None or self.written >= self.least

    @property
    def in_time(self) -> bool:
        """Whether the day that is wanted can be kept; true also where none is, or one that is over."""
        if self.wanted is None or self.retroactive is not None:
            return True
        return self.wanted <= self.on or self.wanted >= self.earliest


def coming(timelines: Timelines, dossier: Dossier, view: View) -> Coming | None:
    """
    What the working copy of *dossier* has to become; None if it says what is released already, or is a draft's 0.x.

    *view*: all working copies, as if released together. Raises NoRuleError
    and IncomparableError as a comparison does.
    """
    document, last = dossier.working.document, newest(dossier)
    if document.is_draft_version or (last and not differs(last.version, dossier.working)):
        return None
    found = next_version(timelines, dossier)
    base, on = found.base, timelines.on
    notice = earliest_day(timelines.handbook.settings.notice, found.change_class, on) if base else on
    leads = tuple(_leads(view, dossier)) if base is None or found.is_major else ()
    note = document.change
    override = note.override if note and found.overridden else None
    return Coming(
        released=base.number if base else None,
        written=dossier.working.number,
        least=found.least if base else None,
        found=found.found,
        declared=found.declared,
        override=override.approved_by if override else None,
        override_reason=override.reason if override else None,
        earliest=max([notice, *(one.ready for one in leads)]),
        notice_until=notice,
        leads=leads,
        wanted=document.effective_from,
        on=on,
        retroactive=document.retroactive.reason if document.retroactive else None,
    )


def _leads(view: View, dossier: Dossier) -> Iterator[Lead]:
    if dossier.id in view.versions:
        for training, takes, ready in trained_by(view, dossier.id, dossier.working.number.major, view.on):
            yield Lead(training=training, takes=takes, ready=ready)
