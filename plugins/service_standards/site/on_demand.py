"""
The site, page by page and file by file, each made when somebody asks for it: for a preview.

What is given for an address is what a build puts there. The beginning of an
address tells what makes its page, and of these pages no more are made than lie
before the one that is asked for. One thread at a time may ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from jinja2 import Environment

from ..history.edition import Edition
from ..history.past import Past
from .book import Book, book_of
from .compare import COMPARISONS
from .data import data_makers
from .hand_written import hand_written_pages
from .kept import Kept
from .lists import Maker
from .navigation import ways_around
from .page import SitePage
from .prose import PICTURE_FOLDER, PICTURES
from .search import SearchEntry
from .settings import SiteSettings
from .site import MAKERS, pages_of_document, search_entries, site_pages, sitemaps


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteOnDemand:
    """An edition of which nothing is made yet; what was made is held as long as this is."""

    edition: Edition
    settings: SiteSettings
    templates: Environment
    kept: Kept = field(default_factory=Kept)
    """Where pages are remembered that are made all at once."""
    _books: dict[str, Book] = field(default_factory=dict, repr=False)
    _pages: dict[tuple[str, Maker | str], _Pages] = field(default_factory=dict, repr=False)
    _brought: dict[str, bytes] = field(default_factory=dict, repr=False)
    """The files that came with the pages made so far."""

    def knows(self, path: str) -> bool:
        """Whether a page or file of the site could be at *path*: this is told without making anything."""
        _, rest = self._spoken(path)
        own = rest.partition("/")[0] in ("", PICTURE_FOLDER, "sitemap.xml")
        return own or next(self._makers(rest), None) is not None

    def page(self, address: str) -> SitePage | None:
        """The page at *address*, `uk/email-reply/`; None if there is none."""
        language, rest = self._spoken(address)
        made = (page for pages in self._likely(language, rest) for page in pages)
        found = next((page for page in made if page.address == address), None)
        return found and replace(found, surroundings=ways_around(self._book(language)))

    def file(self, path: str) -> bytes | None:
        """The file at *path*, `data/register.csv`; None if there is none."""
        if path in self._data:
            return self._data[path]()
        if path.removeprefix(f"{self._spoken(path)[0]}/") == "sitemap.xml":
            # In a preview no page is listed: none has to be made to know that.
            pages = () if self.edition.preview else self._listed
            return sitemaps(self.edition, self.settings, pages).get(path)
        if path.startswith(f"{PICTURE_FOLDER}/"):
            name = path.removeprefix(f"{PICTURE_FOLDER}/")
            return self.settings.files.get(name) if name.lower().endswith(PICTURES) else None
        return self._brought_file(path)

    def entries(self) -> Iterator[SearchEntry]:
        """Yield what the search finds, what is remembered not made again."""
        return search_entries(self.edition, self.settings, self.kept)

    def _brought_file(self, path: str) -> bytes | None:
        own, rest = self._spoken(path)
        # What languages share, as the pictures of guides, comes with the pages of any.
        for language in dict.fromkeys((own, *self.edition.handbook.settings.languages)):
            for pages in self._likely(language, rest):
                for _ in pages:
                    if path in self._brought:
                        return self._brought[path]
        return None

    def _spoken(self, path: str) -> tuple[str, str]:
        """The language of an address, and what of it follows."""
        settings = self.edition.handbook.settings
        first, _, rest = path.partition("/")
        others = [one for one in settings.languages if one != settings.source_language]
        return (first, rest) if first in others else (settings.source_language, path)

    def _likely(self, language: str, rest: str) -> Iterator[_Pages]:
        """Yield the pages among which that at *rest* is, if there is one."""
        for name, make in self._makers(rest):
            if (language, name) not in self._pages:
                self._pages[language, name] = _Pages(partial(make, self._book(language)), self._brought)
            yield self._pages[language, name]

    def _makers(self, rest: str) -> Iterator[tuple[Maker | str, Maker]]:
        """Yield what may make the page or file at *rest*, in any language; the last of a build before the others."""
        edition = self.edition
        first = rest.partition("/")[0]
        if rest.startswith(COMPARISONS):
            first = rest.removeprefix(COMPARISONS).removesuffix(".json")
        if shown := edition.shown.get(first) or edition.coming.get(first):
            yield first, partial(_of_document, shown.id)
        for make, own in reversed(tuple(MAKERS.items())):
            if first in own:
                yield make, make
        if not first or any(name.partition("/")[0] == first for name in edition.handbook.pages):
            yield hand_written_pages, hand_written_pages

    def _book(self, language: str) -> Book:
        if language not in self._books:
            self._books[language] = book_of(self.edition, language, self.settings, self.templates, self._past)
        return self._books[language]

    @cached_property
    def _past(self) -> Past:
        return Past(self.edition.handbook, self.edition.on, self.kept.memory)

    @cached_property
    def _listed(self) -> tuple[SitePage, ...]:
        """All pages without what is on them, for the files that list addresses."""
        bare = partial(replace, packed=b"", headings=(), search=None, surroundings=None, files={})
        return tuple(map(bare, site_pages(self.edition, self.settings, self.kept)))

    @cached_property
    def _data(self) -> Mapping[str, Callable[[], bytes]]:
        return data_makers(self.edition, lambda: self._listed)


@dataclass
class _Pages:
    """The pages that *make* gives, one after another as they are asked for, and never one of them twice."""

    make: Callable[[], Iterable[SitePage]]
    brought: dict[str, bytes]
    _made: list[SitePage] = field(default_factory=list)

    @cached_property
    def _rest(self) -> Iterator[SitePage]:
        return iter(self.make())

    def __iter__(self) -> Iterator[SitePage]:
        yield from self._made
        while (page := self._next()) is not None:
            self._made.append(page)
            self.brought.update(page.files)
            yield page

    def _next(self) -> SitePage | None:
        try:
            return next(self._rest, None)
        except Exception:
            # What failed has ended: the next who asks begins anew, and is told the same.
            self._made.clear()
            del self._rest
            raise


def _of_document(id_: str, book: Book) -> Iterator[SitePage]:
    found = book.edition.shown.get(id_) or book.edition.coming.get(id_)
    assert found
    return pages_of_document(book, found)
