"""`standards host`: what the workflows ask of the git host and write there."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from ..archive.write import write_file, write_releases
from ..checks.outside import faults_of_outside
from ..exports.host_texts import COMMENT, Run, comment, release_body, reminder_mark, reminders
from ..findings import Finding
from ..model.handbook import Dossier, Handbook, Release
from ..phrases import phrase
from ..review.approvals import Origin, approvals_for, origin, unconfirmed
from ..review.host import Host, HostError, PullRequest, own_texts
from ..review.ready import ready, releasable
from ..source.files import LARGEST, files_of_folder
from ..source.git import GitError, Objects, files_of_ref
from ..source.handbook import read_handbook
from ..source.parts import ground
from ..source.proposal import place_in_repository
from .options import Desk, Exit, desk_options, on_option

FILE = click.Path(dir_okay=False, path_type=Path)
LABEL = "overdue review"

repository_option = click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    metavar="OWNER/NAME",
    help="The repository on the host [default: GITHUB_REPOSITORY].",
)


@click.group("host")
def command() -> None:
    """Ask the git host for approvals, and write reports, releases and reminders there."""


# -- release -------------------------------------------------------------------


@command.command("release")
@click.option(
    "--branch", metavar="NAME", help="The branch of the release pull request: its approvals count too."
)
@click.option(
    "--into", type=FILE, required=True, metavar="FILE", help="Where to write what the pull request says."
)
@repository_option
@desk_options
@on_option
def release(desk: Desk, branch: str | None, into: Path, repository: str | None, on: date | None) -> None:
    """
    Freeze every version that was approved on the host.

    Without one, what waits for its approval is frozen, so that a pull request
    can ask for it; its check fails until then.
    """
    handbook = desk.handbook()
    day = desk.day(on, handbook)
    host = _host(desk, repository, handbook)
    files = files_of_folder(desk.folder)
    try:
        asking = _open_pull(host, branch) if branch else ()
        with Objects(desk.folder) as objects:
            origins = {
                one.id: origin(host, objects, place_in_repository(desk.folder), one)
                for one in releasable(handbook)
            }
        given = [
            approval
            for id, one in origins.items()
            for approval in approvals_for(
                host,
                handbook,
                files,
                place_in_repository(desk.folder),
                handbook.dossiers[id],
                one.authors,
                (*one.pulls, *asking),
            )
        ]
    except (HostError, GitError) as fault:
        _failed(desk, fault)
    found = ready(files, handbook, day, given, {id: one.authors for id, one in origins.items()})
    if found.plan:
        write_releases(desk.folder, found.plan.frozen)
    write_file(into, release_body(found, host.unread_teams, day, desk.language).encode())
    frozen = found.plan.frozen if found.plan else ()
    click.echo(_say(desk, "release.done", len(frozen)) if frozen else _say(desk, "release.none"))
    for one in frozen:
        click.echo(f"    {one.record.id} {one.record.version}")


def _open_pull(host: Host, branch: str) -> tuple[PullRequest, ...]:
    told = host.open_pull_of_branch(host.repository.partition("/")[0], branch)
    return (host.pull_request(told["number"]),) if told else ()


# -- gate ----------------------------------------------------------------------


@command.command("gate")
@click.option("--base", required=True, metavar="REF", help="The branch or commit to be merged into.")
@repository_option
@desk_options
@on_option
def gate(desk: Desk, base: str, repository: str | None, on: date | None) -> None:
    """
    Fail if a new release is not of today, or names an approval that the host does not confirm.

    The host is asked only if there is a new release.
    """
    new = desk.handbook()
    day = desk.day(on, new)
    try:
        with Objects(desk.folder) as objects:
            old = read_handbook(files_of_ref(objects, base)).handbook
            if old is None:
                desk.stop("read.no-handbook", Exit.COULD_NOT_RUN, folder=base)
            known = {(id, one.number) for id, dossier in old.dossiers.items() for one in dossier.releases}
            fresh = [
                (dossier, one)
                for id, dossier in new.dossiers.items()
                for one in dossier.releases
                if (id, one.number) not in known and one.record.imported_from is None
            ]
            faults = _faults_of_releases(desk, fresh, day, old, repository, objects) if fresh else []
    except (HostError, GitError) as fault:
        _failed(desk, fault)
    for fault_text in faults:
        click.echo(fault_text)
    if faults:
        sys.exit(Exit.FINDINGS)
    click.echo(_say(desk, "gate.clean"))


def _faults_of_releases(
    desk: Desk,
    fresh: list[tuple[Dossier, Release]],
    day: date,
    old: Handbook,
    repository: str | None,
    objects: Objects,
) -> list[str]:
    host = _host(desk, repository, old)
    folder = place_in_repository(desk.folder)
    found = []
    for dossier, one in fresh:
        record = one.record
        id, version = record.id, record.version
        if record.released_on != day:
            found.append(
                _say(desk, "gate.not-today", id=id, version=version, day=record.released_on, today=day)
            )
        for approval in record.approvals:
            if why := unconfirmed(host, old, folder, dossier, approval):
                account, role = approval.by, approval.role
                reason = _say(
                    desk,
                    f"gate.why-{why[0]}",
                    account=account,
                    role=role,
                    number=approval.pull_request,
                    team=why[1],
                )
                found.append(
                    _say(
                        desk,
                        "gate.no-approval",
                        id=id,
                        version=version,
                        account=account,
                        role=role,
                        why=reason,
                    )
                )
        listed = {account.lower() for account in record.authors}
        found += [
            _say(desk, "gate.unlisted-author", id=id, version=version, account=account)
            for account in _origin_before(host, objects, folder, old, dossier).authors
            if account.lower() not in listed
        ]
    return found


def _origin_before(host: Host, objects: Objects, folder: str, old: Handbook, dossier: Dossier) -> Origin:
    """Where the content comes from, as the base has it; nothing if the base has no such document."""
    before = old.dossiers.get(dossier.id)
    if before is None:
        return Origin(pulls=(), authors=())
    return origin(host, objects, folder, before)


# -- comment -------------------------------------------------------------------


@command.command("comment")
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
    host = _host(desk, repository)
    run, owner, fork, branch = _event(desk, event)
    try:
        pull = host.open_pull_of_branch(owner, branch)
        if pull is None or pull["head"]["sha"] != run.commit:
            click.echo(_say(desk, "host.no-pull", commit=run.commit))
            return
        refused = _refused(desk, host, pull["number"]) if fork != host.repository else ""
        text = comment(None if refused else _text(report), run, desk.language, refused)
        _publish(host, pull["number"], text)
    except HostError as fault:
        _failed(desk, fault)
    click.echo(_say(desk, "host.commented", number=pull["number"]))


def _event(desk: Desk, file: Path) -> tuple[Run, str, str, str]:
    """The finished run; the owner, the repository and the branch that it was for."""
    try:
        told = json.loads(file.read_bytes())["workflow_run"]
        run = Run(url=told["html_url"], commit=told["head_sha"], succeeded=told["conclusion"] == "success")
        source = told["head_repository"]
        return run, source["owner"]["login"], source["full_name"], told["head_branch"]
    except (OSError, ValueError, KeyError, TypeError):
        click.echo(_say(desk, "host.no-event", file=file), err=True)
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


# -- issues --------------------------------------------------------------------


@command.command("issues")
@click.argument("due", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@repository_option
@desk_options
def issues(desk: Desk, due: Path, repository: str | None) -> None:
    """
    Keep one issue for each owner of something overdue; DUE is the answer of `standards due --json`.

    An issue whose owner has nothing overdue any more is closed.
    """
    handbook = desk.handbook(ground(files_of_folder(desk.folder)))
    host = _host(desk, repository)
    try:
        told = reminders(json.loads(due.read_bytes()), handbook, desk.language)
    except (ValueError, KeyError, TypeError):
        click.echo(_say(desk, "host.no-due", file=due), err=True)
        sys.exit(Exit.WRONG_USE)
    wanted = {reminder_mark(one.role): one for one in told}
    at = f"repos/{host.repository}/issues"
    opened, updated, closed = 0, 0, 0
    try:
        listed = host.every(f"{at}?state=open&labels={LABEL.replace(' ', '%20')}")
        for there in own_texts(listed, "<!-- service-standards: reviews "):
            one = wanted.pop(str(there["body"]).partition("\n")[0].strip(), None)
            if one is None:
                body = {"body": _say(desk, "issues.closed")}
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
        _failed(desk, fault)
    click.echo(_say(desk, "issues.done", opened=opened, updated=updated, closed=closed))


# -- shared ----------------------------------------------------------------------


def _host(desk: Desk, repository: str | None, handbook: Handbook | None = None) -> Host:
    if not repository:
        click.echo(_say(desk, "host.no-repository"), err=True)
        sys.exit(Exit.WRONG_USE)
    return Host(repository, handbook.settings.time_zone if handbook else "UTC")


def _failed(desk: Desk, fault: Exception) -> NoReturn:
    click.echo(_say(desk, "host.failed", why=fault), err=True)
    sys.exit(Exit.COULD_NOT_RUN)


def _say(desk: Desk, name: str, n: int | None = None, **values: object) -> str:
    return phrase("messages/host", desk.language, name, n, **values)
