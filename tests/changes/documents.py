"""Small documents and the world in which the tests compare them: Monday to Friday 09:00 to 18:00, UTC."""

from __future__ import annotations

from datetime import date
from typing import Any

from service_standards.changes.compare import Side, compare
from service_standards.changes.context import Context, vocabulary
from service_standards.changes.kinds import Bump, Change, joined_class, least_bump
from service_standards.model.documents import KINDS, ChangeClass, Document, Kind
from service_standards.model.registry import REGISTRIES, Registry, Settings

WEEKDAYS = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
ENTRIES: dict[str, list[dict[str, Any]]] = {
    "channels": [
        {"id": "email", "title": "E-mail", "calendar": "office"},
        {"id": "chat", "title": "Chat", "calendar": "office"},
    ],
    "events": [
        {"id": "contact-received", "title": "Contact received"},
        {"id": "request-complete", "title": "Request complete", "after": ["contact-received"]},
        {"id": "answered", "title": "Answered", "after": ["request-complete"]},
    ],
    "calendars": [
        {
            "id": "office",
            "title": "Office hours",
            "hours": [{"from": "2020-01-01", "weekly": WEEKDAYS}],
            "covers_until": "2028-12-31",
        }
    ],
    "terms": [
        {"id": "within", "title": "within", "meaning": "At the latest.", "synonyms": ["not later than"]}
    ],
}


def registry(**changed: list[dict[str, Any]]) -> Registry:
    """The registry of the tests, some of its collections replaced."""
    entries = {**ENTRIES, **changed}
    return Registry.model_validate(
        {
            name: {entry["id"]: REGISTRIES[name].model_validate(entry) for entry in found}
            for name, found in entries.items()
        }
    )


def context(*documents: Document, on: date = date(2026, 2, 15)) -> Context:
    """The newer side's world; the words of *documents* are its vocabulary."""
    settings = Settings.model_validate({"name": "Test", "time_zone": "UTC"})
    return Context(settings=settings, registry=registry(), on=on, vocabulary=vocabulary(documents))


def document(kind: str, **fields: Any) -> Document:
    """A document of *kind* with the fields given."""
    return KINDS[Kind(kind)].model_validate(
        {"id": "email-reply", "title": "Reply to an e-mail", "version": "1.0.0", **fields}
    )


def standard(header: dict[str, Any] | None = None, **commitment: Any) -> Document:
    """A standard of one commitment."""
    clause = {
        "id": "answer",
        "measure": "elapsed-time",
        "statement": "We reply to your e-mail within {limit}.",
        **commitment,
    }
    return document("standard", channels=["email"], commitments=[clause], **(header or {}))


def procedure(*steps: dict[str, Any], **header: Any) -> Document:
    """A procedure of one stage."""
    return document(
        "procedure", channels=["email"], stages=[{"stage": "solution", "steps": list(steps)}], **header
    )


def changes(old: Document, new: Document) -> list[Change]:
    """What the comparison finds."""
    return list(compare(Side(document=old), Side(document=new), context(new)))


def verdict(old: Document, new: Document) -> tuple[ChangeClass, Bump]:
    """The class of the whole change and the least bump that it needs."""
    found = changes(old, new)
    bump = max(
        (least_bump(new.kind, change) for change in found), key=lambda bump: bump.rank, default=Bump.NONE
    )
    return joined_class(change.change_class for change in found), bump
