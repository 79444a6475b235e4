"""TGT09 over results in any order, with gaps, and of periods of several kinds."""

from __future__ import annotations

import pytest
from tests.checks.fixtures import GOOD, TODAY

from service_standards.checks import check
from service_standards.source.files import files_of_folder

FOUR = ["2026-06", "2026-07", "2026-08", "2026-09"]
CASES: dict[str, tuple[list[tuple[str, int]], bool]] = {
    "four running": ([(period, 960) for period in FOUR], True),
    "in any order": ([(period, 960) for period in reversed(FOUR)], True),
    "one below": ([*((period, 960) for period in FOUR[:3]), (FOUR[3], 940)], False),
    "a month is missing": ([(period, 960) for period in (*FOUR[:3], "2026-10")], False),
    "a year's sum among its months": ([*((period, 960) for period in FOUR), ("2025", 500)], True),
    "a correction of one": ([*((period, 960) for period in FOUR), (FOUR[1], 900)], False),
    "since the limit became shorter, on 1 October 2025": (
        [(period, 960) for period in ("2025-10", "2025-11", "2025-12", "2026-01")],
        True,
    ),
    "partly before that": ([(period, 960) for period in ("2025-09", "2025-10", "2025-11", "2025-12")], False),
    "a quarter of which a month lies before": (
        [(period, 960) for period in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")],
        False,
    ),
}


@pytest.mark.parametrize(("rows", "found"), CASES.values(), ids=CASES)
def test_could_be_raised(rows: list[tuple[str, int]], found: bool) -> None:
    """Only four periods of one kind that follow each other say that a target is always reached."""
    table = "clause,period,met,total\n" + "".join(
        f"email-reply#answer,{period},{met},1000\n" for period, met in rows
    )
    files = {**files_of_folder(GOOD), "results/email-reply-answer.csv": table.encode()}
    files["handbook.yml"] += b"fiscal_year_starts: 04-01\n"

    _, findings = check(files, TODAY)

    assert not [
        one for one in findings if one.place.file in ("handbook.yml", "results/email-reply-answer.csv")
    ]
    assert ("TGT09" in {one.code for one in findings}) == found


def test_fiscal_years_of_a_limit_that_never_changed() -> None:
    """Years drafted in any order; a share that was promised from the first version on counts from the first year."""
    years = ("2024-2025", "2022-2023", "2025-2026", "2023-2024")
    table = "clause,period,met,total\n" + "".join(f"email-reply#correct,{one},960,1000\n" for one in years)
    files = {**files_of_folder(GOOD), "results/email-reply-correct.csv": table.encode()}
    files["handbook.yml"] += b"fiscal_year_starts: 04-01\n"

    _, findings = check(files, TODAY)

    assert "TGT09" in {one.code for one in findings}


def test_a_new_limit_in_the_working_copy_has_no_results_yet() -> None:
    """What was measured says nothing of a limit that nobody worked by."""
    table = "clause,period,met,total\n" + "".join(f"email-reply#answer,{one},960,1000\n" for one in FOUR)
    files = {**files_of_folder(GOOD), "results/email-reply-answer.csv": table.encode()}
    standard = "support/email-reply/standard.yml"
    files[standard] = files[standard].replace(b"at_most: 12 hours", b"at_most: 10 hours")

    _, findings = check(files, TODAY)

    assert "TGT09" not in {one.code for one in findings}
