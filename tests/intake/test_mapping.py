"""Mapping files: faults at their place, the JSON Schema, words in every language."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from service_standards.intake.checking import fitting_faults, read_mapping
from service_standards.intake.mapping import mapping_schema
from service_standards.intake.wording import LANGUAGES, say, words

from .support import EXAMPLES, MAPPING

COLUMNS = ("service", "name", "number", "promise", "share", "kind")

FAULTS = {
    "a tab": ("handbook:\n\tname: x\n", "yaml", 2),
    "nothing": ("# only a comment\n", "empty", 1),
    "a word misspelt": (MAPPING + "registrys: {}\n", "unknown-key", 8),
    "a rule's word misspelt": (MAPPING.replace("id: number", "id: {colum: number}"), "unknown-key", 6),
    "no handbook": (MAPPING.partition("\n")[2], "missing", 1),
    "no id of the document": (MAPPING.replace("  id: service\n", ""), "missing", 3),
    "two sources": (MAPPING.replace("id: number", "id: {column: number, constant: x}"), "one-source", 6),
    "a part of nothing": (MAPPING.replace("title: name", "title: {column: name, part: 1}"), "part-without-split", 4),
    "an unknown way to read": (MAPPING + "  target.share: {column: share, read: fraction}\n", "wrong-word", 8),
    "an unknown time zone": (MAPPING.replace("Europe/Kyiv", "Europe/Kiew"), "wrong-value", 1),
    "a column misspelt": (MAPPING.replace("promise", "promisse"), "no-column", 7),
    "a field misspelt": (MAPPING + "  target.shares: share\n", "no-field", 8),
    "a field that no cell can fill": (MAPPING + "  remedy: share\n", "no-field", 8),
    "a word that the field has not": (MAPPING + "  component: {column: kind, values: {A: sped}}\n", "does-not-fit", 8),
    "a constant that does not fit": (MAPPING + "  target.every: {constant: fortnight}\n", "does-not-fit", 8),
    "another form of a value": (MAPPING + "  target.share: {constant: 90 %}\n", "other-form", 8),
    "an unknown language": (MAPPING.replace("title: name", "title: {en: name, fr: name}"), "no-language", 4),
    "no source language": (MAPPING.replace("[en]", "[en, fr]").replace("title: name", "title: {fr: name}"), "no-source-language", 4),
    "languages of what is no text": (MAPPING + "  target.share: {en: share}\n", "not-a-text", 8),
    "an unknown registry": (MAPPING + "registries:\n  role: {id: name}\n", "unknown-registry", 9),
    "an entry without a title": (MAPPING + "registries:\n  roles:\n    - {id: x}\n", "missing", 10),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fault", "line"), FAULTS.values(), ids=FAULTS)
def test_faults_at_their_place(text: str, fault: str, line: int) -> None:
    """Every fault of a mapping is named at its line, in words with nothing left to fill in."""
    mapping, places, faults = read_mapping("m.yml", text)
    if mapping:
        faults = list(fitting_faults(mapping, places, COLUMNS))

    assert [(one.fault, one.place.line) for one in faults] == [(fault, line)]
    for language in LANGUAGES:
        assert "{" not in say(language, "mapping", fault, **faults[0].values).replace("{}", "")


def test_all_faults_in_one_run() -> None:
    """A mapping with three faults gets three reports."""
    text = MAPPING.replace("service\n", "servis\n").replace("number", "nummer") + "  to_day: promise\n"
    mapping, places, _ = read_mapping("m.yml", text)
    assert mapping

    assert len(list(fitting_faults(mapping, places, COLUMNS))) == 3


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.name)
def test_examples_fit_the_schema(path: Path) -> None:
    """The JSON Schema that editors complete with accepts the examples, and refuses a misspelt key."""
    schema = mapping_schema()
    example = YAML(typ="safe").load(path)
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(example, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**example, "documents": {}}, schema)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_words_in_every_language(language: str) -> None:
    """Each message stands in each language, with the same placeholders, and is translated."""
    english, other = words("en"), words(language)

    assert {part: set(texts) for part, texts in english.items()} == {
        part: set(texts) for part, texts in other.items()
    }
    for part, texts in english.items():
        for name, text in texts.items():
            assert sorted(re.findall(r"\{\w*\}", text)) == sorted(
                re.findall(r"\{\w*\}", other[part][name])
            ), name
            assert text != other[part][name], name
