"""Pages by aspect of service: the documents and clauses that serve it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..history.edition import Shown
from ..model.documents import (
    Aspect,
    Commitment,
    Document,
    Kind,
    Rule,
)
from .book import Book
from .facets import FacetCard
from .lines import by_title, document_line, promise, rule_line
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, places


def aspect_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/aspects/` and `/aspects/<aspect>/`, with the parts of those that are long."""
    found = {aspect: documents_of_aspect(book, aspect) for aspect in Aspect}
    yield list_page(
        book,
        "facets",
        "aspects",
        tab="services",
        title=book.label("aspects.title"),
        lead=book.label("aspects.lead"),
        cards=tuple(
            FacetCard(
                title=book.label(f"aspect.{aspect}"),
                summary=book.label(f"aspect_about.{aspect}"),
                address=book.address("aspects", str(aspect)),
                documents=len(found[aspect]),
            )
            for aspect in Aspect
        ),
        counted="lists.documents",
    )
    for aspect, documents in found.items():
        sections = partial(_aspect_sections, book, aspect, documents)
        lines = partial(_lines_of_aspect, aspect)
        for place in places(book, documents, "aspects", str(aspect), sections=sections, lines=lines):
            yield _aspect_page(book, aspect, place)


def _aspect_page(book: Book, aspect: Aspect, place: Place) -> SitePage:
    chosen = by_title(book, place.documents)
    lines = tuple(document_line(book, one) for one in chosen)
    clauses = tuple(
        promise(book, shown, one) if isinstance(one, Commitment) else rule_line(book, shown, one)
        for shown in chosen
        for one in _marked(book.wordings[shown.id].document, aspect)
    )
    groups = tuple(
        (str(kind), of_kind)
        for kind in Kind
        if (of_kind := tuple(line for line in lines if line.kind is kind))
    )
    return list_page(
        book,
        "aspect",
        tab="services",
        title=book.label(f"aspect.{aspect}"),
        lead=book.label(f"aspect_about.{aspect}"),
        kind=book.label("aspects.kind"),
        terms=(str(aspect),),
        headings=[
            *([Heading(anchor="clauses", title=book.label("aspects.clauses"))] if clauses else ()),
            *(Heading(anchor=kind, title=book.label(f"kind_plural.{kind}")) for kind, _ in groups),
        ],
        place=place,
        marked=clauses,
        groups=groups,
    )


def _aspect_sections(book: Book, aspect: Aspect, documents: Sequence[Shown]) -> Iterator[Section]:
    marked = {one.id: n for one in documents if (n := len(_marked(one.document, aspect)))}
    if marked:
        yield Section(
            anchor="clauses", title=book.label("aspects.clauses"), counts=marked, counted="matrix.clauses"
        )
    for kind in Kind:
        counts = {one.id: 1 for one in documents if one.kind is kind}
        if counts:
            yield Section(anchor=str(kind), title=book.label(f"kind_plural.{kind}"), counts=counts)


def _lines_of_aspect(aspect: Aspect, shown: Shown) -> int:
    return 1 + len(_marked(shown.document, aspect))


def documents_of_aspect(book: Book, aspect: Aspect) -> list[Shown]:
    """The documents in use that have *aspect* in their header or in a clause, in the order of the folders."""
    return [
        one
        for one in book.edition.in_use()
        if aspect in one.document.aspects or _marked(one.document, aspect)
    ]


def _marked(document: Document, aspect: Aspect) -> list[Commitment | Rule]:
    """The clauses of *document* that name *aspect*."""
    return [one for one in document.clauses if isinstance(one, Commitment | Rule) and aspect in one.aspects]
