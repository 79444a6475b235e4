"""
The board of the five steps: where each document in force stands, by what, and what is missing.

Nobody ticks anything off: `history.lifecycle` derives it from records,
documents and dates. Not part of a public site, as coverage is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..history.coverage import State
from ..history.lifecycle import LifeRow, LifeStep, Standing, life_rows
from .book import Book
from .matrices import Column, Group, Line, Matrix, Place, Shown, folded, linked, tally, word
from .matrix_parts import matrix_pages
from .navigation import area_title
from .page import SitePage


def lifecycle_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/lifecycle/`, and the parts of the board if it is long."""
    yield from matrix_pages(
        book,
        "lifecycle",
        title=book.label("lifecycle.title"),
        lead=book.label("lifecycle.lead", date=book.values.date(book.edition.on)),
        terms=[book.label("lifecycle.terms")],
        matrices=(life_board(book),),
        group="life_state",
        up=("lifecycle.to_coverage", book.address("coverage")),
    )


def life_board(book: Book) -> Matrix:
    """The board as a matrix."""
    rows = life_rows(book.edition)
    whole = sum(not row.missing for row in rows)
    return Matrix(
        name="lifecycle",
        title=book.label("lifecycle.board"),
        lead=book.label("lifecycle.board_lead"),
        corner=book.label("lifecycle.document"),
        columns=tuple(
            Column(
                key=str(step),
                title=f"{n}. {book.label(f'life_step.{step}')}",
                tally=tally(book, (row.steps[step].state for row in rows)),
            )
            for n, step in enumerate(LifeStep, 1)
        ),
        groups=tuple(
            Group(
                title=book.label(f"kind_plural.{kind}"),
                lines=tuple(_line(book, row) for row in found),
            )
            for kind, found in groupby(rows, key=lambda row: row.shown.kind)
        ),
        summary=book.label("lifecycle.sum", whole=whole, all=len(rows)),
        none=book.label("covering.commitments_none"),
    )


def _line(book: Book, row: LifeRow) -> Line:
    id_ = row.shown.id
    language = book.language_of(id_)
    return Line(
        key=id_,
        title=book.title("documents", id_),
        address=book.address(id_),
        lang=language if language != book.language else None,
        places=tuple(_place(book, row, step, one) for step, one in row.steps.items()),
        where=f"{book.label(f'kind_plural.{row.shown.kind}')}, {area_title(book, row.shown.area)}",
    )


def _place(book: Book, row: LifeRow, step: LifeStep, one: Standing) -> Place:
    links, notes = _by_what(book, row, step, one)
    missing = tuple(_clause(book, row, name) for name in one.missing if name)
    place = Place(state=one.state, word=_word(book, step, one), notes=notes, missing=missing)
    return folded(place, links)


def _word(book: Book, step: LifeStep, one: Standing) -> str:
    if step is LifeStep.REVIEW and one.due and one.state is State.MISSING:
        return book.label("lifecycle.overdue", date=book.values.short_date(one.due))
    if step is LifeStep.RESEARCH and one.state is State.PARTIAL:
        return book.label("lifecycle.only_reviews")
    return word(book, one.state, "life_state")


def _by_what(
    book: Book, row: LifeRow, step: LifeStep, one: Standing
) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """The links of a cell, and the notes below them."""
    if one.state is State.NOT_NEEDED:
        return (), ()
    match step:
        case LifeStep.RESEARCH:
            through = (book.label("lifecycle.through"),) if one.through else ()
            return tuple(_evidence(book, id_) for id_ in one.evidence), through
        case LifeStep.STANDARDS:
            return _version(book, row), ()
        case LifeStep.TRAINING:
            return linked(book, one.covers, counted=""), ()
        case LifeStep.MONITORING:
            notes = (
                [book.label("lifecycle.results", period=book.values.period(one.results))]
                if one.results
                else []
            )
            support = ", ".join(shown.title for shown in linked(book, one.support, counted=""))
            if support:
                notes.append(book.label("lifecycle.support", titles=support))
            return linked(book, one.covers, counted=""), tuple(notes)
        case LifeStep.REVIEW:
            return _reviewed(book, row, one), _due(book, one)


def _evidence(book: Book, id_: str) -> Shown:
    return Shown(title=book.title("evidence", id_), address=book.address("evidence", id_))


def _version(book: Book, row: LifeRow) -> tuple[Shown, ...]:
    shown = row.shown
    number = str(shown.version.number)
    since = (
        book.label("lifecycle.since", date=book.values.short_date(shown.since))
        if shown.since is not None
        else ""
    )
    address = book.address(shown.id, number) if shown.release else book.address(shown.id)
    return (Shown(title=book.label("lifecycle.version", version=number), address=address, note=since),)


def _reviewed(book: Book, row: LifeRow, one: Standing) -> tuple[Shown, ...]:
    if one.review is None:
        return ()
    return (
        Shown(
            title=book.label("lifecycle.reviewed", date=book.values.short_date(one.review.on)),
            address=book.address("reviews"),
            note=book.label(f"outcome.{one.review.outcome}"),
        ),
    )


def _due(book: Book, one: Standing) -> tuple[str, ...]:
    if one.due is None or one.state is State.MISSING:
        return ()
    name = "lifecycle.next" if one.review else "lifecycle.first"
    return (book.label(name, date=book.values.short_date(one.due)),)


def _clause(book: Book, row: LifeRow, name: str) -> Shown:
    """The clause for which a step is missing: of the document itself, or `document#clause`."""
    document, mark, clause = name.rpartition("#")
    return Shown(
        title=name if mark else clause,
        address=book.clause_address(document or row.shown.id, clause),
    )
