"""
Run a program and say what it took: wall time, processor time, memory, what it wrote.

Memory is that of the program and all that it started, at its highest: pages that
several of them share count once (proportional set size, looked at four times a second).
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PLUGINS = Path(__file__).parents[2] / "plugins"
MOMENT = "1796119200"
"""2026-12-01, for SOURCE_DATE_EPOCH: the day on which the handbook is measured."""
LOOK_EVERY = 0.25  # seconds
STARTER = """
import json, os, sys, time
answer, *command = sys.argv[1:]
started = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
figures = [os.waitstatus_to_exitcode(status), time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]
open(answer, "w").write(json.dumps(figures))
"""
"""Starts the program and waits. Small, since Linux counts what the starter held among what the program held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one program took."""

    seconds: float
    processor: float
    """Seconds of processor time, of all that it started too."""
    megabytes: float = 0
    """Memory at its highest; 0 if nobody looked."""
    output: int = 0
    """Bytes of the files that it wrote."""
    pages: int = 0
    """How many of them are pages."""
    code: int = 0
    lines: int = 0
    """What it printed."""
    end: str = ""
    """The end of it, if the program failed."""


def environment(cache: Path, **more: str) -> dict[str, str]:
    """The environment of a measured program: nothing is remembered but in *cache*."""
    return {
        **os.environ, "PYTHONPATH": str(PLUGINS), "SOURCE_DATE_EPOCH": MOMENT, "XDG_CACHE_HOME": str(cache),
        "NO_MKDOCS_2_WARNING": "1", **more,
    }  # fmt: skip


def measured(
    command: Sequence[str], *, folder: Path, env: Mapping[str, str], writes: Path | None = None
) -> Figure:
    """Run *command* in *folder* in a session of its own; *writes* is the folder of its output."""
    with tempfile.NamedTemporaryFile() as answer, tempfile.TemporaryFile() as out:
        starter = subprocess.Popen(
            (sys.executable, "-I", "-S", "-c", STARTER, answer.name, *command),
            cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=env, start_new_session=True,
        )  # fmt: skip
        with _watched(starter.pid) as most:
            starter.wait()
        code, seconds, processor, kilobytes = json.loads(answer.read())
        out.seek(0)
        said = out.read()
    output, pages = size_of(writes) if writes else (0, 0)
    return Figure(
        seconds=seconds,
        processor=processor,
        megabytes=max([kilobytes / 1024, *most]),
        output=output,
        pages=pages,
        code=code,
        lines=said.count(b"\n"),
        end="" if code == 0 else said[-800:].decode(errors="replace"),
    )


def size_of(folder: Path) -> tuple[int, int]:
    """Bytes of all files of a folder, and how many of them are pages."""
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return sum(sizes.values()), sum(path.suffix == ".html" for path in sizes)


@contextlib.contextmanager
def _watched(session: int) -> Iterator[list[float]]:
    """Give a list that fills with the megabytes that the processes of a session held together."""
    most: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY):
            processes = [one for one in session_of(session) if one != session]  # without the starter
            if len(processes) > 1:  # of a single one the system keeps the highest itself
                most.append(sum(map(_megabytes, processes)))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield most
    finally:
        ended.set()
        looking.join()


def session_of(session: int) -> list[int]:
    """The processes of a session, where the system has /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                found.append(int(path.parent.name))
    return found


def processor_of(session: int) -> float:
    """Seconds of processor time that the processes of a session took until now."""
    ticks = 0
    for process in session_of(session):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11 : 15 if process == session else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0
