"""
The register of controlled documents and of all commitments: two tables on one page.

Complete without JavaScript; `register.js` sorts and filters what stands here.
Every row carries what it can be filtered by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.documents import Component, Kind, Standard
from ..model.values import AnyLevel, Count, Duration, Score, Share, Unit
from .book import Book
from .journey import promises
from .lines import source_text_language, target, titles
from .listing import list_page
from .navigation import area_title, control
from .page import Heading, SitePage


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A date in words, and as it sorts; both empty if there is none."""

    text: str = ""
    iso: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a row can be filtered by: ids, several joined by spaces."""

    kind: str = ""
    area: str = ""
    role: str = ""
    channel: str = ""
    service: str = ""
    component: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A document under control."""

    id: str
    address: str
    title: str
    lang: str | None
    kind: str
    version: str
    status: str
    since: DayCell
    coming: str
    owner: str
    owner_address: str
    review: DayCell
    facets: Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A commitment and its figures."""

    id: str
    """`email-reply#answer`."""
    address: str
    document: str
    statement: str
    lang: str | None
    component: str
    strength: str
    limit: str
    sort: str
    """A number by which limits sort: shorter times first, then shares, marks and counts."""
    target: str
    channels: str
    facets: Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter: its name in the address, and what can be chosen."""

    name: str
    options: tuple[tuple[str, str], ...]


def register_page(book: Book) -> SitePage:
    """`/register/`."""
    rows, commitments = register_rows(book), commitment_rows(book)
    return list_page(
        book,
        "register",
        "register",
        tab="register",
        title=book.label("register.title"),
        lead=book.label("register.lead", date=book.values.date(book.edition.on)),
        terms=[book.label("register.terms")],
        headings=[
            Heading(anchor="documents", title=book.label("register.documents")),
            Heading(anchor="commitments", title=book.label("register.commitments")),
        ],
        rows=rows,
        commitments=commitments,
        choices=_choices(book, [row.facets for row in rows] + [row.facets for row in commitments]),
        files=(
            ("data/register.csv", "register.csv_documents"),
            ("data/commitments.csv", "register.csv_commitments"),
        ),
        others=[(book.address(name), f"nav.{name}") for name in control(book)],
    )


def register_rows(book: Book) -> tuple[RegisterRow, ...]:
    """A row for each document of the edition, the retired ones too, by id."""
    return tuple(_row(book, book.edition.shown[id]) for id in sorted(book.edition.shown))


def commitment_rows(book: Book) -> tuple[CommitmentRow, ...]:
    """A row for each commitment in use, by document and in its order."""
    standards = sorted(book.edition.of_kind(Kind.STANDARD), key=lambda one: one.id)
    return tuple(
        CommitmentRow(
            id=f"{shown.id}#{commitment.id}",
            address=book.clause_address(shown.id, commitment.id),
            document=book.title("documents", shown.id),
            statement=commitment.statement or "",
            lang=source_text_language(book, shown.id, commitment.id),
            component=book.label(f"component.{commitment.component}") if commitment.component else "",
            strength=book.label(f"strength.{commitment.strength}") if commitment.strength else "",
            limit=book.values.level(commitment.limit) if commitment.limit is not None else "",
            sort=_limit_order(commitment.limit),
            target=target(book, commitment.target),
            channels=titles(book, "channels", commitment.channels or _channels(shown)),
            facets=_facets(
                shown,
                component=(str(commitment.component or ""),),
                channels=commitment.channels or _channels(shown),
            ),
        )
        for shown, commitment in promises(book, standards)
    )


def services_of(shown: Shown, others: Mapping[str, Shown]) -> tuple[str, ...]:
    """The services that a document is about: its own, or those of the standards that it fulfils."""
    if isinstance(shown.document, Standard):
        return (shown.document.service,) if shown.document.service else ()
    found = (others.get(link.document) for link in getattr(shown.document, "fulfils", ()))
    return tuple(
        dict.fromkeys(
            one.document.service
            for one in found
            if one and isinstance(one.document, Standard) and one.document.service
        )
    )


