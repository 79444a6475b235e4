"""
The fields of a form, made from the model: which widget, which label, which hint, which words to choose from.

In the words of Decap CMS, which Sveltia CMS reads too. What a form cannot
choose from a list is a line of text with examples below it.
"""

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

from ..findings import about_field, word_meanings
from ..model.documents import Header
from ..model.fields import RefersTo, Strict, Text, marks
from ..model.handbook import Handbook
from ..model.registry import REGISTRIES
from ..model.values import SLUG, Link, ReadFromText, VersionNumber
from ..phrases import phrases, spoken

WORDS = "messages/forms"
ENTRIES = "entries"
"""Under this name a form finds the entries of a registry, whose file is a plain list."""

AT_THE_END = ("change", "ignore", "retired")

Field = dict[str, Any]

_LABELS = {
    ("ChangeNote", "evidence"): "evidence_of_change",
    ("ChangeNote", "summary"): "summary_of_change",
    ("Escalation", "after"): "escalation_after",
    ("Escalation", "to"): "escalation_to",
    ("Event", "after"): "after_event",
    ("Evidence", "type"): "type_of_evidence",
    ("Holiday", "hours"): "holiday_hours",
    ("Hours", "from"): "hours_from",
    ("Procedure", "stages"): "stages_of_procedure",
    ("Question", "answer"): "question_answer",
    ("Sampling", "every"): "sampling_every",
    ("Step", "evidence"): "step_evidence",
    ("Waiver", "from"): "waiver_from",
    ("Waiver", "on"): "waiver_on",
    ("Waiver", "to"): "waiver_to",
}
"""Where a field is called otherwise than its namesakes in other parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """For whom the forms are made: the handbook with its words, and the language of the labels."""

    handbook: Handbook
    language: str

    def said(self, group: str, name: str) -> str:
        """A word of the forms themselves."""
        return str(phrases(WORDS, spoken(WORDS, self.language))[group][name])

    def label(self, part: str, name: str) -> str:
        """What the field *name* of a *part* is called; the name itself where it has no other."""
        wanted = _LABELS.get((part, name), name)
        own = phrases(WORDS, spoken(WORDS, self.language))["label"]
        site = phrases("site/labels", spoken("site/labels", self.language))["field_name"]
        return str(own.get(wanted) or site.get(wanted) or name)


def fields_of(model: type[Strict], forms: Forms) -> list[Field]:
    """The fields of a form for *model*, in the model's order, but what was done to a document last."""
    fields = [
        _field(forms, model.__name__, info.alias or name, info)
        for name, info in model.model_fields.items()
        if name != "extras"
    ]
    if issubclass(model, Header):
        fields.sort(key=lambda field: field["name"] in AT_THE_END)
    return fields


def _field(forms: Forms, part: str, name: str, info: FieldInfo) -> Field:
    marked = tuple(marks(info))
    collection = next((mark.collection for mark in marked if isinstance(mark, RefersTo)), None)
    about = about_field(name, forms.language)
    made: Field = {
        "name": name,
        "label": forms.label(part, name),
        "required": info.is_required(),
        "hint": about[:1].upper() + about[1:] + ".",
    }
    made |= _widget(forms, part, _bare(info.annotation), marked, collection)
    if name == "change":
        made["collapsed"] = False  # every release asks for it
    if "hint_added" in made:
        made["hint"] = " ".join((made["hint"], made.pop("hint_added")))
    return made


