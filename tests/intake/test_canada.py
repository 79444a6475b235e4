"""
The service standards of the Government of Canada, whole: 2,341 rows, 996 services, two languages.

The data lie beside the checkout, in `../shared/data/`; where they do not, these tests are passed over.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from service_standards.intake.importing import Ready, prepare
from service_standards.intake.mapping import Layout
from service_standards.intake.tables import open_table
from service_standards.intake.writing import write
from service_standards.model.documents import Standard
from service_standards.model.handbook import Handbook
from service_standards.source.files import files_of_folder
from service_standards.source.format import formatted_files
from service_standards.source.handbook import Reading, read_handbook

from .support import EXAMPLES, ROOT, Written, texts_below

DATA = ROOT.parent / "shared" / "data" / "gc-service-standards"
ROWS, SERVICES = DATA / "ss_2024.2025-02-21.csv", DATA / "si_2024.2025-02-21.csv"

pytestmark = pytest.mark.skipif(not ROWS.exists(), reason="the Canadian data are not beside the checkout")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the handbook is written."""
    return tmp_path_factory.mktemp("canada") / "standards"


@pytest.fixture(scope="module")
def ready(folder: Path) -> Ready:
    """The import, written."""
    made = prepare(ROWS, EXAMPLES / "gc-service-standards.yml", folder, join=SERVICES, on="service_id")
    write(made.files, folder)
    return made


@pytest.fixture(scope="module")
def reading(ready: Ready, folder: Path) -> Reading:
    """The drafts, read back."""
    return read_handbook(files_of_folder(folder))


@pytest.fixture(scope="module")
def handbook(reading: Reading) -> Handbook:
    """The handbook that the drafts make."""
    assert reading.handbook
    return reading.handbook


@pytest.fixture(scope="module")
def written(ready: Ready, folder: Path) -> Written:
    """All that the files say."""
    return Written(texts_below(folder))


def standards(handbook: Handbook) -> list[Standard]:
    """The documents, all of them standards."""
    found = [dossier.working.document for dossier in handbook.dossiers.values()]
    assert all(isinstance(one, Standard) for one in found)
    return [one for one in found if isinstance(one, Standard)]


def test_counts(ready: Ready, handbook: Handbook) -> None:
    """All rows become commitments of 996 draft standards; 68 of type OTH have no component."""
    documents = standards(handbook)
    commitments = [one for document in documents for one in document.commitments]

    assert (len(documents), len(commitments)) == (996, 2341)
    assert max(len(document.commitments) for document in documents) == 61
    assert Counter(str(one.component or "none") for one in commitments) == {
        "speed": 1964, "availability": 184, "accuracy": 125, "none": 68,
    }  # fmt: skip
    assert len({one.owner for one in documents}) == len(handbook.registry.roles) == 61
    assert (
        sum(
            len({channel for one in document.commitments for channel in one.channels or document.channels})
            > 1
            for document in documents
        )
        == 206
    )


def test_traps(ready: Ready) -> None:
    """What the README of the data names as traps is in the report, with the same counts."""
    report = ready.intake.report
    found = Counter(one.fault for one in report.problems)

    assert report.counts["no_break_spaces"] == 256
    assert {name: found[name] for name in ("share-blank", "share-zero", "share-low", "per-cent-differs")} == {
        "share-blank": 119, "share-zero": 43, "share-low": 15, "per-cent-differs": 10,
    }  # fmt: skip
    assert found["clause-no-id"] == 3
    assert found["clause-id-twice"] + found["clause-id-elsewhere"] == 2341 - 2327
    assert found["not-in-values"] == 68
    assert (
        sum(found[name] for name in ("bare-day", "range", "several", "fraction", "same-day"))
        == report.counts["limits-in-doubt"]
    )


def test_limits_are_proposals(handbook: Handbook) -> None:
    """No limit of the table is trusted: each stands behind a TODO, and is read as missing."""
    proposed = Counter(
        path[-1] for dossier in handbook.dossiers.values() for path in dossier.working.proposals
    )

    assert all(
        one.at_most is None and one.from_ is None
        for document in standards(handbook)
        for one in document.commitments
    )
    assert proposed["at_most"] > 1700
    assert proposed["from"] > 600


def test_only_what_people_must_decide_is_found(reading: Reading) -> None:
    """The drafts have no fault of form: only missing fields and proposals, as warnings."""
    assert {(one.code, one.severity.value) for one in reading.findings} <= {
        ("SCH02", "warning"),
        ("SCH06", "warning"),
    }


def test_canonical(ready: Ready, folder: Path) -> None:
    """Every file is written as `standards fmt` would."""
    assert list(formatted_files(files_of_folder(folder))) == []


def test_languages(handbook: Handbook) -> None:
    """Every statement and title has its French translation, of this version."""
    for dossier in handbook.dossiers.values():
        french = dossier.working.translations["fr"]
        document = dossier.working.document
        assert isinstance(document, Standard)
        assert str(french.translates) == "0.1.0"
        assert ("title",) in french.texts
        assert all(("clauses", one.id, "statement") in french.texts for one in document.commitments)
    assert sum(1 for dossier in handbook.dossiers.values() if dossier.working.prose) == 996
    assert sum("fr" in dossier.working.translated_prose for dossier in handbook.dossiers.values()) == 996


def test_nothing_is_lost(written: Written) -> None:
    """Every cell of the table stands in some file, codes and shares in the form of their field."""
    in_another_form = {"type", "channel", "target"}
    with open_table(ROWS, Layout()) as table:
        cells = {
            cell for row in table.rows for column, cell in row.cells.items() if column not in in_another_form
        }
        assert in_another_form < set(table.columns)

    # the parts of the owner's name stand in two files
    parts = {part for cell in cells for part in cell.split(" | ")}
    assert written.lacks(parts) == []


def test_nothing_of_the_joined_table_is_lost(ready: Ready, written: Written) -> None:
    """Every cell of the services that have standards stands in some file; the other rows are in the report."""
    known = set(open_ids())
    with open_table(SERVICES, Layout()) as table:
        rows = list(table.rows)
    cells = {cell for row in rows if row.cells["service_id"] in known for cell in row.cells.values()}
    unused = sum(one.fault == "joined-unused" for one in ready.intake.report.problems)

    assert unused == sum(row.cells["service_id"] not in known for row in rows)
    assert written.lacks({part for cell in cells for part in cell.split(" | ")}) == []


def open_ids() -> list[str]:
    """The services of the first table."""
    with open_table(ROWS, Layout()) as table:
        return [row.cells["service_id"] for row in table.rows]
