"""Changes in words, the pages of versions, and what the browser looks up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from tests.site import small_handbook

from service_standards.changes.elements import SETS
from service_standards.changes.kinds import Direction
from service_standards.changes.rules import RULES, Rule
from service_standards.history.edition import edition
from service_standards.model.documents import KINDS, Document, Kind
from service_standards.model.handbook import Dossier, Places, Release, Version
from service_standards.model.records import ReleaseRecord
from service_standards.model.registry import Registry
from service_standards.model.translations import Translation
from service_standards.model.values import VersionNumber
from service_standards.phrases import phrases
from service_standards.site.book import Book, book_of
from service_standards.site.changed import Said, Telling, label_of, readable
from service_standards.site.clause_past import clause_past
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.site.versions import document_version_pages, handbook_version_pages

LANGUAGES = ("en", "uk", "ru")
ID = "case"


def standard(**fields: Any) -> Document:
    """A standard of one commitment, or with the commitments given."""
    header = {
        name: fields.pop(name) for name in ("title", "commitments", "channels", "change") if name in fields
    }
    return document("standard", **{"commitments": [{"id": "wait", **fields}], **header})


def document(kind: str, **fields: Any) -> Document:
    """A document of *kind*; its version is set by its place."""
    return KINDS[Kind(kind)].model_validate(
        {"id": ID, "title": "A case", "version": "1.0.0", "roles": ["clerk"], **fields}
    )


def told(
    documents: Sequence[Document],
    language: str = "en",
    prose: Sequence[str] = (),
    translations: Sequence[dict[tuple[str | int, ...], str]] = (),
    **record: Any,
) -> Telling:
    """The versions 1.0.0, 2.0.0, … of a document, a month from one to the next, as a book tells of them."""
    releases = []
    for n, one in enumerate(documents):
        number = VersionNumber(n + 1, 0, 0)
        day = date(2026, 1, 1) + timedelta(days=30 * n)
        said = translations[n] if n < len(translations) else None
        content = Version(
            document=one.model_copy(update={"version": number}),
            folder="counter/case",
            places=Places("counter/case/case.yml"),
            prose=prose[n] if n < len(prose) else "",
            translations=(
                {"uk": Translation(language="uk", file="case.uk.yml", texts=said, translates=number)}
                if said
                else {}
            ),
        )
        made = ReleaseRecord.model_validate(
            {
                "id": ID,
                "version": number,
                "released_on": day,
                "effective_from": day,
                "content_sha256": "0" * 64,
                "authors": ["@writer"],
                **(record if n == len(documents) - 1 else {}),
            }
        )
        releases.append(Release(record=made, version=content, registry=Registry()))
    handbook = small_handbook.handbook()
    dossier = Dossier(id=ID, working=releases[-1].version, releases=tuple(releases))
    whole = replace(handbook, dossiers={**handbook.dossiers, ID: dossier})
    book: Book = book_of(edition(whole, small_handbook.TODAY), language, SiteSettings(), environment())
    return Telling(book, book.edition.shown[ID])


def said(telling: Telling, old: int = 0, new: int = 1) -> list[Said]:
    """The changes between two versions in words."""
    return [telling.change(one, old, new) for one in telling.versions.between(old, new)]


LIMIT = ({"at_most": "2 calendar days"}, {"at_most": "24 hours"})
CASES: dict[str, tuple[str, Document, Document, list[tuple[str, ...]]]] = {
    "a limit": ("en", standard(**LIMIT[0]), standard(**LIMIT[1]), [("values", "Limit", "2 calendar days", "24 hours", "better for customers")]),
    "a limit, Ukrainian": ("uk", standard(**LIMIT[0]), standard(**LIMIT[1]), [("values", "Межа", "2 календарні дні", "24 години", "краще для клієнтів")]),
    "a limit, Russian": ("ru", standard(**LIMIT[1]), standard(**LIMIT[0]), [("values", "Предел", "24 часа", "2 календарных дня", "хуже для клиентов")]),
    "a share": ("en", standard(target={"share": "80%"}), standard(target={"share": "90%"}), [("values", "Kept in at least", "80%", "90%", "better for customers")]),
    "a promise where there was none": ("en", standard(), standard(at_most="1 hour"), [("values", "Limit", "", "1 hour", "better for customers")]),
    "an event": ("en", standard(**{"from": "came"}), standard(**{"from": "greeted"}), [("values", "The clock starts when", "the customer comes", "the clerk greets", "worse for customers")]),
    "words": ("en", standard(statement="We greet you."), standard(statement="A clerk greets you."), [("text", "Wording", "We greet you.", "A clerk greets you.", "")]),
    "a text where there was none": ("en", standard(), standard(how="More clerks."), [("new", "How we will reach it", "", "More clerks.", "")]),
    "a text that went": ("en", standard(how="More clerks."), standard(), [("gone", "How we will reach it", "More clerks.", "", "")]),
    "a new commitment": ("en", standard(commitments=[]), standard(statement="We smile."), [("came", "New commitment", "", "We smile.", "better for customers")]),
    "a commitment that went": ("en", standard(statement="We smile."), standard(commitments=[]), [("went", "Commitment removed", "We smile.", "", "worse for customers")]),
    "an exemption": ("en", standard(), standard(exemptions=[{"id": "spam", "when": "It is spam."}]), [("came", "New exemption", "", "It is spam.", "worse for customers")]),
    "a choice": ("en", standard(strength="target"), standard(strength="guaranteed"), [("values", "How firm it is", "Target", "Guaranteed", "better for customers")]),
    "channels": ("en", standard(channels=["counter"]), standard(channels=["counter", "email"]), [("values", "Channels", "At the counter", "At the counter, E-mail", "better for customers")]),
    "a step is binding": (
        "en",
        document("procedure", stages=[{"stage": "greeting", "steps": [{"id": "hi", "do": "Greet.", "level": "should"}]}]),
        document("procedure", stages=[{"stage": "greeting", "steps": [{"id": "hi", "do": "Greet.", "level": "must"}]}]),
        [("values", "How binding it is", "should", "must", "asks more of staff")],
    ),
    "a step moves": (
        "en",
        document("procedure", stages=[{"stage": "greeting", "steps": [{"id": "hi", "do": "Greet."}]}]),
        document("procedure", stages=[{"stage": "farewell", "steps": [{"id": "hi", "do": "Greet."}]}]),
        [("values", "Stage", "Greeting", "Farewell", "")],
    ),
    "a limit by channel": (
        "en",
        document("conduct", rules=[{"id": "hi", "within": {"counter": "2 minutes"}}]),
        document("conduct", rules=[{"id": "hi", "within": {"counter": "1 minute"}}]),
        [("values", "Time limit, At the counter", "2 minutes", "1 minute", "asks more of staff")],
    ),
    "a switch": (
        "en",
        document("test", items=[{"id": "q", "ask": "Soon?"}]),
        document("test", items=[{"id": "q", "ask": "Soon?", "critical": True}]),
        [("values", "Critical", "no", "yes", "asks more of staff")],
    ),
    "what a training covers": (
        "en",
        document("training", covers=["waiting@1"]),
        document("training", covers=["waiting@2"]),
        [("values", "What it teaches", "Waiting (from version 1)", "Waiting (from version 2)", "")],
    ),
    "an owner": ("en", document("conduct", owner="manager"), document("conduct", owner="agent"), [("values", "Owner", "Manager", "Agent", "")]),
}  # fmt: skip
"""Language, before, after, and of each change: form, what, before, after, for whom it is better or stricter."""


@pytest.mark.parametrize(("language", "old", "new", "expected"), CASES.values(), ids=CASES)
def test_a_change_in_words(
    language: str, old: Document, new: Document, expected: list[tuple[str, ...]]
) -> None:
    """A sentence that whoever is not a programmer understands."""
    found = [
        tuple(
            text.replace("\u00a0", " ") for text in (one.form, one.what, one.before, one.after, one.meaning)
        )
        for one in said(told([old, new], language))
    ]

    assert [tuple(map(str, one)) for one in found] == expected


def test_placeholders_have_the_value_of_their_version() -> None:
    """What stands in braces is filled with what held then."""
    old, new = (
        standard(statement=f"We {verb} you within {{limit}}.", at_most=limit)
        for verb, limit in (("greet", "5 minutes"), ("serve", "3 minutes"))
    )

    [limit, words] = sorted(said(told([old, new])), key=lambda one: str(one.form), reverse=True)
    assert words.form == "text" or limit.form == "text"
    text = words if words.form == "text" else limit
    assert (text.before, text.after) == (
        "We greet you within 5\u00a0minutes.",
        "We serve you within 3\u00a0minutes.",
    )
    assert not text.judged


def test_texts_are_translated_on_both_sides_or_on_none() -> None:
    """A redline never leads from one language into another."""
    old, new = standard(statement="We greet you."), standard(statement="A clerk greets you.")
    path = ("clauses", "wait", "statement")
    both = told([old, new], "uk", translations=[{path: "Ми вітаємо вас."}, {path: "Касир вітає вас."}])
    one = told([old, new], "uk", translations=[{}, {path: "Касир вітає вас."}])

    words = next(found for found in said(both) if found.form == "text")
    assert (words.before, words.after, words.language) == ("Ми вітаємо вас.", "Касир вітає вас.", "uk")
    words = next(found for found in said(one) if found.form == "text")
    assert (words.before, words.after, words.language) == ("We greet you.", "A clerk greets you.", "en")


def test_a_text_that_comes_is_in_the_words_of_its_own_version() -> None:
    """Where there was nothing before, only the newer version's translation counts."""
    old, new = standard(statement="We greet you."), standard(statement="We greet you.", how="More clerks.")
    path = ("clauses", "wait", "how")
    telling = told(
        [old, new],
        "uk",
        translations=[{}, {path: "Більше касирів.", ("clauses", "wait", "statement"): "Ми вітаємо."}],
    )

    [words] = [found for found in said(telling) if found.form == "new"]
    assert (words.after, words.language) == ("Більше касирів.", "uk")