def _widget(
    forms: Forms, part: str, wanted: Any, marked: tuple[object, ...], collection: str | None
) -> Field:
    """What takes a value of the type *wanted*: the keys that a field has beside its name and label."""
    origin, inside = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is tuple:
        return _list(forms, part, _bare(inside[0]), (*marked, *_marks_of(inside[0])), collection)
    if origin is dict:
        return {
            "widget": "object",
            "collapsed": True,
            "fields": list(_fields_of_keys(forms, part, inside[0], inside[1])),
        }
    if collection:
        return _choice_of_ids(forms, collection)
    if words := _closed_set(wanted, marked):
        return {"widget": "select", "options": _options(forms, wanted, words)}
    value = _value_type(wanted, marked)
    if value:
        return _line(forms, value)
    if issubclass(wanted, Strict):
        # Nothing inside may be required: the whole is left out where nothing is filled in.
        inner = [field | {"required": False} for field in fields_of(wanted, forms)]
        return {"widget": "object", "collapsed": True, "fields": inner}
    if wanted is bool:
        return {"widget": "boolean"}
    if wanted is int:
        return {"widget": "number", "value_type": "int", "min": 0}
    if wanted is date:
        return {
            "widget": "datetime",
            "format": "YYYY-MM-DD",
            "date_format": "YYYY-MM-DD",
            "time_format": False,
        }
    if _is_id(marked):
        hint = forms.said("text", "id")
        return {"widget": "string", "pattern": [f"^{SLUG}$", hint], "hint": hint}
    return {"widget": "text" if _is_long(marked) else "string"}


def _list(forms: Forms, part: str, one: Any, marked: tuple[object, ...], collection: str | None) -> Field:
    if collection:
        return _choice_of_ids(forms, collection) | _several(forms, collection)
    if words := _closed_set(one, marked):
        return {"widget": "select", "multiple": True, "options": _options(forms, one, words)}
    if isinstance(one, type) and issubclass(one, Strict):
        fields = fields_of(one, forms)
        names = [field["name"] for field in fields]
        summary = next(
            (name for name in ("id", "on", "from", "stage", "norm", "clause", "component") if name in names),
            names[0],
        )
        second = next(
            (name for name in ("title", "statement", "do", "when", "ask", "say", "reason") if name in names),
            None,
        )
        return {
            "widget": "list",
            "label_singular": forms.said("label", "entry"),
            "collapsed": True,
            "summary": f"{{{{fields.{summary}}}}}" + (f" – {{{{fields.{second}}}}}" if second else ""),
            "fields": fields,
        }
    if (value := _value_type(one, marked)) or _is_id(marked):
        # No comma can stand in one of these, so a line with commas between them will do.
        return {"widget": "list"} | ({"hint_added": _examples(forms, value)} if value else {})
    entry = {"name": "entry", "label": forms.said("label", "entry"), "widget": "string"}
    return {
        "widget": "list",
        "label_singular": forms.said("label", "entry"),
        "collapsed": True,
        "summary": "{{fields.entry}}",
        "field": entry,
    }


def _fields_of_keys(forms: Forms, part: str, key: Any, value: Any) -> Iterator[Field]:
    """Yield a field for every key that a mapping can have."""
    marked = _marks_of(key)
    collection = next((mark.collection for mark in marked if isinstance(mark, RefersTo)), None)
    if collection:
        labels = {name: entry.title for name, entry in forms.handbook.registry.entries(collection).items()}
    else:
        words = _closed_set(_bare(key), marked)
        meanings = word_meanings(getattr(_bare(key), "__name__", ""), forms.language)
        labels = {word: meanings.get(word) or forms.label(part, word) for word in words}
    inner = _marks_of(value)
    of_ids = next((mark.collection for mark in inner if isinstance(mark, RefersTo)), None)
    for name, label in labels.items():
        made = _widget(forms, part, _bare(value), inner, of_ids)
        hint = made.pop("hint_added", None)
        yield {"name": name, "label": label, "required": False} | made | ({"hint": hint} if hint else {})


