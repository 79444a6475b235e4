"""
Where bytes come from: a path-to-bytes mapping, read only when asked for.

A folder, a git ref and a test's dictionary look the same to everything behind this.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from time import time

from ..archive.freeze import LEDGER

LARGEST = 1024 * 1024
"""The most bytes that a text file may have."""

SETTLED = 2.0
"""Seconds after which a change of a file surely has another time than the last one: what coarse file systems need."""

TEXT = (".yml", ".yaml", ".md", ".csv", ".tsv")


class FolderFiles(Mapping[str, bytes]):
    """
    The files under a folder, by their path from it with `/`, sorted; nothing is read before it is asked for.

    Dot files and dot folders are left out. A link that leads out of the
    folder is never followed; it stands in *outside*. Of a text file over
    the limit only as much is read as shows that it is; the ledger, which
    grows for ever, is read whole.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._inside = root.resolve()
        self.outside: tuple[str, ...] = ()
        self._paths = self._listed()

    def _listed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        outside: list[str] = []
        open_ends = [(str(self.root), "")]
        while open_ends:
            folder, prefix = open_ends.pop()
            with os.scandir(folder) as entries:  # tells files from folders without asking for each
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    shown = prefix + entry.name
                    if entry.is_symlink() and not _leads_inside(Path(entry.path), self._inside):
                        outside.append(shown)
                    elif entry.is_file():
                        found[shown] = entry.path
                    elif entry.is_dir(follow_symlinks=False):
                        open_ends.append((entry.path, f"{shown}/"))
        self.outside = tuple(sorted(outside))
        return dict(sorted(found.items()))

    def __getitem__(self, path: str) -> bytes:
        # A Path costs more than the reading of a small file; so do a buffer, and room for the most that it may hold.
        with open(self._paths[path], "rb", buffering=0) as stream:  # noqa: PTH123
            if path.endswith(TEXT) and path != LEDGER and os.fstat(stream.fileno()).st_size > LARGEST:
                return stream.read(LARGEST + 1)
            return stream.readall()

    def stamp(self, paths: Iterable[str]) -> str | None:
        """
        What the file system says of the files at *paths*: the same only while nobody writes to them.

        None where one was written to just now: a clock may not tell the next change from that one.
        """
        newest = time() - SETTLED
        found = [str(self._inside)]
        for path in paths:
            status = os.stat(self._paths[path])  # noqa: PTH116 - as in reading
            if max(status.st_mtime, status.st_ctime) > newest:
                return None
            found.append(f"{path} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
        return "\n".join(found)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _leads_inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def files_of_folder(root: Path) -> Mapping[str, bytes]:
    """The files under *root*, ready to be read as a handbook."""
    return FolderFiles(root)


def stamp_of(files: Mapping[str, bytes], paths: Iterable[str]) -> str | None:
    """As `FolderFiles.stamp`; None for files that come from elsewhere."""
    return files.stamp(paths) if isinstance(files, FolderFiles) else None


def paths_outside(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The links among *files* that lead out of their folder (SEC05); none where there can be no links."""
    return files.outside if isinstance(files, FolderFiles) else ()
