"""What is remembered of pages is what would be made anew, whatever was changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.site import small_handbook

from service_standards.history.edition import edition
from service_standards.memory import Memory
from service_standards.site.kept import Kept
from service_standards.site.site import SiteSettings, site_pages
from service_standards.source.handbook import read_handbook

TEXT = re.compile(rb"(?m)^( *(?:- )?(?:title|summary|statement|do|ask|say): (?!\|).*[^\"\n])$")
LIMIT = re.compile(rb"(?m)(?<=at_most: )([0-9]+)|(?<=within: )([0-9]+)")


def pages(files: Mapping[str, bytes], memory: Memory) -> dict[str, bytes]:
    """The articles of the site's preview, by address, as far as *memory* has to make them."""
    reading = read_handbook(files, memory)
    assert reading.handbook
    kept = Kept(memory=memory, keys=reading.keys, named=reading.named, quoted=reading.quoted)
    shown = edition(reading.handbook, small_handbook.TODAY, preview=True)
    return {one.address: one.packed for one in site_pages(shown, SiteSettings(files=files), kept)}


def test_pages_after_any_change_are_those_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file after the other says something else: where a page shows it, the page is made again."""
    monkeypatch.setattr("service_standards.site.site.help_pages", lambda book: ())  # they show no document
    files = small_handbook.files()
    files["handbook.yml"] = files["handbook.yml"].replace(b"en, uk, ru", b"en")
    memory = Memory(tmp_path / "memory.sqlite")
    before = pages(files, memory)
    told = 0
    for path, data in files.items():
        changed = LIMIT.sub(b"7", TEXT.sub(rb"\1 now", data, count=2), count=1)
        if changed != data and path.endswith(".yml") and "/releases/" not in path:
            after = pages({**files, path: changed}, memory)
            assert after == pages({**files, path: changed}, Memory()), path
            told += after != before
    assert told
