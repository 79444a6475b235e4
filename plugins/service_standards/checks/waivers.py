"""Exceptions, norms and reviews: what must have an end or be looked at in time (WVR01, WVR02, NRM01, LIF01)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..findings import Finding, Severity
from ..history.due import norm_is_due
from ..history.reviews import next_review
from ..model.documents import Audience, Commitment, Strength
from ..model.handbook import Handbook, Place
from ..model.records import Waiver
from ..model.registry import NormStatus
from ..model.values import Span
from .texts import pages_of, prose_of
from .wording import parts_of

LONGEST = Span(years=1)
SOON = timedelta(days=30)
SEVERE = timedelta(days=90)
"""A review that is overdue for longer than this is an error."""

_REFERENCE = re.compile(r"waivers/([a-z][a-z0-9-]*)")


def faults_of_waivers(handbook: Handbook, on: date) -> Iterator[Finding]:
    """Yield what is wrong with exceptions on *on*."""
    referred = _referred_to(handbook) if handbook.waivers else {}
    for id_, waiver in handbook.waivers.items():
        places = handbook.places["waivers", id_]
        if waiver.to is None and ("to",) not in places.lines:
            yield _error("WVR01", "no-end", places.of("from"), waiver=id_)
        if waiver.from_ is not None and waiver.to is not None and waiver.to > LONGEST.after(waiver.from_):
            latest = LONGEST.after(waiver.from_).isoformat()
            yield _error("WVR01", "too-long", places.of("to"), waiver=id_, cured=f"to: {latest}")
        if waiver.on.clause is None:
            yield _error("WVR01", "too-wide", places.of("on"), waiver=id_, document=waiver.on.document)
        elif _is_public_guarantee(waiver, handbook):
            notice = handbook.settings.notice.relaxed
            told = waiver.announced_on
            if waiver.from_ is not None and (told is None or waiver.from_ < notice.after(told)):
                place = places.of("announced_on") if told else places.of("from")
                yield _error(
                    "WVR01", "no-notice", place, waiver=id_, clause=str(waiver.on), span_notice=str(notice)
                )
        if waiver.to is None:
            continue
        if on <= waiver.to <= on + SOON:
            yield Finding(
                code="WVR02",
                fault="soon",
                severity=Severity.WARNING,
                place=places.of("to"),
                values={"waiver": id_, "to": waiver.to.isoformat()},
            )
        elif waiver.to < on and id_ in referred:
            yield _error("WVR02", "over", referred[id_], waiver=id_, to=waiver.to.isoformat())


def _is_public_guarantee(waiver: Waiver, handbook: Handbook) -> bool:
    dossier = handbook.dossiers.get(waiver.on.document)
    if dossier is None or dossier.working.document.audience is not Audience.PUBLIC:
        return False
    part = parts_of(dossier.working.document).get(waiver.on.clause or "")
    return isinstance(part, Commitment) and part.strength is Strength.GUARANTEED


def _referred_to(handbook: Handbook) -> dict[str, Place]:
    """Where the prose of working copies and pages first speaks of each waiver."""
    found: dict[str, Place] = {}
    proses = [one for dossier in handbook.dossiers.values() for one in prose_of(handbook, dossier)]
    for _, file, markdown in (*proses, *pages_of(handbook)):
        if "waivers/" in markdown:
            for n, line in enumerate(markdown.splitlines(), 1):
                for reference in _REFERENCE.finditer(line):
                    found.setdefault(reference[1], Place(file, n, reference.start() + 1))
    return found


def _error(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)


# -- NRM01 -------------------------------------------------------------------


def faults_of_norms(handbook: Handbook, on: date) -> Iterator[Finding]:
    """Yield the norms that documents cover and that no longer stand, or that nobody looked at for a year."""
    used: set[str] = set()
    norms = handbook.registry.norms
    for dossier in handbook.dossiers.values():
        document = dossier.working.document
        if document.retired:
            continue
        for n, reference in enumerate(document.norms):
            norm = norms.get(reference.norm)
            if norm is None:
                continue
            used.add(reference.norm)
            if norm.status is not NormStatus.CURRENT:
                instead = norm.superseded_by or ""
                yield _warning(
                    "superseded" if instead else "withdrawn",
                    dossier.working.places.of("norms", n),
                    norm=norm.id,
                    instead=instead,
                )
    for id_, norm in norms.items():
        due = norm_is_due(norm)
        if id_ in used and due is not None and due < on:
            place = handbook.places["norms", id_].of("checked_on")
            yield _warning("unchecked", place, norm=id_, checked=str(norm.checked_on))


def _warning(fault: str, place: Place, **values: str) -> Finding:
    return Finding(code="NRM01", fault=fault, severity=Severity.WARNING, place=place, values=values)


# -- LIF01 -------------------------------------------------------------------


def faults_of_reviews(handbook: Handbook, on: date) -> Iterator[Finding]:
    """Yield the documents in force whose review is overdue on *on*."""
    for dossier in handbook.dossiers.values():
        due = next_review(handbook, dossier, on)
        if due is not None and due < on:
            yield Finding(
                code="LIF01",
                fault="overdue",
                severity=Severity.ERROR if on > due + SEVERE else Severity.WARNING,
                place=dossier.working.places.of("review_every"),
                values={
                    "document": dossier.id,
                    "due": due.isoformat(),
                    "owner": str(dossier.working.document.owner),
                },
            )
