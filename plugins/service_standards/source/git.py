"""
The files of a git commit, as a path-to-bytes mapping: read from git's objects, never from a worktree.

Two processes at most: one lists the tree, one hands out what is asked for.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO


class GitError(Exception):
    """Git could not answer; the text is git's own."""


class Objects:
    """The contents of a repository's objects, each read once. Close it, or use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._known: dict[str, bytes] = {}

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if one was begun."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()
            self._process.wait()
            self._process = None

    def content(self, name: str) -> bytes:
        """The bytes of the object with this name. Raises GitError if it is not there, as in a partial clone."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> bytes:
        into, out = self._streams()
        into.write(f"{name}\n".encode())
        into.flush()
        head = out.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise GitError(f"{name}: {b' '.join(head[1:]).decode() or 'no answer'}")
        content = out.read(int(head[2]))
        out.read(1)
        return content

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                ["git", "-C", str(self.folder), "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert self._process.stdin
        assert self._process.stdout
        return self._process.stdin, self._process.stdout


class GitFiles(Mapping[str, bytes]):
    """The files that a commit has under a folder, by their path from it, sorted; dot files are left out."""

    def __init__(self, objects: Objects, names: Mapping[str, str]) -> None:
        self._objects = objects
        self._names = dict(sorted(names.items()))

    def __getitem__(self, path: str) -> bytes:
        return self._objects.content(self._names[path])

    def __contains__(self, path: object) -> bool:
        return path in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def files_of_ref(objects: Objects, ref: str) -> GitFiles:
    """
    The files under the folder of *objects* as *ref* has them.

    Raises GitError if there is no such ref, or no such folder in it.
    """
    if ref.startswith("-"):
        raise GitError(f"not a valid object name {ref}")
    _run(objects.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", why=ref)
    listed = _run(objects.folder, "ls-tree", "-r", "-z", f"{ref}^{{commit}}", "./", why=ref)
    return GitFiles(objects, dict(_names(listed)))


def commit_of(folder: Path, ref: str) -> str:
    """The full name of the commit that *ref* stands for. Raises GitError if there is none."""
    if ref.startswith("-"):
        raise GitError(f"not a valid object name {ref}")
    wanted = f"{ref}^{{commit}}"
    return (
        _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted, why=ref).decode().strip()
    )


def merge_base(folder: Path, one: str, other: str) -> str | None:
    """
    The newest commit that both histories have; None if none is known here, as in a shallow clone.

    Raises GitError if one of the two is no commit.
    """
    commits = commit_of(folder, one), commit_of(folder, other)
    done = _done(folder, "merge-base", *commits)
    return done.stdout.decode().strip() or None


def _names(listed: bytes) -> Iterator[tuple[str, str]]:
    for line in listed.split(b"\0"):
        head, _, path = line.partition(b"\t")
        if not path:
            continue
        mode, kind, name = head.split()
        shown = path.decode("utf-8", "surrogateescape")
        is_file = kind == b"blob" and mode != b"120000"  # a link is never followed
        if is_file and not any(part.startswith(".") for part in shown.split("/")):
            yield shown, name.decode()


def _run(folder: Path, *arguments: str, why: str) -> bytes:
    done = _done(folder, *arguments)
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"not a valid object name {why}")
    return done.stdout


def _done(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git: {error.strerror or error}") from error
