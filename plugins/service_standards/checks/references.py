"""Links and ids that documents take from elsewhere (REF01, REF02, REF03, REF05), and the parts that it calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from datetime import date
from difflib import get_close_matches

from ..archive.in_force import DocumentStatus, document_status, in_force, scheduled
from ..findings import Finding, Severity
from ..history.next_version import differs
from ..model.documents import Document, Procedure, Test, Training, links_of
from ..model.fields import Strict, references
from ..model.handbook import Dossier, Handbook, Place, Places, Release, ValuePath, Version
from ..model.values import Link
from .known import Known
from .placeholders import faults_of_placeholders
from .wording import line_with, parts_of


def faults_of_links(dossier: Dossier, known: Known, on: date, referred: Set[str]) -> Iterator[Finding]:
    """Yield what is wrong with the links of a working copy on *on*; *referred*: the ids that working copies link to."""
    working = dossier.working
    yield from _faults_of_ids(working.document, working.places, known)
    yield from _faults_inside(working, known)
    for path, link in links_of(working.document):
        yield from _faults_of_link(link, working.places.of(*path), known, old_too=_is_replaces(path))
    yield from _suspect_links(working, known, on)
    yield from _unused(dossier, known.handbook, referred)
    yield from faults_of_placeholders(working, known.handbook, known.files, known.unread)


def linked_to(handbook: Handbook) -> frozenset[str]:
    """The ids of the documents that working copies in use link to."""
    return frozenset(
        link.document
        for dossier in handbook.dossiers.values()
        if not dossier.working.document.retired
        for _, link in links_of(dossier.working.document)
    )


# -- REF01 -------------------------------------------------------------------


def _faults_of_ids(model: Strict, places: Places, known: Known) -> Iterator[Finding]:
    for path, collection, id_ in references(model):
        yield from _fault_of_id(id_, collection, known.ids(collection), places.of(*path), known)


def _fault_of_id(id_: str, what: str, ids: Collection[str], place: Place, known: Known) -> Iterator[Finding]:
    if id_ in ids or id_ in known.unread:
        return
    there = list(ids)
    near = next(iter(get_close_matches(id_, there, 1, 0.6)), "")
    yield _ref01(
        "near" if near else "unknown" if there else "none",
        place,
        what=what,
        id=id_,
        near=near,
        known=_listed(there),
        cured=line_with(known.files, place, id_, near) if near else "",
    )


def _faults_inside(version: Version, known: Known) -> Iterator[Finding]:
    """Yield the ids of steps and rules that a procedure names and nobody has."""
    document = version.document
    if not isinstance(document, Procedure):
        return
    steps = [step.id for step in document.clauses]
    for s, stage in enumerate(document.stages):
        for n, step in enumerate(stage.steps):
            for k, before in enumerate(step.after or ()):
                place = version.places.of("stages", s, "steps", n, "after", k)
                yield from _fault_of_id(before, "steps", steps, place, known)
            for k, rule in enumerate(step.shows):
                place = version.places.of("stages", s, "steps", n, "shows", k)
                yield from _fault_of_id(rule, "rules", known.rules, place, known)
    for n, script in enumerate(document.scripts):
        yield from _fault_of_id(script.step, "steps", steps, version.places.of("scripts", n, "step"), known)


def _faults_of_link(link: Link, place: Place, known: Known, *, old_too: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with the target of a link; *old_too*: parts that only older versions had will do."""
    dossier = known.handbook.dossiers.get(link.document)
    if dossier is None:
        yield from _fault_of_id(link.document, "documents", known.handbook.dossiers, place, known)
        return
    versions = [dossier.working, *(release.version for release in dossier.releases)]
    if link.clause is not None:
        parts = {
            id_ for version in (versions if old_too else versions[:1]) for id_ in parts_of(version.document)
        }
        if link.clause not in parts:
            near = next(iter(get_close_matches(link.clause, parts, 1, 0.6)), "")
            yield _ref01(
                "clause-near" if near else "clause",
                place,
                document=link.document,
                id=link.clause,
                near=near,
                known=_listed(parts_of(dossier.working.document)),
                cured=line_with(known.files, place, f"#{link.clause}", f"#{near}") if near else "",
            )
    if link.major is not None and link.major not in {version.number.major for version in versions}:
        numbers = sorted({version.number for version in versions})
        yield _ref01(
            "major", place, id=link.document, major=str(link.major), known=", ".join(map(str, numbers))
        )


def faults_of_records(known: Known) -> Iterator[Finding]:
    handbook = known.handbook
    for (collection, id_), places in handbook.places.items():
        record: Strict | None
        if collection == "handbook":
            record = handbook.settings
        elif collection == "evidence":
            record = handbook.evidence.get(id_)
        elif collection == "waivers":
            record = handbook.waivers.get(id_)
            if id_ in handbook.waivers:
                yield from _faults_of_link(handbook.waivers[id_].on, places.of("on"), known, old_too=True)
        else:
            record = handbook.registry.entries(collection).get(id_)
        if record is not None:
            yield from _faults_of_ids(record, places, known)


