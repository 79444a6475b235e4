"""
Which approvals the git host has for the content that would be released.

An approval counts for exactly the bytes that were looked at: the content at
the reviewed commit is hashed as a release hashes it. So it cannot outlive a
later push, and it does not matter in which pull request it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..archive.freeze import content_files, content_sha256, pictures
from ..history.next_version import newest
from ..model.handbook import Dossier, Handbook
from ..model.records import Approval
from ..source.git import GitError, Objects
from ..source.proposal import commits_changing
from .host import Host, PullRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document's content comes from since its last release."""

    pulls: tuple[PullRequest, ...]
    """The merged pull requests that changed it, newest first."""
    authors: tuple[str, ...]


def origin(host: Host, objects: Objects, folder: str, dossier: Dossier) -> Origin:
    """
    The pull requests and authors of the content of *dossier* since its last release.

    Goes back in the history of the commit that is checked out, to where the
    content was that of the release. *folder*: the handbook's, from the
    repository's root, with `/` at its end. Raises GitError and HostError.
    """
    last = newest(dossier)
    pulls: dict[int, PullRequest] = {}
    authors: list[str] = []
    for commit in commits_changing(objects.folder, dossier.working.folder):
        content = _content_in(objects, commit, folder, dossier)
        if last and content == last.record.content_sha256:
            break
        if content == _content_in(objects, f"{commit}^1", folder, dossier):
            continue  # a translation, a review: no part of what is approved
        numbers = host.pulls_of_commit(commit)
        for number in numbers:
            pulls.setdefault(number, host.pull_request(number))
        if not numbers and (account := host.author_of_commit(commit)):
            authors.append(account)
    authors += [account for pull in pulls.values() for account in pull.authors]
    return Origin(pulls=tuple(pulls.values()), authors=tuple(dict.fromkeys(authors)))


def _content_in(objects: Objects, commit: str, folder: str, dossier: Dossier) -> str:
    """The hash of a document's content in a commit of this clone."""
    kind = dossier.working.document.kind

    def found(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for name in names:
            try:
                yield name, objects.content(f"{commit}:{folder}{dossier.working.folder}/{name}")
            except GitError:
                continue

    content = dict(found((f"{kind}.yml", f"{kind}.md")))
    prose = content.get(f"{kind}.md", b"").decode("utf-8", "replace")
    return content_sha256(content | dict(found(pictures(prose))))


def approvals_for(
    host: Host,
    handbook: Handbook,
    files: Mapping[str, bytes],
    folder: str,
    dossier: Dossier,
    authors: Iterable[str],
    pulls: Iterable[PullRequest],
) -> Iterator[dict[str, Any]]:
    """
    Yield the approvals in *pulls* of exactly the content of the working copy, as `standards release` takes them.

    One for each role that the account holds, of those that may have to
    approve it; none of an author.
    """
    document = dossier.working.document
    digest = content_sha256(content_files(dossier.working, files))
    override = document.change.override if document.change else None
    asked = dict.fromkeys([
        *document.approvers,
        *([override.approved_by] if override else []),
        *(role for roles in handbook.settings.reviewers.values() for role in roles),
    ])  # fmt: skip
    own = {account.lower() for account in authors}
    given: set[str] = set()
    for pull in pulls:
        for one in pull.approvals:
            if one.account.lower() in own:
                continue
            if host.content_at(one.commit, f"{folder}{dossier.working.folder}", document.kind) != digest:
                continue
            for role in asked:
                entry = handbook.registry.roles.get(role)
                if role not in given and entry and host.holds(one.account, entry):
                    given.add(role)
                    yield {
                        "id": dossier.id,
                        "role": role,
                        "by": one.account,
                        "on": one.on,
                        "pull_request": pull.number,
                        "content_sha256": digest,
                    }


def unconfirmed(
    host: Host, old: Handbook, folder: str, dossier: Dossier, approval: Approval
) -> tuple[str, str] | None:
    """
    Why the host does not confirm an approval that a release names: the name of the message, and a team; None if it does.

    Who holds a role is asked of *old*, the handbook before the proposal.
    """
    if approval.pull_request is None:
        return "no-number", ""
    pull = host.pull_request(approval.pull_request)
    if not (pull.is_open or pull.is_merged):
        return "not-merged", ""
    given = next((one for one in pull.approvals if one.account.lower() == approval.by.lower()), None)
    if given is None:
        return "no-review", ""
    kind = dossier.working.document.kind
    if host.content_at(given.commit, f"{folder}{dossier.working.folder}", kind) != approval.content_sha256:
        return "other-content", ""
    role = old.registry.roles.get(approval.role)
    if role is None or not host.holds(approval.by, role):
        unread = [team for team in (role.held_by if role else ()) if team in host.unread_teams]
        return ("unread", unread[0]) if unread else ("not-held", "")
    return None
