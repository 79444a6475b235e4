"""What day it is for a handbook: asked for, fixed for a repeatable build, or by its own clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class NoMomentError(ValueError):
    """SOURCE_DATE_EPOCH is no number of seconds since 1970 that any calendar has."""

    def __init__(self, text: str) -> None:
        super().__init__(f"SOURCE_DATE_EPOCH is {text!r}, which is no number of seconds since 1970")
        self.text = text


def today(time_zone: str) -> date:
    """
    Today in *time_zone*; with SOURCE_DATE_EPOCH (reproducible-builds.org), that moment's day there.

    Raises NoMomentError if that is no moment.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise NoMomentError(fixed or "") from None
    return now.astimezone(ZoneInfo(time_zone)).date()
