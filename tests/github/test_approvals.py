"""Which approvals stand, who holds a role, what is ready: the rules behind the release pull request."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.fixtures import GOOD, TODAY
from tests.github.conftest import review, user

from service_standards.checks import check
from service_standards.findings import LANGUAGES
from service_standards.model.handbook import Handbook
from service_standards.model.registry import Role
from service_standards.phrases import phrases
from service_standards.review.host import Host, own_texts, standing_approvals
from service_standards.review.ready import ready, releasable
from service_standards.source.files import files_of_folder

LATER = "2026-12-01T10:00:00Z"

REVIEWS: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "approved": ([review("olena-m", "a")], ["@olena-m"]),
    "a comment is no opinion": ([review("olena-m", "a"), review("olena-m", "b", "COMMENTED", LATER)], ["@olena-m"]),
    "changes asked for later": ([review("olena-m", "a"), review("olena-m", "b", "CHANGES_REQUESTED", LATER)], []),
    "approved after changes": ([review("olena-m", "b", "APPROVED", LATER), review("olena-m", "a", "CHANGES_REQUESTED")], ["@olena-m"]),
    "dismissed": ([review("olena-m", "a", "DISMISSED")], []),
    "a program": ([{**review("robot", "a"), "user": {"login": "robot[bot]", "type": "Bot"}}], []),
    "an account that is gone": ([{**review("x", "a"), "user": None}], []),
    "a name that is none": ([review("a b|c", "a")], []),
    "two people": ([review("olena-m", "a"), review("petro-s", "a", at=LATER)], ["@olena-m", "@petro-s"]),
}  # fmt: skip


@pytest.mark.parametrize(("reviews", "standing"), REVIEWS.values(), ids=REVIEWS)
def test_standing_approvals(reviews: list[dict[str, Any]], standing: list[str]) -> None:
    """Of each person the last opinion counts."""
    assert [one.account for one in standing_approvals(reviews, "Europe/Kyiv")] == standing


def test_the_day_of_an_approval_is_that_of_the_handbook() -> None:
    """Half past eleven at night in London is the next day in Kyiv."""
    [one] = standing_approvals([review("olena-m", "a", at="2026-11-30T23:30:00Z")], "Europe/Kyiv")
    [other] = standing_approvals([review("olena-m", "a", at="2026-11-30T23:30:00Z")], "UTC")

    assert (one.on.isoformat(), other.on.isoformat()) == ("2026-12-01", "2026-11-30")


def test_who_holds_a_role() -> None:
    """An account is named itself, in any case of letters; a team would be asked for."""
    host = Host("example/handbook")
    role = Role(id="compliance", title="Compliance", held_by=("@Anna-K",))

    assert host.holds("@anna-k", role)
    assert not host.holds("@anna", role)


def test_own_texts() -> None:
    """What people wrote is never taken for the program's own."""
    texts = [
        {"user": user("mallory"), "body": "<!-- m -->"},
        {"user": {"login": "b", "type": "Bot"}, "body": None},
        {"user": {"login": "b", "type": "Bot"}, "body": "<!-- m --> yes"},
    ]
    assert [one["body"] for one in own_texts(texts, "<!-- m -->")] == ["<!-- m --> yes"]


# -- what is ready ---------------------------------------------------------------

REPLY = "support/email-reply/standard.yml"
HANDLING = "support/email-handling/procedure.yml"


def edited(*edits: tuple[str, str, str]) -> tuple[dict[str, bytes], Handbook]:
    """The good handbook with texts replaced."""
    files = dict(files_of_folder(GOOD))
    for file, old, new in edits:
        text = files[file].decode()
        assert old in text
        files[file] = text.replace(old, new, 1).encode()
    handbook = check(files, TODAY)[0].handbook
    assert handbook
    return files, handbook


SOONER = (
    (REPLY, 'version: "2.0.0"', 'version: "3.0.0"'),
    (REPLY, "at_most: 12 hours", "at_most: 10 hours"),
    (REPLY, "Reply in 12 hours instead of 24.", "Reply in 10 hours instead of 12."),
)
APPROVAL = {"role": "head-of-service", "by": "@olena-m", "on": TODAY, "pull_request": 1}
AUTHORS = {"email-reply": ("@anna-k",), "good-service": ("@olena-m",)}


def test_nothing_is_ready() -> None:
    """A handbook whose working copies say what is released."""
    files, handbook = edited()

    assert releasable(handbook) == ()
    assert ready(files, handbook, TODAY, [], {}).plan is None


def test_what_is_approved_is_frozen() -> None:
    """Nothing waits."""
    found = ready(*edited(*SOONER), TODAY, [{**APPROVAL, "id": "email-reply"}], AUTHORS)

    assert found.plan
    [one] = found.plan.frozen
    assert (one.record.id, one.record.authors, found.waiting, found.blocked) == (
        "email-reply", ("@anna-k",), (), (),
    )  # fmt: skip


def test_what_nobody_approved_is_frozen_to_be_asked_for() -> None:
    """There is nothing else: the pull request asks."""
    found = ready(*edited(*SOONER), TODAY, [], AUTHORS)

    assert found.plan
    assert [one.record.id for one in found.plan.frozen] == ["email-reply"]
    [one] = found.waiting
    assert (one.id, one.roles, found.is_waiting) == ("email-reply", ("head-of-service",), True)
    assert one.content_sha256 == found.plan.frozen[0].record.content_sha256


def test_a_mixed_change_is_also_relaxed() -> None:
    """Sooner, but less often right: whoever looks at what is relaxed has to approve it, as the report says."""
    found = ready(
        *edited(
            *SOONER,
            (REPLY, "at_least: 95%", "at_least: 90%"),
            (REPLY, "class: tightened", "class: mixed"),
            ("handbook.yml", "suggest:", "reviewers: {relaxed: [shift-supervisor]}\nsuggest:"),
        ),
        TODAY,
        [{**APPROVAL, "id": "email-reply"}],
        AUTHORS,
    )

    [one] = found.waiting
    assert (one.id, one.roles) == ("email-reply", ("shift-supervisor",))


def test_what_has_errors_is_held_back() -> None:
    """A number that is too small forbids it, and the rest goes on."""
    files, handbook = edited(*SOONER, (REPLY, 'version: "3.0.0"', 'version: "2.0.1"'))
    found = ready(files, handbook, TODAY, [{**APPROVAL, "id": "email-reply"}], AUTHORS)

    assert found.plan is None
    [one] = found.blocked
    assert one.id == "email-reply"
    assert "VER01" in one.codes


def test_an_approval_of_an_author_of_another_document_counts() -> None:
    """Authors are those of each document: who wrote one may approve another."""
    found = ready(*edited(*SOONER), TODAY, [{**APPROVAL, "id": "email-reply"}], AUTHORS)

    assert found.plan
    assert found.plan.frozen[0].record.approvals[0].by in AUTHORS["good-service"]


def test_the_texts_are_there_in_every_language() -> None:
    """The same names, in each language."""
    names = [
        {f"{group}.{name}" for group, texts in phrases("messages/host", language).items() for name in texts}
        for language in LANGUAGES
    ]
    assert names[0] == names[1] == names[2]
