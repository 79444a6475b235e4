"""`standards list`: the documents, by status, role, kind."""

from __future__ import annotations

from datetime import date

import click

from ..archive.in_force import DocumentStatus
from ..history.edition import Edition, Shown, edition
from ..model.documents import Kind, Standard
from ..source.files import files_of_folder
from ..source.kept import files_for_day
from ..source.parts import ground_of_folder
from ..today import today
from .options import Day, Desk, Exit, desk_options, json_option, print_json


@click.command("list")
@click.option("--all", "everything", is_flag=True, help="Drafts and retired documents too.")
@click.option("--role", metavar="ID", help="Only what this role works by.")
@click.option("--service", metavar="ID", help="Only standards of this service.")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), help="Only documents of this kind.")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which they held [default: today].")
@click.option(
    "--known-on", type=Day(), metavar="DATE", help="Only releases made by this day count [default: today]."
)
@desk_options
@json_option
def command(
    desk: Desk,
    on: date | None,
    known_on: date | None,
    as_json: bool,
    everything: bool,
    role: str | None,
    service: str | None,
    kind: str | None,
) -> None:
    """List the documents in force (or all of them)."""
    now = today(desk.time_zone(ground_of_folder(desk.folder)))
    day, known = on or now, known_on or now
    handbook = desk.handbook(files_for_day(files_of_folder(desk.folder), day, known))
    for registry, asked in (("roles", role), ("services", service)):
        if asked and asked not in handbook.registry.entries(registry):
            desk.stop(
                "read.unknown", Exit.WRONG_USE, id=asked, known=", ".join(handbook.registry.entries(registry))
            )
    holding = edition(handbook, day, known_on=known)
    working = edition(handbook, day, preview=True, known_on=known)
    chosen = [
        one
        for one in _all(holding, working, everything)
        if (not role or role in one.document.roles)
        and (not kind or one.kind == kind)
        and (not service or (isinstance(one.document, Standard) and one.document.service == service))
    ]
    if as_json:
        print_json({"documents": [as_data(one) for one in chosen]})
        return
    width = max((len(one.id) for one in chosen), default=0)
    for one in chosen:
        row = as_data(one)
        since = row["effective_from"] or "—"
        click.echo(
            f"{one.id:{width}}  {one.kind:9}  {row['version']:8}  {row['status']:8}  {since:10}  {row['title']}"
        )
    if not chosen:
        click.echo(desk.say("list.none"), err=True)


def _all(in_force: Edition, working: Edition, everything: bool) -> list[Shown]:
    if not everything:
        return [one for one in in_force.shown.values() if one.status is DocumentStatus.IN_FORCE]
    return [in_force.shown.get(name, one) for name, one in working.shown.items()]


def as_data(one: Shown) -> dict[str, object]:
    """The document as `list --json` gives it."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "title": one.document.title,
        "version": str(one.document.version),
        "status": one.status.value,
        "next": str(one.next.number) if one.next else None,
        "changed": one.changed,
        "effective_from": one.since.isoformat() if one.since else None,
    }
