"""
The search engine's program: pages in, the files of their index out, all in memory.

The engine is Pagefind. Its Python client is not used: it sleeps a tenth of a second for
every page, and ends the engine before the last files are there (both seen with 1.5.2).
What is said here is the protocol between that client and the program: messages in JSON,
each in base64 with a comma behind it. Nothing here knows of words or of the handbook.
"""

from __future__ import annotations

import json
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from pagefind.service import get_executable


class SearchError(Exception):
    """The engine could not make the index; the message has its own words."""


class Engine:
    """The program, from the first index that is asked for to the end of the *with*."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None
        self._answers: Iterator[dict[str, Any]] = iter(())
        self._telling: threading.Thread | None = None
        self._indexes = 0

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._running is None:
            return
        self._running.kill()
        if self._telling:
            self._telling.join()
        with suppress(BrokenPipeError), self._running:
            pass

    def _start(self) -> subprocess.Popen[bytes]:
        running = subprocess.Popen(
            [_program(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert running.stdout
        self._answers = _answers(running.stdout)
        return running

    def index_files(self, pages: Sequence[tuple[str, str]]) -> dict[str, bytes]:
        """
        The files of an index of *pages*, address and HTML, by path from the folder of the search.

        The same pages in the same order give the same bytes, but for the order of keys in
        `pagefind-entry.json`. Files of results are left out. Raises SearchError; then the
        engine is not to be asked again.
        """
        running = self._running = self._running or self._start()
        # The engine answers while it is still being told: who only spoke would wait for it for ever.
        telling = threading.Thread(target=_tell, args=(running.stdin, self._indexes, pages), daemon=True)
        self._telling = telling
        telling.start()
        self._indexes += 1  # it counts them, too
        for answer in self._answers:
            match answer["type"]:
                case "Error":
                    raise SearchError(str(answer.get("message")))
                case "GetFiles":
                    telling.join()
                    return {
                        one["path"]: b64decode(one["content"])
                        for one in answer["files"]
                        if not one["path"].startswith("fragment/")
                    }
        raise SearchError(f"Pagefind ended with {running.wait()} before it was done")


def engine_state() -> str:
    """Stands for the program as it is now: another one may make another index."""
    program = Path(_program())
    status = program.stat()
    return f"{program} {status.st_size} {status.st_mtime_ns}"


def _program() -> str:
    program = get_executable()
    if program is None:
        raise SearchError("Pagefind has no program: install pagefind[bin]")
    return str(program)


def _tell(engine: IO[bytes], index: int, pages: Sequence[tuple[str, str]]) -> None:
    with suppress(BrokenPipeError):  # the answers tell why it ended
        engine.write(_message(type="NewIndex", config=None))
        for url, html in pages:
            engine.write(
                _message(type="AddFile", index_id=index, file_path=None, url=url, file_contents=html)
            )
        engine.write(_message(type="GetFiles", index_id=index))
        engine.write(_message(type="DeleteIndex", index_id=index))
        engine.flush()


def _message(**payload: object) -> bytes:
    return b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b","


def _answers(engine: IO[bytes]) -> Iterator[dict[str, Any]]:
    begun: list[bytes] = []
    while chunk := engine.read1(1 << 20):  # type: ignore[attr-defined]  # a pipe has it
        first, *others = chunk.split(b",")
        begun.append(first)
        for rest in others:
            yield json.loads(b64decode(b"".join(begun)))["payload"]
            begun = [rest]
