"""All pages that list: by role, stage, service, channel, aspect, and the records around the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from .aspects import aspect_pages
from .book import Book
from .channels import channel_pages
from .coverage import coverage_pages
from .coverage_tables import COLUMNS
from .data import ledger_hash, schema_files
from .facets import service_pages
from .glossary import glossary_page
from .journey import journey_pages
from .learning import tests_pages, training_pages
from .lifecycle import lifecycle_pages
from .listing import list_page
from .navigation import control
from .norms import norm_pages
from .page import Heading, SitePage
from .records import evidence_pages, waivers_page
from .register import register_pages
from .reviews import reviews_pages
from .roles import role_pages

DATA_FILES = (
    "documents.json",
    "commitments.json",
    "register.csv",
    "commitments.csv",
    "releases.json",
    "versions.json",
    "addresses.json",
)


def _coverage(book: Book) -> Iterator[SitePage]:
    if control(book):
        yield from coverage_pages(book)


def _lifecycle(book: Book) -> Iterator[SitePage]:
    if control(book):
        yield from lifecycle_pages(book)


def _reviews(book: Book) -> Iterator[SitePage]:
    if control(book):
        yield from reviews_pages(book)


def _records(book: Book) -> Iterator[SitePage]:
    yield from evidence_pages(book)
    yield waivers_page(book)
    yield glossary_page(book)
    yield data_page(book)


def data_page(book: Book) -> SitePage:
    """`/data/`: what machine-readable files there are, and the hash from which the ledger is proved."""
    schemas = [name for name, _ in schema_files()]
    return list_page(
        book,
        "data",
        "data",
        tab="background",
        title=book.label("data.title"),
        lead=book.label("data.lead"),
        terms=("JSON", "CSV", "API"),
        headings=[
            Heading(anchor="ledger", title=book.label("data.ledger")),
            *([Heading(anchor="schemas", title=book.label("data.schemas"))] if schemas else ()),
        ],
        rows=[
            *((f"data/{name}", book.label(f"data.{name.replace('.', '_')}")) for name in DATA_FILES),
            *(
                (f"data/coverage-{name}.csv", book.label(f"coverage_table.{name}"))
                for name in (COLUMNS if control(book) else ())
            ),
            (book.address() + "feed.xml", book.label("data.feed_xml")),
        ],
        lines=len(book.edition.handbook.ledger),
        hash=ledger_hash(book.edition),
        schemas=schemas,
    )


Maker = Callable[[Book], Iterable[SitePage]]

LISTS: Mapping[Maker, tuple[str, ...]] = {
    register_pages: ("register",),
    _coverage: ("coverage",),
    _lifecycle: ("lifecycle",),
    _reviews: ("reviews", "reviews.ics"),
    service_pages: ("services",),
    channel_pages: ("channels",),
    aspect_pages: ("aspects",),
    role_pages: ("roles",),
    journey_pages: ("journey",),
    training_pages: ("training",),
    tests_pages: ("tests",),
    norm_pages: ("norms",),
    _records: ("evidence", "waivers", "glossary", "data"),
}
"""
The makers of all lists, each working by itself, and how the addresses of its pages and files begin.

The help pages list nothing of the handbook.
"""
