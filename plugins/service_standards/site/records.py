"""Evidence with what rests on it, and waivers: in force, coming, ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..model.documents import Standard
from ..model.records import Evidence, Waiver
from ..model.values import Link
from .book import Book, Reference
from .listing import list_page
from .page import Heading, SitePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """Something that names a piece of evidence."""

    address: str
    title: str
    detail: str
    """Which version, or which clause's baseline."""
    why: str
    """What it was needed for: `change`, `baseline` or `review`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """A piece of evidence in the list of all."""

    id: str
    title: str
    address: str
    type: str
    on: str
    iso: str
    finding: str
    rests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverCard:
    """A waiver, in words."""

    id: str
    title: str
    clause: Reference
    version: str
    scope: str
    deviation: str
    reason: str
    measure: str
    approved_by: str
    start: str
    end: str


def evidence_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/evidence/` and `/evidence/<id>/`."""
    found = sorted(book.evidence.items(), key=lambda pair: (-(pair[1].on or date.min).toordinal(), pair[0]))
    rests = {id: tuple(what_rests_on(book, id)) for id, _ in found}
    yield list_page(
        book,
        "evidences",
        "evidence",
        tab="background",
        title=book.label("evidence.title"),
        lead=book.label("evidence.lead"),
        cards=tuple(
            EvidenceCard(
                id=id,
                title=one.title,
                address=book.address("evidence", id),
                type=book.label(f"evidence_type.{one.type}") if one.type else "",
                on=book.values.short_date(one.on) if one.on else "",
                iso=one.on.isoformat() if one.on else "",
                finding=one.finding or "",
                rests=len(rests[id]),
            )
            for id, one in found
        ),
    )
    for id, one in found:
        yield _evidence_page(book, id, one, rests[id])


def _evidence_page(book: Book, id: str, evidence: Evidence, rests: tuple[Rests, ...]) -> SitePage:
    places = book.edition.handbook.places.get(("evidence", id))
    return list_page(
        book,
        "evidence",
        "evidence",
        id,
        tab="background",
        title=evidence.title,
        lead=evidence.finding or "",
        kind=book.label("evidence.kind"),
        terms=(id,),
        text=evidence.source or "",
        source=places.file if places else None,
        headings=[Heading(anchor="rests", title=book.label("evidence.rests"))],
        evidence=evidence,
        type=book.label(f"evidence_type.{evidence.type}") if evidence.type else "",
        on=book.values.date(evidence.on) if evidence.on else "",
        rests=rests,
    )


def what_rests_on(book: Book, evidence: str) -> Iterator[Rests]:
    """Yield the versions changed, the baselines measured and the reviews held with that evidence."""
    for shown in book.edition.shown.values():
        title = book.title("documents", shown.id)
        known = [one for one in shown.dossier.releases if one.record.released_on <= book.edition.on]
        for release in reversed(known):
            change = release.version.document.change
            if change and evidence in change.evidence:
                yield Rests(
                    address=book.address(shown.id, str(release.number)),
                    title=title,
                    detail=book.label("evidence.version", version=release.number),
                    why="change",
                )
        if isinstance(shown.document, Standard):
            for commitment in shown.document.commitments:
                if commitment.baseline and commitment.baseline.evidence == evidence:
                    reference = book.reference(Link(shown.id, commitment.id))
                    yield Rests(address=reference.address, title=title, detail=reference.text, why="baseline")
        for review in shown.dossier.reviews:
            if evidence in review.evidence and review.on <= book.edition.on:
                yield Rests(
                    address=book.address(shown.id),
                    title=title,
                    detail=book.label("evidence.review", date=book.values.date(review.on)),
                    why="review",
                )


def waivers_page(book: Book) -> SitePage:
    """`/waivers/`."""
    groups: dict[str, list[WaiverCard]] = {"in_force": [], "coming": [], "ended": []}
    for waiver in sorted(book.waivers.values(), key=lambda one: (one.to or date.max, one.id)):
        if waiver.on.document in book.edition.shown:
            groups[waiver_state(waiver, book.edition.on)].append(_waiver(book, waiver))
    return list_page(
        book,
        "waivers",
        "waivers",
        tab="background",
        title=book.label("waivers.title"),
        lead=book.label("waivers.lead"),
        headings=[Heading(anchor=name, title=book.label(f"waivers.{name}")) for name in groups],
        clauses=[(card.id, card.title) for cards in groups.values() for card in cards],
        groups=groups,
    )


def waiver_state(waiver: Waiver, on: date) -> str:
    """`in_force`, `coming` or `ended` on a day; the first and the last day count."""
    if waiver.from_ and waiver.from_ > on:
        return "coming"
    return "ended" if waiver.to and waiver.to < on else "in_force"


def _waiver(book: Book, waiver: Waiver) -> WaiverCard:
    return WaiverCard(
        id=waiver.id,
        title=waiver.title,
        clause=book.reference(waiver.on),
        version=str(waiver.version or ""),
        scope=waiver.scope or "",
        deviation=waiver.deviation or "",
        reason=waiver.reason or "",
        measure=waiver.compensating_measure or "",
        approved_by=book.title("roles", waiver.approved_by) if waiver.approved_by else "",
        start=book.values.date(waiver.from_) if waiver.from_ else "",
        end=book.values.date(waiver.to) if waiver.to else "",
    )
