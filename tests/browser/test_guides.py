"""The guides in a real browser: accessible, narrow, dark, found, printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import opened
from tests.browser.test_accessibility import COLOURS, LOOKS, violations, wear
from tests.browser.test_search import HOME, found
from tests.browser.test_search import opened as search

from service_standards.site.guides import READERS

QUESTIONS = {
    ("en", "pull request"): "editors",
    ("en", "When an approval does not count"): "approvers",
    ("en", "branch protection"): "administrators",
    ("en", "auditors"): "compliance",
    ("uk", "як редагувати"): "editors",
    ("uk", "погодженням"): "approvers",
    ("uk", "захистити гілку"): "administrators",
    ("ru", "перевод положения"): "translators",
    ("ru", "для администраторов"): "administrators",
}


@pytest.mark.parametrize("language", HOME)
def test_no_violation(chromium: Browser, base_url: str, language: str) -> None:
    """axe-core finds nothing on any guide, in any look; no page is wider than its window."""
    found: dict[str, list[str]] = {}
    with opened(chromium, base_url, reduced_motion="reduce", **LOOKS["light"]) as page:
        for address in ("help/", "help/guides/", *(f"help/guides/{reader}/" for reader in READERS)):
            page.goto(HOME[language] + address, wait_until="load")
            for look in LOOKS:
                wear(page, look)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, look)
                if faults := violations(page, COLOURS if look == "dark" else None):
                    found[f"{HOME[language]}{address}, {look}"] = faults
    assert found == {}


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_guides_are_found(page: Page, language: str, question: str) -> None:
    """By what people who need one type, in any form."""
    search(page, language)

    paths = found(page, question)[:3]
    assert any(path.endswith(f"/help/guides/{QUESTIONS[language, question]}/") for path in paths), paths


def test_every_page_leads_to_the_help(page: Page) -> None:
    """From the foot of a page of a standard to the guide for editors, by links."""
    page.goto("uk/email-reply/")
    page.locator("footer").get_by_role("link", name="Довідка", exact=True).click()
    page.locator("article").get_by_role("link", name="Для редакторів").click()

    page.wait_for_url("**/uk/help/guides/editors/")
    # Decoding waits for a picture, and fails where there is none.
    pictures = page.locator("figure.ls-picture img").evaluate_all(
        "async all => { await Promise.all(all.map(one => (one.loading = 'eager', one.decode()))); return all.length }"
    )
    assert pictures >= 5


def test_printed_code_is_not_cut(page: Page) -> None:
    """On paper nothing can be scrolled: lines of code wrap, pictures and tables fit."""
    page.set_viewport_size({"width": 720, "height": 1000})
    page.goto("help/guides/editors/")
    page.emulate_media(media="print")

    too_wide = page.evaluate(
        "[...document.querySelectorAll('.ls-guide :is(pre, img, table)')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth)"
        ".map(one => one.outerHTML.slice(0, 80))"
    )
    assert too_wide == []
