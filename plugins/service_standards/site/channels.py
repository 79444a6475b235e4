"""Pages by channel: its hours, what is promised there, and what is done and said at each stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..history.edition import Shown
from ..model.documents import (
    Conduct,
    Kind,
    Procedure,
    Rule,
)
from ..model.registry import Calendar, Channel
from .book import Book
from .facets import FacetCard, titles_of
from .journey import always_section, promises, rules_everywhere, stage_blocks, stage_sections
from .lines import ClauseLine, by_title, promise, rule_line
from .listing import list_page
from .page import Heading, SitePage
from .parting import Place, Section, places


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
        text=titles_of(book, _documents_on(book, id)),
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
