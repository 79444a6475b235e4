"""
The ways through the handbook: tabs, and beside each page the few lines that help there.

Never the whole handbook: a page lists its own area, and the areas, roles and stages by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ..history.edition import Shown
from ..model.documents import Aspect, Audience
from ..model.handbook import HandPage
from .book import Book
from .page import NavItem, Surroundings

TABS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("handbook", ()),
    ("roles", ("roles",)),
    ("journey", ("journey",)),
    ("services", ("services",)),
    ("training", ("training",)),
    ("register", ("register",)),
    ("changes", ("changes",)),
    ("background", ("norms",)),
)
"""The tabs by name, and where each leads."""

MOST = 40
"""How many documents of an area, areas or entries of a registry stand together; of more the part around the page does, and the way to the rest."""


FOLDER_NAMES = {
    "standards": "kind_plural.standard",
    "procedures": "kind_plural.procedure",
    "conduct": "kind_plural.conduct",
    "tests": "kind_plural.test",
    "training": "kind_plural.training",
    "drafts": "nav.drafts",
}
"""Names of folders that say the same in every handbook, and the labels that translate them."""


@lru_cache(maxsize=4)  # the books of a build
def ways_around(book: Book) -> Surroundings:
    """What all pages of *book* have around them."""
    return Surroundings(
        home=book.address(),
        banner=book.label("page.preview") if book.edition.preview else "",
        made=book.label("page.made", date=book.values.date(book.edition.on)),
        foot=foot(book),
        nav=lambda page: side_navigation(book, page.tab, list_of(page.address)),
        nav_key=lambda page: _nav_key(book, page.tab, page.address),
        lit=lambda page: _home(book, page.address) or list_of(page.address),
        tabs=lambda page: tabs(book, page.tab),
    )


def _nav_key(book: Book, tab: str, here: str) -> tuple[object, ...]:
    shown = _document(book, here)
    return (tab, shown.area, _part_of_area(book, shown)) if shown else (tab, list_of(here))


def _document(book: Book, here: str) -> Shown | None:
    """The document to which the page at *here* belongs."""
    return book.edition.shown.get(here.removeprefix(book.address()).partition("/")[0])


def _home(book: Book, here: str) -> str | None:
    shown = _document(book, here)
    return book.address(shown.id) if shown else None


def list_of(here: str) -> str:
    """The address of the list of which the page at *here* is a part; of any other page its own."""
    return re.sub(r"(?<=/)[0-9]+/$", "", here)


def tabs(book: Book, current: str) -> tuple[NavItem, ...]:
    """The tabs of every page, the one named *current* lit."""
    return tuple(
        NavItem(title=book.label(f"tab.{name}"), address=book.address(*segments), current=name == current)
        for name, segments in TABS
    )


def foot(book: Book) -> tuple[NavItem, ...]:
    """The links at the foot of every page."""
    return tuple(
        NavItem(title=book.label(f"nav.{name}"), address=book.address(name))
        for name in (
            "changes",
            "as-of",
            *control(book),
            "glossary",
            "norms",
            "evidence",
            "waivers",
            "data",
            "help",
        )
    )


def control(book: Book) -> tuple[str, ...]:
    """The pages for those who look after the handbook as a whole; a public site does not have them."""
    return ("coverage", "lifecycle", "reviews") if book.edition.audience is Audience.INTERNAL else ()


def side_navigation(book: Book, tab: str, here: str) -> tuple[NavItem, ...]:
    """What stands beside the page at *here* under *tab*: groups of links."""
    match tab:
        case "roles":
            return (_entries(book, "roles", here, unfolded=True), _areas(book, here), _stages(book))
        case "journey":
            return (_stages(book, unfolded=True), _entries(book, "roles", here), _areas(book, here))
        case "services":
            return (
                _entries(book, "services", here, unfolded=True),
                _entries(book, "channels", here, unfolded=True),
                _aspects(book, here),
            )
        case "training":
            return (_training(book), _entries(book, "roles", here))
        case "changes":
            return (_record(book), _areas(book, here))
        case "background":
            return (_background(book), _entries(book, "norms", here, unfolded=True))
        case _:
            return (_areas(book, here, unfolded=True), _entries(book, "roles", here), _stages(book))


def area_title(book: Book, area: str) -> str:
    """The name of a folder: its hand-written page's first heading, else the service, a word, or its own name."""
    if not area:
        return book.label("tab.handbook")
    if written := hand_title(book, f"{area}/index"):
        return written
    if area in book.entries("services"):
        return book.title("services", area)
    if area in FOLDER_NAMES:
        return book.label(FOLDER_NAMES[area])
    return area.replace("-", " ").capitalize()


def hand_title(book: Book, name: str) -> str:
    """The first heading of a hand-written page; empty if there is no such page, or no heading in it."""
    page = book.edition.handbook.pages.get(name)
    lines = words_of(book, page)[0].splitlines() if page else []
    return next((line[2:].strip() for line in lines if line.startswith("# ")), "")


def words_of(book: Book, page: HandPage) -> tuple[str, str]:
    """The Markdown of a hand-written page in the book's language, else in the source language; and which it is."""
    own = page.markdown.get(book.language)
    if own is not None and book.language != book.source_language:
        return own, book.language
    # The file without a language in its name is the source's.
    return page.markdown.get("", page.markdown.get(book.source_language, "")), book.source_language


