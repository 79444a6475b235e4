"""`standards host comment` and `issues`: what people read on the pages of the host, each kept up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..checks.outside import faults_of_outside
from ..exports.host_texts import COMMENT, Run, comment, reminder_mark, reminders
from ..findings import Finding
from ..review.host import Host, HostError, own_texts
from ..source.files import LARGEST, files_of_folder
from ..source.parts import ground
from ..source.proposal import place_in_repository
from .host_options import failed, host_of, repository_option, say
from .options import Desk, Exit, desk_options

FILE = click.Path(dir_okay=False, path_type=Path)
LABEL = "overdue review"


@click.command("comment")
@click.option(
    "--event", type=FILE, required=True, metavar="FILE", help="What the host says of the finished run."
)
@click.option(
    "--report", type=FILE, required=True, metavar="FILE", help="The report that the run made, if it did."
)
@repository_option
@desk_options
def write_comment(desk: Desk, event: Path, report: Path, repository: str | None) -> None:
    """
    Write the report as one comment on the pull request, or bring that up to date.

    From a fork that changes more than the handbook's folder nothing is shown.
    """
    host = host_of(desk, repository)
    run, owner, fork, branch = _event(desk, event)
    try:
        pull = host.open_pull_of_branch(owner, branch)
        if pull is None or pull["head"]["sha"] != run.commit:
            click.echo(say(desk, "host.no-pull", commit=run.commit))
            return
        refused = _refused(desk, host, pull["number"]) if fork != host.repository else ""
        text = comment(None if refused else _text(report), run, desk.language, refused)
        _publish(host, pull["number"], text)
    except HostError as fault:
        failed(desk, fault)
    click.echo(say(desk, "host.commented", number=pull["number"]))


def _event(desk: Desk, file: Path) -> tuple[Run, str, str, str]:
    """The finished run; the owner, the repository and the branch that it was for."""
    try:
        told = json.loads(file.read_bytes())["workflow_run"]
        run = Run(url=told["html_url"], commit=told["head_sha"], succeeded=told["conclusion"] == "success")
        source = told["head_repository"]
        return run, source["owner"]["login"], source["full_name"], told["head_branch"]
    except (OSError, ValueError, KeyError, TypeError):
        click.echo(say(desk, "host.no-event", file=file), err=True)
        sys.exit(Exit.WRONG_USE)


def _refused(desk: Desk, host: Host, number: int) -> str:
    """Why nothing of a fork's proposal is shown; empty if it changes only the handbook."""
    at = f"repos/{host.repository}/pulls/{number}"
    told = host.every(f"{at}/files")
    paths = [name for one in told for name in (one["filename"], one.get("previous_filename")) if name]
    if len(told) < host.get(at)["changed_files"]:
        paths.append("…")  # the host lists no more: what it does not list may be anywhere
    folder = place_in_repository(desk.folder) or "standards/"
    return "\n\n".join(_words(one, desk) for one in faults_of_outside(paths, folder))


def _words(one: Finding, desk: Desk) -> str:
    return (
        f"**{one.code}** {one.message(desk.language)}\n\n{one.why(desk.language)} {one.cure(desk.language)}"
    )


def _text(report: Path) -> str | None:
    """What a run of somebody else's proposal wrote: text, and nothing but text."""
    if report.is_symlink() or not report.is_file():
        return None
    with report.open("rb") as stream:
        return stream.read(LARGEST).decode("utf-8", "replace").replace("\0", "")


def _publish(host: Host, number: int, text: str) -> None:
    at = f"repos/{host.repository}/issues"
    own = next(own_texts(host.every(f"{at}/{number}/comments"), COMMENT), None)
    if own is None:
        host.send("POST", f"{at}/{number}/comments", {"body": text})
    elif own["body"] != text:
        host.send("PATCH", f"{at}/comments/{own['id']}", {"body": text})


@click.command("issues")
@click.argument("due", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@repository_option
@desk_options
def issues(desk: Desk, due: Path, repository: str | None) -> None:
    """
    Keep one issue for each owner of something overdue; DUE is the answer of `standards due --json`.

    An issue whose owner has nothing overdue any more is closed.
    """
    handbook = desk.handbook(ground(files_of_folder(desk.folder)))
    host = host_of(desk, repository)
    try:
        told = reminders(json.loads(due.read_bytes()), handbook, desk.language)
    except (ValueError, KeyError, TypeError):
        click.echo(say(desk, "host.no-due", file=due), err=True)
        sys.exit(Exit.WRONG_USE)
    wanted = {reminder_mark(one.role): one for one in told}
    at = f"repos/{host.repository}/issues"
    opened, updated, closed = 0, 0, 0
    try:
        listed = host.every(f"{at}?state=open&labels={LABEL.replace(' ', '%20')}")
        for there in own_texts(listed, "<!-- service-standards: reviews "):
            one = wanted.pop(str(there["body"]).partition("\n")[0].strip(), None)
            if one is None:
                body = {"body": say(desk, "issues.closed")}
                host.send("POST", f"{at}/{there['number']}/comments", body)
                host.send("PATCH", f"{at}/{there['number']}", {"state": "closed"})
                closed += 1
            elif (there["title"], there["body"]) != (one.title, one.body):
                host.send("PATCH", f"{at}/{there['number']}", {"title": one.title, "body": one.body})
                updated += 1
        for one in wanted.values():
            host.send("POST", at, {"title": one.title, "body": one.body, "labels": [LABEL]})
            opened += 1
    except HostError as fault:
        failed(desk, fault)
    click.echo(say(desk, "issues.done", opened=opened, updated=updated, closed=closed))
