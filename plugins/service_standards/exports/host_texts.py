"""The texts on the pages of the git host: the comment, the release pull request, the reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from ..model.handbook import Handbook
from ..phrases import phrase
from ..review.ready import Ready

COMMENT = "<!-- service-standards: report -->"
"""By it the one comment is found again."""
LONGEST = 60_000
"""So many characters of a report are shown; the host takes 65,536 in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run that looked at a pull request."""

    url: str
    commit: str
    succeeded: bool


def comment(report: str | None, run: Run, language: str, refused: str = "") -> str:
    """
    The comment on a pull request; *report*: None if there is none.

    *refused*: why nothing that the run made is shown. Marks that only
    programs read are taken out of the report: none can stand in for another.
    """
    say = partial(phrase, "messages/host", language)
    parts = [COMMENT, say("comment.head")]
    if refused:
        return "\n\n".join(
            [*parts, refused, say("comment.preview-none"), say("comment.at", commit=run.commit)]
        )
    shown = (report or "").replace("<!--", "&lt;!--").strip()
    parts += [shown[:LONGEST]] if shown else [say("comment.none", run=run.url)]
    if len(shown) > LONGEST:
        parts.append(say("comment.cut", run=run.url))
    parts.append(say("comment.preview" if run.succeeded else "comment.failed", run=run.url))
    return "\n\n".join([*parts, say("comment.at", commit=run.commit)])


def release_body(found: Ready, unread: Mapping[str, str], on: date, language: str) -> str:
    """What the release pull request says: what is frozen, what waits and for whom, what is held back."""
    say = partial(phrase, "messages/host", language)
    parts = []
    if found.plan:
        parts.append(say("release.head", day=on))
        rows = [
            f"| `{one.record.id}` | {one.record.version} | {one.record.class_ or '–'} | {one.record.effective_from} "
            f"| {', '.join(f'{a.role}: {a.by}' for a in one.record.approvals) or '–'} |"
            for one in found.plan.frozen
        ]
        parts.append("\n".join([say("release.table"), *rows]))
    else:
        parts.append(say("release.refreshed"))
    if found.waiting:
        parts += [say("release.waiting"), say("release.waiting-about")]
        parts.append(
            "\n".join(
                say("release.waiting-one", id=one.id, version=one.version, roles=", ".join(one.roles), hash=one.content_sha256)
                for one in found.waiting
            )
        )  # fmt: skip
        if found.is_waiting:
            parts.append(say("release.waiting-frozen"))
    if found.blocked:
        lines = [
            say("release.blocked-one", id=one.id, version=one.version, codes=", ".join(one.codes))
            for one in found.blocked
        ]
        parts += [say("release.blocked"), "\n".join(lines)]
    if unread:
        lines = [say("release.unread-one", team=team, why=why) for team, why in sorted(unread.items())]
        parts += [say("release.unread"), "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The issue that one owner should see."""

    role: str
    title: str
    body: str


def reminder_mark(role: str) -> str:
    """By it the issue of an owner is found again."""
    return f"<!-- service-standards: reviews {role} -->"


def reminders(due: Mapping[str, Any], handbook: Handbook, language: str) -> tuple[Reminder, ...]:
    """
    One reminder for each owner of something overdue, by role; *due* is what `standards due --json` answers.

    What lies on several owners is told to each of them.
    """
    say = partial(phrase, "messages/host", language)
    overdue = [one for one in due["due"] if one["state"] == "overdue"]
    roles = sorted({role for one in overdue for role in one["owners"]})
    found = []
    for role in roles:
        entry = handbook.registry.roles.get(role)
        rows = [_row(one, say) for one in overdue if role in one["owners"]]
        holders = " ".join(entry.held_by) if entry and entry.held_by else role
        body = "\n\n".join([
            reminder_mark(role),
            say("issues.head", holders=holders, day=due["on"]),
            "\n".join([say("issues.table"), *rows]),
            say("issues.at"),
        ])  # fmt: skip
        title = say("issues.title", role=entry.title if entry else role)
        found.append(Reminder(role=role, title=title, body=body))
    return tuple(found)


def _row(one: Mapping[str, Any], say: Any) -> str:
    title = _cell(str(one["title"]))
    matter = say(f"issues.{one['matter']}")
    return f"| {one['due']} | {matter} | `{one['id']}` {title} |"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
