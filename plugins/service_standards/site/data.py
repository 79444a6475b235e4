"""
The handbook for machines: JSON and CSV files under `/data/`, in the source language.

The same edition gives the same bytes. Nothing is in them that the pages do not say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Any

from ..archive.freeze import NO_LINE_BEFORE, ledger_text, sha256
from ..archive.in_force import holds_until, version_status
from ..history.edition import Edition, Shown
from ..model.documents import Audience, Commitment, Document, Standard
from ..model.fields import Strict
from ..spreadsheets import csv_table
from .addresses import address
from .coverage_tables import COVERAGE_FILES, coverage_files
from .page import SitePage
from .placeholders import Words, filled
from .register import services_of
from .values import Values

REGISTER_COLUMNS = (
    "id", "kind", "title", "version", "status", "effective_from", "next_version", "next_from",
    "owner", "roles", "service", "channels", "area", "next_review", "address",
)  # fmt: skip
COMMITMENT_COLUMNS = (
    "id", "document", "version", "component", "strength", "statement", "measure", "limit_kind", "limit",
    "from", "to", "share", "every", "service", "channels", "if_not_met", "remedy", "address",
)  # fmt: skip


def data_files(edition: Edition, pages: Iterable[SitePage] = ()) -> dict[str, bytes]:
    """Every data file by its address; *pages* are all pages of the site."""
    return {path: make() for path, make in data_makers(edition, lambda: pages).items()}


def data_makers(edition: Edition, pages: Callable[[], Iterable[SitePage]]) -> dict[str, Callable[[], bytes]]:
    """How each data file is made, by its address; *pages* gives all pages of the site."""
    shown = [edition.shown[id] for id in sorted(edition.shown)]
    documents = cache(partial(_filled, edition))
    commitments = cache(lambda: list(_commitments(edition, documents())))
    found: dict[str, Callable[[], bytes]] = {
        "data/documents.json": lambda: _json(
            {"on": edition.on, "documents": [_document(edition, one, documents()[one.id]) for one in shown]}
        ),
        "data/commitments.json": lambda: _json({"on": edition.on, "commitments": commitments()}),
        "data/register.csv": lambda: register_table(edition),
        "data/commitments.csv": lambda: csv_table(COMMITMENT_COLUMNS, commitments()),
        "data/releases.json": lambda: _json(_releases(edition, shown)),
        "data/addresses.json": lambda: _json({"addresses": list(addresses(edition, pages()))}),
    }
    if edition.audience is Audience.INTERNAL:  # on a public site what is internal would look like a gap
        tables = cache(partial(coverage_files, edition))
        found |= {path: partial(_one_of, tables, path) for path in COVERAGE_FILES}
    return found | {path: partial(bytes, content) for path, content in schema_files()}


def _one_of(files_of: Callable[[], Mapping[str, bytes]], path: str) -> bytes:
    return files_of()[path]


def register_table(edition: Edition) -> bytes:
    """The register as CSV: one row a document, by id."""
    rows = [_register_row(edition, edition.shown[id]) for id in sorted(edition.shown)]
    return csv_table(REGISTER_COLUMNS, rows)


def addresses(edition: Edition, pages: Iterable[SitePage]) -> Iterator[str]:
    """Yield the permanent links of the site, sorted: of every page, and of every clause shown on one."""
    known = {page.address for page in pages}
    clauses = {
        f"{page}#{clause.id}"
        for shown in edition.shown.values()
        for language in edition.handbook.settings.languages
        if (page := address(language, edition.handbook.settings.source_language, shown.id)) in known
        for clause in shown.document.clauses
    }
    yield from sorted(known | clauses)


def ledger_hash(edition: Edition) -> str:
    """The hash of the ledger's last line, from which all of it can be proved; 64 zeros if there is none."""
    ledger = edition.handbook.ledger
    return sha256(ledger_text(ledger[-1]).encode()) if ledger else NO_LINE_BEFORE


