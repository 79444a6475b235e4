"""The files of a commit look like those of a folder, and git's work tree is never touched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from service_standards.source.files import files_of_folder
from service_standards.source.git import GitError, Objects, files_of_ref

IDENTITY = {
    "GIT_AUTHOR_NAME": "Editor", "GIT_AUTHOR_EMAIL": "editor@meridian.example",
    "GIT_COMMITTER_NAME": "Editor", "GIT_COMMITTER_EMAIL": "editor@meridian.example",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, env={**os.environ, **IDENTITY}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handbook's folder within a repository, with one commit."""
    inside = tmp_path / "project" / "standards"
    (inside / "підтримка").mkdir(parents=True)
    (inside / "handbook.yml").write_bytes(b"name: A\n")
    (inside / "підтримка" / "a b.md").write_bytes("Текст\n".encode())
    (inside / ".hidden").write_bytes(b"x")
    (inside / "empty.md").write_bytes(b"")
    (inside / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "project" / "outside.md").write_bytes(b"x")
    git(tmp_path / "project", "init", "-q", "-b", "main")
    git(tmp_path / "project", "add", ".")
    git(tmp_path / "project", "commit", "-qm", "First")
    return inside


def test_a_commit_looks_like_its_folder(folder: Path) -> None:
    """Same paths, same bytes: names in any script, empty files; no dot files, no links that lead out."""
    with Objects(folder) as objects:
        files = files_of_ref(objects, "HEAD")
        assert dict(files) == dict(files_of_folder(folder))
        assert list(files) == sorted(files)


def test_contents_are_read_when_asked_for(folder: Path) -> None:
    """Listing begins no second process, and to know that a file is there reads nothing."""
    with Objects(folder) as objects:
        files = files_of_ref(objects, "main")
        assert "handbook.yml" in files
        assert len(files) == 3
        assert objects._process is None
        assert files["handbook.yml"] == b"name: A\n"
        assert objects._process is not None


REFS = ["nothing", "HEAD~5", "--help", "HEAD:standards/handbook.yml"]


@pytest.mark.parametrize("ref", REFS)
def test_what_is_no_commit_is_said(folder: Path, ref: str) -> None:
    """Never an empty handbook."""
    with Objects(folder) as objects, pytest.raises(GitError):
        files_of_ref(objects, ref)


def test_where_there_is_no_git(tmp_path: Path) -> None:
    """A folder without a repository is an error."""
    with Objects(tmp_path) as objects, pytest.raises(GitError):
        files_of_ref(objects, "HEAD")
