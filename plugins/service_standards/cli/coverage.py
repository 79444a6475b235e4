"""`standards coverage`: whether every promise has what it needs, and what else is missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from ..history.coverage import Need, State
from ..history.edition import edition
from ..site.coverage_tables import COLUMNS, Table, coverage_tables
from ..source.files import files_of_folder
from ..today import today
from .options import Day, Desk, Exit, desk_options, json_option, print_json

MARKS = {
    State.COVERED: "+",
    State.PARTIAL: "~",
    State.MISSING: "MISSING",
    State.NOT_NEEDED: "-",
    State.TO_COME: ".",
}
"""How a state is written in a cell: words where something is missing, signs where nothing is."""


class Needs(click.ParamType):  # type: ignore[type-arg]
    """Some of what a promise needs, with commas: `procedure,test`."""

    name = "needs"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Need, ...]:
        """Read the names, in the order of the matrix, or fail as wrong use."""
        if isinstance(value, tuple):
            return value
        asked = [name.strip() for name in str(value).split(",") if name.strip()]
        for name in asked:
            if name not in set(Need):
                self.fail(f"{name!r} is not one of {', '.join(Need)}", param, ctx)
        if not asked:
            self.fail(f"name at least one of {', '.join(Need)}", param, ctx)
        return tuple(need for need in Need if need in asked)


@click.command("coverage")
@click.option(
    "--require",
    type=Needs(),
    default=tuple(Need),
    show_default="all four",
    metavar="NEEDS",
    help="What every promise must have, with commas: procedure, measure, test, training.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["missing"]),
    help="End with exit code 1 if a promise lacks what is required.",
)
@click.option("--on", type=Day(), metavar="DATE", help="The day on which documents held [default: today].")
@desk_options
@json_option
@click.option(
    "--csv",
    "table",
    is_flag=False,
    flag_value="commitments",
    type=click.Choice(sorted(COLUMNS)),
    metavar="[TABLE]",
    help=f"Answer with one table as CSV: {', '.join(COLUMNS)} [default: commitments].",
)
def command(
    desk: Desk,
    require: tuple[Need, ...],
    fail_on: str | None,
    on: date | None,
    as_json: bool,
    table: str | None,
) -> None:
    """
    Say what stands behind every promise in force, and where nothing does.

    Drafts and retired documents never count. Exit code 0, or 1 with
    --fail-on if anything required is missing; 3 if nothing was in force.
    """
    if as_json and table:
        raise click.UsageError("--json and --csv are two answers; ask for one.")
    # With every release: the first step rests on the evidence of earlier versions too.
    handbook = desk.handbook(files_of_folder(desk.folder))
    now = today(handbook.settings.time_zone)
    day = on or now
    holding = edition(handbook, day, known_on=now)
    tables = coverage_tables(holding)
    if not tables["lifecycle"].rows:
        desk.stop("coverage.none", Exit.NO_RECORD, day=day)
    tables["commitments"] = required(tables["commitments"], require)
    gaps = [row for row in tables["commitments"].rows if row["missing"]]
    if as_json:
        print_json(
            {
                "on": day,
                "required": [str(need) for need in require],
                "commitments_missing": len(gaps),
                **{name: list(found.rows) for name, found in tables.items()},
            }
        )
    elif table:
        sys.stdout.buffer.write(tables[table].csv)
        sys.stdout.flush()
    else:
        _say(desk, tables, require)
    sys.exit(Exit.FINDINGS if fail_on and gaps else Exit.CLEAN)


def required(table: Table, needs: tuple[Need, ...]) -> Table:
    """The table of commitments, of whose gaps only those in *needs* count."""
    wanted = {str(need) for need in needs}
    return Table(
        columns=table.columns,
        rows=tuple(
            {**row, "missing": [one for one in row["missing"] if one in wanted]} for row in table.rows
        ),
    )


def _say(desk: Desk, tables: Mapping[str, Table], needs: tuple[Need, ...]) -> None:
    """The promises with their cells, then a line for each of the other matrices with its gaps."""
    rows = tables["commitments"].rows
    width = max((len(row["id"]) for row in rows), default=0)
    if rows:
        click.echo(f"{'':{width}}  {'  '.join(f'{need:9}' for need in needs)}".rstrip())
    for row in rows:
        cells = (f"{MARKS[State(row[need])]:9}" for need in needs)
        click.echo(f"{row['id']:{width}}  {'  '.join(cells)}".rstrip())
    if rows:
        click.echo()
    whole = sum(not row["missing"] for row in rows)
    click.echo(desk.say("coverage.commitments", whole=whole, all=len(rows), needs=", ".join(needs)))
    for name, said in _others(tables).items():
        count, missing = said
        click.echo(desk.say(f"coverage.{name}", whole=count - len(missing), all=count))
        for one in missing:
            click.echo(f"  {one}")


def _others(tables: Mapping[str, Table]) -> dict[str, tuple[int, list[str]]]:
    """Of each other matrix: how many places it has, and which of them are missing."""
    return {
        "components": _gaps(tables["components"], "state", "{service} / {channel}: {component}"),
        "rules": _gaps(tables["rules"], "tested", "{id}"),
        "tests": _gaps(tables["tests"], "state", "{type}"),
        "norms": _gaps(tables["norms"], "state", "{norm} {clause}"),
        "lifecycle": _steps(tables["lifecycle"]),
    }


def _steps(table: Table) -> tuple[int, list[str]]:
    """How many documents there are, and which steps of which are not done, or only in part."""
    missing: dict[str, list[str]] = {}
    for row in table.rows:
        if row["state"] in (State.MISSING, State.PARTIAL):
            missing.setdefault(row["document"], []).append(f"{row['step']} ({row['state']})")
    documents = {row["document"] for row in table.rows}
    return len(documents), [f"{document}: {', '.join(steps)}" for document, steps in missing.items()]


def _gaps(table: Table, state: str, form: str) -> tuple[int, list[str]]:
    return len(table.rows), [form.format(**row) for row in table.rows if row[state] == State.MISSING]
