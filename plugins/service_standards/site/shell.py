"""
Put an article into a page: its address in every language, tabs, side navigation, edit and suggest links.

Every page of the site is made by `page`, so that all have the same surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath
from urllib.parse import quote, urlencode

from .addresses import relative
from .book import Book
from .navigation import ways_around
from .page import Heading, SitePage, packed
from .qr import qr_code
from .search import SearchEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the footer of a printed page says about the copy."""

    about: str
    """What is printed: a document's id and version, or a page's title."""
    address: str
    """Where one can see whether it still holds."""
    since: str = ""
    """The day from which it holds, in words; empty if it holds on no day."""


def page(
    book: Book,
    *segments: str,
    template: str,
    title: str,
    tab: str,
    description: str = "",
    headings: Iterable[Heading] = (),
    alone: bool = False,
    source: str | None = None,
    about: str = "",
    control: Control | None = None,
    search: SearchEntry | None = None,
    indexed: bool = True,
    **context: object,
) -> SitePage:
    """
    The page at *segments*, its article made from *template* with *context*.

    *tab* names the tab that is lit, *alone* that nothing stands beside the page, *about* what a suggestion is about: id and
    version of a document; else the title. *control* is for the footer of a printed
    page, which names the page itself if left out. Templates also get what `render` gives.
    """
    address = book.address(*segments)
    control = control or Control(about=title, address=address)
    article = render(book, address, template, title=title, **context)
    # Where the site will stand may not be known.
    url = book.settings.absolute(control.address)
    footer = render(book, address, "control.html", control=control, qr=qr_code(url) if url else "")
    return SitePage(
        address=address,
        language=book.language,
        title=title,
        packed=packed(article + footer),
        pictures=tuple(_pictures_in(article, address)),
        template=template,
        description=description,
        headings=tuple(headings),
        tab=tab,
        alone=alone,
        surroundings=ways_around(book),
        source=source,
        edit=edit_address(book, source) if source else "",
        suggest=suggestion(book, about or title, address),
        alternates=book.addresses(*segments),
        search=search,
        indexed=indexed and not book.edition.preview,
    )


def _pictures_in(article: str, address: str) -> Iterator[str]:
    for source in re.findall(r'<img [^>]*src="([^"]*)"', article) if "<img" in article else ():
        yield normpath(join(address, unescape(source)))


def render(book: Book, address: str, template: str, **context: object) -> str:
    """
    The HTML of *template* on the page at *address*.

    Beside *context* it gets `book`, `say` (values in words), `label`, and `to`,
    which makes a link from this page: `to("roles/clerk/")`, or `to("")` home.
    """
    return book.templates.get_template(template).render(
        book=book,
        say=book.values,
        label=book.label,
        here=address,
        to=lambda target: relative(target, address),
        **context,
    )


def edit_address(book: Book, source: str) -> str:
    """Where the host edits the file *source* of the handbook; empty if the host isn't known."""
    return book.settings.edit_base.rstrip("/") + "/" + quote(source) if book.settings.edit_base else ""


def suggestion(book: Book, about: str, address: str) -> str | None:
    """The address of *suggest a change*, with what it is about filled in; None if nobody receives suggestions."""
    receiver = book.edition.handbook.settings.suggest
    if not receiver:
        return None
    subject = book.label("page.suggestion_subject", about=about)
    body = book.label(
        "page.suggestion_body", about=about, url=book.settings.absolute(address) or "/" + address
    )
    mail = receiver.startswith("mailto:")
    words = {"subject" if mail else "title": subject, "body": body}
    return f"{receiver}{'&' if '?' in receiver else '?'}{urlencode(words, quote_via=quote)}"
