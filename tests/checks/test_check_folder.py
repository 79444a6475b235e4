"""The report on a folder is the one that a check of its files gives, however much of it is remembered."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.site import small_handbook

from service_standards import checks
from service_standards.checks import check_all, check_folder, report_of
from service_standards.memory import Memory
from service_standards.source.files import files_of_folder

DAY = date(2026, 12, 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small handbook, in which nobody has written for a while."""
    monkeypatch.setattr("service_standards.source.files.SETTLED", -60.0)
    for path, data in small_handbook.files().items():
        place = tmp_path / "standards" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path / "standards"


def change_a_word(folder: Path) -> None:
    """Write as many bytes, and set the time back."""
    file = next(iter(sorted(folder.glob("**/standard.yml"))))
    before = file.stat()
    file.write_text(file.read_text().replace("owner: manager", "owner: nobody!"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def lose_a_document(folder: Path) -> None:
    """Remove a file that others name."""
    next(iter(sorted(folder.glob("**/standard.yml")))).unlink()


def add_a_file(folder: Path) -> None:
    """Put something where it does not belong."""
    (folder / "notes.yml").write_text("of: no document\n")


def link_out(folder: Path) -> None:
    """Let a link lead out of the folder."""
    (folder / "outside.md").symlink_to("/etc/hostname")


def break_the_settings(folder: Path) -> None:
    """Leave a file that cannot be read as what it is."""
    (folder / "handbook.yml").write_text("name: [\n")


def lose_all(folder: Path) -> None:
    """Let there be no handbook."""
    for file in [*folder.rglob("*")]:
        if file.is_file():
            file.unlink()


def nothing(folder: Path) -> None:
    """Leave all as it was."""


@pytest.mark.parametrize(
    "change", [change_a_word, lose_a_document, add_a_file, link_out, break_the_settings, lose_all, nothing]
)
def test_what_is_remembered_is_what_would_be_found(change: Callable[[Path], None], folder: Path) -> None:
    """After each change of the folder the report is that of its files as they are."""
    memory = Memory(folder.parent / "memory.sqlite")
    before = check_folder(files_of_folder(folder), DAY, memory)

    change(folder)
    after = check_folder(files_of_folder(folder), DAY, memory)

    assert after == report_of(check_all(files_of_folder(folder), DAY))
    assert (after == before) is (change is nothing)


def test_another_day_is_another_check(folder: Path) -> None:
    """What time alone brings is found on its day, also where no day was asked for."""
    memory = Memory(folder.parent / "memory.sqlite")
    much_later = date(2040, 1, 1)
    now = check_folder(files_of_folder(folder), DAY, memory)
    later = check_folder(files_of_folder(folder), much_later, memory)

    assert later == report_of(check_all(files_of_folder(folder), much_later)) != now


@pytest.mark.parametrize(("moment", "day"), [("1796075940", "2026-11-30"), ("1796119200", "2026-12-01")])
def test_today_is_that_of_the_handbook(
    moment: str, day: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remembered report is that of today where the handbook is, not of the day when it was worked out."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    memory = Memory(folder.parent / "memory.sqlite")
    check_folder(files_of_folder(folder), date.fromisoformat(day), memory)

    monkeypatch.setattr(checks, "check_all", None)  # nothing is left to do

    assert check_folder(files_of_folder(folder), None, memory).documents


def test_who_has_just_written_is_not_answered_from_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock may not tell the next change from the last one."""
    monkeypatch.setattr("service_standards.source.files.SETTLED", 2.0)
    asked = []
    real = check_all
    monkeypatch.setattr(checks, "check_all", lambda *args: asked.append(1) or real(*args))
    memory = Memory(folder.parent / "memory.sqlite")

    assert check_folder(files_of_folder(folder), DAY, memory) == check_folder(
        files_of_folder(folder), DAY, memory
    )
    assert len(asked) == 2
