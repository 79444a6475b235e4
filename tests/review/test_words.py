"""The report in words: golden files of one rich pull request; nothing that an editor writes becomes markup."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.review.test_report import HOLIDAY, with_office
from tests.review.trees import CALENDARS, HANDLING, REPLY, REVIEWERS, Edits, reviewed

from service_standards.exports.review import as_data, not_compared
from service_standards.exports.review_text import MOST, Form, refusal, review_text
from service_standards.exports.schema import schema
from service_standards.findings import LANGUAGES
from service_standards.review.report import Report

GOLDEN = Path(__file__).parent / "golden"
SITE = "https://preview.example/41/"

BEFORE: Edits = {
    **REVIEWERS,
    **with_office(),
    REPLY: (("owner:", "audience: public\nowner:"), ("if_not_met: Write to us again", "if_not_met: Write to us agian")),
    HANDLING: (("calendar: around-the-clock", "calendar: office"), ("within: 5 hours", "within: 5 business hours")),
}  # fmt: skip
RICH: Edits = {
    REPLY: (
        ('version: "2.0.0"', 'version: "2.1.0"'),
        ("effective_from: 2025-10-01", "effective_from: 2026-12-10"),
        ("at_most: 12 hours", "at_most: 1 business day"),
        ("We answer your e-mail within", "We read your e-mail and answer as soon as possible, within"),
        ("agian", "again"),
        ("class: tightened", "class: relaxed"),
        ("Reply in 12 hours instead of 24.", "Reply on the next business day."),
    ),
    HANDLING: (
        ('version: "1.0.0"', 'version: "2.0.0"'),
        ("within: 5 business hours", "within: 3 business hours"),
        ("      - id: close", "      - {id: note, do: Write a note., who: contact-agent, level: must}\n      - id: close"),
    ),
    CALENDARS: (HOLIDAY,),
    "registry/roles.yml": (("shifts@example.org", "night@example.org"),),
    "waivers/night-shift.yml": (("to: 2027-04-30", "to: 2027-06-30"),),
    "about.md": "# About\n\nRewritten.\n",
}  # fmt: skip
"""A relaxed promise, a changed procedure, a holiday, a stale translation, new findings, small things."""


@cache
def rich() -> Report:
    """The report on the rich pull request, between two commits."""
    report = reviewed(RICH, before=BEFORE)
    base = replace(report.base, ref="main", commit="0" * 40)
    return replace(report, base=base, head=replace(report.head, ref="HEAD", commit="1" * 40))


FORMS = {
    **{f"report.{language}.md": (language, Form.MARKDOWN) for language in LANGUAGES},
    "report.en.txt": ("en", Form.TEXT),
}


@pytest.mark.parametrize(("language", "form"), FORMS.values(), ids=FORMS)
def test_golden(language: str, form: Form) -> None:
    """The report as people read it; `UPDATE=1` writes it anew."""
    file = GOLDEN / next(name for name, one in FORMS.items() if one == (language, form))
    said = review_text(rich(), language, form, SITE if form is Form.MARKDOWN else "")
    if os.environ.get("UPDATE") == "1":
        file.write_text(said, encoding="utf-8")

    assert said == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads_on_a_phone(language: str) -> None:
    """No tables, no HTML but folds and small print, no line of the open part that fills a screen."""
    said = review_text(rich(), language, Form.MARKDOWN)
    is_open = re.sub(r"<details>.*?</details>", "", said, flags=re.DOTALL)

    assert set(re.findall(r"<(/?\w+)", said)) <= {"details", "/details", "summary", "/summary", "sub", "/sub"}
    assert not re.search(r"^\|", said, re.MULTILINE)
    assert not re.search(r"^ *[-*] (?:[-+*]|\d+[.)]) ", said, re.MULTILINE), "a list in a list"
    assert max(len(line) for line in is_open.splitlines()) <= 280


def test_by_the_schema() -> None:
    """What is answered is what the published schema says, with and without a comparison."""
    validator = Draft202012Validator(schema("review-report"))

    assert list(validator.iter_errors(as_data(rich(), "en", SITE))) == []
    assert list(validator.iter_errors(not_compared("main", "Not compared.", rich().new_findings, "en"))) == []
    assert list(validator.iter_errors({"compared": True})) != []


def test_a_change_says_which_promise_it_is_about() -> None:
    """The sentence once for a clause, its place for the number left open; none where the words themselves are shown."""
    numbers = (("at_most: 12 hours", "at_most: 10 hours"), ("share: 90%", "share: 95%"))
    words = ("We answer your e-mail within {limit}.", "We answer any e-mail within {limit}.")
    told, reworded = (
        review_text(reviewed({REPLY: edits}), "en", Form.MARKDOWN) for edits in (numbers, (*numbers, words))
    )

    assert told.count("  - about: “We answer your e-mail within …”") == 1
    assert "about: “" not in reworded


HOSTILE = "</details><img src=x onerror=alert(1)> @everyone [gift](https://evil.example) www.evil.example `rm` ![p](//x)"


def test_nothing_that_is_written_becomes_markup() -> None:
    """A text of a pull request is shown as it stands: no HTML, no link, no mention, no fold closed early."""
    quoted = HOSTILE.replace('"', '\\"')
    edits: Edits = {
        REPLY: (
            ("title: Reply to an e-mail", f'title: "{quoted[:80]}"'),
            ("statement: We answer your e-mail within {limit}.", f'statement: "{quoted} {{limit}}"'),
            ("summary: Reply in 12 hours instead of 24.", f'summary: "{quoted}"'),
            ("until: 2035-12-31", f'until: 2035-12-31\n  - {{code: COV01, reason: "{quoted}", until: 2027-01-01}}'),
        ),
        CALENDARS: ((HOLIDAY[0], HOLIDAY[1].replace("Stock-taking", f'"{quoted[:70]}"')),),
        "support/email-reply/a`<b>@all.svg": "<svg/>",
    }  # fmt: skip
    said = review_text(reviewed(edits, before=with_office()), "en", Form.MARKDOWN, SITE)
    outside_code = re.sub(r"`[^`\n]*`", "", said.replace("\\`", ""))

    assert "onerror" in said
    assert not re.search(r"(?<!\\)<(?!/?(details|summary|sub)>)", outside_code)
    assert said.count("</details>") == said.count("<details>")
    assert not re.search(r"(?<!\w)@\w", outside_code)
    assert not re.search(r"(?<!\\)\]\((?!https://preview\.example/)", outside_code)
    assert not re.search(r"https?://(?!preview\.example/)|\bwww\.", outside_code)


def test_a_comment_has_an_end() -> None:
    """A report that no host of git would take is cut, and says so."""
    many: Edits = {
        f"support/letter-{n}/standard.yml": f'id: letter-{n}\ntitle: {"A long title " * 5}{n}\nversion: "1.0.0"\n'
        for n in range(160)
    }
    said = review_text(reviewed(many), "en", Form.MARKDOWN)

    assert len(said) < MOST + 5_000
    assert "do not fit in here" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusal(language: str) -> None:
    """Where nothing was compared, the comment says so and shows what is wrong."""
    said = refusal("main", "Not compared.", rich().new_findings, language)

    assert said.startswith("## ✖")
    assert all(one.code in said for one in rich().new_findings)


def test_no_changes_is_said_only_of_none() -> None:
    """An empty report says so; any other does not."""
    assert "No changes" in review_text(reviewed({}), "en", Form.MARKDOWN)
    assert "No changes" not in review_text(rich(), "en", Form.MARKDOWN)
