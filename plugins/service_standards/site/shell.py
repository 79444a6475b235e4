"""
Put an article into a page: its address in every language, tabs, side navigation, edit and suggest links.

Every page of the site is made by `page`, so that all have the same surroundings.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from .addresses import relative
from .book import Book
from .navigation import side_navigation, tabs
from .page import Heading, NavItem, SitePage
from .search import SearchEntry


def page(
    book: Book,
    *segments: str,
    template: str,
    title: str,
    tab: str,
    description: str = "",
    headings: Iterable[Heading] = (),
    nav: tuple[NavItem, ...] | None = None,
    source: str | None = None,
    about: str = "",
    search: SearchEntry | None = None,
    indexed: bool = True,
    **context: object,
) -> SitePage:
    """
    The page at *segments*, its article made from *template* with *context*.

    *tab* names the tab that is lit, *about* what a suggestion is about: id and
    version of a document; else the title. Templates also get what `render` gives.
    """
    address = book.address(*segments)
    return SitePage(
        address=address,
        language=book.language,
        title=title,
        html=render(book, address, template, title=title, **context),
        template=template,
        description=description,
        headings=tuple(headings),
        nav=side_navigation(book, tab, address) if nav is None else nav,
        tabs=tabs(book, tab),
        home=book.address(),
        source=source,
        edit=edit_address(book, source) if source else "",
        suggest=suggestion(book, about or title, address),
        alternates=book.addresses(*segments),
        search=search,
        indexed=indexed and not book.edition.preview,
    )


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
