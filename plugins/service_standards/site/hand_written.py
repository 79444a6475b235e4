"""
Hand-written pages: the home page with what is where and what is new, the pages of areas, all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.handbook import HandPage
from ..model.registry import Role
from .book import Book
from .navigation import area_address, area_anchor, area_title, areas, words_of
from .page import Heading, SitePage
from .prose import Prose, prose
from .register import area_addresses
from .search import SearchEntry
from .shell import page
from .text import plain_text

RECENT = timedelta(days=120)
MOST_NEWS = 6
FIRST = 12
"""So many documents of an area the home page shows."""
MOST_SHOWN = 200
"""Where that would be more than these, it shows of each area only how many it has: the page is the first that a reader loads."""
MOST_TILES = 100
"""So many documents the hand-written page of an area shows; the register has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A folder of documents."""

    key: str
    anchor: str
    """Its place on the home page."""
    title: str
    address: str
    documents: tuple[Shown, ...]
    first: tuple[Shown, ...]
    """Those that are shown."""
    register: str
    """Where all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A version that begins to hold, or did a short time ago."""

    on: date
    title: str
    address: str
    version: str
    summary: str


def hand_written_pages(book: Book) -> Iterator[SitePage]:
    """Yield the hand-written pages; a handbook without `index.md` still has a home page."""
    pages = book.edition.handbook.pages
    yield _home(book, pages.get("index"))
    for name, hand in pages.items():
        if name != "index":
            yield _page(book, hand)


def _home(book: Book, hand: HandPage | None) -> SitePage:
    words, language = _words(book, hand)
    here = book.address()
    before, mark, after = words.partition("\n## ")
    taken = {"areas", "roles", "coming", "recent", *map(area_anchor, areas(book))}
    intro = prose(book, before, here, taken=taken)
    rest = prose(book, mark + after, here, taken=taken | {one.anchor for one in intro.headings}, part=2)
    dashboard = [
        Heading(anchor=anchor, title=book.label(f"home.{anchor}"))
        for anchor in ("roles", "areas", "coming", "recent")
    ]
    coming, recent = tuple(_coming(book))[:MOST_NEWS], tuple(_recent(book))[:MOST_NEWS]
    shown = {"coming": bool(coming), "recent": bool(recent)}
    return page(
        book,
        template="home.html",
        title=intro.title or book.name,
        tab="handbook",
        description=plain_text(intro.html)[:300],
        headings=[*(one for one in dashboard if shown.get(one.anchor, True)), *rest.headings],
        source=_source(book, hand),
        search=_entry(book, hand, here, intro, rest),
        language=language,
        intro=intro,
        rest=rest,
        areas=_areas(book, _first_of_each(book)),
        roles=_roles(book),
        coming=coming,
        recent=recent,
    )


def _page(book: Book, hand: HandPage) -> SitePage:
    words, language = _words(book, hand)
    segments = hand.name.removesuffix("/index").split("/")
    here = book.address(*segments)
    found = prose(book, words, here, folder=hand.name.rpartition("/")[0], taken={"documents"})
    area = next((one for one in _areas(book, MOST_TILES) if f"{one.key}/index" == hand.name), None)
    return page(
        book,
        *segments,
        template="page.html",
        title=found.title or segments[-1],
        tab="handbook" if area else "background",
        description=plain_text(found.html)[:300],
        headings=found.headings,
        source=_source(book, hand),
        search=_entry(book, hand, here, found),
        language=language,
        prose=found,
        area=area,
    )


def _words(book: Book, hand: HandPage | None) -> tuple[str, str]:
    if hand is None:
        return f"# {book.name}\n", book.language
    words, language = words_of(book, hand)
    return book.fill(words, language), language


def _source(book: Book, hand: HandPage | None) -> str | None:
    if hand is None:
        return None
    translated = book.language != book.source_language and book.language in hand.markdown
    return f"{hand.name}.{book.language}.md" if translated else f"{hand.name}.md"


def _areas(book: Book, most: int) -> tuple[Area, ...]:
    """The areas, each with its first documents."""
    registers = area_addresses(book)
    return tuple(
        Area(
            key=key,
            anchor=area_anchor(key),
            title=area_title(book, key),
            address=area_address(book, key),
            documents=tuple(documents),
            first=tuple(documents[:most]),
            register=registers[key],
        )
        for key, documents in areas(book).items()
    )


def _first_of_each(book: Book) -> int:
    shown = sum(min(len(documents), FIRST) for documents in areas(book).values())
    return FIRST if shown <= MOST_SHOWN else 0


def _roles(book: Book) -> tuple[Role, ...]:
    """The roles by whom at least one document is followed."""
    used = {role for shown in book.edition.in_use() for role in shown.document.roles}
    return tuple(
        role for key, role in book.entries("roles").items() if key in used and isinstance(role, Role)
    )


def _coming(book: Book) -> list[News]:
    found = []
    for shown in (*book.edition.shown.values(), *book.edition.coming.values()):
        if shown.next is None or shown.status is DocumentStatus.RETIRED:
            continue
        words = book.wording_of(shown.dossier, shown.next.version).document
        found.append(
            News(
                on=shown.next.record.effective_from,
                title=words.title,
                address=book.address(shown.id, str(shown.next.number)),
                version=str(shown.next.number),
                summary=(words.change.summary or "") if words.change else "",
            )
        )
    return sorted(found, key=lambda one: (one.on, one.title))


def _recent(book: Book) -> list[News]:
    found = []
    for shown in book.edition.in_use():
        if shown.since is None or shown.since < book.edition.on - RECENT:
            continue
        words = book.wordings[shown.id].document
        found.append(
            News(
                on=shown.since,
                title=words.title,
                address=book.address(shown.id),
                version=str(words.version),
                summary=(words.change.summary or "") if words.change else (words.summary or ""),
            )
        )
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.title))


def _entry(book: Book, hand: HandPage | None, here: str, *parts: Prose) -> SearchEntry | None:
    if hand is None:
        return None
    return SearchEntry(
        url=here,
        language=book.language,
        title=parts[0].title or hand.name,
        kind=book.label("page.kind"),
        summary=plain_text(parts[0].html)[:200],
        body=" ".join(plain_text(one.html) for one in parts),
        weight=0.6,
    )
