"""What is found in free text: limits, starts of the clock, channels, percentages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service_standards.intake.clues import channels_in, start_in
from service_standards.intake.limits import Doubt, limit_in, per_cents, sounds_like_limit
from service_standards.intake.number_words import NUMBER_WORDS

D = Doubt

LIMITS = {
    # English
    "We reply within 10 business days.": ("10 business days", None),
    "A decision is made within ten working days of receipt": ("10 business days", None),
    "Parcels leave the depot in 5 working (business) days": ("5 business days", None),
    "We answer the first letter within five (5) business days": ("5 business days", None),
    "Refund issued (30 Business Days)": ("30 business days", None),
    "Cards are posted no later than 3 banking days after the order": ("3 business days", None),
    "24-hour response to simple questions": ("24 hours", None),
    "Calls are picked up in 20 seconds": ("20 seconds", None),
    "Waiting at the counter is under 15 min.": ("15 minutes", None),
    "4 business hours to confirm a booking": ("4 business hours", None),
    "Permits: 90 calendar days or less": ("90 calendar days", None),
    "Forty-five consecutive days to inspect a lift": ("45 calendar days", None),
    "We install a meter within a week": ("1 week", None),
    "The map is updated within one month of a survey": ("1 month", None),
    "The archive answers within a year": ("12 months", None),
    "A reply by the end of the next business day": ("1 business day", None),
    "A technician calls within an hour": ("1 hour", None),
    "Delivery takes 1.5 hours": ("90 minutes", None),
    "Licence renewal.30 working days. Times can vary.": ("30 business days", None),
    "We answer in 5 minutes (300 seconds)": ("5 minutes", None),
    "30 days; the law allows to extend these 30 calendar days": ("30 calendar days", None),
    "Requests are closed in 10 days": ("10 days", D.BARE_DAY),
    "21 days for a new licence": ("21 days", D.BARE_DAY),
    "Usually within 3-5 business days": ("3 to 5 business days", D.RANGE),
    "Between 5 and 10 working days": ("5 to 10 business days", D.RANGE),
    "from two weeks to ten weeks": ("2 to 10 weeks", D.RANGE),
    "30 to 159 days depending on the file": ("30 to 159 days", D.RANGE),
    "Urgent: 2 hours. Other: 3 business days": ("2 hours / 3 business days", D.SEVERAL),
    "Low risk 30 days, high risk 60 days": ("30 days / 60 days", D.SEVERAL),
    "Alarms are checked within 2.25 months": ("2.25 months", D.FRACTION),
    "Answered the same day": ("same day", D.SAME_DAY),
    "We warn you at least 14 calendar days before works begin": ("14 calendar days", D.BEFORE),
    "Seats are confirmed 2 business days prior to the event": ("2 business days", D.BEFORE),
    "The hotline is open 24/7": None,
    "Open 24 hours a day, 7 days a week": None,
    "For residents 65 years of age and older": None,
    "Prices are reviewed every 12 months": None,
    "Detected daily, on 182 out of 365 days": None,
    "Staff are polite": None,
    "Grants up to $50,000 - 20 business days": ("20 business days", None),
    # French
    "Réponse dans un délai de 10 jours ouvrables": ("10 business days", None),
    "Nous répondons dans les cinq (5) jours ouvrables": ("5 business days", None),
    "Avis envoyé dans les 60 jours civils suivant la réception": ("60 calendar days", None),
    "Accusé de réception dans un délai d’un jour ouvrable": ("1 business day", None),
    "dans les vingt-quatre heures": ("24 hours", None),
    "Paiement dans les quatre-vingt-dix (90) jours ouvrables": ("90 business days", None),
    "Dans un délai maximal de 4 semaines": ("4 weeks", None),
    "Avant la fin de la journée ouvrable suivante": ("1 business day", None),
    "Les demandes sont traitées en 15 jours": ("15 days", D.BARE_DAY),
    "publiées dans les 35 à 40 jours ouvrables": ("35 to 40 business days", D.RANGE),
    "Entre 2 et 3 semaines": ("2 to 3 weeks", D.RANGE),
    "Service offert de 8 h 30 à 16 h 30": None,
    "Ligne ouverte 24 heures sur 24, 7 jours sur 7": None,
    "Avis donné 7 jours ouvrables avant la réunion": ("7 business days", D.BEFORE),
    # Ukrainian
    "Відповідаємо протягом 5 робочих днів": ("5 business days", None),
    "протягом п'яти робочих днів з дня отримання": ("5 business days", None),
    "не пізніше ніж за двадцять чотири години": ("24 hours", None),
    "Розглядаємо скаргу за 10 (десять) календарних днів": ("10 calendar days", None),
    "Відновлюємо зв’язок протягом доби": ("24 hours", None),
    "Передзвонюємо за 15 хв.": ("15 minutes", None),
    "Рішення — до 2 тижнів": ("2 weeks", None),
    "упродовж місяця": ("1 month", None),
    "Відповідь до 3 год.": ("3 hours", None),
    "до кінця наступного робочого дня": ("1 business day", None),
    "Доставка за 3 дні": ("3 days", D.BARE_DAY),
    "від 3 до 5 робочих днів": ("3 to 5 business days", D.RANGE),
    "у чаті — 2 хвилини, листом — 1 робочий день": ("2 minutes / 1 business day", D.SEVERAL),
    "Відповідаємо того ж дня": ("same day", D.SAME_DAY),
    "попереджаємо за 3 робочі дні до початку робіт": ("3 business days", D.BEFORE),
    "Працюємо цілодобово, 24/7": None,
    # Russian
    "Отвечаем в течение 3 рабочих дней": ("3 business days", None),
    "в течение трёх рабочих дней со дня обращения": ("3 business days", None),
    "не более 30 календарных дней": ("30 calendar days", None),
    "Подключение в течение суток": ("24 hours", None),
    "Ответ в течение 2 банковских дней": ("2 business days", None),
    "ожидание до 10 мин.": ("10 minutes", None),
    "проверка раз и до 1 года": ("12 months", None),
    "Доставим за 5 дней": ("5 days", D.BARE_DAY),
    "от 3 до 7 рабочих дней": ("3 to 7 business days", D.RANGE),
    "в тот же день": ("same day", D.SAME_DAY),
    "Горячая линия: 24 часа в сутки": None,
}


@pytest.mark.parametrize(("text", "expected"), LIMITS.items(), ids=LIMITS)
def test_limit(text: str, expected: tuple[str, Doubt | None] | None) -> None:
    """One clear time is proposed as it is; what people must decide is named; what is no limit is passed over."""
    found = limit_in(text)

    assert (found and (found.proposal, found.doubt)) == expected


STARTS = {
    "within 5 days of receiving a fully complete application": "complete-application-received",
    "after receipt of all required documents": "complete-application-received",
    "within two days of receipt of your request": "request-received",
    "within 24 hours of a request": "request-received",
    "within 9 minutes upon receipt of the call in the queue": "call-received",
    "from the date the complaint is received": "complaint-received",
    "after we receive your e-mail": "message-delivered",
    "10 business days following the funding decision": "decision-made",
    "suivant la réception de la demande dûment remplie": "complete-application-received",
    "après la réception de votre plainte": "complaint-received",
    "з моменту отримання заявки": "application-received",
    "з дня подання повного пакета документів": "complete-application-received",
    "протягом години після дзвінка": "call-received",
    "с момента поступления жалобы": "complaint-received",
    "со дня получения полного пакета документов": "complete-application-received",
    "we answer within 10 minutes": None,
}


@pytest.mark.parametrize(("text", "expected"), STARTS.items(), ids=STARTS)
def test_start_of_the_clock(text: str, expected: str | None) -> None:
    """The event after which the text counts is proposed, the nearest known one."""
    found = start_in(text)

    assert (found and found.id) == expected


CHANNELS = {
    "We answer your e-mail": ("email",),
    "par courriel ou par téléphone": ("email", "telephone"),
    "Letters sent by mail": ("mail",),
    "надсилаємо електронною поштою": ("email",),
    "надсилаємо поштою": ("mail",),
    "Отвечаем в чате и по телефону": ("telephone", "chat"),
    "оплата онлайн на сайті": ("online",),
    "at the counter": ("in-person",),
    "We are polite": (),
}


@pytest.mark.parametrize(("text", "expected"), CHANNELS.items(), ids=CHANNELS)
def test_channels(text: str, expected: tuple[str, ...]) -> None:
    """Channels are proposed by the words for them; e-mail is not mail."""
    assert channels_in(text) == expected


def test_per_cents() -> None:
    """Percentages are found however they are written, each once."""
    assert per_cents(
        "95 % of calls, 95% of mails, 80 per cent, 99,5 pour cent, 70 відсотків, 60 процентов"
    ) == tuple(map(Decimal, ("95", "80", "99.5", "70", "60")))


def test_words_of_a_limit() -> None:
    """A time in a text about something else is only a limit beside a word that sets one."""
    assert sounds_like_limit("sent within 10 days")
    assert not sounds_like_limit("a 10-day course")


WRITTEN = {
    "forty-five": 45, "ninety": 90, "dix-sept": 17, "soixante et onze": 71, "quatre-vingt-dix-neuf": 99,
    "двадцяти чотирьох": 24, "сорока п'яти": 45, "двадцати двух": 22, "девяносто девять": 99,
}  # fmt: skip


@pytest.mark.parametrize(("word", "number"), WRITTEN.items(), ids=WRITTEN)
def test_number_words(word: str, number: int) -> None:
    """Numbers up to ninety-nine are known as words, in the cases that limits stand in."""
    assert NUMBER_WORDS[word] == number
