"""The words of the interface are whole in every language."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from babel.core import Locale
from ruamel.yaml import YAML

from service_standards import phrases
from service_standards.archive.in_force import DocumentStatus, VersionStatus
from service_standards.model import documents, records, registry
from service_standards.site.labels import label as worded
from service_standards.site.labels import labels

PACKAGE = Path(phrases.__file__).parent
FOLDER = PACKAGE / "site" / "labels"
LANGUAGES = ("en", "uk", "ru")
CASES = re.compile("_(genitive|accusative)$")
PARTS = sorted({file.name.removesuffix("en.yml") for file in FOLDER.glob("*en.yml")})


def load(part: str, language: str) -> dict[str, dict[str, str | dict[str, str]]]:
    loaded: dict[str, dict[str, str | dict[str, str]]] = YAML(typ="safe").load(
        (FOLDER / f"{part}{language}.yml").read_text(encoding="utf-8")
    )
    return loaded


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def forms(label: str | dict[str, str]) -> list[str]:
    return list(label.values()) if isinstance(label, dict) else [label]


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("part", PARTS)
def test_the_same_labels_with_the_same_placeholders(part: str, language: str) -> None:
    """No language knows more or less than English, but for grammatical cases, which English has not."""
    english, other = load(part, "en"), load(part, language)

    assert {group for group in other if not CASES.search(group)} == set(english)
    for group, names in english.items():
        assert set(other[group]) == set(names), group
        for name, label in names.items():
            said = other[group][name]
            assert isinstance(said, str | dict), (group, name)
            wanted = set().union(*(placeholders(text) for text in forms(label))) - {"n"}
            for text in forms(said):
                assert placeholders(text) - {"n"} == wanted, (group, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_plural_forms_are_those_of_the_language(part: str, language: str) -> None:
    """One and other in English; one, few, many (or other in its place) in Ukrainian and Russian."""
    possible = set(Locale.parse(language).plural_form.tags) | {"other"}
    for group, names in load(part, language).items():
        # `other` is taken where a category is missing; in the genitive few and many are the same.
        full = {"one", "other"} if CASES.search(group) else possible - {"many"}
        for name, label in names.items():
            if isinstance(label, dict):
                needed = full if len(set(label.values())) > 1 else {"other"}
                assert needed <= set(label) <= possible, (group, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_group_stands_in_two_files(language: str) -> None:
    """The later file would silently replace the earlier."""
    groups = [group for part in PARTS for group in load(part, language)]

    assert sorted(groups) == sorted(set(groups))


WORDS: dict[str, type[StrEnum]] = {
    "kind": documents.Kind,
    "kind_plural": documents.Kind,
    "kind_about": documents.Kind,
    "clause_of": documents.Kind,
    "component": documents.Component,
    "component_about": documents.Component,
    "aspect": documents.Aspect,
    "aspect_about": documents.Aspect,
    "strength": documents.Strength,
    "strength_about": documents.Strength,
    "measure": documents.Measure,
    "every": documents.Every,
    "every_adverb": documents.Every,
    "obligation": documents.Obligation,
    "audience": documents.Audience,
    "change_class": documents.ChangeClass,
    "test_type": documents.TestType,
    "test_type_about": documents.TestType,
    "method": documents.Method,
    "answer": documents.Answer,
    "training_format": documents.TrainingFormat,
    "outcome": records.Outcome,
    "evidence_type": records.EvidenceType,
    "norm_status": registry.NormStatus,
    "marks": registry.Marks,
    "version_status": VersionStatus,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("group", "values"), WORDS.items(), ids=WORDS)
def test_every_word_of_the_model_has_a_label(group: str, values: type[StrEnum], language: str) -> None:
    """A new value without words would break a page."""
    assert set(labels(language)[group]) == {str(value) for value in values}


def test_every_status_has_a_label() -> None:
    """Of documents and of versions, as both stand in badges."""
    assert set(labels("en")["status"]) >= {str(one) for one in (*DocumentStatus, *VersionStatus)}


def test_every_label_that_the_lists_name_exists() -> None:
    """Read from the templates and modules themselves; names put together at run time are rows of others."""
    known = labels("en")
    files = [*(PACKAGE / "site").glob("*.py"), *(PACKAGE / "site" / "templates" / "lists").glob("*.html")]
    named = {
        name
        for file in files
        for name in re.findall(r'\blabel\(\s*"([a-z_]+\.[a-z_]*[a-z])"', file.read_text())
    }

    assert len(named) > 100
    assert {name for name in named if name.split(".")[1] not in known.get(name.split(".")[0], {})} == set()


@pytest.mark.parametrize(
    ("language", "date", "end"),
    [("uk", "1 січня 2027 р.", "2027 р."), ("en", "1 January 2027", "2027.")],
)
def test_a_date_with_a_full_stop_ends_the_sentence(language: str, date: str, end: str) -> None:
    """Not two full stops where a date has its own."""
    assert worded(language, "document.next", version="3.0.0", date=date).endswith(end)
