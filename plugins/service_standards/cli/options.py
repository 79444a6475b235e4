"""What the subcommands share: options, reading the handbook, output, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from ..findings import Finding, editors_language
from ..memory import Memory, memory_of_user
from ..model.fields import YEARS
from ..model.handbook import Handbook
from ..phrases import phrase
from ..source.files import files_of_folder
from ..source.handbook import Reading, read_handbook
from ..today import today

Command = TypeVar("Command", bound=Callable[..., Any])


class Exit(IntEnum):
    """The exit codes of every subcommand."""

    CLEAN = 0
    FINDINGS = 1
    WRONG_USE = 2
    NO_RECORD = 3
    COULD_NOT_RUN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a subcommand works: the handbook's folder and the language of messages."""

    folder: Path
    language: str
    memory: Memory = field(default_factory=Memory)
    """What earlier commands worked out."""

    def say(self, name: str, n: int | None = None, **values: object) -> str:
        """A message of the command in the editor's language."""
        return phrase("messages/cli", self.language, name, n, **values)

    def require_folder(self) -> None:
        """End with exit code 2 if the handbook's folder is not there."""
        if not self.folder.is_dir():
            self.stop("read.no-folder", Exit.WRONG_USE, folder=shown(self.folder))

    def read(self) -> Reading:
        """The handbook as its files say it, with the findings on their form."""
        return read_handbook(files_of_folder(self.folder), self.memory)

    def handbook(self, files: Mapping[str, bytes] | None = None) -> Handbook:
        """The handbook (of *files*, if they are enough), or an end with exit code 4 if it cannot be read."""
        reading = self.read() if files is None else read_handbook(files, self.memory)
        if reading.handbook is None:
            click.echo(in_words(reading.findings, self), err=True)
            self.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=self.folder)
        return reading.handbook

    def time_zone(self, files: Mapping[str, bytes]) -> str:
        """The handbook's time zone; *files*: its settings alone will do. Ends with exit code 4 if they cannot be read."""
        reading = read_handbook(files)
        if reading.handbook is None:
            click.echo(in_words(reading.findings, self), err=True)
            self.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=self.folder)
        return reading.handbook.settings.time_zone

    def day(self, asked: date | None, handbook: Handbook) -> date:
        """The day asked for, else today in the handbook's time zone."""
        return asked or today(handbook.settings.time_zone)

    def stop(self, name: str, code: Exit, n: int | None = None, **values: object) -> NoReturn:
        """Say why on standard error and end with *code*."""
        click.echo(self.say(name, n, **values), err=True)
        sys.exit(code)


def in_words(findings: Iterable[Finding], desk: Desk) -> str:
    """The findings as a report to an editor, files named from where she works."""
    from ..findings import report

    return report(findings, desk.language, folder=shown(desk.folder))


def shown(folder: Path) -> str:
    """The folder as a person would type it here."""
    try:
        return str(folder.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(folder)


def handbook_folder(asked: Path | None) -> Path:
    """The folder asked for, else the nearest one with a `handbook.yml`: here, `standards/` below, or above."""
    if asked:
        return asked
    here = Path.cwd()
    for folder in (here, *here.parents):
        for found in (folder, folder / "standards"):
            if (found / "handbook.yml").is_file():
                return found
    return here / "standards"


def desk_options(command: Command, *, must_exist: bool = True, speaks: bool = True) -> Command:
    """
    Add `--standards` and `--language`; the command gets one `desk`.

    *must_exist*: stop where there is no folder. *speaks*: False where the
    command has a `--language` of its own; it answers in the environment's.
    """

    def with_desk(*args: Any, standards: Path | None, language: str | None = None, **values: Any) -> Any:
        folder = handbook_folder(standards)
        desk = Desk(folder=folder, language=editors_language(language), memory=memory_of_user())
        if must_exist:
            desk.require_folder()
        try:
            return command(*args, desk=desk, **values)
        finally:
            desk.memory.save()

    with_desk.__name__, with_desk.__doc__ = command.__name__, command.__doc__
    with_desk.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    if speaks:
        click.option(
            "--language",
            type=click.Choice(["en", "uk", "ru"]),
            help="Language of messages [default: the environment's].",
        )(with_desk)
    click.option(
        "--standards",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The handbook's folder [default: the nearest with a handbook.yml].",
    )(with_desk)
    return with_desk  # type: ignore[return-value]


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date as in ISO 8601: 2026-03-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or fail as wrong use."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-12-01", param, ctx)
        if day.year not in YEARS:
            self.fail(f"{value!r} is not a year of any handbook; write it as 2026-12-01", param, ctx)
        return day


on_option = click.option("--on", type=Day(), metavar="DATE", help="The day that counts as today.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def print_json(answer: Any) -> None:
    """Print *answer* as JSON that people can read too."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
