"""
The handbook over time: what came into force when, what is coming, and what held on a day.

`/changes/` lists the versions by the day from which they hold; `/as-of/` all of
time. Both are whole without scripts; with them one day, or two, can be chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from ..changes.context import IncomparableError
from ..changes.kinds import joined_class
from ..changes.rules import NoRuleError
from ..history.edition import Shown
from ..history.holdings import Holding, holdings
from ..model.documents import ChangeClass, Commitment
from ..model.handbook import Release
from .between_days import days_data
from .book import Book
from .changed import SMALL, Telling
from .clause_past import short_value
from .compare import compact_json, words_for_scripts
from .feed import Entry, atom
from .history import anchor_of, class_of_version, interval_in_words
from .labels import labels
from .listing import WEIGHT
from .page import Heading, SitePage
from .search import SearchEntry
from .shell import page

FEED = "feed.xml"
VERSIONS = "versions.json"
NEWEST = 100
"""So many entries a feed has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A version that comes into force, or a document that is retired."""

    day: date
    released_on: date
    id: str
    title: str
    language: str
    kind: str
    roles: tuple[str, ...]
    number: str
    address: str
    """Where the changelog tells of it."""
    change_class: ChangeClass | None
    """None if it could not be compared with the version before."""
    first: bool
    retired: bool
    summary: str
    summary_language: str
    release: Release

    @property
    def small(self) -> bool:
        """Whether it means nothing to those who work by the document."""
        return not self.first and self.change_class in SMALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The events of a month."""

    title: str
    anchor: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An interval in the whole record: one version of one document."""

    id: str
    title: str
    language: str
    kind: str
    number: str
    address: str
    since: date
    until: date | None
    held: str
    retired: bool
    limits: tuple[str, ...]
    file: str
    """Where the version's fields are looked up."""


def changes_page(book: Book, tellings: dict[str, Telling]) -> SitePage:
    """`/changes/`: what came into force, newest first, and what is coming; with the feed and the data."""
    listed = sorted(
        (event for telling in tellings.values() for event in events(book, telling)),
        key=lambda one: (one.day, one.released_on, one.title),
        reverse=True,
    )
    coming = tuple(one for one in reversed(listed) if one.day > book.edition.on)
    past = tuple(_months(book, [one for one in listed if one.day <= book.edition.on]))
    feed = book.address() + FEED
    data = data_address(book, VERSIONS)
    classes = {str(one.change_class) for one in listed if one.change_class and not one.first}
    roles = {role for one in listed for role in one.roles}
    made = page(
        book,
        "changes",
        template="versions/changes.html",
        title=book.label("changes.title"),
        tab="changes",
        description=book.label("changes.lead"),
        headings=[
            *([Heading(anchor="coming", title=book.label("changes.coming"))] if coming else ()),
            *(Heading(anchor=one.anchor, title=one.title) for one in past),
        ],
        coming=coming,
        past=past,
        feed=feed,
        file=data,
        roles=[(key, one.title) for key, one in book.entries("roles").items() if key in roles],
        kinds=[(kind, book.label(f"kind.{kind}")) for kind in dict.fromkeys(one.kind for one in listed)],
        classes=[(str(one), book.label(f"change_class.{one}")) for one in ChangeClass if str(one) in classes],
        words=words_of_days(book, "changes"),
        search=_search(book, "changes"),
    )
    files = {
        feed: atom(book, feed, made.address, [_entry(book, one) for one in _newest(listed)]),
        data: compact_json(versions_data(book, tellings)),
    }
    return replace(made, feed=feed, files=files)


def as_of_page(book: Book, tellings: dict[str, Telling]) -> SitePage:
    """`/as-of/`: every version of every document with its interval; with scripts what held on one day."""
    rows = [tuple(_rows(book, telling)) for telling in tellings.values()]
    return page(
        book,
        "as-of",
        template="versions/as-of.html",
        title=book.label("as_of.title"),
        tab="changes",
        description=book.label("as_of.lead"),
        documents=[one for one in rows if one],
        file=data_address(book, VERSIONS),
        words=words_of_days(book, "as_of"),
        search=_search(book, "as-of"),
    )


