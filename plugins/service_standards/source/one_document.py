"""The files of one document, found by its id; nothing else of the handbook is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..archive.freeze import LEDGER
from ..model.documents import Kind
from .files import FolderFiles
from .parts import ground_of_folder


def document_folder(root: Path, id: str) -> str | None:
    """
    The folder of the document *id*, from *root*; None if there is none.

    A folder of that name is tried first; a document may lie elsewhere, so the
    others are asked what they hold. No folder of releases is entered.
    """
    folders = list(_document_folders(root))
    folders.sort(key=lambda folder: folder.rpartition("/")[2] != id)
    said = re.compile(rf"^id:\s*[\"']?{re.escape(id)}[\"']?\s*(?:#.*)?$", re.MULTILINE)
    return next((folder for folder in folders if _says(root / folder, said)), None)


def document_names(root: Path) -> list[str]:
    """The names of the folders of documents: most often their ids."""
    return [folder.rpartition("/")[2] for folder in _document_folders(root)]


def _document_folders(root: Path) -> Iterator[str]:
    names = {f"{kind}.yml" for kind in Kind}
    for folder, folders, files in os.walk(root):
        if "releases" in folders or names.intersection(files):
            yield Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(name for name in folders if name != "releases" and not name.startswith("."))


def _says(folder: Path, said: re.Pattern[str]) -> bool:
    for kind in Kind:
        file = folder / f"{kind}.yml"
        if file.is_file() and said.search(file.read_text(encoding="utf-8", errors="replace")):
            return True
    records = sorted((folder / "releases").glob("*/release.yml"))
    return any(said.search(file.read_text(encoding="utf-8", errors="replace")) for file in records[:1])


class DocumentFiles(Mapping[str, bytes]):
    """The files of one document's folder, by their path from the handbook's; and no others."""

    def __init__(self, root: Path, folder: str) -> None:
        self._inside = FolderFiles(root / folder)
        self._prefix = "" if folder == "." else f"{folder}/"

    def __getitem__(self, path: str) -> bytes:
        if not path.startswith(self._prefix):
            raise KeyError(path)
        return self._inside[path.removeprefix(self._prefix)]

    def __contains__(self, path: object) -> bool:
        return (
            isinstance(path, str)
            and path.startswith(self._prefix)
            and path.removeprefix(self._prefix) in self._inside
        )

    def __iter__(self) -> Iterator[str]:
        return (f"{self._prefix}{path}" for path in self._inside)

    def __len__(self) -> int:
        return len(self._inside)


def files_of_document(root: Path, id: str) -> Mapping[str, bytes]:
    """The files that say all of one document: its own, settings and registry, the ledger; without it, only these."""
    folder = document_folder(root, id)
    ledger = root / LEDGER
    around = {**ground_of_folder(root), **({LEDGER: ledger.read_bytes()} if ledger.is_file() else {})}
    return {**around, **(DocumentFiles(root, folder) if folder is not None else {})}
