"""
`/<id>/compare/`: any two versions beside each other, looked up in the browser.

The page brings a file with it: every distinct state of every part of the
document in words, the versions that hold it, and what the comparison says of
every two of them. The browser judges nothing; it only looks up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ..archive.in_force import holds_until, version_status
from ..changes.context import IncomparableError
from ..changes.kinds import joined_class
from ..changes.rules import NoRuleError
from ..changes.wording import words_and_marks
from ..history.any_two import HEADER, PROSE, Part
from ..history.edition import Shown
from ..history.holdings import Holding, holdings
from ..model.documents import ChangeClass, clause_of
from ..model.fields import Strict
from ..model.handbook import Release
from .book import Book, clause_text
from .changed import SAYING, Said, Telling
from .history import anchor_of, class_of_version, held_in_words
from .labels import labels, spoken
from .page import SitePage
from .shell import Control, page
from .values import NBSP

WORDS_OF_COMPARING = (
    "working", "failed", "cannot", "same", "nothing", "result", "whole", "unknown", "unchanged", "absent",
)  # fmt: skip
WORDS_OF_CHANGES = ("gone", "new", "arrow", "not_judged", "not_judged_about", "none", "only_clock_change")


COMPARISONS = "data/compare/"
"""Where the files lie in which the pages look up, one a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A version beside the one before: what readers without scripts get."""

    before: str
    after: str
    address: str
    change_class: ChangeClass | None
    summary: str


def compare_page(book: Book, shown: Shown, telling: Telling) -> SitePage:
    """The page, and the file in which it looks up."""
    title = book.title("documents", shown.id)
    file = f"{book.address()}{COMPARISONS}{shown.id}.json"
    numbers = [str(one.number) for one in telling.releases]
    current = next((n for n, one in enumerate(telling.releases) if one is shown.release), len(numbers) - 1)
    made = page(
        book,
        shown.id,
        "compare",
        template="versions/compare.html",
        title=book.label("compare.title", title=title),
        tab="handbook",
        description=book.label("compare.lead"),
        about=shown.id,
        control=Control(
            about=f"{shown.id}: {book.label('compare.short')}", address=book.address(shown.id, "history")
        ),
        indexed=False,
        shown=shown,
        document_title=title,
        file=file,
        numbers=numbers,
        chosen=(numbers[max(current - 1, 0)], numbers[current]),
        steps=tuple(_steps(book, telling)),
        words=words_for_scripts(book),
    )
    return _with_file(made, file, comparison_data(book, shown, telling))


def words_for_scripts(book: Book) -> dict[str, Any]:
    """What the scripts of these pages say, with the plural forms that the language has."""
    known = labels(book.language)
    found = {
        **{f"compare.{name}": known["compare"][name] for name in WORDS_OF_COMPARING},
        **{f"changed.{name}": known["changed"][name] for name in WORDS_OF_CHANGES},
    }
    return {
        "language": spoken(book.language),
        "history.document_itself": book.label("history.document_itself"),
        **found,
    }


def _with_file(made: SitePage, path: str, data: dict[str, Any]) -> SitePage:
    return replace(made, files={path: compact_json(data)})


def compact_json(data: object) -> bytes:
    """JSON as short as it can be, the same bytes for the same data."""
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _steps(book: Book, telling: Telling) -> Iterator[Step]:
    for n in reversed(range(1, len(telling.releases))):
        number = str(telling.releases[n].number)
        note = telling.document(n).change
        yield Step(
            before=str(telling.releases[n - 1].number),
            after=number,
            address=f"{book.address(telling.shown.id, 'history')}#{anchor_of(number)}",
            change_class=class_of_version(telling, n),
            summary=(note.summary or "") if note else "",
        )


@dataclass
class SaidOnce:
    """Changes and words, each said once, by its place in the list."""

    words: dict[tuple[str, bool], int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)

    def word(self, text: str, foreign: bool = False) -> int:
        """The place of a text; *foreign*: it is in the source language, not in the page's."""
        return self.words.setdefault((text, foreign), len(self.words))

    def said(self, said: Said, foreign: bool = False, ways: Sequence[Sequence[str]] = ()) -> int:
        """The place of a change; *ways*: addresses of where it lives on, each with its title."""
        change = said.change
        entry: dict[str, Any] = {
            "code": change.code,
            "clause": change.clause,
            "field": change.field,
            "class": str(change.change_class),
            "customer": str(change.customer),
            "staff": str(change.staff),
            "form": str(said.form),
            "what": self.word(said.what),
        }
        if said.before:
            entry["before"] = self.word(_joined(said.before), foreign)
        if said.after:
            entry["after"] = self.word(_joined(said.after), foreign)
        if said.meaning:
            entry["meaning"] = self.word(said.meaning)
        if not change.judged:
            entry["judged"] = False
        if said.only_clock_change:
            entry["clock"] = True
        if change.language:
            entry["language"] = change.language
        if change.moved_to:
            entry["moved_to"] = change.moved_to
        if ways:
            entry["ways"] = list(map(list, ways))
        return self.changes.setdefault(json.dumps(entry), len(self.changes))

    def as_data(self) -> dict[str, Any]:
        """The changes and the words, by their places."""
        return {
            "changes": [json.loads(one) for one in self.changes],
            "words": [text for text, _ in self.words],
            "foreign": [n for n, (_, foreign) in enumerate(self.words) if foreign],
        }


