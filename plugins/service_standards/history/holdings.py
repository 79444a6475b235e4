"""
Which version of a document held when: the whole of time as intervals.

The rule is `archive.in_force`; here its answers are only joined, so that a page
can look one up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..archive.in_force import in_force
from ..model.handbook import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What held over an interval of days."""

    release: Release | None
    """None: there is no record."""
    since: date | None
    """The first day; None: from the beginning of time."""
    until: date | None
    """The first day on which it no longer held; None while no end is known."""
    retired: bool = False
    """Whether the document no longer held, *release* being the one that retired it."""


def holdings(releases: Iterable[Release], known_on: date | None = None) -> tuple[Holding, ...]:
    """
    All of time, earliest first, as known on *known_on* (None: from all releases).

    Neighbouring intervals differ; the first begins with no record, the last has no end.
    """
    known = [one for one in releases if known_on is None or one.record.released_on <= known_on]
    ends = [one.record.retired.on for one in known if one.record.retired]
    days = sorted({one.record.effective_from for one in known} | set(ends))
    found: list[Holding] = []
    for since in (None, *days):
        release = in_force(known, since) if since else None
        gone = release.record.retired if release else None
        retired = gone is not None and since is not None and gone.on <= since
        if found and found[-1].release is release and found[-1].retired == retired:
            continue
        if found:
            last = found.pop()
            found.append(Holding(release=last.release, since=last.since, until=since, retired=last.retired))
        found.append(Holding(release=release, since=since, until=None, retired=retired))
    return tuple(found)


def held_on(intervals: Iterable[Holding], on: date) -> Holding:
    """The interval in which *on* lies."""
    return next(
        one
        for one in intervals
        if (one.since is None or one.since <= on) and (one.until is None or on < one.until)
    )
