"""The report on a pull request: classes, versions, days, reviewers, reach, translations, files."""

from __future__ import annotations

from datetime import date

import pytest
from tests.review.trees import (
    CALENDARS,
    HANDLING,
    REPLY,
    REVIEWERS,
    SETTINGS,
    Edits,
    edited,
    good,
    reviewed,
)

from service_standards.history.lagging import State
from service_standards.model.documents import ChangeClass
from service_standards.review.others import Event, What
from service_standards.review.report import Report
from service_standards.review.reviewers import Why
from service_standards.review.risks import Risk

LIMIT = ("at_most: 12 hours", "at_most: 1 business day")
MAJOR = ('version: "2.0.0"', 'version: "3.0.0"')
OFFICE = """
- id: office
  title: Office hours
  time_zone: UTC
  covers_until: 2028-12-31
  hours:
    - from: 2024-01-01
      weekly: {mon: ["09:00-18:00"], tue: ["09:00-18:00"], wed: ["09:00-18:00"], thu: ["09:00-18:00"], fri: ["09:00-18:00"]}
"""
"""The calendar of the rules' test vectors: Monday to Friday 09:00 to 18:00, UTC, no holidays."""


def with_office(files: str = "") -> Edits:
    """The e-mail channel works in office hours, on both sides."""
    hours = good()[CALENDARS].decode().rstrip() + OFFICE + files
    return {CALENDARS: hours, "registry/channels.yml": (("calendar: around-the-clock", "calendar: office"),)}


def roles(report: Report) -> dict[str, set[tuple[Why, str]]]:
    """Who has to look, and why at what."""
    return {one.role: {(it.why, it.about) for it in one.reasons} for one in report.reviewers}


def test_nothing_changed() -> None:
    """A report is empty only if it was made and no file differs."""
    assert reviewed({}).is_empty


def test_form_is_told_as_form() -> None:
    """A file that changed in form alone is no change of a document, and not hidden."""
    report = reviewed({REPLY: (("title: Reply to an e-mail", 'title: "Reply to an e-mail"'),)})

    assert not report.documents
    assert [(one.what, one.path) for one in report.files] == [(What.FORM, REPLY)]


def test_twelve_hours_to_a_business_day() -> None:
    """Numbers that cannot be compared are said at their worst: 12 hours becomes 96."""
    report = reviewed({REPLY: (LIMIT, MAJOR)}, before=with_office())
    [change] = report.documents[0].changes

    assert change.change.change_class is ChangeClass.RELAXED
    assert change.worse
    assert change.worse.before
    assert change.worse.after
    assert (change.worse.before.seconds, change.worse.after.seconds) == (12 * 3600, 96 * 3600)
    assert change.worse.after.arrival
    assert change.worse.after.arrival[10:16] == "T18:00"


def test_exact_limits_say_it_themselves() -> None:
    """Between hours and minutes there is no worst case to tell."""
    [change] = reviewed({REPLY: (("12 hours", "90 minutes"),)}).documents[0].changes

    assert change.worse is None


GONE = dict.fromkeys(path for path in good() if path.startswith("support/email-handling/"))
"""A document with all its releases, taken away: a finding forbids it, and the report shows it."""

