"""
How people write times in English, French, Ukrainian and Russian, as patterns.

Numbers are digits here: written ones have been turned into digits before.
"""

from __future__ import annotations

import re

NUMBER = r"(?:(?<![\w$€£:])(?<!\d[.,])\d{1,3}(?:[ ,]\d{3})+(?!\d)|(?<![\w$€£:])(?<!\d[.,])\d+(?:[.,]\d+)?)"
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

TIME = re.compile(
    rf"(?P<low>{NUMBER}){_REPEATED}(?:{_DASH}(?P<high>{NUMBER}){_REPEATED})?{_GAP}(?:{_UNITS})", re.X | re.I
)
TWO_UNITS_RANGE = re.compile(
    rf"(?P<low>{NUMBER}){_REPEATED}{_GAP}(?P<unit>[^\W\d_]+){_DASH}(?P<high>{NUMBER}){_REPEATED}{_GAP}(?P=unit)",
    re.X | re.I,
)
AND_RANGE = re.compile(
    rf"(?P<joint>(?:\bbetween|\bentre|\bміж|\bмежду)\s+{NUMBER})\s+(?:and|et|і|й|та|и)\s+(?={NUMBER})", re.I
)

# --- times that are no limits ------------------------------------------------------------------------------

NOT_A_LIMIT = re.compile(
    rf"""
    \d{{1,2}}\s*h(?:\s*\d{{2}})?\s*(?:à|-|–|et)\s*\d{{1,2}}\s*h(?:\s*\d{{2}})?(?!\w) | \b\d{{1,2}}\s*h\s*\d{{2}}\b
  | \b(?:à|avant|until|before|jusqu['’]à)\s+\d{{1,2}}\s*h(?:\s*\d{{2}})?(?!\w)
  | 24\s*/\s*7(?:\s*/\s*365)? | 24\s*h\w*\s*/\s*(?:24|7)\w* | 7\s*j\w*\s*/\s*7\w* | \b24\s*x\s*7\b
  | 24[\s-]*(?:hours?|h)[\s,]+(?:a|per|each|every)[\s-]+day | {NUMBER}[\s-]*(?:business\s+)?days?\s+(?:a|per|each)\s+(?:week|month|year)
  | 24[\s-]*hours?\s+(?:access|service|availability|basis|support|coverage|operations?) | {NUMBER}[\s-]*days?\s+forecast
  | pr[ée]visions?\s+sur\s+{NUMBER}\s+jours
  | {NUMBER}[\s-]*hours?\s+(?:a|per|each)\s+(?:day|week)
  | {NUMBER}\s+(?:heures?|h)\s+(?:sur|par)\s+\w+ | {NUMBER}\s+jours?\s+(?:ouvr\w+\s+)?(?:sur|par)\s+\w+
  | {NUMBER}\s+годин\w*\s+на\s+(?:добу|день|тиждень) | {NUMBER}\s+дн\w+\s+на\s+(?:тиждень|рік|місяць)
  | {NUMBER}\s+час\w*\s+в\s+(?:сутки|день|неделю) | {NUMBER}\s+дн\w+\s+в\s+(?:неделю|год|месяц)
  | out\s+of\s+{NUMBER}\s+\w+ | \b(?:sur)\s+{NUMBER}\s+(?:jours|heures)
  | {NUMBER}{_REPEATED}\s*(?:-?\s*years?)[\s-]+(?:of\s+age|old|and\s+older|or\s+older)
  | {NUMBER}\s+ans\s+(?:et\s+plus|ou\s+plus|d['’]âge)
  | (?:every|each|last|past|previous|prior|valid\s+for(?:\s+up\s+to)?|older\s+than|aged?|over\s+the\s+(?:next|last|past)
      |(?<!no\s)(?<!not\s)more\s+than|tous\s+les|chaque|derniers?|dernières?|valables?\s+(?:pour|pendant)|plus\s+vieux\s+(?:de|que)
      |кожн\w+|останн\w+|понад|старш\w+|дійсн\w+|кажд\w+|последн\w+|свыше|старше)
    \s+(?:the\s+)?{NUMBER}{_REPEATED}{_GAP}\w+(?:\s+(?:days?|hours?))?
  | {NUMBER}{_REPEATED}[\s-]*(?:month|year|mois|ans?)s?[\s-]+(?:period|term|licen[cs]e|permit|validity)
    """,
    re.X | re.I,
)
BEFORE = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:before|prior\s+to|in\s+advance|ahead\s+of|avant|à\s+l['’]avance|до\s+(?:початку|закінчення|дня|дати)|"
    r"раніше|до\s+(?:начала|окончания|даты)|заранее|заздалегідь)(?!\w)",
    re.I,
)
AT_LEAST = re.compile(
    r"(?:at\s+least|minimum|au\s+moins|щонайменше|не\s+менше|как\s+минимум|не\s+менее)\W*$", re.I
)

NEXT_BUSINESS_DAY = re.compile(
    r"next\s+(?:business|working|bank(?:ing)?)\s+day|(?:following|one)\s+(?:business|working)\s+day"
    r"|prochain\s+jour\s+ouvr\w+|jour(?:née)?\s+ouvr\w+\s+suivante?|lendemain\s+ouvr\w+"
    r"|наступн\w+\s+робоч\w+\s+дн\w+|следующ\w+\s+рабоч\w+\s+дн\w+",
    re.I,
)
SAME_DAY = re.compile(
    r"same[\s-]+(?:business\s+|working\s+)?day|(?:le\s+)?jour\s+même|même\s+jour|(?:в\s+)?той\s+(?:же|самий)\s+день|того\s+ж\s+дня"
    r"|день\s+(?:у\s+|в\s+)?день|(?:в\s+)?тот\s+же\s+день|день\s+обращения|того\s+же\s+дня",
    re.I,
)
ARTICLE = re.compile(
    rf"""(?:with)?in\s+(?P<en>an?|one)\s+(?=(?:{_BUSINESS}|{_CALENDAR})?\s*(?:hour|day|week|month|year)\b)
    |au\s+cours\s+(?:du|de\s+la)\s+(?=(?:mois|semaine|journée|jour|année)\s+(?:suivant|ouvr))
    |(?:протягом|упродовж|впродовж|в\s+течение|за)\s+(?=(?:(?:{_SLAVIC_BUSINESS}|{_SLAVIC_CALENDAR})\s+)?
      (?:доби|добу|години|годину|тижня|тиждень|місяця|місяць|дня|день|суток|сутки|часа|час|недели|неделю|месяца|месяц|року|года)(?!\w))
    """,
    re.I | re.X,
)
