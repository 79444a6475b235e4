"""
JSON Schema for every kind of file, made from the model: completion and forms know what `standards check` knows.

No schema has `anyOf` or `oneOf` at its top, and what may be left out is left
out, never null: form editors understand nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, cast

from pydantic import BaseModel

from ..findings import about_field, word_meanings
from ..model.documents import KINDS
from ..model.fields import Needed, Strict
from ..model.records import Evidence, ReleaseRecord, Review, Waiver
from ..model.registry import REGISTRIES, Settings
from ..model.values import VersionNumber
from .comparison import schema_of_comparison
from .review_schema import schema_of_review, schema_of_translations

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _of_fields(model: type[Strict]) -> Callable[[], dict[str, Any]]:
    return lambda: _finished(model.model_json_schema(by_alias=True), model)


def _of_list(model: type[Strict]) -> Callable[[], dict[str, Any]]:
    def made() -> dict[str, Any]:
        entry = _finished(model.model_json_schema(by_alias=True), model)
        return {
            "title": f"Registry of {model.__name__.lower()} entries",
            "description": entry.pop("description", ""),
            "$defs": {**entry.pop("$defs", {}), model.__name__: entry},
            "type": "array",
            "items": {"$ref": f"#/$defs/{model.__name__}"},
        }

    return made


def _of_translation() -> dict[str, Any]:
    texts: dict[str, Any] = {
        "description": "A text, a list of texts, or texts by the names that the source has",
        "type": ["string", "array", "object"],
        "items": {"type": ["string", "object"]},
        "additionalProperties": {"$ref": "#/$defs/Texts"},
    }
    version = {
        "type": "string",
        "pattern": VersionNumber.pattern,
        "description": about_field("translates"),
    }
    return {
        "title": "Translation",
        "description": "The texts of a document, a registry or a record in another language.",
        "type": "object",
        "properties": {
            "translates": version,
            "title": {"type": "string", "minLength": 1, "maxLength": 80, "description": about_field("title")},
            "summary": {"type": "string", "minLength": 1, "description": about_field("summary")},
            "search_terms": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "description": about_field("search_terms"),
            },
            "clauses": {
                "type": "object",
                "description": "The texts of the clauses, by the ids of the clauses",
                "additionalProperties": {"$ref": "#/$defs/Texts"},
            },
        },
        "additionalProperties": {"$ref": "#/$defs/Texts"},
        "$defs": {"Texts": texts},
    }


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    **{kind.value: _of_fields(model) for kind, model in KINDS.items()},
    **{name: _of_list(model) for name, model in REGISTRIES.items()},
    "evidence": _of_fields(Evidence),
    "waiver": _of_fields(Waiver),
    "review": _of_fields(Review),
    "release": _of_fields(ReleaseRecord),
    "handbook": _of_fields(Settings),
    "translation": _of_translation,
}
"""What makes the schema of each kind of file, by the name of the schema's own file."""


ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "diff": schema_of_comparison,
    "review-report": schema_of_review,
    "translations": schema_of_translations,
}
"""
The schemas of what commands answer with `--json`; here a value may be null.

By the command's name, but for `review`, which is also a kind of file: the
record of what a review found.
"""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file or of an answer, a name of `SCHEMAS` or `ANSWERS`."""
    return {"$schema": DIALECT, **{**SCHEMAS, **ANSWERS}[kind]()}


def schema_text(kind: str) -> str:
    """The schema as it is kept in the package."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def kept_schema(kind: str) -> str:
    """The schema that the package carries."""
    return (files(__package__) / "schemas" / f"{kind}.json").read_text(encoding="utf-8")


def _finished(made: dict[str, Any], model: type[Strict]) -> dict[str, Any]:
    """pydantic's schema without nulls, with what each field is for, and with the keys of a company's own."""
    classes = {one.__name__: one for one in _classes(model, set())}
    definitions = made.pop("$defs", {})
    for name, definition in definitions.items():
        _finish_object(definition, classes.get(name))
    _finish_object(made, model)
    if definitions:
        made["$defs"] = definitions
    return cast("dict[str, Any]", _tidy(made))


def _classes(model: type[Strict], seen: set[type[Strict]]) -> set[type[Strict]]:
    if model not in seen:
        seen.add(model)
        for info in model.model_fields.values():
            for inner in _models_in(info.annotation):
                _classes(inner, seen)
    return seen


def _models_in(annotation: Any) -> list[type[Strict]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [cast("type[Strict]", annotation)]
    return [one for inner in getattr(annotation, "__args__", ()) for one in _models_in(inner)]


def _finish_object(definition: dict[str, Any], model: type[Strict] | None) -> None:
    if "enum" in definition:
        meanings = word_meanings(definition.get("title", ""))
        if meanings:
            definition["enumDescriptions"] = [meanings.get(word, word) for word in definition["enum"]]
        return
    if model is None or "properties" not in definition:
        return
    properties = definition["properties"]
    properties.pop("x_", None)
    for name, field in properties.items():
        field.pop("title", None)
        field["description"] = _sentence(about_field(name))
    wanted = [
        info.alias or name
        for name, info in model.model_fields.items()
        if info.is_required()
        or any(isinstance(mark, Needed) and mark.when == "always" for mark in info.metadata)
    ]
    definition.pop("required", None)
    if wanted:
        definition["required"] = wanted
    definition["patternProperties"] = {"^x_": {"description": "A field of the company's own"}}
    definition["additionalProperties"] = False


def _tidy(part: Any) -> Any:
    """*part* without `null` branches and defaults of nothing."""
    if isinstance(part, list):
        return [_tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part:
        branches = [one for one in part["anyOf"] if one != {"type": "null"}]
        rest = {key: value for key, value in part.items() if key != "anyOf"}
        part = {**branches[0], **rest} if len(branches) == 1 else {**rest, "anyOf": branches}
    if part.get("default", part) in (None, [], {}):
        part = {key: value for key, value in part.items() if key != "default"}
    return {key: _tidy(value) for key, value in part.items()}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
