"""`standards verify` over the ten kinds of tampering that it promises to find and to name, as their own words say them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive import test_verify as tampering
from tests.cli.conftest import Run, answer

from service_standards.archive.freeze import LEDGER
from service_standards.archive.verify import ledger_lines

Tamper = Callable[[Path], set[tuple[str, str]]]

TEN: dict[str, tuple[Tamper, ...]] = {
    "a byte": (tampering.one_byte, tampering.prose, tampering.registry),
    "a missing file": (tampering.file_gone, tampering.record_gone),
    "an added file": (tampering.file_added,),
    "a release removed (first, middle, last)": (
        tampering.first_removed,
        tampering.middle_removed,
        tampering.last_removed,
    ),
    "two releases swapped": (tampering.swapped, tampering.swapped_content),
    "a date": (tampering.a_date, tampering.a_date_of_the_last_line),
    "an approval": (tampering.an_approval, tampering.an_approval_removed),
    "a ledger line removed or reordered": (
        tampering.line_removed,
        tampering.last_line_removed,
        tampering.lines_reordered,
    ),
    "a release under another id": (tampering.under_another_id,),
}
"""Nine of the ten; the tenth is found with a noted hash alone, below."""


@pytest.mark.parametrize(
    "tamper",
    [pytest.param(one, id=f"{kind}: {one.__name__}") for kind, every in TEN.items() for one in every],
)
def test_tampering_ends_with_one_and_the_files_name(run: Run, handbook: Path, tamper: Tamper) -> None:
    """Exit code 1; every file that was touched is named, and of the ledger the line."""
    expected = {place for _, place in tamper(handbook)}

    result = run("verify", "--json")
    said = run("verify")

    assert (result.exit_code, said.exit_code) == (1, 1)
    named = {one["file"].removeprefix("standards/") for one in json.loads(result.stdout)["findings"]}
    assert named == {place.partition(":")[0] for place in expected}
    assert all(place in said.stdout + said.stderr for place in expected)


def test_the_last_release_and_the_ledger_rewritten_together(run: Run, handbook: Path) -> None:
    """The tenth: nothing contradicts anything any more, and only the hash noted elsewhere tells."""
    noted = answer(run("verify", "--json"))["ledger"]["last_sha256"]
    last = ledger_lines((handbook / LEDGER).read_bytes())[-1]
    [record] = [
        one
        for one in handbook.rglob(f"releases/{last.version}/release.yml")
        if tampering.record_id(one) == last.id
    ]
    tampering.rewrite_release(record)
    tampering.rewrite_ledger(handbook)

    assert run("verify").exit_code == 0
    found = run("verify", "--expect", noted, "--json")
    assert found.exit_code == 1
    assert [
        (one["fault"], one["file"].removeprefix("standards/")) for one in json.loads(found.stdout)["findings"]
    ] == [("other-ledger", LEDGER)]


def test_the_three_places_of_a_removed_release(handbook: Path) -> None:
    """First, middle and last are what they are called: of the document, and of the whole ledger."""
    lines = ledger_lines((handbook / LEDGER).read_bytes())
    versions = [one.version for one in lines if one.id == "email-reply"]

    assert versions[0] == "1.0.0"
    assert "2.0.0" in versions[1:-1]
