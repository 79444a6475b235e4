"""
Issue forms of the git host: suggest a change, ask for a standard, ask for a waiver.

What they repeat of the handbook (documents, services, channels, roles) and of
the model (components, the fields of a waiver) is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from ..findings import about_field, editors_language, word_meanings
from ..model.documents import Component
from ..model.fields import Needed
from ..model.handbook import Handbook
from ..model.records import Waiver
from ..phrases import phrase

HEAD = "# Made by `standards export issue-forms` from the handbook; do not edit.\n"


def issue_forms(handbook: Handbook, language: str) -> dict[str, bytes]:
    """The forms by file name, in *language* if it is one of the interface, else in English."""
    language = editors_language(language)
    say = partial(phrase, "messages/host", language)
    forms = {
        "suggest-change.yml": _suggestion(handbook, say),
        "new-standard.yml": _standard(handbook, language, say),
        "waiver.yml": _waiver(handbook, language, say),
        "config.yml": {"blank_issues_enabled": False},
    }
    return {name: (HEAD + _yaml(form)).encode() for name, form in forms.items()}


def _suggestion(handbook: Handbook, say: Any) -> dict[str, Any]:
    return _form(
        say, "suggest", "suggestion",
        _dropdown("document", say("forms.document"), [*_documents(handbook), say("forms.other")]),
        _input("clause", say("forms.clause"), say("forms.clause-about"), required=False),
        _area("wrong", say("forms.wrong"), say("forms.wrong-about")),
        _area("better", say("forms.better"), say("forms.better-about"), required=False),
    )  # fmt: skip


def _standard(handbook: Handbook, language: str, say: Any) -> dict[str, Any]:
    registry = handbook.registry
    components = word_meanings("Component", language)
    return _form(
        say, "standard", "new standard",
        _input("title", say("forms.promise"), say("forms.promise-about")),
        _dropdown("service", say("forms.service"), [*_entries(registry.services.values()), say("forms.other")]),
        _dropdown("channels", say("forms.channels"), list(_entries(registry.channels.values())), multiple=True),
        _dropdown(
            "component", say("forms.component"),
            [f"{one.value} – {components[one.value]}" for one in Component],
        ),
        _input("limit", say("forms.limit"), say("forms.limit-about")),
        _dropdown("roles", say("forms.roles"), list(_entries(registry.roles.values())), multiple=True),
        _area("why", say("forms.why"), say("forms.why-about")),
    )  # fmt: skip


def _waiver(handbook: Handbook, language: str, say: Any) -> dict[str, Any]:
    """A field for each that a waiver needs, in the order of the model."""
    roles = [*_entries(handbook.registry.roles.values()), say("forms.other")]
    fields = [_input("on", say("forms.waiver-on"), say("forms.waiver-on-about"))]
    for name, field in Waiver.model_fields.items():
        if not any(isinstance(mark, Needed) for mark in field.metadata):
            continue
        key = field.alias or name
        label = _sentence(about_field(key, language))
        if name == "approved_by":
            fields.append(_dropdown(key, say("forms.approved-by"), roles))
        elif name == "from_":
            fields.append(_input(key, say("forms.from"), say("forms.day-about")))
        elif name == "to":
            fields.append(_input(key, say("forms.to"), say("forms.to-about")))
        else:
            fields.append(_area(key, label, None))
    return _form(say, "waiver", "waiver", *fields)


def _form(say: Any, name: str, label: str, *body: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": say(f"forms.{name}"),
        "description": say(f"forms.{name}-about"),
        "labels": [label],
        "body": [{"type": "markdown", "attributes": {"value": say("forms.no-people")}}, *body],
    }


def _documents(handbook: Handbook) -> Iterator[str]:
    """Yield the documents that are not retired, by id."""
    for id, dossier in sorted(handbook.dossiers.items()):
        if dossier.working.document.retired is None:
            yield f"{id} – {dossier.working.document.title}"


def _entries(entries: Iterable[Any]) -> Iterator[str]:
    for entry in entries:
        yield f"{entry.id} – {entry.title}"


def _dropdown(id: str, label: str, options: list[str], *, multiple: bool = False) -> dict[str, Any]:
    attributes = {"label": label, "options": options or ["–"]}
    return {
        "type": "dropdown",
        "id": id,
        "attributes": attributes | ({"multiple": True} if multiple else {}),
        "validations": {"required": True},
    }


def _input(id: str, label: str, about: str, *, required: bool = True) -> dict[str, Any]:
    return {
        "type": "input",
        "id": id,
        "attributes": {"label": label, "description": about},
        "validations": {"required": required},
    }


def _area(id: str, label: str, about: str | None, *, required: bool = True) -> dict[str, Any]:
    attributes = {"label": label} | ({"description": about} if about else {})
    return {"type": "textarea", "id": id, "attributes": attributes, "validations": {"required": required}}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _yaml(form: dict[str, Any]) -> str:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 10_000
    out = StringIO()
    yaml.dump(form, out)
    return out.getvalue()
