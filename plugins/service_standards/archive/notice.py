"""From which day a release holds: the notice that the handbook gives of a change, by its class."""

from __future__ import annotations

from datetime import date

from ..model.documents import ChangeClass
from ..model.registry import Notice


def earliest_day(notice: Notice, change_class: ChangeClass, released_on: date) -> date:
    """
    The first day on which a change of that class, released on that day, may hold.

    What is removed is lost to whoever relied on it, as if it were relaxed; a
    mixed change waits for the longer of the two notices.
    """
    tightened, relaxed = notice.tightened.after(released_on), notice.relaxed.after(released_on)
    match change_class:
        case ChangeClass.TIGHTENED:
            return tightened
        case ChangeClass.RELAXED | ChangeClass.REMOVED:
            return relaxed
        case ChangeClass.MIXED:
            return max(tightened, relaxed)
        case _:
            return released_on


def effective_day(
    wanted: date | None, notice: Notice, change_class: ChangeClass, released_on: date, *, retroactive: bool
) -> date:
    """The day that holds: the later of the day wanted and the earliest day; a retroactive one exactly as wanted."""
    if retroactive and wanted is not None:
        return wanted
    earliest = earliest_day(notice, change_class, released_on)
    return max(wanted, earliest) if wanted else earliest
