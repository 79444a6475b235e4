"""Pages by service, by channel and by aspect: what is promised there, and who keeps it how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ..history.edition import Shown
from ..model.documents import (
    Aspect,
    Commitment,
    Component,
    Conduct,
    Document,
    Kind,
    Procedure,
    Rule,
    Standard,
)
from ..model.registry import Calendar, Channel, Service
from .book import Book
from .journey import ComponentBlock, always_section, promises, rules_everywhere, stage_blocks, stage_sections
from .lines import ClauseLine, by_title, document_line, promise, rule_line, titles
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
        text=_titles_of(book, everything),
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


def channel_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/channels/` and `/channels/<channel>/`."""
    channels = [(id, one) for id, one in book.entries("channels").items() if isinstance(one, Channel)]
    yield list_page(
        book,
        "facets",
        "channels",
        tab="services",
        title=book.label("channels.title"),
        lead=book.label("channels.lead"),
        source="registry/channels.yml",
        cards=tuple(
            FacetCard(
                title=one.title,
                summary=one.summary or "",
                address=book.address("channels", id),
                documents=len(_documents_on(book, id)),
                note=_hours_in_brief(book, one),
            )
            for id, one in channels
        ),
        counted="lists.documents",
    )
    for id, channel in channels:
        yield from _channel(book, id, channel)


def _channel(book: Book, id: str, channel: Channel) -> Iterator[SitePage]:
    """Yield the page of a channel, and its parts if it is long."""
    promising = {
        shown.id
        for shown, one in promises(book, book.edition.of_kind(Kind.STANDARD))
        if id in (one.channels or getattr(shown.document, "channels", ()))
    }
    named = {one.id for one in _documents_on(book, id)}
    listed = [
        one
        for one in book.edition.in_use()
        if one.id in promising
        or isinstance(one.document, Conduct)
        or (one.id in named and isinstance(one.document, Procedure))
    ]

    def sections() -> Iterator[Section]:
        yield Section(
            anchor="promises",
            title=book.label("services.promises"),
            counts={one.id: 1 for one in listed if one.id in promising},
        )
        yield Section(anchor="stages", title=book.label("journey.stages"), counts={})
        yield from stage_sections(book, listed, level=3)
        yield always_section(book, listed)

    for place in places(book, listed, "channels", id, sections=sections):
        yield _channel_page(book, id, channel, place)


def _channel_page(book: Book, id: str, channel: Channel, place: Place) -> SitePage:
    made = tuple(
        promise(book, shown, one)
        for shown, one in promises(book, place.documents)
        if id in (one.channels or getattr(shown.document, "channels", ()))
    )
    conduct = [one for one in place.documents if isinstance(one.document, Conduct)]
    acting = [one for one in place.documents if isinstance(one.document, Conduct | Procedure)]
    stages = tuple(block for block in stage_blocks(book, acting, channel=id) if not block.empty)
    return list_page(
        book,
        "channel",
        tab="services",
        title=channel.title,
        lead=channel.summary or book.label("channels.one_lead"),
        kind=book.label("channels.kind"),
        terms=(id,),
        text=_titles_of(book, _documents_on(book, id)),
        weight=0.5,
        headings=[
            Heading(anchor="promises", title=book.label("services.promises")),
            Heading(anchor="stages", title=book.label("journey.stages")),
            *(Heading(anchor=block.id, title=block.title, level=3) for block in stages),
            Heading(anchor="always", title=book.label("journey.always")),
        ],
        place=place,
        channel=channel,
        hours=_hours(book, channel),
        promises=made,
        stages=stages,
        always=rules_everywhere(book, conduct, id),
        first_contact=tuple(_first_contact(book, conduct, id)),
    )


