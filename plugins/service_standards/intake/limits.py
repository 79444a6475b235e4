"""
Find limits in time in free text: English, French, Ukrainian and Russian.

What is found is a proposal for people, so a doubtful phrase is named as
doubtful rather than decided: a bare day, a range, two limits, a fraction.
Nothing here knows of tables or files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from ..model.values import Duration, Unit
from .number_words import NUMBER_WORDS


class Doubt(StrEnum):
    """Why a duration found in a text can't be proposed as it is."""

    BARE_DAY = "bare-day"
    RANGE = "range"
    SEVERAL = "several"
    FRACTION = "fraction"
    SAME_DAY = "same-day"
    BEFORE = "before"
    """A time before something, not after it: a notice, not a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time named in a text."""

    text: str
    """As it stands there."""
    says: str
    """In the words of the model: *10 business days*; with a doubt, as near to them as can be."""
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a text says about its limit in time."""

    proposal: str
    """*10 business days*, or what must be decided: *10 days*, *35 to 40 days*, *5 minutes / 2 days*."""
    doubt: Doubt | None
    found: tuple[Found, ...]


# --- words -------------------------------------------------------------------------------------------------

_NUMBER = r"(?:(?<![\w$€£:])(?<!\d[.,])\d{1,3}(?:[ ,]\d{3})+(?!\d)|(?<![\w$€£:])(?<!\d[.,])\d+(?:[.,]\d+)?)"
_REPEATED = r"(?:\s*\(\s*\d+\s*\))?(?:\s+or\s+(?:more|less|fewer))?"
"""The number once more, in brackets: *five (5)*, *5 (п'ять)*."""

_BUSINESS = (
    r"(?:federal\s+(?:government\s+)?|net\s+)?(?:business|working|workable|work|bank(?:ing)?|office|week)"
)
_CALENDAR = r"calend[ae]r|consecutive|civil"
_BUSINESS_AFTER = r"ou\w{0,3}ables?|ouvr[ée]e?s?|de\s+travail|de\s+bureau|d['’]affaires|\(\s*ouvrables?\s*\)"
_CALENDAR_AFTER = r"civils?|calendaires?|calendriers?|de\s+calendrier|cons[ée]cutifs?"
_SLAVIC_BUSINESS = r"робоч\w+|банківськ\w+|рабоч\w+|банковск\w+|р\.?"
_SLAVIC_CALENDAR = r"календарн\w+|к\.?"

_UNITS = rf"""
  (?P<second>sec(?:onde?s?)?\b\.?|сек(?:унд\w*)?\b\.?)
| (?P<minute>min(?:ute)?s?\b\.?|хв(?:илин\w*)?\b\.?|мин(?:ут\w*)?\b\.?)
| (?P<businesshour>(?:{_BUSINESS})[\s-]+hours?\b|heures?\s+(?:{_BUSINESS_AFTER})\b
    |(?:{_SLAVIC_BUSINESS})\s*(?:годин\w*|год\.|час(?:ов|а|ы)?)(?!\w))
| (?P<hour>hours?\b|hrs?\b\.?|heures?\b|h\b(?!/)|годин\w*|год\.|час(?:а|ов|ы)?(?!\w)|ч\.)
| (?P<fullday>доб(?:а|и|у)(?!\w)|діб(?!\w)|сут(?:ки|ок|кам)(?!\w))
| (?P<businessday>(?:{_BUSINESS})(?:[\s-]+\((?:{_BUSINESS})\))?[\s-]+days?\b
    |jour(?:née)?s?\s*(?:{_BUSINESS_AFTER})(?!\w)
    |days?\s+\(?(?:{_BUSINESS})\)?\b(?!\s+(?:day|hour|week))
    |(?:{_SLAVIC_BUSINESS})\s*(?:дн\w*|ден\w|день|д\.)(?!\w))
| (?P<calendarday>(?:{_CALENDAR})[\s-]+days?\b|jours?\s+\(?(?:{_CALENDAR_AFTER})\)?(?!\w)|days?\s+\(calendar\)
    |(?:{_SLAVIC_CALENDAR})\s*(?:дн\w*|ден\w|день|діб|сут\w+|д\.)(?!\w))
| (?P<day>days?\b|jour(?:née)?s?\b|дн(?:і|ів|я|ей|и|ями|ям|\.)(?!\w)|день(?!\w))
| (?P<week>weeks?\b|wks?\b\.?|semaines?\b|тиж(?:день|ня|ні|нів)(?!\w)|недел(?:я|и|ю|ь)(?!\w))
| (?P<month>months?\b|mois\b|місяц\w*|міс\.|месяц\w*|мес\.)
| (?P<year>years?\b|yrs?\b\.?|ans?\b|ann[ée]es?\b|рок(?:и|у|ів)(?!\w)|рік(?!\w)|лет(?!\w)|год(?:а|у)?(?![\w.]))
"""

_GAP = r"(?:\s|-|\u2010|\u2011|\u2013|\u00ad|\()*"
_DASH = r"(?:\s*[-\u2013\u2014\u2010\u2011]\s*|\s+(?:to|or|à|a|au|ou|до|и|й|або|или|и\s+до|–)\s+)"
_BETWEEN = r"(?:between|entre|від|от|from|de|між|между)"

_TIME = re.compile(
    rf"(?P<low>{_NUMBER}){_REPEATED}(?:{_DASH}(?P<high>{_NUMBER}){_REPEATED})?{_GAP}(?:{_UNITS})", re.X | re.I
)
_TWO_UNITS_RANGE = re.compile(
    rf"(?P<low>{_NUMBER}){_REPEATED}{_GAP}(?P<unit>[^\W\d_]+){_DASH}(?P<high>{_NUMBER}){_REPEATED}{_GAP}(?P=unit)",
    re.X | re.I,
)
_AND_RANGE = re.compile(
    rf"(?P<joint>(?:\bbetween|\bentre|\bміж|\bмежду)\s+{_NUMBER})\s+(?:and|et|і|й|та|и)\s+(?={_NUMBER})", re.I
)

# --- times that are no limits ------------------------------------------------------------------------------

_NOT_A_LIMIT = re.compile(
    rf"""
    \d{{1,2}}\s*h(?:\s*\d{{2}})?\s*(?:à|-|–|et)\s*\d{{1,2}}\s*h(?:\s*\d{{2}})?(?!\w) | \b\d{{1,2}}\s*h\s*\d{{2}}\b
  | \b(?:à|avant|until|before|jusqu['’]à)\s+\d{{1,2}}\s*h(?:\s*\d{{2}})?(?!\w)
  | 24\s*/\s*7(?:\s*/\s*365)? | 24\s*h\w*\s*/\s*(?:24|7)\w* | 7\s*j\w*\s*/\s*7\w* | \b24\s*x\s*7\b
  | 24[\s-]*(?:hours?|h)[\s,]+(?:a|per|each|every)[\s-]+day | {_NUMBER}[\s-]*(?:business\s+)?days?\s+(?:a|per|each)\s+(?:week|month|year)
  | 24[\s-]*hours?\s+(?:access|service|availability|basis|support|coverage|operations?) | {_NUMBER}[\s-]*days?\s+forecast
  | pr[ée]visions?\s+sur\s+{_NUMBER}\s+jours
  | {_NUMBER}[\s-]*hours?\s+(?:a|per|each)\s+(?:day|week)
  | {_NUMBER}\s+(?:heures?|h)\s+(?:sur|par)\s+\w+ | {_NUMBER}\s+jours?\s+(?:ouvr\w+\s+)?(?:sur|par)\s+\w+
  | {_NUMBER}\s+годин\w*\s+на\s+(?:добу|день|тиждень) | {_NUMBER}\s+дн\w+\s+на\s+(?:тиждень|рік|місяць)
  | {_NUMBER}\s+час\w*\s+в\s+(?:сутки|день|неделю) | {_NUMBER}\s+дн\w+\s+в\s+(?:неделю|год|месяц)
  | out\s+of\s+{_NUMBER}\s+\w+ | \b(?:sur)\s+{_NUMBER}\s+(?:jours|heures)
  | {_NUMBER}{_REPEATED}\s*(?:-?\s*years?)[\s-]+(?:of\s+age|old|and\s+older|or\s+older)
  | {_NUMBER}\s+ans\s+(?:et\s+plus|ou\s+plus|d['’]âge)
  | (?:every|each|last|past|previous|prior|valid\s+for(?:\s+up\s+to)?|older\s+than|aged?|over\s+the\s+(?:next|last|past)
      |(?<!no\s)(?<!not\s)more\s+than|tous\s+les|chaque|derniers?|dernières?|valables?\s+(?:pour|pendant)|plus\s+vieux\s+(?:de|que)
      |кожн\w+|останн\w+|понад|старш\w+|дійсн\w+|кажд\w+|последн\w+|свыше|старше)
    \s+(?:the\s+)?{_NUMBER}{_REPEATED}{_GAP}\w+(?:\s+(?:days?|hours?))?
  | {_NUMBER}{_REPEATED}[\s-]*(?:month|year|mois|ans?)s?[\s-]+(?:period|term|licen[cs]e|permit|validity)
    """,
    re.X | re.I,
)
_BEFORE = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:before|prior\s+to|in\s+advance|ahead\s+of|avant|à\s+l['’]avance|до\s+(?:початку|закінчення|дня|дати)|"
    r"раніше|до\s+(?:начала|окончания|даты)|заранее|заздалегідь)(?!\w)",
    re.I,
)
_AT_LEAST = re.compile(
    r"(?:at\s+least|minimum|au\s+moins|щонайменше|не\s+менше|как\s+минимум|не\s+менее)\W*$", re.I
)

_NEXT_BUSINESS_DAY = re.compile(
    r"next\s+(?:business|working|bank(?:ing)?)\s+day|(?:following|one)\s+(?:business|working)\s+day"
    r"|prochain\s+jour\s+ouvr\w+|jour(?:née)?\s+ouvr\w+\s+suivante?|lendemain\s+ouvr\w+"
    r"|наступн\w+\s+робоч\w+\s+дн\w+|следующ\w+\s+рабоч\w+\s+дн\w+",
    re.I,
)
_SAME_DAY = re.compile(
    r"same[\s-]+(?:business\s+|working\s+)?day|(?:le\s+)?jour\s+même|même\s+jour|(?:в\s+)?той\s+(?:же|самий)\s+день|того\s+ж\s+дня"
    r"|день\s+(?:у\s+|в\s+)?день|(?:в\s+)?тот\s+же\s+день|день\s+обращения|того\s+же\s+дня",
    re.I,
)
_ARTICLE = re.compile(
    rf"""(?:with)?in\s+(?P<en>an?|one)\s+(?=(?:{_BUSINESS}|{_CALENDAR})?\s*(?:hour|day|week|month|year)\b)
    |au\s+cours\s+(?:du|de\s+la)\s+(?=(?:mois|semaine|journée|jour|année)\s+(?:suivant|ouvr))
    |(?:протягом|упродовж|впродовж|в\s+течение|за)\s+(?=(?:(?:{_SLAVIC_BUSINESS}|{_SLAVIC_CALENDAR})\s+)?
      (?:доби|добу|години|годину|тижня|тиждень|місяця|місяць|дня|день|суток|сутки|часа|час|недели|неделю|месяца|месяц|року|года)(?!\w))
    """,
    re.I | re.X,
)

_TO_MODEL = {
    "second": (Unit.SECOND, 1),
    "minute": (Unit.MINUTE, 1),
    "businesshour": (Unit.BUSINESS_HOUR, 1),
    "hour": (Unit.HOUR, 1),
    "fullday": (Unit.HOUR, 24),
    "businessday": (Unit.BUSINESS_DAY, 1),
    "calendarday": (Unit.CALENDAR_DAY, 1),
    "week": (Unit.WEEK, 1),
    "month": (Unit.MONTH, 1),
    "year": (Unit.MONTH, 12),
}
_SMALLER = {Unit.HOUR: (Unit.MINUTE, 60), Unit.MINUTE: (Unit.SECOND, 60), Unit.WEEK: (Unit.CALENDAR_DAY, 7)}


_WORD = re.compile(r"(?!(?:[dl]|qu)['’])[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", re.I)


def _with_digits(text: str) -> str:
    """*text* with its written numbers in digits: *forty-five (45) days* becomes *45 (45) days*."""
    words = list(_WORD.finditer(text))
    keys = [re.sub("[’ʼ]", "'", word[0]).casefold().replace("ё", "е") for word in words]
    parts: list[str] = []
    done = at = 0
    while at < len(words):
        for length in (3, 2, 1):
            last = at + length
            number = (
                NUMBER_WORDS.get(_joined(text, words[at:last], keys[at:last])) if last <= len(words) else None
            )
            if number is not None:
                parts += [text[done : words[at].start()], str(number)]
                done = words[last - 1].end()
                at = last - 1
                break
        at += 1
    return "".join([*parts, text[done:]])


def _joined(text: str, words: list[re.Match[str]], keys: list[str]) -> str:
    joints = [text[one.end() : two.start()] for one, two in pairwise(words)]
    if any(joint not in (" ", "-", "\u2010", "\u2011") for joint in joints):
        return ""
    return "".join(
        key + ("-" if joint not in ("", " ") else joint)
        for key, joint in zip(keys, [*joints, ""], strict=True)
    )


def _number(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:[ ,]\d{3})+", text):
        return Decimal(re.sub(r"[ ,]", "", text))
    return Decimal(text.replace(",", "."))


def _unit(match: re.Match[str], russian: bool) -> tuple[Unit | None, int]:
    name = next(group for group in (*_TO_MODEL, "day") if match[group])
    if name == "hour" and match["hour"].casefold() == "год." and russian:
        name = "year"  # «1 год.» at the end of a Russian sentence; in Ukrainian it shortens «година»
    if name == "year" and match["year"].casefold() == "год" and not russian:
        name = "hour"
    return (None, 1) if name == "day" else _TO_MODEL[name]


def _is_russian(text: str) -> bool:
    """Whether Cyrillic *text* is Russian rather than Ukrainian: letters that only one of them has decide."""
    low = text.casefold()
    return not re.search("[іїєґ]", low) and bool(re.search("[а-я]", low))


def _read(match: re.Match[str], russian: bool) -> Found:
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    unit, times = _unit(match, russian)
    text = match[0].strip().rstrip("(")
    if high is not None and high < low:
        low, high = high, None  # not a range: *up to 50,000 - 20 days*
    if high is not None and high != low:
        name = f"{unit}s" if unit else "days"
        return Found(
            text=text, says=f"{_plain(low * times)} to {_plain(high * times)} {name}", doubt=Doubt.RANGE
        )
    if unit is None:
        says = f"{_plain(low)} day{'' if low == 1 else 's'}"
        return Found(text=text, says=says, doubt=Doubt.BARE_DAY)
    amount, whole = low * times, unit
    while amount % 1 and whole in _SMALLER:
        whole, factor = _SMALLER[whole]
        amount *= factor
    if amount % 1:
        return Found(text=text, says=f"{_plain(low * times)} {unit}s", doubt=Doubt.FRACTION)
    unit = whole
    return Found(text=text, says=str(Duration(int(amount), unit)))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def times(text: str) -> Iterator[Found]:
    """Yield the times that *text* names as limits, in reading order; 24/7, ages and periods are passed over."""
    flat = re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", ""))
    flat = _ARTICLE.sub(lambda one: f"{one[0][: -len(one['en']) - 1] if one['en'] else one[0]}1 ", flat)
    flat = _with_digits(flat)
    flat = _NOT_A_LIMIT.sub(" ; ", flat)
    flat = _AND_RANGE.sub(lambda joint: joint["joint"] + " – ", flat)
    flat = _TWO_UNITS_RANGE.sub(lambda both: f"{both['low']} – {both['high']} {both['unit']}", flat)
    russian = _is_russian(flat)
    found: list[tuple[int, Found]] = []
    for match in _TIME.finditer(flat):
        if _number(match["low"]) == 0:
            continue
        read = _read(match, russian)
        if _BEFORE.match(flat[match.end() : match.end() + 40]) or _is_least(flat, match):
            read = Found(text=read.text, says=read.says, doubt=Doubt.BEFORE)
        found.append((match.start(), read))
    for match in _NEXT_BUSINESS_DAY.finditer(flat):
        if not any(abs(at - match.start()) < len(match[0]) for at, _ in found):
            found.append((match.start(), Found(text=match[0], says="1 business day")))
    for match in _SAME_DAY.finditer(flat):
        found.append((match.start(), Found(text=match[0], says="same day", doubt=Doubt.SAME_DAY)))
    yield from (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _is_least(flat: str, match: re.Match[str]) -> bool:
    return bool(_AT_LEAST.search(flat[max(0, match.start() - 20) : match.start()]))


def limit_in(text: str) -> Limit | None:
    """Say which limit *text* names, and what is doubtful about it; None if it names none."""
    found = tuple(times(text))
    after = [one for one in found if one.doubt is not Doubt.BEFORE]
    if not after:
        return Limit(proposal=found[0].says, doubt=Doubt.BEFORE, found=found) if found else None
    distinct = _distinct(after)
    if len(distinct) > 1:
        return Limit(proposal=" / ".join(one.says for one in distinct), doubt=Doubt.SEVERAL, found=found)
    return Limit(proposal=distinct[0].says, doubt=distinct[0].doubt, found=found)


_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}


def _distinct(found: list[Found]) -> list[Found]:
    """The times that say different things: *5 minutes (300 seconds)* is one, so is *30 days … 30 calendar days*."""
    said: dict[object, Found] = {}
    for one in found:
        key: object = one.says
        if one.doubt is None:
            limit = Duration.parse(one.says)
            key = limit.amount * _SECONDS[limit.unit] if limit.unit in _SECONDS else one.says
        said.setdefault(key, one)
    clear = {one.says for one in said.values() if one.doubt is None}
    explained = [
        one
        for one in said.values()
        if one.doubt is not Doubt.BARE_DAY
        or sum(one.says == re.sub(r" (?:business|calendar)", "", other) for other in clear) != 1
    ]
    return explained or list(said.values())


_LIMIT_WORD = re.compile(
    r"\b(?:with)?in\b|less\s+than|no\s+(?:later|more)\s+than|not\s+exceed|up\s+to|maxim\w+|under\b|no\s+longer\s+than"
    r"|\bdans\b|\bd['’]ici\b|\bau\s+plus\b|moins\s+de|en\s+deçà"
    r"|протягом|впродовж|упродовж|не\s+більше|до\s+\d|не\s+пізніше|за\s+\d|в\s+течение|не\s+более|не\s+позднее",
    re.I,
)


def sounds_like_limit(text: str) -> bool:
    """Whether *text* has a word that sets a limit, such as *within* or *no later than*."""
    return bool(_LIMIT_WORD.search(text))


_PER_CENT = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|per\s?cent\b|percent\b|pour\s+cent\b|p\.\s?100|відсотк\w+|процент\w+)",
    re.I,
)


def per_cents(text: str) -> tuple[Decimal, ...]:
    """The percentages that *text* names, in reading order, each once."""
    return tuple(dict.fromkeys(Decimal(one.replace(",", ".")) for one in _PER_CENT.findall(text)))
