"""
Coverage: whether every promise, service, rule and clause of a norm has what it needs, and where nothing does.

Five matrices on one page, the long ones in parts, readable as plain tables. Only what is in force
counts. Not part of a public site: what is internal would look like a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from ..history.coverage import (
    FIVE,
    Cell,
    Ground,
    Need,
    NormClauseRow,
    PromiseRow,
    RuleRow,
    ServiceRow,
    State,
    TypeRow,
    norm_rows,
    promise_rows,
    rule_rows,
    service_rows,
    services_without_promise,
    type_rows,
)
from ..history.lifecycle import ground_of
from ..model.documents import Rule, TestType
from ..model.registry import Norm, NormStatus
from .book import Book
from .lines import source_text_language
from .matrices import (
    MOST_LINKS,
    Column,
    Group,
    Line,
    Matrix,
    Place,
    Shown,
    document_group,
    folded,
    place,
    tally,
    word,
)
from .matrix_parts import matrix_pages
from .navigation import area_title
from .page import SitePage


def coverage_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/coverage/`, and the parts of its long matrices."""
    yield from matrix_pages(
        book,
        "coverage",
        title=book.label("covering.title"),
        lead=book.label("covering.lead", date=book.values.date(book.edition.on)),
        terms=[book.label("covering.terms")],
        matrices=coverage_matrices(book),
        up=("covering.to_lifecycle", book.address("lifecycle")),
    )


def coverage_matrices(book: Book) -> tuple[Matrix, ...]:
    """The five matrices in the order of the page."""
    on = ground_of(book.edition)
    return (_promises(book, on), _services(book, on), _rules(book, on), _types(book, on), _norms(book, on))


# -- promises ------------------------------------------------------------------


def _promises(book: Book, on: Ground) -> Matrix:
    rows = list(promise_rows(on))
    whole = sum(not row.missing for row in rows)
    return Matrix(
        name="commitments",
        title=book.label("covering.commitments"),
        lead=book.label("covering.commitments_lead"),
        corner=book.label("covering.promise"),
        columns=tuple(
            Column(
                key=str(need),
                title=book.label(f"need.{need}"),
                tally=tally(book, (row.cells[need].state for row in rows)),
            )
            for need in Need
        ),
        groups=tuple(
            document_group(book, document, [_promise(book, row) for row in found])
            for document, found in _by_document(rows)
        ),
        summary=book.label("covering.commitments_sum", whole=whole, all=len(rows)),
        none=book.label("covering.commitments_none"),
    )


def _promise(book: Book, row: PromiseRow) -> Line:
    clause = next(one for one in book.documents[row.document].clauses if one.id == row.commitment.id)
    return Line(
        key=f"{row.document}#{clause.id}",
        title=getattr(clause, "statement", None) or clause.id,
        address=book.clause_address(row.document, clause.id),
        lang=source_text_language(book, row.document, clause.id),
        places=tuple(
            _measure(book, row, cell) if need is Need.MEASURE else place(book, cell)
            for need, cell in row.cells.items()
        ),
        where=_area(book, row.document),
    )


def _measure(book: Book, row: PromiseRow, cell: Cell) -> Place:
    by = row.commitment.measured_by
    if by is None:
        return place(book, cell)
    address = book.clause_address(row.document, row.commitment.id)
    title = f"{by.source}: {by.report}" if by.report else by.source
    owner = book.title("roles", by.owner) if by.owner else ""
    return Place(
        state=cell.state,
        word=word(book, cell.state),
        links=(Shown(title=title, address=address, note=owner, lang=_other(book, book.source_language)),),
    )


# -- services and channels -------------------------------------------------------


def _services(book: Book, on: Ground) -> Matrix:
    rows = list(service_rows(on))
    cells = [cell for row in rows for cell in row.cells.values()]
    missing = sum(cell.state is State.MISSING for cell in cells)
    silent = services_without_promise(on)
    lead = book.label("covering.components_lead")
    if silent:
        names = ", ".join(book.title("services", one) for one in silent)
        lead = f"{lead} {book.label('covering.silent', services=names)}"
    return Matrix(
        name="components",
        title=book.label("covering.components"),
        lead=lead,
        corner=book.label("covering.channel"),
        columns=tuple(
            Column(
                key=str(one),
                title=book.label(f"component.{one}"),
                tally=tally(book, (row.cells[one].state for row in rows)),
            )
            for one in FIVE
        ),
        groups=tuple(
            Group(
                title=book.title("services", service),
                address=book.address("services", service),
                lines=tuple(_channel(book, row) for row in found),
            )
            for service, found in groupby(rows, key=lambda row: row.service)
        ),
        summary=book.label(
            "covering.components_sum",
            len(cells),
            promised=sum(cell.state is State.COVERED for cell in cells),
            left_out=sum(cell.state is State.NOT_NEEDED for cell in cells),
            missing=missing,
        ),
        none=book.label("covering.commitments_none"),
    )


def _channel(book: Book, row: ServiceRow) -> Line:
    return Line(
        key=f"{row.service}/{row.channel}",
        title=book.title("channels", row.channel),
        address=book.address("channels", row.channel) if row.channel in book.entries("channels") else "",
        places=tuple(_component(book, row, str(one), cell) for one, cell in row.cells.items()),
    )


def _component(book: Book, row: ServiceRow, component: str, cell: Cell) -> Place:
    if cell.state is State.NOT_NEEDED:
        return Place(
            state=cell.state,
            word=book.label("covering.left_out"),
            reason=_excuse(book, row, component) or cell.reason,
        )
    return place(book, cell, counted="matrix.promises")


