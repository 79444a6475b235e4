"""
What can be released now: what was approved goes first, what lacks an approval waits, what has errors is held back.

Pure: the files, the approvals and the authors in, the plan out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..archive.freeze import content_files, content_sha256
from ..checks.releasing import CannotReleaseError, Order, Plan, plan
from ..findings import Finding
from ..history.next_version import differs, newest
from ..memory import Memory
from ..model.handbook import Dossier, Handbook

WAITING = ("not-approved", "not-reviewed")
"""The faults of LIF02 that an approval mends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that lacks approvals."""

    id: str
    version: str
    roles: tuple[str, ...]
    content_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A version that findings forbid."""

    id: str
    version: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What a release pull request would hold."""

    plan: Plan | None
    """None if nothing can be released."""
    waiting: tuple[Waiting, ...]
    blocked: tuple[Blocked, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether what is frozen has not been approved yet: there is nothing else, and the pull request asks for it."""
        frozen = {one.record.id for one in self.plan.frozen} if self.plan else set()
        return any(one.id in frozen for one in self.waiting)


def releasable(handbook: Handbook) -> tuple[Dossier, ...]:
    """The documents whose working copy has a new number and says something else than the newest release."""
    return tuple(
        dossier
        for dossier in handbook.dossiers.values()
        if not dossier.working.document.is_draft_version
        and dossier.working.number not in {one.number for one in dossier.releases}
        and ((last := newest(dossier)) is None or differs(last.version, dossier.working))
    )


def ready(
    files: Mapping[str, bytes],
    handbook: Handbook,
    on: date,
    approvals: Iterable[Mapping[str, Any]],
    authors: Mapping[str, tuple[str, ...]],
    memory: Memory | None = None,
) -> Ready:
    """
    What can be released on *on*, with these *approvals* and *authors* by document.

    What has been approved is not held up by what has not; only where nothing
    was approved is the rest frozen, so that its approvals can be asked for.
    """
    dossiers = {one.id: one for one in releasable(handbook)}
    given = tuple(approvals)
    waiting: dict[str, Waiting] = {}
    blocked: dict[str, Blocked] = {}
    ids = list(dossiers)
    last: Plan | None = None
    while ids:
        order = Order(ids=tuple(ids), on=on, approvals=given, authors_of=authors)
        try:
            made = plan(files, order, memory)
        except CannotReleaseError as fault:
            name = str(fault.values.get("id", ids[0]))
            blocked[name] = _blocked(dossiers[name], [fault.name])
            ids.remove(name)
            continue
        barred = _barred(made.forbidding, [dossiers[id] for id in ids])
        if barred:
            for name, codes in barred.items():
                blocked[name] = _blocked(dossiers[name], codes)
            ids = [id for id in ids if id not in barred]
            continue
        lacking = dict(_lacking(made.forbidding, [dossiers[id] for id in ids]))
        last = last or made
        if not lacking:
            return _ready(made, waiting, blocked)
        for name, roles in lacking.items():
            dossier = dossiers[name]
            digest = content_sha256(content_files(dossier.working, files))
            waiting[name] = Waiting(
                id=name, version=str(dossier.working.number), roles=roles, content_sha256=digest
            )
        ids = [id for id in ids if id not in lacking]
    return _ready(last if waiting else None, waiting, blocked)


def _ready(made: Plan | None, waiting: Mapping[str, Waiting], blocked: Mapping[str, Blocked]) -> Ready:
    frozen = {one.record.id for one in made.frozen} if made else set()
    return Ready(
        plan=made,
        waiting=tuple(waiting.values()),
        blocked=tuple(one for one in blocked.values() if one.id not in frozen),
    )


def _blocked(dossier: Dossier, codes: Iterable[str]) -> Blocked:
    return Blocked(id=dossier.id, version=str(dossier.working.number), codes=tuple(dict.fromkeys(codes)))


def _barred(forbidding: Iterable[Finding], dossiers: list[Dossier]) -> dict[str, list[str]]:
    """The documents that errors forbid, and the codes; an error on what all stand on bars all of them."""
    found: dict[str, list[str]] = {}
    for one in forbidding:
        if _is_lacking(one):
            continue
        about = [
            dossier.id for dossier in dossiers if one.place.file.startswith(f"{dossier.working.folder}/")
        ]
        for name in about or [dossier.id for dossier in dossiers]:
            found.setdefault(name, []).append(one.code)
    return found


def _lacking(forbidding: Iterable[Finding], dossiers: list[Dossier]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for dossier in dossiers:
        roles = [
            one.values["role"]
            for one in forbidding
            if _is_lacking(one) and one.place.file.startswith(f"{dossier.working.folder}/")
        ]
        if roles:
            yield dossier.id, tuple(dict.fromkeys(roles))


def _is_lacking(one: Finding) -> bool:
    return one.code == "LIF02" and one.fault in WAITING
