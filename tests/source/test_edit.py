"""A field is set, and nothing else of the file changes."""

from __future__ import annotations

from difflib import unified_diff

import pytest
from tests.checks.fixtures import GOOD

from service_standards.model.documents import Kind
from service_standards.source.edit import CannotEditError, with_fields

BUMP = {("version",): "3.0.0", ("change", "class"): "relaxed"}

DOCUMENT = """\
# What we promise by e-mail.
id: email-reply
title:   "Reply to an e-mail"   # as on the site

version: '2.0.0'   # see the changelog
owner: support-manager
commitments:
- id: answer
  statement: We answer.   # keep it short
{change}"""

CASES = {
    "class there": (
        "change:\n  # said by the board\n  class: tightened  # by hand\n  summary: Sooner.\n",
        ["-version: '2.0.0'   # see the changelog", '+version: "3.0.0"   # see the changelog',
         "-  class: tightened  # by hand", "+  class: relaxed  # by hand"],
    ),
    "no class": (
        "change:\n  # said by the board\n  summary: Sooner.\n",
        ["-version: '2.0.0'   # see the changelog", '+version: "3.0.0"   # see the changelog', "+  class: relaxed"],
    ),
    "in braces": (
        "change: {summary: Sooner.}\n",
        ["-version: '2.0.0'   # see the changelog", '+version: "3.0.0"   # see the changelog',
         "-change: {summary: Sooner.}", "+change: {class: relaxed, summary: Sooner.}"],
    ),
    "no note": (
        "",
        ["-version: '2.0.0'   # see the changelog", '+version: "3.0.0"   # see the changelog', "+change:", "+  class: relaxed"],
    ),
    "no note, something behind": (
        "\n# why it is gone\nretired: {on: 2026-01-01, reason: No longer asked for.}\n",
        ["-version: '2.0.0'   # see the changelog", '+version: "3.0.0"   # see the changelog', "+change:", "+  class: relaxed"],
    ),
}  # fmt: skip


def changed_lines(old: str, new: str) -> list[str]:
    """What a reviewer sees."""
    return [
        line
        for line in unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if line[0] in "+-" and not line.startswith(("+++", "---"))
    ]


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_only_the_lines_of_the_fields_change(change: str, expected: list[str], ending: str) -> None:
    """Comments, quotes, blank lines and odd indentation stay as their author left them."""
    before = DOCUMENT.format(change=change).replace("\n", ending)

    after = with_fields(before.encode(), Kind.STANDARD, BUMP).decode()

    assert changed_lines(before, after) == expected
    assert after.count("\r\n") == (after.count("\n") if ending == "\r\n" else 0)


def test_twice_is_once() -> None:
    """Setting what is set changes nothing."""
    once = with_fields(DOCUMENT.format(change="").encode(), Kind.STANDARD, BUMP)

    assert with_fields(once, Kind.STANDARD, BUMP) == once


def test_a_block_is_replaced_whole() -> None:
    """A note of several lines gives way to the new one; the field behind it and its comment stay."""
    before = DOCUMENT.format(
        change="change:\n  summary: Sooner.\n  evidence:\n    - survey\n\n# quiet for now\nignore: []\n"
    )

    after = with_fields(
        before.encode(), Kind.STANDARD, {("change",): {"class": "removed", "summary": "Ends."}}
    )

    assert after.decode() == DOCUMENT.format(
        change="change:\n  class: removed\n  summary: Ends.\n\n# quiet for now\nignore: []\n"
    )


REFUSED = {
    "not readable": "id: [",
    "in braces": "{id: email-reply, version: '1.0.0'}\n",
    "a list": "- id: email-reply\n",
    "a note that is no mapping": 'id: a\nversion: "1.0.0"\nchange: none\n',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_edited_safely_is_left_alone(text: str) -> None:
    """Better to say so than to write something else than was meant."""
    with pytest.raises(CannotEditError):
        with_fields(text.encode(), Kind.STANDARD, BUMP)


@pytest.mark.parametrize("file", sorted(GOOD.rglob("*/standard.yml")), ids=lambda file: file.parent.name)
def test_real_documents(file: object) -> None:
    """Two lines of a real document change, three where it had no class."""
    data = file.read_bytes()  # type: ignore[attr-defined]

    lines = changed_lines(data.decode(), with_fields(data, Kind.STANDARD, BUMP).decode())

    assert sum(line.startswith("+") for line in lines) <= 3
    assert sum(line.startswith("-") for line in lines) <= 2
