"""What is remembered is never out of date, and is never needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.checks.fixtures import GOOD, bad_names, findings_of, make_bad

from service_standards.checks import check
from service_standards.memory import Memory, key_of
from service_standards.source.files import files_of_folder

TODAY = date(2026, 12, 1)


def never() -> str:
    """What must not be asked for."""
    raise AssertionError("worked out again")


def test_what_was_worked_out_is_not_worked_out_again(tmp_path: Path) -> None:
    """A command that comes later finds what an earlier one saved."""
    memory = Memory(tmp_path / "memory.sqlite")
    assert memory.recall(key_of("a"), lambda: "A") == "A"
    assert memory.recall(key_of("a"), never) == "A"
    memory.save()

    assert Memory(tmp_path / "memory.sqlite").recall(key_of("a"), never) == "A"


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), ((b"1:a",), ("a",)), ((["a", "b"],), (["ab"],))],
)
def test_other_parts_have_another_key(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Keys tell apart whatever differs, also only in where one part ends."""
    assert key_of(*one) != key_of(*other)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0 but broken"])
def test_a_broken_file_costs_time_and_nothing_else(tmp_path: Path, content: bytes) -> None:
    """What cannot be read or written is worked out anew."""
    (tmp_path / "memory.sqlite").write_bytes(content)
    memory = Memory(tmp_path / "memory.sqlite")

    assert memory.recall(key_of("a"), lambda: "A") == "A"
    memory.save()


def test_what_is_held_is_the_same_object_while_it_is_asked_for(tmp_path: Path) -> None:
    """A preview that asks again after every save unpacks nothing twice, and does not grow."""
    memory = Memory(tmp_path / "memory.sqlite", holds=True)
    key, other = key_of("one"), key_of("other")
    one = memory.recall(key, lambda: ["made"])
    assert next(memory.recall_each([(key, never), (other, lambda: ["made, too"])])) is one
    memory.let_go()
    assert memory.recall(key, never) is one
    memory.let_go()
    memory.let_go()
    assert memory.recall(key, lambda: ["made anew"]) is not one


def test_a_folder_that_cannot_be_made_costs_time_and_nothing_else(tmp_path: Path) -> None:
    """Also where there is no place for it."""
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / "file" / "memory.sqlite")

    assert memory.recall(key_of("a"), lambda: "A") == "A"
    memory.save()


def test_findings_are_the_same_with_a_memory(tmp_path: Path) -> None:
    """
    One memory that saw every bad handbook finds in each what is found without one.

    They share most of their files, so whatever a key leaves out would be found in the wrong one.
    """
    memory = Memory(tmp_path / "memory.sqlite")
    good = files_of_folder(GOOD)
    check(good, TODAY, memory)
    for name in bad_names():
        files = files_of_folder(make_bad(name, tmp_path / name))
        assert (name, check(files, TODAY, memory)[1]) == (name, findings_of(name))
        assert (name, check(files, TODAY, memory)[1]) == (name, findings_of(name))
    assert check(good, TODAY, memory)[1] == check(good, TODAY)[1]
