"""`standards diff A B`: what changed between two versions, dates, folders or commits, and what it means."""

from __future__ import annotations

import re
import sys
from datetime import date
from functools import partial
from pathlib import Path

import click

from ..changes.kinds import RANKS
from ..changes.result import Comparison
from ..exports.comparison import as_csv, as_data
from ..exports.comparison_text import Form, report
from ..model.documents import ChangeClass
from ..model.values import SLUG, VersionNumber
from .options import Day, Desk, Exit, desk_options, on_option, print_json
from .sides import Named, between_commits, between_dates, between_folders, between_versions, fails_closed

CLASSES = click.Choice([str(one) for one in ChangeClass if one is not ChangeClass.NONE])
_VERSION = re.compile(rf"({SLUG})(?:@({VersionNumber.pattern[1:-1]}))?")


@click.command("diff")
@click.argument("sides", nargs=-1, metavar="A B")
@click.option("--git", nargs=2, metavar="REF REF", help="Compare two commits instead.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=CLASSES,
    help="Show only changes of this class; may be given again.",
)
@click.option(
    "--fail-on", multiple=True, type=CLASSES,
    help="Exit with 1 if there is a change of this class or of a weightier one; may be given again.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "csv"]), default="text", show_default=True,
    help="How to show it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@partial(desk_options, must_exist=False)
@on_option
def command(
    desk: Desk,
    sides: tuple[str, ...],
    git: tuple[str, str] | None,
    classes: tuple[str, ...],
    fail_on: tuple[str, ...],
    form: str,
    as_json: bool,
    on: date | None,
) -> None:
    """
    Say what changed between A and B, and which way.

    A and B are two versions (email-reply@1.0.0; without a number, the working
    copy), two dates, or two folders.
    """
    if git and sides:
        desk.stop("diff.both", Exit.WRONG_USE)
    if not all(sides):
        desk.stop("diff.sides", Exit.WRONG_USE)
    of_folders = len(sides) == 2 and all(Path(one).is_dir() for one in sides)
    if not of_folders:
        desk.require_folder()
    with fails_closed(desk):
        comparison = between_commits(desk, *git, on) if git else _compared(desk, sides, on)
    shown = frozenset(ChangeClass(one) for one in classes)
    _print(comparison, "json" if as_json else form, shown, desk)
    if fails(comparison, {ChangeClass(one) for one in fail_on}):
        sys.exit(Exit.FINDINGS)


def _compared(desk: Desk, sides: tuple[str, ...], on: date | None) -> Comparison:
    old, new = sides if len(sides) == 2 else ("", "")
    days = _day(old), _day(new)
    named = _VERSION.fullmatch(old), _VERSION.fullmatch(new)
    if days[0] and days[1]:
        comparison = between_dates(desk, days[0], days[1])
    elif len(sides) == 2 and all(Path(one).is_dir() for one in sides):
        comparison = between_folders(desk, Path(old), Path(new), on)
    elif named[0] and named[1]:
        comparison = between_versions(desk, _named(named[0]), _named(named[1]), on)
    else:
        desk.stop("diff.sides", Exit.WRONG_USE)
    return comparison


def _day(text: str) -> date | None:
    return Day().convert(text, None, None) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def _named(match: re.Match[str]) -> Named:
    return Named(match[1], VersionNumber.parse(match[2]) if match[2] else None)


def _print(comparison: Comparison, form: str, shown: frozenset[ChangeClass], desk: Desk) -> None:
    if form in (Form.TEXT, Form.MARKDOWN):
        click.echo(report(comparison, desk.language, Form(form), shown), nl=False)
        return
    if form == "json":
        data = as_data(comparison)
        data["changes"] = [one for one in data["changes"] if not shown or one["class"] in shown]
        print_json(data)
        return
    chosen = tuple(one for one in comparison.changes if not shown or one.change_class in shown)
    click.echo(as_csv(Comparison(changes=chosen, documents=comparison.documents)), nl=False)


def fails(comparison: Comparison, classes: set[ChangeClass]) -> bool:
    """
    Whether a change is of one of *classes*, or of a class that weighs more than one of them.

    So *relaxed* also fails on mixed and removed, but not on tightened.
    """
    return any(
        one.change_class is wanted or RANKS[one.change_class] > RANKS[wanted]
        for one in comparison.changes
        for wanted in classes
    )
