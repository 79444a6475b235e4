"""
Make a page of the lists: the shell around a template of `lists/`, and an entry for the search.

What a page lists is worked out by the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .book import Book
from .page import Heading, SitePage
from .parting import Place
from .search import SearchEntry
from .shell import page

WEIGHT = 0.3
"""How much a list counts in the search: less than any document, for the documents are what people look for."""


def list_page(
    book: Book,
    template: str,
    *segments: str,
    tab: str,
    title: str,
    lead: str = "",
    kind: str = "",
    headings: Iterable[Heading] = (),
    terms: Iterable[str] = (),
    text: str = "",
    clauses: Iterable[tuple[str, str]] = (),
    weight: float = WEIGHT,
    source: str | None = None,
    place: Place | None = None,
    **content: Any,
) -> SitePage:
    """
    The page at *segments* from `lists/<template>.html`; *content* is what the template shows.

    *kind*, *terms*, *text* and *clauses* are for the search: what the page is,
    words for which it is found, text that is searched, anchors with their text.

    *place* of a list in parts says what stands at the top of the page instead of
    *segments*, and the headings of an overview. Only the overview is searched.
    """
    overview, pager = (place.overview, place.pager) if place else (None, None)
    if place:
        segments = place.segments
    if pager:
        title = book.label("parts.of", title=title, part=pager.title)
    return page(
        book,
        *segments,
        template=f"lists/{template}.html",
        title=title,
        tab=tab,
        description=lead,
        headings=overview.headings if overview else headings,
        source=source,
        search=None
        if pager
        else SearchEntry(
            url=book.address(*segments),
            language=book.language,
            title=title,
            kind=kind or book.label("help.list"),
            summary=lead,
            body=text,
            clauses=tuple(clauses),
            terms=tuple(terms),
            weight=weight,
        ),
        lead=lead,
        overview=overview,
        pager=pager,
        **content,
    )
