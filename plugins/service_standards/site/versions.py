"""All pages of versions: a document's history and comparison, the handbook's changes, what held on a day."""

from __future__ import annotations

from collections.abc import Iterator

from ..history.edition import Shown
from .as_of import as_of_pages
from .book import Book
from .changed import Telling
from .compare import compare_page
from .days import changes_pages
from .history import history_page
from .page import SitePage


def document_version_pages(book: Book, shown: Shown) -> Iterator[SitePage]:
    """Yield history and comparison of a document; none where nothing of it was released."""
    telling = Telling(book, shown)
    if telling.releases:
        yield history_page(book, shown, telling)
        yield compare_page(book, shown, telling)


def handbook_version_pages(book: Book) -> Iterator[SitePage]:
    """Yield the pages about the versions of all documents."""
    tellings = {
        shown.id: telling
        for shown in (*book.edition.shown.values(), *book.edition.coming.values())
        if (telling := Telling(book, shown)).releases
    }
    yield from changes_pages(book, tellings)
    yield from as_of_pages(book, tellings)
