"""What all tests share: the day that counts as today, and the sample handbook built once."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import mkdtemp

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling


def one_memory_for_this_run() -> None:
    """
    Let all commands of this run remember together, as a user's do, and nothing of earlier runs.

    The sample handbook is read and judged once, not by each test. Tests of the
    memory itself, and of what is worked out without one, have their own.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the first process has said where
    folder = mkdtemp(prefix="service-standards-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.pop("STANDARDS_CACHE", None)
    os.environ["XDG_CACHE_HOME"] = folder


one_memory_for_this_run()

ROOT = Path(__file__).parent.parent
TODAY = "2026-12-01"
"""The day on which the sample is clean: time alone must never turn a test red."""


# How the tests are dealt out to the workers. (xdist's own groups have no effect with pytest 9.2.)

LONGEST = (
    "tests/github/test_whole_life.py",
    "tests/browser/test_accessibility.py",
    "tests/intake/test_states.py",
    "tests/plugin/",
    "tests/intake/test_canada.py",
    "tests/browser/",
    "tests/github/",
    "tests/checks/",
    "tests/test_memory.py",
)
"""What takes longest comes first, so that no worker is left with it while the others have nothing to do."""

SINGLY = ("tests/browser/", "tests/github/", "tests/cli/", "tests/archive/")
"""Tests that each work for themselves. Elsewhere those of one file look at something that is made once in a worker."""

BAD_HANDBOOKS = ("tests/checks/test_codes.py", "tests/checks/test_reports.py", "tests/test_memory.py")
"""All three judge every bad handbook."""


class InOrder(LoadScopeScheduling):
    """Gives a worker what looks at the same thing, and the workers what comes next."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in BAD_HANDBOOKS:
            return "bad handbooks"
        return nodeid if file.startswith(SINGLY) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InOrder:
    """Let `InOrder` deal the tests out, and keep the order that they have."""
    config.option.loadscopereorder = False
    return InOrder(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first; else keep the order."""

    def place(item: pytest.Item) -> int:
        found = (n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start))
        return next(found, len(LONGEST))

    items.sort(key=place)


@contextmanager
def once(folder: Path, name: str) -> Iterator[bool]:
    """Whether the work *name* is still to be done; the other workers wait until it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """The sample handbook as it is published on TODAY, built with --strict."""
    target = shared_folder / "site"
    with once(shared_folder, "site") as to_do:
        if to_do:
            build(target, ROOT / "mkdocs.yml", on=TODAY)
    return target


def build(target: Path, config: Path, on: str, command: str = "mkdocs") -> str:
    """Build a handbook as a user does, in a process of its own; gives what was printed."""
    settings = target.parent / f"{target.name}.yml"
    settings.write_text(
        f"INHERIT: {config}\ndocs_dir: {config.parent / 'standards'}\n"
        f"theme:\n  custom_dir: {config.parent / 'overrides'}\n"
        f"plugins:\n  service-standards:\n    date: {on}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", command, "build", "--strict", "--config-file", settings, "--site-dir", target],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING -" not in done.stderr, done.stderr
    return done.stderr
