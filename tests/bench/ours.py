"""
What is measured of ours: builds, the reload of the preview, the commands.

The steps stand in the order in which they must run: the first of a kind finds an
empty cache folder, the next ones what it left. One document is changed where the
name of a step says so, and is as it was afterwards.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .process import Figure, environment, measured, processor_of
from .table_to_import import write_table

MAIN = "from service_standards.cli import run; run('standards')"
PATIENCE = 900  # seconds until a reload counts as failed
CONFIG = """\
site_name: Bench
site_url: https://bench.example/
docs_dir: standards
theme: {name: material, font: false, features: [navigation.prune]}
plugins: [{service-standards: {date: 2026-12-01}}]
"""
PAGES_ONLY = f"hooks: [{Path(__file__).with_name('documents_only.py')}]\n"
COLD = "ours, cold"
PAGES_COLD = "ours, pages of documents only, cold"
GROWING = (PAGES_COLD, COLD, "check, cold")
"""What is measured for each size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A made handbook and where its measurements are done."""

    folder: Path
    documents: int
    versions: int

    @property
    def standards(self) -> Path:
        """The handbook's own folder."""
        return self.folder / "standards"

    @property
    def cache(self) -> Path:
        """Where commands and builds remember."""
        return self.folder / "cache"

    @property
    def site(self) -> Path:
        """What the build writes."""
        return self.folder / "site"


Step = Callable[[], Figure]


def steps(bench: Bench) -> dict[str, Step]:
    """The measurements by name, in the order in which they must run."""
    last = (bench.standards / "releases.tsv").read_text().splitlines()[-1].split("\t")[1]
    newest = f"{bench.versions}.0.0"
    return {
        PAGES_COLD: lambda: build(bench, cold=True, whole=False),
        "ours, pages of documents only, the preview": lambda: build(bench, whole=False, STANDARDS_PREVIEW="1"),
        "ours, pages of documents only, one changed": lambda: build_after_a_change(bench, whole=False),
        COLD: lambda: build(bench, cold=True),
        "ours, nothing changed": lambda: build(bench),
        "ours, the preview, after the other": lambda: build(bench, STANDARDS_PREVIEW="1"),
        "ours, the preview, one document changed": lambda: build_after_a_change(bench),
        "serve, from one save to the new page": lambda: reload(bench),
        "check, cold": lambda: command(bench, "check", cold=True),
        "check, the same again": lambda: command(bench, "check"),
        "check, one document changed": lambda: check_after_a_change(bench),
        "as-of, a clause": lambda: command(bench, "as-of", "email-reply#answer", "--on", "2026-11-30"),
        "as-of, the last document": lambda: command(bench, "as-of", last, "--on", "2026-11-30"),
        "diff of two versions": lambda: command(bench, "diff", "email-reply@1.0.0", f"email-reply@{newest}"),
        "diff of two dates, a week": lambda: command(bench, "diff", "2026-10-01", "2026-10-08"),
        "diff of two dates, two years": lambda: command(bench, "diff", "2024-09-01", "2026-12-01"),
        "list": lambda: command(bench, "list"),
        "verify": lambda: command(bench, "verify"),
        "export evidence": lambda: command(bench, "export", "evidence", "--into", "evidence.zip"),
        "import of a table": lambda: import_table(bench),
    }  # fmt: skip


def build(bench: Bench, *, cold: bool = False, whole: bool = True, **more: str) -> Figure:
    """Build the site, *whole* or only the pages of documents."""
    if cold:
        shutil.rmtree(bench.cache, ignore_errors=True)
        shutil.rmtree(bench.site, ignore_errors=True)
    config = bench.folder / ("mkdocs.yml" if whole else "mkdocs-documents.yml")
    config.write_text(CONFIG if whole else CONFIG + PAGES_ONLY)
    return measured(
        (sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", config.name),
        folder=bench.folder, env=environment(bench.cache, **more), writes=bench.site,
    )  # fmt: skip


def build_after_a_change(bench: Bench, *, whole: bool = True) -> Figure:
    """Build the preview after a sentence was changed, and see that the page has it."""
    with changed_document(bench.standards, "Changed for the build.") as id:
        figure = build(bench, whole=whole, STANDARDS_PREVIEW="1")
        page = (bench.site / id / "index.html").read_text(encoding="utf-8")
    if "Changed for the build." not in page:
        raise RuntimeError(f"the build did not show the change of {id}")
    return figure


def command(bench: Bench, *arguments: str, cold: bool = False) -> Figure:
    """Run `standards` with *arguments*."""
    if cold:
        shutil.rmtree(bench.cache, ignore_errors=True)
    return measured(
        (sys.executable, "-c", MAIN, *arguments), folder=bench.folder, env=environment(bench.cache)
    )


def check_after_a_change(bench: Bench) -> Figure:
    """Check after a sentence was changed."""
    with changed_document(bench.standards, "Changed for the check."):
        return command(bench, "check")


def import_table(bench: Bench) -> Figure:
    """Import a table of as many rows as the handbook has documents into a new handbook."""
    mapping = write_table(bench.folder / "table.csv", bench.documents)
    into = bench.folder / "imported"
    shutil.rmtree(into, ignore_errors=True)
    try:
        return command(bench, "import", "table.csv", "--mapping", str(mapping), "--into", str(into))
    finally:
        shutil.rmtree(into, ignore_errors=True)


@contextlib.contextmanager
def changed_document(standards: Path, sentence: str) -> Iterator[str]:
    """Put *sentence* before the summary of the last standard, as an editor would; gives the document's id."""
    file = sorted(standards.glob("*/*/standard.yml"))[-1]
    before = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'(?m)^summary: ("?)', rf"summary: \g<1>{sentence} ", before), encoding="utf-8")
    try:
        yield file.parent.name
    finally:
        file.write_text(before, encoding="utf-8")
        time.sleep(2.1)  # so long a file counts as being written to


def reload(bench: Bench) -> Figure:
    """Start `mkdocs serve`, save one changed sentence, and wait until the page has it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: Sequence[str] = (sys.executable, "-m", "mkdocs", "serve", "--quiet", "-a", f"127.0.0.1:{port}")
    server = subprocess.Popen(
        command, cwd=bench.folder, env=environment(bench.cache), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        home = f"http://127.0.0.1:{port}/"
        _until(server, home, "<html")
        time.sleep(2)  # the server looks for changes from the second look on
        with changed_document(bench.standards, "Changed for the preview.") as id:
            started, before = time.perf_counter(), processor_of(server.pid)
            _until(server, f"{home}{id}/", "Changed for the preview.")
            seconds, processor = time.perf_counter() - started, processor_of(server.pid) - before
        return Figure(seconds=seconds, processor=processor)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _until(server: subprocess.Popen[bytes], url: str, sentence: str) -> None:
    """Ask for a page until it has a sentence."""
    last = time.perf_counter() + PATIENCE
    while time.perf_counter() < last:
        if server.poll() is not None:
            raise RuntimeError(f"the preview ended with {server.returncode}")
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(url) as answer,
        ):
            if sentence.encode() in answer.read():
                return
        time.sleep(0.05)
    raise RuntimeError(f"{url} did not show {sentence!r} within {PATIENCE} s")
