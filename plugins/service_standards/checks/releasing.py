"""
What a release would be, and what forbids it: nothing is written here.

The checks run twice. Over the handbook as it is: whether version, class and
note say what changed. Over the handbook as it will be: all the rest. So a
draft is judged as a released document, on the days that its record will
have, and a promise, its procedure, its test and its training can start
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..archive.freeze import LEDGER, Frozen, content_files, content_sha256, freeze
from ..archive.notice import earliest_day, effective_day
from ..findings import Finding, Severity
from ..history.next_version import NextVersion
from ..history.timeline import Timelines
from ..memory import Memory
from ..model.documents import ChangeClass
from ..model.handbook import Dossier, Handbook
from ..source.format import yaml_text
from ..today import today
from . import NEED_THE_WHOLE, check
from .versions import compared, faults_of_next


class CannotReleaseError(Exception):
    """A release that was asked for in a way that makes none; *name* is that of the message."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name, self.values = name, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for."""

    ids: tuple[str, ...]
    on: date | None = None
    """The day of the release; None: today."""
    authors: tuple[str, ...] = ()
    authors_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who wrote single documents, by id; *authors* wrote the others."""
    approvals: tuple[Mapping[str, Any], ...] = ()
    """Each with role, by, on, and perhaps pull_request, content_sha256 and the `id` of the document it is for."""
    retroactive: bool = False
    instead: Mapping[str, bytes] | None = None
    """The document's files by name, in place of its working copy: a fix behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be released."""

    frozen: tuple[Frozen, ...]
    forbidding: tuple[Finding, ...]
    """The findings that forbid it; empty: it may be written."""
    handbook: Handbook | None
    """None where the handbook could not be read."""


def plan(files: Mapping[str, bytes], order: Order, memory: Memory | None = None) -> Plan:
    """
    What a release of the working copies in *files* comes to, and what forbids it.

    What *memory* knows is not worked out again.

    Raises CannotReleaseError where there is nothing that could be released,
    and pydantic's ValidationError where an approval or an author cannot be one.
    """
    if order.instead is not None:
        files = _with_content(files, order)
    before, found = check(files, order.on, memory)
    handbook = before.handbook
    if handbook is None:
        return Plan(frozen=(), forbidding=found, handbook=None)
    day = order.on or today(handbook.settings.time_zone)
    dossiers = tuple(_releasable(handbook, name) for name in order.ids)
    folders = tuple(f"{dossier.working.folder}/" for dossier in dossiers)
    errors = [one for one in found if _is_on_what_changed(one, folders) and not _is_meant(one, order)]
    timelines = Timelines(handbook, day)
    digests = {one.id: content_sha256(content_files(one.working, files)) for one in dossiers}
    frozen: list[Frozen] = []
    after: dict[str, bytes] = dict(files)
    for dossier in dossiers:
        coming = compared(timelines, dossier)
        if not isinstance(coming, NextVersion):
            continue  # VER03 is among the errors
        errors += _lacks_reason(dossier, order)
        if order.instead is not None:
            errors += [one for one in faults_of_next(dossier, coming) if one.severity is Severity.ERROR]
        one = freeze(
            handbook,
            dossier.working,
            after,
            released_on=day,
            effective_from=_effective_from(handbook, dossier, coming.change_class, day, order),
            change_class=coming.change_class,
            authors=order.authors_of.get(dossier.id, order.authors),
            approvals=_approvals_for(dossier.id, digests, order.approvals),
            write_yaml=yaml_text,
        )
        after |= {f"{one.folder}/{name}": data for name, data in one.files.items()}
        after[LEDGER] = one.ledger
        frozen.append(one)
    _, then = check(after, day, memory)
    known = {_name(one) for one in found}
    errors += [one for one in then if _forbids(one, folders, known) and not _is_meant(one, order)]
    return Plan(frozen=tuple(frozen), forbidding=tuple(_once(errors)), handbook=handbook)


