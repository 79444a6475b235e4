"""A small handbook's repository on a host of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.checks.fixtures import GOOD
from tests.conftest import ROOT
from tests.github.workflow import Bench, git

REPOSITORY = "repos/example/handbook"
TODAY = {"SOURCE_DATE_EPOCH": "1796119200"}
"""2026-12-01 in Kyiv."""
TOMORROW = {"SOURCE_DATE_EPOCH": "1796205600"}


@dataclass
class Project:
    """A company's repository: a clone in which people work, and the host."""

    folder: Path
    host: Path
    benches: int = 0

    @property
    def standards(self) -> Path:
        """The handbook in the clone."""
        return self.folder / "standards"

    def git(self, *arguments: str) -> str:
        """Run git in the clone."""
        return git(self.folder, *arguments)

    def edit(self, file: str, *pairs: tuple[str, str]) -> None:
        """Replace texts of a file that must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    def branch(self, name: str) -> None:
        """Begin a proposal on main."""
        self.git("checkout", "--quiet", "-B", name, "main")

    def commit(self, subject: str) -> str:
        """Commit all that was changed; gives the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", subject)
        return self.git("rev-parse", "HEAD")

    def propose(self, number: int) -> str:
        """Push a proposal: its head and, as the host makes it, its merge with main. Gives the ref of the merge."""
        name = self.git("branch", "--show-current")
        self.git("push", "--quiet", "--force", "origin", f"{name}:refs/pull/{number}/head", f"{name}:{name}")
        self.git("checkout", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-ff", "-m", f"Merge {name} into main", name)
        self.git("push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        self.git("checkout", "--quiet", name)
        return f"refs/pull/{number}/merge"

    def merge(self, name: str) -> str:
        """Merge a branch into main as the host does; gives the merge commit."""
        self.git("checkout", "--quiet", "main")
        self.git("merge", "--quiet", "--no-ff", "-m", f"Merge {name}", name)
        self.git("push", "--quiet", "origin", "main")
        return self.git("rev-parse", "HEAD")

    def fetch(self, name: str) -> None:
        """Take over a branch of the host."""
        self.git("fetch", "--quiet", "origin", f"+{name}:{name}")

    # -- what the host knows -----------------------------------------------------

    def state(self, answers: Mapping[str, Any]) -> None:
        """Add what the host answers."""
        file = self.host / "state.json"
        known = json.loads(file.read_text()) if file.exists() else {}
        file.write_text(json.dumps({**known, **answers}, indent=1))

    def answer(self, address: str) -> Any:
        """What the host answers now."""
        return json.loads((self.host / "state.json").read_text())[address]

    def asked(self) -> list[dict[str, Any]]:
        """What the host was asked, in order."""
        log = self.host / "asked.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def pull(self, number: int, by: str, reviews: list[dict[str, Any]], **values: Any) -> None:
        """Let the host know of a pull request."""
        at = f"{REPOSITORY}/pulls/{number}"
        told = {"number": number, "state": "open", "merged_at": None, "user": user(by), **values}
        self.state({
            at: told, f"{at}/commits": [{"author": user(by)}], f"{at}/reviews": reviews,
            f"{REPOSITORY}/issues/{number}/comments": [],
        })  # fmt: skip

    def bench(self, ref: str = "main", environment: Mapping[str, str] = TODAY, **expressions: str) -> Bench:
        """A fresh machine for a workflow on *ref*."""
        self.benches += 1
        known = {
            "vars.STANDARDS_LANGUAGE || 'en'": "en",
            "github.ref": ref,
            "github.token": "token",
            "secrets.STANDARDS_MEMBERS_TOKEN": "members",
            "github.base_ref || 'main'": "main",
            "runner.temp": str(self.host.parent / f"bench-{self.benches}" / "temp"),
            OUTSIDE: "",
            "inputs.forget && 'yes' || ''": "",
            "github.event.workflow_run.id": "1",
            CHANGED: "",
        }
        folder = self.host.parent / f"bench-{self.benches}"
        return Bench(folder, self.host, {**known, **expressions}, environment)


OUTSIDE = (
    "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name != github.repository"
    " && 'yes' || ''"
)
CHANGED = (
    "steps.pull.outputs.pull-request-operation == 'created' || "
    "steps.pull.outputs.pull-request-operation == 'updated'"
)


def user(login: str) -> dict[str, str]:
    """An account as the host tells it."""
    return {"login": login, "type": "User"}


def review(
    login: str, commit: str, state: str = "APPROVED", at: str = "2026-11-30T23:30:00Z"
) -> dict[str, Any]:
    """A review as the host tells it; the moment is already December in Kyiv."""
    return {"user": user(login), "state": state, "commit_id": commit, "submitted_at": at}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The good handbook in a repository of its own, with this project's workflows; nothing proposed yet."""
    host = tmp_path / "host"
    folder = tmp_path / "clone"
    host.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", str(host / "repository.git"))
    git(host / "repository.git", "symbolic-ref", "HEAD", "refs/heads/main")
    git(tmp_path, "clone", "--quiet", str(host / "repository.git"), str(folder))
    shutil.copytree(GOOD, folder / "standards")
    shutil.copytree(ROOT / ".github", folder / ".github", ignore=shutil.ignore_patterns("*.png"))
    (folder / "mkdocs.yml").write_text(
        "site_name: A small handbook\nsite_url: https://example.github.io/handbook/\ndocs_dir: standards\n"
        "theme:\n  name: material\n  language: en\n  font: false\n"
        "plugins:\n  - service-standards\n"
    )
    (folder / ".gitattributes").write_text("standards/**/releases/** -text\n")
    made = Project(folder, host)
    made.git("checkout", "--quiet", "-b", "main")
    made.commit("Begin")
    made.git("push", "--quiet", "origin", "main")
    made.state({
        f"{REPOSITORY}/pulls": [],
        "orgs/example/teams/head-of-service/members": [user("Olena-M"), user("petro-s")],
        "orgs/example/teams/support-managers/members": [user("anna-k")],
    })  # fmt: skip
    return made
