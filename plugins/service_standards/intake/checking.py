"""
The mapping file read and checked: its form, and whether it fits the table and the model.

All faults in one run, each at its place in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from ..model.documents import Commitment, Standard
from ..model.fields import Strict
from ..model.handbook import Place, Places, ValuePath
from ..model.records import Result
from ..model.registry import REGISTRIES
from ..source.nodes import MarkedYAMLError, YAMLError, compose, plain
from ..source.shapes import keys_of
from .fields import DoesNotFitError, Target, fillable, target_of, value
from .mapping import ImportMapping, Rule, Rules

__all__ = ["MappingFault", "fitting_faults", "read_mapping"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFault:
    """Something wrong with a mapping file."""

    fault: str
    place: Place
    values: dict[str, str] = field(default_factory=dict)


def read_mapping(file: str, text: str) -> tuple[ImportMapping | None, Places, list[MappingFault]]:
    """The mapping that *text* says, the places of its values, and what is wrong with its form."""
    try:
        root, findings = compose(file, text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        return (
            None,
            Places(file),
            [MappingFault(fault="yaml", place=place, values={"reason": str(error.problem)})],
        )
    except YAMLError as error:
        return (
            None,
            Places(file),
            [MappingFault(fault="yaml", place=Place(file), values={"reason": str(error)})],
        )
    faults = [
        MappingFault(fault="yaml", place=found.place, values={"reason": found.message("en")})
        for found in findings
    ]
    if root is None or faults:
        return None, Places(file), faults or [MappingFault(fault="empty", place=Place(file))]
    read = plain(root)
    places = Places(file, read.lines)
    try:
        return ImportMapping.model_validate(read.value), places, []
    except ValidationError as errors:
        return None, places, [_form_fault(error, places) for error in errors.errors()]


def _form_fault(error: Any, places: Places) -> MappingFault:
    path = _path_in_file(error["loc"], places)
    place = places.of(*path)
    key = str(error["loc"][-1]) if error["loc"] else ""
    name = ".".join(str(part) for part in path)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return MappingFault(
            fault="unknown-key",
            place=place,
            values={"key": key, "near": _near(key, _keys_beside(error["loc"]))},
        )
    if kind == "missing":
        return MappingFault(fault="missing", place=place, values={"key": ".".join(map(str, error["loc"]))})
    if kind == "value_error" and str(context.get("error")) in ("one-source", "part-without-split"):
        return MappingFault(fault=str(context["error"]), place=place, values={"key": name})
    if kind == "enum":
        return MappingFault(
            fault="wrong-word",
            place=place,
            values={"key": name, "text": str(error["input"]), "allowed": str(context["expected"])},
        )
    return MappingFault(
        fault="wrong-value",
        place=place,
        values={"key": name, "text": str(error["input"])[:80], "reason": error["msg"]},
    )


def _path_in_file(loc: Sequence[str | int], places: Places) -> ValuePath:
    """*loc* without the words that short forms leave out, such as `texts`."""
    path: ValuePath = ()
    for part in loc:
        if (*path, part) in places.lines:
            path = (*path, part)
    return path


def _keys_beside(loc: Sequence[str | int]) -> list[str]:
    model: type[Any] = Rule if len(loc) > 2 else ImportMapping
    if len(loc) == 2 and str(loc[0]) in ImportMapping.model_fields:
        inner = ImportMapping.model_fields[str(loc[0])].annotation
        model = inner if isinstance(inner, type) else model
    return list(getattr(model, "model_fields", ()))


def _near(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, list(known), 1, 0.5)), "")


def fitting_faults(
    mapping: ImportMapping, places: Places, columns: Iterable[str], joined: Iterable[str] = ()
) -> Iterator[MappingFault]:
    """Yield what the mapping asks for that the table, the model or the handbook's languages do not have."""
    table = set(columns)
    both = table | set(joined)
    parts: list[tuple[ValuePath, Rules, type[Strict], set[str]]] = [
        (("document",), mapping.document, Standard, both),
        (("commitment",), mapping.commitment, Commitment, table),
    ]
    for name, rules in mapping.registries.items():
        if name not in REGISTRIES:
            yield MappingFault(
                fault="unknown-registry",
                place=places.of("registries", name),
                values={"key": name, "near": _near(name, REGISTRIES), "allowed": ", ".join(REGISTRIES)},
            )
        elif isinstance(rules, Rules):
            parts.append((("registries", name), rules, REGISTRIES[name], both))
        else:
            yield from _written_entries(name, rules, places)
    for path, part, model, known in parts:
        for key, rule in part.all_rules().items():
            here = (*path, key)
            yield from _columns_known(rule, here, known, places)
            yield from _languages_known(rule, here, mapping, places)
            if key in part.fields:
                yield from _field_known(model, key, rule, here, mapping, places)
    yield from _results_faults(mapping, places, table)
    if mapping.document.id.column not in table and mapping.document.id.column in both:
        yield MappingFault(
            fault="id-not-in-table",
            place=places.of("document", "id"),
            values={"column": mapping.document.id.column or ""},
        )
    for n, column in enumerate(mapping.look_in):
        yield from _column_known(column, ("look_in", n), table, places)
    for n, column in enumerate(mapping.table.fill_down):
        yield from _column_known(column, ("table", "fill_down", n), table, places)


