"""
Put files on disk whole: a temporary neighbour, then a rename, so a crash leaves the old or the new.

A set of releases becomes true by one rename. First the coming ledger is
written beside the ledger (`releases.tsv.next`), then the folders of the
releases, then the coming ledger takes the ledger's place. Whoever reads
takes a folder without a line in the ledger for no release; so whenever the
writing stops, all of the set is released or nothing is. What an interrupted
release left behind is known by the coming ledger, and cleared away before
the next release.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .alone import BusyError
from .freeze import LEDGER, LEDGER_HEAD, NEXT_LEDGER, RECORD, Frozen, sha256
from .verify import ledger_lines

_UNFINISHED = re.compile(r"\.(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\..+")
"""The temporary name of the folder of a release."""


def write_file(path: Path, content: bytes) -> None:
    """Replace *path* by *content* in one step; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
        _settle(path.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make *folder* with *files* in one step. Raises FileExistsError if it is there already."""
    if folder.exists():
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, content in files.items():
            write_file(beside / name, content)
        beside.chmod(0o755)
        beside.rename(folder)
        _settle(folder.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def write_releases(root: Path, frozen: Sequence[Frozen]) -> None:
    """
    Release all of *frozen* in the handbook at *root*, or nothing; the last one's ledger has the lines of all.

    Raises FileExistsError, and leaves all as it was, if one of them is there already;
    BusyError if the ledger on disk is not the one to which *frozen* adds its lines.
    """
    clear_interrupted(root)
    if (_ledger_of(root) or LEDGER_HEAD.encode()) != _ledger_before(frozen):
        raise BusyError(root)
    for one in frozen:
        if (root / one.folder).exists():
            raise FileExistsError(root / one.folder)
    write_file(root / NEXT_LEDGER, frozen[-1].ledger)
    try:
        for one in frozen:
            write_folder(root / one.folder, one.files)
        (root / NEXT_LEDGER).replace(root / LEDGER)
    except BaseException:
        clear_interrupted(root)
        raise
    _settle(root)


def clear_interrupted(root: Path) -> None:
    """Take away what an interrupted release left: folders that only the coming ledger lists, and that ledger."""
    coming = root / NEXT_LEDGER
    if not coming.exists():
        return
    released = {line.release_sha256 for line in ledger_lines(_ledger_of(root))}
    unfinished = {line.release_sha256 for line in ledger_lines(coming.read_bytes())} - released
    for folder in _release_folders(root):
        record = folder / RECORD
        if _UNFINISHED.fullmatch(folder.name) or (
            record.is_file() and sha256(record.read_bytes()) in unfinished
        ):
            shutil.rmtree(folder)
    coming.unlink()
    for rest in root.glob(f".{LEDGER}*"):
        rest.unlink()


def _ledger_of(root: Path) -> bytes:
    ledger = root / LEDGER
    return ledger.read_bytes() if ledger.exists() else b""


def _ledger_before(frozen: Sequence[Frozen]) -> bytes:
    """The ledger without the lines of *frozen*."""
    return b"".join(frozen[-1].ledger.splitlines(keepends=True)[: -len(frozen)])


def _release_folders(root: Path) -> Iterator[Path]:
    """Yield the folders of releases, those with temporary names too."""
    for folder, folders, _ in os.walk(root):
        if Path(folder).name == "releases":
            yield from (Path(folder) / name for name in sorted(folders))
            folders.clear()


def _settle(folder: Path) -> None:
    """Have the disk keep the names in *folder*; where a folder cannot be opened (Windows), the system must do."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
