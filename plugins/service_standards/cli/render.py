"""`standards render DIR`: the handbook as plain Markdown, for any other generator."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..checks import check
from ..exports.markdown import rendered
from ..findings import Severity
from ..history.edition import edition
from ..source.files import files_of_folder
from .options import Desk, Exit, desk_options, in_words, on_option


@click.command("render")
@click.argument("into", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--preview", is_flag=True, help="The working copies instead of what is in force.")
@click.option("--site-url", default="", metavar="URL", help="Where the site will stand, for permanent links.")
@desk_options
@on_option
def command(desk: Desk, into: Path, preview: bool, site_url: str, on: date | None) -> None:
    """
    Write every page as plain Markdown, with data and pictures, into an empty folder.

    The folder can be built by any generator of sites that reads Markdown.
    """
    from ..archive.write import write_file

    if into.exists() and any(into.iterdir()):
        desk.stop("render.not-empty", Exit.WRONG_USE, folder=into)
    reading, findings = check(files_of_folder(desk.folder), on, desk.memory)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if reading.handbook is None or errors:
        click.echo(in_words(errors or findings, desk), err=True)
        desk.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=desk.folder)
    shown = edition(reading.handbook, desk.day(on, reading.handbook), preview=preview)
    count = 0
    for name, content in rendered(shown, site_url):
        write_file(into / name, content)
        count += 1
    click.echo(desk.say("render.done", n=count, folder=into))