def _choice_of_ids(forms: Forms, collection: str) -> Field:
    """A choice among the entries of a registry or the evidence, looked up when the form is open."""
    if collection in REGISTRIES:
        entries = forms.handbook.registry.entries(collection)
        if not entries:
            return {"widget": "string"}
        return _as_many(len(entries)) | {
            "widget": "relation",
            "collection": "registry",
            "file": collection,
            "value_field": f"{ENTRIES}.*.id",
            "display_fields": [f"{ENTRIES}.*.title"],
            "search_fields": [f"{ENTRIES}.*.title", f"{ENTRIES}.*.id"],
        }
    if collection == "evidence":
        return _as_many(len(forms.handbook.evidence)) | {
            "widget": "relation",
            "collection": "evidence",
            "value_field": "id",
            "display_fields": ["title"],
            "search_fields": ["title", "id"],
        }
    options = [
        {"label": f"{dossier.working.document.title} ({id_})", "value": id_}
        for id_, dossier in sorted(forms.handbook.dossiers.items())
    ]
    return {"widget": "select", "options": options} if options else {"widget": "string"}


def _as_many(entries: int) -> Field:
    """Let a choice show all its entries where Decap CMS would stop at 20."""
    return {"options_length": 100} if entries > 15 else {}


def _several(forms: Forms, collection: str) -> Field:
    if collection in REGISTRIES and not forms.handbook.registry.entries(collection):
        return {"widget": "list"}
    return {"multiple": True}


def _options(forms: Forms, words_type: Any, words: tuple[str, ...]) -> list[dict[str, str]]:
    """The words of a closed set, each with its meaning."""
    meanings = word_meanings(getattr(words_type, "__name__", ""), forms.language)
    return [
        {"label": f"{word} – {meanings[word]}" if word in meanings else word, "value": word} for word in words
    ]


def _line(forms: Forms, value: type[ReadFromText]) -> Field:
    if value is VersionNumber:
        hint = forms.said("text", "version")
        return {"widget": "string", "pattern": [value.pattern, hint], "hint": hint}
    return {"widget": "string", "hint_added": _examples(forms, value)}


def _examples(forms: Forms, value: type[ReadFromText]) -> str:
    if value is Link:
        return forms.said("text", "link")
    return forms.said("text", "for_example").format(examples=", ".join(value.examples[:3])) + "."


def _value_type(wanted: Any, marked: tuple[object, ...]) -> type[ReadFromText] | None:
    """The type that reads a text itself; for a level it is a mark beside the types."""
    found = (one for one in (*marked, wanted) if isinstance(one, type) and issubclass(one, ReadFromText))
    return next(found, None)


def _closed_set(wanted: Any, marked: tuple[object, ...]) -> tuple[str, ...]:
    """The only words that are allowed; empty if others are."""
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return tuple(map(str, wanted))
    patterns = (pattern for mark in marked for pattern in _patterns(mark))
    choices = (re.fullmatch(r"\^\(([a-z |]+)\)\$", pattern) for pattern in patterns)
    return next((tuple(found[1].split("|")) for found in choices if found), ())


def _patterns(mark: object) -> Iterator[str]:
    for one in getattr(mark, "metadata", [mark]):
        pattern = getattr(one, "pattern", None)
        if isinstance(pattern, str):
            yield pattern


def _is_id(marked: tuple[object, ...]) -> bool:
    return any(getattr(getattr(mark, "func", None), "__name__", "") == "is_slug" for mark in marked)


def _is_long(marked: tuple[object, ...]) -> bool:
    """Whether a text may need more than a line: what people read, but for titles and names."""
    texts = any(isinstance(mark, Text) for mark in marked)
    short = any(
        getattr(one, "max_length", None) for mark in marked for one in getattr(mark, "metadata", [mark])
    )
    return texts and not short


def _bare(annotation: Any) -> Any:
    """The annotation without `| None` and without marks; of several types the first."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return _bare(next(one for one in typing.get_args(annotation) if one is not types.NoneType))
    return annotation


def _marks_of(annotation: Any) -> tuple[object, ...]:
    own = getattr(annotation, "__metadata__", ())
    return (*own, *(mark for one in typing.get_args(annotation) for mark in _marks_of(one)))
