"""Pull requests in memory: the small good handbook of the checks, and edits of it on either side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from tests.checks.fixtures import GOOD, TODAY

from service_standards.checks import check_all
from service_standards.review.comparing import report
from service_standards.review.report import Report, Tree
from service_standards.source.files import files_of_folder

Edit = tuple[str, str]
"""What stands in a file, and what takes its place."""
Edits = Mapping[str, tuple[Edit, ...] | str | None]
"""By path: replacements, a whole new text, or None for a file that is taken away."""

REPLY = "support/email-reply/standard.yml"
HANDLING = "support/email-handling/procedure.yml"
CALENDARS = "registry/calendars.yml"
SETTINGS = "handbook.yml"
REVIEWERS: Edits = {
    SETTINGS: (
        (
            "suggest:",
            "reviewers: {relaxed: [shift-supervisor], mixed: [shift-supervisor]}\nsuggest:",
        ),
    )
}
"""The settings name a role for what is relaxed or mixed."""


@cache
def good() -> Mapping[str, bytes]:
    """The files of the good handbook."""
    files = files_of_folder(Path(GOOD))
    return {path: files[path] for path in files}


def edited(files: Mapping[str, bytes], edits: Edits) -> dict[str, bytes]:
    """*files* after *edits*; every text to be replaced must be there."""
    found = dict(files)
    for path, edit in edits.items():
        if edit is None:
            del found[path]
        elif isinstance(edit, str):
            found[path] = edit.encode()
        else:
            text = found[path].decode()
            for old, new in edit:
                assert old in text, (path, old)
                text = text.replace(old, new, 1)
            found[path] = text.encode()
    return found


def tree(files: Mapping[str, bytes], on: date = TODAY) -> Tree:
    """One side, read and checked."""
    checked = check_all(files, on=on)
    assert checked.reading.handbook is not None
    return Tree(ref=None, commit=None, files=files, handbook=checked.reading.handbook, checked=checked)


def reviewed(edits: Edits, *, before: Edits | None = None, on: date = TODAY) -> Report:
    """The report on *edits* of the good handbook; *before*: what is edited on both sides already."""
    base = edited(good(), before or {})
    return report(tree(base, on), tree(edited(base, edits), on), on)
