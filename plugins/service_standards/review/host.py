"""
The edge to the git host: its API, asked through its own command, `gh`.

The only place that knows how GitHub answers. `gh` finds its token in the
environment (GH_TOKEN); who belongs to a team may need another one, which the
workflow gives as MEMBERS_TOKEN.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from ..archive.freeze import content_sha256, pictures
from ..model.documents import Kind
from ..model.registry import Role

_STATUS = re.compile(r"\(HTTP (\d{3})\)")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class HostError(Exception):
    """The host did not answer, or not as it should; *status* is that of HTTP, 0 if there is none."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """A standing approval of a pull request: who, on which day, at which commit."""

    account: str
    on: date
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """What the handbook needs to know of a pull request."""

    number: int
    is_open: bool
    is_merged: bool
    authors: tuple[str, ...]
    """Who opened it, and who wrote its commits, as far as the host knows their accounts."""
    approvals: tuple[Approving, ...]


@dataclass(slots=True)
class Host:
    """A repository on the git host. What it was asked once is kept."""

    repository: str
    zone: str = "UTC"
    """The time zone by which the days of approvals count."""
    unread_teams: dict[str, str] = field(default_factory=dict)
    """The teams whose members could not be read, and why."""
    _pulls: dict[int, PullRequest] = field(default_factory=dict)
    _members: dict[str, frozenset[str]] = field(default_factory=dict)
    _contents: dict[tuple[str, str], str | None] = field(default_factory=dict)

    # -- what is asked for -------------------------------------------------------

    def pull_request(self, number: int) -> PullRequest:
        """The pull request with this number."""
        if number not in self._pulls:
            at = f"repos/{self.repository}/pulls/{number}"
            told = self.get(at)
            commits = self.every(f"{at}/commits")
            accounts = [_account(told.get("user")), *(_account(one.get("author")) for one in commits)]
            self._pulls[number] = PullRequest(
                number=number,
                is_open=told.get("state") == "open",
                is_merged=bool(told.get("merged_at")),
                authors=tuple(dict.fromkeys(one for one in accounts if one)),
                approvals=standing_approvals(self.every(f"{at}/reviews"), self.zone),
            )
        return self._pulls[number]

    def pulls_of_commit(self, commit: str) -> tuple[int, ...]:
        """The numbers of the merged pull requests that brought a commit."""
        told = self.every(f"repos/{self.repository}/commits/{commit}/pulls")
        return tuple(one["number"] for one in told if one.get("merged_at"))

    def author_of_commit(self, commit: str) -> str | None:
        """The account of a commit's author, if the host knows it."""
        return _account(self.get(f"repos/{self.repository}/commits/{commit}").get("author"))

    def open_pull_of_branch(self, owner: str, branch: str) -> Mapping[str, Any] | None:
        """The open pull request from this branch of this owner, as the host tells it; None if there is none."""
        head = quote(f"{owner}:{branch}", safe="")
        found = self.every(f"repos/{self.repository}/pulls?state=open&head={head}")
        return next(iter(found), None)

    def members(self, team: str) -> frozenset[str]:
        """The accounts of a team, `@org/team`; empty, and noted in *unread_teams*, if they cannot be read."""
        if team not in self._members:
            org, _, name = team.removeprefix("@").partition("/")
            try:
                told = self.every(f"orgs/{org}/teams/{name}/members", os.environ.get("MEMBERS_TOKEN"))
                found = frozenset(account.lower() for one in told if (account := _account(one)))
            except HostError as fault:
                self.unread_teams[team] = str(fault)
                found = frozenset()
            self._members[team] = found
        return self._members[team]

    def holds(self, account: str, role: Role) -> bool:
        """Whether an account holds a role, itself or as one of a team."""
        own = account.lower()
        return any(
            own in self.members(holder) if "/" in holder else own == holder.lower() for holder in role.held_by
        )

    def content_at(self, commit: str, folder: str, kind: Kind) -> str | None:
        """
        The hash of a document's content in a commit, as a release would have it; None if it is not there.

        *folder*: from the repository's root.
        """
        key = (commit, folder)
        if key not in self._contents:
            self._contents[key] = self._content_at(commit, folder, kind)
        return self._contents[key]

    def _content_at(self, commit: str, folder: str, kind: Kind) -> str | None:
        try:
            told = self.get(f"repos/{self.repository}/contents/{quote(folder)}?ref={commit}")
            there = {one["name"] for one in told if one.get("type") == "file"}
            content = {
                name: self._file(commit, folder, name)
                for name in (f"{kind}.yml", f"{kind}.md")
                if name in there
            }
            prose = content.get(f"{kind}.md", b"").decode("utf-8", "replace")
            content |= {name: self._file(commit, folder, name) for name in pictures(prose) if name in there}
        except HostError as fault:
            if fault.status == 404:
                return None
            raise
        return content_sha256(content) if f"{kind}.yml" in content else None

    def _file(self, commit: str, folder: str, name: str) -> bytes:
        path = quote(f"{folder}/{name}")
        accept = "Accept: application/vnd.github.raw+json"
        return _gh("api", "-H", accept, f"repos/{self.repository}/contents/{path}?ref={commit}")

    # -- the API -------------------------------------------------------------------

    def get(self, path: str) -> Any:
        """What the API answers."""
        return _parsed(_gh("api", path))

    def every(self, path: str, token: str | None = None) -> list[Any]:
        """All entries of a list, page by page."""
        mark = "&" if "?" in path else "?"
        pages = _parsed(_gh("api", "--paginate", "--slurp", f"{path}{mark}per_page=100", token=token))
        return [one for page in pages for one in page]

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Write something; gives what the API answers."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return _parsed(_gh("api", "--method", method, path, "--input", "-", given=content))


