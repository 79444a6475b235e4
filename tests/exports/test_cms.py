"""The configuration of the forms: a field for everything that the model knows, spoken to in three languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.checks.fixtures import GOOD
from tests.conftest import ROOT
from tests.sample import sample_handbook

from service_standards.exports.cms import forms_config, forms_files
from service_standards.exports.form_fields import WORDS
from service_standards.exports.forms_host import Repository, forms_policy
from service_standards.model.documents import KINDS
from service_standards.model.handbook import Handbook
from service_standards.model.registry import REGISTRIES
from service_standards.phrases import phrases
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

HERE = Repository(backend="github", name="a/b", branch="main", folder="standards")
SAMPLE = files_of_folder(ROOT / "standards")


@cache
def config(language: str = "en") -> dict[str, Any]:
    """The configuration of the sample's forms, as the system reads it."""
    return config_of(sample_handbook(), SAMPLE, language)


def config_of_files(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The configuration of any handbook's forms."""
    handbook = read_handbook(files).handbook
    assert handbook
    return config_of(handbook, files, "en")


def config_of(handbook: Handbook, files: Mapping[str, bytes], language: str) -> dict[str, Any]:
    """The configuration of this handbook's forms."""
    text = forms_config(handbook, files, HERE, language)
    found: dict[str, Any] = YAML(typ="safe").load(io.StringIO(text))
    return found


def collections(of: dict[str, Any]) -> dict[str, Any]:
    """The collections by name."""
    return {one["name"]: one for one in of["collections"]}


def fields(inside: Any) -> Iterator[dict[str, Any]]:
    """Yield every field of a collection, those inside others too."""
    if isinstance(inside, dict):
        for key, value in inside.items():
            if key == "fields":
                yield from value
            yield from fields(value)
    elif isinstance(inside, list):
        for one in inside:
            yield from fields(one)


def test_every_file_has_a_form() -> None:
    """Every document, registry, record and the settings, each with its path in the repository."""
    found = collections(config())
    paths = {file["file"] for one in found.values() for file in one.get("files", ())}
    expected = {
        f"standards/{path}"
        for path in SAMPLE
        if re.fullmatch(r"(?!.*releases/)(.*/(standard|procedure|conduct|test|training)|registry/\w+|handbook|.*reviews/[\d-]+)\.yml", path)
    }  # fmt: skip

    assert paths == expected
    assert {found[name]["folder"] for name in ("evidence", "waivers")} == {
        "standards/evidence",
        "standards/waivers",
    }
    assert {f"new_{kind}" for kind in KINDS} <= found.keys()
    assert [file["name"] for file in found["registry"]["files"]] == [
        name for name in REGISTRIES if f"registry/{name}.yml" in SAMPLE
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_in_the_form(kind: str) -> None:
    """No field is left out, none is there twice."""
    names = [field["name"] for field in collections(config())[kind]["files"][0]["fields"]]
    model = KINDS[kind]  # type: ignore[index]

    assert sorted(names) == sorted(
        info.alias or name for name, info in model.model_fields.items() if name != "extras"
    )


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_label_is_translated(language: str) -> None:
    """What a form says in one language, it says in the others; nothing is left in English."""
    english, other = phrases(WORDS, "en"), phrases(WORDS, language)
    assert {group: set(texts) for group, texts in english.items()} == {
        group: set(texts) for group, texts in other.items()
    }

    cyrillic = re.compile("[а-яіїєґ]", re.IGNORECASE)
    for name, one in collections(config(language)).items():
        assert cyrillic.search(one["label"]), name
        for field in fields(one):
            if "hint" in field:
                assert cyrillic.search(field["hint"]), field
            assert cyrillic.search(field["label"]) or field["name"] in SAMPLE_WORDS, field


SAMPLE_WORDS = {"in-person", "telephone", "email", "chat", "doorstep"}
"""Channels are called as the handbook's source language calls them."""


def test_labels_are_no_names() -> None:
    """Every field has a label of its own, in plain words."""
    assert [field for field in fields(config()["collections"]) if field["label"] == field["name"]] == []


def test_ids_are_chosen_and_closed_sets_have_meanings() -> None:
    """A role is looked up in the registry by its title; a word of a closed set says what it means."""
    standard = {one["name"]: one for one in collections(config())["standard"]["files"][0]["fields"]}
    commitment = {one["name"]: one for one in standard["commitments"]["fields"]}

    assert (standard["owner"]["widget"], standard["owner"]["file"]) == ("relation", "roles")
    assert standard["roles"]["multiple"] is True
    assert {"label": "speed – how fast", "value": "speed"} in commitment["component"]["options"]
    assert commitment["at_most"]["widget"] == "string"
    assert "12 hours" in commitment["at_most"]["hint"]


def test_a_handbook_without_registries_has_forms() -> None:
    """What cannot be chosen yet can be written."""
    files = {"handbook.yml": b"name: New\ntime_zone: Europe/Kyiv\n"}
    found = collections(config_of_files(files))

    assert "registry" not in found
    owner = next(one for one in found["new_standard"]["fields"] if one["name"] == "owner")
    assert owner["widget"] == "string"


def test_the_page_loads_nothing_from_other_hosts() -> None:
    """The name of the handbook is text, and every script lies beside the page."""
    files = {"handbook.yml": b"name: <b>A & B\ntime_zone: Europe/Kyiv\n"}
    handbook = read_handbook(files).handbook
    assert handbook
    page = forms_files(handbook, files, HERE, "uk")["index.html"]

    assert "<title>&lt;b>A &amp; B</title>" in page
    assert 'lang="uk"' in page
    policy = f'content="{forms_policy(HERE)}"'
    assert page.count(policy) == 1
    assert "//" not in page.replace(policy, "")
    assert "{{" not in page


def test_the_good_handbook_has_forms() -> None:
    """Also where documents, records and reviews are few."""
    assert collections(config_of_files(files_of_folder(GOOD)))["settings"]["files"]
