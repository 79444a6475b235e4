"""Whatever the bytes, a report: never a traceback, never a hang."""

from __future__ import annotations

import random
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.fixtures import GOOD, TODAY

from service_standards.checks import check
from service_standards.findings import LANGUAGES, report
from service_standards.model.documents import Standard
from service_standards.source.dossier import MOST_CLAUSES
from service_standards.source.files import LARGEST, files_of_folder
from service_standards.source.read import read

FILES = dict(files_of_folder(GOOD))
PATHS = sorted(path for path in FILES if not path.endswith("release.yml"))
PIECES = [b":", b" ", b"\t", b"\n", b"- ", b"#", b'"', b"'", b"[", b"]", b"{", b"}", b"&a", b"*a", b"!x", b"|", b">", b"%",
          b"\xc2\xa0", b"\xe2\x80\x9c", b"\xff", b"\x00", b"TODO ", b"no", b"2026-02-30", b"  ", b"@", b"<<: ", b"---\n", b"x_",
          "я".encode(), b"\r\n", b"0.9", b"null", b"~", b"1e999", b"9" * 5000]  # fmt: skip


def said(files: dict[str, bytes]) -> str:
    """The report on *files*, in all languages."""
    _, findings = check(files, TODAY)
    return "".join(report(findings, language) for language in LANGUAGES)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_random_bytes(data: bytes) -> None:
    """A file of anything is read or reported."""
    result = read("standard.yml", data, Standard)

    assert result.value is not None or result.findings
    assert report(result.findings) is not None


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(PATHS),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 3)), max_size=4),
)
def test_mutated_files(path: str, changes: list[tuple[float, bytes, int]]) -> None:
    """A handbook of which one file was mangled is reported on, in every language."""
    data = FILES[path]
    for where, piece, cut in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + cut :]

    said({**FILES, path: data})


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_files_in_wrong_places(chance: random.Random) -> None:
    """Files that swapped their places, or are gone, are reported on."""
    files = dict(FILES)
    one, other = chance.sample(PATHS, 2)
    files[one], files[other] = files[other], files[one]
    files.pop(chance.choice(PATHS), None)

    said(files)


BOMBS = {
    "deep lists": b"id: a\nx_a: " + b"[" * 200_000,
    "deep mappings": b"id: a\nx_a: " + b"{a: " * 100_000,
    "deep blocks": b"\n".join(b" " * n + b"a:" for n in range(900)),
    "many aliases": b"x_a: &a [x, x]\n" + b"".join(
        f"x_{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n".encode() for n in range(200)
    ),
    "many quotes": b"id: '" + b"''" * 200_000,
    "a long line": b"title: " + b"a" * 900_000,
    "many colons": b"title: " + b"a: " * 100_000,
    "many tabs": b"\ta: b\n" * 50_000,
    "many open brackets": b"a: [b\n" * 20_000,
    "many wrong lines": b"a b c\n" * 50_000,
    "a long number": b"version: " + b"9" * 900_000,
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(20_000)),
}  # fmt: skip


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_no_file_stops_the_work(data: bytes) -> None:
    """What is made to take for ever is refused soon."""
    started = perf_counter()
    result = read("standard.yml", data, Standard)

    assert result.findings
    assert perf_counter() - started < 20


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """More than 1 MiB is refused with a plain error, and not read into memory whole."""
    (tmp_path / "handbook.yml").write_bytes(FILES["handbook.yml"])
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "large.yml").write_bytes(b"id: large\nfinding: " + b"a" * LARGEST * 3)
    files = files_of_folder(tmp_path)

    assert len(files["evidence/large.yml"]) == LARGEST + 1
    _, findings = check(files, TODAY)
    assert [(one.code, one.fault) for one in findings if one.place.file == "evidence/large.yml"] == [
        ("YML10", "size")
    ]


def test_too_many_clauses() -> None:
    """A document has at most 10,000 clauses."""
    clauses = "".join(f"  - {{id: c{n}, statement: a}}\n" for n in range(MOST_CLAUSES + 1))
    text = f'id: email-reply\ntitle: A\nversion: "2.0.0"\ncommitments:\n{clauses}'
    _, findings = check({**FILES, "support/email-reply/standard.yml": text.encode()}, TODAY)

    assert ("YML10", "clauses") in {(one.code, one.fault) for one in findings}
