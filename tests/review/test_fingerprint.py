"""What an approval is bound to: a rebase keeps it, an edit of a value does not."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.review.test_report import HOLIDAY, with_office
from tests.review.trees import CALENDARS, HANDLING, REPLY, Edits, good, reviewed

LIMIT = ("at_most: 12 hours", "at_most: 24 hours")
MAJOR = ('version: "2.0.0"', 'version: "3.0.0"')
CHANGE: Edits = {REPLY: (LIMIT, MAJOR)}

UNRELATED: dict[str, Edits] = {
    "another document": {HANDLING: (("within: 2 hours", "within: 1 hour"),)},
    "another clause of the same document": {REPLY: (("at_least: 95%", "at_least: 96%"),)},
    "a line above": {REPLY: (("id: email-reply\n", "# A comment.\n\nid: email-reply\n"),)},
    "another form": {REPLY: (("target: {share: 90%, every: month, sample: 50}", "target:\n      share: 90%\n      every: month\n      sample: 50"),)},
    "the registry": {"registry/roles.yml": (("service@example.org", "desk@example.org"),)},
    "a page": {"about.md": "# About\n\nRewritten.\n"},
    "the settings": {"handbook.yml": (("P30D", "P60D"),)},
}  # fmt: skip
"""What others merge while a pull request waits."""


@cache
def fingerprints(edits: str, before: tuple[str, ...]) -> dict[tuple[str, str | None, str], str]:
    """The fingerprint of each change of a pull request on a base to which others have merged."""
    merged: dict[str, object] = {}
    for name in before:
        for path, edit in UNRELATED[name].items():
            known = merged.get(path, ())
            merged[path] = (*known, *edit) if isinstance(edit, tuple) and isinstance(known, tuple) else edit
    report = reviewed(WAITING[edits], before=merged)  # type: ignore[arg-type]
    return {
        (one.change.document, one.change.clause, one.change.field): one.fingerprint
        for cause in report.causes
        for one in cause.changes
    }


WAITING: dict[str, Edits] = {
    "the change": CHANGE,
    "another value": {REPLY: (("at_most: 12 hours", "at_most: 36 hours"), MAJOR)},
    "another unit": {REPLY: (("at_most: 12 hours", "at_most: 24 business hours"), MAJOR)},
    "another clause": {REPLY: (("at_least: 4.5 of 5", "at_least: 4 of 5"), MAJOR)},
}


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(UNRELATED))))
def test_a_rebase_keeps_it(merged: set[str]) -> None:
    """Whatever else others have merged, the same change has the same fingerprint."""
    assert fingerprints("the change", tuple(sorted(merged))) == fingerprints("the change", ())


@pytest.mark.parametrize("name", [name for name in WAITING if name != "the change"])
def test_an_edit_changes_it(name: str) -> None:
    """Another value, unit or clause is another change."""
    before = set(fingerprints("the change", ()).values())

    assert not before & set(fingerprints(name, ()).values())


LENGTHS = st.integers(min_value=13, max_value=400)


@settings(max_examples=15, deadline=None)
@given(LENGTHS, LENGTHS)
def test_it_is_the_values_alone(one: int, other: int) -> None:
    """Two limits have the same fingerprint if and only if they are the same."""
    found = [
        reviewed({REPLY: (("12 hours", f"{hours} hours"), MAJOR)}).documents[0].changes[0].fingerprint
        for hours in (one, other)
    ]

    assert (found[0] == found[1]) is (one == other)


OWN_WORDS = {
    "the day": ("effective_from: 2025-10-01", "effective_from: 2027-10-01"),
    "the note": ("Reply in 12 hours", "Reply in half a day"),
    "the number": ('version: "3.0.0"', 'version: "4.0.0"'),
    "what is silenced": ("until: 2035-12-31", "until: 2036-12-31"),
}


@pytest.mark.parametrize("edit", OWN_WORDS.values(), ids=OWN_WORDS)
def test_what_a_version_says_of_itself(edit: tuple[str, str]) -> None:
    """The day, the note, the number: no change of the document, and yet a part of what was approved."""
    before = reviewed(CHANGE)
    after = reviewed({REPLY: (LIMIT, MAJOR, edit)})

    assert before.documents[0].changes[0].fingerprint == after.documents[0].changes[0].fingerprint
    assert before.documents[0].fingerprint != after.documents[0].fingerprint
    assert before.fingerprint != after.fingerprint


def letter(*edits: tuple[str, str]) -> str:
    """A new document."""
    text = good()[HANDLING].decode().replace("id: email-handling", "id: letter-handling")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


LETTER = "support/letter-handling/procedure.yml"
WHOLE: dict[str, tuple[Edits, Edits]] = {
    "a clause of a new document": ({LETTER: letter()}, {LETTER: letter(("within: 2 hours", "within: 3 hours"))}),
    "the prose of a new document": (
        {LETTER: letter(), LETTER.replace(".yml", ".md"): "One.\n"},
        {LETTER: letter(), LETTER.replace(".yml", ".md"): "Two.\n"},
    ),
    "the translation of a new document": (
        {LETTER: letter(), LETTER.replace(".yml", ".ru.yml"): 'translates: "1.0.0"\ntitle: Письмо\n'},
        {LETTER: letter(), LETTER.replace(".yml", ".ru.yml"): 'translates: "1.0.0"\ntitle: Письма\n'},
    ),
    "a translation": (
        {"support/email-reply/standard.ru.yml": (("Каждый", "Всякий"),)},
        {"support/email-reply/standard.ru.yml": (("Каждый", "Любой"),)},
    ),
    "a file": ({"about.md": "# One\n"}, {"about.md": "# Two\n"}),
    "a setting": ({"handbook.yml": (("P30D", "P1D"),)}, {"handbook.yml": (("P30D", "P2D"),)}),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), WHOLE.values(), ids=WHOLE)
def test_nothing_is_approved_unseen(one: Edits, other: Edits) -> None:
    """What comes as a whole is bound as a whole: an edit deep inside is another fingerprint."""
    assert reviewed(one).fingerprint != reviewed(other).fingerprint


def test_every_cause_in_a_calendar_has_its_own() -> None:
    """A second edit of the same calendar is another entry to look at; what was looked at stays looked at."""
    before = with_office()
    shorter = ('fri: ["09:00-18:00"]', 'fri: ["09:00-17:00"]')
    holiday = {CALENDARS: (HOLIDAY,)}
    more = {CALENDARS: (HOLIDAY, shorter)}
    later = {CALENDARS: ((HOLIDAY[0], HOLIDAY[1].replace("2026-12-24", "2026-12-23")), shorter)}

    found = [
        {one.fingerprint for one in reviewed(edits, before=before).entries[0].changes}
        for edits in (holiday, more, later)
    ]

    assert [len(one) for one in found] == [1, 2, 2]
    assert found[0] < found[1]
    assert len(found[1] & found[2]) == 1
