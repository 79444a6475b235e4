"""
The forms of English words: regular inflection by rule, irregular words by list.

The search engine stems English by itself; this table adds the irregular forms, gives
typing errors something to be compared with, and marks in a result what was asked.
A rule that makes a form that nobody writes (*informations*) does no harm.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

_VOWELS = frozenset("aeiou")
_SYLLABLES = re.compile("[aeiouy]+")

#: Base form, then the forms that no rule makes. Words of work and service first of all.
_IRREGULAR = """
arise arose arisen|awake awoke awoken|be am is are was were been being|bear bore borne|beat beaten|become became
begin began begun|bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred
bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|come came|cost|creep crept|cut|deal dealt
dig dug|do does did done|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen
feed fed|feel felt|fight fought|find found|fly flew flown|forbid forbade forbidden|foresee foresaw foreseen
forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go goes went gone
grow grew grown|hang hung|have has had|hear heard|hide hid hidden|hit|hold held|hurt|keep kept|know knew known|lay laid
lead led|lean leant|learn learnt|leave left|lend lent|let|lie lay lain lying|light lit|lose lost|make made|mean meant
meet met|mislead misled|mistake mistook mistaken|misunderstand misunderstood|overcome overcame|oversee oversaw overseen
pay paid|prove proven|put|quit|read|rebuild rebuilt|redo redid redone|repay repaid|resend resent|rewrite rewrote rewritten
ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|set
shake shook shaken|shine shone|shoot shot|show shown|shut|sing sang sung|sit sat|sleep slept|slide slid
speak spoke spoken|speed sped|spell spelt|spend spent|spill spilt|split|spoil spoilt|spread|stand stood|steal stole stolen
stick stuck|strike struck|swear swore sworn|sweep swept|swim swam swum|take took taken|teach taught|tear tore torn
tell told|think thought|throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken
undo undid undone|uphold upheld|upset|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn
withhold withheld|write wrote written
child children|foot feet|goose geese|half halves|knife knives|leaf leaves|life lives|loaf loaves|man men|mouse mice
ox oxen|penny pence|person people|self selves|shelf shelves|thief thieves|tooth teeth|wife wives|wolf wolves|woman women
analysis analyses|appendix appendices|basis bases|crisis crises|criterion criteria|datum data|diagnosis diagnoses
emphasis emphases|hypothesis hypotheses|index indices|matrix matrices|medium media|memorandum memoranda
parenthesis parentheses|phenomenon phenomena|synthesis syntheses|thesis theses
bad worse worst|good better best|far further furthest|little less least|many more most
"""


def english_lexemes(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the lexeme of each word of *words*; words that are not plain Latin letters stand for themselves."""
    vocabulary = set(words)
    heads: dict[str, set[str]] = {}
    for word in sorted(vocabulary):
        for head in _heads(word, vocabulary):
            heads.setdefault(head, set()).add(word)
    return {head: frozenset({head, *found, *_forms(head)}) for head, found in heads.items()}


def _heads(word: str, vocabulary: set[str]) -> Iterable[str]:
    """Return the base forms of *word*: by list, else by undoing a rule if that leads to a word that occurs."""
    if word in _BASES:
        return _BASES[word]
    if not _is_inflected_word(word):
        return (word,)
    for base in _undone(word):
        if base in vocabulary and word in _forms(base):
            return _heads(base, vocabulary) if len(base) < len(word) else (base,)
    # A plural whose singular does not occur: the rule alone must do, where it is safe.
    if word.endswith("ies") and len(word) > 4:
        return (word[:-3] + "y",)
    if word.endswith("s") and len(word) > 3 and word[-2:-1] not in "suiae'":
        return (word[:-1],)
    return (word,)


def _undone(word: str) -> Iterator[str]:
    """Yield what *word* may be a form of, the likeliest first."""
    for ending, instead in (
        ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word.removesuffix(ending)
            yield stem + instead
            if not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _forms(base: str) -> frozenset[str]:
    """Return the forms of *base*, as noun and as verb alike, since nothing here tells them apart."""
    irregular = _IRREGULARS.get(base, frozenset())
    if not _is_inflected_word(base):
        return irregular | {base}
    last, before = base[-1], base[-2]
    if last == "y" and before not in _VOWELS:
        regular = {base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    elif last == "e":
        regular = {base + "s", base + "d", base[:-1] + "ing"}
    elif base.endswith(("s", "x", "z", "ch", "sh")):
        regular = {base + "es", base + "ed", base + "ing"}
    else:
        regular = {base + "s", base + "ed", base + "ing"}
        if last not in _VOWELS and last not in "wxy" and before in _VOWELS and base[-3] not in _VOWELS:
            doubled = {base + last + "ed", base + last + "ing"}
            if _SYLLABLES.subn("", base)[1] == 1:
                regular = {base + "s"} | doubled  # plan, planned
            elif last in "lrt":
                regular |= doubled  # cancel, cancelled; refer, referred; submit, submitted
    return irregular | regular | {base}


def _is_inflected_word(word: str) -> bool:
    return len(word) > 2 and word.isascii() and word.isalpha()


_IRREGULARS: Mapping[str, frozenset[str]] = {
    forms[0]: frozenset(forms)
    for line in _IRREGULAR.strip().splitlines()
    for forms in (entry.split() for entry in line.split("|"))
}
_BASES: dict[str, tuple[str, ...]] = {}
for _base in sorted(_IRREGULARS):
    for _form in _IRREGULARS[_base]:
        _BASES[_form] = (*_BASES.get(_form, ()), _base)
