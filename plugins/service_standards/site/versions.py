"""All pages of versions: a document's history and comparison, the handbook's changes, what held on a day."""

from __future__ import annotations

from collections.abc import Iterator

from .book import Book
from .changed import Telling
from .compare import compare_page
from .days import as_of_page, changes_page
from .history import history_page
from .page import SitePage


def version_pages(book: Book) -> Iterator[SitePage]:
    """Yield every page of versions in the book's language."""
    tellings = {
        shown.id: telling
        for shown in (*book.edition.shown.values(), *book.edition.coming.values())
        if (telling := Telling(book, shown)).releases
    }
    for telling in tellings.values():
        yield history_page(book, telling.shown, telling)
        yield compare_page(book, telling.shown, telling)
    yield changes_page(book, tellings)
    yield as_of_page(book, tellings)
