"""
Texts of the model by path, and their translations.

A path is what a translation file writes: the ids of elements, never their
place in a list, so that a translation survives a change of order. Clauses of
every kind, and the other elements with an id of their own, stand under
`clauses`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from .fields import Strict, Text, text_kind
from .values import VersionNumber

TextPath = tuple[str | int, ...]

CLAUSE_LISTS = frozenset(
    {"commitments", "steps", "scripts", "escalations", "authority", "rules", "items", "questions"}
)
TRANSPARENT_LISTS = frozenset({"stages"})
"""Lists whose elements have no text of their own: their clauses stand under `clauses` directly."""

OWN_LISTS = frozenset({"search_terms", "synonyms", "forbidden"})
"""Lists of words that each language has for itself, of any length; they are no texts with a source."""

Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The texts of one document, registry entry or record in another language."""

    language: str
    file: str
    texts: Mapping[TextPath, str]
    translates: VersionNumber | None = None
    clauses_translate: Mapping[str, VersionNumber] = field(default_factory=dict)
    """The version that a single clause's texts translate, where it is not that of the file."""
    search_terms: tuple[str, ...] = ()

    def translates_clause(self, clause: str) -> VersionNumber | None:
        """The version whose *clause* these texts translate."""
        return self.clauses_translate.get(clause, self.translates)


def texts(model: Strict) -> Iterator[tuple[TextPath, str, Text]]:
    """Yield every translatable text of *model* with its path and kind, in reading order."""
    for path, _, _, text, kind in _walk(model, (), ()):
        yield path, text, kind


def text_paths(model: Strict) -> Iterator[tuple[TextPath, tuple[str | int, ...]]]:
    """Yield, for every translatable text, its path in a translation and its path in the model's own file."""
    for path, own, _, _, _ in _walk(model, (), ()):
        yield path, own


@cache
def _fields(model: type[Strict]) -> tuple[tuple[str, str, Text | None], ...]:
    """The fields of a class that may hold text: name, key in a file, kind of text."""
    return tuple(
        (name, info.alias or name, text_kind(info))
        for name, info in model.model_fields.items()
        if name != "extras"
    )


def _walk(
    model: Strict, path: TextPath, own: tuple[str | int, ...]
) -> Iterator[tuple[TextPath, tuple[str | int, ...], Strict, str, Text]]:
    for name, key, kind in _fields(type(model)):
        value = getattr(model, name)
        if value is None or key in OWN_LISTS:
            continue
        if isinstance(value, str):
            if kind:
                yield (*path, key), (*own, key), model, value, kind
        elif isinstance(value, Strict):
            yield from _walk(value, (*path, key), (*own, key))
        elif isinstance(value, tuple):
            for n, element in enumerate(value):
                if isinstance(element, Strict):
                    yield from _walk(element, _element_path(path, key, n, element), (*own, key, n))
                elif isinstance(element, str) and kind:
                    yield (*path, key, n), (*own, key, n), model, element, kind


def _element_path(path: TextPath, key: str, n: int, element: Strict) -> TextPath:
    if key in TRANSPARENT_LISTS:
        return path
    if key in CLAUSE_LISTS:
        return ("clauses", element.id)  # type: ignore[attr-defined]
    for name in ("id", "on", "clause"):
        if (known := getattr(element, name, None)) is not None:
            return (*path, key, str(known))
    return (*path, key, n)


def translated(model: Model, found: Mapping[TextPath, str]) -> Model:
    """*model* with every text that *found* has in its place; what none of them changes is the same object."""
    return _translated(model, found, ())


def _translated(model: Model, found: Mapping[TextPath, str], path: TextPath) -> Model:
    update: dict[str, Any] = {}
    for name, key, kind in _fields(type(model)):
        value = getattr(model, name)
        if value is None or key == "search_terms":
            continue
        if key in OWN_LISTS:
            own = [text for place, text in sorted(found.items(), key=_position) if place[:-1] == (*path, key)]
            if own:
                update[name] = tuple(own)
            continue
        if isinstance(value, str):
            if kind and (*path, key) in found:
                update[name] = found[(*path, key)]
        elif isinstance(value, Strict):
            changed = _translated(value, found, (*path, key))
            if changed is not value:
                update[name] = changed
        elif isinstance(value, tuple) and value:
            elements = tuple(
                _translated(element, found, _element_path(path, key, n, element))
                if isinstance(element, Strict)
                else (found.get((*path, key, n), element) if kind else element)
                for n, element in enumerate(value)
            )
            if any(one is not other for one, other in zip(elements, value, strict=True)):
                update[name] = elements
    return model.model_copy(update=update) if update else model


def _position(item: tuple[TextPath, str]) -> int:
    last = item[0][-1]
    return last if isinstance(last, int) else 0
