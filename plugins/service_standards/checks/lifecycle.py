"""Who answers for a version, from when it holds, and why it changed (LIF02 to LIF05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ..archive.in_force import VersionStatus, version_status
from ..archive.notice import earliest_day
from ..changes.kinds import RANKS
from ..findings import Finding, Severity
from ..history.next_version import NextVersion
from ..model.documents import ChangeClass
from ..model.fields import references
from ..model.handbook import Dossier, Handbook, Place, Release
from ..model.records import Review
from ..source.read import read
from .released import record_place
from .versions import Next, faults_of_versions, next_versions


def faults_of_lifecycle(handbook: Handbook, files: Mapping[str, bytes], on: date) -> Iterator[Finding]:
    """Yield what is wrong with versions and approvals on *on* (VER, LIF02 to LIF05)."""
    coming = next_versions(handbook, on)
    yield from faults_of_versions(handbook, coming, on)
    yield from _unheld_roles(handbook)
    for dossier in handbook.dossiers.values():
        yield from _approvers(dossier)
        for release in _standing(dossier, on):
            yield from faults_of_approval(release, files)
            yield from _unreviewed(handbook, release, files, on)
            yield from faults_of_notice(handbook, dossier, release, files)
        yield from _reviews(dossier, files)
    yield from _notes(handbook, coming)


def _standing(dossier: Dossier, on: date) -> Iterator[Release]:
    """Yield the releases that hold on *on* or later. What is superseded is history: nothing can be mended there."""
    known = tuple(one for one in dossier.releases if one.record.released_on <= on)
    for release in known:
        if version_status(release, known, on) is not VersionStatus.SUPERSEDED:
            yield release


# -- LIF02 -------------------------------------------------------------------


def _approvers(dossier: Dossier) -> Iterator[Finding]:
    document = dossier.working.document
    if document.owner and document.approvers and set(document.approvers) == {document.owner}:
        yield _error("LIF02", "owner-alone", dossier.working.places.of("approvers"), role=document.owner)


def _unheld_roles(handbook: Handbook) -> Iterator[Finding]:
    """Yield the roles without a holder that documents name which are released, or ready to be; one finding a role."""
    unheld = {id_ for id_, role in handbook.registry.roles.items() if not role.held_by}
    named: dict[str, str] = {}
    for dossier in handbook.dossiers.values() if unheld else ():
        document = dossier.working.document
        if document.is_draft_version and not dossier.releases:
            continue
        for _, collection, role in references(document):
            if collection == "roles" and role in unheld:
                named.setdefault(role, dossier.id)
    for role, by in named.items():
        yield _error("LIF02", "nobody", handbook.places["roles", role].of("id"), role=role, id=by)


def faults_of_approval(release: Release, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what a release's authors and approvals lack. An imported one has none: it names its source instead."""
    record, document = release.record, release.version.document
    if record.imported_from is not None:
        return
    version = str(release.number)
    if not record.authors:
        yield _error("LIF02", "no-author", record_place(release, files, "authors"), version=version)
    for n, approval in enumerate(record.approvals):
        if approval.by in record.authors:
            place = record_place(release, files, "approvals", n, "by")
            yield _error("LIF02", "own-approval", place, version=version, account=approval.by)
    approved = {approval.role for approval in record.approvals}
    override = document.change.override if document.change else None
    wanted = [*document.approvers, *([override.approved_by] if override else [])]
    others = [role for role in dict.fromkeys(wanted) if role != document.owner]
    for role in others:
        if role not in approved:
            place = record_place(release, files, "approvals")
            yield _error("LIF02", "not-approved", place, version=version, role=role)


def _unreviewed(
    handbook: Handbook, release: Release, files: Mapping[str, bytes], on: date
) -> Iterator[Finding]:
    """
    Yield the roles that must look at a change of the release's class, and have not approved it.

    Only until it holds: what holds was judged by the policy of its day, and cannot be called off any more.
    """
    record = release.record
    if record.imported_from is not None or max(record.effective_from, record.released_on) < on:
        return
    approved = {approval.role for approval in record.approvals}
    asked = handbook.settings.reviewers_of(record.class_) if record.class_ else ()
    for role in asked:
        if role not in {*approved, *release.version.document.approvers, release.version.document.owner}:
            yield _error(
                "LIF02",
                "not-reviewed",
                record_place(release, files, "approvals"),
                version=str(release.number),
                role=role,
                shows=str(record.class_),
            )


