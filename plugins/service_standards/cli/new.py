"""`standards new KIND ID`: a draft to fill in."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from ..archive.write import write_file
from ..model.fields import is_slug
from ..source.scaffold import SCAFFOLDS, scaffold
from .options import Desk, Exit, desk_options, shown


@click.command("new")
@click.argument("kind", type=click.Choice(sorted(SCAFFOLDS)))
@click.argument("id")
@click.option("--area", metavar="FOLDER", help="The folder that groups it, such as support.")
@desk_options
def command(desk: Desk, kind: str, id: str, area: str | None) -> None:
    """Start a document (or a record) from a template: a draft whose open ends are marked TODO."""
    handbook = desk.handbook()
    try:
        is_slug(id)
    except PydanticCustomError as fault:
        desk.stop("new.not-an-id", Exit.WRONG_USE, id=id, better=(fault.context or {})["better"])
    taken = {*handbook.dossiers, *handbook.evidence, *handbook.waivers}
    if id in taken and kind != "review":
        desk.stop("new.taken", Exit.WRONG_USE, id=id)
    if kind == "review" and id not in handbook.dossiers:
        desk.stop("read.unknown", Exit.WRONG_USE, id=id, known=", ".join(handbook.dossiers))
    files = scaffold(kind, id, handbook, area=area)
    there = [name for name in files if (desk.folder / name).exists()]
    if there:
        desk.stop("new.exists", Exit.WRONG_USE, file=there[0])
    for name, text in files.items():
        write_file(desk.folder / name, text.encode())
        click.echo(str(Path(shown(desk.folder)) / name))
    click.echo(desk.say("new.next"), err=True)
