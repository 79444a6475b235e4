"""Coverage and the board of the five steps, as pages and as tables."""

from __future__ import annotations

import csv
import io
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag
from tests.site.small_handbook import TODAY, book, edition_today, handbook, pages

from service_standards.history.edition import edition
from service_standards.model.documents import Audience
from service_standards.site.book import book_of
from service_standards.site.coverage_tables import COLUMNS, coverage_tables
from service_standards.site.data import data_files
from service_standards.site.lists import LISTS
from service_standards.site.navigation import control, foot
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings

LANGUAGES = ("en", "uk", "ru")
NEEDS = ("procedure", "measure", "test", "training")


@cache
def soup(name: str, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(pages(language)[book(language).address(name)].html, "html.parser")


def matrix(name: str, language: str = "en") -> dict[str, list[str]]:
    """The states of a matrix on its page, by row."""
    page = "lifecycle" if name == "lifecycle" else "coverage"
    table = soup(page, language).select_one(f"table[data-matrix={name}]")
    assert table
    return {
        str(row["data-row"]): [str(cell["data-state"]).replace("-", " ") for cell in row.select("td")]
        for row in table.select("tr[data-row]")
    }


def table(name: str) -> list[dict[str, str]]:
    text = data_files(edition_today())[f"data/coverage-{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


COMMITMENTS = {
    "waiting#wait": ["covered", "missing", "covered", "covered"],
    "waiting#smile": ["missing", "missing", "missing", "covered"],
    "answer#soon": ["missing", "missing", "missing", "missing"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_file_say_the_same(language: str) -> None:
    """Every matrix, every row, every state; and what it says of the promises is right."""
    assert matrix("commitments", language) == COMMITMENTS
    assert {row["id"]: [row[need] for need in NEEDS] for row in table("commitments")} == COMMITMENTS

    components: dict[str, list[str]] = {}
    for row in table("components"):
        components.setdefault(f"{row['service']}/{row['channel']}", []).append(row["state"])
    assert matrix("components", language) == components
    assert matrix("rules", language) == {
        row["id"]: [row["observable"], row["tested"]] for row in table("rules")
    }
    assert matrix("tests", language) == {row["type"]: [row["state"]] for row in table("tests")}
    assert matrix("norms", language) == {
        f"{row['norm']}/{row['clause']}": [row["state"]] for row in table("norms")
    }

    steps: dict[str, list[str]] = {}
    for row in table("lifecycle"):
        steps.setdefault(row["document"], []).append(row["state"])
    assert matrix("lifecycle", language) == steps


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["coverage", "lifecycle"])
def test_nothing_covers_without_a_link_or_a_word(page: str, language: str) -> None:
    """A covered cell leads to what covers it; every other says in words what it is; no state is a colour alone."""
    for cell in soup(page, language).select("td[data-state]"):
        state = cell["data-state"]
        text = cell.get_text(" ", strip=True)
        assert text, state
        if state == "covered":
            assert cell.select("a[href]") or cell.select("details li")
        if state in ("missing", "partial"):
            assert cell.select_one(".mx-word")


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_clauses_on_pages_that_are_there(language: str) -> None:
    """The item of the test, the clause of the promise."""
    row = soup("coverage", language).select_one('[data-row="waiting#wait"]')
    assert row

    assert [one["href"] for one in row.select("a")] == [
        "../waiting/#wait",
        "../serve/",
        "../shop/#timed",
        "../course/",
    ]


@pytest.mark.parametrize("page", ["coverage", "lifecycle"])
def test_drafts_and_retired_documents_are_not_named(page: str) -> None:
    """Neither as a row nor as what covers one."""
    text = str(soup(page).select_one("[data-coverage]"))

    assert "../draft/" not in text
    assert "../gone/" not in text


def test_gaps_are_counted() -> None:
    """In the sentence at the top, in the heads of the columns, and marked for the filter."""
    sums = [one.get_text(" ", strip=True) for one in soup("coverage").select(".mx-sums li")]
    heads = [
        one.get_text(" ", strip=True) for one in soup("coverage").select("[data-matrix=commitments] thead th")
    ]
    gaps = {str(one["data-row"]) for one in soup("coverage").select("[data-matrix=commitments] tr[data-gap]")}

    assert sums[0] == "Promises 0 of 3 have procedure, measure, test and training."
    assert heads == ["Promise", "Procedure 1 of 3", "Measure 0 of 3", "Test 1 of 3", "Training 2 of 3"]
    assert gaps == set(COMMITMENTS)


def test_what_is_left_out_says_why() -> None:
    """The reason of the registry stands in the cell."""
    service = handbook().registry.services["sale"]
    why = service.model_validate(
        service.model_dump() | {"not_applicable": [{"component": "resolution", "reason": "Sales are final."}]}
    )
    registry = handbook().registry.model_copy(
        update={"services": {**handbook().registry.services, "sale": why}}
    )
    from dataclasses import replace

    shown = edition(replace(handbook(), registry=registry), TODAY)
    made = book_of(shown, "en", SiteSettings(), environment())
    found = {page.address: page for make in LISTS for page in make(made)}
    row = BeautifulSoup(found["coverage/"].html, "html.parser").select_one('[data-row="sale/counter"]')
    assert row
    cell = row.select("td")[4]

    assert cell["data-state"] == "not-needed"
    assert "Sales are final." in cell.get_text()


def test_tables_can_be_read_without_anything_else() -> None:
    """Heads for columns, rows and groups; wide ones scroll by keyboard and have a name."""
    for page in ("coverage", "lifecycle"):
        for one in soup(page).select("table[data-matrix]"):
            assert isinstance(one.parent, Tag)
            assert one.parent["tabindex"] == "0"
            assert one.parent["aria-label"]
            assert all(head["scope"] == "col" for head in one.select("thead th"))
            assert all(row.select_one("th[scope=row]") for row in one.select("tr[data-row]"))
            assert all(head["scope"] == "rowgroup" for head in one.select(".mx-group th"))


def test_a_public_site_has_none_of_it() -> None:
    """What is internal would look like a gap there."""
    shown = edition(handbook(), TODAY, audience=Audience.PUBLIC)
    public = book_of(shown, "en", SiteSettings(), environment())
    addresses = {page.address for make in LISTS for page in make(public)}

    assert control(public) == ()
    assert not addresses & {"coverage/", "lifecycle/"}
    assert not any("coverage" in item.title.lower() for item in foot(public))
    assert not any("coverage" in path for path in data_files(shown))


def test_every_table_has_its_columns_and_is_listed() -> None:
    """Under /data/, with a word on what is in it."""
    tables = coverage_tables(edition_today())
    listed = {str(one["href"]).rpartition("/")[2] for one in soup("data").select("th a")}

    assert set(tables) == set(COLUMNS)
    for name, found in tables.items():
        assert found.rows
        assert all(set(row) == set(COLUMNS[name]) for row in found.rows)
        assert f"coverage-{name}.csv" in listed
