"""
A version's texts in a language: translated where the translation still says the same, else as in the source.

A translation may lag behind, and may come after the release: texts are taken,
clause by clause, from the release's own translation or else from the working
copy's, if it translates a version in which that clause was the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..changes.wording import Language, judge
from ..model.documents import ChangeClass, Document
from ..model.handbook import Dossier, Handbook, Version
from ..model.translations import TextPath, Translation, texts, translated
from ..model.values import VersionNumber


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
    wanted: dict[str, set[TextPath]] = {}
    for path, _, _ in texts(document):
        wanted.setdefault(_unit(path), set()).add(path)

    taken: dict[TextPath, str] = {}
    behind: set[str] = set()
    missing: set[str] = set()
    for unit, paths in wanted.items():
        usable = next(
            (one for one in candidates if _means_the_same(one, unit, document, by_number, spoken)), None
        )
        if usable is None:
            (behind if _has(candidates, unit) else missing).add(unit)
            continue
        present = paths & usable.texts.keys()
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


def _has(translations: Iterable[Translation], unit: str) -> bool:
    return any(_unit(path) == unit for one in translations for path in one.texts)


def _means_the_same(
    translation: Translation,
    unit: str,
    document: Document,
    by_number: Mapping[VersionNumber, Document],
    language: Language,
) -> bool:
    """Whether the texts of *unit* said the same in the version that was translated, but for form and spelling."""
    number = translation.translates_clause(unit) if unit else translation.translates
    was = by_number.get(number) if number else None
    if was is None:
        return False
    if was is document:
        return True
    return _says_the_same(was, document, unit, language)


def same_meaning(was: Document, now: Document, unit: str, source_language: str) -> bool:
    """Whether the texts of *unit* (a clause's id, or "" for title and summary) say the same in both, but for form and spelling."""
    return _says_the_same(was, now, unit, Language(code=source_language))


def _says_the_same(was: Document, now: Document, unit: str, language: Language) -> bool:
    before, after = _texts_of(was, unit), _texts_of(now, unit)
    return before.keys() == after.keys() and all(
        text == after[path] or judge(text, after[path], language).change_class is ChangeClass.EDITORIAL
        for path, text in before.items()
    )


def _texts_of(document: Document, unit: str) -> dict[TextPath, str]:
    return {path: text for path, text, _ in texts(document) if _unit(path) == unit}
