"""`/<id>/history/`: what changed with each version of a document, why, and who approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..archive.in_force import VersionStatus, holds_until, version_status
from ..changes.context import IncomparableError
from ..changes.kinds import joined_class
from ..changes.rules import NoRuleError
from ..history.edition import Shown
from ..model.documents import ChangeClass, ChangeNote, clause_of
from ..model.handbook import Release
from ..model.records import Evidence
from .book import Book, clause_text
from .changed import Said, Telling
from .page import Heading, SitePage
from .shell import Control, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The changes of one clause, or of the document itself."""

    title: str
    language: str
    address: str
    """Of the clause in that version; empty if there is none."""
    changes: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One version in the changelog."""

    release: Release
    number: str
    before: str
    """The version that it is compared with; empty for the first one."""
    status: VersionStatus
    held: str
    """From when until when it held, in words."""
    change_class: ChangeClass | None
    """None if the versions could not be compared."""
    note: ChangeNote | None
    """What its author says, in the book's language where that is translated."""
    note_language: str
    groups: tuple[Group, ...]
    small: tuple[Said, ...]
    """Changes that mean nothing to those who work by the document."""
    evidence: tuple[Evidence, ...]
    retroactive: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return anchor_of(self.number)

    @property
    def meanings(self) -> tuple[str, ...]:
        """For whom the version is better or stricter, each once."""
        return tuple(
            dict.fromkeys(one.meaning for group in self.groups for one in group.changes if one.meaning)
        )


def anchor_of(number: object) -> str:
    """The anchor of a version: `v2.0.0`."""
    return f"v{number}"


def history_page(book: Book, shown: Shown, telling: Telling) -> SitePage:
    """The changelog of a document, newest version first."""
    listed = tuple(chapters(book, shown, telling))
    title = book.title("documents", shown.id)
    return page(
        book,
        shown.id,
        "history",
        template="versions/history.html",
        title=book.label("history.title", title=title),
        tab="handbook",
        description=book.label("history.lead"),
        headings=[
            Heading(anchor=one.anchor, title=f"{book.label('document.version')} {one.number}")
            for one in listed
        ],
        about=shown.id,
        control=Control(
            about=f"{shown.id}: {book.label('history.short')}", address=book.address(shown.id, "history")
        ),
        indexed=False,
        shown=shown,
        document_title=title,
        chapters=listed,
    )


def chapters(book: Book, shown: Shown, telling: Telling) -> Iterator[Chapter]:
    """Yield the versions that are known, newest first."""
    releases = telling.releases
    for n in reversed(range(len(releases))):
        release = releases[n]
        changes = changes_of(telling, n - 1, n) if n else ()
        wording = telling.wording(n)
        document = wording.document
        behind = telling.in_source("change", n)
        groups = tuple(_groups(book, telling, n, [one for one in changes or () if not one.small]))
        yield Chapter(
            release=release,
            number=str(release.number),
            before=str(releases[n - 1].number) if n else "",
            status=version_status(release, releases, book.edition.on),
            held=held_in_words(book, release, releases),
            change_class=class_of_version(telling, n),
            note=document.change,
            note_language=book.source_language if behind else book.language,
            groups=groups,
            small=tuple(one for one in changes or () if one.small),
            evidence=tuple(
                book.evidence[id]
                for id in (document.change.evidence if document.change else ())
                if id in book.evidence
            ),
            retroactive=document.retroactive.reason if document.retroactive else "",
        )


def changes_of(telling: Telling, old: int, new: int) -> tuple[Said, ...] | None:
    """The changes between two versions in words; None if they could not be compared."""
    try:
        return tuple(telling.change(one, old, new) for one in telling.versions.between(old, new))
    except (NoRuleError, IncomparableError):
        return None


def class_of_version(telling: Telling, n: int) -> ChangeClass | None:
    """What a version's record says that it means, else what the comparison found; None if there was none."""
    declared = telling.releases[n].record.class_
    if declared is not None:
        return declared
    if n == 0:
        return ChangeClass.ADDED
    try:
        return joined_class(one.change_class for one in telling.versions.between(n - 1, n))
    except (NoRuleError, IncomparableError):
        return None


def held_in_words(book: Book, release: Release, releases: Iterable[Release]) -> str:
    """`1 September 2025 to 28 February 2026`: the last day is one on which it held."""
    until = holds_until(release, releases, book.edition.on)
    retired = release.record.retired
    if retired and retired.on > release.record.effective_from:
        until = min(retired.on, until or retired.on)
    return interval_in_words(book, release.record.effective_from, until)


def interval_in_words(book: Book, since: date, until: date | None) -> str:
    """An interval of days, *until* being the first day after it."""
    if until is None:
        return book.label("held.from", since=book.values.date(since))
    last = until - timedelta(days=1)
    if last == since:
        return book.label("held.one_day", since=book.values.date(since))
    return book.label("held.from_to", since=book.values.date(since), last=book.values.date(last))


def _groups(book: Book, telling: Telling, n: int, changes: list[Said]) -> Iterator[Group]:
    by_clause: dict[str | None, list[Said]] = {}
    for one in changes:
        by_clause.setdefault(one.clause, []).append(one)
    if None in by_clause and not any(one.meaning for one in by_clause[None]):
        by_clause[None] = by_clause.pop(
            None
        )  # the clauses first, unless the document's own change weighs more
    for clause, found in by_clause.items():
        said = clause_of(telling.document(n), clause) if clause else None
        was = clause_of(telling.document(n - 1), clause) if clause and said is None else None
        there = said or was
        only_source = telling.in_source(clause, n if said else n - 1) if clause else False
        number = telling.releases[n if said else n - 1].number
        yield Group(
            title=(clause_text(there) if there else clause)
            or clause
            or book.label("history.document_itself"),
            language=book.source_language if only_source else book.language,
            address=f"{book.address(telling.shown.id, str(number))}#{clause}" if there else "",
            changes=tuple(found),
        )
