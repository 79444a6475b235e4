"""The canonical form: one form for what says the same, comments kept, nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.fixtures import GOOD

from service_standards.source.comments import comments_of
from service_standards.source.files import files_of_folder
from service_standards.source.format import formatted, formatted_files, yaml_text
from service_standards.source.nodes import compose, plain
from service_standards.source.structure import read_tree

CASES = {
    "order of the fields, change at the end": (
        "title: A\nid: a\nchange: {summary: New.}\nversion: '1.0.0'\nservice: s\n",
        'id: a\ntitle: A\nversion: "1.0.0"\nservice: s\nchange: {summary: New.}\n',
    ),
    "quotes only where they are needed": (
        "id: 'a'\ntitle: \"Reply: now\"\nsummary: 'It''s'\nversion: 1.0.0\nsearch_terms: ['no', \"9:30\", 'mail']\n",
        'id: a\ntitle: "Reply: now"\nsummary: It\'s\nversion: "1.0.0"\nsearch_terms: ["no", "9:30", mail]\n',
    ),
    "lists of single values in brackets": (
        "id: a\nroles:\n- b\n-   c\n",
        "id: a\nroles: [b, c]\n",
    ),
    "a list that is too long for one line, or has a comment, below its field": (
        f"id: a\nroles:\n# me\n- b\nsearch_terms:\n- {'b' * 80}\n-   {'c' * 80}\n",
        f"id: a\nroles:\n  # me\n  - b\nsearch_terms:\n  - {'b' * 80}\n  - {'c' * 80}\n",
    ),
    "small parts in brackets, as the model says, others as they were written": (
        "id: a\ncommitments:\n- id: x\n  target:\n    every: month\n    share: 90%\n"
        "  exemptions:\n  - id: y\n    when: Z.\n  - {id: v, when: W.}\n",
        "id: a\ncommitments:\n  - id: x\n    target: {share: 90%, every: month}\n"
        "    exemptions:\n      - id: y\n        when: Z.\n      - {id: v, when: W.}\n",
    ),
    "a comment moves with its field": (
        "# about the title\ntitle: A  # short\nsummary: S\n# the id\nid: a\n",
        "# about the title\n# the id\nid: a\ntitle: A  # short\nsummary: S\n",
    ),
    "a comment at the end of a block stays there": (
        "id: a\ncommitments:\n- id: x\n  # was 24 hours\n- id: y\n# the end\n",
        "id: a\ncommitments:\n  - id: x\n    # was 24 hours\n  - id: y\n# the end\n",
    ),
    "a folded text becomes one line, lines of text stay": (
        "id: a\ntitle: >-\n  a long\n  title\nsummary: |\n    one\n    two\n",
        "id: a\ntitle: a long title\nsummary: |\n  one\n  two\n",
    ),
    "blank lines between blocks stay, one each": (
        "id: a\n\n\ntitle: A\n",
        "id: a\n\ntitle: A\n",
    ),
    "a key that is longer in the file than it is has no comment in it": (
        'id: a\n"x\\U0001f4e6 # b": []\n',
        'id: a\n"x\U0001f4e6 # b": []\n',
    ),
    "keys of a company's own come last": (
        "x_cost: 5\nid: a\n",
        "id: a\nx_cost: 5\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_form(before: str, after: str) -> None:
    """The form of a standard is what the model's order and the fewest signs make of it."""
    assert formatted(before, "standard") == after
    assert formatted(after, "standard") == after


UNTOUCHED = {
    "no YAML": "title: Reply: now\n",
    "an alias": "id: &a x\ntitle: *a\n",
    "text lost to a comment": "title: Reply # 1\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    """A fault is never formatted away."""
    assert formatted(text, "standard") == text


def test_good_handbook_is_in_its_canonical_form() -> None:
    """The files of the good handbook are as `fmt` would write them."""
    assert [path for path, _ in formatted_files(files_of_folder(GOOD))] == []


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn")), max_size=30),
    st.sampled_from(
        ["no", "9:30", "2.0", "0123", "~", "", " a ", "a: b", "a #b", "- x", "{limit} x", "it's", 'a "b"', "2026-02-30", "a\nb\n", "a\n\n", "x:", "=", "a\\b"]
    ),
)  # fmt: skip
KEYS = st.one_of(
    st.sampled_from(["id", "title", "version", "roles", "commitments", "target", "on", "change", "x_own"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Cc")), min_size=1, max_size=12),
)
PLAIN = st.recursive(
    st.one_of(TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.dates(date(1900, 1, 1)), st.none()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, PLAIN, min_size=1, max_size=6))
def test_plain_data_survives_writing(data: dict[str, Any]) -> None:
    """What is written is read again as itself, by the reader that reads the handbook."""
    root, findings = compose("", yaml_text(data))

    assert findings == []
    assert root is not None
    assert plain(root).value == data


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEYS, PLAIN, min_size=1, max_size=6), st.sampled_from(["standard", "translation"]))
def test_a_second_run_changes_nothing(data: dict[str, Any], kind: str) -> None:
    """Formatting is idempotent, and what the file says stays the same."""
    once = formatted(yaml_text(data), kind)
    root, _ = compose("", once)

    assert formatted(once, kind) == once
    assert root is not None
    assert plain(root).value == data


GOOD_FILES = sorted(path for path in GOOD.rglob("*.yml") if "releases" not in path.parts)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(GOOD_FILES),
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(["# note", "  # note", "      # note", "", "beside"]))
    ),
)
def test_comments_are_kept(path: Any, additions: list[tuple[int, str]]) -> None:
    """Wherever a comment is put, it is still there after formatting, as often as before, and then stays put."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for n, addition in additions:
        at = n % len(lines)
        if addition == "beside":
            lines[at] += "  # note" if lines[at].strip() and "#" not in lines[at] else ""
        else:
            lines.insert(at, addition)
    text = "\n".join(lines) + "\n"
    kind = path.stem if path.parent.name != "evidence" else "evidence"
    once = formatted(text, "translation" if "." in kind else kind)
    root, source = read_tree("", text.encode())

    assert once.count("# note") == text.count("# note")
    assert formatted(once, "translation" if "." in kind else kind) == once
    assert root is not None
    assert source.findings == []
    assert comments_of(root, source.lines) is not None
