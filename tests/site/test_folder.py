"""A site's folder after a build: just what the build made, and untouched where nothing was to be made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from service_standards.site.folder import SiteFolder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and a user who remembers nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("STANDARDS_CACHE", raising=False)
    return tmp_path / "site"


def emptied(site: Path) -> None:
    """Do to the folder what MkDocs does before it writes."""
    for entry in site.iterdir() if site.exists() else ():
        if not entry.name.startswith("."):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def build(site: Path, content: Mapping[str, str]) -> list[str]:
    """Build a site with this content; gives what had to be written."""
    folder = SiteFolder(site)
    folder.set_aside()
    emptied(site)
    folder.bring_back()
    written = [path for path, text in content.items() if not folder.stays(path, text.encode())]
    for path in written:
        folder.wrote(path, content[path].encode(), folder.write(path, content[path].encode()))
    folder.finish()
    return written


def found(site: Path) -> dict[str, str]:
    """What lies in the folder, hidden files and empty folders too."""
    return {
        path.relative_to(site).as_posix(): path.read_text() if path.is_file() else "(empty)"
        for path in sorted(site.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }


FIRST = {
    "index.html": "home",
    "reply/index.html": "a reply",
    "reply/card/index.html": "a card",
    "data/all.json": "{}",
}


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (FIRST, []),
        (FIRST | {"reply/index.html": "another"}, ["reply/index.html"]),
        (FIRST | {"call/index.html": "a call"}, ["call/index.html"]),
        ({"index.html": "home"}, []),
        ({}, []),
    ],
)
def test_what_has_not_changed_is_not_written(site: Path, content: dict[str, str], written: list[str]) -> None:
    """A second build writes what is new or other, removes what is gone, and leaves no empty folder."""
    assert build(site, FIRST) == list(FIRST)
    assert build(site, content) == written
    assert found(site) == content


def touch_a_page(site: Path) -> None:
    """Write in a page by hand."""
    (site / "reply" / "index.html").write_text("by hand")


def touch_without_a_trace(site: Path) -> None:
    """Write as many characters, and set the time back: to the second, as tools do."""
    page = site / "reply" / "index.html"
    before = page.stat()
    page.write_text("b reply")
    os.utime(page, (int(before.st_atime), int(before.st_mtime)))


def replace_a_page_by_a_link(site: Path) -> None:
    """Let a page be somewhere else."""
    (site / "reply" / "index.html").unlink()
    (site / "reply" / "index.html").symlink_to(site / "index.html")


def replace_a_folder_by_a_file(site: Path) -> None:
    """Put a file in the place of a folder."""
    shutil.rmtree(site / "reply" / "card")
    (site / "reply" / "card").write_text("no folder")


def lose_a_folder(site: Path) -> None:
    """Remove pages by hand."""
    shutil.rmtree(site / "reply")


def add_a_foreign_file(site: Path) -> None:
    """Leave something that no build made."""
    (site / "old").mkdir()
    (site / "old" / "page.html").write_text("of another generator")
    (site / "reply" / "notes.txt").write_text("notes")


def lose_the_site(site: Path) -> None:
    """Remove it as a whole."""
    shutil.rmtree(site)


def die_while_it_is_aside(site: Path) -> None:
    """End a build when the folder is empty."""
    SiteFolder(site).set_aside()
    emptied(site)


def die_while_writing(site: Path) -> None:
    """End a build when half of it is written."""
    folder = SiteFolder(site)
    folder.set_aside()
    emptied(site)
    folder.bring_back()
    folder.write("reply/index.html", b"half")
    folder.write("new/index.html", b"new")


def lose_the_record(site: Path) -> None:
    """Delete the user's cache, as may be done at any time."""
    shutil.rmtree(site.parent / "cache")


def spoil_the_record(site: Path) -> None:
    """Let the record be cut off."""
    for record in (site.parent / "cache").rglob("*.json"):
        record.write_text(record.read_text()[:40])


def copy_the_site(site: Path) -> None:
    """Let another folder, with the same content, stand in its place."""
    shutil.copytree(site, site.with_name("copy"))
    shutil.rmtree(site)
    site.with_name("copy").rename(site)


@pytest.mark.parametrize(
    "happens",
    [
        touch_a_page, touch_without_a_trace, replace_a_page_by_a_link, replace_a_folder_by_a_file, lose_a_folder,
        add_a_foreign_file, lose_the_site, die_while_it_is_aside, die_while_writing, lose_the_record,
        spoil_the_record, copy_the_site,
    ],
)  # fmt: skip
def test_after_whatever_happens_the_site_is_what_the_build_made(
    site: Path, happens: Callable[[Path], None]
) -> None:
    """Between two builds anything may happen to the folder."""
    build(site, FIRST)

    happens(site)
    build(site, FIRST)

    assert found(site) == FIRST


def test_what_fails_before_the_first_page_leaves_the_old_site(site: Path) -> None:
    """What stands aside can be put back as it was, with what lay in the folder beside it."""
    build(site, FIRST)
    (site / "notes.txt").write_text("of the editor")

    folder = SiteFolder(site)
    folder.set_aside()
    emptied(site)
    folder.restore()

    assert found(site) == FIRST | {"notes.txt": "of the editor"}


def test_what_another_has_written_meanwhile_is_left(site: Path) -> None:
    """A file at the address of a page that is gone, by another plugin's hand, is not removed."""
    build(site, FIRST)
    folder = SiteFolder(site)
    folder.set_aside()
    emptied(site)
    folder.bring_back()

    (site / "data" / "all.json").write_text("of another plugin")
    folder.finish()

    assert found(site) == {"data/all.json": "of another plugin"}


def test_without_a_cache_all_is_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does without what is remembered does without this too."""
    monkeypatch.setenv("STANDARDS_CACHE", "off")

    assert build(site, FIRST) == build(site, FIRST) == list(FIRST)
    assert found(site) == FIRST
