"""What a release is made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conftest import ROOT

from service_standards.archive.freeze import LEDGER_HEAD, NO_LINE_BEFORE, content_sha256, last_hash, sha256
from service_standards.archive.write import write_folder


def test_content_hash_is_what_sha256sum_prints(tmp_path: Path) -> None:
    """An auditor can compute the hash with nothing but coreutils."""
    files = {"standard.yml": b"id: a\n", "standard.md": "Чому\n".encode(), "Z.png": b"\x89PNG"}
    write_folder(tmp_path / "1.0.0", files)

    command = "LC_ALL=C sha256sum $(LC_ALL=C ls) | sha256sum"
    printed = subprocess.run(
        ["bash", "-c", f"export LC_ALL=C; {command}"],
        cwd=tmp_path / "1.0.0",
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed.split()[0] == content_sha256(files)


def test_every_ledger_line_has_the_hash_of_the_line_before() -> None:
    """The chain starts with zeros and goes on with the hash of the last line, its end included."""
    first = f"2025-01-10\temail-reply\t1.0.0\t{'a' * 64}\t{NO_LINE_BEFORE}\n"

    assert last_hash(LEDGER_HEAD.encode()) == NO_LINE_BEFORE
    assert last_hash((LEDGER_HEAD + first).encode()) == sha256(first.encode())


def test_a_release_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """If one file cannot be written, no folder of that version is left behind."""
    files = {"standard.yml": b"id: a\n", "bad\0name": b"x"}
    try:
        write_folder(tmp_path / "releases" / "1.0.0", files)
    except ValueError:
        pass
    else:
        raise AssertionError("a name with a null byte was written")

    assert list((tmp_path / "releases").iterdir()) == []


def test_git_keeps_released_bytes() -> None:
    """No checkout may rewrite the line ends of a release or of the ledger; the last line that fits decides."""
    asked = [
        "standards/a/releases/1.0.0/standard.yml",
        "standards/a/releases/1.0.0/standard.md",
        "standards/releases.tsv",
    ]
    printed = subprocess.run(
        ["git", "check-attr", "text", "--", *asked], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert printed.splitlines() == [f"{path}: text: unset" for path in asked]