# -- LIF03 -------------------------------------------------------------------


def faults_of_notice(
    handbook: Handbook, dossier: Dossier, release: Release, files: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Yield a finding if *release* holds before it was released, or sooner than the notice of its class."""
    record, document = release.record, release.version.document
    if record.imported_from is not None or document.retroactive is not None:
        return
    values = {
        "version": str(release.number),
        "from": record.effective_from.isoformat(),
        "released": record.released_on.isoformat(),
    }
    if record.effective_from < record.released_on:
        place = record_place(release, files, "effective_from")
        yield _error("LIF03", "before-release", place, **values)
        return
    if all(one.number >= release.number for one in dossier.releases):
        return  # a first version changes nothing that somebody relies on
    what = record.class_ or (document.change.class_ if document.change else None) or ChangeClass.NONE
    first = earliest_day(handbook.settings.notice, what, record.released_on)
    if record.effective_from < first:
        place = record_place(release, files, "effective_from")
        yield _error("LIF03", "short-notice", place, **values, earliest=first.isoformat(), shows=what.value)


# -- LIF04 and LIF05 ---------------------------------------------------------


def _reviews(dossier: Dossier, files: Mapping[str, bytes]) -> Iterator[Finding]:
    if all(review.evidence for review in dossier.reviews):
        return
    folder = f"{dossier.working.folder}/reviews/"
    for file in (path for path in files if path.startswith(folder)):
        found = read(file, files[file], Review)
        if found.value is not None and not found.value.evidence:
            yield _error("LIF04", "review", found.places.of("evidence"), outcome=found.value.outcome.value)


def _notes(handbook: Handbook, coming: Next) -> Iterator[Finding]:
    for name, one in coming.items():
        if isinstance(one, NextVersion) and one.base is not None and one.changes:
            yield from _note(handbook.dossiers[name], one, one.base)


def _note(dossier: Dossier, coming: NextVersion, base: Release) -> Iterator[Finding]:
    note, places = dossier.working.document.change, dossier.working.places
    version, before = str(dossier.working.number), str(base.number)
    if coming.is_major and not (note and note.evidence):
        yield _error("LIF04", "major", places.of("change"), version=version, before=before)
    if note is None or note.summary is None:
        place = places.of("change") if note else places.of("version")
        yield _error("LIF05", "none", place, version=version, before=before)
        return
    said = base.version.document.change
    if says_nothing(note.summary):
        yield _error("LIF05", "empty", places.of("change", "summary"), text=note.summary)
    elif said is not None and said.summary == note.summary:
        yield _error("LIF05", "old", places.of("change", "summary"), before=before)
    if RANKS[coming.change_class] < RANKS[ChangeClass.CLARIFIED]:
        return  # who mends a typing error needs no reason
    if note.reason is None:
        yield _error("LIF05", "no-reason", places.of("change"), shows=coming.change_class.value)
    elif says_nothing(note.reason):
        yield _error("LIF05", "empty", places.of("change", "reason"), text=note.reason)


_EMPTY = frozenset(
    "a an and as by discussed document edit edited edits fix fixed fixes for general improve improved improvement improvements"
    " in is it made make minor misc miscellaneous more new no none of on other our per policy procedure reason requested"
    " request review reviewed revise revised revision several small some standard text the this tidy to training tweak tweaks"
    " typo update updated updates updating various version was we were wip yes na tbd todo change changed changes correction"
    " corrections adjustment adjustments see above needed necessary"
    " оновлення оновлено оновити оновили зміна зміни змін змінено змінили правка правки правок виправлення виправлено нова"
    " нове нові новий версія версії документ документа стандарт стандарту тексту текст дрібні дрібна деякі різне різні"
    " інше редакція уточнення уточнено за запитом проханням треба потрібно було та і в на до для"
    " обновление обновления обновлено обновили изменение изменения изменений изменено изменили исправление исправления"
    " исправлено новая новое новые новый версия версии документа стандарта мелкие мелкая некоторые разное разные"
    " другое редакция уточнение уточнено по запросу просьбе нужно надо было и с".split()
)
"""Words that, alone or together, do not say what changed."""


def says_nothing(note: str) -> bool:
    """Whether a note has no word that tells what changed or why."""
    words = re.findall(r"[^\W_]+", note.casefold())
    return all(word in _EMPTY or word.isdigit() for word in words)


def _error(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