def _search(book: Book, address: str) -> SearchEntry:
    """How the page is found: less weighty than any document."""
    group = address.replace("-", "_")
    return SearchEntry(
        url=book.address(address),
        language=book.language,
        title=book.label(f"{group}.title"),
        kind=book.label("help.list"),
        summary=book.label(f"{group}.lead"),
        terms=(book.label("history.short"), book.label("compare.short")),
        weight=WEIGHT,
    )


def words_of_days(book: Book, group: str) -> dict[str, Any]:
    """What the scripts of these two pages say."""
    known = labels(book.language)
    return {
        **words_for_scripts(book),
        **{f"{group}.{name}": text for name, text in known[group].items()},
        **({f"days.{name}": text for name, text in known["days"].items()} if group == "changes" else {}),
        **{f"held.{name}": text for name, text in known["held"].items()},
        "version": known["document"]["version"],
        "locale": str(book.values.locale).replace("_", "-"),
    }


def data_address(book: Book, name: str) -> str:
    """Where a data file of the book's language lies: `uk/data/versions.json`."""
    return book.address("data") + name


def events(book: Book, telling: Telling) -> Iterator[Event]:
    """Yield what a document's versions, as far as they hold on some day, made happen."""
    holding = book.past.holdings(telling.shown.dossier)
    for n, release in enumerate(telling.releases):
        held = [one for one in holding if one.release is release]
        if not held:
            continue  # called off before it held: the document's own changelog tells of it
        for day, retired in _days(release):
            yield _event(book, telling, n, day, retired)


def _days(release: Release) -> Iterator[tuple[date, bool]]:
    record = release.record
    gone = record.retired.on if record.retired else None
    if gone is None or gone > record.effective_from:
        yield record.effective_from, False
    if gone is not None:
        yield max(gone, record.effective_from), True


def _event(book: Book, telling: Telling, n: int, day: date, retired: bool) -> Event:
    shown, release = telling.shown, telling.releases[n]
    wording = telling.wording(n)
    document = wording.document
    note = document.change
    number = str(release.number)
    summary = (
        document.retired.reason if retired and document.retired else (note.summary if note else "") or ""
    )
    return Event(
        day=day,
        released_on=release.record.released_on,
        id=shown.id,
        title=document.title,
        language=book.source_language if wording.header_behind else book.language,
        kind=str(shown.kind),
        roles=tuple(document.roles),
        number=number,
        address=f"{book.address(shown.id, 'history')}#{anchor_of(number)}",
        change_class=ChangeClass.REMOVED if retired else class_of_version(telling, n),
        first=n == 0,
        retired=retired,
        summary=summary,
        summary_language=(
            book.source_language
            if telling.in_source("retired" if retired else "change", n)
            else book.language
        ),
        release=release,
    )


def _months(book: Book, listed: list[Event]) -> Iterator[Month]:
    for (year, month), found in groupby(listed, key=lambda one: (one.day.year, one.day.month)):
        name = book.values.month(date(year, month, 1))
        yield Month(title=name[:1].upper() + name[1:], anchor=f"m{year}-{month:02}", events=tuple(found))


def _newest(listed: list[Event]) -> list[Event]:
    """The events of a feed: the newest to be known first, one for each version."""
    by_version = {(one.id, one.number): one for one in sorted(listed, key=lambda one: one.retired)}
    return sorted(by_version.values(), key=lambda one: (one.released_on, one.id, one.number), reverse=True)[
        :NEWEST
    ]


