"""
A comparison as data: JSON by a published schema, and CSV.

The fields of JSON and the columns of CSV say the same, change by change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from ..changes.kinds import Bump, Change, Direction
from ..changes.result import Comparison
from ..model.documents import ChangeClass, Header
from ..model.fields import Strict, as_written
from ..spreadsheets import csv_table

COLUMNS = (
    "document", "clause", "code", "field", "class", "bump", "before", "after", "customer", "staff", "judged",
    "signals", "reach", "moved_to", "language",
)  # fmt: skip


def as_data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values: `{class, bump, changes}`."""
    return {
        "class": comparison.change_class.value,
        "bump": comparison.bump.value,
        "changes": [change_data(comparison, one) for one in comparison.changes],
    }


def change_data(comparison: Comparison, change: Change) -> dict[str, Any]:
    """One change as plain values."""
    return {
        "code": change.code,
        "document": change.document,
        "clause": change.clause,
        "field": change.field,
        "class": change.change_class.value,
        "bump": comparison.bump_of(change).value,
        "before": plain(change.before),
        "after": plain(change.after),
        "customer": change.customer.value,
        "staff": change.staff.value,
        "reach": list(change.reach),
        "judged": change.judged,
        "signals": list(change.signals),
        "moved_to": change.moved_to,
        "language": change.language,
    }


def as_csv(comparison: Comparison) -> bytes:
    """One row a change; values that are no plain text as JSON."""
    return csv_table(COLUMNS, (change_row(comparison, one) for one in comparison.changes))


def change_row(comparison: Comparison, change: Change) -> dict[str, Any]:
    """One change as the cells of a table, by `COLUMNS`."""
    return {
        name: json.dumps(value, ensure_ascii=False)
        if isinstance(value, dict) or (name in ("before", "after") and isinstance(value, list))
        else str(value).lower()
        if isinstance(value, bool)
        else value
        for name, value in change_data(comparison, change).items()
    }


def plain(value: Any) -> Any:
    """A value of the model as JSON has it: values in their canonical text, a whole document by its name."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Header):
        return {"id": value.id, "title": value.title, "version": str(value.version)}
    if isinstance(value, Strict):
        return plain(as_written(value))
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def schema_of_comparison() -> dict[str, Any]:
    """The JSON Schema of `as_data`, made from the closed sets of the comparison."""
    any_value = {
        "description": "Null where there is none; text, number, list or mapping as the document has it"
    }
    words = {"type": "array", "items": {"type": "string"}}
    text_or_none = {"type": ["string", "null"]}
    change: dict[str, Any] = {
        "code": {"type": "string", "pattern": r"^[a-z]+\.[A-Za-z0-9_.-]+$", "description": "Stable: what changed, such as commitment.at_most"},
        "document": {"type": "string", "description": "The document's id, or registry/ and the registry's name"},
        "clause": {**text_or_none, "description": "The clause or entry; null for the document itself"},
        "field": {"type": "string"},
        "class": _one_of(ChangeClass),
        "bump": _one_of(Bump),
        "before": any_value,
        "after": any_value,
        "customer": {**_one_of(Direction), "description": "Tightened is better for the customer"},
        "staff": {**_one_of(Direction), "description": "Tightened is stricter for staff"},
        "reach": {**words, "description": "The clauses that a change of the registry reaches"},
        "judged": {"type": "boolean", "description": "False where words changed whose meaning no rule can tell"},
        "signals": {**words, "description": "What in a text decided its class"},
        "moved_to": {**text_or_none, "description": "Where a clause lives on"},
        "language": {**text_or_none, "description": "The language of a translation that changed"},
    }  # fmt: skip
    return {
        "title": "Comparison",
        "description": "What changed between two versions, two dates, two folders or two commits.",
        "type": "object",
        "properties": {
            "class": {**_one_of(ChangeClass), "description": "All changes together"},
            "bump": {**_one_of(Bump), "description": "The least version bump that they need"},
            "changes": {"type": "array", "items": {"$ref": "#/$defs/Change"}},
        },
        "required": ["class", "bump", "changes"],
        "additionalProperties": False,
        "$defs": {
            "Change": {
                "type": "object",
                "properties": change,
                "required": list(change),
                "additionalProperties": False,
            }
        },
    }


def _one_of(closed_set: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(one) for one in closed_set]}
