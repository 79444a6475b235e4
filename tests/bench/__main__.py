"""
Measure the command over a large handbook: `python -m tests.bench [--documents 1000] [--versions 8]`.

Time is wall time of the whole process, memory the most that it held. The
machine is noisy: compare figures of one run with each other. What commands
remember is kept in a folder of the run: the first check finds nothing there,
the later ones what it left.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .handbook import make

PLUGINS = Path(__file__).parents[2] / "plugins"
MAIN = "from service_standards.cli import main; main()"
TODAY = "1796119200"  # 2026-12-01


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one command took."""

    name: str
    seconds: float
    processor: float
    """Seconds of processor time."""
    megabytes: float
    code: int
    lines: int


def measured(name: str, *arguments: str, folder: Path) -> Figure:
    """Run the command in a process of its own; the names in `CHANGING` change one sentence before."""
    if name in CHANGING:
        change_one_document(folder / "standards")
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            arguments, cwd=folder, stdout=out, stderr=subprocess.STDOUT,
            env={
                **os.environ, "PYTHONPATH": str(PLUGINS), "SOURCE_DATE_EPOCH": TODAY,
                "XDG_CACHE_HOME": str(folder / "cache"),
            },
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        out.seek(0)
        lines = out.read().count(b"\n")
    return Figure(
        name=name,
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
        code=process.returncode,
        lines=lines,
    )


def standards(*arguments: str) -> tuple[str, ...]:
    """The command with its arguments."""
    return sys.executable, "-c", MAIN, *arguments


def change_one_document(standards: Path) -> None:
    """Change the summary of the last standard, as an editor would."""
    file = sorted(standards.glob("*/*/standard.yml"))[-1]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\nsummary: ", "\nsummary: Now ", 1), encoding="utf-8")


COMMANDS = {
    "check, cold": standards("check"),
    "check, the same again": standards("check"),
    "check, after one change": standards("check"),
    "as-of": standards("as-of", "email-reply#answer", "--on", "2026-09-01"),
    "as-of, the last document": standards("as-of", "{last}", "--on", "2026-09-01"),
    "diff of versions": standards("diff", "email-reply@1.0.0", "email-reply@{versions}.0.0"),
    "diff of two dates, a week": standards("diff", "2026-03-01", "2026-03-08", "--format", "csv"),
    "diff of two dates, two years": standards("diff", "2024-09-01", "2026-09-01", "--format", "csv"),
    "list": standards("list"),
    "verify": standards("verify"),
    "export evidence": standards("export", "evidence", "--into", "evidence.zip"),
    "build": (sys.executable, "-m", "mkdocs", "build", "--quiet"),
}

CHANGING = ("check, after one change",)
"""Before these, one document is changed."""


def main() -> None:
    """Make the handbook unless it is there, run the commands, print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--versions", type=int, default=8)
    parser.add_argument("--languages", default="en,uk,ru", help="of the sample's, its source language first")
    parser.add_argument("--folder", type=Path, help="keep the handbook here, and use it again")
    parser.add_argument("--only", nargs="*", default=list(COMMANDS), help="the commands to measure")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        if not (folder / "standards").exists():
            started = time.perf_counter()
            (folder / "standards").mkdir(parents=True)
            languages = asked.languages.split(",")
            made = make(folder / "standards", asked.documents, asked.versions, languages)
            (folder / "mkdocs.yml").write_text(
                "site_name: Bench\nsite_url: https://bench.example/\ndocs_dir: standards\n"
                "theme: {name: material, font: false, features: [navigation.prune]}\nplugins: [service-standards]\n"
            )
            print(f"{made} documents made in {time.perf_counter() - started:.0f} s", flush=True)
        last = (folder / "standards" / "releases.tsv").read_text().splitlines()[-1].split("\t")[1]
        print(
            f"| {asked.documents} x {asked.versions}, {asked.languages} | seconds | of processor | MB | exit | lines |\n"
            "| --- | --- | --- | --- | --- | --- |"
        )
        for name in asked.only:
            arguments = (
                one.replace("{last}", last).replace("{versions}", str(asked.versions))
                for one in COMMANDS[name]
            )
            one = measured(name, *arguments, folder=folder)
            print(
                f"| {name} | {one.seconds:.2f} | {one.processor:.2f} | {one.megabytes:.0f} | {one.code} | {one.lines} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
