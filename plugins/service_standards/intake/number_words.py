"""
Numbers as people write them out, from one to ninety-nine, in English, French, Ukrainian and Russian.

Slavic words stand in the cases that limits are written in: nominative and
accusative ("за п'ять днів"), genitive ("протягом п'яти днів").
"""

from __future__ import annotations

from collections.abc import Iterator

_ENGLISH = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen""".split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

_FRENCH = """un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf""".split()
_FRENCH_TENS = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}

_UKRAINIAN = (
    "один|одна|одного|одної|однієї|одну два|дві|двох три|трьох чотири|чотирьох п'ять|п'яти|п'ятьох "
    "шість|шести|шістьох сім|семи|сімох вісім|восьми|вісьмох дев'ять|дев'яти|дев'ятьох десять|десяти|десятьох "
    "одинадцять|одинадцяти дванадцять|дванадцяти тринадцять|тринадцяти чотирнадцять|чотирнадцяти "
    "п'ятнадцять|п'ятнадцяти шістнадцять|шістнадцяти сімнадцять|сімнадцяти вісімнадцять|вісімнадцяти "
    "дев'ятнадцять|дев'ятнадцяти"
).split()
_UKRAINIAN_TENS = (
    "двадцять|двадцяти тридцять|тридцяти сорок|сорока п'ятдесят|п'ятдесяти шістдесят|шістдесяти "
    "сімдесят|сімдесяти вісімдесят|вісімдесяти дев'яносто|дев'яноста"
).split()

_RUSSIAN = (
    "один|одна|одного|одной|одну два|две|двух три|трех четыре|четырех пять|пяти шесть|шести семь|семи "
    "восемь|восьми девять|девяти десять|десяти одиннадцать|одиннадцати двенадцать|двенадцати "
    "тринадцать|тринадцати четырнадцать|четырнадцати пятнадцать|пятнадцати шестнадцать|шестнадцати "
    "семнадцать|семнадцати восемнадцать|восемнадцати девятнадцать|девятнадцати"
).split()
_RUSSIAN_TENS = (
    "двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят|пятидесяти шестьдесят|шестидесяти "
    "семьдесят|семидесяти восемьдесят|восьмидесяти девяносто|девяноста"
).split()


def _french() -> Iterator[tuple[str, int]]:
    yield from ((word, n) for n, word in enumerate(_FRENCH, 1))
    yield "une", 1
    for ten, word in _FRENCH_TENS.items():
        yield word, ten
        for n, one in enumerate(_FRENCH, 1):
            if n < 10 or ten in (60, 80):
                yield f"{word}-{one}", ten + n
        yield f"{word} et un", ten + 1
        yield f"{word} et une", ten + 1
    yield "soixante et onze", 71
    yield "quatre-vingts", 80


def _with_tens(ones: list[str], tens: list[str], between: str) -> Iterator[tuple[str, int]]:
    for n, forms in enumerate(ones, 1):
        yield from ((form, n) for form in forms.split("|"))
    for m, forms in enumerate(tens, 2):
        for form in forms.split("|"):
            yield form, m * 10
            for n, last in enumerate(ones[:9], 1):
                yield from ((form + joint + one, m * 10 + n) for one in last.split("|") for joint in between)


NUMBER_WORDS: dict[str, int] = {
    **dict(_with_tens(_RUSSIAN, _RUSSIAN_TENS, " ")),
    **dict(_with_tens(_UKRAINIAN, _UKRAINIAN_TENS, " ")),
    **dict(_french()),
    **dict(_with_tens(_ENGLISH, _ENGLISH_TENS, " -")),
}
"""The number behind each word, in lower case, with a plain apostrophe and *е* for *ё*."""
