"""Placeholders in the texts of documents: each must name a value that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from ..findings import Finding, Severity
from ..model.documents import (
    Authority,
    Commitment,
    Document,
    Escalation,
    Item,
    Rule,
    Step,
)
from ..model.fields import Strict
from ..model.handbook import Handbook, Version
from ..model.translations import text_paths, texts
from .wording import line_with, parts_of

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
NAMES = ("limit", "share", "every", "amount", "from", "to", "within", "after")
_FORM = re.compile(r"([a-z0-9#.-]+)(?::[a-z]+)?")


def faults_of_placeholders(
    version: Version, handbook: Handbook, files: Mapping[str, bytes], unread: Set[str]
) -> Iterator[Finding]:
    """Yield a finding for every placeholder of *version* that stands for nothing."""
    document = version.document
    inside: dict[str, Strict] | None = None
    for (path, text, _), (_, own) in zip(texts(document), text_paths(document), strict=True):
        if "{" not in text:
            continue
        inside = parts_of(document) if inside is None else inside
        part = inside.get(str(path[1])) if path[0] == "clauses" else None
        place = version.places.of(*own)
        for found in PLACEHOLDER.finditer(text):
            fault = _fault(found[1], part, document, handbook, unread)
            if fault is None:
                continue
            code, name, values = fault
            if near := values.get("near"):
                values["cured"] = line_with(
                    files, place, found[0], "{" + found[1].replace(values["id"], near) + "}"
                )
            yield Finding(code=code, fault=name, severity=Severity.ERROR, place=place, values=values)


Fault = tuple[str, str, dict[str, str]]


def _fault(
    written: str, part: Strict | None, document: Document, handbook: Handbook, unread: Set[str]
) -> Fault | None:
    shape = _FORM.fullmatch(written)
    path, _, name = shape[1].rpartition(".") if shape else ("", "", "")
    if not shape or name not in NAMES:
        return "SCH03", "placeholder-unknown", {"text": written, "known": _known(part)}
    if path:
        return _fault_of_path(path, name, document, handbook, unread)
    meant = _meant(part, document, handbook)
    if meant is None or name not in values_of(meant):
        wanted = _FIELDS.get(name, name)
        return "SCH03", "placeholder-alone", {"text": written, "wanted": wanted}
    return None


def _fault_of_path(
    path: str, name: str, document: Document, handbook: Handbook, unread: Set[str]
) -> Fault | None:
    other, mark, clause = path.partition("#")
    if not mark:
        other, clause = document.id, path
    if other in unread:
        return None
    target = document if other == document.id else None
    if target is None:
        dossier = handbook.dossiers.get(other)
        if dossier is None:
            return "REF01", *_unknown("documents", other, handbook.dossiers)
        target = dossier.working.document
    parts = parts_of(target)
    if clause not in parts:
        fault, values = _unknown("", clause, parts)
        return "REF01", "clause-near" if fault == "near" else "clause", {**values, "document": other}
    there = values_of(parts[clause])
    if name not in there:
        known = ", ".join(sorted(there)) or "–"
        return "REF01", "field", {"id": f"{other}#{clause}", "field": name, "known": known}
    return None


def _unknown(what: str, id_: str, ids: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    from difflib import get_close_matches

    near = next(iter(get_close_matches(id_, ids, 1, 0.6)), "")
    known = ", ".join(list(ids)[:30])
    return "near" if near else "unknown", {"what": what, "id": id_, "near": near, "known": known}


def _meant(part: Strict | None, document: Document, handbook: Handbook) -> Strict | None:
    """The part whose value a bare placeholder shows: its own, the clause that a test item verifies, the only clause."""
    if isinstance(part, Item) and part.verifies:
        verified = handbook.dossiers.get(part.verifies.document)
        return parts_of(verified.working.document).get(part.verifies.clause or "") if verified else None
    if part is None and len(document.clauses) == 1:
        return document.clauses[0]
    return part


def _known(part: Strict | None) -> str:
    there = values_of(part) if part is not None else set(NAMES[:6])
    return ", ".join("{" + name + "}" for name in NAMES if name in there) or "–"


def values_of(part: Strict) -> set[str]:
    """The names of the values that a part of a document has for placeholders."""
    match part:
        case Commitment():
            target, remedy = part.target, part.remedy
            there = {
                "limit": part.limit is not None,
                "share": target is not None and target.share is not None,
                "every": target is not None and target.every is not None,
                "from": part.from_ is not None,
                "to": part.to is not None,
                "amount": remedy is not None and remedy.amount is not None,
                "within": remedy is not None and remedy.within is not None,
            }
        case Step():
            there = {
                "limit": part.within is not None,
                "within": part.within is not None,
                "share": part.met is not None,
            }
        case Escalation():
            there = {
                "limit": part.within is not None,
                "within": part.within is not None,
                "after": part.after is not None,
            }
        case Authority():
            there = {"amount": part.up_to is not None}
        case Rule():
            one = len(set(part.within.values())) == 1
            there = {"limit": one, "within": one}
        case _:
            there = {}
    return {name for name, has in there.items() if has}


_FIELDS = {
    "limit": "at_most",
    "share": "target: {share: …}",
    "every": "target: {every: …}",
    "amount": "remedy: {amount: …}",
}