def _results_faults(mapping: ImportMapping, places: Places, known: set[str]) -> Iterator[MappingFault]:
    if mapping.results is None:
        return
    for key, rule in mapping.results.all_rules().items():
        yield from _columns_known(rule, ("results", key), known, places)
        if key in mapping.results.fields:
            yield from _field_known(Result, key, rule, ("results", key), mapping, places)


def _columns_known(rule: Rule, path: ValuePath, known: set[str], places: Places) -> Iterator[MappingFault]:
    for leaf in rule.leaves():
        if leaf.column is not None:
            yield from _column_known(leaf.column, path, known, places)


def _column_known(column: str, path: ValuePath, known: set[str], places: Places) -> Iterator[MappingFault]:
    if column not in known:
        values = {"column": column, "near": _near(column, known), "columns": ", ".join(sorted(known))}
        yield MappingFault(fault="no-column", place=places.of(*path), values=values)


def _languages_known(
    rule: Rule, path: ValuePath, mapping: ImportMapping, places: Places
) -> Iterator[MappingFault]:
    languages = mapping.handbook.languages
    for code in (*rule.texts, *(code for leaf in rule.leaves() for code in leaf.heading)):
        if code not in languages:
            values = {"language": code, "languages": ", ".join(languages)}
            yield MappingFault(fault="no-language", place=places.of(*path, code), values=values)
    if rule.texts and languages[0] not in rule.texts:
        yield MappingFault(
            fault="no-source-language", place=places.of(*path), values={"language": languages[0]}
        )


def _field_known(
    model: type[Strict], key: str, rule: Rule, path: ValuePath, mapping: ImportMapping, places: Places
) -> Iterator[MappingFault]:
    target = target_of(model, key)
    if target is None:
        values = {"key": key, "near": _near(key, fillable(model)), "allowed": ", ".join(fillable(model))}
        yield MappingFault(fault="no-field", place=places.of(*path), values=values)
        return
    if rule.texts and not target.is_text and target.shape is not None:
        yield MappingFault(fault="not-a-text", place=places.of(*path), values={"key": key})
    for leaf in rule.leaves():
        given: list[tuple[ValuePath, Any]] = (
            [(("constant",), leaf.constant)] if leaf.constant is not None else []
        )
        given += [(("values", word), meaning) for word, meaning in leaf.values.items()]
        for where, meaning in given:
            for one in meaning if isinstance(meaning, list | tuple) else [meaning]:
                yield from _fits(target, one, key, (*path, *where), mapping, places)


def _fits(
    target: Target, one: Any, key: str, path: ValuePath, mapping: ImportMapping, places: Places
) -> Iterator[MappingFault]:
    if target.single is None or not isinstance(one, str):
        return
    try:
        made = value(target, Rule(constant=one), one, mapping.handbook.source_language)
    except DoesNotFitError as error:
        values = {
            "key": key,
            "text": one,
            "allowed": error.values.get("allowed", error.values.get("example", "")),
        }
        yield MappingFault(fault="does-not-fit", place=places.of(*path), values=values)
        return
    if str(made) != one:
        yield MappingFault(
            fault="other-form", place=places.of(*path), values={"key": key, "text": one, "better": str(made)}
        )


def _written_entries(name: str, entries: Sequence[dict[str, Any]], places: Places) -> Iterator[MappingFault]:
    keys = keys_of(REGISTRIES[name])
    for n, entry in enumerate(entries):
        for needed in ("id", "title"):
            if needed not in entry:
                yield MappingFault(
                    fault="missing",
                    place=places.of("registries", name, n),
                    values={"key": f"registries.{name}.{needed}"},
                )
        for key in entry:
            if key not in keys and not key.startswith("x_"):
                yield MappingFault(
                    fault="unknown-key",
                    place=places.of("registries", name, n, key),
                    values={"key": key, "near": _near(key, keys)},
                )
