"""What a proposed commit changes, by path: asked of git, nothing is checked out."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .git import GitError, commit_of


def paths_changed(folder: Path, base: str, proposed: str) -> tuple[str, ...]:
    """
    The paths that differ between two commits, from the repository's root, sorted.

    A renamed file counts with both of its names. Raises GitError if one of
    the two is no commit.
    """
    commits = commit_of(folder, base), commit_of(folder, proposed)
    listed = _git(folder, "diff-tree", "-r", "-z", "--no-renames", "--name-only", *commits)
    return tuple(sorted(path.decode("utf-8", "surrogateescape") for path in listed.split(b"\0") if path))


def place_in_repository(folder: Path) -> str:
    """Where *folder* lies in its repository, with `/` at its end; empty if it is the root."""
    return _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def commits_changing(handbook: Path, folder: str) -> tuple[str, ...]:
    """
    The commits of the main line that changed files in *folder* of the handbook, newest first.

    Of merged branches only the merge counts.
    """
    listed = _git(handbook, "log", "--first-parent", "--format=%H", "HEAD", "--", f":(literal){folder}")
    return tuple(listed.decode().split())
