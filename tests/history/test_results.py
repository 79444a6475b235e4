"""Results, joined to what was promised when they were measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.sample import sample_handbook

from service_standards.history.edition import edition
from service_standards.history.past import Past
from service_standards.history.results import Measured, follow, measured, series
from service_standards.model.records import Result
from service_standards.model.values import ReportingPeriod, YearStart

SAMPLE = Path(__file__).parents[2] / "standards"


def row(period: str, met: int = 9, total: int = 10) -> Result:
    return Result.model_validate({"clause": "a#b", "period": period, "met": met, "total": total})


SERIES = {
    "in the order of time": (["2026-02", "2025-12", "2026-01"], ["2025-12", "2026-01", "2026-02"]),
    "months, not the sum of their year": (["2025", "2025-11", "2025-12"], ["2025-11", "2025-12"]),
    "what was measured last": (["2024-01", "2024-02", "2025-Q1"], ["2025-Q1"]),
    "each period once": (["2025-Q1", "2025-Q1"], ["2025-Q1"]),
    "fiscal years are not years": (["2023", "2024", "2024-2025"], ["2024-2025"]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("periods", "expected"), SERIES.values(), ids=SERIES)
def test_series(periods: list[str], expected: list[str]) -> None:
    """Periods of one kind that can be compared."""
    rows = [
        one.model_copy(update={"period": one.period.starting(YearStart(4, 1))}) for one in map(row, periods)
    ]

    assert [str(one.period) for one in series(rows)] == expected


def test_of_two_rows_about_a_period_the_later_holds() -> None:
    """A correction is added below."""
    [one] = series([row("2025-01", met=1), row("2025-01", met=2)])

    assert one.met == 2


def test_a_gap_is_seen() -> None:
    """Four periods running are four that follow each other."""
    assert follow([row("2025-11"), row("2025-12"), row("2026-01")])
    assert not follow([row("2025-11"), row("2026-01")])


def sample(document: str, clause: str, on: date = date(2026, 12, 1)) -> tuple[Measured, ...]:
    handbook = sample_handbook()
    past = Past(handbook, on)
    dossier = edition(handbook, on).shown[document].dossier
    return measured(past.results[document, clause], clause, past.holdings(dossier), on)


def test_a_result_belongs_to_the_version_in_force_then() -> None:
    """Judged by the promise of its own time: 85% in August 2025 was enough, in September it was not."""
    found = {str(one.result.period): one for one in sample("email-reply", "answer")}

    versions = {period: str(one.release.number) for period, one in found.items() if one.release}
    assert (versions["2025-03"], versions["2025-04"]) == ("1.0.0", "1.1.0")
    assert (versions["2025-08"], versions["2025-09"]) == ("1.1.0", "2.0.0")
    assert (str(found["2025-08"].goal), found["2025-08"].is_reached) == ("80%", True)
    assert (str(found["2025-09"].goal), found["2025-09"].is_reached) == ("85%", False)


def test_a_version_that_changes_within_a_period() -> None:
    """Both are named; the one that held longer is what the result is judged by."""
    [june] = [one for one in sample("counter-waiting", "wait") if str(one.result.period) == "2025-06"]

    assert [str(one.release.number) for one in june.held if one.release] == ["1.0.0", "2.0.0"]
    assert june.release is not None
    assert str(june.release.number) == "2.0.0"


def test_nothing_of_later() -> None:
    """A site of an earlier day has the results of periods that had begun."""
    found = sample("email-reply", "answer", on=date(2025, 6, 30))

    assert str(found[-1].result.period) == "2025-06"


def test_a_share_never_reads_as_more_than_it_is() -> None:
    """8,996 of 10,000 miss 90%, so they are shown as 89.9%."""
    one = Measured(result=row("2025-01", 8996, 10_000), held=(), release=None, commitment=None)

    assert str(one.share) == "89.9%"


FISCAL = {
    "from April": (YearStart(4, 1), date(2023, 4, 1), date(2024, 3, 31)),
    "from the sixth of April": (YearStart(4, 6), date(2023, 4, 6), date(2024, 4, 5)),
    "from October": (YearStart(10, 1), date(2023, 10, 1), date(2024, 9, 30)),
}


@pytest.mark.parametrize(("starts", "first", "last"), FISCAL.values(), ids=FISCAL)
def test_fiscal_years(starts: YearStart, first: date, last: date) -> None:
    """A year named by two years runs from the handbook's day to the day before it, a year later."""
    period = ReportingPeriod.parse("2023-2024").starting(starts)

    assert (period.first_day, period.last_day, str(period)) == (first, last, "2023-2024")
