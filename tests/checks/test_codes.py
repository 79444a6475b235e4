"""Drift: every code has a bad handbook, a golden report, a message and a page in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.checks.fixtures import BAD, bad_names, findings_of
from tests.checks.slips import SAVED_BY, SLIPS, findings_of_slip

import service_standards
from service_standards.findings import LANGUAGES, catalogue

ASKED = Path(__file__).parent / "asked"
DOCS = Path(service_standards.__file__).parent / "docs" / "checks"
CODES = sorted(catalogue("en"))


def said_in_code() -> set[str]:
    """The codes that any module of the package names."""
    package = Path(service_standards.__file__).parent
    texts = (
        path.read_text(encoding="utf-8")
        for room in ("source", "checks")
        for path in (package / room).glob("*.py")
    )
    return {code for text in texts for code in re.findall(r'"([A-Z]{3}[0-9]{2})"', text)}


def test_codes_are_those_that_are_given() -> None:
    """The catalogue has the codes that the reader and the checks can give, and no other."""
    assert set(CODES) == said_in_code()


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_shown_at_work(code: str) -> None:
    """A bad handbook and its golden report show each code; what is asked for by an option has its report alone."""
    reports = [*BAD.glob(f"{code}-*/report.txt"), *ASKED.glob(f"{code}-*.txt")]

    assert reports
    assert all(f"  {code}  " in report.read_text(encoding="utf-8") for report in reports)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_page(code: str, language: str) -> None:
    """A page in each language says what, why, an example, and what to write instead."""
    page = DOCS / (f"{code}.md" if language == "en" else f"{code}.{language}.md")
    text = page.read_text(encoding="utf-8")

    assert text.startswith(f"# {code}: {catalogue(language)[code]['title']}\n")
    assert catalogue(language)[code]["why"] in text
    assert text.count("\n## ") == 4
    assert text.count("```") == 4


TAMPERING = (
    "added", "interrupted", "ledger-date", "ledger-gone", "ledger-release", "ledger-twice", "other-id", "other-ledger",
    "other-version", "record-contradicts", "unreadable",
)  # fmt: skip
"""Each is brought about in tests/archive/test_verify.py."""

ELSEWHERE = {
    ("YML10", "size"), ("YML10", "clauses"),  # too large to keep: tests/source/test_robust.py
    ("SCH03", "count"), ("SCH03", "not-text"), ("SCH03", "hash"), ("SCH03", "results-form"), ("SCH03", "other"),
    *(("SCH03", fault) for fault in ("duration-too-long", "span-too-long", "date-far")),  # tests/cli/test_hostile.py
    ("LIF03", "retroactive-reason"),  # only a release can lack it: tests/cli/test_release.py
    ("VER03", "no-rule"),  # a fault of ours: tests/checks/test_versions.py
    ("SEC04", "beyond"), ("SIT01", "nothing"), ("SIT01", "missing"), ("SIT02", "gone"),  # tests/checks/test_asked.py
    *(("LIF06", fault) for fault in TAMPERING),
}  # fmt: skip
"""What no file of an editor can bring about today, or is shown at work in another test."""


def test_every_message_is_shown_at_work() -> None:
    """There is no message that was never seen in a report."""
    seen = {(one.code, one.fault) for name in bad_names() for one in findings_of(name)}
    seen |= {(one.code, one.fault) for name in (*SLIPS, *SAVED_BY) for one in findings_of_slip(name)}
    said = {(code, fault) for code in CODES for fault in catalogue("en")[code]["faults"]}

    assert said - seen == ELSEWHERE
