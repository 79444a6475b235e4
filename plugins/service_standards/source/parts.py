"""Parts of a handbook's files: read no more than the question needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


class Part(Mapping[str, bytes]):
    """Some of *files*, under the same paths; nothing is read before it is asked for."""

    def __init__(self, files: Mapping[str, bytes], paths: Iterable[str]) -> None:
        self._files = files
        self._paths = dict.fromkeys(paths)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return self._files[path]

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def ground(files: Mapping[str, bytes]) -> Part:
    """The settings and the registry: the world in which versions are compared."""
    return Part(files, (path for path in files if path == "handbook.yml" or path.startswith("registry/")))


def working_copies(files: Mapping[str, bytes]) -> Part:
    """Everything but the releases."""
    return Part(files, (path for path in files if not in_release(path)))


def in_release(path: str) -> bool:
    """Whether the file lies in a release: it never changes."""
    return "/releases/" in path or path.startswith("releases/")


def ground_of_folder(root: Path) -> Mapping[str, bytes]:
    """As `ground`, of a folder, without listing the rest of it."""
    paths = [root / "handbook.yml", *sorted((root / "registry").glob("[!.]*.yml"))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}
