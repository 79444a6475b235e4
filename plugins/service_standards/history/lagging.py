"""
What in a translation is behind its source, or missing: the one rule for checks, reports and lists.

A clause is behind if the version that its translation names said something
else; an editorial change of the source leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..changes.kinds import Bump, bump_between
from ..changes.wording import Language
from ..model.documents import Document
from ..model.handbook import Dossier, Handbook
from ..model.values import VersionNumber
from .words import Wording, by_unit, says_the_same, wording

HEADER = ""
"""In place of a clause's id: title and summary."""
NOTE = "change"
"""In place of a clause's id: the note of what changed. It need not be translated."""


class State(StrEnum):
    """How a translation lags."""

    STALE = "stale"
    """Its source has changed in meaning since."""
    MISSING = "missing"
    """There is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """A clause (or title and summary, or the whole document) whose translation lags."""

    document: str
    language: str
    clause: str | None
    """None: the whole document has no translation."""
    state: State
    translates: VersionNumber | None = None
    """The version that the translation names, if it is stale."""
    version: VersionNumber
    """The version of the working copy."""
    file: str
    """The file to write in; one that is not there yet where the whole document is missing."""


def lags(handbook: Handbook, dossier: Dossier, language: str) -> Iterator[Lag]:
    """Yield what of a working copy lags in *language*, stale clauses first. A retired document lags nowhere."""
    version = dossier.working
    if version.document.retired or language == handbook.settings.source_language:
        return
    translation = version.translations.get(language)
    if translation is None:
        # What is still to be written can't be translated yet.
        if dossier.releases or not version.proposals:
            file = f"{version.folder}/{version.document.kind}.{language}.yml"
            yield Lag(
                document=dossier.id, language=language, clause=None, state=State.MISSING,
                version=version.number, file=file,
            )  # fmt: skip
        return
    shown = wording(handbook, dossier, version, language)
    behind = late(shown, has_title=("title",) in translation.texts)
    for clause in sorted(behind):
        number = translation.translates_clause(clause) if clause else translation.translates
        if behind == {NOTE} and number and bump_between(number, version.number) is Bump.PATCH:
            continue  # a new note alone, on a change that means nothing to readers
        if number == version.number:
            continue  # the text was changed under a version that is released: VER04
        yield Lag(
            document=dossier.id, language=language, clause=clause, state=State.STALE,
            translates=number, version=version.number, file=translation.file,
        )  # fmt: skip
    for clause in sorted(shown.missing - {NOTE}):
        yield Lag(
            document=dossier.id, language=language, clause=clause, state=State.MISSING,
            version=version.number, file=translation.file,
        )  # fmt: skip


def late(shown: Wording, *, has_title: bool) -> frozenset[str]:
    """The clauses whose translation is behind, and `HEADER` if a translated title is."""
    return shown.behind | (frozenset({HEADER}) if shown.header_behind and has_title else frozenset())


def lags_of(handbook: Handbook, language: str) -> Iterator[Lag]:
    """Yield what lags in *language*, document by document, in the order of the handbook."""
    for dossier in handbook.dossiers.values():
        yield from lags(handbook, dossier, language)


def made_stale(old: Handbook, new: Handbook) -> Iterator[Lag]:
    """
    Yield what lags in *new* and did not in *old*.

    And what would pass unseen: a clause that changed in meaning under the
    version that its translation names, its translation left as it was. Until
    that version is released nothing else can tell.
    """
    for language in new.settings.languages[1:]:
        known = {(one.document, one.clause, one.state) for one in lags_of(old, language)}
        for name, dossier in new.dossiers.items():
            found = list(lags(new, dossier, language))
            yield from (one for one in found if (name, one.clause, one.state) not in known)
            before = old.dossiers.get(name)
            if before is not None:
                told = {one.clause for one in found}
                yield from (one for one in _unseen(before, dossier, language, new) if one.clause not in told)


def _unseen(old: Dossier, new: Dossier, language: str, handbook: Handbook) -> Iterator[Lag]:
    version = new.working
    was, now = old.working.translations.get(language), version.translations.get(language)
    if version.document.retired or was is None or now is None:
        return
    for unit in same_version_other_meaning(old.working.document, version.document, handbook):
        number = now.translates_clause(unit) if unit else now.translates
        texts = [
            {path: text for path, text in one.texts.items() if _belongs(path, unit)} for one in (was, now)
        ]
        if unit != NOTE and number == version.number and texts[1] and texts[0] == texts[1]:
            yield Lag(
                document=new.id, language=language, clause=unit, state=State.STALE,
                translates=number, version=version.number, file=now.file,
            )  # fmt: skip


def same_version_other_meaning(was: Document, now: Document, handbook: Handbook) -> tuple[str, ...]:
    """The clauses that mean something else though both sides bear the same number."""
    if was.version != now.version or was == now:
        return ()
    language = Language(code=handbook.settings.source_language)
    before, after = by_unit(was), by_unit(now)
    return tuple(
        unit
        for unit in dict.fromkeys([HEADER, *(one.id for one in now.clauses)])
        if not says_the_same(before.get(unit, {}), after.get(unit, {}), language)
    )


def _belongs(path: tuple[str | int, ...], unit: str) -> bool:
    return path[:2] == ("clauses", unit) if unit else path[0] in ("title", "summary")
