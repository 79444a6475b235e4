"""
All forms of Ukrainian and Russian words, from the dictionaries of pymorphy3.

The dictionaries come with the extra `[search]`; without them there is no answer, not an error.
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Lexemes: TypeAlias = Mapping[str, frozenset[str]]
"""Head word to all its forms."""

_LIKELY = 0.02
"""Least share of a reading in a corpus. Only the Russian dictionary has shares: *стали* is steel in 1 of 100."""
_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"}


def slavic_lexemes(words: Iterable[str], language: str) -> Lexemes | None:
    """
    Return every lexeme that a word of *words* can belong to, or None if *language* has no dictionary.

    Words are spelled with the apostrophe ' of the dictionary. Words that are in no
    dictionary are declined like the known word with the longest common ending.
    """
    analyser = _analyser(language)
    if analyser is None:
        return None

    readings: dict[str, list[Any]] = {}
    for word in sorted(set(words)):
        parsed = [reading for reading in analyser.parse(word) if reading.score >= _LIKELY]
        known = [reading for reading in parsed if reading.is_known]
        readings[word] = known or parsed[:1]

    support: dict[str, set[str]] = {}
    nouns: set[str] = set()
    for word, found in readings.items():
        for reading in found:
            support.setdefault(reading.normal_form, set()).add(word)
            if reading.tag.POS == "NOUN" and not _NAMES & reading.tag.grammemes:
                nouns.add(reading.normal_form)

    lexemes: dict[str, set[str]] = {}
    seen: set[tuple[str, object]] = set()
    for word, found in readings.items():
        rivals = {reading.normal_form for reading in found}
        for reading in found:
            head = reading.normal_form
            if head not in nouns and _is_dominated(head, rivals, support):
                continue
            lexemes.setdefault(head, set()).update((head, word))
            paradigm = (head, str(reading.methods_stack[0][2:3]))
            if paradigm not in seen:
                seen.add(paradigm)
                lexemes[head].update(_forms(reading, analyser))
    return {head: frozenset(forms) for head, forms in lexemes.items()}


def _forms(reading: Any, analyser: Any) -> Iterable[str]:
    """
    Return all forms of the word of *reading*.

    For words of the dictionary from its paradigms directly, which takes a fifth of the
    time of `reading.lexeme`: that one makes an object with tags of every form.
    """
    (method, *place), *others = reading.methods_stack
    if others or type(method).__name__ != "DictionaryAnalyzer":
        return (form.word for form in reading.lexeme)
    word, number, at = place
    dictionary = analyser.dictionary
    stem = dictionary.build_stem(dictionary.paradigms[number], at, word)
    return (prefix + stem + ending for prefix, _, ending in dictionary.build_paradigm_info(number))


def _is_dominated(head: str, rivals: Iterable[str], support: Mapping[str, set[str]]) -> bool:
    """
    Whether another reading explains all words that *head* explains, and more.

    *Людині* may be an adjective *людин*; where *людей* occurs too, it is not.
    Common nouns are never judged so: what staff ask for is mostly a noun.
    """
    return any(support[head] < support[rival] for rival in rivals)


@functools.cache
def _analyser(language: str) -> Any | None:
    """Return pymorphy3's analyser, or None without the package or without a dictionary of *language*."""
    if language not in {"uk", "ru"}:
        return None
    try:
        import pymorphy3
    except ImportError:
        return None
    try:
        return pymorphy3.MorphAnalyzer(lang=language)
    except ValueError:  # what pymorphy3 raises if the dictionary's package is missing
        return None
