"""Pages by service: what is promised there, and who keeps it how; and what a list of all services, channels or aspects shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..history.edition import Shown
from ..model.documents import (
    Component,
    Kind,
    Procedure,
    Standard,
)
from ..model.registry import Service
from .book import Book
from .journey import ComponentBlock, promises
from .lines import ClauseLine, by_title, document_line, promise, titles
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, lines_of, places


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCard:
    """A service, channel or aspect in the list of all."""

    title: str
    summary: str
    address: str
    documents: int
    promises: tuple[ClauseLine, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPromised:
    """A component that a service leaves out on a channel, and why."""

    component: str
    channel: str
    reason: str


def standards_of_service(book: Book, service: str) -> tuple[Shown, ...]:
    """The standards in use that promise something for *service*."""
    return tuple(
        one
        for one in book.edition.of_kind(Kind.STANDARD)
        if isinstance(one.document, Standard) and one.document.service == service
    )


def procedures_for(book: Book, standards: Iterable[Shown]) -> list[Shown]:
    """The procedures in use that fulfil any of *standards*, by title."""
    found = {
        mention.shown.id: mention.shown
        for one in standards
        for mention in book.edition.links_to(one.id, field="fulfils")
    }
    return by_title(book, found.values())


def service_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/services/` and `/services/<service>/`."""
    services = [(id, one) for id, one in book.entries("services").items() if isinstance(one, Service)]
    yield list_page(
        book,
        "facets",
        "services",
        tab="services",
        title=book.label("services.title"),
        lead=book.label("services.lead"),
        source="registry/services.yml",
        cards=tuple(
            FacetCard(
                title=one.title,
                summary=one.summary or "",
                address=book.address("services", id),
                documents=len(standards_of_service(book, id)),
                promises=tuple(
                    promise(book, shown, commitment)
                    for shown, commitment in promises(book, standards_of_service(book, id))
                    if commitment.limit is not None
                )[:3],
            )
            for id, one in services
        ),
        counted="lists.standards",
    )
    for id, service in services:
        yield from _service(book, id, service)


def _service(book: Book, id: str, service: Service) -> Iterator[SitePage]:
    """Yield the page of a service, and its parts if it is long."""
    standards = by_title(book, standards_of_service(book, id))
    procedures = procedures_for(book, standards)
    keys = {one.id for one in (*standards, *procedures)}

    def lines(shown: Shown) -> int:
        return 1 if isinstance(shown.document, Procedure) else lines_of(shown)

    def sections() -> Iterator[Section]:
        yield Section(
            anchor="promises",
            title=book.label("services.promises"),
            counts={one.id: len(one.document.clauses) for one in standards},
            counted="matrix.promises",
        )
        yield Section(
            anchor="procedures",
            title=book.label("services.procedures"),
            counts={one.id: 1 for one in procedures},
        )

    listed = [one for one in book.edition.in_use() if one.id in keys]
    for place in places(book, listed, "services", id, sections=sections, lines=lines):
        yield _service_page(book, id, service, standards, place)


def _service_page(
    book: Book, id: str, service: Service, everything: Sequence[Shown], place: Place
) -> SitePage:
    standards = by_title(book, (one for one in place.documents if isinstance(one.document, Standard)))
    procedures = by_title(book, (one for one in place.documents if isinstance(one.document, Procedure)))
    blocks = _by_component(book, standards)
    return list_page(
        book,
        "service",
        tab="services",
        title=service.title,
        lead=service.summary or "",
        kind=book.label("services.kind"),
        terms=(id,),
        text=titles_of(book, everything),
        weight=0.5,
        headings=[
            Heading(anchor="promises", title=book.label("services.promises")),
            *(
                Heading(anchor=block.id, title=book.label(f"component.{block.id}"), level=3)
                for block in blocks
            ),
            Heading(anchor="procedures", title=book.label("services.procedures")),
        ],
        place=place,
        components=blocks,
        procedures=tuple(
            document_line(book, one, note=titles(book, "channels", getattr(one.document, "channels", ())))
            for one in procedures
        ),
        channels=[
            (entry.title, book.address("channels", channel))
            for channel, entry in book.entries("channels").items()
            if any(channel in getattr(one.document, "channels", ()) for one in everything)
        ],
        left_out=tuple(
            NotPromised(
                component=book.label(f"component.{one.component}"),
                channel=book.title("channels", one.channel) if one.channel else "",
                reason=one.reason,
            )
            for one in service.not_applicable
        ),
    )


def _by_component(book: Book, standards: Iterable[Shown]) -> tuple[ComponentBlock, ...]:
    made = [(one.component, promise(book, shown, one)) for shown, one in promises(book, standards)]
    return tuple(
        ComponentBlock(id=str(component), promises=lines)
        for component in Component
        if (lines := tuple(line for of, line in made if of is component))
    )


def titles_of(book: Book, documents: Iterable[Shown]) -> str:
    """The titles of *documents*, for the search."""
    return " ".join(book.title("documents", one.id) for one in documents)