def _with_content(files: Mapping[str, bytes], order: Order) -> dict[str, bytes]:
    """The handbook's files with other content in place of the one document's working copy."""
    assert order.instead is not None
    if len(order.ids) != 1:
        raise CannotReleaseError("from-one")
    before, _ = check(files, on=order.on)
    dossier = before.handbook.dossiers.get(order.ids[0]) if before.handbook else None
    if dossier is None:
        raise CannotReleaseError("unknown", id=order.ids[0])
    main = f"{dossier.working.document.kind}.yml"
    if main not in order.instead:
        raise CannotReleaseError("from-empty", file=main)
    folder = f"{dossier.working.folder}/"
    kept = {
        path: data
        for path, data in files.items()
        if not path.startswith(folder) or "/" in path.removeprefix(folder)
    }
    return {**kept, **{folder + name: data for name, data in order.instead.items()}}


def _releasable(handbook: Handbook, name: str) -> Dossier:
    dossier = handbook.dossiers.get(name)
    if dossier is None:
        raise CannotReleaseError("unknown", id=name)
    number = dossier.working.number
    if number.major == 0:
        raise CannotReleaseError("draft", id=name, version=number)
    if number in {release.number for release in dossier.releases}:
        raise CannotReleaseError("again", id=name, version=number)
    return dossier


def _effective_from(
    handbook: Handbook, dossier: Dossier, change_class: ChangeClass, day: date, order: Order
) -> date:
    document, notice = dossier.working.document, handbook.settings.notice
    earliest = earliest_day(notice, change_class, day)
    wanted = document.effective_from
    if document.retroactive and not order.retroactive and wanted and wanted < earliest:
        raise CannotReleaseError("say-retroactive", id=dossier.id, day=wanted, earliest=earliest)
    meant = order.retroactive and document.retroactive is not None
    found = effective_day(wanted, notice, change_class, day, retroactive=meant)
    if document.retired and document.retired.on < found:
        raise CannotReleaseError("retired-early", id=dossier.id, day=document.retired.on, earliest=found)
    return found


def _lacks_reason(dossier: Dossier, order: Order) -> Iterator[Finding]:
    document = dossier.working.document
    if order.retroactive and not (document.retroactive and document.effective_from):
        yield Finding(
            code="LIF03",
            fault="retroactive-reason",
            severity=Severity.ERROR,
            place=dossier.working.places.of("effective_from"),
        )


def _approvals_for(
    name: str, digests: Mapping[str, str], approvals: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """
    Yield the approvals that are for the document *name*.

    One that names a document is for that one. One with the hash of a document
    of the set is for that one too; with the hash of none it is for all, so
    that LIF08 tells what was approved instead.
    """
    for approval in approvals:
        of = approval.get("id")
        digest = approval.get("content_sha256")
        if of is not None and of != name:
            continue
        if of is None and digest in digests.values() and digests[name] != digest:
            continue
        yield {key: value for key, value in approval.items() if key != "id"}


def _is_on_what_changed(finding: Finding, folders: tuple[str, ...]) -> bool:
    """Whether it is said of a working copy beside its releases: as soon as that is released, nobody can see it."""
    return (
        finding.severity is Severity.ERROR
        and finding.code.startswith(NEED_THE_WHOLE)
        and finding.place.file.startswith(folders)
    )


def _forbids(finding: Finding, folders: tuple[str, ...], known: Set[tuple[str, str, str]]) -> bool:
    """
    Whether a finding on the handbook as it will be forbids the release.

    It does if it is on the set, on what all stand on, or is brought in by the release.
    """
    if finding.severity is not Severity.ERROR:
        return False
    concerned = finding.place.file.startswith((*folders, "registry/", "handbook.yml"))
    return concerned or finding.code == "LIF06" or _name(finding) not in known


def _name(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.fault, finding.place.file


def _is_meant(finding: Finding, order: Order) -> bool:
    """A fix behind the working copy is behind, and its content in another folder changes nothing here."""
    return order.instead is not None and finding.code == "VER04"


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen = set()
    for one in sorted(findings, key=Finding.sort_key):
        key = (one.code, one.fault, one.place)
        if key not in seen:
            seen.add(key)
            yield one
