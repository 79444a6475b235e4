"""`standards calendars`: keep the calendars of the registry up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import click

from ..archive.write import write_file
from ..model.handbook import Handbook
from ..source.calendar_edit import with_holidays
from ..source.edit import CannotEditError
from .options import Desk, Exit, desk_options, on_option

FILE = "registry/calendars.yml"


@click.group("calendars")
def command() -> None:
    """Keep the calendars of the registry up to date."""


@command.command("update")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option(
    "--country", required=True, metavar="CODE", help="Whose public holidays: a country's code, such as GB."
)
@click.option("--subdivision", metavar="CODE", help="A part of the country, such as SCT.")
@click.option(
    "--until",
    "year",
    required=True,
    type=click.IntRange(2000, 2100),
    metavar="YEAR",
    help="The last year to fill.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@desk_options
@on_option
def update(
    desk: Desk,
    ids: tuple[str, ...],
    country: str,
    subdivision: str | None,
    year: int,
    dry_run: bool,
    on: date | None,
) -> None:
    """
    Write the coming public holidays of a country into calendars.

    Without an ID, into every calendar that has holidays already. Only days to
    come are written; what a calendar says stays as it is.
    """
    handbook = desk.handbook()
    known = handbook.registry.calendars
    for one in ids:
        if one not in known:
            desk.stop("read.unknown", Exit.WRONG_USE, id=one, known=", ".join(known))
    day = desk.day(on, handbook)
    days = _public_holidays(desk, handbook, country, subdivision, day, year)
    chosen = ids or tuple(name for name, calendar in known.items() if calendar.holidays)
    path = desk.folder / FILE
    data = path.read_bytes()
    for name in chosen:
        there = {holiday.on for holiday in known[name].holidays}
        for new in sorted(days.keys() - there):
            click.echo(f"{name}  {new}  {days[new]}")
        try:
            data = with_holidays(data, name, days, date(year, 12, 31))
        except CannotEditError:
            desk.stop("calendars.by-hand", Exit.COULD_NOT_RUN, id=name, file=FILE)
    if data == path.read_bytes():
        click.echo(desk.say("calendars.nothing"))
    elif dry_run:
        click.echo(desk.say("calendars.would", file=FILE))
    else:
        write_file(path, data)
        click.echo(desk.say("calendars.done", file=FILE))


def _public_holidays(
    desk: Desk, handbook: Handbook, country: str, subdivision: str | None, today: date, year: int
) -> Mapping[date, str]:
    """The public holidays after *today* with their names in the source language, as the `holidays` library knows them."""
    import holidays

    supported = holidays.list_supported_countries()
    if country not in supported:
        near = ", ".join(code for code in supported if code[:1] == country[:1].upper())
        desk.stop("read.unknown", Exit.WRONG_USE, id=country, known=near)
    if subdivision and subdivision not in supported[country]:
        desk.stop("read.unknown", Exit.WRONG_USE, id=subdivision, known=", ".join(supported[country]) or "—")
    years = range(today.year, year + 1)
    about = holidays.country_holidays(country, subdiv=subdivision)
    source = handbook.settings.source_language
    spoken = sorted(about.supported_languages, key=lambda code: (code != about.default_language, code))
    language = next((code for code in spoken if code.split("_")[0] == source), about.default_language)
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language=language)
    days = {day: title for day, title in found.items() if day > today}
    if not days:
        desk.stop("calendars.none", Exit.NO_RECORD, country=country, year=year)
    return days
