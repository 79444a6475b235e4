"""What a limit means at worst, before and after: twelve hours and one business day cannot be compared by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..changes.kinds import Change
from ..changes.place import calendar_of
from ..deadlines.longest import Longest, longest
from ..deadlines.working_time import OutOfCalendarError
from ..model.documents import Document, clause_of
from ..model.handbook import Handbook
from ..model.registry import Registry
from ..model.values import Duration, Unit

EXACT = (Unit.SECOND, Unit.MINUTE, Unit.HOUR)
"""Units in which a limit is what it is, whenever a contact arrives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWorst:
    """The longest wait that a limit allows."""

    limit: Duration
    seconds: int
    arrival: str | None
    """The local time, in ISO 8601, of the arrival that waits so long; None if every one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worse:
    """The longest wait before and after a change; None on a side that has no limit, or no opening hours."""

    before: AtWorst | None
    after: AtWorst | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A clause that a change of a calendar reaches, and its longest wait in the old and in the new one."""

    link: str
    limit: Duration | None
    worse: Worse | None


@dataclass(frozen=True, slots=True)
class Waits:
    """The longest waits in one handbook's world on a day."""

    handbook: Handbook
    on: date

    def of_change(self, change: Change, old: Document | None, new: Document | None) -> Worse | None:
        """
        The longest waits before and after *change*, both in the newer calendars.

        None where no limit in working time or in days is concerned: there the
        numbers say it themselves.
        """
        limits = change.before, change.after
        if change.field.rpartition(".")[2] == "calendar":
            limits = self._limit(old, change.clause), self._limit(new, change.clause)
        durations = [one for one in limits if isinstance(one, Duration)]
        if not durations or all(one.unit in EXACT for one in durations):
            return None
        before, after = (
            self._at_worst(limit, self._calendar(document, change), self.handbook.registry)
            for limit, document in zip(limits, (old, new), strict=True)
        )
        return Worse(before=before, after=after) if before or after else None

    def reached(self, calendar: str, links: tuple[str, ...], old: Registry) -> Iterator[Reached]:
        """Yield the clauses that a changed calendar reaches, the old calendar from *old*."""
        for link in links:
            name, _, clause = link.partition("#")
            dossier = self.handbook.dossiers.get(name)
            limit = self._limit(dossier.working.document if dossier else None, clause or None)
            if not isinstance(limit, Duration):
                yield Reached(link=link, limit=None, worse=None)
                continue
            before, after = (
                self._at_worst(limit, calendar, registry) for registry in (old, self.handbook.registry)
            )
            yield Reached(
                link=link, limit=limit, worse=Worse(before=before, after=after) if before or after else None
            )

    def _limit(self, document: Document | None, clause: str | None) -> object:
        found = clause_of(document, clause) if document and clause else None
        return getattr(found, "limit", None) or getattr(found, "within", None)

    def _calendar(self, document: Document | None, change: Change) -> str | None:
        if document is None:
            return None
        if change.field.startswith("within.") and change.code.partition(".")[0] == "rule":
            channel = self.handbook.registry.channels.get(change.field.partition(".")[2])
            return document.calendar or (channel.calendar if channel else None)
        element = clause_of(document, change.clause) if change.clause else None
        return calendar_of(document, element, self.handbook.registry)

    def _at_worst(self, limit: object, calendar: str | None, registry: Registry) -> AtWorst | None:
        if not isinstance(limit, Duration):
            return None
        entry = registry.calendars.get(calendar) if calendar else None
        try:
            found = longest(limit, entry, self.handbook.settings.time_zone, self.on)
        except OutOfCalendarError:
            return None
        if found is None:
            return None
        zone = (entry.time_zone if entry else None) or self.handbook.settings.time_zone
        return AtWorst(limit=limit, seconds=found.seconds, arrival=_local(found, zone))


def _local(found: Longest, zone: str) -> str | None:
    if found.arrival is None:
        return None
    return datetime.fromtimestamp(found.arrival, ZoneInfo(zone)).replace(tzinfo=None).isoformat()
