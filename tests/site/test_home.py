"""The home page: what is coming, and the places that the side navigation leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from bs4 import BeautifulSoup
from tests.history.changing import changing_files, changing_handbook

from service_standards.history.edition import edition
from service_standards.site.book import Book, book_of
from service_standards.site.documents import document_pages
from service_standards.site.hand_written import hand_written_pages
from service_standards.site.page import NavItem, SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.source.handbook import read_handbook

WAITING = date(2026, 6, 15)
"""A document was released two weeks ago and waits for 1 September; nothing of it ever held."""


def book(on: date = WAITING) -> Book:
    """The changing handbook on a day."""
    return book_of(edition(changing_handbook(), on), "en", SiteSettings(), environment())


def home(made: Book) -> SitePage:
    """Its home page."""
    return next(iter(hand_written_pages(made)))


def soup(page: SitePage) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def test_a_document_that_waits_for_its_first_day_is_coming() -> None:
    """It is announced with its day, and the way to what it will say."""
    made = book()
    [line] = soup(home(made)).select(".ss-news--coming li")

    assert "Lockers" in line.get_text()
    assert line.time
    assert line.time["datetime"] == "2026-09-01"
    assert line.a
    assert line.a["href"] == "lockers/1.0.0/"
    assert "lockers/1.0.0/" in {one.address for one in document_pages(made, made.edition.coming["lockers"])}


def test_on_its_day_it_is_new() -> None:
    """Then it holds, and nothing is coming any more."""
    found = soup(home(book(date(2026, 9, 1))))

    assert not found.select(".ss-news--coming")
    assert "Lockers" in found.select_one(".ss-news").get_text()


PAGES = {
    "without": None,
    "with the shortest": b"# Home\n",
    "without a title": b"Read this first.\n",
    "with headings of its own": b"# Home\n\nWords.\n\n## Areas\n\n### Area help\n\n## Help\n\nWords.\n",
    "with a heading before the first section": b"# Home\n\n### Area help\n\nWords.\n\n## Area help\n",
}


@pytest.mark.parametrize("words", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("folder", ["help", "customer help", "Підтримка"])
def test_the_side_navigation_leads_to_what_is_there(words: bytes | None, folder: str) -> None:
    """Whatever is written on the home page: every place in its side navigation is on it, once."""
    files = {name.replace("help/", f"{folder}/"): data for name, data in changing_files().items()}
    del files["index.md"]
    if words is not None:
        files["index.md"] = words
    handbook = read_handbook(files).handbook
    assert handbook
    page = home(book_of(edition(handbook, WAITING), "en", SiteSettings(), environment()))
    ids = [one["id"] for one in soup(page).select("[id]")]
    places = [one.removeprefix("#") for one in _addresses(page.nav) if one.startswith("#")]

    assert any(one.startswith("area-") for one in places)
    assert set(places) <= set(ids)
    assert len(ids) == len(set(ids))
    assert not [one for one in ids if " " in one]


def _addresses(items: tuple[NavItem, ...]) -> Iterator[str]:
    for one in items:
        if one.address:
            yield one.address
        yield from _addresses(one.items)
