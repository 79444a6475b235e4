"""What a form has saved: put into its form on its own branch, through the workflow's own lines, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.conftest import ROOT
from tests.github.conftest import REPOSITORY, TODAY, Project, review
from tests.github.test_hostile import RAN, hook
from tests.github.workflow import Bench, parsed

FORMS = ROOT / ".github" / "workflows" / "forms.yml"
REPLY = "standards/support/email-reply/standard.yml"
BRANCH = "cms/standard/email-reply"


def saved(project: Project, *, at_most: str = "10 hours", branch: str = BRANCH) -> str:
    """Save a change as a form does, everything written in another order and other quotes; gives the commit."""
    project.branch(branch)
    rewrite(project.folder / REPLY, at_most)
    commit = project.commit("Update Standard “email-reply”")
    project.git("push", "--quiet", "--force", "origin", branch)
    return commit


def rewrite(file: Path, at_most: str) -> None:
    """Change the limit, the version and the note; leave nothing of the layout."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"))
    found["version"] = "3.0.0"
    found["commitments"][0]["at_most"] = at_most
    found["change"]["summary"] = f"Reply in {at_most} instead of 12."
    found.pop("effective_from", None)
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(found, stream)


def machine(project: Project, branch: str = BRANCH) -> Bench:
    """A machine for the workflow, started by a push to the branch."""
    return project.bench(f"refs/heads/{branch}", **{"github.ref_name": branch})


def tip(project: Project, branch: str = BRANCH) -> str:
    """The last commit of the branch on the host, taken over."""
    project.git("checkout", "--quiet", "main")
    project.fetch(branch)
    return project.git("rev-parse", branch)


def test_a_saved_form_becomes_a_change_of_its_lines(project: Project) -> None:
    """One commit of the workflow on the form's branch: one file differs, by what was meant; its checks are asked for."""
    flow, block = (
        "{id: spam, when: The message is advertising.}",
        "id: spam\n        when: The message is advertising.",
    )
    project.edit(REPLY, (flow, block))
    project.commit("In its form")
    project.git("push", "--quiet", "origin", "main")
    commit = saved(project)
    assert len(project.git("diff", "--numstat", "main", BRANCH).split()) == 3
    assert int(project.git("diff", "--numstat", "main", BRANCH).split()[0]) > 20, "the form writes it anew"
    bench = machine(project)

    assert bench.run("forms.yml"), bench.log
    after = tip(project)
    assert project.git("rev-parse", f"{after}^") == commit
    assert project.git("log", "-1", "--format=%an", after) == "github-actions[bot]"
    lines = project.git("diff", "-U0", "main", after).splitlines()
    assert [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        '-version: "2.0.0"',
        '+version: "3.0.0"',
        "-effective_from: 2025-10-01",
        "-    at_most: 12 hours",
        "+    at_most: 10 hours",
        "-  summary: Reply in 12 hours instead of 24.",
        "+  summary: Reply in 10 hours instead of 12.",
    ]
    [asked] = project.asked()
    assert asked["arguments"] == ["workflow", "run", "pull-request.yml", "--ref", BRANCH]

    again = machine(project)
    assert again.run("forms.yml"), again.log
    assert tip(project) == after, "nothing is left to do"
    assert len(project.asked()) == 1
    assert project.bench(BRANCH).run("pull-request.yml"), "the checks that were asked for"


def test_other_files_are_left_alone(project: Project) -> None:
    """Files that the form did not change stay as they are on main, and what lies beside the handbook too."""
    other = "standards/support/email-handling/procedure.yml"
    text = (project.folder / other).read_text(encoding="utf-8")
    (project.folder / other).write_text(text.replace("\n", "\n\n", 1), encoding="utf-8")
    project.commit("Not in its form")
    project.git("push", "--quiet", "origin", "main")
    saved(project)
    (project.folder / "other.yml").write_text("b:   1\na: 2\n")
    commit = project.commit("Beside the handbook")
    project.git("push", "--quiet", "origin", BRANCH)

    assert machine(project).run("forms.yml")
    assert project.git("diff", "--name-only", commit, tip(project)) == REPLY


