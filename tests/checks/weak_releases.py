"""
Make the releases of the weak handbook anew.

Freezes every row of `weak/releases.yml` in its order, from the working copy
or, where the row says so, from what lies in `releases/<version>/`.
`weak/then/` holds what the registry said in those days. The rows under
`stopped` belong to the files that stop a build. Run it after an edit.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from service_standards.archive.freeze import LEDGER, Frozen, freeze
from service_standards.archive.write import write_file
from service_standards.model.documents import ChangeClass
from service_standards.source.files import files_of_folder
from service_standards.source.format import yaml_text
from service_standards.source.handbook import read_handbook

WEAK = Path(__file__).parent / "weak"
STANDARDS, STOPPED, THEN = WEAK / "standards", WEAK / "stopped", WEAK / "then"
RECORDS = ("release.yml", "registry.yml")


def main() -> None:
    """Freeze every row of the plan."""
    plan = YAML(typ="safe").load((WEAK / "releases.yml").read_text(encoding="utf-8"))
    ledger = make(STANDARDS, plan["standards"], dict(files_of_folder(STANDARDS)), b"")
    both = {**files_of_folder(STANDARDS), **files_of_folder(STOPPED)}
    make(STOPPED, plan["stopped"], both, ledger)


def make(target: Path, rows: Iterable[Mapping[str, Any]], files: Mapping[str, bytes], ledger: bytes) -> bytes:
    """Write the releases of *rows* and the ledger that they make to *target*; gives the ledger."""
    frozen: list[tuple[Frozen, Mapping[str, str]]] = []
    for row in rows:
        one = frozen_of(row, {**files, **files_of_folder(THEN)}, ledger)
        ledger = one.ledger
        frozen.append((one, row.get("edited_later", {})))
    for folder in {(target / one.folder).parent for one, _ in frozen}:
        shutil.rmtree(folder, ignore_errors=True)
    for one, edit in frozen:
        for name, data in one.files.items():
            if name == edit.get("file"):
                data = data.replace(edit["from"].encode(), edit["to"].encode())
            write_file(target / one.folder / name, data)
    write_file(target / LEDGER, ledger)
    return ledger


def frozen_of(row: Mapping[str, Any], files: Mapping[str, bytes], ledger: bytes) -> Frozen:
    """The release of one row."""
    folder = str(row["folder"])
    start = f"{folder}/releases/{row['version']}/" if row.get("kept") else f"{folder}/"
    content = {
        f"{folder}/{name.removeprefix(start)}": data
        for name, data in files.items()
        if name.startswith(start) and "/" not in name.removeprefix(start) and not name.endswith(RECORDS)
    }
    beside = {
        name: data
        for name, data in files.items()
        if "/releases/" not in name and not name.startswith(f"{folder}/") and name != LEDGER
    }
    handbook = read_handbook({**beside, **content, LEDGER: ledger}).handbook
    assert handbook
    version = next(one.working for one in handbook.dossiers.values() if one.working.folder == folder)
    assert str(version.number) == row["version"], f"{folder}: the file says {version.number}"
    return freeze(
        handbook,
        version,
        {**content, LEDGER: ledger},
        released_on=date.fromisoformat(row["released_on"]),
        effective_from=date.fromisoformat(row["effective_from"]),
        change_class=ChangeClass(row["class"]),
        authors=["@harbour/nazar"],
        approvals=[
            {"role": "owner", "by": "@harbour/lidiia", "on": row["released_on"], **row.get("approval", {})}
        ],
        write_yaml=yaml_text,
    )


if __name__ == "__main__":
    main()
