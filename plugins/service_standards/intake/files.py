"""
The files that an import writes, as text by path.

Paths are from the handbook's folder. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model.documents import Standard
from ..model.registry import REGISTRIES
from ..source.shapes import Fields, ListOf, Single, keys_of
from .commitments import Draft
from .drafts import DRAFT_VERSION, Intake
from .form import written
from .mapping import ImportMapping


def document_files(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the files of one document."""
    folder = f"{draft.folder}/{draft.id}" if draft.folder else draft.id
    yield f"{folder}/standard.yml", written({**draft.tree, "commitments": draft.commitments}, "standard")
    for code, texts in draft.translations.items():
        clauses = texts.get("clauses", {})
        ordered = {one["id"]: clauses[one["id"]] for one in draft.commitments if one["id"] in clauses}
        rest = {name: texts[name] for name in keys_of(Standard) if name in texts}
        tree = {
            "translates": draft.tree.get("version", DRAFT_VERSION),
            **rest,
            **({"clauses": ordered} if ordered else {}),
        }
        yield f"{folder}/standard.{code}.yml", written(tree, "translation")
    for code, text in draft.prose.items():
        yield f"{folder}/standard{'' if code == '' else '.' + code}.md", text


def registry_trees(
    intake: Intake, mapping: ImportMapping
) -> Iterator[tuple[str, list[dict[str, Any]], dict[str, Any]]]:
    """Yield the registries of an intake: name, entries, and their texts by language and id."""
    source = mapping.handbook.source_language
    found: dict[str, dict[str, dict[str, Any]]] = {
        name: dict(made) for name, made in intake.registries.items()
    }
    for name, rules in mapping.registries.items():
        if isinstance(rules, tuple):
            found[name] = {str(one.get("id")): {**one} for one in rules}
    for moment in intake.moments.values():
        titles = {code: title for code, title in moment.titles.items() if code in mapping.handbook.languages}
        titles.setdefault(source, moment.titles["en"])
        found.setdefault("events", {}).setdefault(moment.id, {"id": moment.id, "title": titles})
    for name, entries in found.items():
        trees: list[dict[str, Any]] = []
        texts: dict[str, Any] = {}
        for entry in entries.values():
            tree, others = _split_languages(name, entry, source)
            trees.append(tree)
            for code, fields in others.items():
                texts.setdefault(code, {})[tree["id"]] = fields
        yield name, trees, texts


def _split_languages(
    name: str, entry: Mapping[str, Any], source: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    keys = keys_of(REGISTRIES[name])
    tree: dict[str, Any] = {}
    others: dict[str, dict[str, Any]] = {}
    for field, value in entry.items():
        if not isinstance(value, Mapping) or (field in keys and not _is_text(keys[field].shape)):
            tree[field] = value
            continue
        for code, text in value.items():
            if code == source:
                tree[field] = text
            else:
                others.setdefault(code, {})[field] = text
    if "title" not in tree:
        tree["title"] = next((fields["title"] for fields in others.values() if "title" in fields), tree["id"])
    return tree, others


def _is_text(shape: object) -> bool:
    inner = shape.inner if isinstance(shape, ListOf) else shape
    return isinstance(inner, Single) and inner.text and not isinstance(inner, Fields)


def settings_text(mapping: ImportMapping) -> str:
    """`handbook.yml`: what the mapping says of the handbook."""
    return written(mapping.handbook.model_dump(mode="json", by_alias=True, exclude_unset=True), "handbook")


def mkdocs_text(mapping: ImportMapping, folder: str) -> str:
    """A small `mkdocs.yml` beside the handbook, so that `mkdocs build` makes the site, drafts included."""
    return written(
        {
            "site_name": mapping.handbook.name,
            "docs_dir": folder,
            "theme": {"name": "material"},
            "plugins": [{"service-standards": {"preview": True}}],
        },
        "translation",
    )
