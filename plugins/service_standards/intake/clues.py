"""
Find in free text what starts the clock, and by which channel a promise holds.

Like limits in time, these are proposals. The events are the ones that published
standards name most often; each has a title in every language that we know, so
that the registry can be written with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event that a text may name as the start of the clock."""

    id: str
    words: re.Pattern[str]
    """What the text says has arrived or happened; looked for beside a word of receiving."""
    titles: Mapping[str, str]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I | re.X)


_RECEIVED = _words(
    r"""
    \breceipt\b | \breceiv\w+ | \bsubmi(?:ssion|tt\w+)\b | \barriv\w+ | \bfiled\b | \blodg\w+
  | \bréception\b | \breçue?s?\b | \breçoit\b | \brecevoir\b | \bdépôt\b | \bsoumission\b | \bprésentation\b
  | отриман\w+ | надходжен\w+ | надійшл\w+ | реєстрац\w+ | подан\w+ | подач\w+ | звернен\w+\s+клієнта
  | получен\w+ | поступлен\w+ | регистрац\w+ | обращени\w+\s+клиента
    """
)

_COMPLETE = _words(
    r"""
    \b(?:fully|duly|properly)?\s*complete[d]?\b | \ball\s+(?:the\s+)?(?:required|necessary|supporting|relevant)\b
  | \bcompl[eè]te?s?\b | \bdûment\b | \btou(?:s|te)\s+(?:les?|la)\s+\w+\s+(?:requis|nécessaires?|exigés?)
  | повн\w+\s+(?:пакет\w*|комплект\w*) | полн\w+\s+(?:пакет\w*|комплект\w*) | усіх\s+(?:необхідних\s+)?документ | всех\s+(?:необходимых\s+)?документ
    """
)

MOMENTS = (
    Moment(
        id="complete-application-received",
        words=_words(
            r"applica\w+|candidature|demande|submission|package|dossier|document\w*|заяв\w+|пакет\w*|документ\w*"
        ),
        titles={
            "en": "Complete application received",
            "fr": "Demande complète reçue",
            "uk": "Отримано повний пакет документів",
            "ru": "Получен полный пакет документов",
        },
    ),
    Moment(
        id="call-received",
        words=_words(
            r"\b(?:phone\s+)?calls?\b|\bappels?\b|\bдзвін\w*|\bзвон\w+|phone\s+queue|file\s+d['’]attente"
        ),
        titles={"en": "Call received", "fr": "Appel reçu", "uk": "Надійшов дзвінок", "ru": "Поступил звонок"},
    ),
    Moment(
        id="complaint-received",
        words=_words(r"complain\w+|\bplaintes?\b|скарг\w+|жалоб\w+|претенз\w+"),
        titles={
            "en": "Complaint received",
            "fr": "Plainte reçue",
            "uk": "Отримано скаргу",
            "ru": "Получена жалоба",
        },
    ),
    Moment(
        id="message-delivered",
        words=_words(
            r"e-?mails?\b|messages?\b|voicemail|courriels?\b|лист(?:а|ів)?\b|повідомлен\w+|письм\w+|сообщен\w+"
        ),
        titles={
            "en": "Message delivered",
            "fr": "Message reçu",
            "uk": "Лист доставлено",
            "ru": "Письмо доставлено",
        },
    ),
    Moment(
        id="payment-received",
        words=_words(r"\bpayments?\b|\bfees?\b|\bpaiements?\b|\bоплат\w+|\bплатеж\w+|\bплатіж\w*"),
        titles={
            "en": "Payment received",
            "fr": "Paiement reçu",
            "uk": "Отримано оплату",
            "ru": "Получена оплата",
        },
    ),
    Moment(
        id="application-received",
        words=_words(r"applica\w+|candidature|propos(?:al|ition)s?|заяв(?:к|ок|лен)?\w*"),
        titles={
            "en": "Application received",
            "fr": "Demande reçue",
            "uk": "Отримано заяву",
            "ru": "Получено заявление",
        },
    ),
    Moment(
        id="documents-received",
        words=_words(
            r"document\w*|information|renseignements|reports?\b|rapports?\b|forms?\b|документ\w*|claims?\b"
        ),
        titles={
            "en": "Documents received",
            "fr": "Documents reçus",
            "uk": "Отримано документи",
            "ru": "Получены документы",
        },
    ),
    Moment(
        id="request-received",
        words=_words(r"."),
        titles={
            "en": "Request received",
            "fr": "Demande reçue",
            "uk": "Отримано запит",
            "ru": "Получен запрос",
        },
    ),
)
"""In the order in which they are tried; the last one is any receipt."""

