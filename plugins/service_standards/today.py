"""What day it is for a handbook: asked for, fixed for a repeatable build, or by its own clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today(time_zone: str) -> date:
    """Today in *time_zone*; with SOURCE_DATE_EPOCH (reproducible-builds.org), that moment's day there."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return now.astimezone(ZoneInfo(time_zone)).date()
