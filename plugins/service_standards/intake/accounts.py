"""
The report of an import as text, CSV and JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from .importing import Ready
from .report import Problem, Report, Weight
from .wording import say

SHOWN = 5
"""So many rows of each fault stand in the short report; a report of FEW lines in all is never short."""
FEW = 60

COUNTS = (
    "rows", "documents", "commitments", "limits", "limits-in-doubt", "starts", "channels", "shares", "measures",
    "no-start", "no_break_spaces", "invisible", "not_composed",
)  # fmt: skip


def sentence(problem: Problem, language: str) -> str:
    """What *problem* says."""
    place = {
        "document": problem.where.document,
        "clause": problem.where.clause,
        "column": problem.where.column,
    }
    return say(language, "faults", problem.fault, **{**problem.values, **place})


def where(problem: Problem, language: str) -> str:
    """The row of *problem*, and the document and clause that it became."""
    row = say(language, "report", "row", row=problem.where.row) if problem.where.row else ""
    clause = (
        f"{problem.where.document}#{problem.where.clause}" if problem.where.clause else problem.where.document
    )
    return "  ".join(part for part in (row, clause) if part)


def as_text(ready: Ready, language: str, *, whole: bool = False) -> str:
    """The report for people: the counts, then each fault with its rows; *whole* with all of them."""
    report = ready.intake.report
    lines = [*ready.forms, "", *_counts(report, language)]
    everything = whole or len(report.problems) <= FEW
    for weight in Weight:
        found = sorted(
            (one for one in report.problems if one.weight is weight),
            key=lambda one: (one.fault, *one.sort_key()),
        )
        if found:
            lines += ["", say(language, "weights", weight, n=len(found))]
            lines += _by_fault(found, language, None if everything else SHOWN)
    if ready.stale:
        lines += ["", say(language, "report", "stale"), *(f"  {path}" for path in ready.stale)]
    return "\n".join(lines) + "\n"


def _counts(report: Report, language: str) -> Iterator[str]:
    for name in COUNTS:
        if report.counts[name]:
            yield say(language, "counts", name, n=report.counts[name])
    yield say(language, "counts", "not-whole", n=report.rows_not_whole)


def _by_fault(found: Iterable[Problem], language: str, most: int | None) -> Iterator[str]:
    for fault, group in groupby(found, key=lambda one: one.fault):
        problems = list(group)
        yield say(language, "titles", fault, n=len(problems))
        for problem in problems[:most]:
            place = where(problem, language)
            yield f"  {place}  {sentence(problem, language)}" if place else f"  {sentence(problem, language)}"
        if most and len(problems) > most:
            yield "  " + say(language, "report", "more", n=len(problems) - most)


def as_data(ready: Ready, language: str) -> dict[str, Any]:
    """The report as plain values, every problem in it."""
    report = ready.intake.report
    return {
        "tables": list(ready.forms),
        "counts": {**{name: report.counts[name] for name in COUNTS}, "rows-not-whole": report.rows_not_whole},
        "problems": [
            {
                "row": one.where.row,
                "document": one.where.document or None,
                "clause": one.where.clause or None,
                "column": one.where.column or None,
                "weight": one.weight.value,
                "fault": one.fault,
                "message": sentence(one, language),
            }
            for one in report.problems
        ],
        "stale": ready.stale,
    }


def as_csv(ready: Ready, language: str) -> str:
    """The report as a table, a problem a row, with the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO()
    columns = ["row", "document", "clause", "column", "weight", "fault", "message"]
    table = csv.DictWriter(stream, columns, lineterminator="\r\n")
    table.writeheader()
    table.writerows(
        {name: "" if cell is None else cell for name, cell in one.items()}
        for one in as_data(ready, language)["problems"]
    )
    return "\ufeff" + stream.getvalue()


def as_file(ready: Ready, language: str, ending: str) -> str:
    """The whole report in the form that a file's *ending* asks for: `.csv`, `.json`, else text."""
    if ending == ".csv":
        return as_csv(ready, language)
    if ending == ".json":
        return json.dumps(as_data(ready, language), ensure_ascii=False, indent=2) + "\n"
    return as_text(ready, language, whole=True)
