"""
The evidence pack: what an auditor needs about a handbook on a date, in one zip.

Only what was known on that day is in it, so the same question asked again, at
any later time, gives the same bytes as long as nothing released was changed.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from .. import __version__
from ..archive.freeze import LEDGER, LEDGER_HEAD, NO_LINE_BEFORE, RECORD, sha256
from ..archive.in_force import holds_until, version_status
from ..archive.verify import ledger_line
from ..changes.result import Comparison, Pair
from ..history.edition import Edition
from ..history.timeline import Step, Timelines
from ..model.handbook import Dossier, Release
from ..phrases import phrase
from ..site.data import register_table
from ..spreadsheets import csv_table
from .comparison import COLUMNS, change_row

VERSIONS = (
    "id", "kind", "title", "version", "status", "released_on", "effective_from", "until", "retired_on", "class",
    "class_found", "bump", "summary", "reason", "evidence", "authors", "imported_from", "imported_sha256",
    "content_sha256", "release_sha256",
)  # fmt: skip
APPROVALS = ("id", "version", "role", "by", "on", "pull_request", "content_sha256", "approved_is_released")
OVERRIDES = ("id", "version", "class", "class_found", "reason", "approved_by")
WAIVERS = (
    "id", "title", "on", "version", "scope", "deviation", "reason", "compensating_measure", "approved_by", "announced_on",
    "from",
    "to", "holds",
)  # fmt: skip
REVIEWS = ("id", "version", "on", "by", "outcome", "evidence", "summary", "next_due")
CHANGELOG = ("version", "effective_from", *COLUMNS)

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip: the first that the format knows."""


