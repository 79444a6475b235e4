"""
The feed of changes: Atom (RFC 4287), one entry a version.

Ids and dates come from the release itself: they are the same wherever and
whenever the site is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from .addresses import relative
from .book import Book

ATOM = "http://www.w3.org/2005/Atom"
NAMES = UUID("5a2f1c1e-6f2b-5d53-9a0e-3f4d0f3d8c11")
"""The space of names from which ids of entries are made: it never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A version, as a reader of feeds sees it."""

    document: str
    version: str
    content_sha256: str
    title: str
    text: str
    published: date
    address: str
    categories: tuple[str, ...]

    @property
    def id(self) -> str:
        """The same for ever: made of the document, the version, and its content."""
        return uuid5(NAMES, f"{self.document} {self.version} {self.content_sha256}").urn


def atom(book: Book, address: str, page: str, entries: Iterable[Entry]) -> bytes:
    """The feed at *address*, which says what the page at *page* says."""
    listed = tuple(entries)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": book.language})
    name = book.label("feed.title", handbook=book.name)
    _add(feed, "title", name)
    _add(feed, "id", uuid5(NAMES, f"{book.edition.handbook.settings.name} {book.language}").urn)
    _add(feed, "updated", _moment(max((one.published for one in listed), default=book.edition.on)))
    _link(feed, book, address, address, rel="self", type="application/atom+xml")
    _link(feed, book, page, address, rel="alternate", type="text/html", hreflang=book.language)
    author = ET.SubElement(feed, "author")
    _add(author, "name", book.name)
    for one in listed:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "title", one.title)
        _add(entry, "id", one.id)
        _add(entry, "published", _moment(one.published))
        _add(entry, "updated", _moment(one.published))
        _link(entry, book, one.address, address, rel="alternate", type="text/html", hreflang=book.language)
        for category in one.categories:
            ET.SubElement(entry, "category", {"term": category})
        _add(entry, "summary", one.text)
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _link(parent: ET.Element, book: Book, target: str, feed: str, **attributes: str) -> None:
    """A link from the feed; where the site will stand may not be known: then it is relative."""
    href = book.settings.absolute(target) or relative(target, feed)
    ET.SubElement(parent, "link", {"href": href, **attributes})


def _moment(day: date) -> str:
    """The beginning of a day, as RFC 3339 has it; releases have no time of day."""
    return f"{day.isoformat()}T00:00:00Z"
