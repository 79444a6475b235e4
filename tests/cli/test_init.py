"""`standards init`: what it makes passes everything at once, in each language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from tests.cli.conftest import Run
from tests.conftest import ROOT

from service_standards.exports.editor import editor_files, editor_settings
from service_standards.findings import Severity
from service_standards.model.documents import Kind
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook

LANGUAGES = ("en", "uk", "ru")


def made(run: Run, folder: Path, *options: str) -> Path:
    """A new repository in *folder*."""
    result = run("init", str(folder), *options)
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_checks_and_is_in_its_form(run: Run, tmp_path: Path, language: str) -> None:
    """No error, no warning, in the language itself and with translations; nothing for `fmt` to do."""
    for languages in (language, ",".join((language, *(one for one in LANGUAGES if one != language)))):
        folder = made(run, tmp_path / languages, "--languages", languages, "--time-zone", "Europe/Kyiv")
        standards = str(folder / "standards")

        checked = run("check", "--json", "--standards", standards)
        assert checked.exit_code == 0, checked.stdout
        found = json.loads(checked.stdout)["findings"]
        assert {one["severity"] for one in found} <= {Severity.INFO}
        assert run("fmt", "--check", "--standards", standards).exit_code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_builds(run: Run, tmp_path: Path, language: str) -> None:
    """`mkdocs build --strict` as its README and its workflow call it; the drafts are in the preview."""
    others = [one for one in LANGUAGES if one != language]
    folder = made(run, tmp_path / "new", "--language", language, "--languages", ",".join(others))
    environment = {
        **os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "plugins"), "STANDARDS_PREVIEW": "true",
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (folder / "site/index.html").is_file()
    assert f'lang="{language}"' in (folder / "site/index.html").read_text(encoding="utf-8")
    assert all((folder / "site" / other / "index.html").is_file() for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_documents_that_belong_together(run: Run, tmp_path: Path, language: str) -> None:
    """One draft of each kind; together they leave no promise without procedure, test and training."""
    folder = made(run, tmp_path / "new", "--language", language)
    handbook = read_handbook(files_of_folder(folder / "standards")).handbook
    assert handbook
    documents = {one.working.document.kind: one.working.document for one in handbook.dossiers.values()}

    assert documents.keys() == set(Kind)
    assert all(one.is_draft_version for one in documents.values())
    promised = {f"email-reply#{one.id}" for one in documents[Kind.STANDARD].clauses}
    assert {str(link) for link in documents[Kind.PROCEDURE].fulfils} == promised  # type: ignore[union-attr]
    assert promised <= {str(item.verifies) for item in documents[Kind.TEST].items}  # type: ignore[union-attr]
    assert len({one.component for one in documents[Kind.STANDARD].commitments}) == 5  # type: ignore[union-attr]


def test_it_can_be_released(run: Run, tmp_path: Path) -> None:
    """With the version raised and holders named, all five are released together, and stand in the register."""
    folder = made(run, tmp_path / "new", "--language", "en", "--time-zone", "Europe/Kyiv")
    standards = folder / "standards"
    for path in standards.rglob("*.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace('"0.1.0"', '"1.0.0"'), encoding="utf-8")
    roles = standards / "registry/roles.yml"
    roles.write_text(
        "".join(
            line + ('  held_by: ["@zoria/team"]\n' if line.startswith("  summary") else "")
            for line in roles.read_text(encoding="utf-8").splitlines(keepends=True)
        ),
        encoding="utf-8",
    )
    ids = ("email-reply", "email-handling", "good-service", "reply-check", "written-replies")

    result = run(
        "release",
        *ids,
        "--author",
        "@agent",
        "--approval",
        "head-of-service:@head:2026-11-30",
        "--standards",
        str(standards),
    )

    assert result.exit_code == 0, result.output
    assert {line.split("\t")[1] for line in (standards / "releases.tsv").read_text().splitlines()[1:]} == set(
        ids
    )


def test_everything_around_the_handbook(run: Run, tmp_path: Path) -> None:
    """Workflows in the company's time zone and language, settings that can be read, no gap left open."""
    folder = made(
        run, tmp_path / "new", "--name", 'Zoria: "parcels" & [more]', "--languages", "ru,uk", "--time-zone", "Asia/Almaty"
    )  # fmt: skip
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }

    assert [name for name, text in texts.items() if "[[" in text and "schemas" not in name] == []
    for name, text in texts.items():
        if name.endswith((".yml", ".yaml")):
            YAML(typ="safe").load(text)
    assert YAML(typ="safe").load(texts["mkdocs.yml"])["site_name"] == 'Zoria: "parcels" & [more]'
    assert "Europe/Kyiv" not in "".join(texts.values()).replace(texts["standards/handbook.yml"], "").replace(
        "".join(text for name, text in texts.items() if "schemas" in name), ""
    )
    assert "timezone: Asia/Almaty" in texts[".github/workflows/publish.yml"]
    assert {
        ".github/CODEOWNERS",
        ".github/ISSUE_TEMPLATE/waiver.yml",
        ".pre-commit-config.yaml",
        ".gitignore",
        ".gitattributes",
        "README.md",
        "standards/index.uk.md",
    } <= texts.keys()
    assert json.loads(texts[".vscode/settings.json"])["yaml.schemas"].keys() == {
        f"./{name}" for name in texts if name.startswith(".vscode/schemas/")
    }


