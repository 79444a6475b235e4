"""The catalogue of messages: whole in every language, and said with the same placeholders."""

from __future__ import annotations

import string
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

from service_standards.exports.schema import _classes
from service_standards.findings import LANGUAGES, catalogue, field_words
from service_standards.model.documents import KINDS
from service_standards.model.records import Evidence, ReleaseRecord, Review, Waiver
from service_standards.model.registry import REGISTRIES, Settings
from service_standards.source.shapes import Fields, ListOf, MapOf, Single, keys_of

OTHERS = [language for language in LANGUAGES if language != "en"]
CLASSES = {
    model
    for root in (*KINDS.values(), *REGISTRIES.values(), Settings, Evidence, Waiver, Review, ReleaseRecord)
    for model in _classes(root, set())
}


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def messages(language: str) -> Iterator[tuple[str, str, str, str]]:
    """Every text of the catalogue with its code, fault and part."""
    for code, of_code in catalogue(language).items():
        for fault, parts in of_code["faults"].items():
            for part, text in parts.items():
                yield code, fault, part, text


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_in_every_language(language: str) -> None:
    """What is said in English is said in Ukrainian and Russian, of the same things."""
    english = {(code, fault, part): placeholders(text) for code, fault, part, text in messages("en")}
    other = {(code, fault, part): placeholders(text) for code, fault, part, text in messages(language)}

    assert other == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_says_what_and_why(language: str) -> None:
    """A code has a title and a reason, a fault what is wrong and what to do, and none of them is empty."""
    for code, of_code in catalogue(language).items():
        assert of_code["title"].strip(), code
        assert of_code["why"].strip(), code
        for fault, parts in of_code["faults"].items():
            assert parts.keys() == {"says", "cure"}, (code, fault)
            assert all(text.strip() for text in parts.values()), (code, fault)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_corrected_line_stands_alone(language: str) -> None:
    """The report indents the lines after the first: a corrected line must be one of these, and whole."""
    for code, fault, part, text in messages(language):
        if "{cured}" in text:
            assert part == "cure", (code, fault)
            assert "{cured}" in text.splitlines()[1:], (code, fault)


@pytest.mark.parametrize("language", OTHERS)
def test_field_words_in_every_language(language: str) -> None:
    """Fields, allowed words and collections are explained in every language."""
    assert _keys(field_words(language)) == _keys(field_words("en"))


def test_every_field_is_explained() -> None:
    """No field of the model is without a few words on what it is for."""
    fields = {key for model in CLASSES for key in keys_of(model)}

    assert fields - field_words("en")["FIELDS"].keys() == set()


def test_every_allowed_word_is_explained() -> None:
    """Every word of every closed set has its meaning."""
    for model in CLASSES:
        for key in keys_of(model).values():
            shape = key.shape
            while isinstance(shape, ListOf | MapOf):
                shape = shape.inner
            if isinstance(shape, Fields) or not isinstance(shape, Single) or not _is_words(shape.type):
                continue
            explained = field_words("en")["WORDS"].get(shape.type.__name__, {})
            assert list(explained) == [str(word) for word in shape.type] or set(explained) == set(shape.type)


def _is_words(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _keys(part: Any) -> Any:
    return {key: _keys(value) for key, value in part.items()} if isinstance(part, dict) else None
