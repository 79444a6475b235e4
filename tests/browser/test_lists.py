"""The register sorts and filters, the quizzes answer: in a real browser, and both without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import opened

DOCUMENTS = "table[data-register=documents]"
QUIZ = "training/contact-agent/"


def column(page: Page, number: int) -> list[str]:
    """What stands in a column of the register of documents, in the rows that are shown."""
    cells = page.locator(f"{DOCUMENTS} tbody tr:not([hidden]) > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_register_sorts_by_the_heads_of_columns(page: Page) -> None:
    """By text, then by date: up, and down when asked again; the head says which, the address keeps it."""
    page.goto("register/")
    before = column(page, 1)
    head = page.locator(f"{DOCUMENTS} th[data-sort=since]")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    days = page.locator(f"{DOCUMENTS} tbody td:nth-child(6) time").evaluate_all(
        "all => all.map(one => one.dateTime)"
    )
    assert days == sorted(days)
    assert len(set(days)) > 3

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert parse_qs(urlsplit(page.url).query) == {"sort-documents": ["since.down"]}

    page.reload()
    expect(page.locator(f"{DOCUMENTS} th[data-sort=since]")).to_have_attribute("aria-sort", "descending")
    assert sorted(column(page, 1)) == sorted(before)
    assert page.locator("[aria-sort]").count() == 1


def test_register_sorts_limits_by_length(page: Page) -> None:
    """20 seconds before 5 minutes before 1 business day, whatever the words."""
    page.goto("register/?sort-commitments=limit.up")
    values = page.locator("table[data-register=commitments] td[data-value]").evaluate_all(
        "all => all.map(one => one.dataset.value).filter(Boolean).map(Number)"
    )
    assert len(values) > 10
    assert values == sorted(values)


def test_register_filters_and_the_address_can_be_shared(page: Page, chromium: Browser, base_url: str) -> None:
    """By a choice and by words; the same address shows the same rows elsewhere."""
    page.goto("register/")
    everything = len(column(page, 1))
    page.get_by_label("Role").select_option("counter-clerk")
    mine = column(page, 1)
    assert 0 < len(mine) < everything
    page.get_by_label("Text", exact=True).fill("Waiting at")
    assert column(page, 1) == ["counter-waiting"]
    expect(page.locator("[data-register-count]")).to_contain_text(f"1 of {everything} documents")
    assert parse_qs(urlsplit(page.url).query) == {"role": ["counter-clerk"], "q": ["Waiting at"]}

    with opened(chromium, base_url) as other:
        other.goto(page.url)
        expect(other.get_by_label("Role")).to_have_value("counter-clerk")
        assert column(other, 1) == ["counter-waiting"]

    page.get_by_role("button", name="Clear").click()
    expect(page.locator(f"{DOCUMENTS} tbody tr:not([hidden])")).to_have_count(everything)
    assert urlsplit(page.url).query == ""


def test_register_works_after_instant_navigation(page: Page) -> None:
    """The theme brings pages without a load; the filter must open all the same."""
    page.goto("roles/")
    page.get_by_role("navigation", name="Tabs").or_(page.locator("nav")).get_by_role(
        "link", name="Register"
    ).first.click()
    expect(page.locator("h1")).to_contain_text("Register")
    expect(page.locator("[data-register-filter]")).to_be_visible()
    expect(page.locator(f"{DOCUMENTS} thead button")).to_have_count(8)


def test_register_without_javascript_is_a_table(chromium: Browser, base_url: str) -> None:
    """Every row, no control that would do nothing."""
    with opened(chromium, base_url, java_script_enabled=False) as page:
        page.goto("register/")
        assert page.locator(f"{DOCUMENTS} tbody tr").count() >= 25
        assert page.locator("table button, .ls-filter:visible, .ls-filter select:visible").count() == 0


def open_quiz(page: Page) -> None:
    page.goto(QUIZ)
    page.locator("details.ls-unit__quiz > summary").first.focus()
    page.keyboard.press("Enter")


def test_quiz_by_keyboard_alone(page: Page) -> None:
    """Into the quiz, an answer chosen, checked, told in a live region, the explanation opened."""
    open_quiz(page)
    question = page.locator(".ls-question").first
    feedback = question.get_by_role("status")
    right = int(question.get_attribute("data-answer") or 0)
    options = question.get_by_role("radio")
    wrong = 1 if right != 1 else 2

    page.keyboard.press("Tab")
    expect(options.first).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(wrong - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(feedback).to_contain_text("Not quite")
    expect(question.get_by_text("Show the answer")).to_be_visible()

    for _ in range((right - wrong) % options.count()):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(question.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Space")
    expect(feedback).to_have_text("Right.")
    expect(question.locator("details")).to_have_attribute("open", "")
    expect(question.locator("details a")).to_have_attribute("href", re.compile("#"))
    # The first answer counts.
    expect(page.locator("[data-quiz-score]").first).to_contain_text("0 of")


def test_quiz_stores_and_sends_nothing(page: Page) -> None:
    """No cookie, no storage of ours, no request after the page is there."""
    open_quiz(page)
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    stored = page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    question = page.locator(".ls-question").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).not_to_be_empty()

    assert sent == []
    assert page.context.cookies() == []
    assert page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})") == stored


def test_quiz_asks_for_an_answer_and_starts_again(page: Page) -> None:
    """A check without a choice says so; starting again empties everything."""
    open_quiz(page)
    question = page.locator(".ls-question").first
    question.get_by_role("button", name="Check").click()
    expect(question.get_by_role("status")).to_contain_text("Choose")
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Start again").first.click()
    expect(question.get_by_role("status")).to_be_empty()
    assert page.locator(".ls-quiz input:checked").count() == 0


def test_quiz_without_javascript_has_its_answers(chromium: Browser, base_url: str) -> None:
    """Behind each question; nothing to press that would do nothing."""
    with opened(chromium, base_url, java_script_enabled=False) as page:
        page.goto(QUIZ)
        page.locator("details.ls-unit__quiz > summary").first.click()
        question = page.locator(".ls-question").first
        question.get_by_text("Show the answer").click()
        expect(question.locator("details p").first).to_be_visible()
        assert question.get_by_role("button").count() == 0


@pytest.mark.parametrize(
    "address", ["journey/", "roles/contact-agent/", "register/", QUIZ, "uk/register/", "ru/journey/"]
)
def test_no_list_scrolls_sideways_on_a_phone(phone: Page, address: str) -> None:
    """What is wider scrolls within itself, by keyboard too."""
    phone.goto(address)
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for table in phone.locator(".ls-scroll").all():
        assert table.get_attribute("tabindex") == "0"
        assert table.get_attribute("aria-label")
