"""
Word forms of one language: every form of every word of a handbook, and its head word.

Pure: texts in, table out. Texts are indexed as head words and a query is mapped
through the same table in the browser (`search.js` repeats `tokens` and `keys`
to the letter), so a word is found in whatever form it was written or asked.
Nothing here knows of the search engine, of files or of HTML.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from service_standards.site.english import english_lexemes
from service_standards.site.morphology import Lexemes, slavic_lexemes

_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘`´′＇", "'"),  # the apostrophes of three keyboards and of typography
        **dict.fromkeys("\u2010\u2011", "-"),  # hyphens; dashes part words and stay
        # A stress mark, soft hyphens and joiners are not part of a word.
        **dict.fromkeys("\u0301\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_WORD = r"[^\W_]++(?:'[^\W_]++)*+"  # never gives back what it took: there is nothing to be tried again
_TOKEN = re.compile(rf"v?[0-9]++(?:[.,:][0-9]++)++|{_WORD}(?:-{_WORD})*+")
_NUMBER = re.compile(r"v?[0-9]+(?:[.,:][0-9]+)+")

#: Words that say nothing of a document. A question may hold them, the answer need not.
STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "a an and are as at be been but by did do does for from had has have how i if in into is it its my of on or "
        "our shall so that the their them then there these they this to was we were what when where which who will "
        "with you your".split()
    ),
    "uk": frozenset(
        "а або але без бо в вже від для до є ж же за з зі із й і її їх його коли ми на над не ні ну о об по при про "
        "та так те ти то у хто це цей ця через чи що щоб як яка яке який які я ви".split()
    ),
    "ru": frozenset(
        "а бы в во вы где для до его ее если же за и из или их к как какая какие какой какое когда кто ли мы на над "
        "не ни но ну о об от по при про с со так то ты у что чтобы это я".split()
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """The words of a handbook in one language."""

    language: str
    lexemes: Lexemes
    """Head word to all its forms, itself among them; spelled as `keys` spells."""
    heads: Mapping[str, tuple[str, ...]]
    """Form to head words; more than one where words share a form (*стали*: to become, steel)."""
    indexed: Mapping[str, str]
    """Word as it occurs, as `tokens` gives it, to the words under which it is indexed."""
    complete: bool
    """False if the forms could not be had and each word stands for itself alone."""


def tokens(text: str) -> list[str]:
    """Return the words and numbers of *text* in small letters, apostrophes and hyphens inside words kept."""
    if not text.isascii():  # else there is nothing to be spelled in another way
        text = unicodedata.normalize("NFC", text).translate(_SPELLINGS)
    return _TOKEN.findall(text.lower())


def keys(token: str) -> list[str]:
    """
    Return the spellings under which *token* is looked up: one, or for a compound the whole and its parts.

    Apostrophes fall away and ё is е, since people type them or not. A version number
    becomes one word without stops (2.1.0: 2z1z0), because the engine splits at them.
    """
    if _NUMBER.fullmatch(token):
        return [re.sub("[.,:]", "z", token.removeprefix("v"))]
    whole = token.replace("'", "").replace("ё", "е")
    parts = whole.split("-")
    if len(parts) == 1:
        return parts
    return ["".join(parts), *(part for part in parts if len(part) > 1 or part.isdigit())]


def lemmatise(words: Iterable[str], table: WordTable) -> str:
    """
    Return *words* as head words, stop words left out, a shared form as each of its head words.

    They are as `tokens` gives them, and each must be among those of which *table* was made.
    """
    return " ".join(filter(None, map(table.indexed.__getitem__, words)))


def word_table(words: Iterable[str], language: str) -> WordTable:
    """
    Return the table for all *words*, as `tokens` gives them.

    Ukrainian and Russian need pymorphy3 and its dictionaries (the extra `[search]`);
    without them, and in a language that has no rules here, the table is not complete.
    """
    spelled = set(words)
    stop = STOP_WORDS.get(language, frozenset())
    simple = {part for token in spelled if not _NUMBER.fullmatch(token) for part in token.split("-")}
    simple = {part for part in simple if keys(part)[0] not in stop}
    known = _lexemes(simple, language)
    complete = known is not None
    found = {head: set(forms) for head, forms in (known or {}).items()}
    heads = _heads(found)
    for token in sorted(spelled):
        whole, *parts = keys(token)
        # A compound is declined by its last part: онлайн-чатом.
        if parts and whole.endswith(parts[-1]):
            start = whole.removesuffix(parts[-1])
            for head in heads.get(parts[-1], ()):
                found.setdefault(start + head, set()).update(start + form for form in found[head])
        for key in (whole, *parts):
            if key not in heads and key not in stop:
                found.setdefault(key, set()).add(key)
    lexemes = {head: frozenset(found[head]) for head in sorted(found)}
    heads = _heads(lexemes)
    indexed = {
        token: " ".join(head for key in keys(token) if key not in stop for head in heads[key])
        for token in spelled
    }
    return WordTable(language=language, lexemes=lexemes, heads=heads, indexed=indexed, complete=complete)


def _lexemes(spelled: Iterable[str], language: str) -> Lexemes | None:
    """Return the lexemes of the words *spelled* under their keys, or None if the language has no rules here."""
    if language == "en":
        return english_lexemes({keys(word)[0] for word in spelled})
    found = slavic_lexemes(spelled, language)
    if found is None:
        return None
    lexemes: dict[str, frozenset[str]] = {}
    for head, forms in found.items():
        key = keys(head)[0]
        lexemes[key] = lexemes.get(key, frozenset()) | {keys(form)[0] for form in forms} | {key}
    return lexemes


def _heads(lexemes: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the lexemes turned round: form to its head words in alphabetical order."""
    heads: dict[str, list[str]] = {}
    for head in sorted(lexemes):
        for form in lexemes[head]:
            heads.setdefault(form, []).append(head)
    return {form: tuple(found) for form, found in heads.items()}


def encoded(table: WordTable) -> str:
    """
    Return *table* as compact text for the browser.

    The first line holds the stop words. Every other line is one paradigm: its endings,
    a tab, then the stems that are inflected so, both parted by commas. The head word is
    the stem with the first ending, unless it follows the stem after a colon, as for forms
    that begin otherwise (*людина*, *люди*). Lines and stems are sorted, so like stands
    beside like, which gzip makes small.
    """
    paradigms: dict[tuple[str, ...], list[str]] = {}
    for head, forms in table.lexemes.items():
        for stem, endings, own in _paradigms(head, forms):
            paradigms.setdefault(endings, []).append(stem if own else f"{stem}:{head}")
    lines = sorted(f"{','.join(endings)}\t{','.join(sorted(stems))}" for endings, stems in paradigms.items())
    return "\n".join([" ".join(sorted(STOP_WORDS.get(table.language, ()))), *lines]) + "\n"


def _paradigms(head: str, forms: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield stem, endings and whether the head word is stem and first ending; the forms that begin alike at a time."""
    rest = sorted(set(forms) - {head})
    first = head
    while True:
        enough = min(3, (len(first) + 1) // 2)
        alike = [form for form in rest if form[:enough] == first[:enough]]
        rest = [form for form in rest if form[:enough] != first[:enough]]
        stem = _common_start(first, alike[0] if alike else first, alike[-1] if alike else first)
        yield stem, tuple(form.removeprefix(stem) for form in (first, *alike)), first == head
        if not rest:
            return
        first = rest.pop(0)


def _common_start(*words: str) -> str:
    """Return what *words* begin with, all of them; of a sorted list the first and the last word are enough."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*words, strict=False))
    return "".join(letters[0] for letters in alike)