WORST: dict[str, tuple[Edits, list[str]]] = {
    "removed before relaxed": (
        {**GONE, REPLY: (("12 hours", "24 hours"),)},
        ["email-handling", "email-reply"],
    ),
    "relaxed before tightened": (
        {HANDLING: (("within: 2 hours", "within: 1 hour"),), REPLY: (("12 hours", "24 hours"),)},
        ["email-reply", "email-handling"],
    ),
    "of equals the promise first": (
        {HANDLING: (("within: 2 hours", "within: 1 hour"),), REPLY: (("12 hours", "6 hours"),)},
        ["email-reply", "email-handling"],
    ),
    "a word after a meaning": (
        {HANDLING: (("title: Handle an e-mail", "title: Handle an email"),), REPLY: (("12 hours", "6 hours"),)},
        ["email-reply", "email-handling"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "order"), WORST.values(), ids=WORST)
def test_worst_first(edits: Edits, order: list[str]) -> None:
    """The weightiest document comes first."""
    assert [one.id for one in reviewed(edits).causes] == order


VERSIONS = {
    "not raised": ((("12 hours", "24 hours"),), "2.0.0", "3.0.0", False),
    "too small": ((("12 hours", "24 hours"), ('"2.0.0"', '"2.1.0"')), "2.1.0", "3.0.0", False),
    "right": ((("12 hours", "24 hours"), MAJOR), "3.0.0", "3.0.0", True),
    "more than needed": (
        (("title: Reply to an e-mail", "title: Reply to an E-mail"), ("class: tightened", "class: editorial"), MAJOR),
        "3.0.0", "2.0.1", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "written", "least", "enough"), VERSIONS.values(), ids=VERSIONS)
def test_version(edit: tuple[tuple[str, str], ...], written: str, least: str, enough: bool) -> None:
    """The version that is needed counts from the last release, not from the base."""
    coming = reviewed({REPLY: edit}).documents[0].coming

    assert coming
    assert (str(coming.written), str(coming.least), coming.enough) == (written, least, enough)


def test_days() -> None:
    """What is relaxed holds after the notice, and after the training of the new major."""
    edit = (("12 hours", "24 hours"), MAJOR, ("effective_from: 2025-10-01", "effective_from: 2026-12-20"))
    coming = reviewed({REPLY: edit}).documents[0].coming

    assert coming
    assert coming.notice_until == coming.earliest == date(2026, 12, 31)
    assert not coming.in_time


def test_a_day_that_is_over_is_no_wish() -> None:
    """The day of the last release still stands in the file: nobody asked for it again."""
    coming = reviewed({REPLY: (("12 hours", "24 hours"), MAJOR)}).documents[0].coming

    assert coming
    assert coming.in_time


def test_touches() -> None:
    """A promise names who works by it, what keeps it, tests it, teaches it, and what excepts from it."""
    touches = reviewed({REPLY: (("12 hours", "24 hours"),)}).documents[0].touches

    assert touches.roles == ("contact-agent",)
    assert [(one.link, one.public) for one in touches.promises] == [("email-reply#answer", False)]
    assert touches.procedures == ("email-handling",)
    assert touches.tests == ("reply-check",)
    assert touches.trainings == ("written-replies",)
    assert touches.waivers == ("night-shift",)


def test_what_is_cut_off_is_still_named() -> None:
    """A change that takes the last procedure away from a promise cannot hide whom it leaves behind."""
    cut = ((", email-reply#correct", ""), ("within: 2 hours", "within: 1 hour"))
    links = [one.link for one in reviewed({HANDLING: cut}).documents[0].touches.promises]

    assert "email-reply#correct" in links


APPROVES = ("head-of-service", {(Why.APPROVES, "email-reply")})
REVIEWED: dict[str, tuple[Edits, dict[str, set[tuple[Why, str]]]]] = {
    "relaxed": (
        {REPLY: (("12 hours", "24 hours"),)},
        dict([APPROVES, ("shift-supervisor", {(Why.CLASS, "email-reply")})]),
    ),
    "removed counts as relaxed": (
        {REPLY: (("  - id: polite", "  - id: friendly"),)},
        dict([APPROVES, ("shift-supervisor", {(Why.CLASS, "email-reply")})]),
    ),
    "tightened": ({REPLY: (("12 hours", "6 hours"),)}, dict([APPROVES])),
    "a translation alone": ({"support/email-reply/standard.ru.yml": (("Каждый", "Всякий"),)}, {}),
    "a rule taken away in the same change": (
        {SETTINGS: (("reviewers: {relaxed: [shift-supervisor], mixed: [shift-supervisor]}\n", ""),),
         REPLY: (("12 hours", "24 hours"),)},
        dict([APPROVES, ("shift-supervisor", {(Why.CLASS, "email-reply"), (Why.SETTINGS, SETTINGS)})]),
    ),
    "an approver taken away in the same change": (
        {REPLY: (("approvers: [head-of-service]", "approvers: [contact-agent]"),)},
        dict([APPROVES, ("contact-agent", {(Why.APPROVES, "email-reply")})]),
    ),
    "an override": (
        {REPLY: (("12 hours", "24 hours"), ("class: tightened", "class: clarified\n  override: {reason: It was never promised., approved_by: contact-agent}"), MAJOR)},
        dict([APPROVES, ("shift-supervisor", {(Why.CLASS, "email-reply")}), ("contact-agent", {(Why.OVERRIDE, "email-reply")})]),
    ),
    "an exception": (
        {"waivers/night-shift.yml": (("to: 2027-04-30", "to: 2027-06-30"),)},
        {"head-of-service": {(Why.WAIVER, "night-shift")}, "shift-supervisor": {(Why.WAIVER, "night-shift")}},
    ),
    "a page": ({"about.md": (("#", "# New"),)}, {}),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), REVIEWED.values(), ids=REVIEWED)
