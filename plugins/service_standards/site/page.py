"""What a page of the site is, before any generator wraps it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from .search import SearchEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that the table of contents shows; *level* counts from 2."""

    anchor: str
    title: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A line of the navigation: a page, or a group of them."""

    title: str
    address: str | None = None
    """From the site's root; None for a group without a page."""
    items: tuple[NavItem, ...] = ()
    current: bool = False
    """Whether it is open: a group, or an ancestor of the page shown; of the tabs, the one that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the pages of a language: worked out when a page is shown, not held for every one."""

    home: str
    """The address of the home page."""
    banner: str
    """What stands above everything: that this is a preview."""
    made: str
    """On which day the handbook is shown, in words."""
    foot: tuple[NavItem, ...]
    """The links at the foot of the page."""
    nav: Callable[[SitePage], tuple[NavItem, ...]]
    nav_key: Callable[[SitePage], tuple[object, ...]]
    """Pages with the same key have the same lines beside them."""
    lit: Callable[[SitePage], str]
    """The address of the line that is lit: the page's own, or its document's."""
    tabs: Callable[[SitePage], tuple[NavItem, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page: its address, its words, its HTML, and what the shell around it needs."""

    address: str
    """From the site's root, with a slash at the end: `uk/email-reply/`; the home page's is empty."""
    language: str
    title: str
    packed: bytes
    """The article, `packed`: all pages of a handbook are held at once, and there may be tens of thousands."""
    template: str
    """The name of the template that it was made from; one page of each is tested for accessibility."""
    tab: str
    """The name of the tab that holds this page."""
    description: str = ""
    headings: tuple[Heading, ...] = ()
    alone: bool = False
    """Whether nothing stands beside it: a card."""
    surroundings: Surroundings | None = None
    """What all pages of its language share; a page that is kept for later has none."""
    source: str | None = None
    """The file to edit, from the handbook's folder."""
    edit: str = ""
    """The address at which the host edits that file; empty if the host isn't known."""
    suggest: str | None = None
    """The address of *suggest a change*, filled in."""
    alternates: Mapping[str, str] = field(default_factory=dict)
    """The same page in the other languages, by language."""
    search: SearchEntry | None = None
    indexed: bool = True
    """Whether machines may list it: False for superseded and coming versions, cards and previews."""
    feed: str = ""
    """The address of a feed that says the same as the page; empty if there is none."""
    pictures: tuple[str, ...] = ()
    """The pictures that it shows, by their path from the site's root."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files that the page brings with it, by their path from the site's root: what it looks up in the browser."""

    @property
    def own(self) -> tuple[object, ...]:
        """All that the page shows beside its article, and what is around it does not."""
        return tuple(getattr(self, name) for name in _OWN)

    @property
    def nav(self) -> tuple[NavItem, ...]:
        """What the side navigation shows on this page: never the whole handbook."""
        return self.surroundings.nav(self) if self.surroundings and not self.alone else ()

    @property
    def tabs(self) -> tuple[NavItem, ...]:
        """The tabs under the header, the one that holds this page marked as current."""
        return self.surroundings.tabs(self) if self.surroundings else ()

    @property
    def html(self) -> str:
        """The article, its `<h1>` included."""
        return zlib.decompress(self.packed).decode()


_NOT_SHOWN = ("packed", "surroundings", "search", "files")
_OWN = tuple(one.name for one in fields(SitePage) if one.name not in _NOT_SHOWN)


def packed(html: str) -> bytes:
    """An article as `SitePage` holds it."""
    return zlib.compress(html.encode(), level=1)
