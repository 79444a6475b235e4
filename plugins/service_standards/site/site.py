"""
The whole site: every page of an edition in every language, and the files beside the pages.

What the MkDocs plugin and `standards render` call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..history.edition import Edition
from .book import Book, book_of
from .data import data_files
from .documents import document_pages
from .hand_written import hand_written_pages
from .lists import list_pages
from .navigation import tabs
from .page import NavItem, SitePage
from .render import environment
from .settings import SiteSettings as SiteSettings


def site_pages(edition: Edition, settings: SiteSettings) -> Iterator[SitePage]:
    """Yield every page, language by language: home and hand-written pages, documents, lists."""
    templates = environment(settings.overrides)
    for language in edition.handbook.settings.languages:
        book = book_of(edition, language, settings, templates)
        yield from hand_written_pages(book)
        yield from document_pages(book)
        yield from list_pages(book)


def site_files(
    edition: Edition, settings: SiteSettings, pages: Iterable[SitePage] = ()
) -> Mapping[str, bytes]:
    """The files beside the pages, by their path from the site's root: data."""
    return data_files(edition)


def navigation_tabs(book: Book) -> tuple[NavItem, ...]:
    """The tabs of every page, none of them lit."""
    return tabs(book, "")
