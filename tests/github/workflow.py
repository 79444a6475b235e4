"""
Runs a workflow's own `run:` lines as they stand, in a clean clone.

The host's part alone is played: its expressions are looked up, its actions
are functions of the test, `gh` and `curl` answer from files. What is not
known is a KeyError, never an empty text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
ALWAYS = {"${{ !cancelled() }}"}


def parsed(file: Path) -> dict[str, Any]:
    """A workflow; `on` is a key there, not a truth."""
    found: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return found


@dataclass
class Bench:
    """A runner's machine: a workspace, the tools on its path, what the host says."""

    folder: Path
    host: Path
    expressions: Mapping[str, str]
    """What each expression of the host comes to."""
    environment: Mapping[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    log: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)
    """What each step printed, by its name."""

    def __post_init__(self) -> None:
        self.workspace.mkdir(parents=True)
        self.artifacts.mkdir()
        (self.folder / "temp").mkdir()
        tools = self.folder / "bin"
        tools.mkdir()
        here = Path(__file__).parent
        scripts = Path(sys.executable).parent
        for name in ("standards", "mkdocs"):
            (tools / name).symlink_to(scripts / name)
        _executable(tools / "gh", f'#!/bin/sh\nexec {sys.executable} {here / "gh.py"} "$@"\n')
        _executable(tools / "curl", f'#!/bin/sh\nexec {sys.executable} {here / "curl.py"} "$@"\n')
        # The registry of packages is the host's too: the installed package is that of the base.
        _executable(
            tools / "python",
            '#!/bin/sh\n[ "$1 $2 $3" = "-m pip install" ] && test -s .github/requirements.txt\n',
        )

    @property
    def workspace(self) -> Path:
        """Where the steps run."""
        return self.folder / "workspace"

    @property
    def artifacts(self) -> Path:
        """What was uploaded, by name."""
        return self.folder / "artifacts"

    def run(self, name: str) -> bool:
        """Run every step of a workflow's first job; gives whether all succeeded."""
        workflow = parsed(WORKFLOWS / name)
        job = next(iter(workflow["jobs"].values()))
        succeeded = True
        for number, step in enumerate(job["steps"]):
            condition = step.get("if")
            if not succeeded and condition not in ALWAYS:
                continue
            if condition and condition not in ALWAYS and not self.look_up(condition):
                continue
            env = {**workflow.get("env", {}), **step.get("env", {})}
            given = {key: self.filled(str(value)) for key, value in env.items()}
            if "uses" in step:
                done = self.use(step)
            else:
                done = self.shell(step["run"], given, step.get("name", str(number)))
            succeeded = succeeded and (done or step.get("continue-on-error", False))
        return succeeded

    def shell(self, command: str, env: Mapping[str, str], name: str) -> bool:
        """Run a line as the host does: bash with -e and pipefail."""
        assert not EXPRESSION.search(command), "an expression of the host in a command"
        fixed = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "HOST": str(self.host),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_REPOSITORY": "example/handbook",
            "LANG": "C.UTF-8",
            **{name: value for name in ("PYTHONPATH", "XDG_CACHE_HOME") if (value := os.environ.get(name))},
            **self.environment,
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            cwd=self.workspace,
            env={**fixed, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        self.log[name] = done
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done.returncode == 0

    def filled(self, text: str) -> str:
        """A text of the workflow with the host's values."""
        return EXPRESSION.sub(lambda found: self.look_up(found[1]), text)

    def look_up(self, expression: str) -> str:
        """What an expression comes to."""
        found = re.fullmatch(r"steps\.([\w.-]+)", expression)
        return self.outputs.get(found[1], "") if found else self.expressions[expression]

    # -- actions ---------------------------------------------------------------

    def use(self, step: Mapping[str, Any]) -> bool:
        """Play an action."""
        name = step["uses"].partition("@")[0]
        given = {key: self.filled(str(value)) for key, value in step.get("with", {}).items()}
        return ACTIONS[name](self, given)

    def git(self, *arguments: str, at: Path | None = None) -> str:
        """Run git with a fixed identity; gives what it printed."""
        return git(at or self.workspace, *arguments)


def git(folder: Path, *arguments: str) -> str:
    """Run git with a fixed identity; gives what it printed."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"git {arguments}: {done.stderr}"
    return done.stdout.strip()


def _executable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _checkout(bench: Bench, given: Mapping[str, str]) -> bool:
    assert given["persist-credentials"] == "False"
    depth = [] if given.get("fetch-depth") == "0" else ["--depth", "1", "--no-single-branch"]
    source = f"file://{bench.host / 'repository.git'}"
    bench.git("clone", "--quiet", *depth, source, str(bench.workspace), at=bench.folder)
    ref = given.get("ref") or bench.expressions["github.ref"]
    if ref != "main":
        bench.git("fetch", "--quiet", *depth[:2], "origin", ref)
        bench.git("checkout", "--quiet", "--detach", "FETCH_HEAD")
    return True


def _upload(bench: Bench, given: Mapping[str, str]) -> bool:
    source, target = bench.workspace / given["path"], bench.artifacts / given["name"]
    if not source.exists():
        return given["if-no-files-found"] == "ignore"
    target.mkdir()
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)
    else:
        shutil.copy(source, target)
    return True


def _download(bench: Bench, given: Mapping[str, str]) -> bool:
    source = bench.artifacts / given["name"]
    if source.exists():
        shutil.copytree(source, given["path"])
    return source.exists()


def _pull_request(bench: Bench, given: Mapping[str, str]) -> bool:
    """What `create-pull-request` does: one commit on a branch, on the base, or none."""
    bench.git("add", "--", *given["add-paths"].split())
    if not bench.git("diff", "--cached", "--name-only"):
        bench.outputs["pull.outputs.pull-request-operation"] = "none"
        return True
    bench.git("commit", "--quiet", "-m", given["commit-message"])
    bench.git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{given['branch']}")
    bench.outputs["pull.outputs.pull-request-operation"] = "created"
    return True


ACTIONS: Mapping[str, Callable[[Bench, Mapping[str, str]], bool]] = {
    "actions/checkout": _checkout,
    "actions/setup-python": lambda bench, given: True,
    "actions/upload-artifact": _upload,
    "actions/download-artifact": _download,
    "actions/configure-pages": lambda bench, given: (
        bench.outputs.update({"pages.outputs.base_url": "https://example.github.io/handbook"}) is None
    ),
    "actions/upload-pages-artifact": lambda bench, given: _upload(
        bench, {**given, "name": "github-pages", "if-no-files-found": "error"}
    ),
    "peter-evans/create-pull-request": _pull_request,
}
"""What the test does in place of each action that the workflows use."""

assert os.name == "posix"
