"""`standards host gate`: no release but of today, and none that names an approval which nobody gave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from functools import partial

import click

from ..model.handbook import Dossier, Handbook, Release
from ..review.approvals import Origin, origin, unconfirmed
from ..review.host import Host, HostError
from ..source.git import GitError, Objects, files_of_ref
from ..source.handbook import read_handbook
from ..source.proposal import place_in_repository
from .host_options import failed, host_of, repository_option, say
from .options import Desk, Exit, desk_options, on_option


@click.command("gate")
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
    except (HostError, GitError) as error:
        failed(desk, error)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(Exit.FINDINGS)
    click.echo(say(desk, "gate.clean"))


def _faults_of_releases(
    desk: Desk,
    fresh: list[tuple[Dossier, Release]],
    day: date,
    old: Handbook,
    repository: str | None,
    objects: Objects,
) -> list[str]:
    host = host_of(desk, repository, old)
    folder = place_in_repository(desk.folder)
    found = []
    for dossier, one in fresh:
        record = one.record
        told = partial(say, desk, id=record.id, version=record.version)
        if record.released_on != day:
            found.append(told("gate.not-today", day=record.released_on, today=day))
        for approval in record.approvals:
            if why := unconfirmed(host, old, folder, dossier, approval):
                named = partial(told, account=approval.by, role=approval.role)
                reason = named(f"gate.why-{why[0]}", number=approval.pull_request, team=why[1])
                found.append(named("gate.no-approval", why=reason))
        found += [told("gate.not-asked", role=role) for role in _asked_before(old, dossier.id, one)]
        listed = {account.lower() for account in record.authors}
        for account in _origin_before(host, objects, folder, old, dossier).authors:
            if account.lower() not in listed:
                found.append(told("gate.unlisted-author", account=account))
    return found


def _origin_before(host: Host, objects: Objects, folder: str, old: Handbook, dossier: Dossier) -> Origin:
    """Where the content comes from, as the base has it; nothing if the base has no such document."""
    before = old.dossiers.get(dossier.id)
    if before is None:
        return Origin(pulls=(), authors=())
    return origin(host, objects, folder, before)


def _asked_before(old: Handbook, id: str, release: Release) -> Iterator[str]:
    """Yield the roles that had to approve it by the rules before the proposal, and did not: nobody takes them away in it."""
    before = old.dossiers.get(id)
    if before is None:
        return
    record, document = release.record, before.working.document
    asked = [*document.approvers, *(old.settings.reviewers_of(record.class_) if record.class_ else ())]
    given = {approval.role for approval in record.approvals}
    for role in dict.fromkeys(asked):
        if role not in given and role != document.owner:
            yield role
