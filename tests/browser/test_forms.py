"""The forms: what the content management system writes, and the system itself in a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from ruamel.yaml import YAML
from tests.browser.conftest import Quiet
from tests.conftest import ROOT, once

from service_standards.exports.forms_host import LOCAL
from service_standards.site.policy import content_policy

HERE = Path(__file__).parent
NODE_MODULES = HERE / "node_modules"
FORMS = ROOT / "plugins/service_standards/exports/forms/forms.js"
DECAP = "decap-cms@3.16.3"
SVELTIA = "@sveltia/cms@0.221.1"
"""Packed, not installed: each is one script; what Decap's depends on is 400 MB that the script has inside."""


def standards(folder: Path, *arguments: str) -> str:
    """Call the command in *folder*; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "service_standards.cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "LC_ALL": "C"},
    )
    return done.stdout


def git(folder: Path, *arguments: str) -> str:
    """Call git in *folder*; gives what it printed."""
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.com")
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the sample handbook."""
    folder = tmp_path / "repository"
    shutil.copytree(ROOT / "standards", folder / "standards")
    return committed(folder)


def committed(folder: Path) -> Path:
    """The folder as a repository, with its files in the first commit."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")
    return folder


def written(folder: Path) -> list[tuple[str, str]]:
    """Every file that the configuration has a form for, with the format in which its collection is read."""
    config = YAML(typ="safe").load(standards(folder, "export", "cms"))
    found = []
    for collection in config["collections"]:
        read_as = collection.get("format", "yml")
        for file in collection.get("files", ()):
            found.append((read_as, file["file"]))
        if "folder" in collection:
            depth = collection.get("path", "x").count("/")
            there = (folder / collection["folder"]).glob("*/" * depth + "*.yml")
            files = [str(path.relative_to(folder)) for path in sorted(there)]
            found += [(read_as, file) for file in files if Path(file).name.count(".") == 1]
    return list(dict.fromkeys(found))


def test_what_the_system_writes_comes_back_as_it_was(repository: Path) -> None:
    """Loaded, written as the system does it, formatted: byte for byte the same, for every file with a form."""
    files = written(repository)
    kinds = {Path(file).name for _, file in files}
    assert kinds >= {f"{kind}.yml" for kind in ("standard", "procedure", "conduct", "test", "training")}
    assert kinds >= {"handbook.yml", "roles.yml", "calendars.yml", "survey-2026.yml", "podil-rebuilding.yml"}
    assert len(files) > 80

    as_the_system(repository, files)
    assert git(repository, "diff", "--stat").count("|") > 60, "the system writes another form than ours"
    standards(repository, "fmt")

    assert git(repository, "diff") == ""


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_also_a_new_handbook_comes_back_as_it_was(tmp_path: Path, language: str) -> None:
    """What `standards init` writes, in every language."""
    standards(tmp_path, "init", "new", "--language", language)
    repository = committed(tmp_path / "new")
    files = written(repository)
    assert len(files) == 13

    as_the_system(repository, files)
    standards(repository, "fmt")

    assert git(repository, "diff") == ""


def as_the_system(repository: Path, files: list[tuple[str, str]]) -> None:
    """Load *files* (format and path) and write them, in place, as the system does."""
    subprocess.run(
        ["node", HERE / "as_the_cms.js", FORMS],
        cwd=repository,
        input="\n".join("\t".join(one) for one in files),
        text=True,
        check=True,
    )


class Strict(Quiet):
    """Sends the policy of the site's `_headers` with every file, as a host does that reads it."""

    def end_headers(self) -> None:
        """Add the policy."""
        there = Path(self.directory, "_headers").read_text()
        name, _, policy = there.partition("\n")[2].strip().partition(": ")
        self.send_header(name, policy)
        super().end_headers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The forms on a page, and the repository that they write to."""

    url: str
    repository: Path


def packed(package: str, shared_folder: Path) -> Path:
    """The folder with a system's own script, from its package."""
    kept = NODE_MODULES / ".cache" / package
    with once(shared_folder, package.replace("/", "-")) as to_do:
        if to_do and not (kept / "package/dist").is_dir():
            kept.mkdir(parents=True, exist_ok=True)
            subprocess.run(
                ["npm", "pack", package, "--pack-destination", kept], check=True, capture_output=True
            )
            [archive] = kept.glob("*.tgz")
            with tarfile.open(archive) as inside:
                inside.extractall(kept, filter="data")
            archive.unlink()
    return kept / "package/dist"


