"""
The handbook over time: what came into force when, and what is coming.

`/changes/` lists the versions by the day from which they hold. It is whole
without scripts; with them two days can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from ..changes.context import IncomparableError
from ..changes.kinds import joined_class
from ..changes.rules import NoRuleError
from ..history.edition import Shown
from ..model.documents import ChangeClass
from ..model.handbook import Release
from .between_days import days_data
from .book import Book
from .changed import SMALL, Telling
from .compare import compact_json, held_days, known_days, words_for_scripts
from .feed import Entry, atom
from .grouped_parts import Gathered, GroupPage, group_pages, ways_by_group
from .history import anchor_of, class_of_version
from .labels import labels
from .listing import WEIGHT
from .page import Heading, SitePage
from .parting import MOST_LINES
from .search import SearchEntry
from .shell import page

FEED = "feed.xml"
VERSIONS = "versions.json"
NEWEST = 100
"""So many entries a feed has, and the first page of a long changelog."""


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
    key: str
    """`2026-12`."""
    events: tuple[Event, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"m{self.key}"


def changes_pages(book: Book, tellings: dict[str, Telling]) -> Iterator[SitePage]:
    """Yield `/changes/`, newest first, and what is coming, with the feed and the data; of a long changelog also its months."""
    listed = sorted(
        (event for telling in tellings.values() for event in events(book, telling)),
        key=lambda one: (one.day, one.released_on, one.title),
        reverse=True,
    )
    coming = tuple(one for one in reversed(listed) if one.day > book.edition.on)
    past = tuple(_months(book, [one for one in listed if one.day <= book.edition.on]))
    parts: list[GroupPage[Event]] = []
    if len(listed) > MOST_LINES:
        ahead = Gathered(key="coming", title=book.label("changes.coming"), lines=coming)
        months = (Gathered(key=one.key, title=one.title, lines=one.events) for one in past)
        parts = group_pages(book, (ahead, *months), "changes", counted="parts.changes")
    made = _changes(book, listed, coming, past, parts)
    feed, data = book.address() + FEED, data_address(book, VERSIONS)
    files = {
        feed: atom(book, feed, made.address, [_entry(book, one) for one in _newest(listed)]),
        data: compact_json(versions_data(book, tellings)),
    }
    yield replace(made, feed=feed, files=files)
    for part in parts:
        yield _month(book, part)


def _changes(
    book: Book,
    listed: Sequence[Event],
    coming: Sequence[Event],
    past: Sequence[Month],
    parts: Sequence[GroupPage[Event]],
) -> SitePage:
    """`/changes/`: everything, or what is newest and the ways to the months."""
    ways = ways_by_group(parts)
    newest = [one for month in past for one in month.events][:NEWEST] if parts else []
    return page(
        book,
        "changes",
        template="versions/changes.html",
        title=book.label("changes.title"),
        tab="changes",
        description=book.label("changes.lead"),
        headings=[
            *([Heading(anchor="coming", title=book.label("changes.coming"))] if coming else ()),
            *([Heading(anchor="newest", title=book.label("parts.newest"))] if newest else ()),
            *(Heading(anchor=one.anchor, title=one.title) for one in past),
        ],
        coming=coming[:NEWEST] if parts else coming,
        newest=newest,
        past=past,
        ways=ways,
        feed=book.address() + FEED,
        file=data_address(book, VERSIONS),
        words=words_of_days(book, "changes"),
        search=search_entry(book, "changes"),
        choices=_choices(book, listed),
    )


def _month(book: Book, part: GroupPage[Event]) -> SitePage:
    """A month of a long changelog, or a part of it."""
    pager = part.place.pager
    assert pager
    return page(
        book,
        *part.place.segments,
        template="versions/changes-month.html",
        title=book.label("parts.of", title=book.label("changes.title"), part=pager.title),
        tab="changes",
        headings=[Heading(anchor="events", title=pager.title)],
        anchor="events",
        events=part.lines,
        pager=pager,
        words=words_of_days(book, "changes"),
        choices=_choices(book, part.lines),
    )


def _choices(book: Book, listed: Sequence[Event]) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """What can be chosen among *listed*: roles, kinds of document, classes of change."""
    classes = {str(one.change_class) for one in listed if one.change_class and not one.first}
    roles = {role for one in listed for role in one.roles}
    return (
        ("role", [(key, one.title) for key, one in book.entries("roles").items() if key in roles]),
        ("kind", [(kind, book.label(f"kind.{kind}")) for kind in dict.fromkeys(one.kind for one in listed)]),
        (
            "class",
            [(str(one), book.label(f"change_class.{one}")) for one in ChangeClass if str(one) in classes],
        ),
    )


def search_entry(book: Book, address: str) -> SearchEntry:
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
        yield Month(title=name[:1].upper() + name[1:], key=f"{year}-{month:02}", events=tuple(found))


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
    return {
        "id": shown.id,
        "title": book.title("documents", shown.id),
        "kind": str(shown.kind),
        "address": book.address(shown.id),
        "file": data_address(book, f"compare/{shown.id}.json"),
        "versions": [str(one.number) for one in releases],
        "held": held_days(book.past.holdings(shown.dossier), releases),
        "known": list(known_days(releases)),
        "whole": [
            [_class(telling, old, new, names) for new in range(len(releases))] for old in range(len(releases))
        ],
    }


def _class(telling: Telling, old: int, new: int, names: list[str]) -> int | None:
    try:
        found = joined_class(one.change_class for one in telling.versions.between(old, new))
    except (NoRuleError, IncomparableError):
        return None
    return names.index(str(found))
