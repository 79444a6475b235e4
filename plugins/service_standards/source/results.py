"""Measured results from CSV: one row for a clause and a period."""

from __future__ import annotations

import csv

from pydantic import ValidationError

from ..findings import Finding, Severity
from ..model.handbook import Place
from ..model.records import Result
from ..model.values import YearStart

COLUMNS = ("clause", "period", "met", "total", "exempt")


def results_of(
    file: str, text: str, fiscal_year_starts: YearStart | None = None
) -> tuple[list[Result], list[Finding]]:
    """
    The rows of a results file, and what is wrong with the others; a row that can't be read is left out.

    So is the row of a fiscal year if it isn't known when such a year begins.
    """
    rows: list[Result] = []
    findings: list[Finding] = []

    def note(fault: str, line: int, **values: str) -> None:
        findings.append(
            Finding(
                code="SCH03", fault=fault, severity=Severity.ERROR, place=Place(file, line), values=values
            )
        )

    reader = csv.reader(text.splitlines())
    try:
        head = [cell.strip() for cell in next(reader, [])]
        missing = [name for name in COLUMNS[:4] if name not in head]
        strange = [name for name in head if name not in COLUMNS]
        if missing or strange:
            note(
                "results-head",
                1,
                missing=", ".join(missing),
                strange=", ".join(strange),
                cured=",".join(COLUMNS),
            )
            return rows, findings
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(head):
                note("results-cells", reader.line_num, found=str(len(cells)), wanted=str(len(head)))
                continue
            values = {name: cell.strip() for name, cell in zip(head, cells, strict=True) if cell.strip()}
            try:
                row = Result.model_validate(values)
            except ValidationError as errors:
                column = str(errors.errors()[0]["loc"][0])
                note("results-value", reader.line_num, name=column, text=values.get(column, ""))
                continue
            if row.met > row.total:
                note("results-sum", reader.line_num, met=str(row.met), total=str(row.total))
                continue
            if row.period.is_fiscal:
                if fiscal_year_starts is None:
                    note("results-fiscal", reader.line_num, period=str(row.period))
                    continue
                row = row.model_copy(update={"period": row.period.starting(fiscal_year_starts)})
            rows.append(row)
    except csv.Error as error:
        note("results-form", reader.line_num or 1, problem=str(error))
    return rows, findings
