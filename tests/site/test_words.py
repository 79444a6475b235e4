"""Words: every form finds its head word, however it is typed."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_standards.site import morphology
from service_standards.site.words import WordTable, encoded, keys, lemmatise, tokens, word_table

PARADIGMS = [
    (language, head, forms.split())
    for language, head, forms in (
        line.split("\t")
        for line in Path(__file__).with_name("paradigms.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
]
SCRIPT = Path(morphology.__file__).parent / "theme/assets/standards/search-words.js"

TOKENS = {
    "plain": ("Скарга, лист.", ["скарга", "лист"]),
    "apostrophe of typewriters": ("кур'єр", ["кур'єр"]),
    "apostrophe of typography": ("кур’єр", ["кур'єр"]),
    "apostrophe that is a letter": ("курʼєр", ["кур'єр"]),
    "quotation marks": ("‘reply’ 'now'", ["reply", "now"]),
    "hyphen": ("E-mail онлайн‑чат", ["e-mail", "онлайн-чат"]),
    "dash": ("24 – 48, 24–48", ["24", "48", "24", "48"]),
    "decomposed": ("и\u0306ого", ["його"]),
    "stress mark": ("за\u0301мок", ["замок"]),
    "soft hyphen": ("від\u00adповідь", ["відповідь"]),
    "version": ("v2.1.0, 2.1.0.", ["v2.1.0", "2.1.0"]),
    "clause": ("email-reply#answer", ["email-reply", "answer"]),
    "nothing": (" – … ", []),
}
KEYS = {
    "кур'єр": ["курєр"],
    "ещё": ["еще"],
    "e-mail": ["email", "mail"],
    "18295-1": ["182951", "18295", "1"],
    "v2.1.0": ["2z1z0"],
    "99,5": ["99z5"],
}
ENGLISH = {
    "regular noun": ("complaint", "complaints"),
    "regular noun in y": ("reply", "replies"),
    "regular noun in s": ("address", "addresses"),
    "regular verb": ("answer", "answered"),
    "silent e": ("acknowledge", "acknowledging"),
    "doubled consonant": ("plan", "planned"),
    "doubled l": ("cancel", "cancelled"),
    "irregular verb": ("pay", "paid"),
    "irregular participle": ("write", "written"),
    "irregular noun": ("person", "people"),
    "irregular past": ("send", "sent"),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    """Spellings that readers take for the same are the same."""
    assert tokens(text) == expected


@pytest.mark.parametrize(("token", "expected"), KEYS.items(), ids=KEYS)
def test_keys(token: str, expected: list[str]) -> None:
    """A compound is looked up whole and in parts; apostrophe, ё and stops make no difference."""
    assert keys(token) == expected


@pytest.mark.parametrize(
    ("language", "head", "forms"), PARADIGMS, ids=[f"{row[0]}-{row[1]}" for row in PARADIGMS]
)
def test_every_form_of_one(language: str, head: str, forms: list[str]) -> None:
    """Whichever form the text has, every form of the word leads to it."""
    for written in (forms[0], forms[-1]):
        table = word_table(tokens(written), language)
        indexed = set(lemmatise(tokens(written), table).split())
        for asked in forms:
            assert indexed & set(table.heads.get(keys(asked)[0], ())), f"text {written}, question {asked}"


@pytest.mark.parametrize(("base", "form"), ENGLISH.values(), ids=ENGLISH)
def test_english(base: str, form: str) -> None:
    """A form and its base are one word, whichever of them the text has."""
    for text in (f"{base} {form}", base):
        table = word_table(tokens(text), "en")
        assert table.heads[form] == table.heads[base]


def test_shared_form_has_all_heads() -> None:
    """A form that belongs to two words leads to both."""
    table = word_table(tokens("Ми стали кращими. Труби зі сталі."), "uk")
    assert set(table.heads["сталі"]) >= {"сталь"}
    assert set(table.heads["стали"]) >= {"стати"}


def test_compounds_are_declined() -> None:
    """A compound is found in all forms of its last part."""
    table = word_table(tokens("онлайн-чат"), "uk")
    assert set(table.heads["онлайнчатом"]) & set(lemmatise(tokens("онлайн-чат"), table).split())


def test_stop_words_are_left_out() -> None:
    """Words without meaning are neither in the index nor in the table."""
    table = word_table(tokens("Відповідь на лист"), "uk")
    assert lemmatise(tokens("Відповідь на лист"), table) == "відповідь лист"
    assert "на" not in table.heads


def test_without_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the words stand for themselves, and the table says so."""
    monkeypatch.setitem(sys.modules, "pymorphy3", None)
    morphology._analyser.cache_clear()
    try:
        table = word_table(tokens("Скарги клієнтів"), "uk")
    finally:
        morphology._analyser.cache_clear()
    assert not table.complete
    assert table.lexemes == {"клієнтів": {"клієнтів"}, "скарги": {"скарги"}}


