"""What is measured: a handbook that is the same every time and has no fault, and an exponent that is right."""

from __future__ import annotations

from pathlib import Path

from tests.bench.handbook import TODAY, make

from service_standards.checks import check
from service_standards.source.files import files_of_folder


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    """Figures of two days are of the same handbook."""
    sizes = {make(tmp_path / name, 40, 2, ["en", "uk"]) for name in ("once", "again")}

    once, again = (files_of_folder(tmp_path / name) for name in ("once", "again"))

    assert len(sizes) == 1
    assert sum(path.endswith("/release.yml") for path in once) == 2 * sizes.pop()
    assert once == again


def test_the_handbook_has_no_finding(tmp_path: Path) -> None:
    """A handbook of a careful company: no time goes into telling of faults, and every command takes it."""
    make(tmp_path, 40, 4, ["en", "uk"])

    reading, findings = check(files_of_folder(tmp_path), TODAY)

    assert reading.handbook
    assert list(findings) == []
