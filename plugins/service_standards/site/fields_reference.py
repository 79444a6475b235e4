"""The fields of the five kinds of document, of records and of the registry, read from the model itself."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic.fields import FieldInfo

from ..model.documents import KINDS, Header
from ..model.fields import Needed, RefersTo, Strict, Text, marks
from ..model.records import Evidence, Result, Review, Waiver
from ..model.registry import REGISTRIES, Settings
from ..model.values import ReadFromText
from ..phrases import phrase, phrases
from ..phrases import spoken as spoken_in
from .book import Book
from .listing import list_page
from .page import Heading, SitePage

WORDS = "messages/fields"
"""What each field is for, in every language."""


RECORDS: tuple[tuple[str, type[Strict], str], ...] = (
    ("evidence", Evidence, "evidence/….yml"),
    ("waiver", Waiver, "waivers/….yml"),
    ("review", Review, "reviews/….yml"),
    ("result", Result, "results/….csv"),
    ("settings", Settings, "handbook.yml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field, as a reader of the documentation needs it."""

    name: str
    about: str
    needed: str
    """`always`, `release`, or empty."""
    many: bool
    examples: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    """The words that are allowed, and what each means."""
    refers_to: str
    """The collection of whose ids it takes one."""
    parts: tuple[str, str] | None
    """Anchor and title of the table of the fields inside it."""
    translated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTable:
    """The fields of a kind of document, or of a part of one."""

    anchor: str
    title: str
    about: str
    file: str
    rows: tuple[FieldRow, ...]
    level: int


def fields_page(book: Book, up: tuple[str, str]) -> SitePage:
    """`/help/model/`."""
    tables = tuple(_tables(book))
    return list_page(
        book,
        "help_model",
        "help",
        "model",
        tab="background",
        title=book.label("help.model"),
        lead=book.label("help.model_lead"),
        headings=[Heading(anchor=one.anchor, title=one.title) for one in tables if one.level == 2],
        tables=tables,
        words_language="" if spoken_in(WORDS, book.language) == book.language else "en",
        up=up,
    )


def _tables(book: Book) -> Iterator[FieldTable]:
    yield _table(book, Header, "header", book.label("help.header"), book.label("help.header_about"), "")
    written: set[type[Strict]] = {Header}
    for kind, model in KINDS.items():
        yield _table(
            book,
            model,
            str(kind),
            book.label(f"kind.{kind}"),
            book.label(f"kind_about.{kind}"),
            f"{kind}.yml",
            without=set(Header.model_fields),
        )
    for model in KINDS.values():
        yield from _parts(book, model, written)
    for collection, entry in REGISTRIES.items():
        yield _table(
            book,
            entry,
            f"registry-{collection}",
            book.label(f"collection.{collection}"),
            "",
            f"registry/{collection}.yml",
        )
        yield from _parts(book, entry, written)
    for name, record, file in RECORDS:
        yield _table(book, record, name, book.label(f"help.record_{name}"), "", file)
        yield from _parts(book, record, written)


def _parts(book: Book, model: type[Strict], written: set[type[Strict]]) -> Iterator[FieldTable]:
    """Yield the tables of what stands inside *model*, depth first, each once on the page."""
    for field in model.model_fields.values():
        inside = next((one for one in _types(field.annotation) if issubclass(one, Strict)), None)
        if inside and inside not in written:
            written.add(inside)
            yield _table(book, inside, _anchor(inside), _name(inside), "", "", level=3)
            yield from _parts(book, inside, written)


def _table(
    book: Book,
    model: type[Strict],
    anchor: str,
    title: str,
    about: str,
    file: str,
    *,
    without: set[str] | None = None,
    level: int = 2,
) -> FieldTable:
    rows = tuple(
        _row(book, field.alias or name, field)
        for name, field in model.model_fields.items()
        if name != "extras" and name not in (without or ())
    )
    return FieldTable(anchor=anchor, title=title, about=about, file=file, rows=rows, level=level)


def _row(book: Book, name: str, field: FieldInfo) -> FieldRow:
    kinds = list(_types(field.annotation))
    words = next((one for one in kinds if issubclass(one, StrEnum)), None)
    inside = next((one for one in kinds if issubclass(one, Strict)), None)
    # A level is marked beside its type, not in it.
    level = next(
        (mark for mark in marks(field) if isinstance(mark, type) and issubclass(mark, ReadFromText)), None
    )
    value = level or next((one for one in kinds if issubclass(one, ReadFromText)), None)
    marked = list(marks(field))
    need = next((mark.when for mark in marked if isinstance(mark, Needed)), "")
    return FieldRow(
        name=name,
        about=_said(book, "FIELDS", name),
        needed=need or ("always" if field.is_required() else ""),
        many=typing.get_origin(_bare(field.annotation)) is tuple,
        examples=value.examples[:3] if value else _examples(kinds, marked),
        values=tuple((str(one), _meaning(book, words.__name__, str(one))) for one in words) if words else (),
        refers_to=next((mark.collection for mark in marked if isinstance(mark, RefersTo)), ""),
        parts=(_anchor(inside), _name(inside)) if inside else None,
        translated=any(isinstance(mark, Text) for mark in marked),
    )


def _examples(kinds: list[type], marked: list[object]) -> tuple[str, ...]:
    """What to write for a plain type; nothing for text, which explains itself."""
    if date in kinds:
        return ("2026-03-01",)
    if bool in kinds:
        return ("true", "false")
    if int in kinds:
        return ("1", "2")
    pattern = next((str(found) for one in marked if (found := getattr(one, "pattern", None))), None)
    choices = re.fullmatch(r"\^\(([a-z |]+)\)\$", pattern) if pattern else None
    return tuple(choices[1].split("|")) if choices else ()


def _types(annotation: Any) -> Iterator[type]:
    """Yield the plain classes inside an annotation."""
    origin = typing.get_origin(annotation)
    if origin is not None:
        for inside in typing.get_args(annotation):
            yield from _types(inside)
    elif isinstance(annotation, type) and annotation is not types.NoneType:
        yield annotation


def _bare(annotation: Any) -> Any:
    """The annotation without `| None` and without marks."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        rest = [one for one in typing.get_args(annotation) if one is not types.NoneType]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def _said(book: Book, group: str, name: str) -> str:
    known = phrases(WORDS, spoken_in(WORDS, book.language)).get(group, {})
    return phrase(WORDS, book.language, f"{group}.{name}") if name in known else ""


def _meaning(book: Book, words: str, value: str) -> str:
    known = phrases(WORDS, spoken_in(WORDS, book.language)).get("WORDS", {})
    return str(known.get(words, {}).get(value, ""))


def _anchor(model: type) -> str:
    return "part-" + "".join(
        f"-{letter.lower()}" if letter.isupper() else letter for letter in model.__name__
    ).lstrip("-")


def _name(model: type) -> str:
    return _anchor(model).removeprefix("part-").replace("-", " ")