DECISION = Moment(
    id="decision-made",
    words=_words(
        r"""(?:after|following|from|once|upon|of|suivant|après|після|з\s+дати|после|с\s+даты)\s+(?:\w+\s+){0,4}?
        (?:decision|approval|approved|décision|approbation|рішення|решения|схвалення|одобрения)"""
    ),
    titles={"en": "Decision made", "fr": "Décision prise", "uk": "Ухвалено рішення", "ru": "Принято решение"},
)

_STARTS = _words(
    r"""
    \b(?:of|after|upon|following|from|once|on|since|between)\b[^.;:]{0,60}? | \b(?:suivant|suivent|après|compter|dès|fois|depuis|partir)\b[^.;:]{0,60}?
  | (?:після|з\s+(?:моменту|дня|дати)|від\s+(?:моменту|дня|дати)|после|с\s+(?:момента|дня|даты)|со\s+дня|от\s+(?:момента|даты))[^.;:]{0,60}?
    """
)
_START_OF_CLOCK = re.compile(rf"(?:{_STARTS.pattern})(?P<received>{_RECEIVED.pattern})", re.I | re.X)


_AT_ONCE = _words(
    r"""
    (?:after|following|from|upon|of|suivant|après|dès)\s+(?:(?:the|a|an|your|their|each|la|le|une?|votre|l['’])\s*){0,2}
      (?P<what>(?:initial\s+|phone\s+)?(?:calls?|requests?|enquir\w+|inquir\w+|orders?|complaints?|applications?|payments?|e-?mails?
        |appels?|demandes?|plaintes?|commandes?|paiements?|courriels?)\b)
  | (?:після|від|з\s+моменту|после|с\s+момента|от)\s+(?P<slavic>(?:дзвінка|звернення|заявки|заяви|запиту|скарги|оплати|замовлення|листа
      |звонка|обращения|заявки|заявления|запроса|жалобы|оплаты|заказа|письма)(?!\w))
    """
)
"""A start without a word of receiving: *within 24 hours of a request*, «протягом години після дзвінка»."""


def start_in(text: str) -> Moment | None:
    """The event from which *text* counts the time; None if it names none that we know."""
    flat = " ".join(text.split())
    match = _START_OF_CLOCK.search(flat)
    if not match and (said := _AT_ONCE.search(flat)):
        return next(moment for moment in MOMENTS[1:] if moment.words.search(said["what"] or said["slavic"]))
    if not match:
        return DECISION if DECISION.words.search(flat) else None
    near = flat[match.start() : match.end() + 80].split(". ")[0]
    complete, *others = MOMENTS
    if _COMPLETE.search(near) and complete.words.search(near):
        return complete
    named = [moment for moment in others if moment.words.search(near)]
    if named[0] is others[-1]:  # "within two days of receipt": of what, the whole sentence may say
        named = [moment for moment in others if moment.words.search(flat)]
    return named[0]


CHANNEL_WORDS: Mapping[str, re.Pattern[str]] = {
    "email": _words(
        r"\be-?mails?\b|\bcourriels?\b|електронн\w+\s+(?:пошт|лист)\w*|ел\.\s*пошт\w*|\bimейл\w*|\bемейл\w*|электронн\w+\s+(?:почт|письм)\w*"
    ),
    "telephone": _words(
        r"\b(?:tele)?phone\w*|\bcalls?\b|\bcallers?\b|\btéléphon\w+|\bappels?\b|телефон\w*|дзвін\w*|звонк\w+|звонок"
    ),
    "chat": _words(r"\bchats?\b|\bclavardage\b|(?<!\w)чат\w*|месенджер\w*|мессенджер\w*"),
    "in-person": _words(
        r"\bin[\s-]person\b|\bwalk-?in\b|\bcounters?\b|\ben\s+personne\b|\bcomptoirs?\b|\bguichets?\b|особист\w+\s+(?:звернен|прийом|візит)\w*|у\s+відділенн\w+|лично|в\s+отделени\w+"
    ),
    "online": _words(
        r"\bon-?line\b|\bweb\s?sites?\b|\bportals?\b|\ben\s+ligne\b|\bsite\s+web\b|онлайн\w*|веб-?сайт\w*|на\s+сайт\w*|портал\w*|особист\w+\s+кабінет\w*|личн\w+\s+кабинет\w*"
    ),
    "mail": _words(
        r"\bby\s+(?:post|mail)\b|\bposted\b|\bpar\s+(?:la\s+)?poste\b|\bcourrier\b|(?<!електронною\s)(?<!ел\.\s)поштою|рекомендован\w+\s+лист\w*|по\s+почте|(?<!электронной\s)почтой|заказн\w+\s+письм\w*"
    ),
    "fax": _words(r"\bfax\b|\btélécopieur\b|факс\w*"),
}
"""The words that show a channel, by the id proposed for it."""


def channels_in(text: str) -> tuple[str, ...]:
    """The channels that *text* names, in a fixed order; e-mail is not taken for mail."""
    return tuple(channel for channel, words in CHANNEL_WORDS.items() if words.search(text))