def evidence_files(edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    The files of the pack by name; *files*: those of the handbook's folder.

    *edition* is the handbook on the day asked for. Raises IncomparableError
    or NoRuleError where the changelog cannot be told.
    """
    on, handbook = edition.on, edition.handbook
    timelines = Timelines(handbook, on)
    known = [(one, tuple(timelines.steps(one))) for one in _by_id(handbook.dossiers)]
    ledger = ledger_until(files.get(LEDGER, b""), on)
    lines = ledger.splitlines(keepends=True)
    found = {
        "register.csv": register_table(edition),
        "versions.csv": csv_table(VERSIONS, _versions(known, files, on)),
        "approvals.csv": csv_table(APPROVALS, _approvals(known)),
        "changelog.csv": csv_table(CHANGELOG, _changelog(known)),
        "overrides.csv": csv_table(OVERRIDES, _overrides(known)),
        "waivers.csv": csv_table(WAIVERS, _waivers(edition)),
        "reviews.csv": csv_table(REVIEWS, _reviews(known, on)),
        "releases.tsv": ledger,
        **dict(_records(known, files)),
        **dict(_in_force(edition, files)),
    }
    language = handbook.settings.source_language
    last = sha256(lines[-1]) if len(lines) > 1 else NO_LINE_BEFORE
    found["README.txt"] = (
        phrase(
            "messages/cli", language, "export.readme",
            name=handbook.settings.name, day=on.isoformat(), lines=max(len(lines) - 1, 0), hash=last,
        )
        + "\n"
    ).encode()  # fmt: skip
    found = dict(sorted(found.items()))
    manifest = {
        "handbook": handbook.settings.name,
        "on": on.isoformat(),
        "made_by": f"service-standards {__version__}",
        "ledger": {"lines": max(len(lines) - 1, 0), "last_sha256": last},
        "files": [{"path": name, "bytes": len(data), "sha256": sha256(data)} for name, data in found.items()],
    }
    found[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    found[SUMS] = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(found.items())).encode()
    return found


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """*files* as a zip with everything in *folder*: the same bytes whenever, wherever it is made."""
    out = io.BytesIO()
    # Stored, not packed: what packing gives depends on the version of zlib.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def ledger_until(ledger: bytes, on: date) -> bytes:
    """The ledger as it was on a day: the lines before the first that was written later."""
    kept = []
    for raw in ledger.splitlines(keepends=True):
        line = ledger_line(raw)
        if raw != LEDGER_HEAD.encode() and line is not None and line.released_on > on.isoformat():
            break
        kept.append(raw)
    return b"".join(kept)


Known = Iterable[tuple[Dossier, tuple[Step, ...]]]


def _by_id(dossiers: Mapping[str, Dossier]) -> list[Dossier]:
    return [dossiers[name] for name in sorted(dossiers)]


def _versions(known: Known, files: Mapping[str, bytes], on: date) -> Iterator[dict[str, Any]]:
    for _, steps in known:
        every = [step.release for step in steps]
        for step in steps:
            release = step.release
            record, document, note = release.record, release.version.document, release.version.document.change
            yield {
                "id": record.id,
                "kind": document.kind.value,
                "title": document.title,
                "version": record.version,
                "status": version_status(release, every, on).value,
                "released_on": record.released_on,
                "effective_from": record.effective_from,
                "until": holds_until(release, every),
                "retired_on": record.retired.on if record.retired else None,
                "class": record.class_.value if record.class_ else None,
                "class_found": step.change_class.value,
                "bump": step.bump.value,
                "summary": note.summary if note else None,
                "reason": note.reason if note else None,
                "evidence": note.evidence if note else (),
                "authors": record.authors,
                "imported_from": record.imported_from.file if record.imported_from else None,
                "imported_sha256": record.imported_from.sha256 if record.imported_from else None,
                "content_sha256": record.content_sha256,
                "release_sha256": sha256(files[_record_path(release)]),
            }


def _approvals(known: Known) -> Iterator[dict[str, Any]]:
    for _, steps in known:
        for record in (step.release.record for step in steps):
            for one in record.approvals:
                yield {
                    "id": record.id,
                    "version": record.version,
                    "role": one.role,
                    "by": one.by,
                    "on": one.on,
                    "pull_request": one.pull_request,
                    "content_sha256": one.content_sha256,
                    "approved_is_released": str(one.content_sha256 == record.content_sha256).lower(),
                }


def _changelog(known: Known) -> Iterator[dict[str, Any]]:
    for _, steps in known:
        for step in steps:
            if step.before is None:
                continue
            after = step.release.version.document
            comparison = Comparison(
                changes=step.changes,
                documents={after.id: Pair(before=step.before.version.document, after=after)},
            )
            for change in step.changes:
                yield {
                    "version": step.release.number,
                    "effective_from": step.release.record.effective_from,
                    **change_row(comparison, change),
                }


def _overrides(known: Known) -> Iterator[dict[str, Any]]:
    for _, steps in known:
        for step in steps:
            note = step.release.version.document.change
            if note and note.override:
                yield {
                    "id": step.release.record.id,
                    "version": step.release.number,
                    "class": note.class_.value if note.class_ else None,
                    "class_found": step.change_class.value,
                    "reason": note.override.reason,
                    "approved_by": note.override.approved_by,
                }


def _waivers(edition: Edition) -> Iterator[dict[str, Any]]:
    """Yield the waivers that had begun by the day, with whether they held on it."""
    for name in sorted(edition.handbook.waivers):
        one = edition.handbook.waivers[name]
        if one.from_ is None or one.from_ <= edition.on:
            row = {
                column: getattr(one, column, None) for column in WAIVERS if column not in ("from", "holds")
            }
            yield {**row, "from": one.from_, "holds": str(one.to is None or one.to >= edition.on).lower()}


def _reviews(known: Known, on: date) -> Iterator[dict[str, Any]]:
    for dossier, _ in known:
        for one in dossier.reviews:
            if one.on <= on:
                row = {column: getattr(one, column, None) for column in REVIEWS if column != "id"}
                yield {"id": dossier.id, **row}


def _record_path(release: Release) -> str:
    return f"{release.version.folder}/{RECORD}"


def _records(known: Known, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the records that the ledger's lines prove."""
    for dossier, steps in known:
        for step in steps:
            yield f"records/{dossier.id}/{step.release.number}.yml", files[_record_path(step.release)]


def _in_force(edition: Edition, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of what was in force, byte for byte as released."""
    by_folder: dict[str, list[str]] = {}
    for path in files:
        by_folder.setdefault(path.rpartition("/")[0], []).append(path)
    for shown in edition.in_use():
        if shown.release is not None:
            folder = shown.release.version.folder
            for path in by_folder.get(folder, ()):
                yield f"in-force/{shown.id}/{path.removeprefix(folder + '/')}", files[path]
