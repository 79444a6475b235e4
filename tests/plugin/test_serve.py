"""The preview by HTTP: the pages of a build, each when it is asked for; what a save, a fault and a cure do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.error import HTTPError

import pytest

from .serving import STANDARD, Server, change, free_port, serve, shop_in
from .test_build import ENGLISH, mkdocs

FOR_HOSTS = {"_headers"}
"""What a build writes for whoever publishes the site; the preview's server does not read it."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook that each test copies."""
    return shop_in(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def shop(sample: Path, tmp_path: Path) -> Path:
    """A handbook to change."""
    return Path(shutil.copytree(sample, tmp_path / "shop"))


@pytest.mark.parametrize(
    "options", ["", "      preview: false\n      audience: public\n"], ids=["preview", "public"]
)
def test_every_address_is_what_a_build_writes(shop: Path, options: str) -> None:
    """Pages, lists, data, search and maps of the site, in every language, byte by byte."""
    port = free_port()
    config = shop / "mkdocs.yml"
    change(config, "# site_url: https://handbook.example.com/", f"site_url: http://127.0.0.1:{port}/")
    config.write_text(config.read_text() + options)
    built = mkdocs(shop, environment={"STANDARDS_PREVIEW": "1"})
    assert built.returncode == 0, built.stderr
    site = shop / "site"
    paths = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - FOR_HOSTS
    assert len(paths) > 500

    with serve(shop, port=port) as server:
        assert "documents, " not in server.said()  # no page was made before it was asked for
        with ThreadPoolExecutor(8) as readers:  # as browsers do: many at once
            found = dict(zip(paths, readers.map(partial(served, server), paths), strict=True))
        different = {path for path, content in found.items() if content != (site / path).read_bytes()}
        missing = [
            server.status(path) for path in ("nothing/", "email-reply/9.9.9/", "pictures/handbook.yml")
        ]

    assert different == set()
    assert missing == [404, 404, 404]


def served(server: Server, path: str) -> bytes:
    """A file as the server gives it, under the address that readers use."""
    address = path.removesuffix("index.html")
    try:
        return server.page(address).encode() if path.endswith(".html") else server.get(address)
    except HTTPError as fault:
        return str(fault).encode()


def test_a_save_is_seen_on_every_page_that_shows_it(shop: Path) -> None:
    """A changed title on its page, in lists, data and search; browsers are told to load again."""
    with serve(shop) as server:
        before = server.epoch("email-reply/")
        assert "Reply to an e-mail" in server.page("register/")
        index = server.get("search/pagefind-entry.json")

        change(shop / STANDARD, "title: Reply to an e-mail", "title: Answer an e-mail")

        assert server.newest(before) > before
        assert "Answer an e-mail" in server.page("email-reply/")
        assert server.epoch("email-reply/") == server.newest(before)
        assert "Answer an e-mail" in server.page("register/")
        assert "Answer an e-mail" in server.page("email-handling/")  # beside it, in the navigation
        assert "Answer an e-mail" in server.get("data/register.csv").decode()
        server.wait(lambda: server.get("search/pagefind-entry.json") != index)


def test_a_new_document_has_a_page_and_one_that_is_gone_has_none(shop: Path) -> None:
    """Addresses come and go with the files."""
    procedure = shop / "standards" / "support" / "email-handling"
    with serve(shop) as server:
        assert server.status("letters/") == 404
        shown = server.epoch("")
        other = shutil.copytree(shop / STANDARD.parent, shop / "standards/support/letters")
        change(other / "standard.yml", "id: email-reply", "id: letters")
        server.wait(lambda: server.status("letters/") == 200)
        shown = server.newest(shown)

        shutil.rmtree(other)
        assert server.newest(shown) > shown
        assert server.status("letters/") == 404
        assert server.status(procedure.name) == 200  # without its slash, too


def test_a_fault_is_told_and_the_last_good_site_stays(shop: Path) -> None:
    """All findings with place, cause and cure; no browser is disturbed; after the cure the page is back."""
    with serve(shop) as server:
        shown = server.epoch("email-reply/")
        change(shop / STANDARD, "owner: support-manager", "owner: nobody")
        change(shop / STANDARD, "hours", "hour s")
        server.wait(lambda: "last state without errors" in server.said())

        assert {"SCH03", "REF01"} <= set(server.said().split())
        assert "standards/support/email-reply/standard.yml:" in server.said()
        assert server.epoch("email-reply/") == shown
        assert server.status("register/") == 200
        assert server.status("404.html") == 200  # what MkDocs itself serves does not hang either

        change(shop / STANDARD, "hour s", "hours")
        change(shop / STANDARD, "owner: nobody", "owner: support-manager")
        change(shop / STANDARD, "title: Reply to an e-mail", "title: Answer an e-mail")
        server.wait(lambda: "Answer an e-mail" in server.page("email-reply/"))
        assert server.epoch("email-reply/") > shown


def test_a_handbook_that_is_broken_at_the_start_is_told(shop: Path) -> None:
    """The preview ends with the report."""
    change(shop / STANDARD, "owner: support-manager", "owner: nobody")

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{free_port()}"],
        cwd=shop, capture_output=True, text=True, check=False, env=ENGLISH,
    )  # fmt: skip

    assert done.returncode == 1
    assert "REF01" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_lies_around_the_handbook_is_built_again(shop: Path) -> None:
    """Another day in `mkdocs.yml`, another template of the company: MkDocs' own build has to see them."""
    template = shop / "overrides" / "lists" / "register.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>Ours</p>", encoding="utf-8")
    change(shop / "mkdocs.yml", "  name: material", "  name: material\n  custom_dir: overrides")

    with serve(shop) as server:
        assert "<p>Ours</p>" in server.page("register/")
        shown = server.epoch("")

        template.write_text("<p>Ours, too</p>", encoding="utf-8")
        assert server.newest(shown) > shown
        assert "<p>Ours, too</p>" in server.page("register/")
        shown = server.epoch("")

        change(shop / "mkdocs.yml", "date: 2026-12-01", "date: 2026-12-24")
        assert server.newest(shown) > shown
        assert "24 December 2026" in server.page("email-reply/")
        assert "pages in" not in server.said()