def _filled(edition: Edition) -> dict[str, Document]:
    sources = {id: one.document for id, one in edition.shown.items()}
    events = edition.handbook.registry.events
    words = Words(
        Values(edition.handbook.settings.source_language),
        lambda event: events[event].title if event in events else event,
    )
    return {id: filled(document, document, sources, words, words) for id, document in sources.items()}


def _register_row(edition: Edition, shown: Shown) -> dict[str, Any]:
    document = shown.document
    return {
        "id": shown.id,
        "kind": str(shown.kind),
        "title": document.title,
        "version": str(shown.version.number),
        "status": str(shown.status),
        "effective_from": shown.since,
        "next_version": str(shown.next.number) if shown.next else None,
        "next_from": shown.next.record.effective_from if shown.next else None,
        "owner": document.owner,
        "roles": list(document.roles),
        "service": list(services_of(shown, edition.shown)),
        "channels": list(getattr(document, "channels", ())),
        "area": shown.area,
        "next_review": shown.next_review,
        "address": f"{shown.id}/",
    }


def _document(edition: Edition, shown: Shown, document: Document) -> dict[str, Any]:
    return {**_register_row(edition, shown), "changed": shown.changed, "content": _content(document)}


def _commitments(edition: Edition, documents: Mapping[str, Document]) -> Iterator[dict[str, Any]]:
    for shown in sorted(edition.in_use(), key=lambda one: one.id):
        document = documents[shown.id]
        if isinstance(document, Standard):
            for commitment in document.commitments:
                yield _commitment(shown, document, commitment)


def _commitment(shown: Shown, document: Standard, one: Commitment) -> dict[str, Any]:
    target, remedy = one.target, one.remedy
    return {
        "id": f"{shown.id}#{one.id}",
        "document": shown.id,
        "version": str(shown.version.number),
        "component": _text(one.component),
        "strength": _text(one.strength),
        "statement": one.statement,
        "measure": _text(one.measure),
        "limit_kind": "at_most"
        if one.at_most is not None
        else "at_least"
        if one.at_least is not None
        else None,
        "limit": _text(one.limit),
        "from": one.from_,
        "to": one.to,
        "share": _text(target.share) if target else None,
        "every": _text(target.every) if target else None,
        "service": document.service,
        "channels": list(one.channels or document.channels),
        "if_not_met": one.if_not_met,
        "remedy": _text(remedy.amount) or remedy.offer if remedy else None,
        "address": f"{shown.id}/#{one.id}",
    }


def _releases(edition: Edition, shown: Iterable[Shown]) -> dict[str, Any]:
    """Every release known on the edition's date, and the ledger's last hash."""
    rows = []
    for one in shown:
        known = [release for release in one.dossier.releases if release.record.released_on <= edition.on]
        for release in known:
            rows.append(
                {
                    **_content(release.record),
                    "status": str(version_status(release, known, edition.on)),
                    "until": holds_until(release, known),
                    "address": f"{one.id}/{release.number}/",
                }
            )
    rows.sort(key=lambda row: (row["released_on"], row["id"], row["version"]))
    ledger = edition.handbook.ledger
    return {
        "on": edition.on,
        "ledger": {
            "lines": len(ledger),
            "last_released_on": ledger[-1].released_on if ledger else None,
            "last_sha256": ledger_hash(edition),
        },
        "releases": rows,
    }


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Yield the JSON Schemas of the package, each with its address on the site."""
    folder = files(__package__.rpartition(".")[0]).joinpath("exports", "schemas")
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".json"):
                yield f"data/schemas/{file.name}", file.read_bytes()


def _content(model: Strict) -> dict[str, Any]:
    dumped = model.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"extras"})
    return {**dumped, **{key: _plain(value) for key, value in model.extras.items()}}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _json(data: Mapping[str, object]) -> bytes:
    """An object with a line for every entry of its lists, so that two states can be compared line by line."""
    # With indents Python's own encoder would run, which takes ten times as long.
    fields = (f"{_line(name)}: {_lines(value)}" for name, value in data.items())
    return ("{\n" + ",\n".join(fields) + "\n}\n").encode()


def _lines(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _line(value)
    return "[\n" + ",\n".join(map(_line, value)) + "\n]"


def _line(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, default=str)
