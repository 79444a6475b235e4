"""Two commands that release at once: one releases, the other says why it did not, and nothing is half written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.archive.test_verify import found_in
from tests.archive.test_write import SET, environment, frozen_set, released, root

from service_standards.archive.alone import BusyError
from service_standards.archive.freeze import LEDGER
from service_standards.archive.write import write_releases
from service_standards.cli.options import Exit
from service_standards.source.files import files_of_folder

__all__ = ["root"]

BUSY = {"en": "Another command is releasing", "uk": "інша команда", "ru": "другая команда"}


def command(root: Path, *ids: str) -> list[str]:
    """The words of `standards release` for *ids*."""
    return [
        sys.executable, "-m", "service_standards.cli", "release", *ids, "--standards", str(root), "--on", "2026-11-02",
        "--author", "@anna-k", "--approval", "head-of-service:@olena-m:2026-11-02",
    ]  # fmt: skip


@contextmanager
def releasing(root: Path) -> Iterator[None]:
    """A real process that holds the handbook as long as the block runs."""
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from service_standards.archive.alone import alone\n"
            "with alone(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
            str(root),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        holder.communicate()


@pytest.mark.parametrize("language", BUSY)
def test_who_comes_second_is_told_so(root: Path, language: str) -> None:
    """While another process releases: exit code 4, a message in the editor's language, no file touched; then it works."""
    before = dict(files_of_folder(root))

    with releasing(root):
        second = subprocess.run(
            [*command(root, "good-service"), "--language", language], capture_output=True, env=environment(), text=True
        )  # fmt: skip

    assert second.returncode == Exit.COULD_NOT_RUN
    assert BUSY[language] in second.stderr
    assert dict(files_of_folder(root)) == before
    assert (
        subprocess.run(command(root, "good-service"), capture_output=True, env=environment()).returncode == 0
    )


def test_a_process_that_died_holds_nothing(root: Path) -> None:
    """The lock goes with the process, however it ends; nothing has to be cleared away."""
    child = os.fork()
    if child == 0:
        from service_standards.archive.alone import alone

        alone(root).__enter__()
        os._exit(9)
    os.waitpid(child, 0)

    write_releases(root, frozen_set(root))

    assert released(root) == set(SET)


def test_two_at_the_same_moment(root: Path) -> None:
    """Each of three documents released by its own command, all started at once: what was released is whole."""
    running = {
        id: subprocess.Popen(
            command(root, id), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment()
        )
        for id in SET
    }
    done = set()
    for id, process in running.items():
        said = process.communicate()[1].decode()
        assert process.returncode in (0, Exit.COULD_NOT_RUN), said
        assert process.returncode == 0 or BUSY["en"] in said
        if process.returncode == 0:
            done.add(id)

    assert done
    assert released(root) == done
    assert found_in(root) == []


def test_what_was_released_since_the_reading_is_not_overwritten(root: Path) -> None:
    """Where no lock holds, the ledger tells: lines that came since the plan was made are never lost."""
    planned = frozen_set(root)
    write_releases(root, planned[:1])
    ledger = (root / LEDGER).read_bytes()
    before = dict(files_of_folder(root))

    with pytest.raises(BusyError):
        write_releases(root, planned[:2])

    assert (root / LEDGER).read_bytes() == ledger
    assert dict(files_of_folder(root)) == before
