"""Rules on ids that need the whole handbook (SCH05): once each, and none of the site's own words."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache

from babel.localedata import locale_identifiers

from ..findings import Finding, Severity
from ..model.documents import Clause
from ..model.fields import Strict
from ..model.handbook import Dossier, Handbook, Place, ValuePath, Version
from ..model.translations import CLAUSE_LISTS, TRANSPARENT_LISTS

SITE_WORDS = frozenset(
    "roles journey services channels changes as-of register coverage reviews norms training aspects glossary evidence"
    " waivers data assets search index feed sitemap releases history compare card stylesheets javascripts tags"
    " help lifecycle tests 404".split()
)
"""First parts of the site's own addresses (the list in the architecture), and what its theme writes."""


SAME = 0.75
"""So much of two clauses is equal where one is the other under a new id."""


def faults_of_ids(handbook: Handbook, unread: Set[str]) -> Iterator[Finding]:
    """Yield a finding for every id that stands for two documents or for a part of the site."""
    pages = {name.removesuffix("/index") for name in handbook.pages} - {"index"}
    for dossier in handbook.dossiers.values():
        values = {"id": dossier.id}
        if dossier.id in SITE_WORDS:
            fault = "site-word"
        elif _is_language(dossier.id) or dossier.id in handbook.settings.languages:
            fault = "language"
        elif dossier.id in pages:
            fault = "page"
            values["page"] = f"{dossier.id}.md"
        else:
            continue
        yield _fault(fault, dossier.working.places.of("id"), **values)
    known = set(handbook.dossiers) | set(unread)
    for n, line in enumerate(handbook.ledger, 2):
        if line.id not in known:
            known.add(line.id)
            yield _fault("gone-from-ledger", Place("releases.tsv", n), id=line.id, version=line.version)


def _fault(fault: str, place: Place, **values: str) -> Finding:
    return Finding(code="SCH05", fault=fault, severity=Severity.ERROR, place=place, values=values)


@cache
def _languages() -> frozenset[str]:
    return frozenset(locale_identifiers())


def _is_language(word: str) -> bool:
    return len(word) in (2, 3) and word in _languages()


def clauses_twice(version: Version) -> Iterator[Finding]:
    """Yield a finding for every clause, or other part with an id, whose id another one of the document has."""
    seen: dict[str, int] = {}
    for path, id_ in _parts(version.document, ()):
        place = version.places.of(*path, "id")
        if id_ in seen:
            yield _fault("clause-twice", place, id=id_, first=str(seen[id_]))
        else:
            seen[id_] = place.line


def clauses_renamed(dossier: Dossier) -> Iterator[Finding]:
    """
    Yield a finding for every clause that is one of the newest release under another id.

    It says so itself where it names the old one in `replaces`.
    """
    if not dossier.releases:
        return
    before = dossier.releases[-1]
    working = dossier.working.document
    old, new = ({one.id: one for one in document.clauses} for document in (before.version.document, working))
    gone = [old[id_] for id_ in old if id_ not in new]
    if not gone or type(before.version.document) is not type(working):
        return
    for path, id_ in _parts(working, ()):
        here = new.get(id_)
        if here is None or id_ in old or getattr(here, "replaces", None):
            continue
        was = next((one for one in gone if _is_same(one, here)), None)
        if was is not None:
            place = dossier.working.places.of(*path, "id")
            yield _fault("clause-changed", place, was=was.id, id=id_, version=str(before.number))


def _is_same(old: Clause, new: Clause) -> bool:
    """Whether two clauses say the same but for their ids, and perhaps a value: a sentence, and most of what is written."""
    pairs = [(getattr(old, name), getattr(new, name)) for name in type(old).model_fields if name != "id"]
    said = [(before, now) for before, now in pairs if before or now]
    same = [before for before, now in said if before == now]
    return len(same) >= SAME * len(said) and any(isinstance(one, str) and " " in one for one in same)


def _parts(model: Strict, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    for name in type(model).model_fields:
        if name not in CLAUSE_LISTS | TRANSPARENT_LISTS:
            continue
        for n, part in enumerate(getattr(model, name) or ()):
            if not isinstance(part, Strict):
                continue
            if name in CLAUSE_LISTS:
                yield (*path, name, n), part.id  # type: ignore[attr-defined]
            yield from _parts(part, (*path, name, n))
