"""`standards export`: the register and the evidence pack."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from service_standards.spreadsheets import csv_table, safe_cell


def table(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file as a spreadsheet reads it."""
    assert data.startswith(b"\xef\xbb\xbf"), "without the mark, a spreadsheet does not read UTF-8"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def pack(run: Run, path: Path, *arguments: str) -> dict[str, bytes]:
    """The files of an evidence pack by name."""
    result = run("export", "evidence", "--into", str(path), *arguments)
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(path) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_register_is_what_list_says(run: Run) -> None:
    """Every document once, with its version."""
    rows = table(run("export", "register", "--on", "2026-12-01").stdout_bytes)
    listed = answer(run("list", "--all", "--on", "2026-12-01", "--json"))["documents"]

    assert {(row["id"], row["version"], row["status"]) for row in rows} == {
        (one["id"], one["version"], one["status"]) for one in listed if one["status"] != "draft"
    }


def test_evidence_is_the_same_when_repeated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, also in another year, after more was released, and in another language."""
    pack(run, tmp_path / "one.zip", "--on", "2026-06-30")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1896119200")
    pack(run, tmp_path / "two.zip", "--on", "2026-06-30", "--language", "uk")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_evidence_ignores_what_was_released_later(run: Run, handbook: Path, tmp_path: Path) -> None:
    """The ledger of November's releases cut off, June's pack is the same."""
    before = pack(run, tmp_path / "one.zip", "--on", "2026-06-30")
    rows = table(before["versions.csv"])

    assert max(row["released_on"] for row in rows) <= "2026-06-30"
    assert "2026-11" not in before["releases.tsv"].decode()
    assert len((handbook / "releases.tsv").read_bytes()) > len(before["releases.tsv"])


def test_evidence_proves_itself(run: Run, handbook: Path, tmp_path: Path) -> None:
    """Every file is in the manifest with its hash; the ledger has the hash of every record."""
    files = pack(run, tmp_path / "pack.zip")
    manifest = json.loads(files["manifest.json"])
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())

    assert {one["path"] for one in manifest["files"]} == files.keys() - {"manifest.json", "SHA256SUMS"}
    for one in manifest["files"]:
        assert one["sha256"] == hashlib.sha256(files[one["path"]]).hexdigest() == sums[one["path"]]
    ledger = files["releases.tsv"].splitlines(keepends=True)
    assert manifest["ledger"] == {
        "lines": len(ledger) - 1,
        "last_sha256": hashlib.sha256(ledger[-1]).hexdigest(),
    }
    for line in ledger[1:]:
        _, id, version, digest, _ = line.decode().strip().split("\t")
        assert hashlib.sha256(files[f"records/{id}/{version}.yml"]).hexdigest() == digest
    released = handbook / "support/email-reply/releases/2.1.0/standard.yml"
    assert files["in-force/email-reply/standard.yml"] == released.read_bytes()


def test_evidence_tells_who_approved_what_and_what_changed(run: Run, tmp_path: Path) -> None:
    """Approvals with the hash of what was approved; the changelog as `diff` tells it; waivers with their end."""
    files = pack(run, tmp_path / "pack.zip")
    approvals = [row for row in table(files["approvals.csv"]) if row["id"] == "email-reply"]
    changelog = [
        row
        for row in table(files["changelog.csv"])
        if (row["document"], row["version"]) == ("email-reply", "2.0.0")
    ]
    [waiver] = table(files["waivers.csv"])

    assert [row["version"] for row in approvals] == ["1.0.0", "1.1.0", "2.0.0", "2.1.0", "3.0.0"]
    assert all(
        row["approved_is_released"] == "true" and row["on"] and row["by"].startswith("'@")
        for row in approvals
    )
    said = answer(run("diff", "email-reply@1.1.0", "email-reply@2.0.0", "--json"))["changes"]
    assert [(row["code"], row["class"]) for row in changelog] == [(one["code"], one["class"]) for one in said]
    assert (waiver["id"], bool(waiver["to"])) == ("podil-rebuilding", True)


def test_a_changed_release_is_not_packed(run: Run, handbook: Path, tmp_path: Path) -> None:
    """Exit code 4, the file named, no pack."""
    path = handbook / "support/email-reply/releases/1.0.0/standard.md"
    path.write_bytes(path.read_bytes() + b" ")

    result = run("export", "evidence", "--into", str(tmp_path / "pack.zip"))

    assert result.exit_code == 4
    assert "email-reply/releases/1.0.0" in result.stderr
    assert not (tmp_path / "pack.zip").exists()


FORMULAS = {
    "=HYPERLINK(1)": "'=HYPERLINK(1)",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "1 - 1": "1 - 1",
}


@pytest.mark.parametrize(("text", "cell"), FORMULAS.items())
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    """What a spreadsheet would run is text."""
    assert safe_cell(text) == cell
    assert table(csv_table(["a"], [{"a": text}])) == [{"a": cell}]
