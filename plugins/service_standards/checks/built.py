"""
Whether a built site is the handbook's: no document is missing (SIT01), no permanent link is gone (SIT02).

A generator that ignores the plugin builds without a word of warning, and
builds nothing of the handbook. Works on the site's files, whoever built them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ..findings import Finding, Severity
from ..history.edition import edition
from ..model.documents import Audience
from ..model.handbook import Handbook, Place

DOCUMENTS = "data/documents.json"
ADDRESSES = "data/addresses.json"
SETTINGS = Place("handbook.yml")


class UnreadableError(Exception):
    """A list of addresses that is none."""


def faults_of_site(handbook: Handbook, site: Mapping[str, bytes], on: date) -> Iterator[Finding]:
    """
    Yield what *site* lacks of *handbook*: one finding for each document without a page, or one for them all (SIT01).

    The day of the build counts, where the site says it, else *on*. A site that
    shows none but public documents is a public one.
    """
    listed = _json(site.get(DOCUMENTS, b""))
    listed = listed if isinstance(listed, dict) else {}
    built = _day(listed.get("on"))
    shown = edition(handbook, built or on).shown
    if built is None:
        if shown:
            yield _error("SIT01", "nothing", SETTINGS, n=str(len(shown)))
        return
    rows = listed.get("documents")
    named = [one.get("id") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    on_site = [id for id in shown if id in named]
    public = bool(on_site) and all(shown[id].document.audience is Audience.PUBLIC for id in on_site)
    for id, one in shown.items():
        if public and one.document.audience is not Audience.PUBLIC:
            continue
        if f"{id}/index.html" not in site:
            yield _error("SIT01", "missing", Place(one.dossier.working.file), id=id)


def faults_of_addresses(
    handbook: Handbook, site: Mapping[str, bytes], before: Iterable[str], on: date
) -> Iterator[Finding]:
    """
    Yield the permanent links *before* that *site* has no more (SIT02).

    Where a page is gone, its clauses are not named too. A clause that its
    document does not have any more was taken out by a release: that its link
    is gone is meant, and every version before has it still.
    """
    found = _json(site.get(ADDRESSES, b""))
    now = addresses_in(found) if found is not None else frozenset()
    shown = edition(handbook, on).shown
    gone = sorted(set(before) - now)
    pages = {one for one in gone if "#" not in one}
    for one in gone:
        page, _, clause = one.partition("#")
        document = shown.get(page.rstrip("/").rpartition("/")[2])
        if clause and (
            page in pages or (document and clause not in {part.id for part in document.document.clauses})
        ):
            continue
        owner = next((shown[part] for part in page.split("/") if part in shown), None)
        place = Place(owner.dossier.working.file) if owner else SETTINGS
        yield _error("SIT02", "gone", place, address=f"/{one}")


def addresses_in(listed: Any) -> frozenset[str]:
    """The addresses of an `addresses.json`. Raises UnreadableError if it is none."""
    found = listed.get("addresses") if isinstance(listed, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise UnreadableError
    return frozenset(found)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        return None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _error(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.ERROR, place=place, values=values)
