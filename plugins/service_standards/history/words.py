"""
A version's texts in a language: translated where the translation still says the same, else as in the source.

A translation may lag behind, and may come after the release: texts are taken,
clause by clause, from the release's own translation or else from the working
copy's, if it translates a version in which that clause was the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..changes.wording import Language, judge
from ..model.documents import ChangeClass, Document
from ..model.handbook import Dossier, Handbook, Version
from ..model.translations import TextPath, Translation, texts, translated
from ..model.values import VersionNumber

UnitTexts = Mapping[TextPath, str]
"""The texts that belong together: of a clause, or title and summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A version as readers of one language see it."""

    language: str
    document: Document
    """With the texts of that language where there are any."""
    prose: str
    prose_language: str
    behind: frozenset[str]
    """Clauses, and other elements with an id, whose translation is behind: shown in the source language."""
    missing: frozenset[str]
    """Clauses that have no translation at all."""
    header_behind: bool
    """Whether title and summary are shown in the source language though a translation was expected."""


def wording(handbook: Handbook, dossier: Dossier, version: Version, language: str) -> Wording:
    """The texts of *version* in *language*."""
    source = handbook.settings.source_language
    document = version.document
    if language == source:
        return Wording(
            language=language,
            document=document,
            prose=version.prose,
            prose_language=source,
            behind=frozenset(),
            missing=frozenset(),
            header_behind=False,
        )
    candidates = [
        found for one in (version, dossier.working) if (found := one.translations.get(language)) is not None
    ]
    by_number = {release.number: release.version.document for release in dossier.releases}
    by_number.setdefault(dossier.working.number, dossier.working.document)

    spoken = Language(code=source)
    said = by_unit(document)
    # Each version that a translation was made of is taken apart once, not once for each of its clauses.
    named = {number for one in candidates for number in (one.translates, *one.clauses_translate.values())}
    said_by_number = {
        number: said if was is document else by_unit(was)
        for number, was in by_number.items()
        if number in named
    }
    translated_units = {_unit(path) for one in candidates for path in one.texts}

    taken: dict[TextPath, str] = {}
    behind: set[str] = set()
    missing: set[str] = set()
    for unit, now in said.items():
        usable = next(
            (one for one in candidates if _means_the_same(one, unit, now, said_by_number, spoken)), None
        )
        if usable is None:
            (behind if unit in translated_units else missing).add(unit)
            continue
        present = now.keys() & usable.texts.keys()
        taken.update({path: usable.texts[path] for path in present})
        if not present:
            missing.add(unit)
    prose = version.translated_prose.get(language) or dossier.working.translated_prose.get(language, "")
    return Wording(
        language=language,
        document=translated(document, taken),
        prose=prose or version.prose,
        prose_language=language if prose else source,
        behind=frozenset(behind - {""}),
        missing=frozenset(missing - {""}),
        header_behind="" in behind or "" in missing,
    )


def _unit(path: TextPath) -> str:
    """What a text belongs to: a clause's id, `change` for the change note, or "" for title and summary."""
    if path[0] == "clauses":
        return str(path[1])
    return "" if path[0] in ("title", "summary") else str(path[0])


def _means_the_same(
    translation: Translation,
    unit: str,
    now: UnitTexts,
    said: Mapping[VersionNumber, Mapping[str, UnitTexts]],
    language: Language,
) -> bool:
    """Whether the texts of *unit* said the same in the version that was translated, but for form and spelling."""
    number = translation.translates_clause(unit) if unit else translation.translates
    was = said.get(number) if number else None
    return was is not None and says_the_same(was.get(unit, {}), now, language)


def by_unit(document: Document) -> Mapping[str, UnitTexts]:
    """The texts of a document by what they belong to: a clause's id, "" for title and summary."""
    found: dict[str, dict[TextPath, str]] = {}
    for path, text, _ in texts(document):
        found.setdefault(_unit(path), {})[path] = text
    return found


def says_the_same(was: UnitTexts, now: UnitTexts, language: Language) -> bool:
    """Whether both say the same in the source *language*, but for form and spelling."""
    return was.keys() == now.keys() and all(
        text == now[path] or judge(text, now[path], language).change_class is ChangeClass.EDITORIAL
        for path, text in was.items()
    )
