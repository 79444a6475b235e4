"""
The search engine's program: pages in, the files of its index out, all in memory.

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
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from pagefind.service import get_executable


class SearchError(Exception):
    """The engine could not make the index; the message has its own words."""


def index_files(pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """
    The files of the index of *pages*, address and HTML, by path from the folder of the search.

    The same pages in the same order give the same bytes, but for the order of keys in
    `pagefind-entry.json`. Raises SearchError.
    """
    program = get_executable()
    if program is None:
        raise SearchError("Pagefind has no program: install pagefind[bin]")
    engine = subprocess.Popen(
        [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert engine.stdin and engine.stdout
    # The engine answers while it is still being told: who only spoke would wait for it for ever.
    telling = threading.Thread(target=_tell, args=(engine.stdin, tuple(pages)), daemon=True)
    telling.start()
    try:
        for answer in _answers(engine.stdout):
            match answer["type"]:
                case "Error":
                    raise SearchError(str(answer.get("message")))
                case "GetFiles":
                    return {one["path"]: b64decode(one["content"]) for one in answer["files"]}
        raise SearchError(f"Pagefind ended with {engine.wait()} before it was done")
    finally:
        engine.kill()
        engine.wait()
        telling.join()
        engine.stdout.close()


def _tell(engine: IO[bytes], pages: Iterable[tuple[str, str]]) -> None:
    with suppress(BrokenPipeError):  # the answers tell why it ended
        engine.write(_message(type="NewIndex", config=None))
        for url, html in pages:
            engine.write(_message(type="AddFile", index_id=0, file_path=None, url=url, file_contents=html))
        engine.write(_message(type="GetFiles", index_id=0))
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
