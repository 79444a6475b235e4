"""All files of an import are written, or none; what people made or changed is never replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from service_standards.intake.importing import prepare
from service_standards.intake.writing import CannotWriteError, write

from .support import MAPPING, texts_below

TABLE = "service,name,number,promise\nA,Alpha,a,We answer\nB,Beta,b,We call\n"


def run(tmp_path: Path, table: str = TABLE, mapping: str = MAPPING, name: str = "m.yml") -> Path:
    """Import *table* into a handbook below *tmp_path*; gives its folder."""
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    (tmp_path / name).write_text(mapping, encoding="utf-8")
    into = tmp_path / "h" / "standards"
    write(prepare(tmp_path / "t.csv", tmp_path / name, into).files, into)
    return into


def everything(folder: Path) -> dict[Path, bytes]:
    """All files below *folder*, hidden ones too."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_handbook(tmp_path: Path) -> None:
    """A folder without a handbook gets its settings, and a small mkdocs.yml beside it that shows the drafts."""
    into = run(tmp_path)

    assert sorted(texts_below(into)) == ["a/standard.yml", "b/standard.yml", "handbook.yml"]
    assert (
        into / "handbook.yml"
    ).read_text() == "name: Small handbook\nlanguages: [en]\ntime_zone: Europe/Kyiv\n"
    assert (into.parent / "mkdocs.yml").read_text() == (
        "site_name: Small handbook\ndocs_dir: standards\ntheme:\n  name: material\nplugins:\n"
        "  - service-standards:\n      preview: true\n"
    )
    assert [path.name for path in into.parent.iterdir() if path.name.startswith(".")] == []


def test_the_same_import_again(tmp_path: Path) -> None:
    """Untouched results of the same import are replaced, byte for byte the same from the same table."""
    into = run(tmp_path)
    before = everything(into)

    assert everything(run(tmp_path)) == before
    run(tmp_path, TABLE.replace("We call", "We ring"))
    assert "We ring" in (into / "b/standard.yml").read_text()


def test_a_document_that_people_changed(tmp_path: Path) -> None:
    """One changed document stops the whole import before anything is written."""
    into = run(tmp_path)
    (into / "a/standard.yml").write_text(
        (into / "a/standard.yml").read_text().replace("We answer", "We reply")
    )
    before = everything(into.parent)

    with pytest.raises(CannotWriteError) as refused:
        run(tmp_path, TABLE.replace("We call", "We ring"))

    assert (refused.value.fault, refused.value.values["count"]) == ("exists", "1")
    assert "a/standard.yml" in refused.value.values["files"]
    assert everything(into.parent) == before


def test_another_import_does_not_replace(tmp_path: Path) -> None:
    """What one mapping wrote is no result of another one."""
    run(tmp_path)

    with pytest.raises(CannotWriteError) as refused:
        run(tmp_path, TABLE.replace("We call", "We ring"), name="other.yml")

    assert refused.value.fault == "exists"


def test_an_id_of_another_document(tmp_path: Path) -> None:
    """An id that a document elsewhere in the handbook has is refused."""
    into = run(tmp_path)
    (into / "mine" / "a").mkdir(parents=True)
    (into / "a/standard.yml").rename(into / "mine/a/standard.yml")

    with pytest.raises(CannotWriteError) as refused:
        run(tmp_path)

    assert refused.value.fault == "id-elsewhere"
    assert "mine/a/standard.yml" in refused.value.values["files"]


def test_languages_of_the_handbook(tmp_path: Path) -> None:
    """An import in other languages than the handbook's is refused: the source language is one for all."""
    into = run(tmp_path)
    (into / "handbook.yml").write_text("name: Mine\nlanguages: [uk, en]\ntime_zone: Europe/Kyiv\n")

    with pytest.raises(CannotWriteError) as refused:
        run(tmp_path)

    assert refused.value.fault == "languages"


WITH_ROLES = (
    MAPPING.replace("  title: name\n", "  title: name\n  owner: name\n")
    + "registries:\n  roles: {id: name, title: name}\n"
)


def test_registries_that_are_there(tmp_path: Path) -> None:
    """New entries come after those that people wrote, comments and all; known ids are left as they are."""
    into = run(tmp_path)
    mine = "# our roles\n- id: alpha\n  title: The first  # of all\n"
    (into / "registry").mkdir()
    (into / "registry/roles.yml").write_text(mine)

    run(tmp_path, mapping=WITH_ROLES)

    assert (into / "registry/roles.yml").read_text() == mine + "- id: beta\n  title: Beta\n"
    run(tmp_path, TABLE + "C,Gamma,c,We come\n", mapping=WITH_ROLES)
    assert (into / "registry/roles.yml").read_text() == (
        mine + "- id: beta\n  title: Beta\n- id: gamma\n  title: Gamma\n"
    )


def test_what_the_table_has_no_more(tmp_path: Path) -> None:
    """A document whose rows are gone stays, and is named."""
    into = run(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE.replace("B,Beta,b,We call\n", ""))

    ready = prepare(tmp_path / "t.csv", tmp_path / "m.yml", into)

    assert ready.stale == ["b/standard.yml"]


def test_a_fault_in_the_middle_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """If the last file can't be put in place, the first ones are taken back and no folder is left behind."""
    into = run(tmp_path)
    (into / "c").write_text("a file where a folder must be")
    before = everything(into.parent)
    (tmp_path / "t.csv").write_text(TABLE.replace("We answer", "We reply") + "C,Gamma,c,We come\n")
    ready = prepare(tmp_path / "t.csv", tmp_path / "m.yml", into)

    with pytest.raises(OSError, match="c"):
        write(ready.files, into)

    assert everything(into.parent) == before
    assert sorted(path.name for path in into.parent.iterdir()) == ["mkdocs.yml", "standards"]
