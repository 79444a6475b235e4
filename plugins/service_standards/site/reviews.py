"""`/reviews/` and `/reviews.ics`: what somebody must look at, what is late first, then month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from ..history.due import Due, Matter, Urgency, what_is_due
from .book import Book
from .calendar_file import Event, calendar_file
from .grouped_parts import Gathered, GroupPage, group_pages, ways_by_group
from .listing import list_page
from .page import Heading, SitePage
from .parting import MOST_LINES

FILE = "reviews.ics"
WITHIN = 90
"""So many days count as soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A role that sees to something."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """Something that is due, in words."""

    due: Due
    matter: str
    title: str
    lang: str | None
    """Of the title, where it isn't the page's."""
    address: str
    kind: str
    """The kind of a document; of anything else what there is to do."""
    day: str
    left: str
    """How late it is, or how near; empty if it is neither."""
    urgency: str
    owners: tuple[Owner, ...]
    last: str
    """When it was last looked at, and what came of it."""
    remark: str
    """What the last review said, in its author's words; of what is due later it is not shown."""
    remark_lang: str | None

    @property
    def owner(self) -> str:
        """Who sees to it, in words."""
        return ", ".join(one.title for one in self.owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What is due in a month."""

    id: str
    title: str
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """How much a role has to see to: by urgency."""

    owner: Owner
    counts: tuple[int, int, int]


def reviews_pages(book: Book) -> Iterator[SitePage]:
    """Yield `/reviews/`, with the calendar file that says the same; a long agenda month by month on pages of their own."""
    lines = due_lines(book, what_is_due(book.edition))
    overdue = [one for one in lines if one.urgency == Urgency.OVERDUE]
    months = list(_months(book, (one for one in lines if one.urgency != Urgency.OVERDUE)))
    if len(lines) <= MOST_LINES:
        parts: list[GroupPage[DueLine]] = []
    else:
        late = Gathered(key="overdue", title=book.label("reviews.overdue"), lines=overdue)
        by_month = (
            Gathered(key=one.id.removeprefix("month-"), title=one.title, lines=one.lines) for one in months
        )
        parts = group_pages(book, (late, *by_month), "reviews", counted="reviews.number")
    page = _agenda(book, lines, overdue, months, parts)
    yield replace(page, files={book.address() + FILE: calendar(book, lines)})
    for part in parts:
        yield list_page(
            book,
            "agenda",
            tab="background",
            title=book.label("reviews.title"),
            lead="",
            headings=[Heading(anchor="agenda", title=part.group.title)],
            place=part.place,
            lines=part.lines,
        )


def _agenda(
    book: Book,
    lines: Sequence[DueLine],
    overdue: Sequence[DueLine],
    months: Sequence[Month],
    parts: Sequence[GroupPage[DueLine]],
) -> SitePage:
    """`/reviews/`: everything, or the ways to the pages of the months."""
    return list_page(
        book,
        "reviews",
        "reviews",
        tab="background",
        title=book.label("reviews.title"),
        lead=book.label("reviews.lead", date=book.values.date(book.edition.on)),
        terms=[book.label("reviews.terms")],
        headings=[
            Heading(anchor="overdue", title=book.label("reviews.overdue")),
            *(Heading(anchor=month.id, title=month.title) for month in months),
            Heading(anchor="owners", title=book.label("reviews.by_owner")),
            Heading(anchor="how", title=book.label("reviews.how")),
        ],
        figures=tuple(
            (
                urgency.value,
                sum(one.urgency == urgency for one in lines),
                book.label(f"reviews.{urgency}_figure"),
            )
            for urgency in Urgency
        ),
        overdue=overdue,
        months=months,
        ways=ways_by_group(parts),
        owners=_owner_rows(lines),
        file=book.address() + FILE,
        within=WITHIN,
        example=next((one.due.id for one in lines if one.due.matter is Matter.REVIEW), None),
    )


def due_lines(book: Book, dues: Iterable[Due]) -> tuple[DueLine, ...]:
    """What is due, each in words."""
    return tuple(_line(book, due) for due in dues)


def calendar(book: Book, lines: Iterable[DueLine]) -> bytes:
    """The calendar file of *lines*: one event each, on its day."""
    return calendar_file(
        book.label("reviews.calendar", handbook=book.name),
        # The source name does not change with the language: the same thing is the same event in each.
        book.edition.handbook.settings.name,
        (
            Event(
                key=f"{one.due.matter} {one.due.id}",
                day=one.due.day,
                summary=book.label("reviews.event", matter=one.matter, title=one.title),
                description="\n".join(
                    text
                    for text in (
                        book.label("reviews.owners", owners=one.owner) if one.owners else "",
                        one.last,
                        one.remark,
                        book.settings.absolute(one.address),
                    )
                    if text
                ),
                category=one.matter,
                url=book.settings.absolute(one.address),
            )
            for one in lines
        ),
        language=book.language,
        made=book.edition.on,
    )


def _line(book: Book, due: Due) -> DueLine:
    on = book.edition.on
    urgency = due.urgency(on, WITHIN)
    title, lang, address, kind = _named(book, due)
    return DueLine(
        due=due,
        matter=book.label(f"matter.{due.matter}"),
        title=title,
        lang=lang,
        address=address,
        kind=kind,
        day=book.values.short_date(due.day),
        left=_left(book, due.days_left(on), urgency),
        urgency=urgency.value,
        owners=tuple(
            Owner(
                title=book.title("roles", role),
                address=book.address("roles", role) if role in book.entries("roles") else "",
            )
            for role in due.owners
        ),
        last=_last(book, due),
        remark=(due.last.summary or "") if due.last else "",
        remark_lang=None if book.language == book.source_language else book.source_language,
    )


def _named(book: Book, due: Due) -> tuple[str, str | None, str, str]:
    """Its title and the title's language, its address, and what it is."""
    match due.matter:
        case Matter.REVIEW:
            language = book.language_of(due.id)
            kind = book.edition.shown[due.id].kind
            return (
                book.title("documents", due.id),
                None if language == book.language else language,
                book.address(due.id),
                book.label(f"kind.{kind}"),
            )
        case Matter.WAIVER:
            address = book.address("waivers") + f"#{due.id}"
            return book.title("waivers", due.id), None, address, book.label("reviews.do_waiver")
        case Matter.NORM:
            return (
                book.title("norms", due.id),
                None,
                book.address("norms", due.id),
                book.label("reviews.do_norm"),
            )
        case Matter.CALENDAR:
            return book.title("calendars", due.id), None, "", book.label("reviews.do_calendar")


def _left(book: Book, days: int, urgency: Urgency) -> str:
    if urgency is Urgency.OVERDUE:
        return book.label("reviews.late", -days)
    if urgency is Urgency.LATER:
        return ""
    return book.label("reviews.in_days", days) if days else book.label("reviews.today")


def _last(book: Book, due: Due) -> str:
    """When it was last looked at, and what came of it."""
    match due.matter:
        case Matter.REVIEW if due.last is None:
            return book.label("reviews.never")
        case Matter.REVIEW:
            assert due.last is not None
            return book.label(
                "reviews.last",
                date=book.values.date(due.last.on),
                version=due.last.version,
                outcome=book.label(f"outcome.{due.last.outcome}"),
            )
        case Matter.NORM if due.basis:
            return book.label("reviews.checked", date=book.values.date(due.basis))
        case Matter.CALENDAR if due.basis:
            return book.label("reviews.covers", date=book.values.date(due.basis))
        case _:
            return ""


def _months(book: Book, lines: Iterable[DueLine]) -> Iterator[Month]:
    def month(line: DueLine) -> date:
        return line.due.day.replace(day=1)

    for first, found in groupby(lines, key=month):
        name = book.values.month(first)
        yield Month(id=f"month-{first:%Y-%m}", title=name[:1].upper() + name[1:], lines=tuple(found))


def _owner_rows(lines: Iterable[DueLine]) -> tuple[OwnerRow, ...]:
    """A row for each role, who has most to do soon first."""
    counts: dict[Owner, dict[str, int]] = {}
    for line in lines:
        for owner in line.owners:
            mine = counts.setdefault(owner, {})
            mine[line.urgency] = mine.get(line.urgency, 0) + 1
    rows = (
        OwnerRow(
            owner=owner,
            counts=(
                mine.get(Urgency.OVERDUE, 0),
                mine.get(Urgency.SOON, 0),
                mine.get(Urgency.LATER, 0),
            ),
        )
        for owner, mine in counts.items()
    )
    return tuple(sorted(rows, key=lambda row: (tuple(-n for n in row.counts), row.owner.title)))
