"""Whether what is said in one language is said in the others, in the words of the glossary (LNG01 to LNG05)."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cache

from ..findings import Finding, Severity
from ..history.lagging import HEADER, NOTE, Lag, State, lags, late
from ..history.words import wording
from ..model.documents import Procedure, Standard, Step
from ..model.fields import Strict
from ..model.handbook import Dossier, Handbook, Place
from ..model.translations import TextPath
from .texts import (
    Said,
    as_pattern,
    lines_outside_code,
    phrase_pattern,
    places_in,
    prose_of,
    sentences,
    words,
)
from .wording import parts_of

LONG = 25
"""The most words of a sentence that can be taken in at one reading."""

PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::[a-z]+)?\}")


Forbidden = Mapping[str, Mapping[re.Pattern[str], tuple[str, str]]]
"""By language: how to find each forbidden word, the word, and the term to use."""


def faults_of_languages(
    handbook: Handbook,
    dossier: Dossier,
    said: Sequence[Said],
    files: Mapping[str, bytes],
    forbidden: Forbidden,
) -> Iterator[Finding]:
    """Yield what is wrong with the languages of a working copy; *said*: `texts_of` it; *forbidden*: `forbidden_words`."""
    if dossier.working.document.retired:
        return
    behind = yield from _translations(handbook, dossier, files)
    parts = parts_of(dossier.working.document)
    yield from _placeholders(said, behind, files)
    for one in said:
        yield from _synonyms(one, forbidden.get(one.language, {}), files)
        yield from _confused(one, dossier, files)
        yield from _hard_to_read(one, parts, files)
    for language, file, markdown in prose_of(handbook, dossier):
        yield from _synonyms_in_prose(language, file, markdown, forbidden.get(language, {}))


def forbidden_words(handbook: Handbook) -> Forbidden:
    """The words that the glossary forbids, in every language of the handbook."""
    return {language: _forbidden(handbook, language) for language in handbook.settings.languages}


# -- LNG01 and LNG02 ---------------------------------------------------------


def _translations(
    handbook: Handbook, dossier: Dossier, files: Mapping[str, bytes]
) -> Generator[Finding, None, dict[str, frozenset[str]]]:
    """Yield what is missing and what is behind; return the clauses that are behind, by language."""
    version = dossier.working
    behind: dict[str, frozenset[str]] = {}
    for language in handbook.settings.languages[1:]:
        missing = []
        for lag in lags(handbook, dossier, language):
            if lag.clause is None:
                place = version.places.of("title")
                yield _warning("LNG01", "none", place, document=dossier.id, language=language)
            elif lag.state is State.MISSING:
                missing.append(lag.clause)
            else:
                yield _stale(lag, lag.clause, files)
        translation = version.translations.get(language)
        if translation is None:
            continue
        if missing:
            names = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
            place = Place(translation.file)
            yield _warning("LNG01", "part", place, document=dossier.id, language=language, clauses=names)
        shown = wording(handbook, dossier, version, language)
        behind[language] = late(shown, has_title=("title",) in translation.texts)
    return behind


def _stale(lag: Lag, clause: str, files: Mapping[str, bytes]) -> Finding:
    places = places_in(lag.file, files)
    of_header = clause in (HEADER, NOTE)
    return _warning(
        "LNG02",
        "header" if of_header else "clause",
        places.of("translates") if of_header else places.of("clauses", clause),
        clause=clause,
        language=lag.language,
        translates=str(lag.translates or "–"),
        version=str(lag.version),
    )


def _warning(code: str, fault: str, place: Place, **values: str) -> Finding:
    return Finding(code=code, fault=fault, severity=Severity.WARNING, place=place, values=values)


# -- LNG03 -------------------------------------------------------------------


def _placeholders(
    said: Sequence[Said], behind: Mapping[str, frozenset[str]], files: Mapping[str, bytes]
) -> Iterator[Finding]:
    source: dict[TextPath, set[str]] = {}
    for one in said:
        if one.places is not None:
            source[one.path] = set(PLACEHOLDER.findall(one.text))
        elif one.clause not in behind.get(one.language, ()):
            wanted, found = source.get(one.path, set()), set(PLACEHOLDER.findall(one.text))
            if wanted != found:
                yield Finding(
                    code="LNG03",
                    fault="differ",
                    severity=Severity.ERROR,
                    place=one.place(files),
                    values={"found": _listed(found), "wanted": _listed(wanted)},
                )


def _listed(names: set[str]) -> str:
    return ", ".join("{" + name + "}" for name in sorted(names)) or "–"


# -- LNG04 -------------------------------------------------------------------


def _forbidden(handbook: Handbook, language: str) -> dict[re.Pattern[str], tuple[str, str]]:
    """For each forbidden word of a language: how to find it, the word, and the term to use."""
    found: dict[re.Pattern[str], tuple[str, str]] = {}
    for id_, term in handbook.registry.terms.items():
        title, forbidden = term.title, term.forbidden
        if language != handbook.settings.source_language:
            translation = handbook.translations.get((language, "terms", id_))
            if translation is None:
                continue
            title = translation.texts.get(("title",), title)
            forbidden = tuple(text for path, text in translation.texts.items() if path[0] == "forbidden")
        for word in forbidden:
            found[_any_form(word, language)] = (word, title)
    return found


@cache
def _any_form(word: str, language: str) -> re.Pattern[str]:
    """A word in its plural and genitive, or, where words are inflected, with other endings."""
    if language == "en":
        return re.compile(rf"(?<![\w-]){as_pattern(word)}(?:s|es|['’]s)?(?![\w-])", re.I)
    stem = re.sub(r"[аеиіїйоуыьюяё]$", "", word) if len(word) > 4 else word
    return re.compile(rf"(?<![\w-]){as_pattern(stem)}\w{{0,3}}(?![\w-])", re.I)


def _synonyms(
    one: Said, forbidden: Mapping[re.Pattern[str], tuple[str, str]], files: Mapping[str, bytes]
) -> Iterator[Finding]:
    for pattern, (_, term) in forbidden.items():
        if found := pattern.search(one.text):
            yield _warning("LNG04", "synonym", one.place(files), word=found[0], term=term)


def _synonyms_in_prose(
    language: str, file: str, markdown: str, forbidden: Mapping[re.Pattern[str], tuple[str, str]]
) -> Iterator[Finding]:
    del language
    if not any(pattern.search(markdown) for pattern in forbidden):
        return
    for n, line in lines_outside_code(markdown):
        for pattern, (_, term) in forbidden.items():
            if found := pattern.search(line):
                place = Place(file, n, found.start() + 1)
                yield _warning("LNG04", "synonym", place, word=found[0], term=term)


def _confused(one: Said, dossier: Dossier, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield a finding where a document calls itself, in title or summary, by the name of the other kind."""
    if one.clause or one.field not in ("title", "summary"):
        return
    procedure, standard = (
        phrase_pattern(one.language, name) for name in ("called_procedure", "called_standard")
    )
    if procedure is None or standard is None:
        return
    document = dossier.working.document
    if isinstance(document, Standard) and (found := procedure.search(one.text)):
        yield _warning("LNG04", "called-procedure", one.place(files), words=found[0])
    if isinstance(document, Procedure) and (found := standard.search(procedure.sub("", one.text))):
        yield _warning("LNG04", "called-standard", one.place(files), words=found[0])


