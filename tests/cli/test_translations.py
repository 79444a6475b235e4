"""`standards translations`: what has to be translated, and nothing that has not."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.conftest import Run, answer

from service_standards.exports.schema import schema

REPLY = "support/email-reply/standard.yml"
STALE = {("chat-reply", "ru", "solve-in-chat")}
"""The one clause whose Russian lags behind in the sample handbook."""


def listed(run: Run, *arguments: str) -> set[tuple[str, str, str | None]]:
    """What lags."""
    found = answer(run("translations", "--json", *arguments))
    assert list(Draft202012Validator(schema("translations")).iter_errors(found)) == []
    return {(one["document"], one["language"], one["clause"]) for one in found["translations"]}


def test_by_language(run: Run) -> None:
    """Each language has its own list."""
    assert listed(run, "--language", "ru") == STALE
    assert listed(run, "--language", "uk") == set()
    assert listed(run) == STALE


EDITS: dict[str, tuple[tuple[tuple[str, str], ...], set[str]]] = {
    "an editorial change": (
        (("statement: A person answers your e-mail within", "statement: A person answers your e-mail, within"),
         ('version: "3.0.0"', 'version: "3.0.1"')),
        set(),
    ),
    "an editorial change with a note of its own": (
        (("statement: A person answers your e-mail within", "statement: A person answers your e-mail, within"),
         ('version: "3.0.0"', 'version: "3.0.1"'),
         ("A person answers within half of the time promised before, and more often.", "A comma that was missing.")),
        set(),
    ),
    "a number": ((("at_most: 12 hours", "at_most: 10 hours"), ('version: "3.0.0"', 'version: "4.0.0"')), set()),
    "a meaning": (
        (("A person answers your e-mail", "A person reads and answers your e-mail"), ('version: "3.0.0"', 'version: "3.1.0"')),
        {"answer"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "clauses"), EDITS.values(), ids=EDITS)
def test_what_makes_a_translation_stale(
    run: Run, handbook: Path, pairs: tuple[tuple[str, str], ...], clauses: set[str]
) -> None:
    """A change in meaning makes its clause stale; an editorial change makes nothing stale."""
    file = handbook / REPLY
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")

    for language in ("uk", "ru"):
        found = {(document, clause) for document, _, clause in listed(run, "--language", language)}
        assert {clause for document, clause in found if document == "email-reply"} == clauses


def test_a_document_without_a_translation(run: Run, handbook: Path) -> None:
    """The file to be written is named though it is not there."""
    (handbook / REPLY.replace(".yml", ".uk.yml")).unlink()

    [one] = answer(run("translations", "--json", "--language", "uk"))["translations"]
    assert (one["clause"], one["state"]) == (None, "missing")
    assert one["file"] == REPLY.replace(".yml", ".uk.yml")


def test_in_words(run: Run) -> None:
    """By file, and how much there is."""
    result = run("translations", "--language", "ru")

    assert result.exit_code == 0
    assert "support/chat-reply/standard.ru.yml (ru)" in result.stdout
    assert "solve-in-chat: translates 1.0.0, now 1.1.0" in result.stdout
    assert "Behind: 1. Missing: 0." in result.stderr


def test_a_language_that_the_handbook_has_not(run: Run) -> None:
    """Wrong use, and the languages that there are."""
    result = run("translations", "--language", "de")

    assert result.exit_code == 2
    assert "uk, ru" in result.stderr
