"""
The codes that no file of a handbook can bring about: they are asked for by an option of `standards check`.

Each has its golden report in `asked/`; `UPDATE=1` writes them anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.checks.fixtures import GOOD, TODAY
from tests.cli.conftest import Run, run

from service_standards.checks import check
from service_standards.checks.built import faults_of_addresses, faults_of_site
from service_standards.checks.outside import faults_of_outside
from service_standards.findings import LANGUAGES, Finding, report
from service_standards.history.edition import edition
from service_standards.model.documents import Audience
from service_standards.model.handbook import Handbook
from service_standards.source.files import files_of_folder

__all__ = ["run"]

ASKED = Path(__file__).parent / "asked"
UPDATE = os.environ.get("UPDATE") == "1"


@pytest.fixture(scope="module")
def good() -> Handbook:
    """The good handbook."""
    handbook = check(files_of_folder(GOOD), TODAY)[0].handbook
    assert handbook
    return handbook


def site_of(handbook: Handbook, without: Iterable[str] = ()) -> dict[str, bytes]:
    """The files of a built site that the checks look at, *without* the pages of some documents."""
    pages = [f"{id}/" for id in edition(handbook, TODAY).shown if id not in without]
    listed = {"on": TODAY.isoformat(), "documents": [{"id": page.rstrip("/")} for page in pages]}
    anchors = ["email-reply/#answer"] if "email-reply/" in pages else []
    return {
        "data/documents.json": json.dumps(listed).encode(),
        "data/addresses.json": json.dumps({"addresses": ["", *pages, *anchors]}).encode(),
        "index.html": b"",
        **{f"{page}index.html": b"" for page in pages},
    }


def with_public(handbook: Handbook, id: str) -> Handbook:
    """The handbook with one document that everybody may read."""
    dossier = handbook.dossiers[id]
    releases = tuple(
        replace(
            one,
            version=replace(
                one.version,
                document=one.version.document.model_copy(update={"audience": Audience.PUBLIC}),
            ),
        )
        for one in dossier.releases
    )
    return replace(handbook, dossiers={**handbook.dossiers, id: replace(dossier, releases=releases)})


def golden(name: str, findings: Iterable[Finding]) -> None:
    """Compare with the golden report; say it in the other languages too."""
    found = list(findings)
    said = report(found, folder="standards")
    file = ASKED / f"{name}.txt"
    if UPDATE:
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")
    assert len({report(found, language) for language in LANGUAGES}) == len(LANGUAGES)
    assert {one.code for one in found} == {name.partition("-")[0]}


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of the good handbook's folder."""
    return Path(shutil.copytree(GOOD, tmp_path / "standards"))


# -- SEC04 ---------------------------------------------------------------------


def test_a_proposal_from_outside_stays_in_the_folder() -> None:
    """What lies in the handbook's folder may be changed, whatever it is called."""
    assert not list(faults_of_outside(["standards/mkdocs.yml", "standards/a/b.md"], "standards/"))


def test_a_proposal_from_outside_goes_beyond() -> None:
    """One finding for all, with the first paths; nothing in a path can be markup."""
    paths = [
        "mkdocs.yml", "plugins/a.py", "standards", "standards-2/x.yml", "<img src=x>.md", "a`b|c", "line\nbreak",
    ]  # fmt: skip
    golden("SEC04-beyond", faults_of_outside([*paths, "standards/handbook.yml"], "standards/"))


# -- SIT01 ---------------------------------------------------------------------


def test_a_whole_site_is_whole(good: Handbook) -> None:
    """Nothing is said of a site that has every document."""
    assert not list(faults_of_site(good, site_of(good), TODAY))


def test_an_empty_site(good: Handbook) -> None:
    """A generator that ignored the plugin: one finding, not one for each document."""
    golden("SIT01-nothing", faults_of_site(good, {"index.html": b"<h1>Handbook</h1>"}, TODAY))


@pytest.mark.parametrize("content", [b"", b"[]", b'{"on": 3}', b"[" * 100_000, b"\xff"])
def test_a_site_with_a_broken_list(good: Handbook, content: bytes) -> None:
    """A list that is none is no proof."""
    [found] = faults_of_site(good, {**site_of(good), "data/documents.json": content}, TODAY)
    assert found.fault == "nothing"