def _ref01(fault: str, place: Place, **values: str) -> Finding:
    return Finding(code="REF01", fault=fault, severity=Severity.ERROR, place=place, values=values)


def _listed(ids: Iterable[str]) -> str:
    there = list(ids)
    return ", ".join(there[:30]) + (" …" if len(there) > 30 else "") or "–"


def _is_replaces(path: ValuePath) -> bool:
    return "replaces" in path


# -- REF02 -------------------------------------------------------------------


def faults_in_force(handbook: Handbook, on: date, unread: Set[str] = frozenset()) -> Iterator[Finding]:
    """Yield what depends, on *on* or on a later day when a release begins, on a document not in force then."""
    days = {on} | {
        release.record.effective_from
        for dossier in handbook.dossiers.values()
        for release in scheduled(dossier.releases, on)
    }
    seen: set[tuple[str, str, str]] = set()
    for day in sorted(days):
        holding = {id_: _holding(dossier, on, day) for id_, dossier in handbook.dossiers.items()}
        for id_, release in holding.items():
            if release is None:
                continue
            for path, link in links_of(release.version.document):
                if _is_replaces(path) or link.document in unread:
                    continue
                fault, values = _fault_in_force(link, handbook, holding)
                if fault and (id_, str(link), fault) not in seen:
                    seen.add((id_, str(link), fault))
                    place = _place(handbook.dossiers[id_], release, path)
                    yield Finding(
                        code="REF02",
                        fault=fault,
                        severity=Severity.ERROR,
                        place=place,
                        values={"document": id_, "id": link.document, **values},
                    )


def _holding(dossier: Dossier, known_on: date, day: date) -> Release | None:
    """The release by which people work on *day*, as far as is known on *known_on*; None if there is none."""
    release = in_force(dossier.releases, day, known_on)
    if release is None or document_status([release], day) is not DocumentStatus.IN_FORCE:
        return None
    return release


def _fault_in_force(
    link: Link, handbook: Handbook, holding: Mapping[str, Release | None]
) -> tuple[str, dict[str, str]]:
    dossier = handbook.dossiers.get(link.document)
    if dossier is None:
        return "", {}  # REF01 says so
    target = holding[link.document]
    if target is not None:
        if link.clause is not None and link.clause not in parts_of(target.version.document):
            return "clause", {"id": f"{link.document}#{link.clause}"}
        return "", {}
    retired = dossier.releases[-1].record.retired if dossier.releases else None
    if retired is None:
        return "draft", {}
    if retired.replaced_by is None:
        return "retired", {}
    return "replaced", {
        "replacement": retired.replaced_by,
        "cured": str(link).replace(link.document, retired.replaced_by),
    }


def _place(dossier: Dossier, release: Release, path: ValuePath) -> Place:
    """Where an editor can mend it: in the working copy, if that says the same."""
    other = differs(release.version, dossier.working)
    return (release.version if other else dossier.working).places.of(*path)


# -- REF03 -------------------------------------------------------------------


def _unused(dossier: Dossier, handbook: Handbook, referred: Set[str]) -> Iterator[Finding]:
    """Yield a finding for a released procedure, test or training that serves nothing in use."""
    document = dossier.working.document
    if not dossier.releases or document.retired:
        return
    match document:
        case Procedure():
            links, used = list(document.fulfils), document.id in referred
        case Test():
            links, used = [item.verifies for item in document.items if item.verifies], False
        case Training():
            links, used = list(document.covers), False
        case _:
            return
    in_use = [
        link
        for link in links
        if (target := handbook.dossiers.get(link.document)) and not target.working.document.retired
    ]
    if links and not in_use and not used:
        field = {"procedure": "fulfils", "test": "items", "training": "covers"}[document.kind]
        yield Finding(
            code="REF03",
            fault=document.kind.value,
            severity=Severity.WARNING,
            place=dossier.working.places.of(field),
        )


# -- REF05 -------------------------------------------------------------------


def _suspect_links(version: Version, known: Known, on: date) -> Iterator[Finding]:
    """Yield the links of a working copy that pin an older major than the one in force on *on*."""
    document: Document = version.document
    if document.retired:
        return
    for path, link in links_of(document):
        dossier = known.handbook.dossiers.get(link.document)
        if link.major is None or dossier is None:
            continue
        release = in_force(dossier.releases, on, on)
        if release is not None and release.number.major > link.major:
            place = version.places.of(*path)
            better = str(Link(link.document, link.clause, release.number.major))
            yield Finding(
                code="REF05",
                fault="suspect",
                severity=Severity.WARNING,
                place=place,
                values={
                    "link": str(link),
                    "major": str(link.major),
                    "version": str(release.number),
                    "since": release.record.effective_from.isoformat(),
                    "cured": line_with(known.files, place, str(link), better),
                },
            )