def _excuse(book: Book, row: ServiceRow, component: str) -> str:
    """The reason in the language of the page, as far as the registry is translated."""
    entry = book.entries("services").get(row.service)
    reasons = [
        one.reason
        for one in getattr(entry, "not_applicable", ())
        if one.component == component and one.channel in (None, row.channel)
    ]
    return reasons[-1] if reasons else ""


# -- rules and kinds of test -------------------------------------------------------


def _rules(book: Book, on: Ground) -> Matrix:
    rows = list(rule_rows(on))
    whole = sum(row.observable is State.COVERED and row.tested.state is State.COVERED for row in rows)
    return Matrix(
        name="rules",
        title=book.label("covering.rules"),
        lead=book.label("covering.rules_lead"),
        corner=book.label("covering.rule"),
        columns=(
            Column(
                key="observable",
                title=book.label("covering.observable"),
                tally=tally(book, (row.observable for row in rows)),
            ),
            Column(
                key="tested",
                title=book.label("covering.tested"),
                tally=tally(book, (row.tested.state for row in rows)),
            ),
        ),
        groups=tuple(
            document_group(book, document, [_rule(book, row) for row in found])
            for document, found in _by_document(rows)
        ),
        summary=book.label("covering.rules_sum", whole=whole, all=len(rows)),
        none=book.label("covering.rules_none"),
    )


def _rule(book: Book, row: RuleRow) -> Line:
    rule = next(one for one in book.documents[row.document].clauses if one.id == row.rule.id)
    assert isinstance(rule, Rule)
    lang = source_text_language(book, row.document, rule.id)
    address = book.clause_address(row.document, rule.id)
    seen = Place(
        state=row.observable,
        word=book.label("covering.behaviours", len(rule.shown_by))
        if rule.shown_by
        else word(book, row.observable),
        texts=rule.shown_by,
        lang=lang,
    )
    return Line(
        key=f"{row.document}#{rule.id}",
        title=rule.statement or rule.id,
        address=address,
        lang=lang,
        places=(seen, place(book, row.tested)),
        where=_area(book, row.document),
    )


def _types(book: Book, on: Ground) -> Matrix:
    rows = type_rows(on)
    used = sum(row.state is State.COVERED for row in rows)
    lines = tuple(
        Line(
            key=str(row.type),
            title=book.label(f"test_type.{row.type}"),
            address=f"{book.address('tests')}#{row.type}",
            note=book.label(f"test_type_about.{row.type}"),
            places=(_tests_of(book, row),),
        )
        for row in rows
    )
    return Matrix(
        name="tests",
        title=book.label("covering.tests"),
        lead=book.label("covering.tests_lead"),
        corner=book.label("covering.kind"),
        columns=(Column(key="tests", title=book.label("covering.tests_of_kind")),),
        groups=(Group(title="", lines=lines),),
        summary=book.label("covering.tests_sum", used=used, all=len(TestType)),
        none="",
    )


def _tests_of(book: Book, row: TypeRow) -> Place:
    found = Place(
        state=row.state,
        word=word(book, row.state),
        notes=(book.label("covering.items", row.items),) if row.tests else (),
    )
    tests = tuple(_test(book, id_) for id_ in row.tests)
    return replace(found, links=tests) if len(tests) <= MOST_LINKS else folded(found, tests)


def _test(book: Book, id_: str) -> Shown:
    return Shown(
        title=book.title("documents", id_),
        address=book.address(id_),
        lang=_other(book, book.language_of(id_)),
    )


# -- norms -------------------------------------------------------------------------


def _norms(book: Book, on: Ground) -> Matrix:
    rows = list(norm_rows(on))
    return Matrix(
        name="norms",
        title=book.label("covering.norms"),
        lead=book.label("covering.norms_lead"),
        corner=book.label("norms.clause"),
        columns=(
            Column(
                key="covered",
                title=book.label("norms.covered_by"),
                tally=tally(book, (row.cell.state for row in rows)),
            ),
        ),
        groups=tuple(_norm(book, id_, list(found)) for id_, found in groupby(rows, key=lambda row: row.norm)),
        summary=book.label(
            "covering.norms_sum",
            len(rows),
            full=sum(row.cell.state is State.COVERED for row in rows),
            partly=sum(row.cell.state is State.PARTIAL for row in rows),
            missing=sum(row.cell.state is State.MISSING for row in rows),
        ),
        none=book.label("covering.norms_none"),
    )


def _norm(book: Book, id_: str, rows: Sequence[NormClauseRow]) -> Group:
    entry = book.entries("norms")[id_]
    assert isinstance(entry, Norm)
    about = {one.clause: one.about or "" for one in entry.clauses}
    return Group(
        title=entry.title,
        address=book.address("norms", id_),
        note=entry.edition,
        warning="" if entry.status is NormStatus.CURRENT else book.label(f"norm_status.{entry.status}"),
        lines=tuple(
            Line(
                key=f"{id_}/{row.clause}",
                title=f"{row.clause} {about.get(row.clause, '')}".strip(),
                places=(place(book, row.cell),),
            )
            for row in rows
        ),
    )


Row = TypeVar("Row", PromiseRow, RuleRow)


def _by_document(rows: Iterable[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
    yield from groupby(rows, key=lambda row: row.document)


def _area(book: Book, document: str) -> str:
    return area_title(book, book.shown(document).area)


def _other(book: Book, language: str) -> str | None:
    return language if language != book.language else None