def test_reviewers(edits: Edits, expected: dict[str, set[tuple[Why, str]]]) -> None:
    """Approvers by document, the settings' roles by class, others by what is risky; the rules of both sides hold."""
    assert roles(reviewed(edits, before=REVIEWERS)) == expected


def test_nobody_names_himself() -> None:
    """Who holds a role is what the base says, where it knows the role."""
    takeover = {"registry/roles.yml": (("@example/head-of-service", "@mallory"),)}
    report = reviewed({**takeover, REPLY: (("12 hours", "24 hours"),)})

    [head] = [one for one in report.reviewers if one.role == "head-of-service"]
    assert head.held_by == ("@example/head-of-service",)


HOLIDAY = (
    "hours:\n    - from: 2024-01-01\n      weekly: {mon",
    "holidays: [{on: 2026-12-24, title: Stock-taking}]\n  hours:\n    - from: 2024-01-01\n      weekly: {mon",
)


def test_registry_is_one_cause() -> None:
    """A holiday is one entry with all that it reaches, and the worst case of each; no document is bumped."""
    before = {**with_office(), REPLY: (("12 hours", "1 business day"),)}
    report = reviewed({CALENDARS: (HOLIDAY,)}, before=before)

    assert not report.documents
    [entry] = report.entries
    assert (entry.id, entry.change_class) == ("office", ChangeClass.RELAXED)
    [reached] = entry.reached
    assert reached.link == "email-reply#answer"
    assert reached.worse
    assert reached.worse.before
    assert reached.worse.after
    assert reached.worse.before.seconds == 96 * 3600
    assert reached.worse.after.seconds > 96 * 3600
    assert entry.touches.procedures == ("email-handling",)
    assert roles(report)["head-of-service"] == {(Why.REACHED, "calendars/office")}


RISKS: dict[str, tuple[Edits, Edits, set[Risk]]] = {
    "a public promise gets worse": (
        {REPLY: (("owner:", "audience: public\nowner:"),)}, {REPLY: (("12 hours", "24 hours"),)},
        {Risk.PUBLIC, Risk.NORM},
    ),
    "an internal promise gets worse": ({}, {REPLY: (("12 hours", "24 hours"),)}, {Risk.NORM}),
    "a word": ({}, {REPLY: (("We write politely", "We speak politely"),)}, {Risk.NOT_JUDGED}),
    "a finding is silenced": (
        {}, {HANDLING: (("  - code: LNG01", "  - {code: COV01, reason: Later., until: 2027-01-01}\n  - code: LNG01"),)},
        {Risk.SILENCED},
    ),
    "before its release": (
        {}, {HANDLING: (("effective_from: 2025-01-01", "effective_from: 2025-01-01\nretroactive: {reason: The law of 2025 asks for it.}"),)},
        {Risk.RETROACTIVE},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "edits", "expected"), RISKS.values(), ids=RISKS)
def test_risks(before: Edits, edits: Edits, expected: set[Risk]) -> None:
    """What wants a second look is named, and nothing else."""
    assert set(reviewed(edits, before=before).documents[0].risks) == expected


