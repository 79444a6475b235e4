"""
A row of the register, and all rows in one small file for the filter of a long register.

Words of one language; nothing is left to be worked out. `register.js` reads the file.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A date in words, and as it sorts; both empty if there is none."""

    text: str = ""
    iso: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a row can be filtered by: ids, several joined by spaces."""

    kind: str = ""
    area: str = ""
    role: str = ""
    channel: str = ""
    service: str = ""
    component: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A document under control."""

    id: str
    address: str
    title: str
    lang: str | None
    kind: str
    version: str
    status: str
    since: DayCell
    coming: str
    owner: str
    owner_address: str
    review: DayCell
    facets: Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A commitment and its figures."""

    id: str
    """`email-reply#answer`."""
    address: str
    document: str
    statement: str
    lang: str | None
    component: str
    strength: str
    limit: str
    sort: str
    """A number by which limits sort: shorter times first, then shares, marks and counts."""
    target: str
    channels: str
    facets: Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter: its name in the address, and what can be chosen."""

    name: str
    options: tuple[tuple[str, str], ...]


def packed_rows(rows: Iterable[RegisterRow], commitments: Iterable[CommitmentRow]) -> bytes:
    """
    All rows as JSON, packed: not every host does that, and the file is seven times as long without.

    A document: what it can be filtered by, then its cells. A commitment: the place of
    its document among the rows, its own component and channels, then its cells.
    """
    listed = tuple(rows)
    at = {row.id: n for n, row in enumerate(listed)}
    found = {
        "documents": [
            [
                *(facets.kind, facets.area, facets.role, facets.service, facets.channel, facets.component),
                *(facets.status, row.id, row.title, row.lang or "", row.kind, row.version, row.status),
                *(row.coming, row.since.iso, row.since.text, row.owner, row.owner_address),
                *(row.review.iso, row.review.text, int(row.review.overdue)),
            ]
            for row in listed
            for facets in (row.facets,)
        ],
        "commitments": [
            [
                at[document],
                *(row.facets.component, row.facets.channel),
                *(clause, row.statement, row.lang or "", row.component, row.strength, row.limit, row.sort),
                *(row.target, row.channels),
            ]
            for row in commitments
            for document, _, clause in (row.id.partition("#"),)
        ],
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)
