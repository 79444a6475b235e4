"""
What every model class is made of: strictness, the marks on fields, the types of text and id.

A mark stands in a field's annotation and says what the field is for; `source`
reads the marks to know what is missing, `translations` to know what is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

from .values import SLUG, unreadable


class Strict(BaseModel):
    """A mapping of a file. Unknown keys are faults; those that begin with `x_` land in *extras*."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=False, validate_by_name=True, validate_by_alias=True
    )

    extras: dict[str, Any] = Field(default_factory=dict, alias="x_", repr=False)
    """The keys `x_…` of a company's own: kept and shown, never interpreted."""

    def __getstate__(self) -> dict[str, Any]:
        # What a model is kept as: its fields. Which of them stood in the file is known to nobody who reads it again,
        # and a set of names for each would be a third of what a large handbook weighs.
        return self.__dict__

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in (
            ("__dict__", state),
            ("__pydantic_fields_set__", _NOT_KNOWN),
            ("__pydantic_extra__", None),
            ("__pydantic_private__", None),
        ):
            object.__setattr__(self, name, value)


_NOT_KNOWN: set[str] = set()
"""Shared by all models that were kept: a copy of one gets a set of its own."""


@dataclass(frozen=True, slots=True)
class Needed:
    """
    The field must be there, though the model can be built without it.

    *when*: `always`; `release` (not while a document is a draft).
    """

    when: Literal["always", "release"] = "always"


class Text(StrEnum):
    """What kind of text a field holds: it decides how two versions compare, and that it is translated."""

    NORMATIVE = "normative"
    INFORMATIVE = "informative"


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The field holds ids of another collection: a registry, `evidence` or `documents`."""

    collection: str


def is_slug(text: str) -> str:
    """Pass on *text* if it is an id: lower-case ASCII words joined by hyphens."""
    if not re.fullmatch(SLUG, text):
        raise unreadable("id", text=text, better=_as_slug(text))
    return text


def _as_slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words) or "email-reply"


Id = Annotated[str, AfterValidator(is_slug), Field(json_schema_extra={"pattern": f"^{SLUG}$"})]
RoleId = Annotated[Id, RefersTo("roles")]
ServiceId = Annotated[Id, RefersTo("services")]
ChannelId = Annotated[Id, RefersTo("channels")]
StageId = Annotated[Id, RefersTo("stages")]
EventId = Annotated[Id, RefersTo("events")]
CalendarId = Annotated[Id, RefersTo("calendars")]
LocationId = Annotated[Id, RefersTo("locations")]
NormId = Annotated[Id, RefersTo("norms")]
EvidenceId = Annotated[Id, RefersTo("evidence")]
DocumentId = Annotated[Id, RefersTo("documents")]
Plain = Annotated[str, Field(min_length=1)]
Normative = Annotated[str, Text.NORMATIVE, Field(min_length=1)]
Informative = Annotated[str, Text.INFORMATIVE, Field(min_length=1)]
Title = Annotated[str, Text.INFORMATIVE, Field(min_length=1, max_length=80)]
Account = Annotated[str, Field(pattern=r"^@[A-Za-z0-9][A-Za-z0-9/_-]*$")]


def _day(value: object) -> object:
    # A form editor may quote a date; a date with a time of day is a mistake that must not be cut silently.
    if isinstance(value, str):
        try:
            day: object = date.fromisoformat(value)
        except ValueError:
            raise unreadable("date", text=value) from None
    else:
        day = value
    if type(day) is not date:
        raise unreadable("date", text=str(day))
    if day.year not in YEARS:
        raise unreadable("date-far", text=day.isoformat())
    return day


YEARS = range(1900, 3000)
"""The years of a handbook: what is counted from a day does not run out of the calendar."""
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]


def marks(field: FieldInfo) -> Iterator[object]:
    """Yield the marks of *field*, also those of the type inside `X | None` and `tuple[X, ...]`."""
    yield from field.metadata
    yield from _marks_inside(field.annotation)


def _marks_inside(annotation: Any) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for inside in getattr(annotation, "__args__", ()):
        yield from _marks_inside(inside)


def needed(model: type[Strict]) -> Iterator[tuple[str, Needed]]:
    """Yield the fields of *model* that must be there, as they are written in a file."""
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Needed):
                yield field.alias or name, mark


def text_kind(field: FieldInfo) -> Text | None:
    """Say what kind of text *field* holds, or None if it holds none."""
    return next((mark for mark in marks(field) if isinstance(mark, Text)), None)


def references(
    model: Strict, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield every id that *model* takes from a collection: its path in the file, the collection, the id."""
    for name, key, collection in _places_of_ids(type(model)):
        value = getattr(model, name)
        if value:
            yield from _references_in(value, (*path, key), collection)


@cache
def _places_of_ids(model: type[Strict]) -> tuple[tuple[str, str, str | None], ...]:
    """The fields of a class that hold ids of a collection, or may hold them further inside."""
    found = []
    for name, field in model.model_fields.items():
        collection = next((mark.collection for mark in marks(field) if isinstance(mark, RefersTo)), None)
        if name != "extras" and (collection or _may_hold_models(field.annotation)):
            found.append((name, field.alias or name, collection))
    return tuple(found)


def _may_hold_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return True
    return any(_may_hold_models(inside) for inside in getattr(annotation, "__args__", ()))


def _references_in(
    value: object, path: tuple[str | int, ...], collection: str | None
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if isinstance(value, Strict):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for n, element in enumerate(value):
            yield from _references_in(element, (*path, n), collection)
    elif isinstance(value, dict):
        for key, element in value.items():
            # A key that is a word of ours (a change class) is no id; its values may be.
            if collection and type(key) is str:
                yield (*path, key), collection, key
            else:
                yield from _references_in(element, (*path, key), collection)
    elif isinstance(value, str) and collection:
        yield path, collection, value


def as_written(model: Strict) -> dict[str, Any]:
    """What *model* says as plain values by the keys of its file: no defaults, a company's own keys beside the others."""
    found: dict[str, Any] = _own_keys_beside(
        model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    )
    return found


def _own_keys_beside(value: Any) -> Any:
    if isinstance(value, dict):
        own = value.get("x_", {})
        return {key: _own_keys_beside(inner) for key, inner in {**value, **own}.items() if key != "x_"}
    return [_own_keys_beside(inner) for inner in value] if isinstance(value, list) else value
