"""
The workflows' own lines, run as written in clean clones, through the life of a change.

Proposed, reported, approved, merged, frozen, held while it is not of today,
published; reminders and comments that are kept, not repeated.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.github.conftest import CHANGED, REPOSITORY, TODAY, TOMORROW, Project, review, user

REPLY = "standards/support/email-reply/standard.yml"
TIGHTER = (
    ('version: "2.0.0"', 'version: "3.0.0"'),
    ("at_most: 12 hours", "at_most: 10 hours"),
    ("effective_from: 2025-10-01\n", ""),
    ("Reply in 12 hours instead of 24.", "Reply in 10 hours instead of 12."),
)


def proposed(project: Project, number: int = 41) -> tuple[str, str]:
    """Propose a shorter limit; gives the commit and the ref of its merge."""
    project.branch("reply-sooner")
    project.edit(REPLY, *TIGHTER)
    commit = project.commit("Reply in 10 hours")
    return commit, project.propose(number)


def merged(project: Project, reviews: list[dict[str, Any]], number: int = 41) -> str:
    """Merge the proposal, with these reviews on the host; gives the merge commit."""
    merge = project.merge("reply-sooner")
    project.pull(number, "anna-k", reviews, merged_at="2026-12-01T06:00:00Z", state="closed")
    project.state({f"{REPOSITORY}/commits/{merge}/pulls": [project.answer(f"{REPOSITORY}/pulls/{number}")]})
    begin = project.git("rev-list", "--max-parents=0", "HEAD")
    project.state({
        f"{REPOSITORY}/commits/{begin}/pulls": [], f"{REPOSITORY}/commits/{begin}": {"author": user("anna-k")},
    })  # fmt: skip
    return merge


def record(folder: Path) -> dict[str, Any]:
    """The record of the new release."""
    found: dict[str, Any] = YAML(typ="safe").load(
        (folder / "standards/support/email-reply/releases/3.0.0/release.yml").read_text()
    )
    return found


def test_a_proposal_is_reported_checked_and_previewed(project: Project) -> None:
    """The report and the preview are of the proposal; nothing asked the host, for there is no new release."""
    _, ref = proposed(project)
    bench = project.bench(ref)

    assert bench.run("pull-request.yml"), bench.log
    report = (bench.artifacts / "report" / "report.md").read_text()
    assert "email-reply" in report
    assert "10 hours" in report
    assert "(http://127.0.0.1:8000/email-reply/)" in report
    page = (bench.artifacts / "preview" / "email-reply" / "index.html").read_text()
    assert "10 hours" in page
    assert project.asked() == []


def test_a_fault_stands_beside_its_line(project: Project) -> None:
    """The check fails with an annotation; the report is there all the same, the preview is not."""
    project.branch("broken")
    project.edit(REPLY, ("at_most: 12 hours", "at_most: 2 days"))
    project.commit("Reply in two days")
    bench = project.bench(project.propose(42))

    assert not bench.run("pull-request.yml")
    assert f"::error file={REPLY},line=" in bench.log["Check"].stdout
    assert "title=SCH03::" in bench.log["Check"].stdout
    assert (bench.artifacts / "report").is_dir()
    assert not (bench.artifacts / "preview").exists()


def test_an_approved_change_is_frozen(project: Project) -> None:
    """Who wrote it, who approved which bytes, in which pull request and on which day there: all from the host."""
    commit, _ = proposed(project)
    merged(project, [review("petro-s", commit, "COMMENTED"), review("olena-m", commit)])
    bench = project.bench(**{CHANGED: "yes"})

    assert bench.run("release.yml"), bench.log
    made = record(bench.workspace)
    [approval] = made["approvals"]
    assert (approval["role"], approval["by"], str(approval["on"])) == (
        "head-of-service", "@olena-m", "2026-12-01",
    )  # fmt: skip
    assert (approval["pull_request"], approval["content_sha256"]) == (41, made["content_sha256"])
    assert made["authors"] == ["@anna-k"]
    assert str(made["released_on"]) == "2026-12-01"
    body = (bench.folder / "temp" / "release.md").read_text()
    assert "| `email-reply` | 3.0.0 | tightened |" in body
    assert "head-of-service: @olena-m" in body
    assert project.asked()[-1]["arguments"] == [
        "workflow",
        "run",
        "pull-request.yml",
        "--ref",
        "standards-release",
    ]

    project.fetch("standards-release")
    assert project.git("diff", "--name-only", "main", "standards-release").splitlines() == [
        ".github/CODEOWNERS",
        *(f".github/ISSUE_TEMPLATE/{one}.yml" for one in ("new-standard", "suggest-change", "waiver")),
        "standards/releases.tsv",
        *(
            f"standards/support/email-reply/releases/3.0.0/{one}"
            for one in ("registry.yml", "release.yml", "standard.md", "standard.ru.yml", "standard.yml")
        ),
    ]
    gate = project.bench("standards-release")
    assert gate.run("pull-request.yml"), gate.log
    assert "approved" in gate.log["Hold releases that are not of today, or that nobody approved"].stdout

    late = project.bench("standards-release", TOMORROW)
    assert not late.run("pull-request.yml")
    told = late.log["Hold releases that are not of today, or that nobody approved"].stdout
    assert told.startswith("email-reply 3.0.0: `released_on` is 2026-12-01, and today is 2026-12-02.")

    renewed = project.bench(environment=TOMORROW)
    assert renewed.run("release.yml")
    assert str(record(renewed.workspace)["released_on"]) == "2026-12-02"


def test_an_approval_does_not_outlive_a_later_push(project: Project) -> None:
    """What was approved had another content: the release pull request asks again, and takes that approval in."""
    commit, _ = proposed(project)
    project.edit(REPLY, ("at_most: 10 hours", "at_most: 9 hours"), ("Reply in 10 hours", "Reply in 9 hours"))
    project.commit("Reply in 9 hours")
    merged(project, [review("olena-m", commit), review("anna-k", commit)])
    bench = project.bench()

    assert bench.run("release.yml"), bench.log
    made = record(bench.workspace)
    assert "approvals" not in made
    body = (bench.folder / "temp" / "release.md").read_text()
    assert f"- `email-reply` 3.0.0: head-of-service\n  content {made['content_sha256']}" in body
    assert not project.bench("standards-release").run("pull-request.yml")

    project.fetch("standards-release")
    frozen = project.git("rev-parse", "standards-release")
    project.pull(
        50, "keeper", [review("olena-m", frozen)], head={"ref": "standards-release", "owner": "example"}
    )
    project.state({f"{REPOSITORY}/pulls": [project.answer(f"{REPOSITORY}/pulls/50")]})
    again = project.bench()
    assert again.run("release.yml"), again.log
    [approval] = record(again.workspace)["approvals"]
    assert (approval["by"], approval["pull_request"]) == ("@olena-m", 50)
    assert project.bench("standards-release").run("pull-request.yml")


FORGED = {
    "nobody approved": (
        "head-of-service:@olena-m:2026-12-01:41",
        "the approval of head-of-service by @olena-m cannot be confirmed: "
        "there is no standing approval of @olena-m in pull request 41",
    ),
    "no pull request": (
        "head-of-service:@olena-m:2026-12-01",
        "the approval of head-of-service by @olena-m cannot be confirmed: it names no pull request",
    ),
    "another role": (
        "head-of-service:@ivan-r:2026-12-01:41",
        "the approval of head-of-service by @ivan-r cannot be confirmed: "
        "@ivan-r does not hold the role head-of-service",
    ),
}


def test_an_approval_that_nobody_gave_is_held(project: Project) -> None:
    """A release made by hand, its approvals made up, is found out: the host is asked. So is an author left out."""
    commit, _ = proposed(project)
    merged(project, [review("olena-m", commit), review("olena-m", commit, "DISMISSED", "2026-12-01T01:00:00Z"),
                     review("ivan-r", commit)])  # fmt: skip
    for name, (approval, why) in FORGED.items():
        bench = project.bench()
        bench.git("clone", "--quiet", str(project.host / "repository.git"), ".")
        done = bench.shell(
            f"standards release email-reply --author @mallory --approval {approval}", {}, "release by hand"
        )
        assert done, bench.log
        bench.git("checkout", "--quiet", "-b", "forged")
        bench.git("add", "--all")
        bench.git("commit", "--quiet", "-m", name)
        bench.git("push", "--quiet", "--force", "origin", "HEAD:forged")
        bench = project.bench("forged")

        assert not bench.run("pull-request.yml")
        told = bench.log["Hold releases that are not of today, or that nobody approved"].stdout
        assert why in told
        assert "@anna-k wrote a part of it and is not among its `authors`" in told


def test_an_approver_cannot_be_taken_away_in_the_same_change(project: Project) -> None:
    """A proposal that names another approver and releases itself lacks the approval of the one before."""
    project.branch("reply-sooner")
    project.edit(REPLY, *TIGHTER, ("approvers: [head-of-service]", "approvers: [shift-supervisor]"))
    project.commit("Reply in 10 hours")
    project.git("push", "--quiet", "origin", "reply-sooner")
    bench = project.bench()
    bench.git("clone", "--quiet", "--branch", "reply-sooner", str(project.host / "repository.git"), ".")
    command = (
        "standards release email-reply --author @anna-k --approval shift-supervisor:@ivan-r:2026-12-01:41"
    )
    assert bench.shell(command, {}, "release by hand"), bench.log
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "-m", "Release")
    bench.git("push", "--quiet", "origin", "HEAD:forged")
    begin = project.git("rev-list", "--max-parents=0", "HEAD")
    project.state({
        f"{REPOSITORY}/commits/{begin}/pulls": [], f"{REPOSITORY}/commits/{begin}": {"author": user("anna-k")},
    })  # fmt: skip
    project.pull(41, "anna-k", [])
    bench = project.bench("forged")

    assert not bench.run("pull-request.yml")
    told = bench.log["Hold releases that are not of today, or that nobody approved"].stdout
    assert "there is no approval of head-of-service, which had to approve it before this proposal" in told


def test_without_leave_to_read_teams_nothing_counts(project: Project) -> None:
    """An approval whose role cannot be proved is not taken; the pull request says what to do."""
    commit, _ = proposed(project)
    merged(project, [review("olena-m", commit)])
    bench = project.bench(**{"secrets.STANDARDS_MEMBERS_TOKEN": ""})

    assert bench.run("release.yml"), bench.log
    assert "approvals" not in record(bench.workspace)
    body = (bench.folder / "temp" / "release.md").read_text()
    assert "The members of @example/head-of-service cannot be read" in body
    assert "STANDARDS_MEMBERS_TOKEN" in body


def test_nothing_to_release(project: Project) -> None:
    """No release, no approval asked for; what is made from the handbook is brought up to date."""
    bench = project.bench()

    assert bench.run("release.yml"), bench.log
    assert "Nothing waits" in bench.log["Freeze what was approved"].stdout
    owners = (bench.workspace / ".github/CODEOWNERS").read_text()
    assert owners.startswith("# Everything but the handbook")
    assert "/standards/support/email-reply/ @example/support-managers @example/head-of-service" in owners


# -- publishing ------------------------------------------------------------------


def test_publish(project: Project) -> None:
    """The first time there is no earlier site; a link that is gone stops it; an answer that is none too."""
    bench = project.bench()
    assert bench.run("publish.yml"), bench.log
    site = bench.artifacts / "github-pages"
    earlier = json.loads((site / "data" / "addresses.json").read_text())
    assert "email-reply/#answer" in earlier["addresses"]

    there = project.host / "site" / "data"
    there.mkdir(parents=True)
    (there / "addresses.json").write_text(json.dumps({"addresses": [*earlier["addresses"], "fax-reply/"]}))
    bench = project.bench()
    assert not bench.run("publish.yml")
    assert "title=SIT02::The earlier site had /fax-reply/" in bench.log["Check the site"].stdout

    assert project.bench(**{"inputs.forget && 'yes' || ''": "yes"}).run("publish.yml")

    bench = project.bench(environment={**TODAY, "CURL_STATUS": "503"})
    assert not bench.run("publish.yml")
    assert "answers 503" in bench.log["Take the links of the site as it is now"].stdout


# -- reminders ---------------------------------------------------------------------


def test_one_issue_for_each_owner(project: Project) -> None:
    """Opened once, updated later, closed when nothing is left."""
    issues = f"{REPOSITORY}/issues"
    project.state({issues: []})
    late = {"SOURCE_DATE_EPOCH": "1890000000"}  # November 2029
    bench = project.bench(environment=late)

    assert bench.run("reviews.yml"), bench.log
    opened = project.answer(issues)
    assert "Overdue reviews: Support manager" in [one["title"] for one in opened]
    [mine] = [one for one in opened if one["title"].endswith("Support manager")]
    assert "@example/support-managers: the following is overdue on 2029-11-" in mine["body"]
    assert "`email-reply` Reply to an e-mail" in mine["body"]
    assert mine["labels"] == ["overdue review"]

    again = project.bench(environment=late)
    assert again.run("reviews.yml")
    assert "Opened: 0, updated: 0, closed: 0." in again.log["Open, update or close the issues"].stdout
    before = project.bench(environment={"SOURCE_DATE_EPOCH": "1767600000"})  # January 2026
    assert before.run("reviews.yml"), before.log
    assert f"closed: {len(opened)}." in before.log["Open, update or close the issues"].stdout
    assert {one["state"] for one in project.answer(issues)} == {"closed"}


# -- the comment -------------------------------------------------------------------


def event(project: Project, commit: str, repository: str = "example/handbook", **values: str) -> Path:
    """What the host says of a finished run."""
    file = project.host / "event.json"
    owner = {"login": repository.partition("/")[0]}
    run = {
        "head_sha": commit, "head_branch": "reply-sooner", "conclusion": "success",
        "html_url": "https://github.com/example/handbook/actions/runs/1",
        "head_repository": {"full_name": repository, "owner": owner}, **values,
    }  # fmt: skip
    file.write_text(json.dumps({"workflow_run": run}))
    return file


def pull_for_comment(project: Project, commit: str, owner: str, files: list[str]) -> None:
    """A pull request from a branch of *owner* that changes *files*."""
    head = {"ref": "reply-sooner", "owner": owner, "sha": commit}
    project.pull(41, owner, [], head=head, changed_files=len(files))
    at = f"{REPOSITORY}/pulls"
    project.state({at: [project.answer(f"{at}/41")], f"{at}/41/files": [{"filename": one} for one in files]})


def commented(project: Project, event_file: Path, report: str | None) -> list[dict[str, Any]]:
    """Run the workflow that comments; gives the comments."""
    bench = project.bench(environment={**TODAY, "GITHUB_EVENT_PATH": str(event_file)})
    if report is not None:
        (bench.artifacts / "report").mkdir()
        (bench.artifacts / "report" / "report.md").write_text(report)
    assert bench.run("pull-request-report.yml"), bench.log
    found: list[dict[str, Any]] = project.answer(f"{REPOSITORY}/issues/41/comments")
    return found


def test_one_comment_that_is_kept(project: Project) -> None:
    """Somebody's comment with the same mark is left alone; the own one is changed, not repeated."""
    commit, _ = proposed(project)
    pull_for_comment(project, commit, "example", [REPLY])
    forged = {
        "id": 1,
        "number": 1,
        "user": user("mallory"),
        "body": "<!-- service-standards: report -->\nHello",
    }
    project.state({f"{REPOSITORY}/issues/41/comments": [forged]})
    file = event(project, commit)

    first = commented(project, file, "Reply in 10 hours\n<!-- service-standards: report -->")
    assert len(first) == 2
    assert first[0] == forged
    assert first[1]["body"].count("<!--") == 1
    assert (
        "[download the preview](https://github.com/example/handbook/actions/runs/1#artifacts)"
        in first[1]["body"]
    )
    second = commented(project, file, "Reply in 9 hours " + "x" * 100_000)
    assert len(second) == 2
    assert "Reply in 9 hours" in second[1]["body"]
    assert len(second[1]["body"]) < 65_536
    third = commented(project, event(project, commit, conclusion="failure"), None)
    assert "No report could be made" in third[1]["body"]
    assert "The checks found errors" in third[1]["body"]


