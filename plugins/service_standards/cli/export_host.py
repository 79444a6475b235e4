"""`standards export codeowners` and `issue-forms`: what the git host reads, made of the handbook."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from ..archive.write import write_file
from ..exports.codeowners import codeowners, merged
from ..exports.issue_forms import issue_forms
from ..source.git import GitError
from ..source.proposal import place_in_repository
from .options import Desk, Exit, desk_options

check_option = click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; end with 1 if something would change."
)


@click.command("codeowners")
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file, between its marks [default: standard output].",
)
@check_option
@desk_options
def owners(desk: Desk, into: Path | None, only_check: bool) -> None:
    """Who is asked to look at which file: CODEOWNERS, of the owners and approvers in the handbook."""
    handbook = desk.handbook()
    try:
        folder = place_in_repository(desk.folder)
    except GitError:
        folder = f"{desk.folder.resolve().name}/"
    made = codeowners(handbook, folder)
    if into is None:
        click.echo(made, nl=False)
        return
    there = into.read_text(encoding="utf-8") if into.is_file() else ""
    _put(desk, {into: merged(there, made).encode()}, only_check)


@click.command("issue-forms")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="Where to write, such as .github/ISSUE_TEMPLATE.",
)
@check_option
@desk_options
def forms(desk: Desk, into: Path, only_check: bool) -> None:
    """
    Issue forms: suggest a change, ask for a standard, ask for a waiver.

    In the handbook's source language, where the interface speaks it, else in
    English.
    """
    handbook = desk.handbook()
    made = issue_forms(handbook, handbook.settings.source_language)
    _put(desk, {into / name: content for name, content in made.items()}, only_check)


def _put(desk: Desk, made: Mapping[Path, bytes], only_check: bool) -> None:
    """Write what is not there yet, and say which files those are."""
    stale = [file for file, content in made.items() if not file.is_file() or file.read_bytes() != content]
    for file in stale:
        click.echo(str(file))
        if not only_check:
            try:
                write_file(file, made[file])
            except OSError as error:
                desk.stop("export.folder", Exit.COULD_NOT_RUN, file=file, why=error.strerror or error)
    if only_check and stale:
        sys.exit(Exit.FINDINGS)
