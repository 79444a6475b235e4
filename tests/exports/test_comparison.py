"""A comparison in words and as data: what stands in which form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.changes.documents import context, standard

from service_standards.changes.compare import Side
from service_standards.changes.result import Comparison, comparison_of_versions
from service_standards.exports.comparison import COLUMNS, as_data, change_row
from service_standards.exports.comparison_text import Form, in_words, report
from service_standards.exports.schema import schema
from service_standards.model.documents import ChangeClass, Commitment
from service_standards.model.values import Duration, Money, Share


def compared(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    """The comparison of two standards of one commitment."""
    old, new = standard(**before), standard({"version": "2.0.0"}, **after)
    return comparison_of_versions(Side(document=old), Side(document=new), context(new))


TEXTS = {
    "values in words": (
        {"at_most": "24 hours"}, {"at_most": "12 hours"},
        "▲ answer at_most: 24 hours → 12 hours", "▲ answer `at_most`: ~~24 hours~~ → **12 hours**",
    ),
    "a redline": (
        {"statement": "We answer soon."}, {"statement": "We answer very soon."},
        "statement: We answer {+very +}soon.".replace("{+very +}", "{+very+} "),
        "`statement`: We answer **very** soon.",
    ),
    "Markdown in a text is text": (
        {"statement": "We answer soon."}, {"statement": "We answer *soon*."},
        "We answer {+*+}soon{+*+}.", r"We answer **\*** soon **\*** .",
    ),
    "something new": (
        {}, {"if_not_met": "Write to us."},
        "if_not_met: — → Write to us.", "`if_not_met`: — → **Write to us.**",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "text", "markdown"), TEXTS.values(), ids=TEXTS)
def test_forms(before: dict[str, Any], after: dict[str, Any], text: str, markdown: str) -> None:
    """The same change in text and in Markdown."""
    comparison = compared(before, after)

    assert text in report(comparison, "en", Form.TEXT)
    assert markdown in report(comparison, "en", Form.MARKDOWN)


def test_no_shape_begins_a_list() -> None:
    """The plus of what was added is a sign in Markdown, no list in the list."""
    more = {
        **standard().model_dump(mode="json", by_alias=True, exclude_defaults=True)["commitments"][0],
        "id": "more",
    }
    new = standard({"version": "2.0.0"})
    new = new.model_copy(update={"commitments": (*new.clauses, Commitment.model_validate(more))})
    old = standard()
    comparison = comparison_of_versions(Side(document=old), Side(document=new), context(new))

    assert "\n- \\+ more" in report(comparison, "en", Form.MARKDOWN)
    assert "\n  + more" in report(comparison, "en", Form.TEXT)


def test_nothing_is_said_when_nothing_changed() -> None:
    """ "No changes" stands alone."""
    assert report(compared({}, {}), "en", Form.TEXT) == "No changes.\n"
    assert as_data(compared({}, {})) == {"class": "none", "bump": "none", "changes": []}


def test_what_is_left_out_is_counted() -> None:
    """A filter that leaves nothing over does not say "no changes"."""
    comparison = compared({"at_most": "24 hours"}, {"at_most": "12 hours"})
    said = report(comparison, "en", Form.TEXT, frozenset({ChangeClass.RELAXED}))

    assert "1 change of another class is not shown." in said
    assert "No changes" not in said


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_language_says_every_class(language: str) -> None:
    """Classes, directions and bumps have words; none of them is a key."""
    for share in ("70%", "80%", "90%"):
        comparison = compared(
            {"at_most": "24 hours", "target": {"share": "80%"}},
            {"at_most": "12 hours", "target": {"share": share}},
        )
        said = report(comparison, language, Form.TEXT)
        assert "diff." not in said
        assert "{" not in said


def test_data_is_by_the_schema_and_rows_have_every_column() -> None:
    """JSON validates; CSV has the same fields."""
    comparison = compared(
        {"at_most": "24 hours"}, {"at_most": "12 hours", "exemptions": [{"id": "x", "when": "A."}]}
    )
    data = as_data(comparison)

    Draft202012Validator.check_schema(schema("diff"))
    Draft202012Validator(schema("diff")).validate(data)
    assert set(change_row(comparison, comparison.changes[0])) == set(COLUMNS)
    assert (data["class"], data["bump"]) == ("mixed", "major")


WORDS = {
    "duration": (Duration.parse("3 business days"), "3 робочі дні"),
    "share": (Share(Decimal("99.5")), "99,5 %"),
    "money": (Money.parse("500 UAH"), "500 ₴"),
    "nothing": (None, "—"),
    "switch": (True, "так"),
    "list": (("email", "chat"), "email, chat"),
}


@pytest.mark.parametrize(("value", "said"), WORDS.values(), ids=WORDS)
def test_values_in_words(value: object, said: str) -> None:
    """Values are said as readers of Ukrainian write them."""
    assert in_words(value, "uk").replace("\u00a0", " ").replace("99,5%", "99,5 %") == said