def test_findings_that_are_new() -> None:
    """Only what the change brings in is told, and what it cures is counted."""
    vague = ("We write politely and", "We write politely as soon as possible and")
    report = reviewed({REPLY: (vague,)})
    back = reviewed({REPLY: (vague[::-1],)}, before={REPLY: (vague,)})

    assert "TGT05" in {one.code for one in report.new_findings}
    assert "TGT05" in {one.code for one in back.cured_findings}
    assert not {one.code for one in back.new_findings}


STALE: dict[str, tuple[Edits, Edits, list[tuple[str | None, State]]]] = {
    "a meaning": (
        {}, {REPLY: (("We answer your e-mail", "We read your e-mail and answer"), ('"2.0.0"', '"2.1.0"'))},
        [("answer", State.STALE)],
    ),
    "a typing error": (
        {REPLY: (("Write to us again", "Wriet to us again"),)},
        {REPLY: (("Wriet to us again", "Write to us again"), ('"2.0.0"', '"2.0.1"'))}, [],
    ),
    "a number": ({}, {REPLY: (("12 hours", "24 hours"), MAJOR)}, []),
    "a meaning under the same number": (
        {}, {REPLY: (("We answer your e-mail", "We read your e-mail and answer"),)}, [("answer", State.STALE)],
    ),
    "a meaning and its translation": (
        {},
        {REPLY: (("We answer your e-mail", "We read your e-mail and answer"),),
         "support/email-reply/standard.ru.yml": (("Мы отвечаем", "Мы читаем и отвечаем"),)},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "edits", "expected"), STALE.values(), ids=STALE)
def test_translations(before: Edits, edits: Edits, expected: list[tuple[str | None, State]]) -> None:
    """A change in meaning leaves a translation behind, also where nobody raised the number; an editorial one does not."""
    found = reviewed(edits, before=before).translations

    assert [(one.clause, one.state) for one in found if one.language == "ru"] == expected


FILES = {
    "settings": ({SETTINGS: (("P30D", "P1D"),)}, [(What.SETTINGS, Event.CHANGED)]),
    "a release": (
        {"support/email-reply/releases/1.0.0/standard.md": "Rewritten.\n"}, [(What.RELEASE, Event.CHANGED)],
    ),
    "the ledger": ({"releases.tsv": (("email-reply", "e-mail-reply"),)}, [(What.LEDGER, Event.CHANGED)]),
    "results": (
        {"results/email-reply-answer.csv": None}, [(What.RESULTS, Event.REMOVED)],
    ),
    "a translation of the registry": (
        {"registry/roles.ru.yml": "contact-agent:\n  title: Агент\n"}, [(What.TRANSLATION, Event.ADDED)],
    ),
    "a picture": ({"support/email-reply/desk.svg": "<svg/>"}, [(What.OTHER, Event.ADDED)]),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), FILES.values(), ids=FILES)
def test_files(edits: Edits, expected: list[tuple[What, Event]]) -> None:
    """Whatever else changes is told by what it is: nothing passes in silence."""
    assert [(one.what, one.event) for one in reviewed(edits).files] == expected


def test_settings_say_what_they_were() -> None:
    """The rules by which changes are judged are shown as they were and as they are."""
    [one] = reviewed({SETTINGS: (("relaxed: P30D", "relaxed: P1D"),)}).settings

    assert one.field == "notice"
    assert str(one.before.relaxed) == "P30D"
    assert str(one.after.relaxed) == "P1D"


def test_a_new_document_is_approved_by_its_approvers() -> None:
    """The first version has no number to be compared with, and its approvers are asked."""
    new = good()[HANDLING].decode().replace("id: email-handling", "id: letter-handling").replace("Handle an e-mail", "Handle a letter")  # fmt: skip
    report = reviewed({"support/letter-handling/procedure.yml": new})
    [document] = report.documents

    assert (document.id, document.event) == ("letter-handling", Event.ADDED)
    assert document.coming
    assert document.coming.least is None
    assert roles(report) == {"head-of-service": {(Why.APPROVES, "letter-handling")}}


def test_edits_are_edits() -> None:
    """The builder of these tests changes what it says."""
    assert edited(good(), {REPLY: (LIMIT,)}) != good()
