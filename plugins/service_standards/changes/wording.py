"""
What a change of words means, and the words that came and went.

Texts are compared word by word; a number with its unit is one word, and the
phrases of one glossary term are the same word. Signals give the least class:
what no signal judges is *clarified* and marked so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

from ..model.documents import ChangeClass
from ..package_data import parsed
from .kinds import Direction

STEMMED = {"en": "english", "ru": "russian", "fr": "french", "de": "german", "es": "spanish", "it": "italian"}
_TOKEN = re.compile(r"\{[^{}]*\}|\d+(?:[.,:/-]\d+)*(?:\s?%)?|[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*|[^\w\s]|\s+")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What the rules on words must know: the language, its glossary, and the words of the handbook."""

    code: str = "en"
    phrases: Mapping[str, str] = field(default_factory=dict)
    """The term of each phrase of the glossary, both in small letters."""
    vocabulary: Mapping[str, int] = field(default_factory=dict)
    """How often each word stands in the newer handbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a change of words comes to."""

    change_class: ChangeClass
    direction: Direction = Direction.NONE
    judged: bool = True
    signals: tuple[str, ...] = ()


class Edit(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a redline."""

    edit: Edit
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """The words that stayed, went and came, in reading order; joined, they give both texts whole."""
    pieces: list[Piece] = []
    for edit, text in _edits(_with_units(old), _with_units(new)):
        if pieces and pieces[-1].edit is edit:
            pieces[-1] = Piece(edit, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(edit, text))
    return tuple(pieces)


def words_and_marks(text: str) -> tuple[str, ...]:
    """What a redline takes as one word, and the marks and spaces between; joined, they give the text whole."""
    return _with_units(text)


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Edit, str]]:
    """Yield edits; long texts are matched line by line first, so that time grows with what changed."""
    if "\n" in old and "\n" in new:
        old_lines, new_lines = _lines(old), _lines(new)
        for tag, a, b, c, d in _opcodes(old_lines, new_lines):
            if tag == "equal":
                yield from ((Edit.SAME, "".join(line)) for line in old_lines[a:b])
            else:
                yield from _word_edits(
                    [w for line in old_lines[a:b] for w in line], [w for line in new_lines[c:d] for w in line]
                )
    else:
        yield from _word_edits(old, new)


def _word_edits(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Edit, str]]:
    for tag, a, b, c, d in _opcodes(old, new):
        if tag == "equal":
            yield Edit.SAME, "".join(old[a:b])
        else:
            yield Edit.GONE, "".join(old[a:b])
            yield Edit.NEW, "".join(new[c:d])


def _lines(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    line: list[str] = []
    for token in tokens:
        line.append(token)
        if "\n" in token:
            found.append(tuple(line))
            line = []
    return [*found, tuple(line)] if line else found


def _opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield what SequenceMatcher does, for the middle that is left when equal ends are cut off."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield "equal", 0, start, 0, start
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if middle_old and middle_new:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=len(middle_old) > 2000)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag, a + start, b + start, c + start, d + start
    elif middle_old or middle_new:
        yield "replace", start, len(old) - end, start, len(new) - end
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


@lru_cache(maxsize=4096)
def _with_units(text: str) -> tuple[str, ...]:
    """Words, marks and spaces; a number and the unit behind it are one token."""
    found: list[str] = []
    tokens = _tokens(text)
    n = 0
    while n < len(tokens):
        token = tokens[n]
        if token[0].isdigit():
            while n + 2 < len(tokens) and tokens[n + 1].isspace() and _is_unit(tokens[n + 2]):
                token += tokens[n + 1] + tokens[n + 2]
                n += 2
        found.append(token)
        n += 1
    return tuple(found)


@cache
def _word_lists(language: str) -> dict[str, list[object]]:
    path = files(__package__) / f"words.{language}.yml"
    if not path.is_file():
        path = files(__package__) / "words.en.yml"
    loaded: dict[str, list[object]] = parsed(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _units() -> Mapping[str, str]:
    """The words for units, in every form, and the first form of each."""
    return {
        str(form): str(forms[0])
        for language in ("en", "uk", "ru")
        for forms in _word_lists(language)["unit"]
        if isinstance(forms, list)
        for form in forms
    }


def _is_unit(word: str) -> bool:
    return word.casefold() in _units()


def judge(old: str, new: str, language: Language) -> Judgement:
    """
    The least class of a change of normative text, with what decided it.

    The signals are those of the handbook's rules, strongest first: numbers,
    modal words, scope and negation, words of the clock, then glossary
    synonyms and typing errors; anything else is clarified, not judged.
    """
    was, now = words_of(old), words_of(new)
    if was == now:
        return Judgement(change_class=ChangeClass.EDITORIAL, signals=("form",))
    lists = _word_lists(language.code)
    gone, came = _differing(_terms(was, language), _terms(now, language))
    if not gone and not came:
        return Judgement(change_class=ChangeClass.CLARIFIED, signals=("synonym",))

    signals: list[str] = []
    directions: list[Direction] = []
    if any(map(_counts, (*gone, *came))) or _units_of(was) != _units_of(now):
        signals.append("number")
        directions.append(Direction.MIXED)
    if (modal := _modal(was, now, lists)) is not None:
        signals.append("modal")
        directions.append(modal)
    for name in ("scope", "clock"):
        words = {str(word) for word in lists[name]}
        if _count(was, words) != _count(now, words):
            signals.append(name)
            directions.append(Direction.MIXED)
    if directions:
        direction = directions[0] if len(directions) == 1 else Direction.MIXED
        return Judgement(
            change_class=ChangeClass(direction.value), direction=direction, signals=tuple(signals)
        )
    if _same_words(gone, came, language):
        return Judgement(change_class=ChangeClass.EDITORIAL, signals=("spelling",))
    return Judgement(change_class=ChangeClass.CLARIFIED, judged=False, signals=("words",))


def judge_informative(old: str, new: str, language: Language) -> Judgement:
    """The class of a change of informative text: editorial if only form or spelling changed, else clarified."""
    if words_of(old) == words_of(new):
        return Judgement(change_class=ChangeClass.EDITORIAL, signals=("form",))
    gone, came = _differing(_terms(words_of(old), language), _terms(words_of(new), language))
    if gone and _same_words(gone, came, language):
        return Judgement(change_class=ChangeClass.EDITORIAL, signals=("spelling",))
    return Judgement(change_class=ChangeClass.CLARIFIED, signals=("words",))


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words alone, in small letters, apostrophes alike."""
    normal = unicodedata.normalize("NFC", text).replace("ʼ", "’").replace("'", "’").casefold()
    words = (token if token.isalpha() else _BLANK.sub(" ", token) for token in _with_units(normal))
    return tuple(word for word in words if word[0].isalnum() or word[0] in "{%‰" or _is_currency(word))


def _is_currency(token: str) -> bool:
    return unicodedata.category(token[0]) == "Sc"


def _counts(word: str) -> bool:
    """Whether a word is a number, a sign of money or of a share, or stands for a field."""
    return any(sign.isdigit() for sign in word) or word[0] in "{%‰" or _is_currency(word)


def _units_of(words: Iterable[str]) -> Counter[str]:
    """The units that stand without a number, whatever their form: `within the hour`."""
    return Counter(unit for word in words if (unit := _units().get(word)))


def _terms(words: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """The words with every phrase of the glossary replaced by its term, the longest phrase first."""
    if not language.phrases:
        return words
    longest = max(phrase.count(" ") for phrase in language.phrases) + 1
    first_words = {phrase.partition(" ")[0] for phrase in language.phrases}
    found: list[str] = []
    n = 0
    while n < len(words):
        most = min(longest, len(words) - n) if words[n] in first_words else 0
        for size in range(most, 0, -1):
            term = language.phrases.get(" ".join(words[n : n + size]))
            if term is not None:
                found.append(f"<{term}>")
                n += size
                break
        else:
            found.append(words[n])
            n += 1
    return tuple(found)


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    gone: list[str] = []
    came: list[str] = []
    for tag, a, b, c, d in _opcodes(old, new):
        if tag != "equal":
            gone.extend(old[a:b])
            came.extend(new[c:d])
    return gone, came


def _count(words: Sequence[str], phrases: Iterable[str]) -> dict[str, int]:
    text = f" {'  '.join(words)} "  # two spaces, so that neighbours are both counted
    return {phrase: n for phrase in phrases if (n := text.count(f" {phrase.replace(' ', '  ')} "))}


def _modal(was: Sequence[str], now: Sequence[str], lists: Mapping[str, list[object]]) -> Direction | None:
    """Which way the modal words go; None if they stay; mixed if they cannot be put on the scale."""
    scale = [[str(word) for word in level] for level in lists["modal"] if isinstance(level, list)]
    negated = {str(word) for word in lists["modal_negated"]}
    levels = [_count(was, negated), _count(now, negated)]
    if levels[0] != levels[1]:
        return Direction.MIXED
    before = [n for n, words in enumerate(scale) for _ in range(sum(_count(was, words).values()))]
    after = [n for n, words in enumerate(scale) for _ in range(sum(_count(now, words).values()))]
    if before == after:
        return None
    if len(before) == len(after) == 1:
        return Direction.TIGHTENED if after > before else Direction.RELAXED
    return Direction.MIXED


def _same_words(gone: Sequence[str], came: Sequence[str], language: Language) -> bool:
    """Whether each word only took another form, or was a typing error put right."""
    return len(gone) == len(came) and all(
        _same_stem(old, new, language.code) or _typing_error(old, new, language)
        for old, new in zip(gone, came, strict=True)
    )


def _same_stem(old: str, new: str, language: str) -> bool:
    if language in STEMMED:
        stemmer = _stemmer(language)
        return bool(stemmer.stemWord(old) == stemmer.stemWord(new))
    # No stemmer is kept for this language: the same beginning, and short endings.
    common = next(
        (n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]),
        min(len(old), len(new)),
    )
    return common >= 4 and max(len(old), len(new)) - common <= 3


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMED[language])


def _typing_error(old: str, new: str, language: Language) -> bool:
    """An old word that stands nowhere else in the handbook, and one letter from a word that does."""
    return (
        _distance_at_most_two(old, new)  # first: the words of a handbook may not have been counted yet
        and language.vocabulary.get(old, 0) == 0
        and language.vocabulary.get(new, 0) >= 2
    )


def _distance_at_most_two(old: str, new: str) -> bool:
    """Whether two edits of a letter (or a swap) make *new* of *old*."""
    if abs(len(old) - len(new)) > 2:
        return False
    row = list(range(len(new) + 1))
    before: list[int] = []
    for i, a in enumerate(old, 1):
        current = [i]
        for j, b in enumerate(new, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == new[j - 2] and old[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1] <= 2
