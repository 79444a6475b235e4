"""
Hostile pull requests, through the workflow's own lines: nothing of them runs, nothing leaks, each is told what it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.github.conftest import OUTSIDE, Project
from tests.github.workflow import Bench

REPLY = "support/email-reply"
RAN = "it-ran.txt"
SECRET = "the runner's own secret"
HOOK = f"open('{RAN}', 'w').write('ran'); import os; open(os.environ['HOME'] + '/{RAN}', 'w').write('ran')\n"

Attack = Callable[[Project, Path], object]
"""Changes the clone; the path is that of a file on the runner which is nobody's business."""


def add(path: str, text: str) -> Attack:
    """A file of the proposal."""

    def attack(project: Project, secret: Path) -> None:
        file = project.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text() if file.exists() and path.endswith(".md") else "") + text)

    return attack


def link(path: str) -> Attack:
    """A link out of the handbook."""

    def attack(project: Project, secret: Path) -> None:
        (project.folder / path).symlink_to(secret)

    return attack


def standards_as_link(project: Project, secret: Path) -> None:
    """The handbook's folder itself leads to the runner's files."""
    project.git("rm", "-r", "--quiet", "standards")
    (project.folder / "standards").symlink_to(secret.parent)


def hook(project: Project, secret: Path) -> None:
    """A hook and a plugin in mkdocs.yml, and a package that takes the place of ours."""
    (project.folder / "hook.py").write_text(HOOK)
    (project.folder / "service_standards.py").write_text(HOOK)
    (project.folder / "sitecustomize.py").write_text(HOOK)
    project.edit("mkdocs.yml", ("plugins:\n", "hooks: [hook.py]\nplugins:\n  - search\n"))
    (project.folder / ".github" / "requirements.txt").write_text("./evil\n")
    (project.standards / "index.md").write_text("# Hello\n")


def commands_of_the_host(project: Project, secret: Path) -> None:
    """Names and texts that end a line and begin a command of the host."""
    folder = project.standards / "support" / "a\n::add-path::x"
    folder.mkdir()
    (folder / "standard.yml").write_text('id: "a\\n::set-env name=PATH::x"\ntitle: "%0A::stop-commands::x"\n')


ATTACKS: dict[str, tuple[Attack, str]] = {
    "script in Markdown": (add(f"standards/{REPLY}/standard.md", "\n<script>alert(1)</script>\n"), "SEC03"),
    "link that runs script": (add(f"standards/{REPLY}/standard.md", "\n[here](javascript:alert(1))\n"), "SEC03"),
    "path outside": (link("standards/evidence/leak.yml"), "SEC05"),
    "huge file": (add("standards/long.md", "word " * 300_000), "YML10"),
    "deep nesting": (add("standards/evidence/deep.yml", "a: " + "[" * 20_000 + "]" * 20_000 + "\n"), "YML"),
    "alias bomb": (
        add(
            "standards/evidence/bomb.yml",
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
        ),
        "YML08",
    ),
    "tag that builds an object": (
        add("standards/evidence/tag.yml", f"id: !!python/object/apply:os.system ['touch {RAN}']\n"),
        "YML08",
    ),
    "commands of the host": (commands_of_the_host, "SCH"),
}  # fmt: skip


def refused(bench: Bench, code: str) -> str:
    """Run the workflow; it must fail in its check, with *code* and nothing but annotations. Gives all it printed."""
    secret = bench.folder / "secret" / "secret.yml"
    assert secret.is_file()
    assert not bench.run("pull-request.yml")
    printed = bench.log["Check"].stdout.splitlines()
    assert any(f"title={code}" in line for line in printed), bench.log["Check"]
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in printed)
    return unharmed(bench)


def unharmed(bench: Bench) -> str:
    """Nothing ran, nothing leaked: into what was printed, or into what was uploaded. Gives what was printed."""
    assert not list(bench.folder.rglob(RAN))
    said = "".join(one.stdout + one.stderr for one in bench.log.values())
    uploaded = [file.read_bytes() for file in bench.artifacts.rglob("*") if file.is_file()]
    assert SECRET not in said
    assert not any(SECRET.encode() in content for content in uploaded)
    return said


def machine(project: Project, attack: Attack, **expressions: str) -> Bench:
    """A machine with a secret of its own, and the proposal on the host."""
    place = project.host.parent / f"bench-{project.benches + 1}" / "secret" / "secret.yml"
    project.branch("attack")
    attack(project, place)
    project.commit("Improve the handbook")
    bench = project.bench(project.propose(66), **expressions)
    place.parent.mkdir()
    place.write_text(f"id: secret\ntitle: {SECRET}\n")
    (place.parent / "handbook.yml").write_text(f"name: {SECRET}\ntime_zone: {SECRET}\n")
    return bench


@pytest.mark.parametrize(("attack", "code"), ATTACKS.values(), ids=ATTACKS)
def test_hostile(project: Project, attack: Attack, code: str) -> None:
    """The check names the fault, and no preview is built."""
    bench = machine(project, attack, **{OUTSIDE: "yes"})

    refused(bench, code)
    assert not (bench.artifacts / "preview").exists()


def test_a_hook_from_outside(project: Project) -> None:
    """SEC04: what lies beside the handbook is not taken, and no preview is built."""
    bench = machine(project, hook, **{OUTSIDE: "yes"})

    said = refused(bench, "SEC04")
    assert "`hook.py`" in said
    assert not (bench.artifacts / "preview").exists()


def test_a_hook_from_inside_does_not_run_either(project: Project) -> None:
    """Whoever has rights may change mkdocs.yml; the preview is built with that of the base all the same."""
    bench = machine(project, hook)

    assert bench.run("pull-request.yml"), bench.log
    unharmed(bench)
    assert (bench.artifacts / "preview" / "index.html").is_file()


def test_standards_as_a_link(project: Project) -> None:
    """The folder itself leads to the runner's files: it is not followed, not even for the report."""
    bench = machine(project, standards_as_link, **{OUTSIDE: "yes"})

    assert not bench.run("pull-request.yml")
    assert "SEC05" in bench.log["Take the standards of the proposal, and nothing else"].stdout
    unharmed(bench)
    assert not list(bench.artifacts.rglob("*.*"))
    assert not os.path.lexists(bench.workspace / "standards")
