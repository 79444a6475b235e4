"""The matrices of coverage in a real browser: the one filter, and tables that scroll by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import opened


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_only_rows_with_gaps(chromium: Browser, base_url: str, scripts: bool) -> None:
    """No script is needed: what is whole goes, what has a gap stays, and a matrix without gaps says so."""
    with opened(chromium, base_url, java_script_enabled=scripts) as page:
        page.goto("coverage/")
        norms = page.locator("[data-matrix=norms] tr[data-row]:visible")
        whole = page.locator("[data-matrix=norms] tr[data-row]:not([data-gap])").first
        everything = norms.count()
        expect(whole).to_be_visible()
        expect(page.locator(".mx-nothing:visible")).to_have_count(0)

        page.get_by_label("Only rows with gaps").check()

        expect(whole).to_be_hidden()
        assert 0 < norms.count() < everything
        assert norms.count() == page.locator("[data-matrix=norms] tr[data-gap]").count()
        expect(page.locator("[data-matrix=commitments]")).to_be_hidden()
        expect(page.locator(".mx-nothing:visible")).not_to_have_count(0)


SCROLLED = """() => new Promise((said) => {
  const look = (left) => {
    const scrolled = document.activeElement.scrollLeft > 0
    scrolled || !left ? said(scrolled) : requestAnimationFrame(() => look(left - 1))
  }
  look(200)
})"""
"""Whether what has the focus has moved within 200 frames; not by `wait_for_function`, whose second look the page's policy forbids."""


def test_a_wide_matrix_scrolls_by_keyboard(chromium: Browser, base_url: str) -> None:
    """Inside its own frame: the page itself stays as wide as the telephone."""
    with opened(chromium, base_url, viewport={"width": 360, "height": 740}) as page:
        for address in ("coverage/", "lifecycle/"):
            page.goto(address)
            frame = page.locator(".ls-scroll").first
            frame.focus()
            for _ in range(4):
                page.keyboard.press("ArrowRight")
            assert page.evaluate(SCROLLED)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            head = frame.locator("tbody th[scope=row]").first
            box = head.bounding_box()
            assert box is not None
            assert box["x"] >= 0  # the row's head stays in sight
