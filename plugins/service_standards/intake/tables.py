"""
Tables as people save them: CSV of any common kind, and XLSX.

Rows come one by one, every cell as the text that a person sees. What a cell
means is not known here.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from .mapping import Layout

csv.field_size_limit(16 * 1024 * 1024)


class UnreadableTableError(Exception):
    """The file is no table that can be read; *fault* names the message."""

    def __init__(self, fault: str, **values: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, the first line being 1, and its cells that are not blank."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Cleaned:
    """How many cells held what no text should hold, and was put right."""

    no_break_spaces: int = 0
    invisible: int = 0
    """Zero-width, bidirectional and control characters: taken out."""
    not_composed: int = 0
    """Letters written as two characters: made one (NFC)."""


@dataclass(slots=True)
class Table:
    """An open table: its columns, and its rows, to be read once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    form: str
    """How it was read: *CSV, utf-8, comma*."""
    cleaned: Cleaned = field(default_factory=Cleaned)


@contextmanager
def open_table(path: Path, layout: Layout) -> Iterator[Table]:
    """Open the table at *path*. Raises UnreadableTableError."""
    if not path.is_file():
        raise UnreadableTableError("no-file", file=str(path))
    with path.open("rb") as stream:
        start = stream.read(4)
    try:
        if start.startswith(b"PK"):
            with _open_xlsx(path, layout) as table:
                yield table
        elif start.startswith(b"\xd0\xcf\x11\xe0"):
            raise UnreadableTableError("old-excel", file=path.name)
        else:
            with _open_csv(path, layout) as table:
                yield table
    except UnicodeDecodeError as error:
        raise UnreadableTableError("encoding", file=path.name, encoding=error.encoding) from None
    except (zipfile.BadZipFile, csv.Error, KeyError) as error:
        raise UnreadableTableError("broken", file=path.name, reason=str(error)) from None


# --- CSV ---------------------------------------------------------------------------------------------------

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024


def encoding_of(path: Path) -> str:
    """
    The encoding of the text in *path*: by its mark, else UTF-8 if it is that throughout, else by its letters.

    Of the one-byte encodings, cp1251 if most letters beyond ASCII would be
    Cyrillic words, else cp1252.
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        for mark, encoding in _MARKS:
            if sample.startswith(mark):
                return encoding
        if sample[:200].count(0) > len(sample[:200]) // 4:
            return "utf-16-le" if sample[1:200:2].count(0) > sample[0:200:2].count(0) else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        stream.seek(0)
        try:
            while block := stream.read(_SAMPLE):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            runs = re.findall(rb"[\xa5\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbf-\xff]+", sample)
            in_words = sum(len(run) for run in runs if len(run) > 2)
            return "cp1251" if in_words * 2 > sum(map(len, runs)) else "cp1252"
    return "utf-8"


def delimiter_of(sample: str) -> str:
    """The delimiter that cuts most rows of *sample* into as many cells as the first one, and that into most."""

    def fits(delimiter: str) -> tuple[int, int]:
        try:
            lengths = [
                len(row)
                for row in islice(csv.reader(sample.splitlines(keepends=True), delimiter=delimiter), 200)
                if row
            ]
        except csv.Error:
            return 0, 0
        width, rows = Counter(lengths).most_common(1)[0] if lengths else (0, 0)
        return (rows * width if width > 1 else 0), width

    return max(",;\t|", key=fits)


@contextmanager
def _open_csv(path: Path, layout: Layout) -> Iterator[Table]:
    encoding = layout.encoding or encoding_of(path)
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise UnreadableTableError("unknown-encoding", encoding=encoding) from None
    if encoding.replace("-", "").casefold() == "utf8":
        encoding = "utf-8-sig"  # with or without the mark
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        delimiter = layout.delimiter or delimiter_of(sample)
        without_nul = (line.replace("\0", "") for line in stream)
        rows = csv.reader(without_nul, delimiter=delimiter)
        shown = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(delimiter, delimiter)
        yield _table(path, layout, rows, f"CSV, {encoding.removesuffix('-sig')}, {shown}")


# --- XLSX --------------------------------------------------------------------------------------------------


@contextmanager
def _open_xlsx(path: Path, layout: Layout) -> Iterator[Table]:
    from openpyxl import load_workbook  # half a second that a CSV need not wait for

    stream = path.open("rb")  # by its content: a workbook may have any name
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except Exception as error:  # the library raises whatever its parsers do
        stream.close()
        raise UnreadableTableError("broken", file=path.name, reason=str(error)) from None
    try:
        if layout.sheet and layout.sheet not in book.sheetnames:
            raise UnreadableTableError("no-sheet", sheet=layout.sheet, sheets=", ".join(book.sheetnames))
        sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size
        rows = ([_shown(cell) for cell in row] for row in sheet.iter_rows())
        yield _table(path, layout, rows, f"XLSX, {sheet.title}")
    finally:
        book.close()
        stream.close()


def _shown(cell: Any) -> str:
    """The text that a person sees in *cell*, with all digits of a number; dates as ISO writes them."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, int | float):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if "%" in (cell.number_format or ""):
            return f"{_plain(number * 100)}%"
        return _plain(number)
    return str(value)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- both --------------------------------------------------------------------------------------------------


