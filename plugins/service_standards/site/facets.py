"""Pages by service, by channel and by aspect: what is promised there, and who keeps it how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..history.edition import Shown
from ..model.documents import Aspect, Commitment, Component, Kind, Procedure, Rule, Standard
from ..model.registry import Calendar, Channel, Service
from .book import Book
from .journey import ComponentBlock, promises, rules_everywhere, stage_blocks
from .lines import ClauseLine, DocumentLine, by_title, document_line, promise, rule_line, titles
from .listing import list_page
from .page import Heading, SitePage


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
        standards = by_title(book, standards_of_service(book, id))
        blocks = _by_component(book, standards)
        yield list_page(
            book,
            "service",
            "services",
            id,
            tab="services",
            title=service.title,
            lead=service.summary or "",
            kind=book.label("services.kind"),
            terms=(id,),
            text=_titles_of(book, standards),
            weight=0.5,
            headings=[
                Heading(anchor="promises", title=book.label("services.promises")),
                *(
                    Heading(anchor=block.id, title=book.label(f"component.{block.id}"), level=3)
                    for block in blocks
                ),
                Heading(anchor="procedures", title=book.label("services.procedures")),
            ],
            components=blocks,
            standards=tuple(document_line(book, one) for one in standards),
            procedures=tuple(
                document_line(book, one, note=titles(book, "channels", getattr(one.document, "channels", ())))
                for one in procedures_for(book, standards)
            ),
            channels=[
                (entry.title, book.address("channels", channel))
                for channel, entry in book.entries("channels").items()
                if any(channel in getattr(one.document, "channels", ()) for one in standards)
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
        documents = _documents_on(book, id)
        made = tuple(
            promise(book, shown, one)
            for shown, one in promises(book, book.edition.of_kind(Kind.STANDARD))
            if id in (one.channels or getattr(shown.document, "channels", ()))
        )
        procedures = [one for one in documents if isinstance(one.document, Procedure)]
        conduct = list(book.edition.of_kind(Kind.CONDUCT))
        stages = tuple(
            block for block in stage_blocks(book, [*procedures, *conduct], channel=id) if not block.empty
        )
        yield list_page(
            book,
            "channel",
            "channels",
            id,
            tab="services",
            title=channel.title,
            lead=channel.summary or book.label("channels.one_lead"),
            kind=book.label("channels.kind"),
            terms=(id,),
            text=_titles_of(book, documents),
            weight=0.5,
            headings=[
                Heading(anchor="promises", title=book.label("services.promises")),
                Heading(anchor="stages", title=book.label("journey.stages")),
                *(Heading(anchor=block.id, title=block.title, level=3) for block in stages),
                Heading(anchor="always", title=book.label("journey.always")),
            ],
            channel=channel,
            hours=_hours(book, channel),
            promises=made,
            stages=stages,
            always=rules_everywhere(book, conduct, id),
            first_contact=tuple(_first_contact(book, conduct, id)),
        )


def aspect_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/aspects/` and `/aspects/<aspect>/`."""
    found = {aspect: _by_aspect(book, aspect) for aspect in Aspect}
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
                documents=len(found[aspect][0]),
            )
            for aspect in Aspect
        ),
        counted="lists.documents",
    )
    for aspect, (documents, clauses) in found.items():
        yield list_page(
            book,
            "aspect",
            "aspects",
            str(aspect),
            tab="services",
            title=book.label(f"aspect.{aspect}"),
            lead=book.label(f"aspect_about.{aspect}"),
            kind=book.label("aspects.kind"),
            terms=(str(aspect),),
            headings=[
                *([Heading(anchor="clauses", title=book.label("aspects.clauses"))] if clauses else ()),
                *(
                    Heading(anchor=str(kind), title=book.label(f"kind_plural.{kind}"))
                    for kind in Kind
                    if any(line.kind is kind for line in documents)
                ),
            ],
            marked=clauses,
            groups=tuple(
                (str(kind), lines)
                for kind in Kind
                if (lines := tuple(line for line in documents if line.kind is kind))
            ),
        )


def _by_aspect(book: Book, aspect: Aspect) -> tuple[tuple[DocumentLine, ...], tuple[ClauseLine, ...]]:
    """The documents that have *aspect* in their header or in a clause, and the clauses that name it."""
    documents, clauses = [], []
    for shown in by_title(book, book.edition.in_use()):
        marked = [
            one
            for one in book.wordings[shown.id].document.clauses
            if isinstance(one, Commitment | Rule) and aspect in one.aspects
        ]
        if marked or aspect in shown.document.aspects:
            documents.append(document_line(book, shown))
        clauses += [
            promise(book, shown, one) if isinstance(one, Commitment) else rule_line(book, shown, one)
            for one in marked
        ]
    return tuple(documents), tuple(clauses)


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
