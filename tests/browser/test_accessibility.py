"""
axe-core finds no violation of WCAG 2.0, 2.1 and 2.2, levels A and AA.

On one page of each template, in each language, light and dark, at 1280 and at
360 px, and with the search open. What axe cannot see is not proved here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import opened
from tests.browser.test_search import INPUT, RESULTS

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours, which are all that a page in the dark has of its own."""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds, by all rules or by these, a line each: rule, what it is about, where."""
    # Evaluated by the test's driver, so the page's policy on scripts is as readers have it.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']}: {one['help']} – {node['target']}: {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_no_violation(
    chromium: Browser, base_url: str, one_of_each: dict[str, dict[str, str]], language: str
) -> None:
    """Every template, in this language; a page is loaded once and then looked at in every look."""
    found: dict[str, list[str]] = {}
    # Colours, and what folds on a telephone, are the same in every language; words and structure are not.
    looks = list(LOOKS) if language == "en" else ["light"]
    with opened(chromium, base_url, reduced_motion="reduce", **LOOKS["light"]) as page:
        for template, address in one_of_each[language].items():
            page.goto(address, wait_until="load")
            for look in looks:
                wear(page, look)
                # The switch of the scheme has another name in the dark; it is the same on every page.
                other_colours = look == "dark" and template != "home.html"
                if faults := violations(page, COLOURS if other_colours else None):
                    found[f"{template} ({address}), {look}"] = faults
    assert found == {}


def wear(page: Page, look: str) -> None:
    """Let an open page have another look, as when a reader's device changes it."""
    wanted = LOOKS[look]
    page.emulate_media(color_scheme=wanted["color_scheme"], reduced_motion="reduce")
    page.set_viewport_size(wanted["viewport"])
    scheme = "slate" if wanted["color_scheme"] == "dark" else "default"
    page.locator(f"body[data-md-color-scheme={scheme}]").wait_for(state="attached")


@pytest.mark.parametrize("look", LOOKS)
def test_no_violation_with_the_search_open(chromium: Browser, base_url: str, look: str) -> None:
    """The search dialog, with results in it."""
    with opened(chromium, base_url, reduced_motion="reduce", **LOOKS[look]) as page:
        page.goto("", wait_until="load")
        page.keyboard.press("/")
        page.locator(INPUT).fill("reply")
        page.locator(f"{RESULTS} > li").first.wait_for()

        assert violations(page) == []


@pytest.fixture(scope="session")
def one_of_each(site: Path) -> Iterator[dict[str, dict[str, str]]]:
    """By language, the address of one page of each template."""
    from tests.browser.pages import sample_pages

    chosen: dict[str, dict[str, str]] = {}
    for page in sample_pages():
        chosen.setdefault(page.language, {}).setdefault(page.template, page.address)
    yield chosen
