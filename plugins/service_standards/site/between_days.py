"""
What `/changes/` looks up to compare two days, beyond the versions of each document.

Changes of the registry with what they reach, and clauses that moved from one
document to another. All is said here; the browser only finds the days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ..changes.kinds import Change, Direction, joined_class
from ..history.any_two_days import EntryOverTime, Interval, Linked, Run, entries_over_time, linked_documents
from ..model.documents import Document, clause_of
from ..model.registry import WEEKDAYS, Holiday, Hours
from ..model.values import Link
from .book import Book
from .changed import Form, Said, Telling, label_of
from .compare import SaidOnce

MOVED = ".moved"


def days_data(book: Book, tellings: Mapping[str, Telling]) -> dict[str, Any]:
    """The registry over time, and the documents that took over from each other, with all their words."""
    table = SaidOnce()
    place = {id: n for n, id in enumerate(tellings)}
    named: dict[str, list[str]] = {}
    registry = [
        _entry(book, table, one, place, named)
        for one in entries_over_time(book.past, tellings)
        if any(run.changes != () for runs in one.between.values() for run in runs)
    ]
    linked = [
        _linked(book, table, one, tellings, place)
        for one in linked_documents(book.past, tellings)
        if one.between
    ]
    return {
        "registry": registry,
        "linked": linked,
        "reached": named,
        **table.as_data(),
        "source_language": book.source_language,
    }


def _held(intervals: Sequence[Interval]) -> list[list[str | int | None]]:
    return [[_iso(one.since), _iso(one.until), one.state] for one in intervals]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# -- the registry -------------------------------------------------------------------


def _entry(
    book: Book, table: SaidOnce, one: EntryOverTime, place: Mapping[str, int], named: dict[str, list[str]]
) -> dict[str, Any]:
    for reached in one.reach.values():
        for text in reached:
            named.setdefault(text, _name(book, text))
    return {
        "collection": book.label(f"collection.{one.collection}"),
        "key": f"registry/{one.collection}",
        "id": one.id,
        "title": book.title(one.collection, one.id),
        "held": _held(one.held),
        "between": {
            f"{old}>{new}": [_run(book, table, run) for run in runs]
            for (old, new), runs in one.between.items()
        },
        "reach": [[place[id], n, list(reached)] for (id, n), reached in one.reach.items()],
    }


def _name(book: Book, text: str) -> list[str]:
    """Where a clause or document that is reached is shown, and what it is called."""
    found = book.reference(Link.parse(text))
    said = f"{found.title}: {found.text}" if found.text else found.title
    return [found.address, said]


def _run(book: Book, table: SaidOnce, run: Run) -> list[Any]:
    changes = None if run.changes is None else [_registry_change(book, table, one) for one in run.changes]
    return [_iso(run.since), changes]


def _registry_change(book: Book, table: SaidOnce, change: Change) -> int:
    before, after = _differing(change.before, change.after)
    texts = [_words(book, one) for one in (before, after)]
    form = Form.VALUES
    if change.before is None or change.after is None:
        form = Form.CAME if change.before is None else Form.WENT
    elif all(isinstance(one, str) and " " in one for one in (change.before, change.after)):
        form = Form.TEXT
    elif not any(texts):
        form = Form.ONLY
    what = label_of(book.language, f"registry.{change.field}", change.field)
    return table.said(
        Said(
            change=change,
            what=what,
            form=form,
            before=texts[0],
            after=texts[1],
            language=book.source_language,
            change_class=book.label(f"change_class.{change.change_class}"),
            meaning="" if change.customer is Direction.NONE else book.label(f"meaning.customer_{change.customer}"),
        ),
        foreign=book.language != book.source_language and isinstance(change.after, str),
    )  # fmt: skip


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two lists what only one of them has; other values as they are."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        return tuple(one for one in before if one not in after), tuple(
            one for one in after if one not in before
        )
    return before, after


def _words(book: Book, value: Any) -> str:
    """A value of an entry in words; empty for none, and for what has no short words."""
    say = book.values
    match value:
        case None:
            return ""
        case bool():
            return book.label("changed.yes" if value else "changed.no")
        case Holiday():
            open_at = f" {say.hours(value.hours)}" if value.hours else ""
            return f"{say.date(value.on)}{open_at} ({value.title})"
        case Hours():
            weekly = {day: value.weekly.get(day, ()) for day in WEEKDAYS}
            week = "; ".join(f"{days} {hours}".strip() for days, hours in say.week(weekly))
            return book.label("days.hours_from", date=say.date(value.from_), week=week)
        case date():
            return say.date(value)
        case StrEnum() | str():
            return str(value)
        case tuple():
            return ", ".join(text for one in value if (text := _words(book, one)))
    return ""


# -- documents that took over from each other -----------------------------------------


def _linked(
    book: Book, table: SaidOnce, one: Linked, tellings: Mapping[str, Telling], place: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "documents": [place[id] for id in one.ids],
        "held": _held(one.held),
        "between": {
            f"{old}>{new}": None
            if changes is None
            else _by_document(
                book,
                table,
                changes,
                _Sides(
                    tellings=tellings,
                    old=dict(zip(one.ids, one.states[old], strict=True)),
                    new=dict(zip(one.ids, one.states[new], strict=True)),
                ),
                place,
            )
            for (old, new), changes in one.between.items()
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Which versions of the documents are compared."""

    tellings: Mapping[str, Telling]
    old: Mapping[str, int | None]
    new: Mapping[str, int | None]

    def document(self, side: Mapping[str, int | None], id: str) -> Document | None:
        """A document as it was released, on one side."""
        n = side.get(id)
        return None if n is None else self.tellings[id].releases[n].version.document

    def source(self, change: Change) -> Link:
        """Where the older side of a change stood: the same place, or that which it replaced."""
        here = Link(change.document, change.clause)
        now = self.document(self.new, change.document)
        was = self.document(self.old, change.document)
        if now is None or (was and (not change.clause or clause_of(was, change.clause))):
            return here
        clause = clause_of(now, change.clause) if change.clause else None
        replaced = getattr(clause, "replaces", ()) or now.replaces
        return next(
            (
                Link(link.document, link.clause or change.clause)
                for link in replaced
                if self.old.get(link.document) is not None
            ),
            here,
        )