def _table(path: Path, layout: Layout, rows: Iterable[list[str]], form: str) -> Table:
    numbered = enumerate(rows, 1)
    cleaned = Cleaned()
    heads = [row for _, row in islice(_from(numbered, layout.header[0]), len(layout.header))]
    if not heads or not any(map(str.strip, heads[-1])):
        raise UnreadableTableError("no-header", file=path.name, row=str(layout.header[-1]))
    columns = _column_names([[clean(cell, Cleaned()) for cell in row] for row in heads])
    found = _rows(numbered, columns, layout, cleaned)
    return Table(path.name, tuple(columns), found, form, cleaned)


def _from(numbered: Iterable[tuple[int, list[str]]], first: int) -> Iterator[tuple[int, list[str]]]:
    return ((number, row) for number, row in numbered if number >= first)


def _column_names(heads: list[list[str]]) -> list[str]:
    """One name per column, each once; of several header rows the upper ones reach over merged cells."""
    width = max(map(len, heads))
    names = [""] * width
    for row in heads:
        over = ""
        for n in range(width):
            cell = " ".join(row[n].split()) if n < len(row) else ""
            over = cell or (over if row is not heads[-1] else "")
            if over and over != names[n]:
                names[n] = f"{names[n]} / {over}" if names[n] else over
    while names and not names[-1]:
        names.pop()
    made: list[str] = []
    for n, name in enumerate(names, 1):
        wanted = name or f"column {n}"
        again = wanted
        k = 1
        while again in made:
            k += 1
            again = f"{wanted} ({k})"
        made.append(again)
    return made


def _rows(
    numbered: Iterable[tuple[int, list[str]]], columns: list[str], layout: Layout, cleaned: Cleaned
) -> Iterator[Row]:
    above: dict[str, str] = {}
    for number, row in numbered:
        cells: dict[str, str] = {}
        for n, cell in enumerate(row):
            if not cell:
                continue
            text = cell if cell.isascii() and cell.isprintable() else clean(cell, cleaned)
            if text := text.strip():
                cells[columns[n] if n < len(columns) else f"column {n + 1}"] = text
        if not cells:
            continue
        of_its_own = len(cells)
        for column in layout.fill_down:
            if column in cells:
                above[column] = cells[column]
            elif column in above and of_its_own > 1:  # a lone cell is a note below the table, not a row of it
                cells[column] = above[column]
        yield Row(number, cells)


_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)


def clean(cell: str, cleaned: Cleaned) -> str:
    """*cell* in composed letters, with plain spaces and line ends, and without what cannot be seen."""
    text = re.sub("\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", cell)
    if _NO_BREAK.search(text):
        text = _NO_BREAK.sub(" ", text)
        cleaned.no_break_spaces += 1
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
        cleaned.invisible += 1
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        cleaned.not_composed += 1
    text = re.sub("[ \t\u2000-\u200a\u3000]+(?=\n|$)", "", re.sub("[\t\u2000-\u200a\u3000]", " ", text))
    return re.sub("\n{3,}", "\n\n", text).strip()
