"""Pages per norm: each clause that the company looks at, what covers it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..history.coverage import State, ground, norm_clause_rows
from ..model.registry import Norm, NormStatus
from .book import Book
from .lines import by_title, document_line
from .listing import list_page
from .matrices import MOST_LINKS
from .page import Heading, SitePage
from .parting import Place, Section, one_line, places

STATES = {State.COVERED: "full", State.PARTIAL: "partial", State.MISSING: "gap"}
"""How the page calls what a clause has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A document that covers a clause, in full or in part."""

    title: str
    address: str
    kind: str
    coverage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NormRow:
    """A clause of a norm and what covers it; a gap if nothing does."""

    clause: str
    about: str
    covers: tuple[Cover, ...]
    state: str
    """`full`, `partial` or `gap`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormCard:
    """A norm in the list of all."""

    title: str
    address: str
    edition: str
    status: str
    """As the model names it."""
    covered: int
    clauses: int
    checked_on: str


def norm_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/norms/` and `/norms/<norm>/`."""
    norms = [(id, one) for id, one in book.entries("norms").items() if isinstance(one, Norm)]
    rows = {id: norm_rows(book, id, norm) for id, norm in norms}
    yield list_page(
        book,
        "norms",
        "norms",
        tab="background",
        title=book.label("norms.title"),
        lead=book.label("norms.lead"),
        source="registry/norms.yml",
        cards=tuple(
            NormCard(
                title=norm.title,
                address=book.address("norms", id),
                edition=norm.edition,
                status=str(norm.status),
                covered=sum(row.state != "gap" for row in rows[id]),
                clauses=len(rows[id]),
                checked_on=book.values.short_date(norm.checked_on) if norm.checked_on else "",
            )
            for id, norm in norms
        ),
    )
    for id, norm in norms:
        yield from _pages_of(book, id, norm, rows[id])


def _pages_of(book: Book, id: str, norm: Norm, rows: tuple[NormRow, ...]) -> Iterator[SitePage]:
    naming = [one for one in book.edition.in_use() if any(ref.norm == id for ref in one.document.norms)]

    def sections() -> Iterator[Section]:
        yield Section(
            anchor="documents", title=book.label("norms.documents"), counts={one.id: 1 for one in naming}
        )

    for place in places(book, naming, "norms", id, sections=sections, lines=one_line):
        yield _norm_page(book, id, norm, rows, place)


def _norm_page(book: Book, id: str, norm: Norm, rows: tuple[NormRow, ...], place: Place) -> SitePage:
    clauses = Heading(anchor="clauses", title=book.label("norms.clauses"))
    documents = Heading(anchor="documents", title=book.label("norms.documents"))
    return list_page(
        book,
        "norm",
        tab="background",
        title=norm.title,
        lead=norm.summary or "",
        kind=book.label("norms.kind"),
        terms=(id, norm.edition),
        text=" ".join(row.about for row in rows),
        source="registry/norms.yml",
        headings=[documents] if place.pager else [clauses, documents],
        place=place,
        norm=norm,
        stands=norm.status is NormStatus.CURRENT,
        checked_on=book.values.date(norm.checked_on) if norm.checked_on else "",
        successor=book.title("norms", norm.superseded_by) if norm.superseded_by else "",
        successor_address=book.address("norms", norm.superseded_by) if norm.superseded_by else "",
        rows=rows,
        gaps=sum(row.state == "gap" for row in rows),
        most_links=MOST_LINKS,
        documents=tuple(document_line(book, one) for one in by_title(book, place.documents)),
    )


def norm_rows(book: Book, id: str, norm: Norm) -> tuple[NormRow, ...]:
    """The clauses of a norm and what covers each, by the titles of the documents."""
    shown = {one.id: one.document for one in by_title(book, book.edition.in_use())}
    return tuple(
        NormRow(
            clause=row.clause,
            about=row.about,
            covers=tuple(
                Cover(
                    title=book.title("documents", one.document),
                    address=book.address(one.document),
                    kind=book.label(f"kind.{shown[one.document].kind}"),
                    coverage="partial" if one.partial else "full",
                )
                for one in row.cell.covers
            ),
            state=STATES[row.cell.state],
        )
        for row in norm_clause_rows(ground(shown, book.edition.handbook.registry, {}), id, norm)
    )
