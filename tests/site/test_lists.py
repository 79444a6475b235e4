"""The lists of the site, over a handbook small enough to know by heart."""

from __future__ import annotations

from datetime import date
from posixpath import join, normpath

import pytest
from bs4 import BeautifulSoup
from tests.site.small_handbook import TODAY, book, edition_today, handbook, pages

from service_standards.model.records import Waiver
from service_standards.site.data import data_files
from service_standards.site.learning import quiz_questions
from service_standards.site.lines import sort_key
from service_standards.site.norms import norm_rows
from service_standards.site.page import SitePage
from service_standards.site.records import waiver_state, what_rests_on
from service_standards.site.register import commitment_rows, register_rows
from service_standards.site.roles import contact, documents_of

LANGUAGES = ("en", "uk", "ru")


def soup(page: SitePage) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def documents_on(page: SitePage) -> set[str]:
    return {str(one["data-document"]) for one in soup(page).select("[data-document]")}


ROLES = {
    "clerk": {"waiting", "serve", "good", "course"},
    "agent": {"serve", "answer"},
    "manager": {"shop"},
}


@pytest.mark.parametrize(("role", "expected"), ROLES.items(), ids=ROLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_page_has_all_documents_of_the_role_and_nothing_else(
    role: str, expected: set[str], language: str
) -> None:
    """In force only: no draft, nothing retired, and no document of another role, not even as a link."""
    page = pages(language)[book(language).address("roles", role)]

    assert {one.id for one in documents_of(book(language), role)} == expected
    assert documents_on(page) == expected
    linked = {href.strip("./").split("/")[0].split("#")[0] for href in links(page)}
    assert linked & set(handbook().dossiers) == expected


def test_stages_stand_in_the_order_of_the_registry() -> None:
    """From greeting to farewell, whatever the order in a procedure; a stage without anything is left out."""
    clerk = soup(pages()["roles/clerk/"])
    journey = soup(pages()["journey/"])

    assert [one["id"] for one in clerk.select(".ls-stage")] == ["greeting", "farewell"]
    assert [one["id"] for one in journey.select(".ls-stage")] == ["greeting", "solution", "farewell"]
    assert "Nothing is laid down" in journey.select_one("#solution").get_text()


def test_own_steps_are_marked_and_others_have_no_script() -> None:
    """On the clerk's page her step is marked and says what to say; the agent's is shown small."""
    clerk, agent = soup(pages()["roles/clerk/"]), soup(pages()["roles/agent/"])

    assert "Greet the customer." in clerk.select_one(".ls-step--own").get_text()
    assert "Good morning!" in clerk.select_one(".ls-say").get_text()
    assert "Say goodbye." in clerk.select_one(".ls-step--other").get_text()
    assert agent.select_one(".ls-say") is None


def test_rules_hold_at_their_stage_or_everywhere() -> None:
    """A rule that names no stage stands apart, once."""
    journey = soup(pages()["journey/"])
    always = journey.select_one("#always").find_next("ul").get_text()

    assert "Listen." in always
    assert "Smile." not in always
    assert "Smile." in journey.select_one("#greeting").get_text()
    assert "Say thanks." in journey.select_one("#farewell").get_text()


def test_the_journey_shows_where_times_lie() -> None:
    """A bar where steps have a time, a thin line where they have none, nothing where there are no steps."""
    [row] = soup(pages()["journey/"]).select(".ls-clocks tbody tr")
    cells = row.select(".ls-clocks__cell")

    assert "5\xa0minutes" in row.get_text()
    assert cells[0].get_text(strip=True) == "2\xa0minutes"
    assert cells[1].select_one(".ls-bar") is None
    assert cells[2].select_one(".ls-bar--thin") is not None


def test_the_five_components_are_all_named() -> None:
    """Also those for which nothing is promised; accuracy, the sixth, only where it is promised."""
    found = [one["id"] for one in soup(pages()["journey/"]).select(".ls-component")]

    assert found == [
        f"component-{name}" for name in ("speed", "courtesy", "availability", "personalisation", "resolution")
    ]


def test_channel_page_leaves_out_what_is_for_other_channels() -> None:
    """On e-mail no promise, step or rule of the counter."""
    email, counter = pages()["channels/email/"].html, pages()["channels/counter/"].html

    assert "Soon." in email
    assert "Say thanks." not in email
    assert "Greet the customer." not in email
    assert "Say thanks." in counter
    assert "first-contact" in counter


def test_aspects_come_from_headers_and_clauses() -> None:
    """A document by its header, a rule by its own mark."""
    assert documents_on(pages()["aspects/timeliness/"]) == {"waiting"}
    assert "Listen." in pages()["aspects/responsiveness/"].html
    assert documents_on(pages()["aspects/responsiveness/"]) == {"good"}
    assert documents_on(pages()["aspects/efficiency/"]) == set()


def test_services_show_promises_and_who_keeps_them() -> None:
    """A service's own standards only, and the procedures that fulfil them."""
    sale = pages()["services/sale/"]

    assert documents_on(sale) == {"serve"}
    assert "A clerk greets you within 5\xa0minutes." in soup(sale).get_text()
    assert "Soon." not in sale.html


def test_register_has_every_document_with_its_facts() -> None:
    """The retired one too; drafts are not in what is published."""
    rows = {row.id: row for row in register_rows(book())}

    assert list(rows) == ["answer", "course", "gone", "good", "serve", "shop", "waiting"]
    assert (rows["waiting"].version, rows["waiting"].status) == ("1.1.0", "In force")
    assert rows["waiting"].since.iso == "2026-05-01"
    assert rows["waiting"].review.iso == "2027-10-01"
    assert rows["serve"].coming == "2.0.0 from 1 Jan 2027"
    assert (rows["gone"].status, rows["gone"].review.iso) == ("Retired", "")
    assert (rows["serve"].facets.service, rows["serve"].facets.role) == ("sale", "clerk agent")
    assert rows["waiting"].facets.component == "speed courtesy"


def test_commitments_are_listed_with_their_figures() -> None:
    """Of what is in use, with values in words."""
    rows = {row.id: row for row in commitment_rows(book())}

    assert list(rows) == ["answer#soon", "waiting#wait", "waiting#smile"]
    assert rows["waiting#wait"].statement == "A clerk greets you within 5\xa0minutes."
    assert rows["waiting#wait"].target == "90% every month"
    assert float(rows["waiting#wait"].sort) < float(rows["answer#soon"].sort)


def test_register_filters_by_what_occurs() -> None:
    """No choice without a row, no filter with a single choice."""
    page = soup(pages()["register/"])
    choices = {
        str(select["name"]): [option["value"] for option in select.select("option")]
        for select in page.select("select")
    }

    assert choices["kind"] == ["", "standard", "procedure", "conduct", "test", "training"]
    assert choices["role"] == ["", "clerk", "agent", "manager"]
    assert choices["component"] == ["", "speed", "courtesy"]
    assert choices["status"] == ["", "in-force", "retired"]
    assert page.select_one("form").has_attr("hidden")
    assert len(page.select("table tbody tr")) == 7 + 3


def test_norm_shows_cover_and_gaps() -> None:
    """Clauses of the registry first, then those that documents name; a gap where nothing covers."""
    norm = book().entries("norms")["norm"]
    rows = norm_rows(book(), "norm", norm)

    assert [(row.clause, row.state) for row in rows] == [("7.10", "gap"), ("7.2", "partial"), ("9", "full")]
    assert "1 clause is not covered" in pages()["norms/norm/"].html
    assert "Withdrawn" in soup(pages()["norms/old-norm/"]).select_one(".ls-notice").get_text()
    assert soup(pages()["norms/norm/"]).select_one(".ls-notice") is None


def test_quiz_leaves_out_what_cannot_be_answered() -> None:
    """A question whose answer is none of its options would never be right."""
    [question] = quiz_questions(book(), edition_today().shown["course"])
    quiz = soup(pages()["training/clerk/"]).select_one("fieldset")

    assert question.id == "course-how-long"
    assert quiz["data-answer"] == "2"
    assert [one["name"] for one in quiz.select("input[type=radio]")] == ["course-how-long"] * 2
    assert quiz.select_one("legend").get_text(" ", strip=True).endswith("How long?")
    assert quiz.select_one("details a")["href"].endswith("waiting/#wait")
    assert quiz.select_one("[data-quiz-answer] p").get_text() == "Five minutes"


def test_tests_stand_under_their_four_kinds() -> None:
    """All four kinds, also without a test; what each item verifies."""
    page = soup(pages()["tests/"])

    kinds = [one["id"] for one in page.select("h2[id]")]
    assert kinds[:4] == ["functional", "satisfaction", "speed", "usability"]
    assert documents_on(pages()["tests/"]) == {"shop"}
    assert "All visits; 1,200 every quarter" in page.get_text()
    assert page.select_one("tbody td:nth-of-type(2) a")["href"].endswith("waiting/#wait")


WAIVERS = {
    "first day": ("2026-12-01", "2026-12-31", "in_force"),
    "last day": ("2026-01-01", "2026-12-01", "in_force"),
    "day after": ("2026-01-01", "2026-11-30", "ended"),
    "day before": ("2026-12-02", "2026-12-31", "coming"),
    "no end": ("2026-01-01", None, "in_force"),
}


@pytest.mark.parametrize(("start", "end", "state"), WAIVERS.values(), ids=WAIVERS)
def test_state_of_a_waiver(start: str, end: str | None, state: str) -> None:
    """The first and the last day count."""
    waiver = Waiver.model_validate({"id": "one", "title": "One", "on": "waiting", "from": start, "to": end})

    assert waiver_state(waiver, TODAY) == state


def test_waivers_stand_under_their_state() -> None:
    """Each with its anchor, one under each heading."""
    found = [one["id"] for one in soup(pages()["waivers/"]).select(".ls-waiver")]

    assert found == ["now", "later", "before"]


def test_evidence_says_what_rests_on_it() -> None:
    """The version changed, the baseline, the review."""
    rests = [(one.why, one.address) for one in what_rests_on(book(), "survey")]

    assert rests == [("change", "waiting/1.1.0/"), ("baseline", "waiting/#wait"), ("review", "waiting/")]


SORTED = {
    "Ukrainian": [
        "абонент",
        "вимога",
        "ґанок",
        "документ",
        "етап",
        "єдність",
        "жалоба",
        "завдання",
        "ім’я",
        "їжа",
    ],
    "Russian": ["етап", "ёлка", "жалоба"],
    "English": ["Branch", "counter", "Customer"],
}


@pytest.mark.parametrize("words", SORTED.values(), ids=SORTED)
def test_words_sort_by_the_alphabet(words: list[str]) -> None:
    """Not by code points, where і and є follow я."""
    backwards = words[::-1]

    assert sorted(backwards, key=sort_key) == words


def test_glossary_has_anchors_by_id() -> None:
    """By the alphabet, with what not to say."""
    page = soup(pages()["glossary/"])

    assert [one["id"] for one in page.select(".ls-term")] == ["bell", "queue"]
    assert page.select_one(".ls-forbidden s").get_text() == "crowd"


CONTACTS = {
    "mailbox": ("desk@shop.example", "mailto:desk@shop.example"),
    "telephone": ("+380 44 000 00 00", "tel:+380440000000"),
    "extension": ("ext. 42", ""),
    "none": (None, ""),
}


@pytest.mark.parametrize(("desk", "link"), CONTACTS.values(), ids=CONTACTS)
def test_contact_desk(desk: str | None, link: str) -> None:
    """A link only where it surely leads somewhere."""
    role = book().entries("roles")["clerk"].model_copy(update={"contact": desk})

    assert contact(role) == (desk or "", link)


def links(page: SitePage) -> list[str]:
    return [str(one["href"]) for one in soup(page).select("a[href]")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_a_list_leads_somewhere(language: str) -> None:
    """To a list, to a document in the same language, to one of its versions, or to a data file."""
    here = book(language)
    known = (
        set(pages(language))
        | set(data_files(edition_today()))
        | {"data/versions.json", here.address() + "feed.xml"}
        | {path for page in pages(language).values() for path in page.files}
    )
    known |= {here.address(name) for name in (*edition_today().shown, "as-of", "changes")}
    known |= {
        here.address(name, str(release.number))
        for name, shown in edition_today().shown.items()
        for release in shown.dossier.releases
    }
    for page in pages(language).values():
        anchors = {str(one["id"]) for one in soup(page).select("[id]")}
        for heading in page.headings:
            assert heading.anchor in anchors, (page.address, heading.anchor)
        for href in links(page):
            if href.startswith(("mailto:", "https:", "tel:")):
                continue
            path, _, anchor = href.partition("#")
            if not path:
                assert anchor in anchors, (page.address, href)
                continue
            target = normpath(join("/" + page.address, path))[1:]
            assert target in known or f"{target}/" in known, (page.address, href)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_on_a_page_are_unique(language: str) -> None:
    """Anchors that mean two places mean none."""
    for page in pages(language).values():
        ids = [one["id"] for one in soup(page).select("[id]")]
        assert len(ids) == len(set(ids)), page.address


def test_every_language_has_the_same_lists() -> None:
    """With an address in each, and words of its own."""
    for language in LANGUAGES[1:]:
        there = {address.removeprefix(f"{language}/") for address in pages(language)}
        assert there == set(pages())
    assert pages("uk")["uk/roles/clerk/"].title == "Касир"
    assert pages()["roles/clerk/"].alternates["ru"] == "ru/roles/clerk/"


def test_lists_rank_below_documents() -> None:
    """Each can be found by its title, none outweighs a document."""
    for page in pages().values():
        assert page.search is not None
        assert 0 < page.search.weight < 1
        assert page.search.title == page.title


def test_source_text_is_marked_where_the_translation_is_missing() -> None:
    """So that a screen reader says it in the right voice."""
    step = soup(pages("uk")["uk/roles/clerk/"]).select_one(".ls-step__do a")

    assert step["lang"] == "en"
    assert not soup(pages()["roles/clerk/"]).select("[lang]")


def test_an_editors_text_is_never_markup() -> None:
    """Whatever it holds, on whatever page it stands."""
    showing = [page for page in pages().values() if "Soon." in page.html]

    assert {"register/", "roles/agent/", "channels/email/"} <= {page.address for page in showing}
    for page in showing:
        assert "Soon. &lt;script&gt;alert(1)" in page.html
        assert "<script" not in page.html


def test_the_day_decides() -> None:
    """A waiver that has ended is not shown on the role's page."""
    assert edition_today().on == date(2026, 12, 1)
    assert "waiver in force" in pages()["roles/clerk/"].html
