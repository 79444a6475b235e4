"""`standards bump ID`: propose the version and the class of what was changed."""

from __future__ import annotations

from datetime import date

import click

from ..archive.write import write_file
from ..changes.kinds import Change
from ..checks.versions import Failed, compared
from ..history.next_version import NextVersion, differs, newest
from ..history.timeline import Timelines
from ..model.handbook import Dossier
from ..model.values import VersionNumber
from ..source.edit import CannotEditError, with_fields
from .options import Desk, Exit, desk_options, json_option, on_option, print_json

MOST_SHOWN = 20


@click.command("bump")
@click.argument("id_", metavar="ID")
@click.option(
    "--write", is_flag=True, help="Write version and class into the document; only these lines change."
)
@desk_options
@on_option
@json_option
def command(desk: Desk, id_: str, write: bool, on: date | None, as_json: bool) -> None:
    """
    Propose the version and the class of what was changed since the newest release.

    A version or a class that already says more is kept.
    """
    handbook = desk.handbook()
    dossier = handbook.dossiers.get(id_)
    if dossier is None:
        desk.stop("read.unknown", Exit.WRONG_USE, id=id_, known=", ".join(handbook.dossiers))
    last = newest(dossier)
    coming = compared(Timelines(handbook, desk.day(on, handbook)), dossier, last)
    if isinstance(coming, Failed):
        desk.stop(f"bump.{coming.fault}", Exit.COULD_NOT_RUN, None, **{"id": id_, **coming.values})
    unchanged = last is not None and not differs(last.version, dossier.working) and not coming.changes
    proposed = proposed_version(dossier, coming)
    if as_json:
        print_json(
            {
                "id": id_,
                "before": str(last.number) if last else None,
                "version": str(proposed),
                "class": coming.change_class,
                "bump": coming.bump,
                "changes": [
                    {"code": one.code, "clause": one.clause, "field": one.field, "class": one.change_class}
                    for one in coming.changes
                ],
            }
        )
    elif unchanged and last:
        click.echo(desk.say("bump.unchanged", id=id_, version=last.number))
    else:
        _tell(desk, id_, coming, proposed)
    if write and not unchanged:
        _write(desk, dossier, coming, proposed)


def proposed_version(dossier: Dossier, coming: NextVersion) -> VersionNumber:
    """The least version that the changes need; the working copy's own if that is greater already."""
    if coming.base is not None and not coming.changes:
        return coming.base.number
    return max(coming.least, dossier.working.number)


def _tell(desk: Desk, name: str, coming: NextVersion, proposed: VersionNumber) -> None:
    if coming.base is None:
        click.echo(desk.say("bump.first", id=name, version=proposed))
        return
    click.echo(
        desk.say(
            "bump.proposed", id=name, before=coming.base.number, version=proposed, what=coming.change_class
        )
    )
    for change in coming.changes[:MOST_SHOWN]:
        click.echo(f"    {change.change_class.value:14}  {_place(change)}")
    if len(coming.changes) > MOST_SHOWN:
        click.echo("    " + desk.say("bump.more", n=len(coming.changes) - MOST_SHOWN))
    if any(not change.judged for change in coming.changes):
        click.echo(desk.say("bump.not-judged"))


def _place(change: Change) -> str:
    return f"{change.document}#{change.clause} {change.field}" if change.clause else change.field


def _write(desk: Desk, dossier: Dossier, coming: NextVersion, proposed: VersionNumber) -> None:
    file = dossier.working.file
    data = (desk.folder / file).read_bytes()
    fields: dict[tuple[str, ...], object] = {("version",): str(proposed)}
    if coming.base is not None:
        fields["change", "class"] = coming.change_class.value
    try:
        edited = with_fields(data, dossier.working.document.kind, fields)
    except CannotEditError:
        desk.stop("bump.cannot-edit", Exit.WRONG_USE, file=file)
    if edited != data:
        write_file(desk.folder / file, edited)
    click.echo(desk.say("bump.written", file=file), err=True)
