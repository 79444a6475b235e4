"""What is measured: a handbook that is the same every time and has no fault, and an exponent that is right."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest
from tests.bench.compressed import hosted
from tests.bench.growth import exponent
from tests.bench.handbook import TODAY, make
from tests.bench.picture import picture
from tests.bench.process import Figure, measured

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


ROWS = {
    "straight": ({300: 3, 1000: 10, 3000: 30}, 1.0),
    "square": ({300: 9, 1000: 100, 3000: 900}, 2.0),
    "does not grow": ({300: 7, 1000: 7, 10_000: 7}, 0.0),
    "the root": ({400: 2, 10_000: 10}, 0.5),
    "small ones do not count": ({100: 50, 300: 3, 3000: 30}, 1.0),
    "one is not enough": ({100: 1, 300: 3}, None),
    "no figures": ({300: 0, 1000: 0}, None),
    # by hand: x = ln 300, ln 1000, ln 3000; y = ln 4, ln 10, ln 40; slope 2.6523 / 2.6513
    "between two powers": ({300: 4, 1000: 10, 3000: 40}, 0.997),
}


@pytest.mark.parametrize(("rows", "expected"), ROWS.values(), ids=ROWS)
def test_the_exponent(rows: dict[float, float], expected: float | None) -> None:
    """Least squares on the logarithms, from 300 documents up."""
    assert exponent(rows) == (expected if expected is None else pytest.approx(expected, abs=5e-3))


def test_the_picture_names_every_line_once_in_each_panel() -> None:
    """Also if two lines end at the same place: then their names stand apart."""
    rows = {
        n: Figure(seconds=n / 50, processor=n / 60, megabytes=90 + n, output=n * 10**5)
        for n in (100, 300, 3000)
    }
    drawn = ET.fromstring(picture({"ours": rows, "theirs <b>": rows}))

    texts = [
        one
        for one in drawn.iter("{http://www.w3.org/2000/svg}text")
        if "theirs <b>" in "".join(one.itertext())
    ]
    names = [one for one in drawn.iter("{http://www.w3.org/2000/svg}text") if "N^" in "".join(one.itertext())]

    assert len(texts) == 3
    assert len(names) == 6
    assert all(
        abs(float(one.get("y", 0)) - float(two.get("y", 0))) > 15
        for one, two in zip(names[::2], names[1::2], strict=True)
    )


def test_memory_is_that_of_a_program_and_of_what_it_starts(tmp_path: Path) -> None:
    """Two that hold 60 MB each at the same time are 120."""
    hold = "x = bytearray(60_000_000); import time; time.sleep(1)"
    both = f"import subprocess, sys; one = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; one.wait()"

    figure = measured((sys.executable, "-c", both), folder=tmp_path, env=dict(os.environ))

    assert 120 < figure.megabytes < 170
    assert figure.seconds > figure.processor
    assert figure.code == 0


def test_a_host_compresses_text_and_leaves_the_rest(tmp_path: Path) -> None:
    """As hosts do: the search's own packed files come as they are."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("words " * 500)
    (tmp_path / "words.packed").write_bytes(b"packed " * 100)
    with hosted(tmp_path) as home:
        with urlopen(f"{home}page/?day=1") as answer:
            page, coded = answer.read(), answer.headers["Content-Encoding"]
        with urlopen(f"{home}words.packed") as answer:
            packed, plain = answer.read(), answer.headers["Content-Encoding"]

    assert (coded, gzip.decompress(page)) == ("gzip", b"words " * 500)
    assert len(page) < 100
    assert (plain, packed) == (None, b"packed " * 100)
