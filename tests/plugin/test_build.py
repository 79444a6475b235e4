"""The build: a broken handbook, the preview, the guard, other generators, the same bytes twice."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from posixpath import join, normpath

import pytest
from tests.conftest import ROOT, TODAY

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8"}
ENGLISH = {**ENVIRONMENT, "LC_ALL": "en_US.UTF-8"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small handbook's project: the sample with one language, so that it builds quickly."""
    return project_in(tmp_path)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that project, as it is published."""
    project = project_in(tmp_path_factory.mktemp("published"))
    done = mkdocs(project)
    assert done.returncode == 0, done.stderr
    return project / "site"


def project_in(tmp_path: Path) -> Path:
    """Write the project."""
    shutil.copytree(ROOT / "standards", tmp_path / "standards")
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ntheme:\n  custom_dir: overrides\ndocs_dir: standards\nsite_dir: site\n"
        f"plugins:\n  service-standards:\n    date: {TODAY}\n"
    )
    settings = tmp_path / "standards" / "handbook.yml"
    settings.write_text(settings.read_text().replace("[en, uk, ru]", "[en]"))
    for path in [*(tmp_path / "standards").rglob("*.uk.*"), *(tmp_path / "standards").rglob("*.ru.*")]:
        if "releases" not in path.parts:
            path.unlink()
    return tmp_path


def mkdocs(
    project: Path, *options: str, program: str = "mkdocs", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build as a user does."""
    return subprocess.run(
        [sys.executable, "-m", program, "build", *options],
        cwd=project, capture_output=True, text=True, check=False, env={**ENGLISH, **(environment or {})},
    )  # fmt: skip


def hashes(site: Path, pattern: str = "*") -> dict[str, str]:
    """The content of every file of a site, by its path."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob(pattern))
        if path.is_file()
    }


def test_a_broken_handbook_stops_with_the_report_and_leaves_the_old_site(project: Path) -> None:
    """Every fault is told, without a traceback; what was published stays."""
    site = project / "site"
    site.mkdir()
    (site / "index.html").write_text("yesterday's site")
    reply = project / "standards" / "support" / "email-reply" / "standard.yml"
    reply.write_text(
        reply.read_text()
        .replace("12 hours\n    from", "12 hour\n    from")
        .replace("contact-agent", "nobody")
    )

    done = mkdocs(project)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "support/email-reply/standard.yml:" in done.stderr
    assert {"SCH03", "REF01"} <= set(done.stderr.split())
    assert hashes(site) == {"index.html": hashlib.sha256(b"yesterday's site").hexdigest()}


def test_a_missing_handbook_is_said(tmp_path: Path) -> None:
    """An empty folder is no handbook, and no green build."""
    (tmp_path / "standards").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ndocs_dir: standards\ntheme: material\nplugins: [service-standards]\n"
    )

    done = mkdocs(tmp_path)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "handbook.yml" in done.stderr


def test_a_wrong_date_is_said(project: Path) -> None:
    """An option that cannot be read names itself."""
    config = project / "mkdocs.yml"
    config.write_text(config.read_text().replace(TODAY, "'1 December'"))

    done = mkdocs(project)

    assert done.returncode == 1
    assert "1 December" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_preview_shows_working_copies_and_says_so(project: Path, published: Path) -> None:
    """Drafts are pages of the preview only, and not in the published site."""
    assert not (published / "locker-collection").exists()

    config = project / "mkdocs.yml"
    config.write_text(config.read_text() + "    preview: true\n")
    assert mkdocs(project).returncode == 0

    draft = (project / "site" / "locker-collection" / "index.html").read_text()
    assert "Draft" in draft
    assert "noindex" in draft


def test_a_public_build_has_public_documents_only(project: Path) -> None:
    """What is not marked public is not in the site, nor in its data."""
    config = project / "mkdocs.yml"
    config.write_text(config.read_text() + "    audience: public\n")

    done = mkdocs(project)

    assert done.returncode == 0, done.stderr
    site = project / "site"
    assert (site / "email-reply" / "index.html").is_file()
    assert not (site / "email-handling").exists()
    assert "email-handling" not in (site / "data" / "documents.json").read_text()


def test_every_way_to_build_gives_the_same_bytes(project: Path, published: Path) -> None:
    """In another folder, with and without what was remembered, on one core and on two, also after a change."""
    alone = {"STANDARDS_CACHE": "off", "STANDARDS_CORES": "1"}
    assert site_of(project, "alone", alone) == hashes(published)

    mails = project / "standards" / "support" / "email-handling" / "procedure.yml"
    mails.write_text(mails.read_text().replace("\ntitle: ", "\ntitle: New ", 1))
    changed = site_of(project, "changed", {"STANDARDS_CORES": "2", "STANDARDS_PREVIEW": "1"})
    assert changed == site_of(project, "anew", {**alone, "STANDARDS_PREVIEW": "1"})
    assert "New " in (project / "anew" / "email-handling" / "index.html").read_text()


def test_what_has_not_changed_stays_in_the_site(project: Path) -> None:
    """A build into the folder of the last one gives what one into an empty folder does, and writes no page that is the same."""
    preview = {"STANDARDS_PREVIEW": "1"}
    before = site_of(project, "site", preview)
    site = project / "site"
    times = {path: (site / path).stat().st_mtime_ns for path in before}
    (site / "old").mkdir()
    (site / "old" / "index.html").write_text("of no build")
    (site / "courteous-service" / "index.html").write_text("by hand")

    mails = project / "standards" / "support" / "email-handling" / "procedure.yml"
    mails.write_text(mails.read_text().replace("\ntitle: ", "\ntitle: New ", 1))
    after = site_of(project, "site", preview)

    assert after == site_of(project, "anew", {**preview, "STANDARDS_CACHE": "off"})
    pages = {path for path in before if path.endswith("index.html")}
    changed = {path for path in pages if after[path] != before[path]}
    written = {path for path in pages if (site / path).stat().st_mtime_ns != times[path]}
    assert "email-handling/index.html" in changed
    assert written == changed | {"courteous-service/index.html"}


def test_who_stops_a_build_late_leaves_the_old_site(project: Path) -> None:
    """Another plugin that fails before there is a page: what was published is there, all of it."""
    before = site_of(project, "site", {})
    (project / "late.py").write_text(
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-200)\n"
        "def on_pre_build(config):\n"
        "    raise RuntimeError('not today')\n"
    )
    with (project / "mkdocs.yml").open("a") as config:
        config.write("hooks: [late.py]\n")

    assert "not today" in mkdocs(project).stderr
    assert hashes(project / "site") == before


def site_of(project: Path, name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The hashes of the files of a site that is built in *environment*."""
    done = mkdocs(project, "--site-dir", name, environment=environment)
    assert done.returncode == 0, done.stderr
    return hashes(project / name)


