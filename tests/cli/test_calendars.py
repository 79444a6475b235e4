"""`standards calendars update`: public holidays into the registry, and nothing else."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

TODAY = "2026-12-01"
FILE = Path("registry") / "calendars.yml"


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and that came."""
    found = list(ndiff(before.splitlines(), after.splitlines()))
    return [one[2:] for one in found if one[0] == "-"], [one[2:] for one in found if one[0] == "+"]


def test_only_coming_days_are_added(run: Run, handbook: Path) -> None:
    """Past entries, entries that are there and comments stay; the end is raised; the form is canonical."""
    path = handbook / FILE
    text = path.read_text(encoding="utf-8").replace(
        "    - {on: 2026-12-25, title: Christmas Day}\n",
        "    # ours\n    - on: 2026-12-25\n      title: Day of rest  # kept\n",
    )
    path.write_text(text, encoding="utf-8")

    result = run(
        "calendars", "update", "claims-hours", "--country", "GB", "--subdivision", "SCT", "--until", "2029"
    )

    assert result.exit_code == 0, result.stderr
    went, came = lines(text, path.read_text(encoding="utf-8"))
    assert went == ["  covers_until: 2028-12-31"]
    assert came[0] == "  covers_until: 2029-12-31"
    days = [line.split("on: ")[1][:10] for line in came[1:]]
    assert days == sorted(set(days))
    assert days[0] > TODAY
    assert "2026-12-25" not in days
    assert "    - {on: 2029-11-30, title: Saint Andrew's Day}" in came
    assert run("fmt", "--check").exit_code == 0
    assert "# ours" in path.read_text(encoding="utf-8")


def test_twice_is_once(run: Run, handbook: Path) -> None:
    """A second run finds nothing new; a dry run writes nothing."""
    arguments = ("calendars", "update", "--country", "GB", "--until", "2029")
    before = (handbook / FILE).read_bytes()
    run(*arguments, "--dry-run")
    assert (handbook / FILE).read_bytes() == before

    run(*arguments)
    once = (handbook / FILE).read_bytes()
    run(*arguments)

    assert once != before
    assert (handbook / FILE).read_bytes() == once


def test_a_calendar_without_holidays_is_left_alone(run: Run, handbook: Path) -> None:
    """What is always open stays so, unless it is named."""
    run("calendars", "update", "--country", "GB", "--until", "2029")
    always, _, _ = (handbook / FILE).read_text(encoding="utf-8").partition("- id: counter-hours")
    assert "holidays" not in always

    run("calendars", "update", "around-the-clock", "--country", "GB", "--until", "2027")
    always, _, _ = (handbook / FILE).read_text(encoding="utf-8").partition("- id: counter-hours")
    assert "    - {on: 2027-12-27, title: Christmas Day (observed)}" in always
    assert answer(run("list", "--json"))["documents"], "the handbook can still be read"


def test_titles_are_in_the_source_language(run: Run, handbook: Path) -> None:
    """A Ukrainian handbook has Ukrainian names where the library knows them."""
    settings = handbook / "handbook.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("languages: [en, uk, ru]", "languages: [uk, en, ru]"),
        "utf-8",
    )
    result = run("calendars", "update", "claims-hours", "--country", "CZ", "--until", "2027", "--dry-run")

    assert "2027-01-01" not in result.stdout, "that day is there already"
    assert "Великодній понеділок" in result.stdout


REFUSED = {
    "a country that is none": (("--country", "XX", "--until", "2029"), 2),
    "a part that is none": (("--country", "GB", "--subdivision", "XX", "--until", "2029"), 2),
    "no calendar of that name": (("nights", "--country", "GB", "--until", "2029"), 2),
    "no holidays are known": (("--country", "UA", "--until", "2027"), 3),
}


@pytest.mark.parametrize(("arguments", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(run: Run, handbook: Path, arguments: tuple[str, ...], code: int) -> None:
    """Said, and nothing written."""
    before = (handbook / FILE).read_bytes()
    result = run("calendars", "update", *arguments)

    assert (result.exit_code, bool(result.stderr)) == (code, True)
    assert (handbook / FILE).read_bytes() == before
