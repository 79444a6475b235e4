"""
The first files of a company's repository: one document of each kind, made for each other, and what stands around them.

The files lie in the package as they will lie there, with `[[name]]` for a text
and `[[=name]]` for one that is not translated; the texts are written in each
language, so that the documents of a language and their translations are made
from the same words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from ruamel.yaml import YAML

from .. import __version__
from .format import formatted

LANGUAGES = ("en", "uk", "ru")
"""The languages in which the first documents are written."""

PACKAGE = "mkdocs-service-standards"
SEEN = ("mkdocs.yml",)
"""The files around the handbook that have no dot before their name; in the package none has one."""

_GAP = re.compile(r"\[\[(=?)([a-z_]+)\]\]")
_PROSE = {
    "standard": "reply_prose",
    "procedure": "handling_prose",
    "conduct": "conduct_prose",
    "test": "test_prose",
    "training": "training_prose",
}
_WRITTEN_FOR = "Europe/Kyiv"
"""The time zone that the workflows have before they are a company's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """For whom the files are made."""

    name: str
    languages: tuple[str, ...]
    """The first is the source language, one of `LANGUAGES`."""
    time_zone: str
    on: date


def starting_files(beginning: Beginning) -> dict[str, str]:
    """The files of a new repository by path."""
    first = beginning.languages[0]
    found = dict(_handbook(beginning))
    words = _words(beginning, first)
    for file in _files("repository"):
        found[file.name if file.name in SEEN else f".{file.name}"] = _filled(file.text, words)
    found["README.md"] = _prose(words["readme"], words)
    for file in _files("github"):
        text = file.text.replace(_WRITTEN_FOR, beginning.time_zone)
        found[f".github/{file.path}"] = text.replace(
            "vars.STANDARDS_LANGUAGE || 'en'", f"vars.STANDARDS_LANGUAGE || '{first}'"
        )
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    path: str
    text: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def _files(folder: str) -> Iterator[_File]:
    """Yield the files of a folder of the package, by path."""

    def below(place: Traversable, path: str) -> Iterator[_File]:
        for one in sorted(place.iterdir(), key=lambda one: one.name):
            inner = f"{path}/{one.name}" if path else one.name
            if one.is_dir():
                yield from below(one, inner)
            else:
                yield _File(path=inner, text=one.read_text(encoding="utf-8"))

    yield from below(files(__package__.rpartition(".")[0]) / "starting" / folder, "")


def _handbook(beginning: Beginning) -> Iterator[tuple[str, str]]:
    """Yield the files below `standards/`: sources, translations, prose, the first page."""
    first, *others = beginning.languages
    words = {
        language: _words(beginning, language) for language in beginning.languages if language in LANGUAGES
    }
    for file in _files("handbook"):
        kind = file.name.removesuffix(".yml")
        yield f"standards/{file.path}", formatted(_filled(file.text, words[first]), kind)
        stem = file.path.removesuffix(".yml")
        if kind in _PROSE:
            yield f"standards/{stem}.md", words[first][_PROSE[kind]]
        for language in others:
            if language in words:
                yield from _translated(stem, kind, file.text, words[language], language)
    yield "standards/index.md", words[first]["index"]
    for language in others:
        if language in words:
            yield f"standards/index.{language}.md", words[language]["index"]


def _translated(
    stem: str, kind: str, text: str, words: Mapping[str, Any], language: str
) -> Iterator[tuple[str, str]]:
    texts = _texts(_loaded(_GAP.sub(r'"\g<0>"', text)), words)
    if not texts:
        return
    if kind in _PROSE:
        texts = {"translates": "0.1.0", **texts}
        yield f"standards/{stem}.{language}.md", words[_PROSE[kind]]
    yield f"standards/{stem}.{language}.yml", formatted("\n".join(_lines(texts)) + "\n", "translation")


def _lines(texts: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield *texts* as lines of YAML: sentences below each other, words in brackets."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and any(text.endswith(".") for text in value):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {json.dumps(text, ensure_ascii=False)}" for text in value)
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"


def _texts(data: Any, words: Mapping[str, Any]) -> dict[str, Any]:
    """What a translation holds of a file: its texts, those of parts with an id below it, by that id."""
    if isinstance(data, list):
        return {one["id"]: _of_mapping(one, words) for one in data}
    own = _of_mapping(data, words)
    clauses = dict(_clauses(data, words))
    return {**own, "clauses": clauses} if clauses else own


def _of_mapping(data: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, str) and (gap := _GAP.fullmatch(value)) and not gap[1]:
            found[key] = words[gap[2]]
        elif isinstance(value, dict) and (inner := _of_mapping(value, words)):
            found[key] = inner
    return found


def _clauses(data: Any, words: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict) and "id" in value and (texts := _of_mapping(value, words)):
            yield value["id"], texts
        elif isinstance(value, dict | list):
            yield from _clauses(value, words)


def _words(beginning: Beginning, language: str) -> dict[str, Any]:
    """What the gaps are filled with in a language; in another one than ours, English."""
    [file] = [file for file in _files("words") if file.name == f"{language}.yml"]
    return {
        **_loaded(file.text),
        "name": beginning.name,
        "languages": list(beginning.languages),
        "language": beginning.languages[0],
        "time_zone": beginning.time_zone,
        # Two years of hours: nobody is asked for holidays in the first weeks.
        "covers_until": date(beginning.on.year + 2, 12, 31),
        "hours_from": date(beginning.on.year, 1, 1),
        "version": __version__,
        "package": f"'{PACKAGE}[search]=={__version__}'",
    }


def _loaded(text: str) -> Any:
    return YAML(typ="safe").load(text)


def _filled(text: str, words: Mapping[str, Any]) -> str:
    """*text* with its gaps filled, as values of YAML."""

    def value(gap: re.Match[str]) -> str:
        found = words[gap[2]]
        plain = isinstance(found, date) or gap[2] in ("language", "version")
        return str(found) if plain else json.dumps(found, ensure_ascii=False)

    return _GAP.sub(value, text)


def _prose(text: str, words: Mapping[str, Any]) -> str:
    return _GAP.sub(lambda gap: str(words[gap[2]]), text)
