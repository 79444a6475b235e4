"""Tables of every common kind are read as people see them."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from service_standards.intake.mapping import Layout
from service_standards.intake.tables import UnreadableTableError, open_table

TEXT = "код;назва\r\nA1;Скарги клієнтів\r\nБ2;Їжа, що смакує\r\n"
CELLS = [{"код": "A1", "назва": "Скарги клієнтів"}, {"код": "Б2", "назва": "Їжа, що смакує"}]

ENCODINGS = {
    "utf-8": (TEXT.encode(), "utf-8"),
    "utf-8 with its mark": (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
    "utf-16 with its mark": (TEXT.encode("utf-16"), "utf-16"),
    "utf-16, big end first": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
    "cp1251": (TEXT.encode("cp1251"), "cp1251"),
}


@pytest.mark.parametrize(("content", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(tmp_path: Path, content: bytes, encoding: str) -> None:
    """The encoding is found out, and said."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with open_table(path, Layout()) as table:
        assert [dict(row.cells) for row in table.rows] == CELLS
        assert table.form == f"CSV, {encoding}, semicolon"


def test_cp1252(tmp_path: Path) -> None:
    """A French table of an old program is not taken for a Cyrillic one."""
    path = tmp_path / "t.csv"
    path.write_bytes("id,nom\n1,Délai de réponse à la clientèle\n".encode("cp1252"))

    with open_table(path, Layout()) as table:
        assert next(table.rows).cells["nom"] == "Délai de réponse à la clientèle"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    """The delimiter is found out, though cells hold the other ones."""
    path = tmp_path / "t.csv"
    rows = [["id", "text", "share"], ["1", '"one, two; three\nfour"', '"0,9"'], ["2", '"five; six"', "1"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")

    with open_table(path, Layout()) as table:
        first, second = table.rows
        assert first.cells == {"id": "1", "text": "one, two; three\nfour", "share": "0,9"}
        assert (first.number, second.number) == (2, 3)


def test_the_mapping_may_tell(tmp_path: Path) -> None:
    """What the mapping tells of the layout holds before what can be found out."""
    path = tmp_path / "t.csv"
    path.write_bytes("a,b#c\n1,2#3\n".encode("cp1251"))

    with open_table(path, Layout(encoding="cp1251", delimiter="#")) as table:
        assert next(table.rows).cells == {"a,b": "1,2", "c": "3"}


def test_what_cannot_be_seen_is_put_right(tmp_path: Path) -> None:
    """No-break spaces become spaces, invisible signs go, letters in two parts become one; all is counted."""
    path = tmp_path / "t.csv"
    path.write_text(
        'id,text\n1,10\u00a0days\u200b\n2,cafe\u0301\n3,"a\rb"\n4,\u202f x\n', encoding="utf-8", newline=""
    )

    with open_table(path, Layout()) as table:
        assert [row.cells.get("text") for row in table.rows] == ["10 days", "café", "a\nb", "x"]
        assert (table.cleaned.no_break_spaces, table.cleaned.invisible, table.cleaned.not_composed) == (
            2,
            1,
            1,
        )


def test_rows_longer_than_the_header(tmp_path: Path) -> None:
    """A cell beyond the last header is kept under the number of its column; two equal headers are told apart."""
    path = tmp_path / "t.csv"
    path.write_text("id,note,note\n1,a,b,c\n\n2\n", encoding="utf-8")

    with open_table(path, Layout()) as table:
        assert table.columns == ("id", "note", "note (2)")
        assert [row.cells for row in table.rows] == [
            {"id": "1", "note": "a", "note (2)": "b", "column 4": "c"},
            {"id": "2"},
        ]


def test_workbook(tmp_path: Path) -> None:
    """Dates, percentages and numbers come as they are shown, with all their digits; blank rows are passed over."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Promises"
    sheet.append(["id", "on", "at", "share", "count", "exact", "said"])
    sheet.append([1, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), 0.975, 12, 0.1, True])
    sheet["D2"].number_format = "0%"
    sheet.append([])
    sheet.append([2, None, time(8, 0)])
    path = tmp_path / "t.xlsx"
    book.save(path)

    with open_table(path, Layout()) as table:
        first, second = table.rows
    assert first.cells == {
        "id": "1", "on": "2026-03-01", "at": "2026-03-01 09:30", "share": "97.5%", "count": "12", "exact": "0.1",
        "said": "TRUE",
    }  # fmt: skip
    assert (second.number, second.cells) == (4, {"id": "2", "at": "08:00"})


def test_header_over_two_rows(tmp_path: Path) -> None:
    """Of two header rows the upper reaches over its merged cells; a blank cell below leaves the upper name."""
    path = tmp_path / "t.csv"
    path.write_text(
        "Title of the sheet,,,\nService,,Promise,Owner\nCode,Name,Text,\nA,B,C,D\n", encoding="utf-8"
    )

    with open_table(path, Layout(header=(2, 3))) as table:
        assert table.columns == ("Service / Code", "Service / Name", "Promise / Text", "Owner")
        [row] = table.rows
        assert (row.number, row.cells["Owner"]) == (4, "D")


def test_fill_down(tmp_path: Path) -> None:
    """A blank cell means the cell above where the mapping says so, but not in a note of one cell below the table."""
    path = tmp_path / "t.csv"
    path.write_text("id,n,text\nA,1,one\n,2,two\n,,written by us\n", encoding="utf-8")

    with open_table(path, Layout(fill_down=("id",))) as table:
        assert [row.cells.get("id") for row in table.rows] == ["A", "A", None]


BROKEN = {
    "missing": (None, "no-file"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
    "a zip that is no workbook": (b"PK\x05\x06" + bytes(18), "broken"),
    "empty": (b"", "no-header"),
    "not in the encoding told": ("id,name\n1,é\n".encode("cp1252"), "encoding"),
}


@pytest.mark.parametrize(("content", "fault"), BROKEN.values(), ids=BROKEN)
def test_broken_files(tmp_path: Path, content: bytes | None, fault: str) -> None:
    """A file that is no table is refused with the reason, never with a traceback of a library."""
    path = tmp_path / "t.csv"
    if content is not None:
        path.write_bytes(content)

    with (
        pytest.raises(UnreadableTableError) as refused,
        open_table(path, Layout(encoding="utf-8" if fault == "encoding" else None)) as table,
    ):
        list(table.rows)

    assert refused.value.fault == fault
