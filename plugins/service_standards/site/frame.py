"""
The whole HTML of pages: the frame around articles, made once for all pages that have the same one, and what fills it.

The theme's templates take ten times as long for a page as its few own words in
them: title, lines of navigation, headings, links. So they are run with marks in
the places of these, as often as there are frames; what goes into a place is
what the templates would have put there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..memory import key_of, program
from .page import NavItem, SitePage
from .policy import with_policy

SHELL = "main.html"
"""The theme's template around every page."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What the theme asks of a heading."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """What the theme's templates are told of a page."""

    url: str
    title: str
    canonical_url: str | None
    meta: Mapping[str, object]
    toc: tuple[_Anchor, ...] = ()
    content: str = ""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What a template made, taken apart at its marks."""

    pieces: tuple[str, ...]
    origin: bytes
    script_hashes: frozenset[str]

    @classmethod
    def of(cls, html: str, script_hashes: frozenset[str] = frozenset()) -> _Pieces:
        return cls(tuple(_MARK.split(html)), key_of(html), script_hashes)


@dataclass
class Frames:
    """The frames of a build, by what they depend on."""

    environment: Environment
    context: Callable[[str, ThemePage], Mapping[str, Any]]
    """What the templates are given for a page in a language."""
    site_url: str
    """Where the site will stand, with a slash at the end; empty if that is not known."""
    frames: dict[tuple[object, ...], _Pieces] = field(default_factory=dict)
    """The frames that were made so far; every second piece is the name of a place in them."""
    navs: dict[tuple[object, ...], _Pieces] = field(default_factory=dict)
    """The lines beside pages that were made so far; every second piece is the address of a line."""

    def whole(self, page: SitePage) -> str:
        """The whole HTML of *page*."""
        return "".join(
            self._filled(piece, page) if n % 2 else piece for n, piece in enumerate(self._frame(page).pieces)
        )

    def origin(self, page: SitePage) -> bytes:
        """A hash of all that the whole HTML of *page* is made from: it costs a small part of making it."""
        frame, nav = self._frame(page).origin, self._nav(page).origin
        return key_of(program(), self.site_url, frame, nav, _lit(page), repr(page.own), page.packed)

    @property
    def script_hashes(self) -> frozenset[str]:
        """The hashes of the scripts in all frames that were made so far."""
        return frozenset().union(*(one.script_hashes for one in self.frames.values()))

    def _frame(self, page: SitePage) -> _Pieces:
        key = (
            page.language, page.tab, page.alone, _depth(page), page.indexed, page.address == _home(page),
            bool(page.description), bool(page.headings), bool(page.suggest), bool(page.edit), page.feed,
        )  # fmt: skip
        if key not in self.frames:
            self.frames[key] = _Pieces.of(*with_policy(self._render(SHELL, page, marked=True)))
        return self.frames[key]

    def _nav(self, page: SitePage) -> _Pieces:
        assert page.surroundings
        key = (page.language, _depth(page), page.alone, *page.surroundings.nav_key(page))
        if key not in self.navs:
            self.navs[key] = _Pieces.of(self._render("partials/nav.html", page, marked=True))
        return self.navs[key]

    def _filled(self, place: str, page: SitePage) -> str:
        match place:
            case "title":
                return str(escape(page.title))
            case "description":
                return str(escape(page.description))
            case "canonical":
                return str(escape(self.site_url + page.address))
            case "first":
                return page.headings[0].anchor
            case "nav":
                at = _lit(page)
                return "".join(
                    (LIT if piece == at else "") if n % 2 else piece
                    for n, piece in enumerate(self._nav(page).pieces)
                )
            case _:
                return self._render(f"partials/{place}.html", page, article=place == "content")

    def _render(self, template: str, page: SitePage, *, marked: bool = False, article: bool = False) -> str:
        """What *template* makes for *page*; *marked*: with marks in the places of what is its own; with its *article*, if it asks for that."""
        own = _marked(page) if marked else page
        shown = ThemePage(
            url=own.address,
            title=own.title,
            canonical_url=(_mark("canonical") if marked else self.site_url + own.address)
            if self.site_url
            else None,
            meta={"title": own.title, "site_page": own},
            toc=(_Anchor(f"#{_mark('first')}"),) if marked and page.headings else (),
            content=page.html if article else "",
        )
        context = self.context(page.language, shown)
        # The shell takes its page from `meta`; the lines beside it are those of the very page, seen from a marked one.
        return self.environment.get_template(template).render(
            context, own=page, spoken=page.language, in_frame=marked
        )


LIT = ' aria-current="page"'

_MARK = re.compile("\ue000([^\ue001]*)\ue001")


def _mark(place: str) -> str:
    # Of the private use area: no text of a handbook has them, and no filter changes them.
    return f"\ue000{place}\ue001"


def _marked(page: SitePage) -> SitePage:
    """*page* with marks for its words, at an address of its depth: links from there lead as from any such page."""
    return replace(
        page,
        address=_home(page) + "-/" * _depth(page),
        title=_mark("title"),
        description=_mark("description") if page.description else "",
    )


def _home(page: SitePage) -> str:
    assert page.surroundings  # every page that is shown has them
    return page.surroundings.home


def _lit(page: SitePage) -> str:
    assert page.surroundings
    return page.surroundings.lit(page)


def _depth(page: SitePage) -> int:
    """How many folders it lies below the home page of its language."""
    return page.address.count("/") - _home(page).count("/")


@pass_context
def part(context: Context, place: str) -> Markup:
    """What a template of the theme is on a page; while a frame is made, the mark of its place."""
    if context.get("in_frame"):
        return Markup(_mark(place))
    template = context.environment.get_template(f"partials/{place}.html")
    return Markup(template.render(context.get_all()))


@pass_context
def lit(context: Context, item: NavItem) -> Markup:
    """What marks the line of the page itself; while lines are made for many pages, the mark of its place."""
    if context.get("in_frame"):
        return Markup(_mark(item.address or ""))
    return Markup(LIT if item.address == _lit(context["own"]) else "")
