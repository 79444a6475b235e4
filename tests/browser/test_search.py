"""The search as a reader uses it: in the browser, over the built sample handbook."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.conftest import opened as window
from tests.browser.conftest import wait_for_attribute

QUERIES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("queries.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
LANGUAGES = sorted({language for language, *_ in QUERIES})
HOME = {"en": "", "uk": "uk/", "ru": "ru/"}
INPUT = "[data-search-input]"
RESULTS = "[data-search-results]"
WINDOWS = 4
PAGES = f"{RESULTS} .standards-search__page"


def opened(page: Page, language: str) -> Page:
    """The home page with the search open."""
    page.goto(HOME[language])
    page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    return page


def found(page: Page, query: str) -> list[str]:
    """Paths of the pages found for *query*, the best first."""
    page.locator(INPUT).fill(query)
    return answered(page, query)


def answered(page: Page, query: str) -> list[str]:
    """What was found for *query*, which was filled in before."""
    wait_for_attribute(page, RESULTS, "data-query", query)
    return [
        urlsplit(str(url)).path
        for url in page.locator(PAGES).evaluate_all("links => links.map(link => link.href)")
    ]


def is_expected(path: str, expected: str, language: str) -> bool:
    return any(path.endswith(f"/{HOME[language]}{one}/") for one in expected.split("|"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_queries(chromium: Browser, base_url: str, language: str) -> None:
    """The expected page is among the first three for 95 of 100 questions, and no form of a word finds nothing."""
    rows = [row for row in QUERIES if row[0] == language]
    missed, empty = [], []
    for (_, query, expected, comment), paths in zip(rows, answers(chromium, base_url, rows), strict=True):
        if not any(is_expected(path, expected, language) for path in paths[:3]):
            missed.append(f"{query} ({comment}): {paths[:3]}, not {expected}")
        if not paths and comment.startswith("form of"):
            empty.append(query)
    assert empty == []
    assert len(missed) <= 0.05 * len(rows), "\n".join(missed)


def answers(chromium: Browser, base_url: str, rows: list[tuple[str, ...]]) -> list[list[str]]:
    """What is found for each row's query, asked in several windows at once: each waits for its reader to stop typing."""
    with ExitStack() as stack:
        pages = [stack.enter_context(window(chromium, base_url)) for _ in range(WINDOWS)]
        for page in pages:
            opened(page, rows[0][0])
        paths: list[list[str]] = []
        for start in range(0, len(rows), WINDOWS):
            asked = list(zip(pages, (row[1] for row in rows[start : start + WINDOWS]), strict=False))
            for page, query in asked:
                page.locator(INPUT).fill(query)
            paths += [answered(page, query) for page, query in asked]
    return paths


def test_enough_queries() -> None:
    """The file covers all languages with sixty questions and more."""
    assert len(QUERIES) >= 60
    assert set(LANGUAGES) == set(HOME)
    assert len({(language, query) for language, query, *_ in QUERIES}) == len(QUERIES)


def test_added_words_never_show(page: Page) -> None:
    """A synonym finds the page, but stands nowhere in what is shown."""
    opened(page, "en")
    for synonym in ("refund", "wheelchair", "questionnaire"):
        assert found(page, synonym)
        first = page.locator(f"{RESULTS} > li").first
        expect(first).not_to_contain_text("complaint-resolution")
        assert "  " not in first.inner_text()
    paths = found(page, "email-reply")
    assert is_expected(paths[0], "email-reply", "en")
    expect(page.locator(f"{RESULTS} > li").first).not_to_contain_text("emailreply")


def test_marks_any_form(page: Page) -> None:
    """The forms of the word that was asked are marked, whatever form that was."""
    opened(page, "uk")
    assert found(page, "скаргами")
    marks = page.locator(f"{RESULTS} mark").all_inner_texts()
    assert marks
    assert all(mark.lower().startswith(("скарг", "скарз")) for mark in marks)


def test_clauses_are_deep_links(page: Page) -> None:
    """At most two clauses of a page are shown, and their links lead to the clause."""
    opened(page, "en")
    found(page, "complaint decided")
    items = page.locator(f"{RESULTS} > li")
    assert all(items.nth(at).locator("li").count() <= 2 for at in range(items.count()))
    link = page.locator(f"{RESULTS} li li a").first
    href = str(link.evaluate("link => link.href"))
    anchor = urlsplit(href).fragment
    assert anchor
    link.click()
    page.wait_for_url(href)
    expect(page.locator(f"[id='{anchor}']")).to_have_count(1)


def test_keyboard(page: Page) -> None:
    """s opens, arrows go through the results and round, Enter opens the first, Escape closes."""
    page.goto("")
    page.keyboard.press("s")
    dialog = page.locator("[data-search-dialog]")
    expect(dialog).to_be_visible()
    assert found(page, "chat")
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    links = page.locator(f"{RESULTS} a")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.keyboard.press("/")
    page.locator(INPUT).fill("telephone")
    page.keyboard.press("Enter")
    page.wait_for_url("**/telephone-answer/**")
    expect(dialog).to_be_hidden()


