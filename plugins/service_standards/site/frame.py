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


@dataclass
class Frames:
    """The frames of a build, by what they depend on."""

    environment: Environment
    context: Callable[[str, ThemePage], Mapping[str, Any]]
    """What the templates are given for a page in a language."""
    site_url: str
    """Where the site will stand, with a slash at the end; empty if that is not known."""
    made: dict[tuple[object, ...], tuple[tuple[str, ...], frozenset[str]]] = field(default_factory=dict)
    """What was made so far, and what scripts are in it."""
    navs: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def whole(self, page: SitePage) -> tuple[str, frozenset[str]]:
        """The whole HTML of *page*, and the hashes of the scripts in it."""
        key = (
            page.language, page.tab, page.alone, _depth(page), page.indexed, page.address == _home(page),
            bool(page.description), bool(page.headings), bool(page.suggest), bool(page.edit), page.feed,
        )  # fmt: skip
        if key not in self.made:
            html, hashes = with_policy(self._render(SHELL, page, marked=True))
            self.made[key] = tuple(_MARK.split(html)), hashes
        pieces, hashes = self.made[key]
        return "".join(
            self._filled(piece, page) if n % 2 else piece for n, piece in enumerate(pieces)
        ), hashes

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
                return self._nav(page)
            case _:
                return self._render(f"partials/{place}.html", page, marked=False)

    def _nav(self, page: SitePage) -> str:
        assert page.surroundings
        key = (page.language, _depth(page), page.alone, *page.surroundings.nav_key(page))
        if key not in self.navs:
            self.navs[key] = tuple(_MARK.split(self._render("partials/nav.html", page, marked=True)))
        at = page.surroundings.lit(page)
        return "".join(
            (LIT if piece == at else "") if n % 2 else piece for n, piece in enumerate(self.navs[key])
        )

    def _render(self, template: str, page: SitePage, *, marked: bool) -> str:
        """What *template* makes for *page*; *marked*: with marks in the places of what is its own."""
        own = _marked(page) if marked else page
        shown = ThemePage(
            url=own.address,
            title=own.title,
            canonical_url=(_mark("canonical") if marked else self.site_url + own.address)
            if self.site_url
            else None,
            meta={"title": own.title, "site_page": own},
            toc=(_Anchor(f"#{_mark('first')}"),) if marked and page.headings else (),
            content="" if marked else page.html,
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
    own: SitePage = context["own"]
    assert own.surroundings
    return Markup(LIT if item.address == own.surroundings.lit(own) else "")