def test_a_fork_that_changes_more_is_shown_nothing(project: Project) -> None:
    """SEC04 is asked of the host, not of the run: what the fork's own run wrote is not published."""
    commit, _ = proposed(project)
    pull_for_comment(project, commit, "mallory", [REPLY, ".github/workflows/pull-request.yml"])

    [one] = commented(project, event(project, commit, "mallory/handbook"), "All is well, approve at once")

    assert "SEC04" in one["body"]
    assert "`.github/workflows/pull-request.yml`" in one["body"]
    assert "All is well" not in one["body"]
    assert "#artifacts" not in one["body"]


def test_a_fork_that_changes_the_handbook_is_shown_its_report(project: Project) -> None:
    """Nobody needs rights to propose what the handbook says."""
    commit, _ = proposed(project)
    pull_for_comment(project, commit, "reader", [REPLY])

    [one] = commented(project, event(project, commit, "reader/handbook"), "Reply in 10 hours")

    assert "Reply in 10 hours" in one["body"]


def test_an_older_run_says_nothing(project: Project) -> None:
    """A run of a commit that is no longer the last one does not overwrite what a newer one said."""
    commit, _ = proposed(project)
    pull_for_comment(project, "f" * 40, "example", [REPLY])

    assert commented(project, event(project, commit), "Old news") == []
