"""
The frame around articles: made once for all pages that have the same one, then filled page by page.

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


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What the theme asks of a heading."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A page of which the theme knows nothing but that there is one: its words are marks."""

    url: str
    title: str
    canonical_url: str | None
    meta: Mapping[str, object]
    toc: tuple[_Anchor, ...]
    content: str = ""


@dataclass
class Frames:
    """The frames of a build, by what they depend on."""

    environment: Environment
    _made: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)
    _navs: dict[tuple[object, ...], tuple[str, ...]] = field(default_factory=dict)

    def forget(self) -> None:
        """Make all anew: the handbook is another one."""
        self._made.clear()
        self._navs.clear()

    def around(
        self, page: SitePage, context: Mapping[str, Any], render: Callable[[dict[str, Any]], str]
    ) -> str:
        """
        The whole HTML of *page*, as *render* would give it from *context*.

        *context* is what the theme's templates are given: `page` has the
        article, its full address and its headings.
        """
        canonical = context["page"].canonical_url
        key = (
            page.language, page.tab, page.alone, _depth(page), page.indexed, page.address == _home(page), bool(canonical),
            bool(page.description), bool(page.headings), bool(page.suggest), bool(page.edit),
        )  # fmt: skip
        if key not in self._made:
            self._made[key] = tuple(_MARK.split(render(_with_marks(page, context))))
        return "".join(
            self._filled(piece, page, context) if n % 2 else piece for n, piece in enumerate(self._made[key])
        )

    def _filled(self, place: str, page: SitePage, context: Mapping[str, Any]) -> str:
        match place:
            case "title":
                return str(escape(page.title))
            case "description":
                return str(escape(page.description))
            case "canonical":
                return str(escape(context["page"].canonical_url))
            case "first":
                return page.headings[0].anchor
            case "nav":
                return self._nav(page, context)
            case _:
                return self._part(place, page, context)

    def _nav(self, page: SitePage, context: Mapping[str, Any]) -> str:
        assert page.surroundings
        key = (page.language, _depth(page), page.alone, *page.surroundings.nav_key(page))
        if key not in self._navs:
            self._navs[key] = tuple(_MARK.split(self._part("nav", page, _with_marks(page, context))))
        at = page.surroundings.lit(page)
        return "".join(
            (LIT if piece == at else "") if n % 2 else piece for n, piece in enumerate(self._navs[key])
        )

    def _part(self, place: str, page: SitePage, context: Mapping[str, Any]) -> str:
        template = self.environment.get_template(f"partials/{place}.html")
        return template.render(context, own=page, spoken=page.language)


LIT = ' aria-current="page"'

_MARK = re.compile("\ue000([^\ue001]*)\ue001")


def _mark(place: str) -> str:
    # Of the private use area: no text of a handbook has them, and no filter changes them.
    return f"\ue000{place}\ue001"


def _home(page: SitePage) -> str:
    assert page.surroundings  # every page that is shown has them
    return page.surroundings.home


def _depth(page: SitePage) -> int:
    """How many folders it lies below the home page of its language."""
    return page.address.count("/") - _home(page).count("/")


def _with_marks(page: SitePage, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates are given to make what *page* shares with others: links lead from any address of its depth."""
    own = replace(
        page,
        address=_home(page) + "-/" * _depth(page),
        title=_mark("title"),
        description=_mark("description") if page.description else "",
    )
    stand_in = StandIn(
        url=own.address,
        title=own.title,
        canonical_url=_mark("canonical") if context["page"].canonical_url else None,
        meta={"title": own.title, "site_page": own},
        toc=(_Anchor(f"#{_mark('first')}"),) if page.headings else (),
    )
    return {**context, "page": stand_in, "in_frame": True}


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