HOOK = "def on_page_content(html, **more):\n    return html.replace('</h1>', '!</h1>')\n"


def own_shell(shop: Path) -> None:
    """A company's own template for what is around pages."""
    partials = shop / "overrides" / "partials"
    partials.mkdir(parents=True)
    (partials / "source.html").touch()
    change(shop / "mkdocs.yml", "  name: material", "  name: material\n  custom_dir: overrides")


def own_hook(shop: Path) -> None:
    """Something else that wants to see every page."""
    (shop / "hook.py").write_text(HOOK)
    change(shop / "mkdocs.yml", "docs_dir:", "hooks: [hook.py]\ndocs_dir:")


@pytest.mark.parametrize(
    ("prepare", "options", "program"),
    [
        (own_shell, (), "mkdocs"),
        (own_hook, (), "mkdocs"),
        (lambda shop: None, ("--no-livereload",), "mkdocs"),
        (lambda shop: None, ("--no-livereload",), "properdocs"),
    ],
    ids=["shell", "hook", "no live reload", "no live reload, the fork"],
)
def test_where_all_pages_must_be_made_they_are(
    shop: Path, prepare: Callable[[Path], None], options: tuple[str, ...], program: str
) -> None:
    """Pages are not made one by one where somebody else decides on them, or where nobody would ask us for them."""
    prepare(shop)
    with serve(shop, *options, program=program) as server:
        assert "pages in" in server.said()
        assert ("Reply to an e-mail!" in server.page("email-reply/")) is (prepare is own_hook)
        if not options:
            shown = server.epoch("")
            change(shop / STANDARD, "title: Reply to an e-mail", "title: Answer an e-mail")
            assert server.newest(shown) > shown
            assert "Answer an e-mail" in server.page("email-reply/")


def test_properdocs_makes_pages_when_they_are_asked_for(shop: Path) -> None:
    """The maintained fork, too."""
    with serve(shop, program="properdocs") as server:
        assert "pages in" not in server.said()
        shown = server.epoch("uk/email-reply/")
        change(shop / STANDARD, "title: Reply to an e-mail", "title: Answer an e-mail")
        assert server.newest(shown) > shown
        assert "Answer an e-mail" in server.page("email-reply/")
