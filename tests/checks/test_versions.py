"""What the checks on versions must not say, and what no file can bring about."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.checks.fixtures import GOOD, TODAY

from service_standards.archive.notice import earliest_day, effective_day
from service_standards.changes.rules import RULES
from service_standards.checks import check
from service_standards.checks.lifecycle import says_nothing
from service_standards.model.documents import ChangeClass as C
from service_standards.model.documents import Commitment
from service_standards.model.registry import Notice
from service_standards.source.files import files_of_folder

REPLY = "support/email-reply/standard.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the good handbook."""
    return Path(shutil.copytree(GOOD, tmp_path / "standards"))


def found(root: Path, on: date = TODAY) -> list[tuple[str, str]]:
    """The codes and faults over time, without those on the form."""
    _, findings = check(files_of_folder(root), on=on)
    return [(one.code, one.fault) for one in findings if one.code.startswith(("VER", "LIF"))]


def edit(root: Path, *pairs: tuple[str, str], file: str = REPLY) -> None:
    """Replace texts that must be there."""
    path = root / file
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)


SAME = {
    "order of fields": [("title: Reply to an e-mail\n", ""), ("owner:", "title: Reply to an e-mail\nowner:")],
    "quotes": [("title: Reply to an e-mail", 'title: "Reply to an e-mail"')],
    "a comment": [("channels: [email]", "channels: [email]  # and no other")],
    "the same duration": [("at_most: 12 hours", "at_most: 12 hour")],
    "a silenced finding": [
        (
            "change:\n",
            "ignore:\n  - {code: TGT05, reason: The word is the law's., until: 2027-01-01}\nchange:\n",
        )
    ],
}


@pytest.mark.parametrize("pairs", SAME.values(), ids=SAME)
def test_the_model_is_compared_not_the_bytes(root: Path, pairs: list[tuple[str, str]]) -> None:
    """Vector 20: what says the same is no change, under the same version (VER04 is silent)."""
    edit(root, *pairs)

    assert found(root) == []


def test_line_breaks_of_the_prose_are_no_change(root: Path) -> None:
    """A text that is only wrapped anew says the same."""
    path = root / "support/email-reply/standard.md"
    path.write_text(path.read_text().replace(" ", "\n", 3))

    assert found(root) == []


def test_a_translation_may_come_after_the_release(root: Path) -> None:
    """Translations are no part of the content that was approved."""
    edit(root, ("title:", "search_terms: [письмо]\ntitle:"), file="support/email-reply/standard.ru.yml")

    assert found(root) == []


def test_a_field_without_a_rule_stops_the_release(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """VER03: fails closed; the comparison that could not run is never `no changes`."""
    monkeypatch.delitem(RULES[Commitment], "how")
    edit(root, ('version: "2.0.0"', 'version: "3.0.0"'), ("at_most: 12 hours", "at_most: 6 hours"))

    _, findings = check(files_of_folder(root), on=TODAY)

    [one] = [one for one in findings if one.code == "VER03"]
    assert (one.fault, one.values["field"], one.values["model"]) == ("no-rule", "how", "Commitment")
    assert "`how`" in one.message("uk")


def test_a_draft_is_free(root: Path) -> None:
    """A document that was never released needs no bump, class, note or evidence."""
    text = (root / "conduct/good-service/conduct.yml").read_text()
    draft = (
        text.replace("good-service", "new-rules")
        .replace('"1.0.0"', '"0.3.0"')
        .replace("find-out", "find-more")
    )
    (root / "conduct/new-rules").mkdir()
    (root / "conduct/new-rules/conduct.yml").write_text(draft)

    assert found(root) == []


def test_an_override_by_somebody_else_lowers_the_class(root: Path) -> None:
    """A person may judge a change to be less, with a reason; version and class then follow that judgement."""
    override = "  override: {reason: The old limit was never used., approved_by: head-of-service}\n"
    edit(
        root,
        ('version: "2.0.0"', 'version: "2.1.0"'),
        ("at_most: 12 hours", "at_most: 6 hours"),
        ("class: tightened", "class: clarified"),
        ("Reply in 12 hours instead of 24.", "Writes down the limit by which we have worked."),
    )
    with (root / REPLY).open("a") as file:
        file.write(override)

    assert found(root) == []


def test_the_opposite_class_is_too_weak(root: Path) -> None:
    """`tightened` for a promise that was relaxed is the worst thing to say, though both weigh the same."""
    edit(
        root,
        ('version: "2.0.0"', 'version: "3.0.0"'),
        ("at_most: 12 hours", "at_most: 24 hours"),
        ("Reply in 12 hours instead of 24.", "Reply in 24 hours instead of 12."),
    )

    assert found(root) == [("VER02", "too-weak")]


NOTES = {
    "update": True,
    "Updates to the document.": True,
    "Minor fixes and changes": True,
    "v2": False,
    "…": True,
    "Оновлено документ": True,
    "Дрібні правки": True,
    "Мелкие исправления": True,
    "Reply in 12 hours instead of 24.": False,
    "Відповідаємо за 12 годин.": False,
    "The fax number is gone.": False,
}


@pytest.mark.parametrize(("note", "empty"), NOTES.items(), ids=NOTES)
def test_notes_that_say_nothing(note: str, empty: bool) -> None:
    """LIF05 knows the usual words in three languages."""
    assert says_nothing(note) is empty


def test_notice_is_judged_by_class() -> None:
    """Removed waits as relaxed does, mixed as long as the longer, a clarification not at all."""
    notice = Notice.model_validate({"tightened": "P14D", "relaxed": "P1M"})
    day = date(2026, 1, 31)
    rows = {
        C.TIGHTENED: date(2026, 2, 14),
        C.RELAXED: date(2026, 2, 28),
        C.REMOVED: date(2026, 2, 28),
        C.MIXED: date(2026, 2, 28),
        C.CLARIFIED: day,
        C.ADDED: day,
    }
    assert {one: earliest_day(notice, one, day) for one in rows} == rows
    late, early = date(2026, 5, 1), date(2026, 1, 1)
    assert effective_day(late, notice, C.TIGHTENED, day, retroactive=False) == late
    assert effective_day(early, notice, C.TIGHTENED, day, retroactive=False) == date(2026, 2, 14)
    assert effective_day(None, notice, C.TIGHTENED, day, retroactive=False) == date(2026, 2, 14)
    assert effective_day(early, notice, C.TIGHTENED, day, retroactive=True) == early
