"""
Lists that stand in groups, as months, in parts: every group a page of its own, a long one several.

The address of a group is made of its key: `/reviews/2027-01/` is the same month for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .book import Book
from .parting import MOST_LINES, Pager, Place, Way

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Generic[Line]):
    """The lines of a group."""

    key: str
    """What its address ends with."""
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage(Generic[Line]):
    """A page with lines of one group."""

    group: Gathered[Line]
    lines: Sequence[Line]
    place: Place


def group_pages(
    book: Book,
    groups: Iterable[Gathered[Line]],
    *segments: str,
    counted: str,
    up: str = "",
    most: int = MOST_LINES,
) -> list[GroupPage[Line]]:
    """The pages of *groups* below *segments*, in their order; *counted*: the label that says how many lines, *up*: where the pages are listed."""
    pieces = [
        (group, (*segments, group.key, *([str(n + 1)] if n else ())), group.lines[start : start + most])
        for group in groups
        for n, start in enumerate(range(0, len(group.lines), most))
    ]
    ways = tuple(
        Way(
            title=_title(book, group, at, most),
            address=book.address(*at),
            count=book.label(counted, len(lines)),
        )
        for group, at, lines in pieces
    )
    return [
        GroupPage(
            group=group,
            lines=lines,
            place=Place(
                segments=at,
                documents=(),
                pager=Pager(
                    number=n,
                    count=ways[n - 1].count,
                    up=up or book.address(*segments),
                    ways=ways,
                ),
            ),
        )
        for n, (group, at, lines) in enumerate(pieces, 1)
    ]


def ways_by_group(pages: Iterable[GroupPage[Line]]) -> dict[str, list[Way]]:
    """The ways to the pages of each group, by its key; empty if there are no pages."""
    found: dict[str, list[Way]] = {}
    for page in pages:
        assert page.place.pager
        found.setdefault(page.group.key, []).append(page.place.pager.ways[page.place.pager.number - 1])
    return found


def _title(book: Book, group: Gathered[Line], at: tuple[str, ...], most: int) -> str:
    of = -(-len(group.lines) // most)
    if of == 1:
        return group.title
    return book.label("parts.nth", title=group.title, n=1 if at[-1] == group.key else int(at[-1]), of=of)
