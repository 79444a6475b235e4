"""
A hook of MkDocs for measuring: of the whole site only the page of each document is made, and the search of these.

So that our builds can stand beside generators that make one page a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from service_standards.history.edition import Edition, Shown
from service_standards.site import site
from service_standards.site.book import Book
from service_standards.site.documents import document_page
from service_standards.site.page import SitePage


def _page_of_document(book: Book, shown: Shown) -> Iterator[SitePage]:
    yield document_page(book, shown, ())


def _none(book: Book) -> Iterator[SitePage]:
    yield from ()


def _no_files(edition: Edition, pages: Iterable[SitePage]) -> dict[str, bytes]:
    return {}


def on_startup(**_: Any) -> None:
    """Leave out the rest."""
    site.LISTS = ()
    site.hand_written_pages = site.handbook_version_pages = _none  # type: ignore[assignment]
    site.pages_of_document = _page_of_document
    site.data_files = _no_files  # type: ignore[assignment]
