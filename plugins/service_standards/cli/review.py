"""`standards review --base REF`: what a pull request changes, whom it touches, who has to look at it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date

import click

from ..changes.context import IncomparableError
from ..changes.rules import NoRuleError
from ..checks import check_all
from ..exports.review import as_data, not_compared
from ..exports.review_text import Form, refusal, review_text
from ..findings import Finding, Severity
from ..review.comparing import report
from ..review.report import Report, Tree
from ..source.files import files_of_folder
from ..source.git import GitError, Objects, commit_of, files_of_ref, merge_base
from ..source.handbook import read_handbook
from ..source.parts import ground
from ..today import today
from .options import Desk, Exit, desk_options, in_words, json_option, on_option, print_json, shown


class _NotComparedError(Exception):
    """A side cannot be read as a whole, or two values cannot be compared."""

    def __init__(self, side: str, why: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(why)
        self.side, self.why, self.findings = side, why, findings


@click.command("review")
@click.option(
    "--base", required=True, metavar="REF",
    help="The branch or commit that the change is to be merged into.",
)  # fmt: skip
@click.option(
    "--head", metavar="REF", help="The change as a commit has it [default: the files in the folder]."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True,
    help="For the terminal, for a comment on the pull request, or for programs.",
)  # fmt: skip
@json_option
@click.option("--site-url", default="", metavar="URL", help="Where the site lies to which pages are linked.")
@desk_options
@on_option
def command(
    desk: Desk, base: str, head: str | None, form: str, as_json: bool, site_url: str, on: date | None
) -> None:
    """
    Report on a change before it is merged: what it means, worst first, and what has to follow.

    The change is compared with the commit of --base that it began from.
    Nothing is checked out, and nothing reaches the network.
    """
    form = "json" if as_json else form
    try:
        with Objects(desk.folder) as objects:
            found = _report(desk, objects, base, head, on)
            _print(found, form, desk, site_url)
    except _NotComparedError as fault:
        _refuse(fault, form, desk)


def _report(desk: Desk, objects: Objects, base: str, head: str | None, on: date | None) -> Report:
    try:
        began = merge_base(objects.folder, base, head or "HEAD") or commit_of(objects.folder, base)
        old = files_of_ref(objects, began)
        new = files_of_ref(objects, head) if head else files_of_folder(desk.folder)
        commit = commit_of(objects.folder, head) if head else None
    except GitError as error:
        raise _NotComparedError(head or base, desk.say("review.no-base", why=error)) from error
    try:
        day = on or _today(new, old)
        sides = (
            _tree(desk, old, day, base, began),
            _tree(desk, new, day, head, commit),
        )
        return report(*sides, day)
    except (IncomparableError, NoRuleError) as fault:
        raise _NotComparedError(head or shown(desk.folder), str(fault)) from fault
    except GitError as error:
        raise _NotComparedError(head or base, str(error)) from error


def _today(new: Mapping[str, bytes], old: Mapping[str, bytes]) -> date:
    """Today in the handbook's time zone: that of the head, else of the base."""
    for files in (new, old):
        handbook = read_handbook(ground(files)).handbook
        if handbook is not None:
            return today(handbook.settings.time_zone)
    return today("UTC")


def _tree(desk: Desk, files: Mapping[str, bytes], day: date, ref: str | None, commit: str | None) -> Tree:
    checked = check_all(files, on=day)
    # A release that was tampered with is a finding of its own; the working copies compare all the same.
    faults = tuple(
        one for one in checked.reading.findings if one.severity is Severity.ERROR and one.code != "LIF06"
    )
    handbook = checked.reading.handbook
    if handbook is None or faults:
        side = ref or shown(desk.folder)
        raise _NotComparedError(
            side, desk.say("diff.unreadable", side=side), faults or checked.reading.findings
        )
    return Tree(ref=ref, commit=commit, files=files, handbook=handbook, checked=checked)


def _print(found: Report, form: str, desk: Desk, site_url: str) -> None:
    if form == "json":
        print_json(as_data(found, desk.language, site_url))
    else:
        click.echo(review_text(found, desk.language, Form(form), site_url), nl=False)


def _refuse(fault: _NotComparedError, form: str, desk: Desk) -> None:
    """Say that nothing was compared, also in the form that was asked for; exit code 4."""
    if form == "json":
        print_json(not_compared(fault.side, fault.why, fault.findings, desk.language))
    elif form == "markdown":
        click.echo(refusal(fault.side, fault.why, fault.findings, desk.language), nl=False)
    if fault.findings:
        click.echo(in_words(fault.findings, desk), err=True)
    click.echo(fault.why, err=True)
    sys.exit(Exit.COULD_NOT_RUN)
