"""`standards check`: everything that is wrong, all at once, each with its place and its cure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from importlib.resources import files as resources
from pathlib import Path

import click

from .. import __version__
from ..checks import Checked, CheckReport, check, check_all, check_folder, report_of
from ..checks.built import UnreadableError, addresses_in, faults_of_addresses, faults_of_site
from ..checks.outside import faults_of_outside
from ..exports.findings import as_data, sarif, workflow_commands
from ..findings import Finding, Severity, catalogue, new_since
from ..model.handbook import Handbook
from ..source.files import files_of_folder
from ..source.git import GitError, Objects, files_of_ref
from ..source.proposal import paths_changed, place_in_repository
from ..today import today
from .options import Desk, Exit, desk_options, in_words, json_option, on_option, print_json, shown

SEVERITIES = (Severity.ERROR, Severity.WARNING)
"""Those that can end the command with 1, worst first."""


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
@click.option(
    "--outside",
    metavar="COMMIT",
    help="The commit of a proposal from outside: it may change the handbook's folder only.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Look at a built site instead: whether every document in force is in it.",
)
@click.option(
    "--before",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The addresses.json of an earlier site; none of its links may be gone.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="warning",
    show_default=True,
    help="End with 1 from this severity on.",
)
@click.option("--explain", metavar="CODE", help="Explain a code instead: what, why, an example, what to do.")
def command(
    desk: Desk,
    on: date | None,
    as_json: bool,
    form: str,
    base: str | None,
    outside: str | None,
    site: Path | None,
    before: Path | None,
    fail_on: str,
    explain: str | None,
) -> None:
    """
    Check the whole handbook and report every finding.

    Exit code 0 if there is none (or only hints), 1 if there is, 4 if the
    handbook could not be read at all.
    """
    if explain is not None:
        click.echo(explanation(explain, desk))
        return
    if outside is not None and base is None:
        desk.stop("check.outside-base", Exit.WRONG_USE)
    if before is not None and site is None:
        desk.stop("check.before-site", Exit.WRONG_USE)
    files = files_of_folder(desk.folder)
    if site is not None:
        checked = check_all(files, on, desk.memory)
        report = replace(report_of(checked), findings=tuple(_of_site(checked, desk, site, before, on)))
    elif base is not None:
        checked = check_all(files, on, desk.memory)
        new = (*_of_proposal(base, outside, desk), *_new_since(base, checked, desk, on))
        report = replace(report_of(checked), findings=new)
    else:
        report = check_folder(files, on, desk.memory)
    _answer(report, desk, "json" if as_json else form)
    if report.documents is None:
        sys.exit(Exit.COULD_NOT_RUN)
    failing = SEVERITIES[: SEVERITIES.index(Severity(fail_on)) + 1]
    sys.exit(Exit.FINDINGS if any(one.severity in failing for one in report.findings) else Exit.CLEAN)


def _of_site(checked: Checked, desk: Desk, site: Path, before: Path | None, on: date | None) -> list[Finding]:
    """What the built site lacks; of the sources themselves nothing is said here."""
    handbook = checked.reading.handbook
    if handbook is None:
        return list(checked.findings)
    return sorted(_lacking(handbook, desk, site, before, desk.day(on, handbook)), key=Finding.sort_key)


def _lacking(handbook: Handbook, desk: Desk, site: Path, before: Path | None, day: date) -> Iterator[Finding]:
    files = files_of_folder(site)
    yield from faults_of_site(handbook, files, day)
    if before is not None:
        try:
            earlier = addresses_in(json.loads(before.read_bytes()))
            yield from faults_of_addresses(handbook, files, earlier, day)
        except (OSError, ValueError, RecursionError, UnreadableError):
            desk.stop("check.no-addresses", Exit.WRONG_USE, file=before)


def _of_proposal(base: str, outside: str | None, desk: Desk) -> list[Finding]:
    """What a proposal from outside changes beyond the handbook."""
    if outside is None:
        return []
    try:
        paths = paths_changed(desk.folder, base, outside)
        return list(faults_of_outside(paths, place_in_repository(desk.folder)))
    except GitError as error:
        desk.stop("check.no-base", Exit.WRONG_USE, base=f"{base}, {outside}", why=error)


def _answer(report: CheckReport, desk: Desk, form: str) -> None:
    findings = report.findings
    match form:
        case "json":
            silenced = [
                {
                    **as_data(one.finding, desk.language),
                    "document": one.document,
                    "reason": one.reason,
                    "until": one.until,
                }
                for one in report.silenced
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
        case _ if report.documents is not None:
            click.echo(desk.say("check.clean", n=report.documents))


def _new_since(base: str, checked: Checked, desk: Desk, on: date | None) -> list[Finding]:
    """The findings that *base* did not have on the same day; a fault whose line only moved is not new."""
    handbook = checked.reading.handbook
    day = on or (today(handbook.settings.time_zone) if handbook else None)
    try:
        with Objects(desk.folder) as objects:
            _, before = check(files_of_ref(objects, base), day, desk.memory)
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
