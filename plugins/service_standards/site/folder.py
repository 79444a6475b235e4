"""
The folder of a built site: what stands there and would be written just so again, stays.

MkDocs empties the folder before it writes, and a change touches a few of thousands of
pages. So what the last build left stands aside while the folder is emptied. What is
still as it was left is known by its origin, a hash of all that it was made from; the
rest is removed, as MkDocs would have done.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..memory import folder_of_user, key_of

State = tuple[int, int, int]
"""What the file system says of a file: size in bytes, time of the last change in ns, inode."""

_ASIDE = ".last-build"  # MkDocs leaves alone what begins with a dot


class SiteFolder:
    """
    A site's folder during one build.

    Between `set_aside` and `bring_back` it may be emptied. From then on every file is
    either one that `stays`, or is written; `finish` removes those that are neither.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder / _ASIDE
        self._record = _record_of(folder)
        self._left: dict[str, tuple[str, State]] = {}
        """What the last build left and nobody touched: origin and state by path."""
        self._now: dict[str, tuple[str, State]] = {}

    def set_aside(self) -> None:
        """Save from being emptied what the last build left, if that is known."""
        self.restore()  # where a build was killed
        self._left = _read(self._record)
        if not self._left or not self._folder.is_dir():
            return
        self._aside.mkdir()
        for entry in tuple(self._folder.iterdir()):
            if not entry.name.startswith("."):
                with suppress(OSError):  # what cannot be moved is written anew
                    entry.rename(self._aside / entry.name)

    def bring_back(self) -> None:
        """Put what stands aside back into its place, as far as it is as the last build left it."""
        there = dict(_files(str(self._aside))) if self._aside.is_dir() else {}
        self._left = {path: known for path, known in self._left.items() if there.get(path) == known[1]}
        for path in there.keys() - self._left.keys():
            _remove(self._aside, path)
        self.restore()

    def restore(self) -> None:
        """Put all that stands aside back into its place."""
        if self._aside.is_dir():
            for entry in tuple(self._aside.iterdir()):
                with suppress(OSError):  # who was quicker has the place
                    entry.rename(self._folder / entry.name)
            shutil.rmtree(self._aside)

    def stays(self, path: str, origin: bytes) -> bool:
        """Whether the file at *path* was made from *origin*; if so it is left as it is."""
        left = self._left.get(path)
        if left is None or left[0] != origin.hex():
            return False
        self._now[path] = left
        return True

    def write(self, path: str, content: bytes) -> State:
        """Write a file, in whatever process; `wrote` is to be told of it."""
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.write(content)
            file.flush()
            return _state(os.fstat(file.fileno()))

    def wrote(self, path: str, origin: bytes, state: State) -> None:
        """Remember what was written, and from what it was made."""
        self._now[path] = origin.hex(), state

    def put(self, path: str, content: bytes) -> None:
        """Let a file have this content."""
        origin = key_of(content)
        if not self.stays(path, origin):
            self.wrote(path, origin, self.write(path, content))

    def finish(self) -> None:
        """Remove what the last build left and this one does not have, and remember what there is now."""
        for path in self._left.keys() - self._now.keys():
            with suppress(FileNotFoundError):
                if (
                    _state((self._folder / path).stat()) == self._left[path][1]
                ):  # else another plugin has it now
                    _remove(self._folder, path)
        if self._record:
            with suppress(OSError):  # then all is written anew the next time
                self._record.parent.mkdir(parents=True, exist_ok=True)
                begun = self._record.with_suffix(f".{os.getpid()}")
                begun.write_text(json.dumps(self._now), encoding="utf-8")
                begun.replace(self._record)


def _record_of(folder: Path) -> Path | None:
    """Where it is kept what a build left in *folder*: with the user, for the folder itself goes to the world."""
    home = folder_of_user()
    return home / "sites" / f"{key_of(str(folder.resolve())).hex()}.json" if home else None


def _read(record: Path | None) -> dict[str, tuple[str, State]]:
    with suppress(OSError, ValueError):
        if record:
            known = json.loads(record.read_text(encoding="utf-8"))
            return {path: (origin, tuple(state)) for path, (origin, state) in known.items()}
    return {}


def _files(folder: str, within: str = "") -> Iterator[tuple[str, State | None]]:
    """Yield the path of everything in *folder* that is no folder, and the state of what is a file of its own."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = within + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{path}/")
            else:
                yield path, None if entry.is_symlink() else _state(entry.stat(follow_symlinks=False))


def _state(status: os.stat_result) -> State:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _remove(folder: Path, path: str) -> None:
    """Remove a file in *folder*, and the folders above it in which nothing is left."""
    place = folder / path
    place.unlink()
    with suppress(OSError):
        while (place := place.parent) != folder:
            place.rmdir()
