"""
Makes the pictures of the guides, `docs/guides/pictures/`, from the sample handbook:

    pytest tests/browser/pictures.py            # all, about two minutes
    pytest tests/browser/pictures.py -k form    # one

Not a part of the tests: a picture differs with every version of the browser and
of the fonts. Renew one when what it shows looks different, look at it, and read
its alternative text in the three guides again.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Page
from tests.browser.conftest import Quiet
from tests.browser.test_forms import Served, git, repository, served, standards
from tests.conftest import ROOT, TODAY
from tests.guides import EDITS

from service_standards.exports.host_texts import Run, comment
from service_standards.site.guides import DENSITY

__all__ = ["repository", "served"]  # fixtures

PICTURES = ROOT / "plugins/service_standards/docs/guides/pictures"
LARGEST = 60_000
LANGUAGES = ("en", "uk", "ru")
OUTLINE = "outline: 3px solid #b35900; outline-offset: 4px; border-radius: 2px"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A part of a page of the built site."""

    page: str
    """Its address, with `{}` where the language goes."""
    height: int = 470
    width: int = 800
    """Of the window; the picture shows it from *left* on."""
    left: int = 0
    site: str = "site"
    from_: str = ""
    """What stands at the upper edge; without it, the top of the page."""
    above: int = 6
    """How much is shown above it."""
    outlined: str = ""
    languages: tuple[str, ...] = LANGUAGES


SHOTS = {
    "edit": Shot(
        page="{}email-reply/", height=370, from_="h1", outlined="a[href*='/edit/']", width=1240, left=270
    ),
    "coming": Shot(page="{}email-reply/", height=520, from_="h1"),
    "preview": Shot(page="{}email-reply/", height=560, site="preview"),
    "compare": Shot(page="{}email-reply/compare/?from=2.1.0&to=3.0.0", height=560, from_="h1"),
    "as-of": Shot(
        page="{}as-of/?id=email-reply&clause=answer&on=2026-03-01", height=540, from_="article form"
    ),
    "behind": Shot(page="ru/chat-reply/", height=360, from_="#solve-in-chat", above=56, languages=("",)),
}

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ color: #1f2328; font: 14px/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; padding: 12px 16px }}
a {{ color: #0969da }} h2 {{ border-bottom: 1px solid #d1d9e0; font-size: 20px; margin: 14px 0 10px }}
h3 {{ font-size: 17px; margin: 16px 0 8px }} ul {{ margin: 6px 0; padding-left: 22px }}
code {{ background: #eff1f3; border-radius: 4px; font-size: 12px; padding: 2px 4px }} summary, li p {{ margin: 4px 0 }}
</style>{}"""


def write(page: Page, name: str, **clip: float) -> None:
    """The part *clip* of *page* as a WebP picture, which the browser itself encodes."""
    shot = page.screenshot(clip=clip)  # type: ignore[arg-type]
    page.goto("about:blank")
    encoded = page.evaluate(
        """async png => {
            const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
            const canvas = Object.assign(document.createElement('canvas'), {width: picture.width, height: picture.height});
            canvas.getContext('2d', {alpha: false}).drawImage(picture, 0, 0);
            return canvas.toDataURL('image/webp', 0.5).split(',')[1];
        }""",
        base64.b64encode(shot).decode(),
    )
    content = base64.b64decode(encoded)
    assert len(content) <= LARGEST, f"{name}: {len(content)} bytes"
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.webp").write_bytes(content)


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A light page, as wide as the text of a guide."""
    context = chromium.new_context(
        viewport={"width": 800, "height": 1600},
        device_scale_factor=DENSITY,
        color_scheme="light",
        locale="en-GB",
        bypass_csp=True,  # the header is taken away for pictures of a part
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def hosts(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The published site, and the preview of the editors' example; by name, their addresses."""
    project = tmp_path_factory.mktemp("proposal")
    for name in ("standards", "overrides"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    EDITS["ten-hours"](project / "standards")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", project / "preview"],
        cwd=project,
        check=True,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "STANDARDS_PREVIEW": "true",
            "SOURCE_DATE_EPOCH": "1796119200",  # TODAY
        },
    )
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        for name, folder in {"site": site, "preview": project / "preview"}.items()
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {name: f"http://127.0.0.1:{server.server_port}/" for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()


@pytest.mark.parametrize("name", SHOTS)
def test_page(screen: Page, hosts: dict[str, str], name: str) -> None:
    """A part of a page, in each language."""
    shot = SHOTS[name]
    for language in shot.languages:
        prefix = "" if language in ("", "en") else f"{language}/"
        screen.set_viewport_size({"width": shot.width, "height": 1600})
        screen.goto(hosts[shot.site] + shot.page.format(prefix))
        screen.wait_for_timeout(400)
        if shot.outlined:
            screen.locator(shot.outlined).first.evaluate(f"one => one.style.cssText = '{OUTLINE}'")
        top = 0.0
        if shot.from_:
            screen.add_style_tag(content=".md-header, .md-tabs { display: none !important }")
            box = screen.locator(shot.from_).first.bounding_box()
            assert box
            top = max(0.0, box["y"] - shot.above)
        write(
            screen,
            f"{name}.{language}" if language else name,
            x=shot.left,
            y=top,
            width=shot.width - shot.left,
            height=shot.height,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_report(screen: Page, repository: Path, language: str) -> None:
    """The comment on the editors' example, as a phone shows it."""
    EDITS["ten-hours"](repository / "standards")
    git(repository, "commit", "-qam", "Reply within 10 hours")
    report = standards(
        repository,
        "review",
        "--base",
        "HEAD~1",
        "--on",
        TODAY,
        "--format",
        "markdown",
        "--language",
        language,
    )
    text = comment(report, Run(url="#", commit="0" * 10, succeeded=True), language)
    # The host reads lists and folded parts a little more loosely than Python's Markdown does.
    text = re.sub(r"(?m)^( +)(?=[-*] )", lambda match: match[1] * 2, text)
    html = Markdown(extensions=["sane_lists", "tables", "md_in_html", "pymdownx.tilde"]).convert(
        text.replace("<details>", '<details markdown="1">')
    )
    screen.set_viewport_size({"width": 400, "height": 700})
    screen.set_content(PAGE.format(html))
    write(screen, f"report.{language}", x=0, y=0, width=400, height=640)


@pytest.mark.parametrize("served", [(language, "fs") for language in LANGUAGES], indirect=True)
def test_form(screen: Page, served: Served, request: pytest.FixtureRequest) -> None:
    """The form of a standard in the content management system, its limit in sight."""
    language, _ = request.node.callspec.params["served"]
    screen.set_viewport_size({"width": 800, "height": 1000})
    screen.goto(served.url)
    screen.get_by_role("button").first.click()
    screen.goto(f"{served.url}#/collections/standard/entries/email-reply")
    screen.locator("[id^=commitments-field]").get_by_test_id("expand-button").first.click()
    field = screen.locator("[id^=at_most-field]").first
    field.evaluate("one => one.scrollIntoView({block: 'center'})")
    field.evaluate(f"one => one.style.cssText = '{OUTLINE}'")
    screen.wait_for_timeout(500)
    box = field.bounding_box()
    assert box
    write(screen, f"form.{language}", x=0, y=box["y"] - 230, width=800, height=470)
