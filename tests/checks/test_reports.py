"""
Every bad handbook gives its golden report; the good one gives none.

`UPDATE=1` writes the golden reports anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.checks.fixtures import BAD, GOOD, TODAY, bad_names, findings_of, make_bad

from service_standards.checks import STOPPING, check, errors_that_stop
from service_standards.findings import Severity, report
from service_standards.source.files import files_of_folder

FAMILIES = ("YML", "SCH", "REF", "LIF06", "SEC05")
"""The codes whose reports are kept here; findings of other families have tests of their own."""

OVER_TIME = ("VER", "LIF")
"""What compares with releases: kept for the handbooks that are about it, for any edit brings it along."""

TIMES = ("BUD", "ORD", "ESC")
"""Time budgets and the order of times: kept for the handbooks that are about them."""

QUALITY = (
    "TGT", "TST", "TRN", "CAL", "CON", "RMD", "FCR", "WVR", "NRM", "COV", "LIF01", "LNG", "SEC01", "SEC02", "SEC03",
)  # fmt: skip
"""The quality of promises and of what surrounds them: kept for the handbooks that are about it."""

"""In one process, which then checks each of them once."""

UPDATE = os.environ.get("UPDATE") == "1"


def families(name: str) -> tuple[str, ...]:
    """The codes that a bad handbook's report keeps."""
    return (
        *FAMILIES,
        *(kept for kept in (OVER_TIME, TIMES, QUALITY) if name.startswith(kept) for kept in kept),
    )


def test_good_handbook_is_silent() -> None:
    """A handbook that keeps every rule gives no finding."""
    _, findings = check(files_of_folder(GOOD), TODAY)

    assert (
        report(one for one in findings if one.code.startswith((*FAMILIES, *OVER_TIME, *TIMES, *QUALITY)))
        == ""
    )


@pytest.mark.parametrize("name", bad_names())
def test_bad_handbook(name: str) -> None:
    """All faults of a broken handbook are named in one run, each with its place, its cause and its cure."""
    findings = [one for one in findings_of(name) if one.code.startswith(families(name))]
    said = report(findings)
    golden = BAD / name / "report.txt"
    if UPDATE:
        golden.write_text(said, encoding="utf-8")

    assert said == golden.read_text(encoding="utf-8")
    assert name.partition("-")[0] in {one.code for one in findings}


@pytest.mark.parametrize("name", bad_names())
def test_what_stops_a_build(name: str, tmp_path: Path) -> None:
    """A build judges less, and stops at the same errors as if it had judged everything."""
    _, stopping = errors_that_stop(files_of_folder(make_bad(name, tmp_path / "handbook")), TODAY)

    assert list(stopping) == [
        one for one in findings_of(name) if one.severity is Severity.ERROR and one.code.startswith(STOPPING)
    ]


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize("name", bad_names())
def test_bad_handbook_in_other_languages(name: str, language: str) -> None:
    """Whatever is found can be said in every language of the editors, with no placeholder left."""
    said = report((one for one in findings_of(name) if one.code.startswith(families(name))), language)

    assert said
    assert "{cured}" not in said
