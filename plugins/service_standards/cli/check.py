"""`standards check`: everything that is wrong, all at once, each with its place and its cure."""

from __future__ import annotations

import sys
from datetime import date

import click

from ..checks import check
from ..findings import Finding, Severity
from ..source.files import files_of_folder
from .options import Desk, Exit, desk_options, in_words, json_option, on_option, print_json


@click.command("check")
@desk_options
@on_option
@json_option
def command(desk: Desk, on: date | None, as_json: bool) -> None:
    """
    Check the whole handbook and report every finding.

    Exit code 0 if there is none (or only hints), 1 if there is, 4 if the
    handbook could not be read at all.
    """
    reading, findings = check(files_of_folder(desk.folder), on=on)
    if as_json:
        print_json({"findings": [as_data(one, desk.language) for one in findings]})
    elif findings:
        click.echo(in_words(findings, desk))
        click.echo(desk.say("check.found", n=len(findings)), err=True)
    elif reading.handbook is not None:
        click.echo(desk.say("check.clean", n=len(reading.handbook.dossiers)))
    if reading.handbook is None:
        sys.exit(Exit.COULD_NOT_RUN)
    sys.exit(Exit.FINDINGS if any(one.severity is not Severity.INFO for one in findings) else Exit.CLEAN)


def as_data(finding: Finding, language: str) -> dict[str, object]:
    """The finding as `check --json` gives it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message(language),
        "cure": finding.cure(language),
    }
