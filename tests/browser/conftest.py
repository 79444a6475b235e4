"""A real browser over the built site, served below a path as on a company's host."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BELOW = "handbook"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def base_url(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site's home page, with a slash at the end."""
    with served(site, tmp_path_factory.mktemp("host")) as url:
        yield url


@contextlib.contextmanager
def served(site: Path, root: Path) -> Iterator[str]:
    """Serve a site from a folder below the empty folder *root*; gives the address of its home page."""
    (root / BELOW).symlink_to(site)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{BELOW}/"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium")
    assert program, "the tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """What a page did that it must not do."""

    def __init__(self, page: Page, host: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on(
            "response",
            lambda response: (
                response.status >= 400 and self.faults.append(f"{response.status} {response.url}")
            ),
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._request(request.url, host))

    def _request(self, url: str, host: str) -> None:
        if not url.startswith((host, "data:", "blob:", "about:")):
            self.faults.append(f"request to another host: {url}")


def wait_for_attribute(page: Page, selector: str, name: str, value: str) -> None:
    """
    Go on as soon as the element has *value* there; fail if it has not within five seconds.

    As `expect(…).to_have_attribute`, which looks after 100, 250, 500 ms: for
    what is asked a hundred times in one test, that is most of its time.
    """
    page.evaluate(
        """([selector, name, value]) => new Promise((done, failed) => {
            const end = performance.now() + 5000;
            const look = () => {
                const found = document.querySelector(selector)?.getAttribute(name);
                if (found === value) done();
                else if (performance.now() < end) setTimeout(look, 4);
                else failed(new Error(`${selector} has ${name}="${found}", not "${value}"`));
            };
            look();
        })""",
        [selector, name, value],
    )


@contextlib.contextmanager
def opened(chromium: Browser, base_url: str, **options: object) -> Iterator[Page]:
    """A page in a fresh profile; fails if anything went wrong in it: an error, a violation, a foreign request."""
    context: BrowserContext = chromium.new_context(base_url=base_url, **options)  # type: ignore[arg-type]
    page = context.new_page()
    watched = Watched(page, base_url.removesuffix(f"{BELOW}/"))
    yield page
    context.close()
    assert watched.faults == []


@pytest.fixture
def page(chromium: Browser, base_url: str) -> Iterator[Page]:
    """A page at 1280 px in the light scheme."""
    with opened(chromium, base_url, viewport={"width": 1280, "height": 900}, color_scheme="light") as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, base_url: str) -> Iterator[Page]:
    """A page at 360 x 740 px."""
    with opened(chromium, base_url, viewport={"width": 360, "height": 740}, color_scheme="light") as page:
        yield page
