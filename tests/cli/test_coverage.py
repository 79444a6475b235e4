"""`standards coverage`: what stands behind every promise, the same as on the site."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.cli.conftest import Run, answer
from tests.conftest import TODAY

from service_standards.history.edition import edition
from service_standards.site.book import book_of
from service_standards.site.coverage import coverage_pages
from service_standards.site.data import data_files
from service_standards.site.lifecycle import lifecycle_pages
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

NEEDS = ("procedure", "measure", "test", "training")
GAP = "2025-04-01"
"""On this day a promise about fax stood alone: nobody had written how to keep it."""


def cells(html: str, name: str) -> set[tuple[str, int, str]]:
    """Every place of a matrix on a page: row, column, state."""
    rows = BeautifulSoup(html, "html.parser").select(f"table[data-matrix={name}] tr[data-row]")
    return {
        (str(row["data-row"]), n, str(cell["data-state"]).replace("-", " "))
        for row in rows
        for n, cell in enumerate(row.select("td"))
    }


@pytest.mark.parametrize("on", [TODAY, GAP])
def test_the_answer_is_what_the_page_shows(run: Run, handbook: Path, on: str) -> None:
    """Set equality, place by place, of all six matrices; and the files of the site are what `--csv` writes."""
    given = answer(run("coverage", "--json", "--on", on))
    read = read_handbook(files_of_folder(handbook)).handbook
    assert read
    shown = edition(read, date.fromisoformat(on))
    book = book_of(shown, "uk", SiteSettings(), environment())
    html = "".join(page.html for page in (*coverage_pages(book), *lifecycle_pages(book)))

    places: dict[str, set[tuple[str, int, str]]] = {
        "commitments": {
            (row["id"], n, row[need]) for row in given["commitments"] for n, need in enumerate(NEEDS)
        },
        "components": {
            (f"{row['service']}/{row['channel']}", n % 5, row["state"])
            for n, row in enumerate(given["components"])
        },
        "rules": {
            (row["id"], n, row[name])
            for row in given["rules"]
            for n, name in enumerate(("observable", "tested"))
        },
        "tests": {(row["type"], 0, row["state"]) for row in given["tests"]},
        "norms": {(f"{row['norm']}/{row['clause']}", 0, row["state"]) for row in given["norms"]},
        "lifecycle": {(row["document"], n % 5, row["state"]) for n, row in enumerate(given["lifecycle"])},
    }
    files = data_files(shown)
    for name, found in places.items():
        assert found
        assert cells(html, name) == found, name
        assert run("coverage", "--csv", name, "--on", on).stdout_bytes == files[f"data/coverage-{name}.csv"]


def test_only_what_was_in_force(run: Run) -> None:
    """The promises of the documents that `list` names, on the same day; no draft, nothing retired."""
    in_force = {one["id"] for one in answer(run("list", "--kind", "standard", "--json"))["documents"]}
    rows = answer(run("coverage", "--json"))

    assert {row["document"] for row in rows["commitments"]} == in_force
    assert {row["document"] for row in rows["lifecycle"]} == {
        one["id"] for one in answer(run("list", "--json"))["documents"]
    }
    assert "locker-collection" not in in_force
    assert "fax-enquiries" not in in_force


FAIL = {
    "today nothing is missing": ((), 0),
    "without the option it only says": (("--on", GAP), 0),
    "on that day": (("--on", GAP, "--fail-on", "missing"), 1),
    "what is there is required": (("--on", GAP, "--fail-on", "missing", "--require", "measure"), 0),
    "what is missing is required": (("--on", GAP, "--fail-on", "missing", "--require", "test,measure"), 1),
    "as JSON": (("--on", GAP, "--fail-on", "missing", "--json"), 1),
    "as CSV": (("--on", GAP, "--fail-on", "missing", "--csv"), 1),
    "nothing was in force": (("--on", "2020-01-01"), 3),
    "no such need": (("--require", "luck"), 2),
    "no need at all": (("--require", ","), 2),
    "no such table": (("--csv", "luck"), 2),
    "two answers at once": (("--csv", "--json"), 2),
}


@pytest.mark.parametrize(("options", "code"), FAIL.values(), ids=FAIL)
def test_exit_codes(run: Run, options: tuple[str, ...], code: int) -> None:
    """0 clean, 1 something required is missing, 2 wrong use, 3 no record."""
    assert run("coverage", *options).exit_code == code


def test_the_gap_is_named(run: Run) -> None:
    """For people by a word in the row, for programs by a list."""
    said = run("coverage", "--on", GAP).stdout
    [line] = [one for one in said.splitlines() if one.startswith("fax-enquiries#answer")]
    [row] = [one for one in answer(run("coverage", "--on", GAP, "--json"))["commitments"] if one["missing"]]

    assert line.split() == ["fax-enquiries#answer", "MISSING", "+", "MISSING", "MISSING"]
    assert "  acceptance / in-person: courtesy" in said
    assert "  fax-enquiries: training (missing), monitoring (missing)" in said
    assert (row["id"], row["missing"]) == ("fax-enquiries#answer", ["procedure", "test", "training"])


def test_only_what_is_required_counts(run: Run) -> None:
    """In the columns for people, and in `missing` for programs."""
    said = run("coverage", "--on", GAP, "--require", "training,measure").stdout
    given = answer(run("coverage", "--on", GAP, "--require", "training,measure", "--json"))

    assert said.splitlines()[0].split() == ["measure", "training"]
    assert given["required"] == ["measure", "training"]
    assert given["commitments_missing"] == 1
    assert [row["missing"] for row in given["commitments"] if row["missing"]] == [["training"]]


def test_csv_is_the_promises_unless_a_table_is_named(run: Run) -> None:
    """Ids and states, and beside each what covers it."""
    text = run("coverage", "--csv").stdout_bytes.decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    assert rows["email-reply#answer"]["procedure"] == "covered"
    assert rows["email-reply#answer"]["procedure_by"] == "email-handling"
    assert rows["email-reply#answer"]["missing"] == ""


@pytest.mark.parametrize(("language", "said"), [("uk", "Обіцянки: 19 з 19"), ("ru", "Обещания: 19 из 19")])
def test_in_the_editors_language(run: Run, language: str, said: str) -> None:
    """The sentences; ids and names of fields stay."""
    assert said in run("coverage", "--language", language).stdout