def comparison_data(book: Book, shown: Shown, telling: Telling) -> dict[str, Any]:
    """Every state of every part in words, and what lies between every two of them."""
    table = SaidOnce()
    releases = telling.releases
    parts = [_part(book, telling, part, table) for part in telling.versions.parts]
    classes = sorted({json.loads(one)["class"] for one in table.changes} | {str(one) for one in ChangeClass})
    return {
        "id": shown.id,
        "title": book.title("documents", shown.id),
        "kind": str(shown.kind),
        "on": book.edition.on.isoformat(),
        "source_language": book.source_language,
        "address": book.address(shown.id),
        "classes": {name: book.label(f"change_class.{name}") for name in classes},
        "versions": [
            {
                "version": str(one.number),
                "from": one.record.effective_from.isoformat(),
                "until": until.isoformat()
                if (until := holds_until(one, releases, book.edition.on))
                else None,
                "status": str(version_status(one, releases, book.edition.on)),
                "held": held_in_words(book, one, releases),
            }
            for one in releases
        ],
        "whole": [
            [_whole(telling, old, new) for new in range(len(releases))] for old in range(len(releases))
        ],
        "days": held_days(book.past.holdings(shown.dossier), releases),
        "known": list(known_days(releases)),
        "parts": parts,
        **table.as_data(),
    }


def held_days(holding: Iterable[Holding], releases: Sequence[Release]) -> list[list[Any]]:
    """Intervals of days: since, until, the place of the version that held, whether it was retired."""
    numbers = {id(one): n for n, one in enumerate(releases)}
    return [
        [
            one.since.isoformat() if one.since else None,
            one.until.isoformat() if one.until else None,
            numbers[id(one.release)] if one.release else None,
            one.retired,
        ]
        for one in holding
    ]


def known_days(releases: Sequence[Release]) -> Iterator[list[Any]]:
    """Yield what was known of all days, from every day on which that changed."""
    for day in sorted({one.record.released_on for one in releases}):
        yield [day.isoformat(), held_days(holdings(releases, day), releases)]


def _whole(telling: Telling, old: int, new: int) -> str | None:
    """The class of all changes between two versions; None if they cannot be compared."""
    try:
        return str(joined_class(one.change_class for one in telling.versions.between(old, new)))
    except (NoRuleError, IncomparableError):
        return None


