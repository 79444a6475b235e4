"""All pages of versions: a document's history and comparison, the handbook's changes, what held on a day."""

from __future__ import annotations

from collections.abc import Iterator

from .book import Book
from .changed import Telling
from .compare import compare_page
from .history import history_page
from .page import SitePage


def version_pages(book: Book) -> Iterator[SitePage]:
    """Yield every page of versions in the book's language."""
    for shown in book.edition.shown.values():
        telling = Telling(book, shown)
        if telling.releases:
            yield history_page(book, shown, telling)
            yield compare_page(book, shown, telling)
