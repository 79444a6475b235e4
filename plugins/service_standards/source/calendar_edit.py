"""
Add public holidays to `registry/calendars.yml`: only lines that are new are written.

Comments, quotes and order stay as they were. The result is read again; where
it would not say exactly what was meant, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from .edit import CannotEditError
from .format import yaml_text
from .nodes import Branch, Items, Leaf, plain
from .structure import read_tree


def with_holidays(data: bytes, calendar: str, days: Mapping[date, str], covers_until: date) -> bytes:
    """
    *data* with the *days* (and their titles) on which *calendar* says nothing yet, and *covers_until* raised.

    A day that is there already stays as it is, whatever it is called. Raises
    CannotEditError, also if there is no such calendar.
    """
    entries, at = _calendars(data, calendar)
    wanted: list[dict[str, Any]] = deepcopy(plain(entries).value)
    entry = wanted[at]
    there: list[dict[str, Any]] = entry.get("holidays") or []
    known = {one.get("on") for one in there}
    new = [{"on": day, "title": title} for day, title in sorted(days.items()) if day not in known]
    for holiday in new:
        data = _with_holiday(data, calendar, holiday)
    if new:
        if not _sorted(there):
            raise CannotEditError
        entry["holidays"] = sorted([*there, *new], key=lambda one: str(one["on"]))
    if entry.get("covers_until") is None or entry["covers_until"] < covers_until:
        data = _with_end(data, calendar, covers_until)
        entry["covers_until"] = covers_until
    if plain(_calendars(data, calendar)[0]).value != wanted:
        raise CannotEditError
    return data


def _sorted(holidays: list[dict[str, Any]]) -> bool:
    days = [day for one in holidays if isinstance(day := one.get("on"), date)]
    return len(days) == len(holidays) and days == sorted(days)


def _calendars(data: bytes, calendar: str) -> tuple[Items, int]:
    root, source = read_tree("", data)
    if not isinstance(root, Items) or root.flow or source.findings:
        raise CannotEditError
    for n, one in enumerate(root.items):
        if isinstance(one, Branch) and not one.flow and _text(one, "id") == calendar:
            return root, n
    raise CannotEditError


def _text(entry: Branch, key: str) -> object:
    leaf = entry.values.get(key)
    return leaf.value if isinstance(leaf, Leaf) else None


def _with_holiday(data: bytes, calendar: str, holiday: Mapping[str, Any]) -> bytes:
    lines, entry, end = _lines(data, calendar)
    written = yaml_text({"holidays": [holiday]}).splitlines()
    pad = " " * (entry.column - 1)
    holidays = entry.values.get("holidays")
    if not isinstance(holidays, Items) or not holidays.items:
        if "holidays" in entry.values:
            del lines[entry.keys["holidays"][0] - 1]
            end -= 1
        lines[end - 1 : end - 1] = [pad + line for line in written]
    elif holidays.flow:
        raise CannotEditError
    else:
        indent = lines[holidays.items[0].line - 1].index("-")
        later = (one.line for one in holidays.items if isinstance(one, Branch) and _later(one, holiday["on"]))
        at = next(later, None)
        after = [line for line, _ in entry.keys.values() if line > holidays.line]
        stop = min([*after, end])
        where = _above_comments(lines, at if at is not None else stop, entry.keys["holidays"][0])
        lines.insert(where - 1, " " * indent + written[1].lstrip())
    return "\n".join(lines).encode()


def _later(one: Branch, day: date) -> bool:
    on = _text(one, "on")
    return isinstance(on, date) and on > day


def _with_end(data: bytes, calendar: str, day: date) -> bytes:
    lines, entry, _ = _lines(data, calendar)
    leaf = entry.values.get("covers_until")
    if isinstance(leaf, Leaf) and leaf.value is not None:
        line = lines[leaf.line - 1]
        lines[leaf.line - 1] = f"{line[: leaf.column - 1]}{day}{line[leaf.end_column - 1 :]}"
    else:
        after = next(name for name in ("time_zone", "title", "id") if name in entry.keys)
        lines.insert(entry.keys[after][0], f"{' ' * (entry.column - 1)}covers_until: {day}")
    return "\n".join(lines).encode()


def _lines(data: bytes, calendar: str) -> tuple[list[str], Branch, int]:
    """The lines of the file, the calendar's entry, and the line before which the entry ends."""
    root, at = _calendars(data, calendar)
    text = data.decode("utf-8")
    if "\r" in text:
        raise CannotEditError
    lines = text.split("\n")
    entry = root.items[at]
    assert isinstance(entry, Branch)
    following = (
        root.items[at + 1].line
        if at + 1 < len(root.items)
        else len(lines) + (0 if text.endswith("\n") else 1)
    )
    return lines, entry, _above_comments(lines, following, entry.line)


def _above_comments(lines: list[str], stop: int, start: int) -> int:
    """The line before which to write: blank lines and comments above *stop* belong to what follows them."""
    while stop - 1 > start and (not lines[stop - 2].strip() or lines[stop - 2].lstrip().startswith("#")):
        stop -= 1
    return stop
