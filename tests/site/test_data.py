"""The files for machines."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from tests.site.small_handbook import edition_today, pages

from service_standards.archive.freeze import LEDGER_HEAD, last_hash, ledger_text
from service_standards.model.handbook import LedgerLine
from service_standards.site.data import data_files, ledger_hash
from service_standards.spreadsheets import safe_cell

FILES = data_files(edition_today(), pages().values())

CELLS = {
    "formula": ("=SUM(A1)", "'=SUM(A1)"),
    "plus": ("+380", "'+380"),
    "minus": ("-1", "'-1"),
    "at": ("@clerk", "'@clerk"),
    "tab": ("\tx", "'\tx"),
    "text": ("5 minutes", "5 minutes"),
    "nothing": (None, ""),
}


@pytest.mark.parametrize(("value", "cell"), CELLS.values(), ids=CELLS)
def test_cells_are_harmless(value: str | None, cell: str) -> None:
    """A spreadsheet runs what looks like a formula: so nothing does."""
    assert safe_cell(value) == cell


def table(name: str) -> list[dict[str, str]]:
    text = FILES[f"data/{name}"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables_open_in_a_spreadsheet() -> None:
    """With the mark by which it knows UTF-8, and no cell that runs."""
    for name in ("register.csv", "commitments.csv"):
        assert FILES[f"data/{name}"].startswith(b"\xef\xbb\xbf")
        for row in table(name):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    [smile] = [row for row in table("commitments.csv") if row["id"] == "waiting#smile"]
    assert smile["statement"] == "'=SUM(A1) is what we never say."


def test_tables_and_json_say_the_same() -> None:
    """Row by row."""
    documents = json.loads(FILES["data/documents.json"])["documents"]
    commitments = json.loads(FILES["data/commitments.json"])["commitments"]

    assert [row["id"] for row in table("register.csv")] == [one["id"] for one in documents]
    assert [row["id"] for row in table("commitments.csv")] == [one["id"] for one in commitments]
    for row, one in zip(table("register.csv"), documents, strict=True):
        assert row["status"] == one["status"]
        assert row["roles"] == " ".join(one["roles"])
        assert row["next_version"] == (one["next_version"] or "")


def test_commitments_have_values_and_filled_texts() -> None:
    """The limit as it is written in the file, the statement as it is read."""
    [wait] = [
        one
        for one in json.loads(FILES["data/commitments.json"])["commitments"]
        if one["id"] == "waiting#wait"
    ]

    assert (wait["limit"], wait["limit_kind"], wait["share"]) == ("5 minutes", "at_most", "90%")
    assert wait["statement"] == "A clerk greets you within 5\xa0minutes."
    assert wait["address"] == "waiting/#wait"


def test_releases_have_status_and_interval() -> None:
    """The scheduled one is among them, since it is already public."""
    found = json.loads(FILES["data/releases.json"])
    serve = [
        (one["version"], one["status"], one["until"]) for one in found["releases"] if one["id"] == "serve"
    ]

    assert serve == [("1.0.0", "in force", "2027-01-01"), ("2.0.0", "scheduled", None)]


def test_ledger_hash_is_that_of_the_file() -> None:
    """What the site prints is what `standards verify --expect` compares."""
    line = LedgerLine(
        released_on="2026-05-01",
        id="waiting",
        version="1.0.0",
        release_sha256="a" * 64,
        previous_sha256="0" * 64,
    )
    edition = edition_today()
    with_ledger = replace(edition, handbook=replace(edition.handbook, ledger=(line,)))

    assert ledger_hash(edition) == "0" * 64
    assert ledger_hash(with_ledger) == last_hash((LEDGER_HEAD + ledger_text(line)).encode())


def test_addresses_are_those_of_pages_and_of_shown_clauses() -> None:
    """Sorted, each once; clauses only where their page is."""
    found = json.loads(FILES["data/addresses.json"])["addresses"]

    assert found == sorted(set(found))
    assert set(pages()) <= set(found)
    assert "waiting/#wait" not in found  # the document's page was not among those given
    everything = json.loads(
        data_files(edition_today(), [*pages().values(), replace(pages()["roles/"], address="uk/waiting/")])[
            "data/addresses.json"
        ]
    )["addresses"]
    assert "uk/waiting/#wait" in everything


def test_the_same_edition_gives_the_same_bytes() -> None:
    """And none of them depends on the order of the pages."""
    assert data_files(edition_today(), reversed(list(pages().values()))) == FILES
    for name, content in FILES.items():
        if name.endswith(".json"):
            assert json.loads(content)
