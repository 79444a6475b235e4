"""`standards check`: everything that is wrong, all at once, each with its place and its cure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from importlib.resources import files as resources

import click

from .. import __version__
from ..checks import Checked, check, check_all
from ..exports.findings import as_data, sarif, workflow_commands
from ..findings import Finding, Severity, catalogue, new_since
from ..source.files import files_of_folder
from ..source.git import GitError, Objects, files_of_ref
from ..today import today
from .options import Desk, Exit, desk_options, in_words, json_option, on_option, print_json, shown


@click.command("check")
@desk_options
@on_option
@json_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "annotations"]),
    default="text",
    help="How to answer: for people, for programs, for code scanning, for the git host.",
)
@click.option("--base", metavar="REF", help="Report only what is new since this commit or branch.")
@click.option("--explain", metavar="CODE", help="Explain a code instead: what, why, an example, what to do.")
def command(
    desk: Desk, on: date | None, as_json: bool, form: str, base: str | None, explain: str | None
) -> None:
    """
    Check the whole handbook and report every finding.

    Exit code 0 if there is none (or only hints), 1 if there is, 4 if the
    handbook could not be read at all.
    """
    if explain is not None:
        click.echo(explanation(explain, desk))
        return
    checked = check_all(files_of_folder(desk.folder), on=on)
    findings: Sequence[Finding] = checked.findings
    if base is not None:
        findings = _new_since(base, checked, desk, on)
    _answer(findings, checked, desk, "json" if as_json else form)
    if checked.reading.handbook is None:
        sys.exit(Exit.COULD_NOT_RUN)
    sys.exit(Exit.FINDINGS if any(one.severity is not Severity.INFO for one in findings) else Exit.CLEAN)


def _answer(findings: Sequence[Finding], checked: Checked, desk: Desk, form: str) -> None:
    match form:
        case "json":
            silenced = [
                {
                    **as_data(one.finding, desk.language),
                    "document": one.document,
                    "reason": one.reason,
                    "until": one.until,
                }
                for one in checked.silenced
            ]
            print_json({"findings": [as_data(one, desk.language) for one in findings], "silenced": silenced})
        case "sarif":
            print_json(sarif(findings, desk.language, folder=shown(desk.folder), version=__version__))
        case "annotations":
            for line in workflow_commands(findings, desk.language, folder=shown(desk.folder)):
                click.echo(line)
        case _ if findings:
            click.echo(in_words(findings, desk))
            click.echo(desk.say("check.found", n=len(findings)), err=True)
        case _ if checked.reading.handbook is not None:
            click.echo(desk.say("check.clean", n=len(checked.reading.handbook.dossiers)))


def _new_since(base: str, checked: Checked, desk: Desk, on: date | None) -> list[Finding]:
    """The findings that *base* did not have on the same day; a fault whose line only moved is not new."""
    handbook = checked.reading.handbook
    day = on or (today(handbook.settings.time_zone) if handbook else None)
    try:
        with Objects(desk.folder) as objects:
            _, before = check(files_of_ref(objects, base), on=day)
    except GitError as error:
        desk.stop("check.no-base", Exit.WRONG_USE, base=base, why=error)
    return new_since(before, checked.findings)


def explanation(code: str, desk: Desk) -> str:
    """The page of a code; an end with exit code 2 if there is no such code."""
    wanted = code.upper()
    known = sorted(catalogue("en"))
    if wanted not in known:
        near = ", ".join(get_close_matches(wanted, known, 3, 0.6)) or ", ".join(known)
        desk.stop("check.no-code", Exit.WRONG_USE, wanted=code, near=near)
    folder = resources("service_standards") / "docs" / "checks"
    page = folder / f"{wanted}.{desk.language}.md"
    page = page if page.is_file() else folder / f"{wanted}.md"
    return page.read_text(encoding="utf-8").rstrip()