def _row(book: Book, shown: Shown) -> RegisterRow:
    words = book.wordings[shown.id]
    owner = words.document.owner or ""
    coming = shown.next.record.effective_from if shown.next else None
    document = shown.document
    return RegisterRow(
        id=shown.id,
        address=book.address(shown.id),
        title=words.document.title,
        lang=book.source_language if words.header_behind else None,
        kind=book.label(f"kind.{shown.kind}"),
        version=str(shown.version.number),
        status=book.label(f"status.{shown.status}"),
        since=_day(book, shown.since),
        coming=(
            book.label("register.coming", version=shown.next.number, date=book.values.short_date(coming))
            if shown.next and coming
            else ""
        ),
        owner=book.title("roles", owner) if owner else "",
        owner_address=book.address("roles", owner) if owner in book.entries("roles") else "",
        review=_day(book, shown.next_review, due=True)
        if shown.status is DocumentStatus.IN_FORCE
        else DayCell(),
        facets=_facets(
            shown,
            services=services_of(shown, book.edition.shown),
            component=tuple(
                dict.fromkeys(str(one.component) for one in document.commitments if one.component)
                if isinstance(document, Standard)
                else ()
            ),
            channels=_channels(shown),
        ),
    )


def _day(book: Book, day: date | None, due: bool = False) -> DayCell:
    if day is None:
        return DayCell()
    return DayCell(
        text=book.values.short_date(day), iso=day.isoformat(), overdue=due and day < book.edition.on
    )


_SECONDS = {
    Unit.SECOND: 1,
    Unit.MINUTE: 60,
    Unit.HOUR: 3600,
    Unit.BUSINESS_HOUR: 3600,
    Unit.BUSINESS_DAY: 86_400,
    Unit.CALENDAR_DAY: 86_400,
    Unit.WEEK: 604_800,
    Unit.MONTH: 2_592_000,
}
"""Nominal lengths, for the order of a table only: what a business day is, a calendar says."""


def _limit_order(limit: AnyLevel | None) -> str:
    match limit:
        case Duration():
            return str(limit.amount * _SECONDS[limit.unit])
        case Share():
            return str(10**9 + limit.percent)
        case Score():
            return str(2 * 10**9 + limit.mark)
        case Count():
            return str(3 * 10**9 + limit.number)
        case None:
            return ""


def _channels(shown: Shown) -> tuple[str, ...]:
    own: tuple[str, ...] = getattr(shown.document, "channels", ())
    if isinstance(shown.document, Standard):
        return tuple(
            dict.fromkeys((*own, *(id for one in shown.document.commitments for id in one.channels)))
        )
    return own


def _facets(
    shown: Shown,
    *,
    component: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
    services: tuple[str, ...] | None = None,
) -> Facets:
    own = services_of(shown, {}) if services is None else services
    return Facets(
        kind=str(shown.kind),
        area=shown.area,
        role=" ".join(shown.document.roles),
        channel=" ".join(channels),
        service=" ".join(own),
        component=" ".join(component),
        status=str(shown.status).replace(" ", "-"),
    )


def _choices(book: Book, facets: Iterable[Facets]) -> tuple[Choice, ...]:
    """The filters, each with what occurs in the rows, in the order of the registries."""
    every = list(facets)

    def used(name: str) -> set[str]:
        return {id for one in every for id in getattr(one, name).split()}

    def registry(name: str, registry: str) -> Choice:
        occurring = used(name)
        return Choice(
            name=name,
            options=tuple(
                (id, entry.title) for id, entry in book.entries(registry).items() if id in occurring
            ),
        )

    def words(name: str, group: str, values: Iterable[str]) -> Choice:
        occurring = used(name)
        return Choice(
            name=name,
            options=tuple(
                (value.replace(" ", "-"), book.label(f"{group}.{value}"))
                for value in values
                if value.replace(" ", "-") in occurring
            ),
        )

    areas = tuple(dict.fromkeys(one.area for one in every if one.area))
    choices: Iterator[Choice] = iter(
        (
            words("kind", "kind", map(str, Kind)),
            Choice(name="area", options=tuple((area, area_title(book, area)) for area in areas)),
            registry("role", "roles"),
            registry("service", "services"),
            registry("channel", "channels"),
            words("component", "component", map(str, Component)),
            words("status", "status", map(str, DocumentStatus)),
        )
    )
    return tuple(choice for choice in choices if len(choice.options) > 1)