@pytest.fixture
def served(
    repository: Path, shared_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """The forms as the command writes them, the system beside them, and its server for one's own computer."""
    site = tmp_path / "site"
    page = site / "forms"
    site.mkdir()
    (site / "_headers").write_text(f"/*\n  Content-Security-Policy: {content_policy(set())}\n")
    language, mode = getattr(request, "param", ("en", "fs"))
    standards(repository, "export", "cms", "--into", str(page), "--language", language)
    shutil.copy(packed(DECAP, shared_folder) / "decap-cms.js", page)
    shutil.copy(NODE_MODULES / "js-yaml/dist/js-yaml.min.js", page)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = page / "config.yml"
    there = config.read_text()
    assert "local_backend: true" in there
    config.write_text(
        there.replace("local_backend: true", f"local_backend: {{url: 'http://127.0.0.1:{port}/api/v1'}}")
    )
    for file in (page / "index.html", site / "_headers"):
        there = file.read_text()
        assert LOCAL in there
        file.write_text(there.replace(LOCAL, f"http://127.0.0.1:{port}"))
    server = subprocess.Popen(
        ["node", NODE_MODULES / "decap-server/dist/index.js"],
        cwd=repository,
        env={
            **os.environ,
            "PORT": str(port),
            "BIND_HOST": "127.0.0.1",
            "MODE": mode,
            "GIT_REPO_DIRECTORY": str(repository),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        assert any("listening" in line for line in server.stdout)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(site))) as host:
            threading.Thread(target=host.serve_forever, daemon=True).start()
            yield Served(url=f"http://127.0.0.1:{host.server_port}/forms/index.html", repository=repository)
            host.shutdown()
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def forms(chromium: Browser, served: Served) -> Iterator[Page]:
    """
    The page of the forms, signed in, under its own policy and that of a site beside which it lies.

    Nothing may come from another host, no script may fail, and nothing that the system does may be held back.
    """
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(30_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    page.on(
        "request",
        lambda request: (
            request.url.startswith(("http://127.0.0.1", "data:", "blob:")) or faults.append(request.url)
        ),
    )
    page.goto(served.url)
    page.get_by_role("button").first.click()
    yield page
    context.close()
    assert faults == []


def save(page: Page) -> None:
    """Publish what is in the form."""
    page.get_by_role("button", name="Publish").first.click()
    page.get_by_text("Publish now", exact=True).click()
    expect(page.get_by_text("Entry published").or_(page.get_by_text("Changes saved")).first).to_be_visible(
        timeout=30_000
    )


def changed(repository: Path) -> list[str]:
    """The lines that differ from the last commit, once the files are in their form."""
    standards(repository, "fmt")
    git(repository, "add", "-A", "-N")
    lines = git(repository, "diff", "-U0").splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_change_one_number(forms: Page, served: Served) -> None:
    """
    An editor opens a document from its list, changes a number, its version and the note, and saves.

    The file's change is these lines and no other; what she emptied is gone.
    """
    forms.get_by_role("link", name="Standards", exact=True).click()
    forms.get_by_text("Reply to an e-mail").click()
    forms.get_by_label("Version").fill("4.0.0")
    forms.locator("[id^=commitments-field]").get_by_test_id("expand-button").first.click()
    forms.get_by_label("Limit (optional)").first.fill("8 hours")
    forms.get_by_label("How we will reach it").first.fill("")
    forms.get_by_label("What has changed").fill("A person answers within 8 hours.")
    save(forms)

    assert changed(served.repository) == [
        '-version: "3.0.0"',
        '+version: "4.0.0"',
        "-    at_most: 12 hours",
        "+    at_most: 8 hours",
        "-    how: Two more agents answer mail in the evening, and drafts for the ten most frequent questions are ready to be adapted.",
        "-  summary: A person answers within half of the time promised before, and more often.",
        "+  summary: A person answers within 8 hours.",
    ]


@pytest.mark.parametrize("served", [("en", "git")], indirect=True)
def test_a_save_is_a_proposal(forms: Page, served: Served, tmp_path: Path) -> None:
    """With git behind it, what is saved is one commit on a branch of its own; the branch in force is untouched."""
    forms.get_by_role("link", name="Standards", exact=True).click()
    forms.get_by_text("Reply to an e-mail").click()
    forms.get_by_label("Version").fill("4.0.0")
    forms.get_by_role("button", name="Save").click()
    expect(forms.get_by_text("Entry saved")).to_be_visible(timeout=30_000)

    assert git(served.repository, "log", "--format=%s", "main").splitlines() == ["Begin"]
    branch = "cms/standard/email-reply"
    assert git(served.repository, "diff", "--name-only", "main", branch).split() == [
        "standards/support/email-reply/standard.yml"
    ]
    # The server behind the form changes branches in its own folder as it likes: what follows looks at a copy.
    copy = tmp_path / "copy"
    git(served.repository, "clone", "-q", "-b", branch, ".", str(copy))
    standards(copy, "fmt")
    changes = git(copy, "diff", "-U0", "origin/main").splitlines()
    assert [line for line in changes if line.startswith(("+version", "-version"))] == [
        '-version: "3.0.0"',
        '+version: "4.0.0"',
    ]
    assert git(copy, "diff", "--numstat", "origin/main").split()[:2] == ["1", "1"]


@pytest.mark.parametrize("served", [("uk", "fs")], indirect=True)
def test_forms_speak_the_editors_language(forms: Page, served: Served) -> None:
    """Labels, hints and the system itself are in Ukrainian; roles are chosen by their title."""
    forms.get_by_role("link", name="Стандарти послуг", exact=True).click()
    forms.get_by_text("Reply to an e-mail").click()

    expect(forms.get_by_label("Версія")).to_have_value("3.0.0")
    expect(forms.get_by_text("Роль, яка за це відповідає.").first).to_be_visible()
    expect(forms.get_by_text("Support manager").first).to_be_visible()


def test_registry_and_new_document(forms: Page, served: Served) -> None:
    """A registry, a plain list in its file, has a form; a new draft says what was filled in and nothing else."""
    forms.get_by_role("link", name="Registries").click()
    forms.get_by_text("Channels").click()
    forms.locator("[id^=entries-field]").get_by_test_id("expand-button").first.click()
    forms.get_by_label("Summary").nth(2).fill("Letters without paper.")
    save(forms)
    forms.get_by_role("link", name="Writing in").click()
    forms.get_by_role("link", name="New standards").click()
    forms.locator("a[href$='new_standard/new']").click()
    expect(forms.get_by_text("Writing in New standards collection")).to_be_visible()
    forms.get_by_label("Title", exact=True).fill("Insure a parcel")
    forms.get_by_label("Version").fill("0.1.0")
    forms.get_by_label("Id", exact=True).fill("parcel-insurance")
    save(forms)

    assert [line for line in changed(served.repository) if line.startswith("+")] == [
        "+id: parcel-insurance",
        "+title: Insure a parcel",
        '+version: "0.1.0"',
        "+  summary: Letters without paper.",
    ]
    assert (served.repository / "standards/drafts/standard/parcel-insurance/standard.yml").is_file()


def test_sveltia_reads_the_same_files(
    chromium: Browser, repository: Path, shared_folder: Path, tmp_path: Path
) -> None:
    """
    Sveltia CMS checks the configuration itself, and asks to sign in only if it can use it.

    What it would load from other hosts (fonts) is held back here.
    """
    page = tmp_path / "forms"
    standards(repository, "export", "cms", "--into", str(page))
    shutil.copy(packed(SVELTIA, shared_folder) / "sveltia-cms.js", page / "decap-cms.js")
    shutil.copy(NODE_MODULES / "js-yaml/dist/js-yaml.min.js", page)
    context = chromium.new_context()
    context.route(
        lambda url: not url.startswith(("http://localhost", "http://127.0.0.1")), lambda route: route.abort()
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(page))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        tab = context.new_page()
        tab.goto(f"http://localhost:{host.server_port}/index.html")
        expect(tab.get_by_role("button", name="Work with Local Repository")).to_be_visible(timeout=30_000)
        assert "errors in the CMS configuration" not in tab.locator("body").inner_text()
        host.shutdown()
    context.close()
