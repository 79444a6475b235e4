"""What a change of words means: every signal of the rules, in the three languages."""

from __future__ import annotations

import pytest

from service_standards.changes.wording import Language, judge, judge_informative, redline

ROWS = {
    "punctuation and case": ("en", "We reply, always.", "we reply always!", "editorial", "form"),
    "white space": ("en", "We  reply.", "We reply.", "editorial", "form"),
    "another form of the word": ("en", "We answer letters.", "We answer letter.", "editorial", "spelling"),
    "a typing error put right": ("en", "We repply to you.", "We reply to you.", "editorial", "spelling"),
    "a typing error made": ("en", "We reply to you.", "We repply to you.", "clarified", "words"),
    "a synonym": ("en", "We reply not later than promised.", "We reply within promised.", "clarified", "synonym"),
    "a number": ("en", "We call 2 times.", "We call 3 times.", "mixed", "number"),
    "a number comes": ("en", "We call you.", "We call you 3 times.", "mixed", "number"),
    "the unit of a number": ("en", "We reply in 2 hours.", "We reply in 2 days.", "mixed", "number"),
    "a unit without a number": ("en", "We reply within the hour.", "We reply within the day.", "mixed", "number"),
    "a working day is no calendar day": ("en", "The same working day.", "The same calendar day.", "mixed", "number"),
    "one day is no days": ("en", "We reply some day.", "We reply some days.", "editorial", "spelling"),
    "a currency": ("en", "We pay £5.", "We pay €5.", "mixed", "number"),
    "a per cent sign": ("en", "We reach 5 % of you.", "We reach 5 ‰ of you.", "mixed", "number"),
    "a date": ("en", "From 1 May we reply.", "From 2 May we reply.", "mixed", "number"),
    "a placeholder": ("en", "We reply within {limit}.", "We reply.", "mixed", "number"),
    "should to must": ("en", "We should reply.", "We must reply.", "tightened", "modal"),
    "must to may": ("en", "We must reply.", "We may reply.", "relaxed", "modal"),
    "must comes": ("en", "We reply.", "We must reply.", "mixed", "modal"),
    "must not for must": ("en", "You must call.", "You must not call.", "mixed", "modal"),
    "can't for can": ("en", "You can call.", "You can't call.", "mixed", "modal"),
    "not": ("en", "We reply.", "We do not reply.", "mixed", "scope"),
    "don't": ("en", "We reply to letters.", "We don't reply to letters.", "mixed", "scope"),
    "nobody": ("en", "Everyone waits.", "Nobody waits.", "mixed", "scope"),
    "only": ("en", "We reply.", "We only reply.", "mixed", "scope"),
    "all to any": ("en", "We read all letters.", "We read any letters.", "mixed", "scope"),
    "not, twice": ("en", "It is not so.", "It is not not so.", "mixed", "scope"),
    "the clock": ("en", "We reply after receipt.", "We reply after delivery.", "mixed", "clock"),
    "several signals": ("en", "We should reply.", "We must not reply within 3 hours.", "mixed", "number"),
    "anything else": ("en", "We reply kindly.", "We reply gladly.", "clarified", "words"),
    "uk: слід, повинні": ("uk", "Ми слід відповісти.", "Ми повинні відповісти.", "tightened", "modal"),
    "uk: не": ("uk", "Ми відповідаємо.", "Ми не відповідаємо.", "mixed", "scope"),
    "uk: кожному": ("uk", "Ми відповідаємо клієнту.", "Ми відповідаємо кожному клієнту.", "mixed", "scope"),
    "uk: жодного": ("uk", "Лишаємо лист без відповіді.", "Лишаємо жодного листа без відповіді.", "mixed", "scope"),
    "uk: подання": ("uk", "Від подання заяви.", "Від розгляду заяви.", "mixed", "clock"),
    "uk: година, доба": ("uk", "Протягом години.", "Протягом доби.", "mixed", "number"),
    "uk: the same unit in another case": ("uk", "За годину.", "За години.", "editorial", "spelling"),
    "ru: следует, должны": ("ru", "Нам следует ответить.", "Нам должны ответить.", "tightened", "modal"),
    "ru: не": ("ru", "Мы отвечаем.", "Мы не отвечаем.", "mixed", "scope"),
    "ru: всем": ("ru", "Мы отвечаем клиентам.", "Мы отвечаем всем клиентам.", "mixed", "scope"),
    "ru: получения": ("ru", "После получения письма.", "После чтения письма.", "mixed", "clock"),
    "ru: час, день": ("ru", "В течение часа.", "В течение дня.", "mixed", "number"),
}  # fmt: skip


def language(code: str) -> Language:
    """A language with two synonyms; `reply` is a word of the handbook."""
    return Language(
        code=code, phrases={"within": "within", "not later than": "within"}, vocabulary={"reply": 5, "letters": 2}
    )  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "change_class", "signal"), ROWS.values(), ids=ROWS)
def test_signal(code: str, old: str, new: str, change_class: str, signal: str) -> None:
    """The class that the words need at least, and what decided it."""
    found = judge(old, new, language(code))

    assert (str(found.change_class), found.signals[0]) == (change_class, signal)
    assert found.judged == (signal != "words")


@pytest.mark.parametrize(("code", "old", "new", "change_class", "signal"), ROWS.values(), ids=ROWS)
def test_back_and_informative(code: str, old: str, new: str, change_class: str, signal: str) -> None:
    """The way back has the reverse direction; informative text is at most clarified; a redline keeps both texts."""
    there, back = judge(old, new, language(code)), judge(new, old, language(code))
    assert back.direction is there.direction.reverse
    assert str(judge_informative(old, new, language(code)).change_class) in ("editorial", "clarified")
    pieces = redline(old, new)
    assert "".join(one.text for one in pieces if one.edit != "new") == old
    assert "".join(one.text for one in pieces if one.edit != "gone") == new
