"""
A matrix as a page draws it: rows in groups, and in each cell a mark, a word, and what covers it.

The words of one language; nothing is left to be computed. What is covered and
what is not, `history.coverage` and `history.lifecycle` say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..history.coverage import Cell, Cover, State
from .book import Book

FIRST = 2
"""So many of the things that cover a place are shown at once; of more, the first is, and the others unfold."""
MOST_LINKS = 30
"""So many links a cell has, folded ones too; of what is beyond only the number is shown: the table as CSV has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A link in a cell."""

    title: str
    address: str
    lang: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One cell."""

    state: State
    word: str
    """What the mark means; empty where the links say it."""
    links: tuple[Shown, ...] = ()
    more: tuple[Shown, ...] = ()
    beyond: int = 0
    """How many more there are."""
    notes: tuple[str, ...] = ()
    missing: tuple[Shown, ...] = ()
    """The clauses for which it is missing."""
    reason: str = ""
    texts: tuple[str, ...] = ()
    """What unfolds below: behaviour by which one sees a rule."""
    lang: str | None = None
    """Of reason and texts."""

    @property
    def slug(self) -> str:
        """The state as a name for styles and scripts."""
        return str(self.state).replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: what it is about, and its cells."""

    key: str
    title: str
    places: tuple[Place, ...]
    address: str = ""
    lang: str | None = None
    note: str = ""
    where: str = ""
    """The area, and whatever else tells a reader in which part of a long matrix it stands."""

    @property
    def gap(self) -> bool:
        """Whether anything is missing in it, if only in part."""
        return any(one.state in (State.MISSING, State.PARTIAL) for one in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under a common head; without a title, they just stand there."""

    title: str
    lines: tuple[Line, ...]
    address: str = ""
    lang: str | None = None
    note: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column, and how many of its places are covered."""

    key: str
    title: str
    tally: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One matrix."""

    name: str
    """Its anchor, and what stands in the name of its file."""
    title: str
    lead: str
    corner: str
    """The head of the first column."""
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    summary: str
    """How it stands, in a sentence with numbers."""
    none: str
    """What is said where there are no rows."""

    @property
    def file(self) -> str:
        """The same as a table for spreadsheets."""
        return f"data/coverage-{self.name}.csv"

    @property
    def state(self) -> State:
        """Of the whole."""
        return worst(one.state for group in self.groups for line in group.lines for one in line.places)

    @property
    def gaps(self) -> int:
        """How many rows have a gap."""
        return sum(line.gap for group in self.groups for line in group.lines)


def place(book: Book, cell: Cell, *, counted: str = "matrix.clauses") -> Place:
    """A cell in words, with a link to each document that covers it."""
    in_part = cell.state is State.PARTIAL  # then the mark says already that each covers only a part
    covers = [replace(one, partial=False) for one in cell.covers] if in_part else cell.covers
    return folded(Place(state=cell.state, word=word(book, cell.state)), linked(book, covers, counted=counted))


def folded(place: Place, links: tuple[Shown, ...]) -> Place:
    """*place* with *links*: what is shown at once, what unfolds, so that a cell stays two lines high, and how many more."""
    at_once = len(links) if len(links) <= FIRST else 1
    return replace(
        place,
        links=links[:at_once],
        more=links[at_once:MOST_LINKS],
        beyond=max(0, len(links) - MOST_LINKS),
    )


def word(book: Book, state: State, group: str = "matrix") -> str:
    """What a state is called; *group*: the labels of a page that has words of its own."""
    return book.label(f"{group}.{str(state).replace(' ', '_')}")


def marks(book: Book, matrices: Iterable[Matrix], group: str = "matrix") -> tuple[tuple[str, str, str], ...]:
    """What the marks of *matrices* mean: the state, its word and a few more; those that occur."""
    seen = {
        one.state
        for matrix in matrices
        for rows in matrix.groups
        for line in rows.lines
        for one in line.places
    }
    return tuple(
        (str(state).replace(" ", "-"), word(book, state, group), word(book, state, f"{group}_about"))
        for state in State
        if state in seen
    )


def worst(states: Iterable[State]) -> State:
    """The state of a whole matrix: missing if anything is, partial if anything is, else covered."""
    found = set(states)
    return next((one for one in (State.MISSING, State.PARTIAL) if one in found), State.COVERED)


def linked(book: Book, covers: Iterable[Cover], *, counted: str = "matrix.clauses") -> tuple[Shown, ...]:
    """A link to each document, at its first clause that covers; *counted*: the label that says how many do."""
    by_document: dict[str, list[Cover]] = {}
    for cover in covers:
        by_document.setdefault(cover.document, []).append(cover)
    return tuple(_link(book, found, counted) for found in by_document.values())


def _link(book: Book, covers: list[Cover], counted: str) -> Shown:
    first = covers[0]
    notes = []
    if counted and len(covers) > 1:
        notes.append(book.label(counted, len(covers)))
    if all(one.partial for one in covers):
        notes.append(book.label("coverage.partial"))
    if first.through is not None:
        notes.append(book.label("matrix.through", title=book.title("documents", first.through)))
    if first.pinned is not None:
        notes.append(book.label("matrix.pinned", version=first.pinned))
    language = book.language_of(first.document)
    return Shown(
        title=book.title("documents", first.document),
        address=book.clause_address(first.document, first.clause),
        lang=language if language != book.language else None,
        note=", ".join(notes),
    )


def document_group(book: Book, document: str, lines: Iterable[Line], *, note: str = "") -> Group:
    """The rows of one document under its title."""
    language = book.language_of(document)
    return Group(
        title=book.title("documents", document),
        address=book.address(document),
        lang=language if language != book.language else None,
        note=note,
        lines=tuple(lines),
    )


def tally(book: Book, states: Iterable[State]) -> str:
    """How many of the places that need it are covered: `19 of 22`; empty if none needs it."""
    found = [one for one in states if one is not State.NOT_NEEDED]
    covered = sum(one in (State.COVERED, State.TO_COME) for one in found)
    return book.label("matrix.tally", covered=covered, all=len(found)) if found else ""
