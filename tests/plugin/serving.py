"""A small handbook in three languages, and `mkdocs serve` as a user has it: a process and its pages by HTTP."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import TODAY

from .test_build import ENGLISH

PATIENCE = 300.0
"""Seconds until a test gives up waiting."""

STANDARD = Path("standards/support/email-reply/standard.yml")
SCRIPT = re.compile(rb"<script>\s*var livereload = .*?</script>", re.DOTALL)
"""By which a browser loads a page again; MkDocs puts it into every page that it serves."""


def shop_in(folder: Path) -> Path:
    """Write a handbook of five documents in English, Ukrainian and Russian, one of them released."""
    standards(folder, "init", "shop")
    shop = folder / "shop"
    change(shop / "standards/handbook.yml", "languages: [en]", "languages: [en, uk, ru]")
    roles = shop / "standards/registry/roles.yml"
    roles.write_text(re.sub(r"- id: (.*)", r'- id: \1\n  held_by: ["@shop/\1"]', roles.read_text()))
    conduct = shop / "standards/conduct/good-service/conduct.yml"
    change(conduct, 'version: "0.1.0"', 'version: "1.0.0"\neffective_from: 2026-11-20')
    (shop / "standards/support/email-reply/standard.uk.yml").write_text(
        'translates: "0.1.0"\ntitle: Відповідь на лист\n', encoding="utf-8"
    )
    (shop / "standards/index.ru.md").write_text("# Справочник\n\nЧто мы обещаем.\n", encoding="utf-8")
    standards(
        shop, "release", "good-service", "--author", "@ann", "--approval", "head-of-service:@bob:2026-11-02",
        "--on", "2026-11-03",
    )  # fmt: skip
    change(shop / "mkdocs.yml", "  - service-standards", f"  - service-standards:\n      date: {TODAY}")
    return shop


def standards(folder: Path, *arguments: str) -> None:
    """Run the command in *folder*."""
    done = subprocess.run(
        [sys.executable, "-c", "from service_standards.cli import run; run('standards')", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env=ENGLISH,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def change(file: Path, old: str, new: str) -> None:
    """Save *file* with *new* in place of *old*."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


@dataclass(frozen=True, kw_only=True)
class Server:
    """A preview that runs."""

    process: subprocess.Popen[bytes]
    home: str
    terminal: Path

    def get(self, path: str) -> bytes:
        """What is at *path*."""
        with urllib.request.urlopen(self.home + path, timeout=PATIENCE) as answer:
            content: bytes = answer.read()
            return content

    def status(self, path: str) -> int:
        """How the server answers for *path*, redirections followed."""
        try:
            self.get(path)
        except urllib.error.HTTPError as fault:
            return fault.code
        return 200

    def page(self, path: str) -> str:
        """A page without the script by which it is loaded again."""
        return SCRIPT.sub(b"", self.get(path)).decode()

    def epoch(self, path: str) -> int:
        """Which state of the site a page says it shows."""
        found = re.search(rb"livereload\((\d+), \d+\);", self.get(path))
        assert found
        return int(found[1])

    def newest(self, epoch: int) -> int:
        """What the server tells a browser that shows *epoch*; it waits until there is something new."""
        return int(self.get(f"livereload/{epoch}/1"))

    def said(self) -> str:
        """What the terminal shows."""
        return self.terminal.read_text(encoding="utf-8", errors="replace")

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for it, or fail."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            if until():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(self.said())


def _heed_interrupts() -> None:
    # What a shell starts in the background is deaf to them, and so is all that it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serve(
    project: Path,
    *options: str,
    program: str = "mkdocs",
    port: int = 0,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Serve *project* until the end of the block, and see that the server ends in peace."""
    port = port or free_port()
    terminal = project / "terminal.txt"
    with terminal.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", program, "serve", "-a", f"127.0.0.1:{port}", *options],
            cwd=project, stdout=out, stderr=subprocess.STDOUT, env={**ENGLISH, **(environment or {})},
            preexec_fn=_heed_interrupts,
        )  # fmt: skip
    server = Server(process=process, home=f"http://127.0.0.1:{port}/", terminal=terminal)
    try:
        server.wait(lambda: "Serving on" in server.said())
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            ended = process.wait(PATIENCE)
        finally:
            process.kill()
    assert ended == 0
    assert "Traceback" not in server.said()