def _entry(book: Book, event: Event) -> Entry:
    what = (
        book.label("changes.went")
        if event.retired
        else book.label("changes.first")
        if event.first
        else book.label(f"change_class.{event.change_class}")
        if event.change_class
        else book.label("history.cannot")
    )
    title = book.label("feed.entry", title=event.title, version=event.number, what=what)
    held = book.label("feed.in_force", date=book.values.date(event.day))
    return Entry(
        document=event.id,
        version=event.number,
        content_sha256=event.release.record.content_sha256,
        title=title,
        text=" ".join(part for part in (event.summary, held) if part),
        published=event.released_on,
        address=event.address,
        categories=tuple(one for one in (event.kind, str(event.change_class or "")) if one),
    )


def _rows(book: Book, telling: Telling) -> Iterator[Row]:
    shown = telling.shown
    numbers = {id(one): n for n, one in enumerate(telling.releases)}
    for holding in reversed(book.past.holdings(shown.dossier)):
        if holding.release is None or holding.since is None:
            continue
        n = numbers[id(holding.release)]
        document = telling.document(n)
        limits = [
            short_value(book.values, clause) for clause in document.clauses if isinstance(clause, Commitment)
        ]
        number = str(holding.release.number)
        yield Row(
            id=shown.id,
            title=document.title,
            language=book.source_language if telling.wording(n).header_behind else book.language,
            kind=book.label(f"kind.{shown.kind}"),
            number=number,
            address=book.address(shown.id, number),
            since=holding.since,
            until=holding.until,
            held=(
                book.label("as_of.retired", date=book.values.date(holding.since))
                if holding.retired
                else interval_in_words(book, holding.since, holding.until)
            ),
            retired=holding.retired,
            limits=() if holding.retired else tuple(one for one in limits if one),
            file=data_address(book, f"compare/{shown.id}.json"),
        )


def versions_data(book: Book, tellings: dict[str, Telling]) -> dict[str, Any]:
    """
    What is looked up to compare two days.

    Which version of each document held when, and the class of all changes between every two of its versions;
    the registry over time; what moved between documents.
    """
    names = [str(one) for one in ChangeClass]
    return {
        "on": book.edition.on.isoformat(),
        "classes": {name: book.label(f"change_class.{name}") for name in names},
        "class_names": names,
        "documents": [_document(book, telling, names) for telling in tellings.values()],
        **days_data(book, tellings),
    }


def _document(book: Book, telling: Telling, names: list[str]) -> dict[str, Any]:
    shown: Shown = telling.shown
    releases = telling.releases
    numbers = {id(one): n for n, one in enumerate(releases)}
    return {
        "id": shown.id,
        "title": book.title("documents", shown.id),
        "kind": str(shown.kind),
        "address": book.address(shown.id),
        "file": data_address(book, f"compare/{shown.id}.json"),
        "versions": [str(one.number) for one in releases],
        "held": _held(book.past.holdings(shown.dossier), numbers),
        "known": list(_known(releases, numbers)),
        "whole": [
            [_class(telling, old, new, names) for new in range(len(releases))] for old in range(len(releases))
        ],
    }


def _held(holding: Iterable[Holding], numbers: Mapping[int, int]) -> list[list[Any]]:
    """Intervals of days: since, until, the version's place, whether it is retired."""
    return [
        [
            one.since.isoformat() if one.since else None,
            one.until.isoformat() if one.until else None,
            numbers[id(one.release)] if one.release else None,
            one.retired,
        ]
        for one in holding
    ]


def _known(releases: Sequence[Release], numbers: Mapping[int, int]) -> Iterator[list[Any]]:
    """Yield what was known of all days, from every day on which that changed."""
    for day in sorted({one.record.released_on for one in releases}):
        yield [day.isoformat(), _held(holdings(releases, day), numbers)]


def _class(telling: Telling, old: int, new: int, names: list[str]) -> int | None:
    try:
        found = joined_class(one.change_class for one in telling.versions.between(old, new))
    except (NoRuleError, IncomparableError):
        return None
    return names.index(str(found))
