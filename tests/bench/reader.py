"""
What a reader waits for: pages of a built site on a slow phone, `python -m tests.bench.reader SITE`.

Chromium with a processor slowed four times, on slow 4G (1.6 Mbit/s down, 0.75 up,
150 ms there and back), 360 x 740 px, with nothing in its cache. Times are from the
click on the link, medians of several visits; *usable* is the frame after the answer
stands on the page. The theme's bundle is what Material brings: one load for all pages.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from .compressed import hosted

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
SLOWER = 4
NETWORK = {
    "offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8,
}  # fmt: skip
THEME = ("/assets/javascripts/", "/assets/stylesheets/", "/assets/images/")
PATIENCE = 120_000  # milliseconds
SEARCHED = "reply"
LISTS = ("register", "journey", "coverage", "lifecycle", "tests", "reviews")
"""Pages that list the whole handbook."""
SEVERAL = ("roles", "channels", "training", "aspects", "norms")
"""Folders of pages that each list a part of it."""
WATCH = """
([selector, patience]) => {
  window.usable = new Promise(resolve => {
    const look = () => document.querySelector(selector)
      ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
      : performance.now() > patience ? resolve(NaN) : requestAnimationFrame(look)
    look()
  })
}
"""
"""Looks in every frame whether an element is there, then waits until the browser has drawn it; NaN if it never is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page, opened once."""

    requests: int
    transferred: int
    """Bytes, compressed, with their headers."""
    own: int
    """Bytes without the theme's bundle."""
    loaded: float
    """Seconds until the load event."""
    usable: float
    """Seconds until what was asked for stands on the page."""
    blocked: float
    """Seconds in which the page did not answer: long tasks together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page and what a reader waits for on it."""

    name: str
    address: str
    awaited: str = "main article, .md-content"
    """The selector of what is there when the page is usable."""
    search: str = ""
    """What is typed into the search after the page has loaded; *usable* is then counted from the click that opens it."""


@dataclass  # without slots: playwright marks the handlers on it
class _Wire:
    """What came over the wire."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)

    def attach(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def bytes(self, *, own: bool = False) -> int:
        taken = (
            size
            for request, size in self.sizes.items()
            if not (own and any(part in self.addresses.get(request, "") for part in THEME))
        )
        return int(sum(taken))


def questions(site: Path) -> Iterator[Question]:
    """Yield what is measured of a site: its largest document, the search, the pages of the past, the lists."""
    documents = json.loads((site / "data" / "documents.json").read_text(encoding="utf-8"))["documents"]
    sizes = {one["id"]: (site / one["address"] / "index.html").stat().st_size for one in documents}
    middle, largest = sorted(sizes, key=sizes.__getitem__)[len(sizes) // 2], max(sizes, key=sizes.__getitem__)
    yield Question(name="home", address="")
    yield Question(name="a document of middle size", address=f"{middle}/")
    yield Question(name="the largest document", address=f"{largest}/")
    yield Question(
        name="search, first result", address=f"{middle}/", search=SEARCHED, awaited="[data-search-results] li"
    )
    yield Question(name="as-of, page", address="as-of/", awaited="[data-form]:not([hidden])")
    shown = "[data-result][data-shown]"
    day = "2026-11-30"
    yield Question(name="as-of, the largest document", address=f"as-of/?id={largest}&on={day}", awaited=shown)
    yield Question(name="as-of, everything on a day", address=f"as-of/?on={day}", awaited=shown)
    heaviest = sorted(site.glob("data/compare/*.json"), key=lambda file: file.stat().st_size)
    several = (
        file.stem for file in reversed(heaviest) if _has_versions(site / file.stem / "compare" / "index.html")
    )
    if (id := next(several, None)) is not None:
        yield Question(name="compare, the largest document", address=f"{id}/compare/", awaited=shown)
    yield Question(name="changes, page", address="changes/", awaited="[data-filter]:not([hidden])")
    filtered = "[data-register-count]:not(:empty)"
    yield Question(name="register, filtered", address=f"register/?q={SEARCHED}", awaited=filtered)
    for name in LISTS:
        yield Question(name=name, address=f"{name}/")
        if parts := [part for part in site.glob(f"{name}/**/index.html") if part.parent.name.isdecimal()]:
            part = max(parts, key=lambda one: one.stat().st_size).parent.relative_to(site)
            yield Question(name=f"{name}, its largest part", address=f"{part}/")
    for name in SEVERAL:
        pages = site.glob(f"{name}/*/**/index.html")
        if found := max(pages, key=lambda one: one.stat().st_size, default=None):
            address = f"{found.parent.relative_to(site)}/"
            yield Question(name=f"the largest page of {name}", address=address)


def _has_versions(page: Path) -> bool:
    """Whether there is anything to compare on a page; with one version there is not."""
    return page.exists() and 'data-versions="compare"' in page.read_text(encoding="utf-8")


def visit(browser: Browser, home: str, question: Question) -> Visit:
    """Open one page on the slow phone, with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    session = context.new_cdp_session(page)
    wire = _Wire()
    wire.attach(session)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})({json.dumps([question.awaited, PATIENCE])})")
    page.add_init_script(
        "window.long = []; new PerformanceObserver(l => long.push(...l.getEntries().map(e => e.duration)))"
        ".observe({type: 'longtask', buffered: true})"
    )
    page.goto(home + question.address, wait_until="load")
    clicked = _searched(page, question) if question.search else 0.0
    usable = page.evaluate("window.usable") - clicked
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    blocked = page.evaluate("window.long.reduce((sum, one) => sum + one, 0)")
    found = Visit(
        requests=len(wire.addresses),
        transferred=wire.bytes(),
        own=wire.bytes(own=True),
        loaded=loaded / 1000,
        usable=usable / 1000,
        blocked=blocked / 1000,
    )
    context.close()
    return found


def _searched(page: Page, question: Question) -> float:
    """Open the search and type; gives when the button was pressed."""
    page.wait_for_load_state("networkidle")
    clicked: float = page.evaluate(
        "() => { document.querySelector('[data-search-open]').click(); return performance.now() }"
    )
    page.locator("[data-search-input]").fill(question.search)
    return clicked


def middle(visits: list[Visit]) -> Visit:
    """The medians, each of its own."""
    values = {one.name: median(getattr(visit, one.name) for visit in visits) for one in fields(Visit)}
    return Visit(**{**values, **{name: int(values[name]) for name in ("requests", "transferred", "own")}})


def main() -> None:
    """Visit the pages of a site and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reader", description=__doc__)
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--only", nargs="+", default=[""], metavar="WORD", help="questions with this word in their name"
    )
    asked = parser.parse_args()  # fmt: skip
    print(
        f"Chromium, processor {SLOWER} times slower, {NETWORK['downloadThroughput'] * 8 / 1e6} Mbit/s down, "
        f"{NETWORK['latency']} ms; medians of {asked.runs}\n\n"
        "| page | requests | kB | kB without the theme's bundle | load, s | usable, s | usable after load, s | blocked, s |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |"
    )
    with sync_playwright() as playwright, hosted(asked.site) as home:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for question in questions(asked.site):
            if not any(word in question.name for word in asked.only):
                continue
            one = middle([visit(browser, home, question) for _ in range(asked.runs)])
            after = one.usable if question.search else one.usable - one.loaded
            print(
                f"| {question.name} | {one.requests} | {one.transferred / 1000:.0f} | {one.own / 1000:.0f} | {one.loaded:.2f} "
                f"| {'–' if question.search else f'{one.usable:.2f}'} | {0.0 if after < 0 else after:.2f} | {one.blocked:.2f} |",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
