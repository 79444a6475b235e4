"""Killed at any moment, the handbook is the old one or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.archive.test_verify import found_in
from tests.checks.fixtures import GOOD

from service_standards.archive.freeze import LEDGER, NEXT_LEDGER, Frozen, freeze
from service_standards.archive.write import clear_interrupted, write_folder, write_releases
from service_standards.checks import check
from service_standards.source.files import files_of_folder
from service_standards.source.format import yaml_text
from service_standards.source.handbook import read_handbook

DAY = date(2026, 11, 2)
SET = {"email-handling": "1.0.1", "good-service": "1.0.1", "written-replies": "1.0.1"}
ON_DISK = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The good handbook, with three working copies that are ready to be released together."""
    root = Path(shutil.copytree(GOOD, tmp_path / "standards"))
    for file in (
        "support/email-handling/procedure.yml",
        "conduct/good-service/conduct.yml",
        "training/written-replies/training.yml",
    ):
        path = root / file
        text = path.read_text().replace('version: "1.0.0"', 'version: "1.0.1"')
        text = text.replace(
            "effective_from: 2025-01-01\n", "effective_from: 2025-01-01\nsearch_terms: [letters]\n"
        )
        path.write_text(text + "change:\n  class: administrative\n  summary: Staff look for letters.\n")
    return root


def frozen_set(root: Path) -> list[Frozen]:
    """The three releases, and the ledger with a line for each."""
    files: dict[str, bytes] = dict(files_of_folder(root))
    handbook = read_handbook(files).handbook
    assert handbook
    made = []
    for name in SET:
        one = freeze(
            handbook,
            handbook.dossiers[name].working,
            files,
            released_on=DAY,
            effective_from=DAY,
            authors=["@anna-k"],
            approvals=[{"role": "head-of-service", "by": "@olena-m", "on": DAY}],
            write_yaml=yaml_text,
        )
        files[LEDGER] = one.ledger
        made.append(one)
    return made


def released(root: Path) -> set[str]:
    """Which of the set whoever reads the handbook finds released."""
    handbook = read_handbook(files_of_folder(root)).handbook
    assert handbook
    return {
        name for name, version in SET.items() if str(handbook.dossiers[name].releases[-1].number) == version
    }


def killed_at(step: int, root: Path, frozen: list[Frozen]) -> bool:
    """Release in a process that dies, without any clean-up, before its *step*-th touch of the disk; False if it got through."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal left
            if event in ON_DISK:
                left -= 1
                if left == 0:
                    os._exit(9)

        sys.addaudithook(count)
        write_releases(root, frozen)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


def moments() -> Iterator[int]:
    """Every touch of the disk, counted from one."""
    yield from range(1, 1000)


def test_killed_at_any_moment_the_set_is_released_or_not(root: Path, tmp_path: Path) -> None:
    """Before each single touch of the disk: all three are released, or none, and nothing else is broken."""
    frozen = frozen_set(root)
    states = []
    for step in moments():
        here = Path(shutil.copytree(root, tmp_path / "here"))
        died = killed_at(step, here, frozen)
        found = released(here)
        assert found in (set(), set(SET)), step
        assert {one.fault for one in found_in(here)} <= {"interrupted"}, step
        states.append(bool(found))
        shutil.rmtree(here)
        if not died:
            break
    assert len(states) > 60
    assert states == sorted(states), "once released, it stays released"
    assert states[-1]


def test_whatever_was_left_behind_the_next_release_works(root: Path, tmp_path: Path) -> None:
    """After a crash at any moment the same command completes the release, and nothing of the first try is left."""
    frozen = frozen_set(root)
    for step in (*range(1, 90, 7), 2, 3):
        here = Path(shutil.copytree(root, tmp_path / f"at-{step}"))
        if killed_at(step, here, frozen) and not released(here):
            write_releases(here, frozen)
        assert released(here) == set(SET)
        assert found_in(here) == []
        assert not (here / NEXT_LEDGER).exists()
        left = [path.name for path in here.rglob(".*")]
        assert left == [] or step < 6, left  # a temporary file that was never named is no part of anything


def test_an_interrupted_release_is_a_warning_and_holds_nothing(root: Path) -> None:
    """The check says what to do; every command reads the handbook as it was before."""
    frozen = frozen_set(root)
    write_folder(root / frozen[0].folder, frozen[0].files)
    (root / NEXT_LEDGER).write_bytes(frozen[-1].ledger)

    _, findings = check(files_of_folder(root), on=date(2026, 12, 1))

    told = [(one.code, one.fault, one.severity) for one in findings if one.code == "LIF06"]
    assert told == [("LIF06", "interrupted", "warning")]
    assert released(root) == set()


def test_clearing_takes_away_nothing_that_was_released(root: Path) -> None:
    """Only folders that the coming ledger lists, and the ledger does not, are cleared away."""
    frozen = frozen_set(root)
    before = dict(files_of_folder(root))
    by_hand = root / "conduct/good-service/releases/8.0.0"
    shutil.copytree(root / "conduct/good-service/releases/1.0.0", by_hand)
    write_folder(root / frozen[1].folder, frozen[1].files)
    (root / NEXT_LEDGER).write_bytes(frozen[-1].ledger)

    clear_interrupted(root)

    shutil.rmtree(by_hand)
    assert dict(files_of_folder(root)) == before


def test_a_folder_in_the_way_changes_nothing(root: Path) -> None:
    """If one of the set cannot be written, none is."""
    frozen = frozen_set(root)
    (root / frozen[2].folder).mkdir()
    before = dict(files_of_folder(root))

    with pytest.raises(FileExistsError):
        write_releases(root, frozen)

    assert dict(files_of_folder(root)) == before


@pytest.mark.parametrize("moment", [0.35, 0.6, 0.8, 0.9, 1.0, 1.1, 1.3])
def test_the_command_killed_by_the_system(root: Path, moment: float) -> None:
    """SIGKILL to the whole command, at some moment: old or new, and the command works the next time."""
    arguments = [
        sys.executable, "-m", "service_standards.cli", "release", *SET, "--standards", str(root), "--on", "2026-11-02",
        "--author", "@anna-k", "--approval", "head-of-service:@olena-m:2026-11-02",
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    )
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert released(root) in (set(), set(SET))
    if not released(root):
        subprocess.run(arguments, check=True, capture_output=True, env=environment())
    assert released(root) == set(SET)
    assert found_in(root) == []


def environment() -> dict[str, str]:
    """The environment with the package in the path."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
