"""`standards check`: the formats, what is new since a commit, the explanations."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from tests.cli.conftest import Run

from service_standards.findings import LANGUAGES, catalogue

CHAT = "standards/support/chat-reply/standard.ru.yml"


TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SARIF = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "additionalProperties": False,
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "additionalProperties": False,
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "help": TEXT,
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT,
                                "locations": {"type": "array"},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
"""As much of the schema of SARIF 2.1.0 (OASIS) as the report uses."""


def test_sarif(run: Run) -> None:
    """Every result names a rule that is there, a level of SARIF, and a file of the repository."""
    result = run("check", "--format", "sarif")
    log = json.loads(result.stdout)

    assert result.exit_code == 1
    jsonschema.validate(log, SARIF)
    [part] = log["runs"]
    rules = part["tool"]["driver"]["rules"]
    [found] = part["results"]
    assert rules[found["ruleIndex"]]["id"] == found["ruleId"] == "LNG02"
    place = found["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == CHAT
    assert place["region"]["startLine"] >= 1
    assert place["region"]["startColumn"] >= 1


def test_annotations(run: Run) -> None:
    """One line for each finding, its own line ends escaped."""
    [line] = run("check", "--format", "annotations").stdout.splitlines()

    assert line.startswith(f"::warning file={CHAT},line=15,col=")
    assert ",title=LNG02::" in line
    assert "%0A" in line


def test_silenced_is_listed(run: Run) -> None:
    """Compliance sees what is held back, why, and until when."""
    [one] = json.loads(run("check", "--json").stdout)["silenced"]

    assert (one["code"], one["document"], one["until"]) == ("COV01", "locker-collection", "2027-03-31")


def git(folder: Path, *arguments: str) -> None:
    """Run git with a fixed identity."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_base_reports_only_what_is_new(run: Run, handbook: Path) -> None:
    """What the base had already does not fail a change, also where its line has moved."""
    git(handbook.parent, "init", "-q")
    git(handbook.parent, "add", "-A")
    git(handbook.parent, "commit", "-q", "-m", "Begin")
    old = handbook.parent / CHAT
    old.write_text("# moved by a line\n" + old.read_text(encoding="utf-8"), encoding="utf-8")

    assert run("check", "--base", "HEAD").exit_code == 0

    page = handbook / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n<b>bold</b>\n", encoding="utf-8")
    found = json.loads(run("check", "--base", "HEAD", "--json").stdout)["findings"]
    assert [one["code"] for one in found] == ["SEC03"]


def test_base_that_is_not_there(run: Run, handbook: Path) -> None:
    """A base that git does not know is wrong use."""
    git(handbook.parent, "init", "-q")

    assert run("check", "--base", "no-such-branch").exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain(run: Run, language: str) -> None:
    """A code is explained in the editor's language, in capitals or not."""
    told = run("check", "--explain", "tgt05", "--language", language)

    assert told.exit_code == 0
    assert catalogue(language)["TGT05"]["why"] in told.stdout


def test_explain_unknown(run: Run) -> None:
    """A code that there is not is wrong use, and near ones are named."""
    told = run("check", "--explain", "TGT99")

    assert told.exit_code == 2
    assert "TGT09" in told.stderr
