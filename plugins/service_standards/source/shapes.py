"""
What a model class expects of a file: which keys, and below each what kind of value.

Read once from the annotations, so that the reader can say what is wrong with a
tree before any value is built.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from ..model.fields import Needed, Strict, Text, is_slug
from ..model.values import ReadFromText


class Wants(StrEnum):
    """What a single value is to be."""

    TEXT = "text"
    ID = "id"
    CHOICE = "choice"
    BOOL = "bool"
    NUMBER = "number"
    DAY = "day"
    VALUE = "value"
    """One of the value types, which read text themselves."""


@dataclass(frozen=True, slots=True)
class Single:
    """A single value; *type* is its Python type, *choices* what is allowed where that is a closed set."""

    wants: Wants
    type: Any
    text: bool = False
    """Whether people read it as text, so that any words may stand in it."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list."""

    inner: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys are ids or words of a closed set."""

    inner: Shape


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with the keys of a model class."""

    model: type[Strict]


Shape: TypeAlias = Single | ListOf | MapOf | Fields


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a mapping may have."""

    name: str
    field: str
    """The model's name of it."""
    shape: Shape
    required: bool
    """The model can't be built without it."""
    needed: Needed | None


@cache
def keys_of(model: type[Strict]) -> dict[str, Key]:
    """The keys that a mapping of *model* may have, in the model's order, those of a company's own left out."""
    return {
        info.alias or name: Key(
            name=info.alias or name,
            field=name,
            shape=_shape_of_field(info),
            required=info.is_required(),
            needed=next((mark for mark in info.metadata if isinstance(mark, Needed)), None),
        )
        for name, info in model.model_fields.items()
        if name != "extras"
    }


def _shape_of_field(info: FieldInfo) -> Shape:
    return _shape(info.annotation, tuple(info.metadata))


def _shape(annotation: Any, marks: tuple[object, ...] = ()) -> Shape:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inside[0], (*marks, *inside[1:]))
    if origin in (Union, types.UnionType):
        some = [one for one in inside if one is not type(None)]
        if len(some) == 1:
            return _shape(some[0], marks)
        reader = next((mark for mark in marks if isinstance(mark, type)), some[0])
        return Single(Wants.VALUE, reader)
    if origin is tuple:
        return ListOf(_shape(inside[0]))
    if origin is dict:
        return MapOf(_shape(inside[1]))
    if not isinstance(annotation, type):
        return Single(Wants.VALUE, annotation)
    if issubclass(annotation, Strict):
        return Fields(annotation)
    if issubclass(annotation, StrEnum):
        return Single(Wants.CHOICE, annotation, choices=tuple(annotation))
    if issubclass(annotation, ReadFromText):
        return Single(Wants.VALUE, annotation)
    if annotation is bool:
        return Single(Wants.BOOL, bool)
    if annotation is int:
        return Single(Wants.NUMBER, int)
    if annotation is date:
        return Single(Wants.DAY, date)
    return _shape_of_text(marks)


def _shape_of_text(marks: tuple[object, ...]) -> Single:
    if any(getattr(mark, "func", None) is is_slug for mark in marks):
        return Single(Wants.ID, str)
    choices = next((words for mark in marks for words in (_words_of(mark),) if words), ())
    if choices:
        return Single(Wants.CHOICE, str, choices=choices)
    return Single(Wants.TEXT, str, text=any(isinstance(mark, Text) for mark in marks))


def _words_of(mark: object) -> tuple[str, ...]:
    """The words of a pattern such as `^(full|partial)$`, which is how the model writes a small closed set."""
    inner = getattr(mark, "metadata", [mark])
    for one in inner:
        pattern = getattr(one, "pattern", None)
        if isinstance(pattern, str) and pattern.startswith("^(") and pattern.endswith(")$"):
            words = pattern[2:-2]
            if not set(words) & set("()[]{}*+?\\"):
                return tuple(words.split("|"))
    return ()


@cache
def text_keys() -> frozenset[str]:
    """Every key, of any model class, under which people write free text."""
    return frozenset(name for name, wants in _every_key() if wants is Wants.TEXT)


@cache
def key_names() -> frozenset[str]:
    """Every key of any model class."""
    return frozenset(name for name, _ in _every_key())


@cache
def _every_key() -> frozenset[tuple[str, Wants | None]]:
    """Every key of any model class, with what its single values are to be; None for those that hold more keys."""
    found: set[tuple[str, Wants | None]] = set()
    seen: set[type[Strict]] = set()

    def walk(model: type[Strict]) -> None:
        if model in seen:
            return
        seen.add(model)
        for key in keys_of(model).values():
            shape = key.shape
            while isinstance(shape, ListOf | MapOf):
                shape = shape.inner
            if isinstance(shape, Fields):
                found.add((key.name, None))
                walk(shape.model)
            else:
                found.add((key.name, shape.wants))

    for model in _roots():
        walk(model)
    return frozenset(found)


def _roots() -> tuple[type[Strict], ...]:
    from ..model.documents import KINDS
    from ..model.records import Evidence, ReleaseRecord, Review, Waiver
    from ..model.registry import REGISTRIES, Settings

    return (*KINDS.values(), *REGISTRIES.values(), Settings, Evidence, Waiver, Review, ReleaseRecord)