# -- LNG05 -------------------------------------------------------------------


def _hard_to_read(one: Said, parts: Mapping[str, Strict], files: Mapping[str, bytes]) -> Iterator[Finding]:
    if not one.clause or one.kind != "normative":
        return
    n, longest = _longest_sentence(one.text)
    if n > LONG:
        values = {"n": str(n), "most": str(LONG), "begins": " ".join(longest.split()[:6]) + " …"}
        yield Finding(
            code="LNG05", fault="long", severity=Severity.INFO, place=one.place(files), values=values
        )
    if one.field == "do" and isinstance(parts.get(one.clause), Step):
        found = _WORD.search(one.text)
        if found and not may_be_verb(found[0], one.language):
            yield Finding(
                code="LNG05",
                fault="no-verb",
                severity=Severity.INFO,
                place=one.place(files),
                values={"word": found[0]},
            )


def _longest_sentence(text: str) -> tuple[int, str]:
    """How many words the longest sentence of a long text has, and the sentence; 0 of a text that is short as a whole."""
    if len(_WORD.findall(text)) <= LONG:
        return 0, ""
    counted = ((len(_WORD.findall(sentence)), sentence) for sentence in sentences(text))
    return max(counted, key=lambda one: one[0], default=(0, ""))


_WORD = re.compile(r"\{[^{}]*\}|\w+(?:[’'ʼ-]\w+)*")


def may_be_verb(word: str, language: str) -> bool:
    """Whether a word can be a verb: none of those that never are, and without an ending of nouns."""
    lists = words(language)
    small = word.casefold()
    if small in lists.get("not_verbs", ()):
        return False
    return small in lists.get("nouns_but_verbs", ()) or not small.endswith(
        tuple(lists.get("noun_endings", ()))
    )
