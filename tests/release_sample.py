"""
Make the releases of the sample handbook anew.

Until the package reaches 1.0 the sample's releases may be rewritten: this
script freezes every row of `sample_releases.yml`, oldest first, from the
content that lies in `releases/<version>/` (or in the working copy, where that
has the version), and writes the ledger. Run it after an edit of the sample.
"""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from service_standards.archive.freeze import LEDGER, freeze
from service_standards.archive.write import write_file
from service_standards.model.documents import ChangeClass
from service_standards.model.handbook import Dossier
from service_standards.source.files import files_of_folder
from service_standards.source.format import yaml_text
from service_standards.source.handbook import read_handbook

ROOT = Path(__file__).parent.parent
STANDARDS = ROOT / "standards"
PLAN = ROOT / "tests" / "sample_releases.yml"
RECORDS = ("release.yml", "registry.yml")


def main() -> None:
    """Freeze every row of the plan."""
    rows = YAML(typ="safe").load(PLAN.read_text(encoding="utf-8"))
    everything = dict(files_of_folder(STANDARDS))
    working = {name: data for name, data in everything.items() if "/releases/" not in name and name != LEDGER}
    reading = read_handbook(working)
    assert reading.handbook, reading.findings
    dossiers = reading.handbook.dossiers

    frozen = []
    ledger = b""
    for row in sorted(rows, key=lambda row: str(row["released_on"])):
        dossier = dossiers.get(row["id"])
        if dossier is None:
            sys.exit(f"{PLAN.name}: {row['id']} is not a document of the sample")
        files = content(everything, dossier, row["version"])
        beside = {
            name: data for name, data in working.items() if not name.startswith(f"{dossier.working.folder}/")
        }
        handbook = read_handbook({**beside, **files, LEDGER: ledger}).handbook
        assert handbook
        version = handbook.dossiers[row["id"]].working
        if str(version.number) != row["version"]:
            sys.exit(f"{version.folder}/releases/{row['version']}: the file says version {version.number}")
        one = freeze(
            handbook,
            version,
            {**files, LEDGER: ledger},
            released_on=as_day(row["released_on"]),
            effective_from=as_day(row["effective_from"]),
            change_class=ChangeClass(row["class"]) if row.get("class") else None,
            authors=row.get("authors", ()),
            approvals=row.get("approvals", ()),
            write_yaml=yaml_text,
        )
        ledger = one.ledger
        frozen.append(one)

    for dossier in dossiers.values():
        shutil.rmtree(STANDARDS / dossier.working.folder / "releases", ignore_errors=True)
    for one in frozen:
        for name, data in one.files.items():
            write_file(STANDARDS / one.folder / name, data)
    write_file(STANDARDS / LEDGER, ledger)
    print(f"{len(frozen)} releases of {len({one.record.id for one in frozen})} documents")


def content(everything: dict[str, bytes], dossier: Dossier, version: str) -> dict[str, bytes]:
    """The files of that version, as if they were the working copy; the working copy's own if it has the version."""
    folder = dossier.working.folder
    released = f"{folder}/releases/{version}/"
    from_working = str(dossier.working.number) == version and dossier.id != "personal-service"
    start = f"{folder}/" if from_working else released
    found = {
        f"{folder}/{name.removeprefix(start)}": data
        for name, data in everything.items()
        if name.startswith(start) and "/" not in name.removeprefix(start) and not name.endswith(RECORDS)
    }
    if not found:
        sys.exit(f"{released}: no content for this version")
    return found


def as_day(value: object) -> date:
    """The date, whether quoted in the plan or not."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


if __name__ == "__main__":
    main()
