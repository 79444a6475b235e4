"""Results from CSV: what each row becomes, and when a fiscal year begins."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service_standards.model.records import Result
from service_standards.model.registry import Settings
from service_standards.model.values import YearStart
from service_standards.source.results import results_of

HEAD = "clause,period,met,total,exempt\n"

PERIODS = {
    "a month": ("2026-03", "2026-03-01", "2026-03-31"),
    "a quarter": ("2025-Q4", "2025-10-01", "2025-12-31"),
    "a year": ("2025", "2025-01-01", "2025-12-31"),
    "a fiscal year": ("2023-2024", "2023-04-01", "2024-03-31"),
}


@pytest.mark.parametrize(("period", "first", "last"), PERIODS.values(), ids=PERIODS)
def test_periods(period: str, first: str, last: str) -> None:
    """Each kind keeps what it is called, and has its days."""
    [row], findings = results_of("r.csv", f"{HEAD}a#b,{period},9,10,1\n", YearStart(4, 1))

    assert not findings
    assert (str(row.period), str(row.period.first_day), str(row.period.last_day)) == (period, first, last)


FAULTS = {
    "a fiscal year that nobody knows": ("a#b,2023-2024,9,10,1", None, "results-fiscal"),
    "years that do not follow": ("a#b,2023-2025,9,10,1", YearStart(4, 1), "results-value"),
    "half a fiscal year's name": ("a#b,2023-24,9,10,1", YearStart(4, 1), "results-value"),
    "the year nought": ("a#b,0000,9,10,1", None, "results-value"),
}


@pytest.mark.parametrize(("line", "starts", "fault"), FAULTS.values(), ids=FAULTS)
def test_faults(line: str, starts: YearStart | None, fault: str) -> None:
    """The row is left out, and said why."""
    rows, [finding] = results_of("r.csv", HEAD + line + "\n", starts)

    assert (rows, finding.fault, finding.place.line) == ([], fault, 2)


@pytest.mark.parametrize("text", ["01-01", "02-29", "13-01", "4-1", "April", "04-31"])
def test_no_start_of_a_fiscal_year(text: str) -> None:
    """A day that every year has; a fiscal year from January would be a year."""
    with pytest.raises(ValidationError):
        Settings.model_validate({"name": "A", "time_zone": "Europe/Kyiv", "fiscal_year_starts": text})


def test_no_column_for_people() -> None:
    """Results are counts: a file with any other column, such as a name, is refused whole."""
    rows, [finding] = results_of("r.csv", "clause,period,met,total,agent\na#b,2025,1,2,Olha\n")

    assert (rows, finding.fault, finding.values["strange"]) == ([], "results-head", "agent")


def test_a_result_has_no_other_field() -> None:
    """Nor can the model hold one."""
    assert set(Result.model_fields) == {"clause", "period", "met", "total", "exempt", "extras"}
