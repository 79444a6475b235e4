"""Tables for spreadsheets: CSV that they open as UTF-8, and in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings by which a spreadsheet takes a cell for a formula (OWASP, CSV Injection)."""


def safe_cell(value: object) -> str:
    """*value* as a spreadsheet may open it: what looks like a formula becomes text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A table with a byte-order mark, without which spreadsheets do not read it as UTF-8; lists by blanks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(safe_cell(_cell(row[column])) for column in columns)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value