def test_prose_is_read_without_its_marks() -> None:
    """Headings, emphasis and links are marks; what they mark is read."""
    markdown = "## Why\n\nBecause **all** of you\nwait [here](standard:waiting#wait).\n\n- one\n- two\n"

    assert readable(markdown) == "Why\n\nBecause all of you wait here.\n\n- one\n- two"


def test_texts_with_nothing_in_common_stand_one_after_the_other() -> None:
    """A salad of struck and new words helps nobody."""
    [change] = said(told([standard(how="Two clerks join us."), standard(how="A machine gives numbers.")]))

    assert [(str(one.edit), one.text) for one in change.pieces] == [
        ("gone", "Two clerks join us."),
        ("same", "\n"),
        ("new", "A machine gives numbers."),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_name(language: str) -> None:
    """In every language itself: no reader meets the name of a field."""
    names = phrases("site/labels", language)["field_name"]
    for model, rules in RULES.items():
        for field, how in rules.items():
            key = model.model_fields[field].alias or field
            element = model.__name__.lower()
            if how is not Rule.IDENTITY and how is not Rule.ELEMENTS and how not in SETS[:3]:
                assert f"{element}_{key}" in names or key in names, (element, key)
                assert label_of(language, f"{element}.{key}", key) != key or language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_and_direction_has_words(language: str) -> None:
    """Whatever comes, goes, gets stricter or weaker."""
    words = phrases("site/labels", language)
    elements = {
        model.__name__.lower()
        for model in RULES
        if "id" in model.model_fields and not issubclass(model, tuple(KINDS.values()))
    }
    assert set(words["came"]) == set(words["went"]) == elements | {"document"}
    assert set(words["meaning"]) == {
        f"{whom}_{one}" for whom in ("customer", "staff") for one in Direction if one is not Direction.NONE
    }


def test_languages_have_the_same_words() -> None:
    """Every group and name of the pages of versions, in each language."""
    groups = (
        "came",
        "went",
        "meaning",
        "changed",
        "field_name",
        "held",
        "history",
        "compare",
        "changes",
        "as_of",
        "feed",
    )
    found = [
        {group: set(phrases("site/labels", language)[group]) for group in groups} for language in LANGUAGES
    ]
    assert found[0] == found[1] == found[2]


def pages(telling: Telling) -> dict[str, SitePage]:
    """The pages of versions by address: of the document, and of the whole handbook."""
    made = (*document_version_pages(telling.book, telling.shown), *handbook_version_pages(telling.book))
    return {one.address: one for one in made}


def soup(page: SitePage) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def test_who_approved_what_and_why() -> None:
    """Role, account, day, number of the request; the author's reason; evidence as links."""
    new = standard(
        at_most="5 minutes",
        change={"summary": "Sooner.", "reason": "Customers asked.", "evidence": ["survey"]},
    )
    approval = {
        "role": "manager",
        "by": "@boss",
        "on": "2026-01-20",
        "pull_request": 7,
        "content_sha256": "0" * 64,
    }
    telling = told([standard(at_most="9 minutes"), new], approvals=[approval])
    page = soup(pages(telling)["case/history/"])

    [newest, first] = page.select(".sv-version")
    text = newest.get_text(" ", strip=True)
    for expected in (
        "Sooner.",
        "Customers asked.",
        "Manager (@boss), 20 January 2026, change request 7",
        "@writer",
    ):
        assert expected in text
    assert newest.select_one("a[href*='evidence/survey/']")
    assert "First version" in first.get_text()
    assert first.h2 and first.h2["id"] == "v1.0.0"


def test_what_cannot_be_compared_is_never_no_change() -> None:
    """Business days without a calendar: the changelog, the list and the file of the browser say so."""
    telling = told([standard(at_most="1 business day"), standard(at_most="2 business days")])
    found = pages(telling)

    assert "could not be compared" in soup(found["case/history/"]).get_text()
    data = json.loads(found["case/compare/"].files["data/compare/case.json"])
    assert data["whole"] == [["none", None], [None, "none"]]
    [clause] = [part for part in data["parts"] if part["name"] == "#wait"]
    assert clause["between"] == {"1>0": None, "0>1": None}
    event = soup(found["changes/"]).select_one("[data-event=case][data-version='2.0.0']")
    assert event is not None
    assert "could not be compared" in event.get_text()


def test_the_file_grows_with_values_not_with_versions() -> None:
    """Forty versions with two limits in turn weigh little more than four."""
    limits = ("5 minutes", "6 minutes")
    sizes = []
    for count in (4, 40):
        telling = told([standard(at_most=limits[n % 2], statement="We greet you.") for n in range(count)])
        data = json.loads(pages(telling)["case/compare/"].files["data/compare/case.json"])
        sizes.append(len(json.dumps([data["parts"], data["changes"], data["words"]])))
        [clause] = [part for part in data["parts"] if part["name"] == "#wait"]
        assert len(clause["states"]) == len(clause["between"]) == 2
        assert len(data["changes"]) == 2
    assert sizes[1] < 2 * sizes[0]


def test_the_same_edition_gives_the_same_files() -> None:
    """Built twice, byte by byte."""
    documents = [standard(at_most="5 minutes"), standard(at_most="6 minutes", how="Slowly.")]
    first, second = (
        {path: content for page in pages(told(documents)).values() for path, content in page.files.items()}
        for _ in range(2)
    )
    assert first == second
    assert {"feed.xml", "data/versions.json", "data/compare/case.json"} <= set(first)


def test_editors_words_are_escaped() -> None:
    """What an editor writes is text on these pages too."""
    evil = "<script>alert(1)</script> & more words"
    telling = told([standard(statement="We greet you."), standard(statement=evil, how=evil)])
    for page in pages(telling).values():
        assert "<script>alert" not in page.html
        for content in page.files.values():
            if content.startswith(b"<?xml"):
                assert b"<script>" not in content


def test_a_clause_tells_its_past() -> None:
    """Since when, and what it was before; nothing where nothing was ever different."""
    limits = ("9 minutes", "9 minutes", "5 minutes")
    telling = told([standard(at_most=one, statement="We greet you.") for one in limits])
    shown = telling.shown
    past = clause_past(telling.book, shown, shown.document.clauses[0])
    assert past
    assert past.summary == "Since 3.0.0, 2 March 2026; before that 9\u00a0minutes"
    assert [(one.number, one.value) for one in past.stages] == [
        ("3.0.0", "5\u00a0minutes"),
        ("1.0.0", "9\u00a0minutes"),
    ]

    same = told([standard(at_most="9 minutes")] * 3)
    assert clause_past(same.book, same.shown, same.shown.document.clauses[0]) is None
