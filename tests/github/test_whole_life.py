"""
The whole life of two changes, as people see it: real git, a bare repository as the host, the workflows' own lines.

The first makes a promise shorter, and its editor errs on the way. The second
makes it longer, which somebody else has to approve. Days pass by moving the
clock; each step looks at what is printed, written, shown and proved.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.github.conftest import CHANGED, REPOSITORY, Project, review, user
from tests.github.workflow import Bench

REPLY = "standards/support/email-reply/standard.yml"
HANDLING = "standards/support/email-handling/procedure.yml"
RELEASE = "standards-release"
ANSWER = "as-of email-reply#answer --on "
GATE = "Hold releases that are not of today, or that nobody approved"


@pytest.fixture
def company(project: Project) -> Project:
    """The small handbook of a company whose compliance looks at whatever is relaxed."""
    project.edit(
        "standards/handbook.yml", ("suggest:", "reviewers: {relaxed: [compliance], mixed: [compliance]}\nsuggest:")
    )  # fmt: skip
    project.edit(
        "standards/registry/roles.yml",
        (
            "- id: contact-agent",
            '- id: compliance\n  title: Compliance\n  held_by: ["@vira-k"]\n  contact: law@example.org\n'
            "- id: contact-agent",
        ),
    )
    begin = project.git("rev-parse", "HEAD")
    rules = project.commit("Let compliance look at what is relaxed")
    project.git("push", "--quiet", "origin", "main")
    for commit in (begin, rules):
        project.state({
            f"{REPOSITORY}/commits/{commit}/pulls": [], f"{REPOSITORY}/commits/{commit}": {"author": user("anna-k")},
        })  # fmt: skip
    return project


# -- what people do ------------------------------------------------------------


def clock(day: str) -> dict[str, str]:
    """The clock of a machine on that day, at ten in the morning."""
    return {"SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(f"{day}T08:00:00+00:00").timestamp()))}


def looked_at(project: Project, ref: str, day: str) -> tuple[Bench, bool, str]:
    """What the checks make of a proposal: the machine, whether they passed, the report."""
    bench = project.bench(ref, clock(day))
    passed = bench.run("pull-request.yml")
    return bench, passed, (bench.artifacts / "report" / "report.md").read_text(encoding="utf-8")


def merged(project: Project, branch: str, number: int, reviews: list[dict[str, Any]], day: str) -> None:
    """Somebody presses the button: the branch is in main, and the host knows of which pull request it was."""
    merge = project.merge(branch)
    head = {"ref": branch, "owner": "example"}
    project.pull(number, "anna-k", reviews, head=head, merged_at=f"{day}T09:00:00Z", state="closed")
    project.state({f"{REPOSITORY}/commits/{merge}/pulls": [project.answer(f"{REPOSITORY}/pulls/{number}")]})


def release_proposed(project: Project, day: str) -> str:
    """The release pull request is made, or made anew; gives what it says."""
    bench = project.bench(environment=clock(day), **{CHANGED: "yes"})
    assert bench.run("release.yml"), bench.log
    project.fetch(RELEASE)
    return (bench.folder / "temp" / "release.md").read_text(encoding="utf-8")


def published(project: Project, day: str) -> tuple[Bench, str]:
    """The site of that day, which takes the place of the one before; gives the machine and the page as it reads."""
    bench = project.bench(environment=clock(day))
    assert bench.run("publish.yml"), bench.log
    site = bench.artifacts / "github-pages"
    shutil.copytree(site / "data", project.host / "site" / "data", dirs_exist_ok=True)
    return bench, readable(site / "email-reply" / "index.html")


def readable(page: Path) -> str:
    """The words of a page's article, as a reader sees them."""
    article = page.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    without = re.sub(r"<(script|style|template)\b.*?</\1>", " ", article, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", "<article" + without)).split())


def asked(bench: Bench, command: str) -> str:
    """What the command answers on that machine."""
    assert bench.shell(f"standards {command}", {}, command), bench.log[command]
    return bench.log[command].stdout


def ledger(project: Project) -> list[str]:
    """Day, document and version of each release, in order."""
    lines = (project.standards / "releases.tsv").read_text().splitlines()[1:]
    return [" ".join(line.split("\t")[:3]) for line in lines]


def lines_changed(project: Project) -> list[str]:
    """What the proposal takes away and puts in, of every file."""
    shown = project.git("diff", "--unified=0", "main...HEAD").splitlines()
    return [line for line in shown if line[:1] in "+-" and not line.startswith(("+++ b/", "--- a/"))]


# -- the life --------------------------------------------------------------------


def test_whole_life(company: Project) -> None:
    """A promise is made shorter, with mistakes on the way; then longer, which compliance has to allow."""
    the_mistakes_are_explained(company)
    approved = the_cure_is_one_small_change(company)
    the_approved_text_is_frozen(company, approved)
    the_new_number_holds_from_its_day(company)

    approved = the_report_names_compliance(company)
    without_compliance_it_is_refused(company, approved)
    with_compliance_it_is_released(company)
    every_version_is_kept(company)


def the_mistakes_are_explained(company: Project) -> None:
    """Anna makes it six hours, and takes the step for a small one: two causes, each with its cure, at their lines."""
    company.branch("reply-sooner")
    company.edit(
        REPLY,
        ('version: "2.0.0"', 'version: "2.1.0"'),
        ("at_most: 12 hours", "at_most: 6 hours"),
        ("Reply in 12 hours instead of 24.", "Reply in 6 hours instead of 12."),
    )
    company.commit("Reply in 6 hours")
    bench, passed, report = looked_at(company, company.propose(41), "2026-12-01")

    assert not passed
    told = bench.log["Check"].stdout
    assert bench.log["Check"].returncode == 1
    assert re.findall(r"^::(\w+) file=(\S+),line=(\d+),col=\d+,title=(\w+)::", told, re.MULTILINE) == [
        ("error", HANDLING, "9", "BUD01"),
        ("error", HANDLING, "39", "ESC01"),
        ("error", REPLY, "4", "VER01"),
    ]
    for text in (
        "`email-handling` 1.0.0 is too slow for `email-reply#answer` (6 hours), whenever a contact arrives.",
        "These steps decide: triage 2 hours, write 5 hours.",
        "Worst case: 7 hours, arrival Monday 00:00 (30 November 2026); that is 1 hour too late.",
        "2.1.0 is too small a step from 2.0.0. The change is `tightened`, which needs a new major version.",
        '%0Aversion: "3.0.0"',
    ):
        assert text in told
    assert "- ✖ 3 new errors stop the merge." in report
    assert "~~12 hours~~ → **6 hours**" in report
    assert "**✖ Version 2.1.0 is too small: at least 3.0.0 after 2.0.0.**" in report
    assert not (bench.artifacts / "preview").exists()


def the_cure_is_one_small_change(company: Project) -> str:
    """What the messages say is done: one file, one number, the version, the note. Gives the commit."""
    company.edit(
        REPLY,
        ('version: "2.1.0"', 'version: "3.0.0"'),
        ("at_most: 6 hours", "at_most: 8 hours"),
        ("Reply in 6 hours instead of 12.", "Reply in 8 hours instead of 12."),
    )
    commit = company.commit("Reply in 8 hours")

    assert company.git("diff", "--name-only", "main...HEAD") == REPLY
    assert lines_changed(company) == [
        '-version: "2.0.0"',
        '+version: "3.0.0"',
        "-    at_most: 12 hours",
        "+    at_most: 8 hours",
        "-  summary: Reply in 12 hours instead of 24.",
        "+  summary: Reply in 8 hours instead of 12.",
    ]
    bench, passed, report = looked_at(company, company.propose(41), "2026-12-01")
    assert passed, bench.log
    assert report.startswith("## ▲ Tightened\n")
    assert "- **Head of service** (`@example/head-of-service`)\n  - approves: `email-reply`" in report
    assert "Compliance" not in report
    assert "~~12 hours~~ → **8 hours**" in report
    assert "✔ Version 3.0.0 is right" in report
    assert "Released today, it may hold from 15 December 2026" in report
    assert "### ✔ No new findings" in report
    preview = readable(bench.artifacts / "preview" / "email-reply" / "index.html")
    assert "We answer your e-mail within 8 hours." in preview
    assert "Draft A working copy. It is not in force, and nobody works by it yet." in preview
    assert "In force" not in preview.partition("Speed")[0]
    return commit


def the_approved_text_is_frozen(company: Project, approved: str) -> None:
    """The head of service said yes to these bytes: they are frozen, checked, and merged on the day."""
    merged(
        company, "reply-sooner", 41, [review("olena-m", approved, at="2026-12-01T07:30:00Z")], "2026-12-01"
    )
    said = release_proposed(company, "2026-12-01")
    assert "| `email-reply` | 3.0.0 | tightened | 2026-12-15 | head-of-service: @olena-m |" in said
    assert "Waiting" not in said

    bench, passed, report = looked_at(company, RELEASE, "2026-12-01")
    assert passed, bench.log
    assert "every one is of today and approved" in bench.log[GATE].stdout
    assert "- release, new: `support/email-reply/releases/3.0.0/standard.yml`" in report
    merged(company, RELEASE, 42, [], "2026-12-01")
    assert ledger(company)[-2:] == ["2025-09-10 email-reply 2.0.0", "2026-12-01 email-reply 3.0.0"]


def the_new_number_holds_from_its_day(company: Project) -> None:
    """The day before: the old number, and the notice. On the day: the new one, and nothing to announce."""
    bench, page = published(company, "2026-12-14")
    assert "In force Version 2.0.0" in page
    assert "Version 3.0.0 takes effect on 15 December 2026. Reply in 8 hours instead of 12." in page
    assert "We answer your e-mail within 12 hours." in page
    assert "at most 12 hours from 15 December 2026: 8 hours" in page
    assert "within 8 hours" not in page
    assert asked(bench, "verify").startswith("7 releases: every file, record and the ledger as released.\n")
    assert asked(bench, ANSWER + "2026-12-14").startswith(
        "email-reply#answer  2.0.0  in force from 2025-10-01 to 2026-12-14\n"
    )
    assert "\nat_most: 8 hours\n" in asked(bench, ANSWER + "2026-12-15")

    bench, page = published(company, "2026-12-15")
    assert "In force Version 3.0.0 · All versions in force since 15 December 2026" in page
    assert "We answer your e-mail within 8 hours." in page
    assert "Approved by Head of service, 1 December 2026 (change request 41)" in page
    assert "takes effect" not in page
    assert "within 12 hours" not in page


def the_report_names_compliance(company: Project) -> str:
    """A longer limit is worse for customers: the report says who else has to look. Gives the commit."""
    company.branch("reply-later")
    company.edit(
        REPLY,
        ('version: "3.0.0"', 'version: "4.0.0"'),
        ("at_most: 8 hours", "at_most: 24 hours"),
        ("class: tightened", "class: relaxed"),
        ("Reply in 8 hours instead of 12.", "Reply in 24 hours instead of 8."),
        (
            "Customers named slow replies first in the survey.",
            "Two people left, and nobody follows them yet.",
        ),
    )
    commit = company.commit("Reply in 24 hours")
    bench, passed, report = looked_at(company, company.propose(43), "2026-12-16")

    assert passed, bench.log
    assert report.startswith("## ▼ Relaxed\n")
    assert (
        "- **Compliance** (`@vira-k`)\n  - looks at every change of the class “relaxed”: `email-reply`"
        in report
    )
    assert "  - relaxed; worse for customers" in report
    assert "it may hold from 15 January 2027" in report
    return commit


def without_compliance_it_is_refused(company: Project, approved: str) -> None:
    """The head of service alone is not enough: the release pull request asks, and its check fails until she answers."""
    merged(company, "reply-later", 43, [review("olena-m", approved, at="2026-12-16T07:30:00Z")], "2026-12-16")
    said = release_proposed(company, "2026-12-16")
    assert "| `email-reply` | 4.0.0 | relaxed | 2027-01-15 | head-of-service: @olena-m |" in said
    assert "- `email-reply` 4.0.0: compliance\n  content " in said

    bench, passed, _ = looked_at(company, RELEASE, "2026-12-16")
    assert not passed
    assert (
        "title=LIF02::A change of the class `relaxed` must be approved by the role `compliance` too"
        in bench.log["Check"].stdout
    )
    company.git("checkout", "--quiet", "main")
    assert ledger(company)[-1] == "2026-12-01 email-reply 3.0.0"


def with_compliance_it_is_released(company: Project) -> None:
    """Compliance approves the release pull request; the next run takes that in, and the check passes."""
    frozen = company.git("rev-parse", RELEASE)
    yes = review("vira-k", frozen, at="2026-12-17T07:00:00Z")
    company.pull(44, "keeper", [yes], head={"ref": RELEASE, "owner": "example"})
    company.state({f"{REPOSITORY}/pulls": [company.answer(f"{REPOSITORY}/pulls/44")]})
    said = release_proposed(company, "2026-12-17")
    assert "2027-01-16 | head-of-service: @olena-m, compliance: @vira-k |" in said
    assert "Waiting" not in said

    bench, passed, _ = looked_at(company, RELEASE, "2026-12-17")
    assert passed, bench.log
    merged(company, RELEASE, 44, [yes], "2026-12-17")
    assert ledger(company)[-1] == "2026-12-17 email-reply 4.0.0"
    made = YAML(typ="safe").load(
        (company.standards / "support/email-reply/releases/4.0.0/release.yml").read_text(encoding="utf-8")
    )
    assert [(one["role"], one["by"], str(one["on"]), one["pull_request"]) for one in made["approvals"]] == [
        ("head-of-service", "@olena-m", "2026-12-16", 43),
        ("compliance", "@vira-k", "2026-12-17", 44),
    ]
    assert {one["content_sha256"] for one in made["approvals"]} == {made["content_sha256"]}


def every_version_is_kept(company: Project) -> None:
    """On its day the second change holds; what held before can still be asked for, and all of it proved."""
    bench, page = published(company, "2027-01-16")
    assert "In force Version 4.0.0 · All versions in force since 16 January 2027" in page
    assert "We answer your e-mail within 24 hours." in page
    assert "4.0.0 In force from 16 Jan 2027 Reply in 24 hours instead of 8." in page
    assert "3.0.0 Superseded 15 Dec 2026 to 16 Jan 2027 Reply in 8 hours instead of 12." in page
    assert asked(bench, "verify").startswith("8 releases: every file, record and the ledger as released.\n")
    for day, limit in (("2025-09-30", 24), ("2026-12-14", 12), ("2027-01-15", 8)):
        assert f"\nat_most: {limit} hours\n" in asked(bench, ANSWER + day)
    earlier = json.loads((bench.artifacts / "github-pages" / "data" / "addresses.json").read_text())
    assert {f"email-reply/{n}.0.0/" for n in (1, 2, 3, 4)} <= set(earlier["addresses"])
