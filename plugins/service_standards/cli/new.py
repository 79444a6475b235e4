"""`standards new KIND ID`: a draft to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from ..archive.write import write_file
from ..model.documents import Kind
from ..model.fields import is_slug
from ..source.ids import SITE_WORDS
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
    if kind in set(Kind) and id in SITE_WORDS:
        desk.stop("new.site-word", Exit.WRONG_USE, id=id)
    if area and not _may_hold_documents(desk.folder, area):
        desk.stop("new.area", Exit.WRONG_USE, area=area)
    files = scaffold(kind, id, handbook, area=area)
    there = [name for name in files if (desk.folder / name).exists()]
    if there:
        desk.stop("new.exists", Exit.WRONG_USE, file=there[0])
    _write_all(desk.folder, files)
    for name in files:
        click.echo(str(Path(shown(desk.folder)) / name))
    click.echo(desk.say("new.next"), err=True)


def _may_hold_documents(root: Path, area: str) -> bool:
    """Whether *area* is a folder below *root* that is read, and not one of releases or of a document."""
    parts = Path(area.strip("/")).parts
    if "releases" in parts or any(part.startswith(".") for part in parts):
        return False
    folders = [root.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
    return not any((folder / f"{kind}.yml").exists() for folder in folders for kind in Kind)


def _write_all(root: Path, files: Mapping[str, str]) -> None:
    """Write all *files*, or leave nothing of them and of the folders made for them."""
    written: list[Path] = []
    made = {
        folder
        for name in files
        for folder in (root / name).parents
        if folder.is_relative_to(root) and not folder.exists()
    }
    try:
        for name, text in files.items():
            written.append(root / name)
            write_file(root / name, text.encode())
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for folder in sorted(made, key=lambda folder: -len(folder.parts)):
            if folder.exists():
                folder.rmdir()
        raise
