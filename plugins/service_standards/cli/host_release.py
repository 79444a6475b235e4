"""`standards host release`: freeze what was approved on the host."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..archive.write import write_file, write_releases
from ..exports.host_texts import release_body
from ..review.approvals import approvals_for, origin
from ..review.host import Host, HostError, PullRequest
from ..review.ready import ready, releasable
from ..source.files import files_of_folder
from ..source.git import GitError, Objects
from ..source.proposal import place_in_repository
from .host_options import failed, host_of, repository_option, say
from .options import Desk, desk_options, on_option

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("release")
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
    host = host_of(desk, repository, handbook)
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
        failed(desk, fault)
    authors = {id: one.authors for id, one in origins.items()}
    found = ready(files, handbook, day, given, authors, desk.memory)
    if found.plan:
        write_releases(desk.folder, found.plan.frozen)
    write_file(into, release_body(found, host.unread_teams, day, desk.language).encode())
    frozen = found.plan.frozen if found.plan else ()
    click.echo(say(desk, "release.done", len(frozen)) if frozen else say(desk, "release.none"))
    for one in frozen:
        click.echo(f"    {one.record.id} {one.record.version}")


def _open_pull(host: Host, branch: str) -> tuple[PullRequest, ...]:
    told = host.open_pull_of_branch(host.repository.partition("/")[0], branch)
    return (host.pull_request(told["number"]),) if told else ()