def _part(book: Book, telling: Telling, part: Part, table: SaidOnce) -> dict[str, Any]:
    between: dict[str, list[int] | None] = {}
    also: dict[str, dict[str, list[int] | None]] = {}
    present: list[int | None] = list(range(len(part.states)))
    there = {n for one in part.held for n in range(one.first, one.last + 1)}
    if len(there) < len(telling.releases):
        present.append(None)
    for new in present:
        holders = list(part.holders(new)) if new is not None else _others(telling, there)
        for old in present:
            if old == new:
                continue
            source = max(part.holders(old)) if old is not None else _others(telling, there)[-1]
            found = [_changes(telling, part, old, new, source, version, table) for version in holders]
            key = f"{'' if old is None else old}>{'' if new is None else new}"
            between[key] = found[-1]
            # Deadlines are judged over the year that begins with the newer version: it may matter which it is.
            different = {str(v): one for v, one in zip(holders, found, strict=True) if one != found[-1]}
            if different:
                also[key] = different
    made: dict[str, Any] = {
        "name": part.name,
        "held": [[one.first, one.last, one.state] for one in part.held],
        "states": [_state(book, telling, part, state, table) for state in range(len(part.states))],
        "between": {key: found for key, found in between.items() if found != []},
    }
    return made | ({"also": also} if also else {})


def _others(telling: Telling, there: set[int]) -> list[int]:
    """The versions that do not have a part."""
    return [n for n in range(len(telling.releases)) if n not in there]


def _changes(
    telling: Telling, part: Part, old: int | None, new: int | None, source: int, version: int, table: SaidOnce
) -> list[int] | None:
    try:
        found = telling.versions.of_part(part, old, new, version)
    except (NoRuleError, IncomparableError):
        return None
    shown = max(part.holders(new)) if new is not None else version
    said = (telling.change(one, source, shown) for one in found)
    return [table.said(one, one.language != telling.book.language) for one in said]


def _state(book: Book, telling: Telling, part: Part, state: int, table: SaidOnce) -> dict[str, Any]:
    """A state in words: what it is called, and every field that says something."""
    version = max(part.holders(state))
    kind, _, name = part.name.partition("/")
    if kind == PROSE:
        in_source = telling.prose_in_source(version)
        text = telling.prose(version, in_source)
        title = book.label("field_name.prose")
        rows = [("prose", title, text, in_source)] if text else []
    elif kind == HEADER:
        title = book.label("history.document_itself")
        rows = list(_rows(telling, telling.versions.parts[0].states[state].document, version, ""))
    elif part.ids:
        elements = part.elements(state)
        title = _title(telling, elements[0], version)
        rows = [
            row
            for one in elements
            for row in _rows(telling, one, version, str(one.id))  # type: ignore[attr-defined]
        ]
    else:
        title = book.label(
            "changed.order" if not name or kind == "order" else "changed.translation",
            spoken=book.values.language_name(name),
        )
        rows = []
    return {
        "title": table.word(title, bool(part.ids) and telling.in_source(part.ids[0], version)),
        "rows": [
            [key, table.word(label), table.word(_joined(text), foreign)] for key, label, text, foreign in rows
        ],
    }


def _rows(telling: Telling, element: Strict, version: int, unit: str) -> Iterator[tuple[str, str, str, bool]]:
    foreign = telling.in_source(unit, version) and telling.book.language != telling.book.source_language
    for key, (label, text) in telling.fields(element, version, unit).items():
        yield key, label, text, foreign


def _title(telling: Telling, element: Strict, version: int) -> str:
    id = str(element.id)  # type: ignore[attr-defined]
    clause = clause_of(telling.document(version), id)
    if clause is not None:
        return clause_text(clause) or id
    sentence = next((text for name in SAYING if isinstance(text := getattr(element, name, None), str)), id)
    return telling.text(version, id, sentence)


@lru_cache(maxsize=4096)
def _joined(text: str) -> str:
    """A text in which a number and its unit hold together, so that they are marked as one word."""
    if not re.search(r"\d", text):
        return text
    return "".join(
        word if word.isspace() or not word[0].isdigit() else NBSP.join(word.split())
        for word in words_and_marks(text)
    )