def area_address(book: Book, area: str) -> str:
    """Where an area is listed: on its hand-written page, else at its place on the home page."""
    if f"{area}/index" in book.edition.handbook.pages or area in ("tests", "training"):
        return book.address(area)
    return f"{book.address()}#{area_anchor(area)}"


def area_anchor(area: str) -> str:
    """The place of an area on the home page, which lists all of them; folders may have spaces in their names."""
    return f"area-{'-'.join(area.split()) or 'top'}"


def areas(book: Book) -> dict[str, list[Shown]]:
    """The documents in use by area, in the order of the folders."""
    found: dict[str, list[Shown]] = {}
    for shown in book.edition.in_use():
        found.setdefault(shown.area, []).append(shown)
    return found


@lru_cache(maxsize=4)  # the books of a build
def _areas_of(book: Book) -> Mapping[str, Sequence[Shown]]:
    return areas(book)


def _areas(book: Book, here: str, unfolded: bool = False) -> NavItem:
    shown = _document(book, here)
    items = _area_items(book)
    own = next(
        (area for area, item in items.items() if (shown and shown.area == area) or item.address == here), None
    )
    lines = [_unfolded(book, area, item, shown) if area == own else item for area, item in items.items()]
    rest = NavItem(title=book.label("nav.every", len(lines)), address=f"{book.address()}#areas")
    at = list(items).index(own) if own is not None else 0
    return NavItem(title=book.label("nav.areas"), items=_around(lines, at, rest), current=unfolded)


def _around(lines: Sequence[NavItem], at: int, rest: NavItem) -> tuple[NavItem, ...]:
    """*lines*, if they are few; else those that stand together with the one at *at*, and *rest*, the way to all."""
    if len(lines) <= MOST:
        return tuple(lines)
    start = at // MOST * MOST
    return (*lines[start : start + MOST], rest)


@lru_cache(maxsize=4)  # the books of a build
def _area_items(book: Book) -> dict[str, NavItem]:
    """The areas by their folders, none of them unfolded."""
    return {
        area: NavItem(title=area_title(book, area), address=area_address(book, area))
        for area in _areas_of(book)
    }


def _unfolded(book: Book, area: str, item: NavItem, shown: Shown | None) -> NavItem:
    """An area with its documents; of a large one, with those around *shown*."""
    documents = _areas_of(book)[area]
    start = _part_of_area(book, shown) * MOST if shown and len(documents) > MOST else 0
    lines = tuple(
        NavItem(title=book.title("documents", one.id), address=book.address(one.id))
        for one in documents[start : start + MOST]
    )
    if len(documents) > MOST:
        rest = f"{book.address('register')}?area={area}"
        lines = (*lines, NavItem(title=book.label("nav.all", len(documents)), address=rest))
    return replace(item, items=lines, current=True)


def _part_of_area(book: Book, shown: Shown) -> int:
    """Which part of its area a document is listed in."""
    return _positions(book).get(shown.id, 0) // MOST


@lru_cache(maxsize=4)  # the books of a build
def _positions(book: Book) -> dict[str, int]:
    """The place of each document among those of its area."""
    return {one.id: n for documents in _areas_of(book).values() for n, one in enumerate(documents)}


def _entries(book: Book, registry: str, here: str = "", unfolded: bool = False) -> NavItem:
    lines = [
        NavItem(title=entry.title, address=book.address(registry, key))
        for key, entry in book.entries(registry).items()
    ]
    at = next((n for n, line in enumerate(lines) if line.address == here), 0)
    rest = NavItem(title=book.label("nav.every", len(lines)), address=book.address(registry))
    return NavItem(
        title=book.label(f"nav.{registry}"),
        address=book.address(registry),
        items=_around(lines, at, rest),
        current=unfolded,
    )


def _stages(book: Book, unfolded: bool = False) -> NavItem:
    return NavItem(
        title=book.label("nav.stages"),
        address=book.address("journey"),
        items=tuple(
            NavItem(title=entry.title, address=f"{book.address('journey')}#{key}")
            for key, entry in book.entries("stages").items()
        ),
        current=unfolded,
    )


def _aspects(book: Book, here: str) -> NavItem:
    return NavItem(
        title=book.label("nav.aspects"),
        address=book.address("aspects"),
        items=tuple(
            NavItem(title=book.label(f"aspect.{aspect}"), address=book.address("aspects", aspect))
            for aspect in Aspect
        ),
        current="/aspects/" in f"/{here}",
    )


def _training(book: Book) -> NavItem:
    return NavItem(
        title=book.label("nav.training"),
        address=book.address("training"),
        items=tuple(
            NavItem(title=entry.title, address=book.address("training", key))
            for key, entry in book.entries("roles").items()
        ),
        current=True,
    )


def _record(book: Book) -> NavItem:
    """What was, what is, what will be."""
    return NavItem(
        title=book.label("tab.changes"),
        items=tuple(
            NavItem(title=book.label(f"nav.{name}"), address=book.address(name))
            for name in ("changes", "as-of", "data")
        ),
        current=True,
    )


def _background(book: Book) -> NavItem:
    listed = (*control(book), "norms", "evidence", "waivers", "glossary", "data", "help")
    hand_written = [name for name in book.edition.handbook.pages if "/" not in name and name != "index"]
    return NavItem(
        title=book.label("tab.background"),
        items=(
            *(NavItem(title=book.label(f"nav.{name}"), address=book.address(name)) for name in listed),
            *(
                NavItem(title=hand_title(book, name) or name, address=book.address(name))
                for name in hand_written
            ),
        ),
        current=True,
    )