def test_a_page_is_missing(good: Handbook) -> None:
    """The document whose page is missing is named, also where the list leaves it out as well."""
    golden("SIT01-missing", faults_of_site(good, site_of(good, without=["email-reply"]), TODAY))


def test_a_public_site_lacks_what_is_internal(good: Handbook) -> None:
    """A site of public documents only is not blamed for the others."""
    public = with_public(good, "email-reply")
    site = site_of(public, without=set(edition(public, TODAY).shown) - {"email-reply"})

    assert not list(faults_of_site(public, site, TODAY))
    assert len(list(faults_of_site(good, site, TODAY))) == 4


# -- SIT02 ---------------------------------------------------------------------


def test_links_that_are_gone(good: Handbook) -> None:
    """A page that is gone is named once, not again for each of its clauses."""
    before = [
        "",
        "email-reply/",
        "email-reply/#answer",
        "old-reply/",
        "old-reply/#answer",
        "uk/email-reply/1.0.0/",
    ]
    golden("SIT02-gone", faults_of_addresses(good, site_of(good), before, TODAY))


def test_a_clause_that_a_release_took_out(good: Handbook) -> None:
    """The document has no such clause any more: a person approved that."""
    assert not list(faults_of_addresses(good, site_of(good), ["email-reply/#was-taken-out"], TODAY))


def test_a_clause_that_lost_its_link(good: Handbook) -> None:
    """The document has the clause, the site not: that is a fault of the site."""
    site = {**site_of(good), "data/addresses.json": b'{"addresses": ["email-reply/"]}'}
    [found] = faults_of_addresses(good, site, ["email-reply/#answer"], TODAY)
    assert found.values["address"] == "/email-reply/#answer"


# -- the command -----------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    """Run git with a fixed identity; gives what it printed."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_check_outside(run: Run, handbook: Path) -> None:
    """The command asks git for the paths; the rest of the proposal is checked too; wrong use is said."""
    root = handbook.parent
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    (handbook / "index.md").write_text("# Hello\n", encoding="utf-8")
    git(root, "commit", "-q", "-a", "-m", "Edit a page")
    assert run("check", "--base", "HEAD^", "--outside", "HEAD").exit_code == 0

    (root / "mkdocs.yml").write_text("hooks: [run.py]\n", encoding="utf-8")
    git(root, "add", "mkdocs.yml")
    git(root, "commit", "-q", "-m", "Add a hook")
    told = run(
        "check", "--base", "HEAD^^", "--outside", "HEAD", "--format", "annotations", "--fail-on", "error"
    )

    assert told.exit_code == 1
    assert told.stdout.startswith("::error file=mkdocs.yml,line=1,col=1,title=SEC04::")
    assert run("check", "--outside", "HEAD").exit_code == 2
    assert run("check", "--base", "HEAD", "--outside", "no-such").exit_code == 2
    assert run("check", "--base", "HEAD", "--outside", "--output=x").exit_code == 2


def test_check_fails_on_errors_only(run: Run, handbook: Path) -> None:
    """A warning fails the command unless only errors are to."""
    page = handbook / "support/email-reply/standard.yml"
    page.write_text(page.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert run("check").exit_code == 1
    assert run("check", "--fail-on", "error").exit_code == 0


def test_check_site(run: Run, handbook: Path) -> None:
    """The site alone is judged, not the sources; a list that is none is wrong use."""
    site = handbook.parent / "site"
    (site / "data").mkdir(parents=True)
    (handbook.parent / "before.json").write_text('{"addresses": ["no-more/"]}')
    told = run("check", "--site", "site", "--json")
    assert told.exit_code == 1
    assert [one["code"] for one in json.loads(told.stdout)["findings"]] == ["SIT01"]

    (site / "data" / "addresses.json").write_text('{"addresses": []}')
    told = run("check", "--site", "site", "--before", "before.json", "--json")
    assert [one["code"] for one in json.loads(told.stdout)["findings"]] == ["SIT01", "SIT02"]
    (handbook.parent / "before.json").write_text("<html>Not found</html>")
    assert run("check", "--site", "site", "--before", "before.json").exit_code == 2
    assert run("check", "--before", "before.json").exit_code == 2
