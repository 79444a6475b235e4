"""
Pages of matrices: all on one, or the long ones in parts below it, `/coverage/commitments/2/`.

Where a matrix is cut its own page keeps what it is about, how it stands, and
the way to each part with the number of its rows and gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .book import Book
from .listing import list_page
from .matrices import Group, Line, Matrix, marks
from .page import Heading, SitePage
from .parting import Pager, Place, Way, span, told_apart

MOST_CELLS = 800
"""So many cells and links the matrices of a page have together. On the telephone of `tests/bench/reader.py` one takes 1 to 2 ms."""
SMALL = 100
"""A matrix with no more than these stays on the page whatever the others have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways to the parts of a matrix, and how many of its rows have a gap."""

    ways: tuple[Way, ...]
    gaps: tuple[bool, ...]
    """Whether the part of each way has a gap."""


def matrix_pages(
    book: Book,
    *segments: str,
    matrices: Sequence[Matrix],
    title: str,
    lead: str,
    terms: Iterable[str],
    up: tuple[str, str],
    group: str = "matrix",
) -> Iterator[SitePage]:
    """
    Yield the page of *matrices* at *segments*, and the parts of those that are long.

    *up*: the label and the address of the other page of this kind; *group*: the
    labels that name the states.
    """
    whole = sum(map(cells, matrices)) <= MOST_CELLS
    cut = {} if whole else {one.name: parts_of(one) for one in matrices if cells(one) > SMALL}
    ways = {name: _ways(book, segments, parts) for name, parts in cut.items()}
    legend = marks(book, matrices, group)
    yield list_page(
        book,
        "coverage",
        *segments,
        tab="background",
        title=title,
        lead=lead,
        terms=terms,
        headings=[Heading(anchor=one.name, title=one.title) for one in matrices],
        matrices=matrices,
        in_parts=ways,
        states=legend,
        up=up,
    )
    for name, parts in cut.items():
        for n, matrix in enumerate(parts, 1):
            yield list_page(
                book,
                "coverage",
                tab="background",
                title=f"{title}: {matrix.title}",
                lead="",
                headings=[Heading(anchor=name, title=matrix.title)],
                place=_place(book, segments, ways[name].ways, n, matrix),
                matrices=(matrix,),
                in_parts={},
                states=legend,
                up=up,
            )


def cells(matrix: Matrix) -> int:
    """How many cells and links *matrix* has."""
    return _sizes(matrix.groups)


def _size(line: Line) -> int:
    places = line.places
    return 1 + sum(1 + len(one.links) + len(one.more) + len(one.missing) + len(one.texts) for one in places)


def parts_of(matrix: Matrix, most: int = MOST_CELLS) -> tuple[Matrix, ...]:
    """*matrix* in parts with at most *most* cells and links; what belongs to one area, or one group, stands together if it fits."""
    parts: list[list[Group]] = [[]]
    room = most
    for _, area in groupby(matrix.groups, key=_where):
        groups = tuple(area)
        if parts[-1] and _sizes(groups) > room:
            parts, room = [*parts, []], most
        for some in (piece for group in groups for piece in _pieces(group, most)):
            if parts[-1] and _sizes((some,)) > room:
                parts, room = [*parts, []], most
            parts[-1].append(some)
            room -= _sizes((some,))
    return tuple(replace(matrix, groups=tuple(groups)) for groups in parts)


def _where(group: Group) -> str:
    return group.lines[0].where or group.title


def _sizes(groups: Iterable[Group]) -> int:
    return sum(_size(line) for group in groups for line in group.lines)


def _pieces(group: Group, most: int) -> Iterator[Group]:
    """A group, in pieces if it is longer than a part."""
    if _sizes((group,)) <= most:
        yield group
        return
    lines: list[Line] = []
    for line in group.lines:
        if lines and sum(map(_size, lines)) + _size(line) > most:
            yield replace(group, lines=tuple(lines))
            lines = []
        lines.append(line)
    yield replace(group, lines=tuple(lines))


def _ways(book: Book, segments: tuple[str, ...], parts: Sequence[Matrix]) -> Ways:
    names = told_apart(book, [_name(book, part) for part in parts])
    return Ways(
        ways=tuple(
            Way(
                title=names[n - 1],
                address=book.address(*segments, part.name, str(n)),
                count=_count(book, part),
            )
            for n, part in enumerate(parts, 1)
        ),
        gaps=tuple(bool(part.gaps) for part in parts),
    )


def _name(book: Book, part: Matrix) -> str:
    """The first and the last place in it."""
    last = part.groups[-1]
    return span(book, _where(part.groups[0]), last.lines[-1].where or last.title)


def _count(book: Book, part: Matrix) -> str:
    rows = book.label("parts.rows", sum(len(group.lines) for group in part.groups))
    return f"{rows}, {book.label('parts.gaps', part.gaps)}" if part.gaps else rows


def _place(book: Book, segments: tuple[str, ...], ways: Sequence[Way], n: int, part: Matrix) -> Place:
    return Place(
        segments=(*segments, part.name, str(n)),
        documents=(),
        pager=Pager(
            number=n,
            count=ways[n - 1].count,
            up=book.address(*segments) + f"#{part.name}",
            ways=tuple(ways),
        ),
    )
