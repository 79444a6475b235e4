"""
Long lists in parts: which documents stand on which page, where all of them on one would be too much for a telephone.

A list that fits stays one page. Else its own address keeps an overview, whose
links lead to the parts: `/journey/2/`. Documents stand together by areas, in
the order of the folders, so the parts are the same in every language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..history.edition import Shown
from .book import Book
from .navigation import area_title
from .page import Heading

MOST_LINES = 300
"""So many lines a page of a list has. On the telephone of `tests/bench/reader.py` a line takes 2 to 6 ms, and 60 bytes of what is transferred: about a second and 15 kB more than a page without any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The documents that stand on one page."""

    number: int
    """From 1."""
    documents: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a list: its anchor, and what each document brings into it."""

    anchor: str
    title: str
    counts: Mapping[str, int]
    """By id of the document, how many; documents that bring nothing may be left out."""
    counted: str = "lists.documents"
    """The label that says how many."""
    lead: str = ""
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to a part, or to a place in it."""

    title: str
    address: str
    count: str = ""
    """How much is there, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A section of an overview, with the ways into the parts that have something of it."""

    anchor: str
    title: str
    lead: str
    level: int
    count: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands at the address of a list in parts."""

    count: str
    parts: str
    """How many parts there are, in words."""
    areas: tuple[Way, ...]
    stops: tuple[Stop, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The sections under their anchors."""
        return tuple(Heading(anchor=one.anchor, title=one.title, level=one.level) for one in self.stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where among the parts a page is."""

    number: int
    count: str
    """What stands in it, in words."""
    up: str
    """The address of the overview."""
    ways: tuple[Way, ...]

    @property
    def of(self) -> int:
        """How many parts there are."""
        return len(self.ways)

    @property
    def title(self) -> str:
        """The areas in it: `Claims – Delivery`."""
        return self.ways[self.number - 1].title

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parts that are offered by number: the first, those around, the last; 0 stands for those left out."""
        near = sorted({1, self.of, *range(max(1, self.number - 2), min(self.of, self.number + 2) + 1)})
        found: list[int] = []
        for n in near:
            if found and n - found[-1] == 2:
                found.append(n - 1)
            elif found and n - found[-1] > 2:
                found.append(0)
            found.append(n)
        return tuple(found)

    @property
    def before(self) -> Way | None:
        """The part before."""
        return self.ways[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Way | None:
        """The part that follows."""
        return self.ways[self.number] if self.number < self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of a list: the whole, its overview or one of its parts."""

    segments: tuple[str, ...]
    documents: tuple[Shown, ...]
    """What stands on the page; nothing on an overview."""
    overview: Overview | None = None
    pager: Pager | None = None


def lines_of(shown: Shown) -> int:
    """How many lines a document takes where it is listed with its clauses."""
    return 1 + len(shown.document.clauses)


def one_line(shown: Shown) -> int:
    """How many it takes where only its title and summary are shown."""
    return 1


def parted(
    documents: Iterable[Shown], lines: Callable[[Shown], int] = lines_of, most: int = MOST_LINES
) -> tuple[Part, ...]:
    """
    *documents* in parts of at most *most* lines, area by area; one part, in the order given, if all fit.

    An area is cut only if it is longer than a part; a document never is.
    """
    chosen = tuple(documents)
    if sum(map(lines, chosen)) <= most:
        return (Part(number=1, documents=chosen),)
    by_area: dict[str, list[Shown]] = {}
    for shown in chosen:
        by_area.setdefault(shown.area, []).append(shown)
    parts: list[list[Shown]] = [[]]
    room = most
    for found in by_area.values():
        if parts[-1] and sum(map(lines, found)) > room:
            parts, room = [*parts, []], most
        for shown in found:
            if parts[-1] and lines(shown) > room:
                parts, room = [*parts, []], most
            parts[-1].append(shown)
            room -= lines(shown)
        if sum(map(lines, found)) > most:
            room = 0  # an area that was cut shares its last part with no other: its parts are counted
    return tuple(Part(number=n, documents=tuple(found)) for n, found in enumerate(parts, 1))


def places(
    book: Book,
    documents: Iterable[Shown],
    *segments: str,
    sections: Callable[[], Iterable[Section]],
    lines: Callable[[Shown], int] = lines_of,
    most: int = MOST_LINES,
) -> Iterator[Place]:
    """Yield the pages of the list of *documents* at *segments*: itself if all fit, else its overview and its parts."""
    parts = parted(documents, lines, most)
    if len(parts) == 1:
        yield Place(segments=segments, documents=parts[0].documents)
        return
    yield Place(segments=segments, documents=(), overview=_overview(book, parts, segments, sections()))
    names = part_names(book, parts)
    ways = tuple(Way(title=name, address=book.address(*segments, str(n))) for n, name in enumerate(names, 1))
    for part in parts:
        yield Place(
            segments=(*segments, str(part.number)),
            documents=part.documents,
            pager=Pager(
                number=part.number,
                count=book.label("lists.documents", len(part.documents)),
                up=book.address(*segments),
                ways=ways,
            ),
        )


def part_names(book: Book, parts: Iterable[Part]) -> list[str]:
    """What each part is called: its area, or the first and the last of its areas."""
    found = [tuple(dict.fromkeys(one.area for one in part.documents)) for part in parts]
    return told_apart(book, [span(book, *(area_title(book, areas[n]) for n in (0, -1))) for areas in found])


def span(book: Book, first: str, last: str) -> str:
    """What lies between two places: `Claims – Delivery`."""
    return first if first == last else book.label("parts.span", first=first, last=last)


def told_apart(book: Book, names: Sequence[str]) -> list[str]:
    """*names*, those that are the same with their number: `Claims, 2 of 3`."""
    seen: Counter[str] = Counter()
    found = []
    for name, of in zip(names, map(Counter(names).__getitem__, names), strict=True):
        seen[name] += 1
        found.append(book.label("parts.nth", title=name, n=seen[name], of=of) if of > 1 else name)
    return found


def _overview(
    book: Book, parts: tuple[Part, ...], segments: tuple[str, ...], sections: Iterable[Section]
) -> Overview:
    names = part_names(book, parts)
    addresses = [book.address(*segments, str(part.number)) for part in parts]
    stops = []
    for section in sections:
        found = [sum(section.counts.get(one.id, 0) for one in part.documents) for part in parts]
        stops.append(
            Stop(
                anchor=section.anchor,
                title=section.title,
                lead=section.lead,
                level=section.level,
                count=book.label(section.counted, sum(found)),
                ways=tuple(
                    Way(
                        title=name,
                        address=f"{address}#{section.anchor}",
                        count=book.label(section.counted, n),
                    )
                    for name, address, n in zip(names, addresses, found, strict=True)
                    if n
                ),
            )
        )
    return Overview(
        count=book.label("lists.documents", sum(len(part.documents) for part in parts)),
        parts=book.label("parts.number", len(parts)),
        areas=tuple(_areas(book, parts, names, addresses)),
        stops=tuple(stops),
    )


def _areas(
    book: Book, parts: Iterable[Part], names: Iterable[str], addresses: Iterable[str]
) -> Iterator[Way]:
    for part, name, address in zip(parts, names, addresses, strict=True):
        counts: dict[str, int] = {}
        for shown in part.documents:
            counts[shown.area] = counts.get(shown.area, 0) + 1
        for area, n in counts.items():
            title = name if len(counts) == 1 else area_title(book, area)
            yield Way(title=title, address=address, count=book.label("lists.documents", n))