def test_a_shared_frame_is_the_one_of_each_page(project: Path, published: Path) -> None:
    """Every page as it is where a company has templates of its own for the shell, so that each page is made whole."""
    (project / "overrides" / "partials").mkdir()
    (project / "overrides" / "partials" / "source.html").touch()
    assert mkdocs(project, "--site-dir", "own").returncode == 0

    shared, own = published, project / "own"
    pages = sorted(path.relative_to(own) for path in own.rglob("*.html"))
    assert pages == sorted(path.relative_to(shared) for path in shared.rglob("*.html"))
    assert [one for one in pages if resolved(own, one) != resolved(shared, one)] == []


def resolved(site: Path, page: Path) -> str:
    """A page with its links as paths from the root: `./` and `../page/` may be the same."""
    html = (site / page).read_text(encoding="utf-8")
    relative = r'(?<= href=")(?![a-z]+:|/)[^"]*'
    return re.sub(relative, lambda found: normpath(join(page.parent, found[0])), html)


def test_properdocs_builds_the_same_pages(project: Path, published: Path) -> None:
    """Under the maintained fork every page has the same content."""
    first, second = published, project / "site"
    done = mkdocs(project, program="properdocs")
    assert done.returncode == 0, done.stderr

    names = sorted(hashes(first, "*.html"))
    assert names == sorted(hashes(second, "*.html"))
    assert [name for name in names if article(first / name) != article(second / name)] == []


def article(page: Path) -> str:
    """The content of a page without the generator's shell."""
    html = page.read_text(encoding="utf-8")
    return html[html.find("<article") : html.rfind("</article>")]


def test_what_render_writes_builds_with_another_generator(project: Path) -> None:
    """Zensical makes a page of every Markdown file, and the clauses keep their anchors."""
    rendered = project / "rendered"
    done = subprocess.run(
        [sys.executable, "-m", "service_standards.cli", "render", str(rendered), "--on", TODAY],
        cwd=project, capture_output=True, text=True, check=False, env=ENGLISH,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (project / "zensical.toml").write_text(
        '[project]\nsite_name = "x"\ndocs_dir = "rendered"\nsite_dir = "other"\n'
    )

    built = subprocess.run(
        [Path(sys.executable).parent / "zensical", "build"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stdout + built.stderr
    pages = sorted(path.parent.relative_to(rendered) for path in rendered.rglob("index.md"))
    assert len(pages) > 100
    assert [str(page) for page in pages if not (project / "other" / page / "index.html").is_file()] == []
    assert 'id="answer"' in (project / "other" / "email-reply" / "index.html").read_text()


def test_documents_that_are_not_pages_fail_the_build(project: Path) -> None:
    """The guard: a build in which a document's page goes missing is not green, and names the document."""
    (project / "hide.py").write_text(
        "import os\n"
        "from mkdocs.plugins import event_priority\n\n\n"
        "@event_priority(100)\n"
        "def on_post_build(config):\n"
        "    os.remove(config.site_dir + '/email-reply/index.html')\n"
    )
    config = project / "mkdocs.yml"
    config.write_text(config.read_text() + "hooks: [hide.py]\n")

    done = mkdocs(project)

    assert done.returncode == 1
    assert "SIT01" in done.stderr
    assert "email-reply" in done.stderr
