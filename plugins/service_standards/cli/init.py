"""`standards init DIR`: a repository for another company's handbook."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..archive.write import write_file, write_folder
from ..exports.codeowners import codeowners, merged
from ..exports.editor import editor_files
from ..exports.issue_forms import issue_forms
from ..findings import editors_language
from ..source.handbook import read_handbook
from ..source.starting import LANGUAGES, Beginning, starting_files
from ..today import today
from .options import Desk, Exit, shown

HANDBOOK = "standards/"
MAY_BE_THERE = frozenset({".git"})
"""What a folder may hold and still count as empty: a repository just cloned."""


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="What the handbook is called [default: a plain name].")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="The language that it is written in [default: the first of --languages, else the environment's].",
)
@click.option("--languages", metavar="uk,en,…", help="All its languages [default: the one it is written in].")
@click.option("--time-zone", metavar="ZONE", help="Such as Europe/Kyiv [default: this computer's].")
def command(
    folder: Path, name: str | None, language: str | None, languages: str | None, time_zone: str | None
) -> None:
    """
    Start a handbook for another company: documents of each kind, workflows, everything around them.

    DIR is a new folder or an empty one; a fresh clone of an empty repository
    will do. Either all files are written or none.
    """
    asked = [one.strip() for one in (languages or "").split(",") if one.strip()]
    first = language or next((one for one in asked if one in LANGUAGES), None) or editors_language()
    desk = Desk(folder=folder, language=first)
    zone = time_zone or _zone_of_computer()
    for code in asked:
        if not re.fullmatch("[a-z]{2,3}", code):
            desk.stop("init.no-language", Exit.WRONG_USE, text=code)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        desk.stop("init.no-zone", Exit.WRONG_USE, text=zone)
    if _holds_something(folder):
        desk.stop("init.not-empty", Exit.WRONG_USE, folder=folder)
    beginning = Beginning(
        name=name or desk.say("init.name"),
        languages=tuple(dict.fromkeys((first, *asked))),
        time_zone=zone,
        on=today(zone),
    )
    files = _everything(beginning)
    try:
        if folder.exists():
            _fill(folder, files)
        else:
            write_folder(folder, files)
    except OSError as error:
        desk.stop("export.folder", Exit.COULD_NOT_RUN, file=folder, why=error.strerror or error)
    click.echo(desk.say("init.done", len(files), folder=shown(folder), zone=zone))
    click.echo(desk.say("init.next", folder=shown(folder)), err=True)


def _everything(beginning: Beginning) -> dict[str, bytes]:
    """All files of the repository by path; what others make of the handbook is made of the one just written."""
    files = {path: text.encode() for path, text in starting_files(beginning).items()}
    sources = {path.removeprefix(HANDBOOK): data for path, data in files.items() if path.startswith(HANDBOOK)}
    handbook = read_handbook(sources).handbook
    assert handbook, "the first documents cannot be read"
    files[".github/CODEOWNERS"] = merged("", codeowners(handbook, HANDBOOK)).encode()
    for name, form in issue_forms(handbook, beginning.languages[0]).items():
        files[f".github/ISSUE_TEMPLATE/{name}"] = form
    for path, text in editor_files(beginning.languages[1:]).items():
        files[path] = text.encode()
    return files


def _holds_something(folder: Path) -> bool:
    return folder.exists() and any(one.name not in MAY_BE_THERE for one in folder.iterdir())


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put *files* into an empty *folder*: written beside each other first, then moved; taken back if a move fails."""
    beside = Path(tempfile.mkdtemp(dir=folder, prefix=".standards-init."))
    moved: list[Path] = []
    try:
        for name, content in files.items():
            write_file(beside / name, content)
        for one in sorted(beside.iterdir()):
            moved.append(one.rename(folder / one.name))
    except BaseException:
        for one in moved:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _zone_of_computer() -> str:
    """The time zone that this computer is set to; UTC where it does not say."""
    set_to = Path("/etc/localtime").resolve().as_posix()
    _, found, zone = set_to.partition("/zoneinfo/")
    return zone if found else "UTC"