def standing_approvals(reviews: list[Any], zone: str) -> tuple[Approving, ...]:
    """
    The approvals that stand: of each person the last opinion counts, and a comment is none.

    What was dismissed, or followed by a request for changes, stands no more;
    what a program approved never did.
    """
    last: dict[str, Approving | None] = {}
    for one in sorted(reviews, key=lambda one: one.get("submitted_at") or ""):
        account = _account(one.get("user"))
        state = one.get("state")
        if account is None or state not in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED"):
            continue
        approved = state == "APPROVED" and one.get("commit_id")
        last[account] = (
            Approving(account=account, on=_day(one["submitted_at"], zone), commit=one["commit_id"])
            if approved
            else None
        )
    return tuple(one for one in last.values() if one)


def _account(user: Any) -> str | None:
    """The account as the handbook writes it; None for a program, and where the host knows none."""
    login = user.get("login") if isinstance(user, Mapping) else None
    if not isinstance(login, str) or user.get("type") == "Bot" or not _ACCOUNT.fullmatch(login):
        return None
    return f"@{login}"


def _day(text: str, zone: str) -> date:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone)).date()


def _parsed(answer: bytes) -> Any:
    try:
        return json.loads(answer) if answer.strip() else None
    except ValueError as error:
        raise HostError(f"no JSON: {answer[:80]!r}") from error


def _gh(*arguments: str, given: bytes | None = None, token: str | None = None) -> bytes:
    environment = {**os.environ, "GH_TOKEN": token} if token else None
    try:
        done = subprocess.run(
            ["gh", *arguments], input=given, capture_output=True, check=False, env=environment
        )
    except OSError as error:
        raise HostError(f"gh: {error.strerror}") from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()
        found = _STATUS.search(why)
        raise HostError(why, int(found[1]) if found else 0)
    return done.stdout


def own_texts(entries: list[Any], marker: str) -> Iterator[Mapping[str, Any]]:
    """Yield the comments or issues that a program wrote and that begin with *marker*."""
    for one in entries:
        by = one.get("user") or {}
        if by.get("type") == "Bot" and str(one.get("body") or "").startswith(marker):
            yield one