def test_nothing_of_the_branch_runs(project: Project) -> None:
    """Hooks, a package in the place of ours and a link out of the handbook: neither run nor followed."""
    saved(project)
    hook(project, Path())
    secret = project.host / "secret.yml"
    secret.write_text("id:   secret\n")
    (project.standards / "evidence" / "leak.yml").symlink_to(secret)
    commit = project.commit("Improve the handbook")
    project.git("push", "--quiet", "origin", BRANCH)
    bench = machine(project)

    assert bench.run("forms.yml"), bench.log
    assert not list(bench.folder.rglob(RAN))
    assert secret.read_text() == "id:   secret\n"
    assert project.git("diff", "--name-only", commit, tip(project)) == REPLY


def test_what_cannot_be_read_is_left_to_the_check(project: Project) -> None:
    """A file that is no YAML stays as it was saved; nothing is pushed, and no check is asked for."""
    project.branch(BRANCH)
    (project.folder / REPLY).write_text("id: [email-reply\n", encoding="utf-8")
    commit = project.commit("Broken")
    project.git("push", "--quiet", "origin", BRANCH)

    assert machine(project).run("forms.yml")
    assert (tip(project), project.asked()) == (commit, [])


def test_what_was_saved_in_the_meantime_is_not_lost(project: Project) -> None:
    """Another save while the workflow runs: the push is refused, and the run of that save brings all in order."""
    saved(project)
    bench = machine(project)
    real = bench.shell

    def shell(command: str, env: dict[str, str], name: str) -> bool:
        if name.startswith("Push"):
            project.git("checkout", "--quiet", BRANCH)
            rewrite(project.folder / REPLY, "9 hours")
            project.commit("Update again")
            project.git("push", "--quiet", "origin", BRANCH)
        return real(command, env, name)

    bench.shell = shell  # type: ignore[method-assign, assignment]
    assert not bench.run("forms.yml")
    assert project.asked() == []
    assert machine(project).run("forms.yml")
    assert "at_most: 9 hours" in project.git("show", f"{tip(project)}:{REPLY}")


def test_an_approval_counts_for_what_was_pushed(project: Project) -> None:
    """Who approved the form's own commit approved other bytes; who approved what the workflow made of it did approve."""
    raw = saved(project)
    assert machine(project).run("forms.yml")
    after = tip(project)
    merge = project.merge(BRANCH)
    begin = project.git("rev-list", "--max-parents=0", "HEAD")
    for commit, given in ((raw, 0), (after, 1)):
        project.pull(
            41, "anna-k", [review("olena-m", commit)], merged_at="2026-12-01T06:00:00Z", state="closed"
        )
        project.state({
            f"{REPOSITORY}/commits/{merge}/pulls": [project.answer(f"{REPOSITORY}/pulls/41")],
            **{f"{REPOSITORY}/commits/{one}/pulls": [project.answer(f"{REPOSITORY}/pulls/41")] for one in (raw, after)},
            f"{REPOSITORY}/commits/{begin}/pulls": [],
            f"{REPOSITORY}/commits/{begin}": {"author": {"login": "anna-k", "type": "User"}},
        })  # fmt: skip
        bench = project.bench(environment=TODAY)
        done = bench.git("clone", "--quiet", str(project.host / "repository.git"), ".")
        assert done == ""
        token = {"GH_TOKEN": "token", "MEMBERS_TOKEN": "members"}
        assert bench.shell(
            "standards host release --branch standards-release --into release.md", token, "freeze"
        ), bench.log
        told = YAML(typ="safe").load(
            (bench.workspace / "standards/support/email-reply/releases/3.0.0/release.yml").read_text()
        )
        assert len(told.get("approvals", ())) == given
        assert told["authors"] == ["@anna-k"]


@pytest.mark.parametrize("key", ["on", "if"])
def test_when_it_runs(key: str) -> None:
    """On pushes to the forms' branches of this repository, never on a pull request; not when a branch is deleted."""
    workflow = parsed(FORMS)
    expected = {
        "on": {"push": {"branches": ["cms/**"]}},
        "if": "${{ !github.event.deleted }}",
    }
    found = {"on": workflow["on"], "if": workflow["jobs"]["forms"]["if"]}

    assert found[key] == expected[key]


def test_its_checks_are_reported_too() -> None:
    """What a workflow asks for is reported like what a push started; a queue's run has no pull request to report on."""
    told = parsed(FORMS.with_name("pull-request-report.yml"))["jobs"]["comment"]["if"]

    assert told.split(" || ") == [
        f"github.event.workflow_run.event == '{one}'" for one in ("pull_request", "workflow_dispatch")
    ]
