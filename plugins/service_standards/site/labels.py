"""
The words of the interface, by language, with plural forms by the rules of CLDR.

One file a language, `labels/<language>.yml`. A label is a text, or a mapping
from plural category (one, few, many, other) to text; `{n}` is the number.
Languages without a file fall back to English, and say so through `fallback`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from babel.core import Locale, UnknownLocaleError
from ruamel.yaml import YAML

FALLBACK = "en"


@cache
def labels(language: str) -> dict[str, Any]:
    """All labels of *language*, by group and name."""
    folder = files(__package__) / "labels"
    found: dict[str, Any] = {}
    for name in sorted(path.name for path in folder.iterdir()):
        if name.endswith(".yml") and name.removesuffix(".yml").split(".")[-1] == spoken(language):
            found |= YAML(typ="safe").load((folder / name).read_text(encoding="utf-8"))
    return found


@cache
def spoken(language: str) -> str:
    """The language in which the interface speaks to readers of *language*: itself, or English."""
    return language if (files(__package__) / "labels" / f"{language}.yml").is_file() else FALLBACK


@cache
def _plural(language: str) -> Any:
    try:
        return Locale.parse(language).plural_form
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK).plural_form


def label(language: str, name: str, n: int | None = None, **values: object) -> str:
    """
    The label *name* (`group.name`) in *language*, its placeholders filled.

    Raises KeyError if there is no such label: a missing word is a fault of ours.
    """
    group, _, key = name.partition(".")
    found = labels(language)[group][key]
    if isinstance(found, dict):
        if n is None:
            raise KeyError(f"{name} has plural forms and needs a number")
        category = _plural(spoken(language))(n)
        found = found.get(category, found["other"])
    text = str(found)
    return text.format(n=n, **values) if n is not None or values else text
