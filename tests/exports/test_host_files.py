"""CODEOWNERS and issue forms: of the handbook, and only what is made is replaced."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.checks.fixtures import GOOD, TODAY

from service_standards.checks import check
from service_standards.exports.codeowners import BEGIN, END, codeowners, merged
from service_standards.exports.issue_forms import issue_forms
from service_standards.findings import LANGUAGES, word_meanings
from service_standards.model.fields import Needed
from service_standards.model.handbook import Handbook
from service_standards.model.records import Waiver
from service_standards.source.files import files_of_folder


@pytest.fixture(scope="module")
def good() -> Handbook:
    """The good handbook."""
    handbook = check(files_of_folder(GOOD), TODAY)[0].handbook
    assert handbook
    return handbook


def test_owners_and_approvers_are_asked(good: Handbook) -> None:
    """Each document is looked at by those who hold its roles; folders come before what lies in them."""
    lines = codeowners(good, "standards/").splitlines()

    assert (lines[0], lines[-1]) == (BEGIN, END)
    assert "/standards/support/email-reply/ @example/support-managers @example/head-of-service" in lines
    assert lines[1:-1] == sorted(lines[1:-1])
    assert len(lines) == len(good.dossiers) + 3


def test_a_folder_with_signs_of_its_own(good: Handbook) -> None:
    """A space and a hash would end the path or begin a comment."""
    dossier = good.dossiers["email-reply"]
    moved = replace(dossier, working=replace(dossier.working, folder="support/e mail #1"))
    text = codeowners(replace(good, dossiers={"email-reply": moved}), "standards/")

    assert "/standards/support/e\\ mail\\ \\#1/ @example/support-managers" in text


def test_what_people_wrote_stays() -> None:
    """Between the marks alone it is written anew; twice is the same as once."""
    made = f"{BEGIN}\n/a/ @b\n{END}\n"
    old = f"* @keepers\n\n{BEGIN}\n/old/ @c\n{END}\n/last/ @d\n"

    assert merged(old, made) == f"* @keepers\n\n{made}/last/ @d\n"
    assert merged("", made) == made
    assert merged("* @keepers\n", made) == f"* @keepers\n\n{made}"
    assert merged(merged("* @keepers\n", made), made) == merged("* @keepers\n", made)


def form(good: Handbook, name: str, language: str = "en") -> dict[str, dict[str, Any]]:
    """The fields of a form by their id."""
    loaded = YAML(typ="safe").load(BytesIO(issue_forms(good, language)[name]))
    return {one["id"]: one["attributes"] for one in loaded["body"] if "id" in one}


def test_forms_repeat_the_handbook_and_the_model(good: Handbook) -> None:
    """Documents, services and components are those that there are."""
    documents = form(good, "suggest-change.yml")["document"]["options"]
    assert documents[:-1] == [
        f"{id} – {one.working.document.title}" for id, one in sorted(good.dossiers.items())
    ]
    asked = form(good, "new-standard.yml")
    assert [one.partition(" ")[0] for one in asked["component"]["options"]] == list(
        word_meanings("Component")
    )
    assert asked["service"]["options"][0].startswith("support – ")


def test_the_form_of_a_waiver_asks_for_what_a_waiver_needs(good: Handbook) -> None:
    """A field that the model needs cannot be missing in the form."""
    needed = {
        field.alias or name
        for name, field in Waiver.model_fields.items()
        if any(isinstance(mark, Needed) for mark in field.metadata)
    }
    assert set(form(good, "waiver.yml")) == {*needed, "on"}


def test_forms_speak_the_language_of_the_handbook(good: Handbook) -> None:
    """Three languages; another one is spoken to in English."""
    labels = {form(good, "waiver.yml", language)["on"]["label"] for language in LANGUAGES}

    assert len(labels) == 3
    assert form(good, "waiver.yml", "de") == form(good, "waiver.yml", "en")
