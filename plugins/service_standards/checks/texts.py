"""The texts of working copies with their language and place, and the words that checks look for in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as resources
from typing import Any

from ..model.fields import Text
from ..model.handbook import Dossier, Handbook, Place, Places
from ..model.translations import TextPath, text_paths, texts
from ..package_data import parsed
from ..source.nodes import plain
from ..source.structure import read_tree

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of a document in one language."""

    language: str
    path: TextPath
    """As in a translation: clauses by id."""
    text: str
    kind: Text
    places: Places | None
    file: str
    own: tuple[str | int, ...]
    """Its path in *file*."""

    @property
    def clause(self) -> str:
        """The clause, or other part with an id, that it belongs to; "" for the document's own texts."""
        return str(self.path[1]) if self.path[0] == "clauses" else ""

    @property
    def field(self) -> str:
        """The name of the field."""
        return next(str(part) for part in reversed(self.path) if isinstance(part, str))

    def place(self, files: Mapping[str, bytes]) -> Place:
        """Where it stands."""
        places = self.places if self.places is not None else places_in(self.file, files)
        return places.of(*self.own)


def texts_of(handbook: Handbook, dossier: Dossier) -> Iterator[Said]:
    """Yield every text of a working copy, in the source language and then in each translation."""
    version = dossier.working
    kinds: dict[TextPath, Text] = {}
    source = handbook.settings.source_language
    document = version.document
    for (path, text, kind), (_, own) in zip(texts(document), text_paths(document), strict=True):
        kinds[path] = kind
        yield Said(
            language=source,
            path=path,
            text=text,
            kind=kind,
            places=version.places,
            file=version.file,
            own=own,
        )
    for language, translation in sorted(version.translations.items()):
        for path, text in translation.texts.items():
            if path in kinds:
                yield Said(
                    language=language,
                    path=path,
                    text=text,
                    kind=kinds[path],
                    places=None,
                    file=translation.file,
                    own=path,
                )


def prose_of(handbook: Handbook, dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Yield the prose of a working copy: language, file, Markdown."""
    version = dossier.working
    stem = version.file.removesuffix(".yml")
    if version.prose:
        yield handbook.settings.source_language, f"{stem}.md", version.prose
    for language, markdown in sorted(version.translated_prose.items()):
        yield language, f"{stem}.{language}.md", markdown


def pages_of(handbook: Handbook) -> Iterator[tuple[str, str, str]]:
    """Yield the hand-written pages: language, file, Markdown."""
    for name, page in handbook.pages.items():
        for language, markdown in page.markdown.items():
            file = f"{name}.{language}.md" if language else f"{name}.md"
            yield language or handbook.settings.source_language, file, markdown


def places_in(file: str, files: Mapping[str, bytes]) -> Places:
    """The places of the values of a YAML file."""
    root, _ = read_tree(file, files.get(file, b""))
    return Places(file, plain(root).lines) if root is not None else Places(file)


def without_placeholders(text: str) -> str:
    """*text* with a dash for each placeholder."""
    return _PLACEHOLDER.sub("–", text)


def lines_outside_code(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a Markdown text with what stands in code blanked out, counted from 1."""
    fence = ""
    for n, line in enumerate(markdown.splitlines(), 1):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence = found[1]
        else:
            yield n, _CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line


# -- words -------------------------------------------------------------------


@cache
def words(language: str) -> Mapping[str, Any]:
    """The word lists of a language, `words/<language>.yml`; empty for a language without a file."""
    file = resources(__package__) / "words" / f"{language}.yml"
    if not file.is_file():
        return {}
    loaded: dict[str, Any] = parsed(file.read_text(encoding="utf-8"))
    return loaded


@cache
def phrase_pattern(language: str, name: str) -> re.Pattern[str] | None:
    """A pattern for any phrase of the list *name*; `*` at the end of a word stands for any ending."""
    phrases = [str(one) for one in words(language).get(name, ())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(as_pattern, phrases))})(?!\w)", re.I) if phrases else None


def as_pattern(phrase: str) -> str:
    """A phrase as a regular expression."""
    return re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as a text says it."""

    text: str
    is_range: bool


@cache
def _amounts(language: str) -> re.Pattern[str]:
    lists = words(language)
    units = "|".join(as_pattern(str(one)) for one in lists.get("units", ()))
    currencies = "|".join(as_pattern(str(one)) for one in lists.get("currencies", ()))
    between = "|".join(as_pattern(str(one)) for one in lists.get("between", ()))
    numbers = "|".join(as_pattern(str(one)) for one in lists.get("numbers", ()))
    to = "|".join(as_pattern(str(one)) for one in lists.get("range", ()))
    number = rf"(?:\d+(?:[.,]\d+)?{'|' + numbers if numbers else ''})"
    kinds = [r"\s?%", *([rf"[\s-](?:(?:{between})\s+){{0,2}}(?:{units})(?!\w)"] if units else [])]
    if currencies:
        kinds.append(rf"\s?(?:{currencies})(?!\w)")
    ranged = rf"(?:{number}\s*(?:[-–—]|{to})\s*)?" if to else ""
    return re.compile(
        rf"(?<![\w#])(?P<first>{ranged}){number}(?:{'|'.join(kinds)})|(?P<sign>[€$£₴])\s?\d[\d.,]*", re.I
    )


def amounts(text: str, language: str) -> Iterator[Amount]:
    """Yield every number with a unit, per cent or currency in *text*; placeholders are none."""
    for found in _amounts(language).finditer(without_placeholders(text)):
        yield Amount(found[0].strip(), bool(found["first"]))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, roughly: up to a full stop, question or exclamation mark or semicolon."""
    yield from (one for one in re.split(r"(?<=[.!?…;])\s+", text) if one.strip())
