"""
What an editor sees when an edit goes wrong: exit code, place, plain cause, corrected line, in three languages.

`UPDATE=1` writes the golden files anew: read each as somebody who has never
seen YAML.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.checks.fixtures import BAD, TODAY
from tests.checks.slips import SAVED_BY, SEEN_BEFORE, SLIPS, findings_of_slip, found_in, proposal, slipped

from service_standards.cli import main
from service_standards.exports.findings import workflow_commands
from service_standards.findings import LANGUAGES, Finding, report

GOLDEN = Path(__file__).parent / "slips"
UPDATE = os.environ.get("UPDATE") == "1"

NAMES = (*SLIPS, *SAVED_BY, *SEEN_BEFORE)


def shown(findings: tuple[Finding, ...]) -> str:
    """All that an editor may see of it: the report in each language, and what stands beside the lines on the host."""
    parts = [f"== {language}\n\n{report(findings, language, folder='standards')}" for language in LANGUAGES]
    beside = "\n".join(workflow_commands(findings, "en", folder="standards"))
    return "\n".join([*parts, f"== beside the lines\n\n{beside}\n"])


def test_the_proposal_itself_is_clean(tmp_path: Path) -> None:
    """Whatever is found later comes from the slip."""
    assert report(found_in(proposal(tmp_path))) == ""


@pytest.mark.parametrize("name", NAMES)
def test_slip(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command ends with 1 and says it beside the lines; the words are those of the golden file."""
    slipped(name, tmp_path)
    findings = findings_of_slip(name)
    said = shown(findings)
    golden = GOLDEN / f"{name}.txt"
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")

    assert said == golden.read_text(encoding="utf-8")
    if name in SLIPS:
        assert " ".join(one.code for one in findings) == SLIPS[name].codes
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(
        main, ["check", "--format", "annotations", "--on", str(TODAY), "--language", "en"]
    )
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == said.partition("== beside the lines\n\n")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_message_has_its_place_and_its_cure(name: str) -> None:
    """File, line, column, code and cause; below it why, and what to do: in each language, with no gap left open."""
    said = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^== .*\n\n", said, flags=re.MULTILINE)[1:]
    counts: Mapping[int, int] = {
        n: len(
            re.findall(r"^standards/\S+:\d+:\d+  [A-Z]{3}\d\d  \S.*\n    \S.*\n    \S", part, re.MULTILINE)
        )
        for n, part in enumerate(parts[:-1])
    }
    heads = len(re.findall(r"^standards/", parts[0], re.MULTILINE))

    assert len(parts) == len(LANGUAGES) + 1
    assert set(counts.values()) == {heads}
    assert (
        len(re.findall(r"^::(?:error|warning|notice) file=standards/", parts[-1], re.MULTILINE)) == heads > 0
    )
    assert not re.search(r"\{(cured|name|text|near|better)\}|Traceback|None", said)


NO_LINE = {
    "emptied": "who answers for it is gone",
    "form-empty-list": "who approves it is gone",
    "translation-clause": "which of the clauses it was",
    "translation-key": "which of the texts it was",
    "web-page": "what the tags were to do",
}
"""Slips for which no message can offer a line: only their author knows."""


def offered(findings: tuple[Finding, ...]) -> str | None:
    """The line that the last of the findings offers, if it is whole."""
    lines = re.findall(r"(?<=\n)(?:- )?[\w.]+: .+$", findings[-1].cure("en"))
    return lines[0] if lines and "…" not in lines[0] else None


@pytest.mark.parametrize(
    "name", [name for name, slip in SLIPS.items() if slip.codes.startswith(("YML", "SCH"))]
)
def test_the_corrected_line_cures_it(name: str, tmp_path: Path) -> None:
    """Who copies the line that the message offers, in place of the one it points at, is rid of the fault."""
    findings = findings_of_slip(name)
    better = offered(findings)
    assert (better is None) is (name in NO_LINE)
    if better is None:
        return
    file = slipped(name, tmp_path) / findings[-1].place.file
    lines = file.read_bytes().decode().split("\n")
    n = findings[-1].place.line - 1
    lines[n] = lines[n][: len(lines[n]) - len(lines[n].lstrip())] + better
    file.write_bytes("\n".join(lines).encode())

    assert findings[-1].code not in {one.code for one in found_in(tmp_path / "standards")}


def test_no_slip_is_written_twice() -> None:
    """Bad handbooks that are such slips are named, and there are golden files of these and no others."""
    assert {name for name in SEEN_BEFORE if not (BAD / name).is_dir()} == set()
    assert {file.stem for file in GOLDEN.iterdir()} == set(NAMES)
    assert len(NAMES) >= 25