TEXTS = st.text(st.sampled_from("абвгеєжиіїкломнопрстуцьюяabcdeilmnorstyz'’ʼ- 129.ё"), max_size=60)


@given(text=TEXTS)
def test_tables_agree(text: str) -> None:
    """Every word of a text is indexed under head words that the table gives for it, and only those."""
    for language in ("uk", "en"):
        table = word_table(tokens(text), language)
        for token in tokens(text):
            for key in keys(token):
                assert set(lemmatise([token], table).split()) >= set(table.heads.get(key, ()))
                for head in table.heads.get(key, ()):
                    assert key in table.lexemes[head]
                    assert head in table.lexemes[head]


@given(text=TEXTS)
def test_encoding_keeps_everything(text: str) -> None:
    """What is written for the browser holds the same heads and forms."""
    table = word_table(tokens(text), "uk")
    assert read(encoded(table)) == {head: set(forms) for head, forms in table.lexemes.items()}


def read(text: str) -> dict[str, set[str]]:
    """The lexemes of an encoded table, read as `search-words.js` reads them."""
    lexemes: dict[str, set[str]] = {}
    for line in text.splitlines()[1:]:
        endings, stems = line.split("\t")
        ordered = endings.split(",")
        for item in stems.split(","):
            stem, _, head = item.partition(":")
            lexemes.setdefault(head or stem + ordered[0], set()).update(stem + ending for ending in ordered)
    return lexemes


def test_same_words_same_bytes() -> None:
    """The order of the texts leaves no trace."""
    texts = [form for language, _, forms in PARADIGMS for form in forms if language == "ru"]
    shuffled = random.Random(1).sample(texts, len(texts))
    assert encoded(word_table(texts, "ru")) == encoded(word_table(shuffled, "ru"))


def in_script(expression: str, table: WordTable) -> str:
    """The value of *expression* in JavaScript, where `table` is *table*."""
    program = (
        f"import {{ readTable, understood, keys, tokens }} from {SCRIPT.as_uri()!r}\n"
        f"const table = readTable({encoded(table)!r})\nprocess.stdout.write(JSON.stringify({expression}))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


QUESTIONS = {
    "known form": ("скаргами", '[["скарга"],null,false]'),
    "letter missing": ("скрга", '[["скарга"],null,true]'),
    "letter too many": ("скаррга", '[["скарга"],null,true]'),
    "other letter": ("скарза", '[["скарга"],null,true]'),
    "letters swapped": ("сакрга", '[["скарга"],null,true]'),
    "two letters wrong": ("скзза", "null"),
    "typing": ("скар", '[[],"скар",false]'),
    "typing a form unlike its head": ("посило", '[["посилка"],null,false]'),
    "kindred word": ("скаржник", '[["скарга"],null,true]'),
    "nothing like it": ("велосипед", "null"),
}


@pytest.mark.parametrize(("query", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_understood(query: str, expected: str) -> None:
    """A word means what it is a form of, else what it begins, else what it is one letter away from."""
    table = word_table(tokens("Скарга на посилку"), "uk")
    expression = (
        f"understood({query!r}, table).map((word) => [word.heads, word.start, word.guessed])[0] ?? null"
    )
    assert in_script(expression, table) == expected


def test_script_spells_alike() -> None:
    """Browser and build cut and spell every kind of word the same."""
    import json

    table = word_table(tokens("лист"), "uk")
    for text, expected in TOKENS.values():
        assert json.loads(in_script(f"tokens({text!r})", table)) == expected
    for token, found in KEYS.items():
        assert json.loads(in_script(f"keys({token!r})", table)) == found
