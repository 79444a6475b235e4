"""`standards fmt`: the canonical form of the YAML files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..archive.write import write_file
from ..source.files import files_of_folder
from ..source.format import formatted_files
from .options import Desk, Exit, desk_options, shown


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit code 1 if something would change."
)
@desk_options
def command(desk: Desk, paths: tuple[Path, ...], only_check: bool) -> None:
    """
    Put the YAML files into their canonical form: order of fields, quotes, spaces.

    Comments stay. Released files are never touched. Files that cannot be read
    are left alone: `standards check` says what is wrong with them.
    """
    wanted = [path.resolve() for path in paths]
    changed = 0
    for name, text in formatted_files(files_of_folder(desk.folder)):
        path = desk.folder / name
        if wanted and not any(path.resolve().is_relative_to(one) for one in wanted):
            continue
        changed += 1
        click.echo(str(Path(shown(desk.folder)) / name))
        if not only_check:
            write_file(path, text.encode())
    click.echo(desk.say("fmt.would" if only_check else "fmt.done", n=changed), err=True)
    if only_check and changed:
        sys.exit(Exit.FINDINGS)
