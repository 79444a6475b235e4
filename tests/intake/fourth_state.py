"""
A fourth state of the Canadian data, made up: twenty edits of all kinds, and what they are.

The table says no limits in fields; what a changed limit is, is tested on the
small table of `test_states.py`.
"""

from __future__ import annotations

import csv
from pathlib import Path

FOURTH = "2025-06-30"

Row = dict[str, str]

EDITS: dict[tuple[str, str], dict[str, str] | None] = {
    ("2224", "3261"): {"target": "0.95"},
    ("SRV03054", "5581"): {"target": "0.75"},
    ("1887", "2190"): {"target": "0.8"},
    ("SRV03054", "5583"): {"channel": "POST"},
    ("SRV03055", "5587"): {"service_standard_en": "You must get an answer from us"},
    ("136", "374"): {
        "service_standard_en": "Send you no payment within 30 business days of receipt of a duly completed and documented claim"
    },
    ("158", "391"): {
        "service_standard_en": "Send you a payment within 30 business days of receipt of a duly completed and well documented claim"
    },
    ("144", "445"): {
        "service_standard_en": "Send you a payment, within 30 business days of receipt of a duly completed and documented claim"
    },
    ("1984", "2382"): {
        "service_standard_en": "Send you a payment within 20 business days of receipt of a duly completed and documented claim"
    },
    ("137", "346"): {"type": "ACY"},
    ("152", "463"): {"service_standard_fr": "Accuser réception de la demande"},
    ("125", "402"): None,
    ("1120", ""): None,
    ("139", ""): {"service_name_en": "A programme with another name"},
    ("SRV03056", ""): {"owner_org": "tbs-sct"},
    ("2223", "5048"): {"volume_meeting_target": "6", "performance": "0.8571"},
    ("2223", "5049"): {"comments_en": "Told anew.", "channel_comments_en": "By web."},
    ("2223", "3257"): {"performance_results_uri_en": "https://example.org/"},
}
"""By service and standard, the cells that change; all standards of the service without the latter; None: the rows go."""

ADDED = {("146", "2420"): {"service_standard_id": "9001"}, ("146", "356"): {"service_id": "SRV99999"}}
"""Rows that come: like these, but for these cells."""


EXPECTED = {
    ("service-2224", "standard-3261", "target.share", "tightened", "tightened"),
    ("srv03054", "standard-5581", "target.share", "relaxed", "relaxed"),
    ("service-1887", "standard-2190", "target.share", "tightened", "tightened"),
    ("srv03054", "standard-5583", "channels", "mixed", "mixed"),
    ("srv03054", None, "channels", "tightened", "tightened"),  # it can be written to now
    ("srv03055", "standard-5587", "statement", "mixed", "mixed"),
    ("service-136", "standard-374", "statement", "mixed", "mixed"),
    ("service-158", "standard-391", "statement", "clarified", "none"),
    ("service-144", "standard-445", "statement", "editorial", "none"),
    ("service-1984", "standard-2382", "statement", "mixed", "mixed"),  # a number in words: a person decides
    ("service-137", "standard-346", "component", "administrative", "none"),
    ("service-152", None, "translation", "translation", "none"),
    ("service-125", "standard-402", "removed", "removed", "relaxed"),
    ("service-125", None, "translation", "translation", "none"),  # its French went with it
    ("service-1120", None, "retired", "removed", "relaxed"),
    ("service-139", None, "title", "clarified", "none"),
    ("srv03056", None, "owner", "administrative", "none"),
    ("srv03056", None, "roles", "administrative", "none"),
    ("srv03056", None, "service", "mixed", "mixed"),
    ("service-146", "standard-9001", "added", "added", "tightened"),
    ("service-146", None, "translation", "translation", "none"),
}
"""Document, clause, field, class, direction for the customer. What was measured or commented on is not there."""

FIRST_RELEASES = {"srv99999"}


def fourth_state(third: Path, path: Path) -> Path:
    """Write the third state with the edits."""
    with third.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    assert sum(_edit(row) != {} for row in rows) >= len(EDITS), "the rows that are edited are there"
    changed = [{**row, **edit} for row in rows if (edit := _edit(row)) is not None]
    new = [{**row, **ADDED[key]} for row in rows if (key := _key(row)) in ADDED]
    assert len(new) == len(ADDED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows([*changed, *new])
    return path


def _key(row: Row) -> tuple[str, str]:
    return row["service_id"], row["service_standard_id"]


def _edit(row: Row) -> Row | None:
    service, standard = _key(row)
    return EDITS.get((service, standard), EDITS.get((service, ""), {}))