def test_shortcuts_can_be_switched_off(page: Page) -> None:
    """Keys of one letter can be switched off (WCAG 2.1.4), and stay so."""
    opened(page, "en")
    page.locator("[data-search-shortcuts]").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("[data-search-dialog]")).to_be_hidden()
    page.locator("[data-search-open]").click()
    expect(page.locator(INPUT)).to_be_focused()


def test_after_instant_navigation(page: Page) -> None:
    """The search works on, and leads to the right address, after pages were swapped without loading."""
    opened(page, "uk")
    first = found(page, "скарга")
    page.locator(PAGES).first.click()
    page.wait_for_url(f"**{first[0]}**")
    page.keyboard.press("/")
    assert found(page, "листи")
    assert found(page, "скарга") == first


def test_phone(phone: Page) -> None:
    """At 360 px the dialog fills the page and nothing has to be scrolled sideways."""
    phone.goto("")
    phone.locator("[data-search-open]").click()
    assert found(phone, "complaint")
    width = phone.evaluate("document.querySelector('[data-search-dialog]').scrollWidth")
    assert width <= 360
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def requests(page: Page) -> Iterator[list[str]]:
    """Paths of what the page asked the server for."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(urlsplit(request.url).path))
    yield seen


def test_loads_little(page: Page, requests: list[str]) -> None:
    """Nothing of the search is loaded before it opens; then engine, table and one file for each result shown."""
    page.goto("")
    page.wait_for_load_state("networkidle")
    assert not [path for path in requests if "/search/" in path]
    page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    assert found(page, "complaint")
    loaded = [path for path in requests if "/search/" in path]
    assert len([path for path in loaded if "/fragment/" in path]) <= 8
    assert len([path for path in loaded if "/index/" in path]) <= 3
    assert len(loaded) <= 17


def test_without_javascript(chromium: object, base_url: str) -> None:
    """The button is a link to the register, in the language of the page."""
    for language, home in HOME.items():
        context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
        page = context.new_page()
        page.goto(f"{base_url}{home}")
        expect(page.locator("[data-search-open]")).to_be_hidden()
        page.locator("[data-search-link]").click()
        assert page.url == f"{base_url}{home}register/", language
        context.close()


BROKEN = {
    # what does not load: what of it is asked for
    "the engine": "**/search/pagefind.js*",
    "the words": "**/search/words.*",
    "the index": "**/search/index/**",
    "a result": "**/search/fragment/**",
}
FAILED = {
    "en": "The search could not be loaded",
    "uk": "Не вдалося завантажити пошук",
    "ru": "Не удалось загрузить поиск",
}
QUESTION = {"en": "complaint", "uk": "скарга", "ru": "жалоба"}
STATUS = "[data-search-status]"


def aside(chromium: Browser, base_url: str) -> Page:
    """A page in a profile of its own that may fail."""
    return chromium.new_context(base_url=base_url).new_page()


@pytest.mark.parametrize("language", FAILED)
@pytest.mark.parametrize("part", BROKEN)
def test_a_search_that_does_not_load_says_so(
    chromium: Browser, base_url: str, part: str, language: str
) -> None:
    """Whatever part is missing, in the language of the page; the next question tries again."""
    page = aside(chromium, base_url)
    page.route(BROKEN[part], lambda route: route.abort())
    opened(page, language)
    page.locator(INPUT).fill(QUESTION[language])
    expect(page.locator(STATUS)).to_contain_text(FAILED[language])
    expect(page.locator(PAGES)).to_have_count(0)

    page.unroute(BROKEN[part])
    page.locator(INPUT).fill(f"{QUESTION[language]} ")
    expect(page.locator(PAGES).first).to_be_visible()
    page.context.close()


def test_a_search_without_network_says_so(chromium: Browser, base_url: str) -> None:
    """That there is no connection, not that something is broken."""
    page = aside(chromium, base_url)
    page.goto("")
    page.context.set_offline(True)
    page.keyboard.press("/")
    page.locator(INPUT).fill("complaint")
    expect(page.locator(STATUS)).to_contain_text("no connection to the network")
    page.context.close()


def test_a_slow_search_says_that_it_is_on_its_way(chromium: Browser, base_url: str) -> None:
    """After a moment, until there is an answer."""
    page = aside(chromium, base_url)
    held: list[Route] = []
    page.route(BROKEN["the words"], lambda route: held.append(route))
    opened(page, "en")
    page.locator(INPUT).fill("complaint")
    expect(page.locator(STATUS)).to_contain_text("being loaded")
    for route in held:
        route.continue_()
    expect(page.locator(PAGES).first).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("found")
    page.context.close()
