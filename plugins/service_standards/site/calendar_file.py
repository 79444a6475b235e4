"""
Calendar files: iCalendar (RFC 5545), one event on one day, without alarms.

The same events give the same bytes. An event keeps its name when its day
moves, so that a calendar which has it moves it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

import icalendar

from .. import __version__

NAMES = UUID("0d7a3c52-7f55-5a0e-8a5e-5b9f1f2f6c3e")
"""The space of names from which ids of events are made: it never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on a day."""

    key: str
    """What it is for ever known by within its handbook."""
    day: date
    summary: str
    description: str
    category: str
    url: str = ""


def calendar_file(name: str, handbook: str, events: Iterable[Event], *, language: str, made: date) -> bytes:
    """The calendar called *name*; *handbook* keeps the events of two handbooks apart, *made* is when it was so."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Service Standards//{__version__}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what calendars read that do not know RFC 7986
    for one in events:
        event = icalendar.Event()
        event.add("uid", str(uuid5(NAMES, f"{handbook} {one.key}")))
        event.add("dtstamp", datetime.combine(made, time(), UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.summary)
        event.add("description", one.description)
        event.add("categories", [one.category])
        event.add("transp", "TRANSPARENT")  # nobody is busy all day because something is due
        if one.url:
            event.add("url", one.url)
        calendar.add_component(event)
    content: bytes = calendar.to_ical(sorted=True)
    return content
