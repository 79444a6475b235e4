"""`standards due`: what must be looked at, by whom and by when."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..archive.write import write_file
from ..history.due import Due, Matter, Urgency, what_is_due
from ..history.edition import Edition, edition
from ..site.book import book_of
from ..site.render import environment
from ..site.reviews import WITHIN, calendar, due_lines
from ..site.settings import SiteSettings
from .options import Desk, Exit, desk_options, json_option, on_option, print_json


class Days(click.ParamType):  # type: ignore[type-arg]
    """A number of days: 90 or 90d."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number or fail as wrong use."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,6})d?", value)
        if found is None:
            self.fail(f"{value!r} is not a number of days; write it as 90d", param, ctx)
        return int(found[1])


@click.command("due")
@click.option(
    "--within",
    type=Days(),
    default=WITHIN,
    metavar="DAYS",
    help=f"How far to look ahead [default: {WITHIN}d].",
)
@click.option("--owner", metavar="ROLE", help="Only what this role sees to.")
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a calendar file, later days too.",
)
@desk_options
@on_option
@json_option
def command(
    desk: Desk, within: int, owner: str | None, ics: Path | None, on: date | None, as_json: bool
) -> None:
    """
    List the reviews that are overdue or due soon, and what else has a day.

    Waivers that end, norms to look at and calendars to extend are among them.
    Ends with 1 if something is overdue.
    """
    handbook = desk.handbook()
    if owner and owner not in handbook.registry.roles:
        desk.stop("read.unknown", Exit.WRONG_USE, id=owner, known=", ".join(handbook.registry.roles))
    day = desk.day(on, handbook)
    whole = edition(handbook, day)
    every = [one for one in what_is_due(whole) if owner is None or owner in one.owners]
    if ics:
        _write(desk, ics, whole, every)
    near = [one for one in every if one.urgency(day, within) is not Urgency.LATER]
    if as_json:
        found = [_as_data(whole, one, within) for one in near]
        print_json({"on": day.isoformat(), "within": within, "due": found})
    else:
        _print(desk, whole, near, within)
    if any(one.urgency(day, within) is Urgency.OVERDUE for one in near):
        raise SystemExit(Exit.FINDINGS)


def _print(desk: Desk, whole: Edition, near: list[Due], within: int) -> None:
    rows = [
        (
            one.day.isoformat(),
            desk.say(f"due.{one.urgency(whole.on, within)}"),
            desk.say(f"due.{one.matter}"),
            one.id,
            _title(whole, one),
            ", ".join(one.owners) or "—",
        )
        for one in near
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
    if not near:
        click.echo(desk.say("due.none", days=within), err=True)


def _as_data(whole: Edition, one: Due, within: int) -> dict[str, object]:
    """What is due as `due --json` gives it."""
    return {
        "due": one.day.isoformat(),
        "state": one.urgency(whole.on, within).value,
        "days": one.days_left(whole.on),
        "matter": one.matter.value,
        "id": one.id,
        "title": _title(whole, one),
        "owners": list(one.owners),
        "last": {
            "on": one.last.on.isoformat(),
            "version": str(one.last.version),
            "by": list(one.last.by),
            "outcome": one.last.outcome.value,
        }
        if one.last
        else None,
    }


def _title(whole: Edition, one: Due) -> str:
    registry = whole.handbook.registry
    match one.matter:
        case Matter.REVIEW:
            return whole.shown[one.id].document.title
        case Matter.WAIVER:
            return whole.handbook.waivers[one.id].title
        case Matter.NORM:
            return registry.norms[one.id].title
        case Matter.CALENDAR:
            return registry.calendars[one.id].title


def _write(desk: Desk, file: Path, whole: Edition, dues: list[Due]) -> None:
    """The calendar file in the handbook's source language, as the site has it."""
    book = book_of(whole, whole.handbook.settings.source_language, SiteSettings(), environment())
    try:
        write_file(file, calendar(book, due_lines(book, dues)))
    except OSError as error:
        desk.stop("export.folder", Exit.COULD_NOT_RUN, file=file, why=error.strerror or error)
