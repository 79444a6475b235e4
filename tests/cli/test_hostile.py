"""Careless and hostile input: an answer in words, an exit code, never a traceback, nothing half written."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from service_standards.cli import streams_that_can_say_all
from service_standards.source.ids import SITE_WORDS

WITH_A_DAY = (
    "list --all",
    "check",
    "due",
    "coverage",
    "show email-reply",
    "bump email-reply",
    "export register",
    "as-of email-reply",
    "release personal-service --dry-run",
)


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("command", WITH_A_DAY)
def test_every_command_can_count_from_a_day_far_away(run: Run, command: str, day: str) -> None:
    """The years that are accepted leave room for what is counted from them."""
    assert run(*command.split(), "--on", day).exit_code in (0, 1, 3)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_year_of_no_handbook_is_wrong_use(run: Run, day: str) -> None:
    """A slip of the pen, which nothing could be counted from."""
    for arguments in (
        ("check", "--on", day),
        ("as-of", "email-reply", "--on", day),
        ("diff", day, "2026-01-01"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert day in result.stderr


@pytest.mark.parametrize(
    "area", ["../outside", "support/../../outside", ".hidden", "support/releases", "support/email-reply"]
)
def test_a_draft_stays_where_drafts_are_read(run: Run, handbook: Path, area: str) -> None:
    """Outside of the handbook, among releases or in a document's folder nobody would find it."""
    before = sorted(handbook.parent.rglob("*"))

    result = run("new", "standard", "chat-refund", "--area", area)

    assert result.exit_code == 2
    assert area in result.stderr
    assert sorted(handbook.parent.rglob("*")) == before


@pytest.mark.parametrize("id_", ["help", "search", "lifecycle"])
def test_an_address_of_the_site_is_no_id(run: Run, handbook: Path, id_: str) -> None:
    """It would be an error later; better now."""
    assert run("new", "standard", id_).exit_code == 2
    assert not list(handbook.rglob(id_))


def test_every_address_of_the_site_is_kept_from_ids() -> None:
    """The first parts of the addresses of pages that no document and no hand-written page has."""
    assert {"help", "lifecycle", "tests", "reviews", "404"} <= SITE_WORDS


def test_letters_of_another_alphabet_are_answered_with_an_example(run: Run) -> None:
    """No id can be made of them, so none is proposed as “…”."""
    result = run("new", "standard", "відповідь")

    assert result.exit_code == 2
    assert "…" not in result.stderr


def test_an_unknown_id_is_answered_with_ids(run: Run) -> None:
    """Also where none is near."""
    result = run("as-of", "nope")

    assert result.exit_code == 2
    assert "email-reply" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "email-reply", "--in", "xx"), 2),
        (("show", "email-reply", "--working", "--on", "2026-01-01"), 2),
        (("diff", "", ""), 2),
        (("new", "standard", "x" * 300), 4),
        (("diff", "x" * 5000, "y" * 5000), 4),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: tuple[str, ...], code: int) -> None:
    """Not answered with something else, and not with a traceback."""
    result = run(*arguments)

    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.strip()


def test_a_folder_of_releases_at_the_top_is_a_finding(run: Run, handbook: Path) -> None:
    """It belongs to no document; every other command goes on."""
    stray = handbook / "releases" / "1.0.0" / "standard.yml"
    stray.parent.mkdir(parents=True)
    stray.write_text("id: stray\n")

    assert "standards/releases:1:1  SCH05" in run("check").stdout.replace(os.sep, "/")
    assert run("list").exit_code == 0


def test_a_disk_that_is_full_is_told_in_words(
    run: Run, handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 4, the file, what the system says; of a new document nothing stays."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = sorted(handbook.rglob("*"))
    monkeypatch.setattr(os, "fsync", full)

    result = run("new", "standard", "chat-refund")

    assert result.exit_code == 4
    assert os.strerror(errno.ENOSPC) in result.stderr
    assert sorted(handbook.rglob("*")) == before


@pytest.mark.parametrize("moment", ["nonsense", "99999999999999999999", "253402300800", "1e9"])
def test_a_moment_that_is_none_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """SOURCE_DATE_EPOCH is set by builds, often by hand."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)

    result = run("due")

    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in result.stderr


def test_without_git_that_is_what_is_said(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not that a commit is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))

    for arguments in (("review", "--base", "HEAD"), ("check", "--base", "HEAD"), ("diff", "--git", "A", "B")):
        result = run(*arguments)
        assert result.exit_code in (2, 4)
        assert "git" in result.stderr
        assert "Errno" not in result.stderr


def test_output_in_an_encoding_without_our_letters() -> None:
    """Redirected on Windows, or where somebody set it: what cannot be said there is replaced, never a traceback."""
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")

    streams_that_can_say_all([narrow])
    narrow.write("Значення")
    narrow.flush()


@pytest.mark.parametrize(
    ("value", "instead"),
    [
        ("at_most: 12 hours", "at_most: 99999999999 hours"),
        ("at_most: 12 hours", "at_most: 99999999 business days"),
        ("effective_from: 2027-01-01", "effective_from: 9999-12-31"),
        ("effective_from: 2027-01-01", "effective_from: 0001-01-01"),
    ],
)
def test_numbers_beyond_any_calendar_are_a_finding(
    run: Run, handbook: Path, value: str, instead: str
) -> None:
    """A slip of the hand on a key: SCH03 with its line, in the check and in every other command."""
    file = handbook / "support" / "email-reply" / "standard.yml"
    text = file.read_text(encoding="utf-8")
    assert value in text
    file.write_text(text.replace(value, instead), encoding="utf-8")

    assert "SCH03" in run("check").stdout
    assert run("release", "email-reply", "--dry-run").exit_code in (1, 2, 4)
    assert run("bump", "email-reply").exit_code in (0, 2, 4)


def test_a_period_beyond_any_calendar_is_a_finding(run: Run, handbook: Path) -> None:
    """Reviews every 9999 years are never due, and cannot be counted."""
    settings = handbook / "handbook.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("review_every: P1Y", "review_every: P9999Y"), encoding="utf-8")
    assert settings.read_text(encoding="utf-8") != text

    assert "P9999Y" in run("check").stdout
    assert run("due").exit_code in (0, 1, 4)