def _by_document(
    book: Book, table: SaidOnce, changes: Sequence[Change], sides: _Sides, place: Mapping[str, int]
) -> list[list[Any]]:
    """The changes of each document: its place, their class all together, their places."""
    found: dict[str, list[Change]] = {}
    for one in changes:
        found.setdefault(one.document, []).append(one)
    return [
        [
            place[id],
            str(joined_class(one.change_class for one in listed)),
            [table.said(*_said(book, one, sides)) for one in listed],
        ]
        for id, listed in found.items()
    ]


def _said(book: Book, change: Change, sides: _Sides) -> tuple[Said, bool, list[list[str]]]:
    """A change in words, whether these are in the source language, and the ways to where it moved."""
    telling = sides.tellings[change.document]
    source = sides.source(change)
    versions = [sides.old.get(change.document), sides.new.get(change.document)]
    old, new = (one if one is not None else next(n for n in versions if n is not None) for one in versions)
    if change.code.startswith("document."):
        return _whole(book, change, sides), False, list(_ways(book, change))
    if change.code.endswith(MOVED) and change.moved_to:
        said = replace(
            telling.change(replace(change, code=change.code.replace(MOVED, ".removed")), old, new),
            what=book.label("days.moved_to"),
            form=Form.LINKED,
            change=change,
        )
    else:
        said = telling.change(change, old, new)
        was = sides.old.get(source.document)
        if source != Link(change.document, change.clause) and was is not None:
            other = sides.tellings[source.document].change(replace(change, clause=source.clause), was, was)
            said = replace(said, before=other.before)
    return said, said.language != book.language, list(_ways(book, change))


def _whole(book: Book, change: Change, sides: _Sides) -> Said:
    """That a whole document came, went, or has its place in others now."""
    event = change.code.rpartition(".")[2]
    form = {"added": Form.CAME, "removed": Form.WENT}.get(event, Form.LINKED)
    what = {
        Form.CAME: "came.document",
        Form.WENT: "went.document",
        Form.LINKED: "days.moved_to" if change.moved_to else "days.renamed",
    }[form]
    title = book.title("documents", change.document)
    renamed = change.before if isinstance(change.before, str) else ""
    return Said(
        change=change,
        what=book.label(what),
        form=form,
        before=renamed or title,
        after=title,
        language=book.language,
        change_class=book.label(f"change_class.{change.change_class}"),
        meaning="",
    )


def _ways(book: Book, change: Change) -> Iterator[list[str]]:
    for text in (change.moved_to or "").split(", "):
        if text:
            found = book.reference(Link.parse(text))
            yield [found.address, found.title]
