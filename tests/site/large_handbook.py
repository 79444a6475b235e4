"""A made handbook whose lists are too long for one page, and its pages about the handbook as a whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.handbook import TODAY, make

from service_standards.history.edition import Edition, edition
from service_standards.model.handbook import Handbook
from service_standards.site.book import Book, book_of
from service_standards.site.hand_written import hand_written_pages
from service_standards.site.lists import LISTS
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.site.versions import handbook_version_pages
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

DOCUMENTS = 330
LANGUAGES = ("en", "uk")


@cache
def large_handbook() -> Handbook:
    """The sample's documents, copied until every kind of list has to be parted."""
    with TemporaryDirectory() as folder:
        make(Path(folder), DOCUMENTS, 1, LANGUAGES)
        found = read_handbook(files_of_folder(Path(folder))).handbook
    assert found
    return found


@cache
def large_edition() -> Edition:
    """The handbook on the day on which it is measured."""
    return edition(large_handbook(), TODAY)


@cache
def large_book(language: str = "en") -> Book:
    """Its words in a language."""
    return book_of(large_edition(), language, SiteSettings(), environment())


@cache
def large_pages(language: str = "en") -> dict[str, SitePage]:
    """All pages about the handbook as a whole, by address."""
    book = large_book(language)
    makers = (hand_written_pages, *LISTS, handbook_version_pages)
    return {page.address: page for make in makers for page in make(book)}
