"""
The whole site: every page of an edition in every language, and the files beside the pages.

What the MkDocs plugin and `standards render` call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from itertools import islice

from ..history.edition import Edition, Shown
from ..history.past import Past
from ..memory import Job
from .book import Book, book_of
from .data import data_files
from .documents import document_pages
from .hand_written import hand_written_pages
from .help import help_pages
from .kept import Kept, PageKeys
from .lists import LISTS, Maker
from .navigation import tabs, ways_around
from .page import NavItem, SitePage
from .prose import PICTURE_FOLDER
from .render import environment
from .search import SearchEntry
from .settings import SiteSettings as SiteSettings
from .versions import document_version_pages, handbook_version_pages


def site_pages(edition: Edition, settings: SiteSettings, kept: Kept | None = None) -> Iterator[SitePage]:
    """
    Yield every page, language by language: those about the handbook as a whole, then document by document.

    Pages that *kept* remembers are not made again; the others are made on all cores.
    """
    kept = kept or Kept()
    keys = PageKeys(kept, edition, settings)
    templates = environment(settings.overrides)
    past = Past(edition.handbook, edition.on, kept.memory)
    books = {
        language: book_of(edition, language, settings, templates, past)
        for language in edition.handbook.settings.languages
    }
    for page in kept.memory.recall_chain(_pages_to_make(books, keys)):
        yield replace(page, surroundings=ways_around(books[page.language]))


def search_entries(edition: Edition, settings: SiteSettings, kept: Kept) -> Iterator[SearchEntry]:
    """Yield what the search finds of all pages, without making those that it never finds; what *kept* remembers is not made again."""
    keys = PageKeys(kept, edition, settings)
    templates = environment(settings.overrides)
    past = Past(edition.handbook, edition.on, kept.memory)

    def jobs() -> Iterator[Job[SearchEntry]]:
        for language in edition.handbook.settings.languages:
            book = book_of(edition, language, settings, templates, past)
            for make in (hand_written_pages, *MAKERS):
                own = keys.of_help(language) if make is help_pages else keys.of_lists(language, make.__name__)
                yield keys.of_search(own), partial(_entries, make, book)
            for id_, shown in edition.shown.items():
                # Of a document only the page of what is shown is found: versions, card and history lead nowhere else.
                first = partial(islice, document_pages(book, shown), 1)
                yield keys.of_search(keys.of_document(language, id_)), partial(_entries, first)

    yield from kept.memory.recall_chain(jobs())


def _entries(make: Callable[..., Iterable[SitePage]], *asked: object) -> Iterator[SearchEntry]:
    return (page.search for page in make(*asked) if page.search)


MAKERS: Mapping[Maker, tuple[str, ...]] = {
    **LISTS,
    handbook_version_pages: ("changes", "as-of", "feed.xml", "data"),
    help_pages: ("help",),
}
"""What makes pages about the handbook as a whole, and how the addresses of its pages and files begin."""


def _pages_to_make(books: Mapping[str, Book], keys: PageKeys) -> Iterator[Job[SitePage]]:
    # The longest first: a single one of them at the end would keep all others waiting.
    for language, book in books.items():
        for make in (hand_written_pages, *LISTS, handbook_version_pages):
            yield keys.of_lists(language, make.__name__), partial(_bare, make, book)
        yield keys.of_help(language), partial(_bare, help_pages, book)
    for language, book in books.items():
        for id_, shown in (*book.edition.shown.items(), *book.edition.coming.items()):
            yield keys.of_document(language, id_), partial(_bare, pages_of_document, book, shown)


def _bare(make: Callable[..., Iterable[SitePage]], *asked: object) -> Iterator[SitePage]:
    """Yield the pages as they can be kept."""
    for page in make(*asked):
        yield replace(page, surroundings=None)


def pages_of_document(book: Book, shown: Shown) -> Iterator[SitePage]:
    """Yield all pages of a document: itself, its card, its versions, their history and comparison."""
    yield from document_pages(book, shown)
    yield from document_version_pages(book, shown)


def site_files(edition: Edition, settings: SiteSettings, pages: Iterable[SitePage]) -> Mapping[str, bytes]:
    """The files beside *pages*, by their path from the site's root: data, and the pictures that they show."""
    listed = tuple(pages)
    return (
        data_files(edition, listed)
        | dict(_pictures(settings, listed))
        | sitemaps(edition, settings, listed)
        | {path: content for page in listed for path, content in page.files.items()}
    )


def sitemaps(edition: Edition, settings: SiteSettings, pages: Iterable[SitePage]) -> dict[str, bytes]:
    """
    The maps of the site (sitemaps.org): one of all pages that machines may list, and one of each other language.

    The theme asks for the latter where readers can switch. Empty if it isn't known where the site will stand.
    """
    source = edition.handbook.settings.source_language
    listed: dict[str, list[str]] = {language: [] for language in edition.handbook.settings.languages}
    for page in pages:
        if page.indexed and settings.site_url:
            url = f"  <url><loc>{escape(settings.absolute(page.address))}</loc></url>\n"
            listed[source].append(url)
            if page.language != source:
                listed[page.language].append(url)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return {
        "sitemap.xml"
        if language == source
        else f"{language}/sitemap.xml": f"{head}{''.join(urls)}</urlset>\n".encode()
        for language, urls in listed.items()
    }


def _pictures(settings: SiteSettings, pages: Iterable[SitePage]) -> Iterator[tuple[str, bytes]]:
    # Only what a page shows: a picture of an internal document must not come with a public site.
    shown = {picture for page in pages for picture in page.pictures}
    for path in sorted(shown):
        content = settings.files.get(path.removeprefix(f"{PICTURE_FOLDER}/"))
        if content is not None:
            yield path, content


def navigation_tabs(book: Book) -> tuple[NavItem, ...]:
    """The tabs of every page, none of them lit."""
    return tabs(book, "")


def glossary_synonyms(edition: Edition) -> dict[str, list[tuple[str, ...]]]:
    """By language, what people call each term of the glossary: the words by which pages that say one are found."""
    handbook = edition.handbook
    source = handbook.settings.source_language
    found: dict[str, list[tuple[str, ...]]] = {
        source: [(term.title, *term.synonyms) for term in handbook.registry.terms.values() if term.synonyms]
    }
    for (language, collection, _), translation in handbook.translations.items():
        if collection == "terms":
            phrases = [text for path, text in translation.texts.items() if path[0] in ("title", "synonyms")]
            found.setdefault(language, []).append(tuple(phrases))
    return found