def test_a_fresh_clone_is_filled(run: Run, tmp_path: Path) -> None:
    """A folder that holds nothing but `.git` counts as empty, and git sees every file."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)

    made(run, folder)

    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    seen = {line[3:] for line in status.splitlines()}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert seen == {path for path in there if not path.startswith(".git/")}


REFUSED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a folder that is not empty": (("full",), 2, "not empty"),
    "no such time zone": (("new", "--time-zone", "Europe/Zoria"), 2, "Europe/Zoria"),
    "no such language": (("new", "--languages", "uk,english"), 2, "english"),
    "a folder that cannot be made": (("full/note.txt/new",), 4, "note.txt"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(run: Run, tmp_path: Path, name: str) -> None:
    """It says why, and writes nothing at all."""
    arguments, code, said = REFUSED[name]
    work = tmp_path / "work"
    (work / "full").mkdir(parents=True)
    (work / "full/note.txt").write_text("mine")

    result = run("init", str(work / arguments[0]), *arguments[1:], "--language", "en")

    assert (result.exit_code, said in result.stderr) == (code, True), result.output
    assert [path.relative_to(work).as_posix() for path in sorted(work.rglob("*"))] == [
        "full",
        "full/note.txt",
    ]


def test_own_editor_settings() -> None:
    """This repository's settings for editors are those that the model makes, for the schemas of the package."""
    there: dict[str, Any] = json.loads((ROOT / ".vscode/settings.json").read_text())

    assert there == editor_settings("./plugins/service_standards/exports/schemas", ["uk", "ru"])
    assert all((ROOT / name).is_file() for name in there["yaml.schemas"])


def test_schemas_accept_the_first_documents(run: Run, tmp_path: Path) -> None:
    """What the editor is told of a file accepts it: no red line in a new handbook."""
    folder = made(run, tmp_path / "new", "--languages", "uk,en")
    schemas = json.loads(editor_files(["en"])[".vscode/settings.json"])["yaml.schemas"]
    looked_at = set()
    for schema, patterns in schemas.items():
        without = {path for one in patterns if one[0] == "!" for path in folder.glob(one[1:])}
        validator = Draft202012Validator(json.loads((folder / schema).read_text(encoding="utf-8")))
        for path in {found for one in patterns if one[0] != "!" for found in folder.glob(one)} - without:
            data = json.loads(
                json.dumps(YAML(typ="safe").load(path.read_text(encoding="utf-8")), default=str)
            )
            assert list(validator.iter_errors(data)) == [], path
            looked_at.add(path)

    assert looked_at == set((folder / "standards").rglob("*.yml"))
