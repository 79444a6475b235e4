"""The good handbook, and the bad ones that are made of it by a few files each."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from service_standards.checks import check
from service_standards.findings import Finding
from service_standards.source.files import files_of_folder

HERE = Path(__file__).parent
GOOD = HERE / "good"
BAD = HERE / "bad"
TODAY = date(2026, 12, 1)

NOT_OF_THE_HANDBOOK = ("report.txt", "remove.txt")


def bad_names() -> list[str]:
    """The names of the bad handbooks: a code, a hyphen, what is wrong."""
    return sorted(folder.name for folder in BAD.iterdir() if folder.is_dir())


def make_bad(name: str, into: Path) -> Path:
    """Lay the files of a bad handbook over the good one; `remove.txt` names those to take away."""
    shutil.copytree(GOOD, into, dirs_exist_ok=True)
    shutil.copytree(
        BAD / name,
        into,
        symlinks=True,
        dirs_exist_ok=True,
        ignore=lambda folder, names: [
            one for one in names if Path(folder) == BAD / name and one in NOT_OF_THE_HANDBOOK
        ],
    )
    remove = BAD / name / "remove.txt"
    for path in remove.read_text().split() if remove.exists() else ():
        (into / path).unlink()
    return into


@cache
def findings_of(name: str) -> tuple[Finding, ...]:
    """What is found in a bad handbook, worked out once for all tests that ask."""
    with TemporaryDirectory() as folder:
        return tuple(check(files_of_folder(make_bad(name, Path(folder, "handbook"))), TODAY)[1])
