"""
A small company with a neglected handbook: every code that files can show is shown there.

`weak/standards` can be built; `weak/stopped` lies over it and holds what stops
a build. `weak_releases.py` makes the releases; `UPDATE=1` writes the report.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest
from tests.checks.fixtures import TODAY
from tests.conftest import ROOT

from service_standards.checks import STOPPING, check
from service_standards.exports.findings import sarif
from service_standards.findings import LANGUAGES, Finding, Severity, catalogue, report
from service_standards.source.files import files_of_folder

WEAK = Path(__file__).parent / "weak"
SARIF = ROOT.joinpath(
    "tests", "browser", "node_modules", "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json"
)
"""The official schema, as a package of its authors has it."""
UPDATE = os.environ.get("UPDATE") == "1"

OF_A_SITUATION = {
    "SEC04": "a proposal from somebody without rights changes files beside the handbook",
    "SIT01": "a site was built without the plugin",
    "SIT02": "a permanent link of an earlier site is gone",
}
"""What no file of a handbook can bring about: test_asked.py shows it."""

MORE_THAN_ONCE = {
    "BUD01": 2,  # one procedure is too slow; of the other nobody can work it out
    "COV01": 2,  # one promise without a test, one without a procedure
    "COV03": 2,  # a rule that nobody tests, three types of test that nobody uses
    "LIF04": 2,  # a review and a major change, both without evidence
    "LNG01": 10,  # one a document
    "LNG02": 2,  # a title and a clause
    "ORD01": 3,  # the receipt comes after the public, the internal and the planned answer
    "SCH02": 2,  # two fields of one draft clause
}
"""Every other code is shown once: one fault, one finding."""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weak handbook with what stops a build."""
    folder = tmp_path_factory.mktemp("weak") / "standards"
    shutil.copytree(WEAK / "standards", folder)
    return Path(shutil.copytree(WEAK / "stopped", folder, symlinks=True, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def found(everything: Path) -> tuple[Finding, ...]:
    """All that is wrong with it."""
    return check(files_of_folder(everything), TODAY)[1]


def test_every_code_is_shown(found: tuple[Finding, ...]) -> None:
    """One neglected handbook shows the whole catalogue but for what only a situation brings about."""
    times = Counter(one.code for one in found)

    assert set(catalogue("en")) - set(times) == set(OF_A_SITUATION)
    assert {code: n for code, n in times.items() if n > 1} == MORE_THAN_ONCE


def test_the_report(found: tuple[Finding, ...]) -> None:
    """The report as an editor reads it, and in every language of the editors without a gap."""
    golden = WEAK / "report.txt"
    said = report(found)
    if UPDATE:
        golden.write_text(said, encoding="utf-8")

    assert said == golden.read_text(encoding="utf-8")
    assert len({report(found, language) for language in LANGUAGES}) == len(LANGUAGES)


def stopping_codes(findings: Iterable[Finding]) -> set[str]:
    """The codes of what stops a build."""
    return {one.code for one in findings if one.severity == Severity.ERROR and one.code.startswith(STOPPING)}


def one_line(finding: Finding) -> str:
    """The finding's place, code and message."""
    return report([finding]).partition("\n")[0]


def test_what_stops_a_build_can_be_taken_away(found: tuple[Finding, ...]) -> None:
    """Without `stopped` the handbook can be built; what stops it lies there alone, and hides nothing of the rest."""
    standing = check(files_of_folder(WEAK / "standards"), TODAY)[1]

    assert not stopping_codes(standing)
    assert {one.code for one in found} - {one.code for one in standing} == stopping_codes(found)
    assert Counter(map(one_line, standing)) <= Counter(map(one_line, found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif(found: tuple[Finding, ...], language: str) -> None:
    """Whatever is found can be written as SARIF 2.1.0, by the whole schema."""
    assert SARIF.is_file(), "npm install --prefix tests/browser brings the schema"
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    checker = jsonschema.Draft4Validator(schema)
    log = json.loads(json.dumps(sarif(found, language, folder="standards", version="0.1.0")))

    checker.validate(log)
    assert len(log["runs"][0]["results"]) == len(found)
    assert not checker.is_valid({**log, "version": "2.0.0"})