def aspect_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/aspects/` and `/aspects/<aspect>/`, with the parts of those that are long."""
    found = {aspect: _of_aspect(book, aspect) for aspect in Aspect}
    yield list_page(
        book,
        "facets",
        "aspects",
        tab="services",
        title=book.label("aspects.title"),
        lead=book.label("aspects.lead"),
        cards=tuple(
            FacetCard(
                title=book.label(f"aspect.{aspect}"),
                summary=book.label(f"aspect_about.{aspect}"),
                address=book.address("aspects", str(aspect)),
                documents=len(found[aspect]),
            )
            for aspect in Aspect
        ),
        counted="lists.documents",
    )
    for aspect, documents in found.items():
        sections = partial(_aspect_sections, book, aspect, documents)
        lines = partial(_lines_of_aspect, aspect)
        for place in places(book, documents, "aspects", str(aspect), sections=sections, lines=lines):
            yield _aspect_page(book, aspect, place)


def _aspect_page(book: Book, aspect: Aspect, place: Place) -> SitePage:
    chosen = by_title(book, place.documents)
    lines = tuple(document_line(book, one) for one in chosen)
    clauses = tuple(
        promise(book, shown, one) if isinstance(one, Commitment) else rule_line(book, shown, one)
        for shown in chosen
        for one in _marked(book.wordings[shown.id].document, aspect)
    )
    groups = tuple(
        (str(kind), of_kind)
        for kind in Kind
        if (of_kind := tuple(line for line in lines if line.kind is kind))
    )
    return list_page(
        book,
        "aspect",
        tab="services",
        title=book.label(f"aspect.{aspect}"),
        lead=book.label(f"aspect_about.{aspect}"),
        kind=book.label("aspects.kind"),
        terms=(str(aspect),),
        headings=[
            *([Heading(anchor="clauses", title=book.label("aspects.clauses"))] if clauses else ()),
            *(Heading(anchor=kind, title=book.label(f"kind_plural.{kind}")) for kind, _ in groups),
        ],
        place=place,
        marked=clauses,
        groups=groups,
    )


def _aspect_sections(book: Book, aspect: Aspect, documents: Sequence[Shown]) -> Iterator[Section]:
    marked = {one.id: n for one in documents if (n := len(_marked(one.document, aspect)))}
    if marked:
        yield Section(
            anchor="clauses", title=book.label("aspects.clauses"), counts=marked, counted="matrix.clauses"
        )
    for kind in Kind:
        counts = {one.id: 1 for one in documents if one.kind is kind}
        if counts:
            yield Section(anchor=str(kind), title=book.label(f"kind_plural.{kind}"), counts=counts)


def _lines_of_aspect(aspect: Aspect, shown: Shown) -> int:
    return 1 + len(_marked(shown.document, aspect))


def _of_aspect(book: Book, aspect: Aspect) -> list[Shown]:
    """The documents in use that have *aspect* in their header or in a clause, in the order of the folders."""
    return [
        one
        for one in book.edition.in_use()
        if aspect in one.document.aspects or _marked(one.document, aspect)
    ]


def _marked(document: Document, aspect: Aspect) -> list[Commitment | Rule]:
    """The clauses of *document* that name *aspect*."""
    return [one for one in document.clauses if isinstance(one, Commitment | Rule) and aspect in one.aspects]


def _by_component(book: Book, standards: Iterable[Shown]) -> tuple[ComponentBlock, ...]:
    made = [(one.component, promise(book, shown, one)) for shown, one in promises(book, standards)]
    return tuple(
        ComponentBlock(id=str(component), promises=lines)
        for component in Component
        if (lines := tuple(line for of, line in made if of is component))
    )


def _documents_on(book: Book, channel: str) -> list[Shown]:
    """The documents in use that name *channel*, in their header or in a commitment of theirs."""
    return by_title(
        book,
        (
            one
            for one in book.edition.in_use()
            if channel in getattr(one.document, "channels", ())
            or any(channel in getattr(clause, "channels", ()) for clause in one.document.clauses)
        ),
    )


def _first_contact(book: Book, conduct: Iterable[Shown], channel: str) -> Iterator[ClauseLine]:
    """Yield the rules of conduct with a time of their own on *channel*: the first minutes of a contact."""
    for shown in by_title(book, conduct):
        for rule in book.wordings[shown.id].document.clauses:
            if isinstance(rule, Rule) and channel in rule.within:
                yield rule_line(book, shown, rule, channel=channel)


def _hours(book: Book, channel: Channel) -> tuple[tuple[str, str], ...]:
    """The opening hours that hold on the book's date, as rows of days and hours; empty if none are known."""
    calendar = book.entries("calendars").get(channel.calendar or "")
    if not isinstance(calendar, Calendar):
        return ()
    holding = [hours for hours in calendar.hours if hours.from_ <= book.edition.on]
    return book.values.week(max(holding, key=lambda hours: hours.from_).weekly) if holding else ()


def _hours_in_brief(book: Book, channel: Channel) -> str:
    rows = _hours(book, channel)
    return " · ".join(f"{days} {hours}".strip() for days, hours in rows)


def _titles_of(book: Book, documents: Iterable[Shown]) -> str:
    return " ".join(book.title("documents", one.id) for one in documents)
