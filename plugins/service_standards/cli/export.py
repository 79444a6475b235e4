"""`standards export`: the register as a table, and the evidence pack."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from ..archive.verify import breaches
from ..archive.write import write_file
from ..changes.context import IncomparableError
from ..changes.rules import NoRuleError
from ..exports.evidence import MANIFEST, evidence_files, zipped
from ..findings import Finding, Severity
from ..history.edition import edition
from ..model.handbook import Place
from ..site.data import register_table
from ..source.files import files_of_folder
from ..source.released import record_of
from .options import Desk, Exit, desk_options, in_words, on_option

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("export")
def command() -> None:
    """Write tables and evidence for people who have no git."""


@command.command("register")
@click.option("--into", type=FILE, metavar="FILE", help="Write to a file [default: standard output].")
@desk_options
@on_option
def register(desk: Desk, into: Path | None, on: date | None) -> None:
    """The register of a day as CSV: every document, its version, owner, next review."""
    handbook = desk.handbook()
    table = register_table(edition(handbook, desk.day(on, handbook)))
    if into:
        _write(desk, into, table)
    else:
        click.echo(table, nl=False)


@command.command("evidence")
@click.option("--into", type=FILE, metavar="FILE.zip", help="Where to [default: evidence-DATE.zip].")
@desk_options
@on_option
def evidence(desk: Desk, into: Path | None, on: date | None) -> None:
    """
    The evidence pack of a day, as known on that day, in one zip.

    Asked again, it is byte for byte the same. Nothing is packed that is not
    what was released.
    """
    files = files_of_folder(desk.folder)
    handbook = desk.handbook()
    faults = [
        Finding(
            code="LIF06",
            fault=one.fault,
            severity=Severity.ERROR,
            place=Place(one.file, one.line),
            values=one.values,
        )
        for one in breaches(files, record_of)
    ]
    if faults:
        click.echo(in_words(faults, desk), err=True)
        desk.stop("export.broken", Exit.COULD_NOT_RUN)
    day = desk.day(on, handbook)
    try:
        packed = evidence_files(edition(handbook, day), files)
    except (IncomparableError, NoRuleError) as fault:
        desk.stop("diff.incomparable", Exit.COULD_NOT_RUN, why=fault)
    file = into or Path(f"evidence-{day}.zip")
    _write(desk, file, zipped(packed, f"evidence-{day}"))
    last = json.loads(packed[MANIFEST])["ledger"]["last_sha256"]
    click.echo(desk.say("export.written", file=file, count=len(packed), hash=last))


def _write(desk: Desk, file: Path, content: bytes) -> None:
    try:
        write_file(file, content)
    except OSError as error:
        desk.stop("export.folder", Exit.COULD_NOT_RUN, file=file, why=error.strerror or error)
