"""
The register of controlled documents and of all commitments: two tables on one page, or on several.

Complete without JavaScript; `register.js` sorts and filters what stands here.
Every row carries what it can be filtered by. A long register comes in parts;
its overview filters and sorts the whole of it, from a file that comes when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ..archive.in_force import DocumentStatus
from ..history.edition import Shown
from ..model.documents import Commitment, Component, Kind, Standard
from ..model.values import AnyLevel, Count, Duration, Score, Share, Unit
from .book import Book
from .journey import promises
from .lines import source_text_language, target, titles
from .listing import list_page
from .navigation import area_title, control
from .page import Heading, SitePage
from .parting import Place, Section, parted, places
from .register_rows import Choice, CommitmentRow, DayCell, Facets, RegisterRow, packed_rows


def register_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/register/`, and its parts if it is long."""
    lines = _lines(book)

    def sections() -> Iterator[Section]:
        yield Section(
            anchor="documents",
            title=book.label("register.documents"),
            counts=dict.fromkeys(book.edition.shown, 1),
        )
        yield Section(
            anchor="commitments",
            title=book.label("register.commitments"),
            counts={one.id: lines(one) - 1 for one in book.edition.in_use()},
            counted="register.number",
        )

    rows, commitments = register_rows(book), commitment_rows(book)
    for place in places(book, book.edition.shown.values(), "register", sections=sections, lines=lines):
        yield _page(book, place, rows, commitments)


def area_addresses(book: Book) -> dict[str, str]:
    """Where the register of each area begins: in a part of a long register, else in the whole."""
    parts = parted(book.edition.shown.values(), _lines(book))
    return {
        shown.area: book.address("register", *([str(part.number)] if len(parts) > 1 else ()))
        for part in reversed(parts)
        for shown in part.documents
    }


def _lines(book: Book) -> Callable[[Shown], int]:
    """How many rows a document has in both tables."""
    used = {one.id for one in book.edition.in_use()}
    return lambda shown: 1 + (len(_commitments(shown)) if shown.id in used else 0)


def _page(
    book: Book, place: Place, rows: Sequence[RegisterRow], commitments: Sequence[CommitmentRow]
) -> SitePage:
    listed = {one.id for one in place.documents}
    file = f"{book.address('register')}rows.packed"
    made = list_page(
        book,
        "register",
        tab="register",
        title=book.label("register.title"),
        lead=book.label("register.lead", date=book.values.date(book.edition.on)),
        terms=[book.label("register.terms")],
        headings=[
            Heading(anchor="documents", title=book.label("register.documents")),
            Heading(anchor="commitments", title=book.label("register.commitments")),
        ],
        place=place,
        rows=[row for row in rows if row.id in listed],
        commitments=[row for row in commitments if row.id.partition("#")[0] in listed],
        choices=()
        if place.pager
        else _choices(book, [row.facets for row in rows] + [row.facets for row in commitments]),
        file=file if place.overview else "",
        files=(
            ("data/register.csv", "register.csv_documents"),
            ("data/commitments.csv", "register.csv_commitments"),
        ),
        others=[(book.address(name), f"nav.{name}") for name in control(book)],
    )
    return replace(made, files={file: packed_rows(rows, commitments)}) if place.overview else made


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
                dict.fromkeys(str(one.component) for one in _commitments(shown) if one.component)
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


def _commitments(shown: Shown) -> tuple[Commitment, ...]:
    return shown.document.commitments if isinstance(shown.document, Standard) else ()


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
