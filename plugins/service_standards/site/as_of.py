"""
`/as-of/`: what held on a day.

Every version of every document with its interval, whole without scripts; with
them one day can be chosen. A long record comes in parts, and a day is then
looked up in a file beside the page.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..history.edition import Shown
from ..model.documents import Commitment
from .book import Book
from .changed import Telling
from .clause_past import short_value
from .days import VERSIONS, data_address, search_entry, words_of_days
from .history import interval_in_words
from .page import SitePage
from .parting import Place, places
from .shell import page


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


def as_of_pages(book: Book, tellings: dict[str, Telling]) -> Iterator[SitePage]:
    """Yield `/as-of/`: every version of every document with its interval, in parts if they are many; with scripts what held on one day."""
    rows = {id: found for id, telling in tellings.items() if (found := tuple(_rows(book, telling)))}

    def lines(shown: Shown) -> int:
        return len(rows[shown.id])

    recorded = [tellings[id].shown for id in rows]
    for place in places(book, recorded, "as-of", sections=lambda: (), lines=lines):
        yield _as_of(book, place, rows)


def _as_of(book: Book, place: Place, rows: Mapping[str, tuple[Row, ...]]) -> SitePage:
    title, pager = book.label("as_of.title"), place.pager
    file = f"{book.address('as-of')}rows.packed" if place.overview else ""
    made = page(
        book,
        *place.segments,
        template="versions/as-of-part.html" if pager else "versions/as-of.html",
        title=book.label("parts.of", title=title, part=pager.title) if pager else title,
        tab="changes",
        description="" if pager else book.label("as_of.lead"),
        documents=[rows[one.id] for one in place.documents],
        file=data_address(book, VERSIONS),
        compared=data_address(book, "compare/"),
        packed=file,
        words=words_of_days(book, "as_of"),
        overview=place.overview,
        pager=pager,
        search=None if pager else search_entry(book, "as-of"),
    )
    return replace(made, files={file: _packed(rows.values())}) if file else made


def _packed(documents: Iterable[tuple[Row, ...]]) -> bytes:
    """The rows of all documents, packed: id, then of each version what `versions-as-of-many.js` draws."""
    found = [
        [
            rows[0].id,
            [
                [one.number, one.since, one.until, one.retired, one.title, one.language, one.held, one.limits]
                for one in rows
            ],
        ]
        for rows in documents
    ]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)
    return gzip.compress(text.encode(), 9, mtime=0)


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
        )
