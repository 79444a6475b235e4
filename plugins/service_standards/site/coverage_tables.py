"""
Coverage and the board of the five steps as tables, for spreadsheets and programs.

The same rows as on the pages; ids instead of titles, states instead of marks.
The command answers with these tables too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..history.coverage import (
    Cover,
    Ground,
    Need,
    norm_rows,
    promise_rows,
    rule_rows,
    service_rows,
    type_rows,
)
from ..history.edition import Edition
from ..history.lifecycle import LifeStep, Standing, ground_of, life_rows
from ..model.documents import Standard
from ..spreadsheets import csv_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A matrix as rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]

    @property
    def csv(self) -> bytes:
        """The table for spreadsheets."""
        return csv_table(self.columns, self.rows)


COLUMNS = {
    "commitments": (
        "id", "document", "title", "version", "service", "channels", "component", "strength",
        *(name for need in Need for name in (str(need), f"{need}_by")), "missing", "address",
    ),
    "components": ("service", "channel", "component", "state", "by", "reason"),
    "rules": ("id", "document", "title", "version", "behaviours", "observable", "tested", "tested_by", "address"),
    "tests": ("type", "state", "tests", "items"),
    "norms": ("norm", "edition", "status", "clause", "about", "state", "covered_by", "partly_by", "address"),
    "lifecycle": (
        "document", "kind", "title", "version", "effective_from", "step", "state", "by", "missing",
        "last_results", "reviewed_on", "outcome", "next_review", "address",
    ),
}  # fmt: skip
"""The tables by name, and their columns."""

COVERAGE_FILES = {f"data/coverage-{name}.csv": name for name in COLUMNS}
"""The tables by the addresses of their files."""


def coverage_tables(edition: Edition) -> dict[str, Table]:
    """Every table by its name."""
    on = ground_of(edition)
    rows = {
        "commitments": _commitments(on),
        "components": _components(on),
        "rules": _rules(on),
        "tests": _tests(on),
        "norms": _norms(on),
        "lifecycle": _lifecycle(edition),
    }
    return {name: Table(columns=COLUMNS[name], rows=tuple(found)) for name, found in rows.items()}


def coverage_files(edition: Edition) -> dict[str, bytes]:
    """The tables as files of the site, by address."""
    tables = coverage_tables(edition)
    return {path: tables[name].csv for path, name in COVERAGE_FILES.items()}


def _commitments(on: Ground) -> Iterator[dict[str, Any]]:
    for row in promise_rows(on):
        document, one = on.documents[row.document], row.commitment
        assert isinstance(document, Standard)
        by = one.measured_by
        source = f"{by.source}: {by.report}" if by and by.report else by.source if by else None
        cells: dict[str, Any] = {}
        for need, cell in row.cells.items():
            cells[str(need)] = str(cell.state)
            cells[f"{need}_by"] = source if need is Need.MEASURE else _names(cell.covers)
        yield {
            "id": f"{row.document}#{one.id}",
            "document": row.document,
            "title": document.title,
            "version": str(document.version),
            "service": document.service,
            "channels": list(one.channels or document.channels),
            "component": str(one.component) if one.component else None,
            "strength": str(one.strength) if one.strength else None,
            **cells,
            "missing": [str(need) for need in row.missing],
            "address": f"{row.document}/#{one.id}",
        }


def _components(on: Ground) -> Iterator[dict[str, Any]]:
    for row in service_rows(on):
        for component, cell in row.cells.items():
            yield {
                "service": row.service,
                "channel": row.channel,
                "component": str(component),
                "state": str(cell.state),
                "by": _names(cell.covers),
                "reason": cell.reason or None,
            }


def _rules(on: Ground) -> Iterator[dict[str, Any]]:
    for row in rule_rows(on):
        document = on.documents[row.document]
        yield {
            "id": f"{row.document}#{row.rule.id}",
            "document": row.document,
            "title": document.title,
            "version": str(document.version),
            "behaviours": len(row.rule.shown_by),
            "observable": str(row.observable),
            "tested": str(row.tested.state),
            "tested_by": _names(row.tested.covers),
            "address": f"{row.document}/#{row.rule.id}",
        }


def _tests(on: Ground) -> Iterator[dict[str, Any]]:
    for row in type_rows(on):
        yield {
            "type": str(row.type),
            "state": str(row.state),
            "tests": list(row.tests),
            "items": row.items,
        }


def _norms(on: Ground) -> Iterator[dict[str, Any]]:
    for row in norm_rows(on):
        norm = on.registry.norms[row.norm]
        yield {
            "norm": row.norm,
            "edition": norm.edition,
            "status": str(norm.status),
            "clause": row.clause,
            "about": row.about,
            "state": str(row.cell.state),
            "covered_by": _names(one for one in row.cell.covers if not one.partial),
            "partly_by": _names(one for one in row.cell.covers if one.partial),
            "address": f"norms/{row.norm}/",
        }


def _lifecycle(edition: Edition) -> Iterator[dict[str, Any]]:
    for row in life_rows(edition):
        shown = row.shown
        for step, one in row.steps.items():
            yield {
                "document": shown.id,
                "kind": str(shown.kind),
                "title": shown.document.title,
                "version": str(shown.version.number),
                "effective_from": shown.since,
                "step": str(step),
                "state": str(one.state),
                "by": _by(step, one),
                "missing": [name for name in one.missing if name],
                "last_results": str(one.results) if one.results else None,
                "reviewed_on": one.review.on if one.review else None,
                "outcome": str(one.review.outcome) if one.review else None,
                "next_review": one.due,
                "address": f"{shown.id}/",
            }


def _by(step: LifeStep, one: Standing) -> list[str]:
    """What a step was done by: evidence, a version, trainings, tests."""
    if step is LifeStep.STANDARDS:
        return [str(one.release.number)] if one.release else []
    return [*one.evidence, *dict.fromkeys(cover.document for cover in one.covers)]


def _names(covers: Iterable[Cover]) -> list[str]:
    return [f"{one.document}#{one.clause}" if one.clause else one.document for one in covers]
