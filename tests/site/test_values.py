"""Values in words: the numbers of a field as readers of each language expect them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service_standards.model.documents import Every
from service_standards.model.values import Duration, Level, Money, OpenInterval, ReportingPeriod, Span, Unit
from service_standards.site.labels import labels
from service_standards.site.values import Form, Values

GENITIVE, ACCUSATIVE = Form.GENITIVE, Form.ACCUSATIVE

LEVELS = {
    "hours": ("12 hours", "12 hours", "12 годин", "12 часов"),
    "one hour": ("1 hour", "1 hour", "1 година", "1 час"),
    "few hours": ("24 hours", "24 hours", "24 години", "24 часа"),
    "teens are many": ("11 minutes", "11 minutes", "11 хвилин", "11 минут"),
    "twenty-one": ("21 seconds", "21 seconds", "21 секунда", "21 секунда"),
    "business hours": ("4 business hours", "4 business hours", "4 робочі години", "4 рабочих часа"),
    "a business day": ("1 business day", "1 business day", "1 робочий день", "1 рабочий день"),
    "business days": ("10 business days", "10 business days", "10 робочих днів", "10 рабочих дней"),
    "calendar days": ("3 calendar days", "3 calendar days", "3 календарні дні", "3 календарных дня"),
    "months": ("2 months", "2 months", "2 місяці", "2 месяца"),
    "share": ("90%", "90%", "90%", "90 %"),
    "share with a fraction": ("99.5%", "99.5%", "99,5%", "99,5 %"),
    "score": ("4.5 of 5", "4.5 of 5", "4,5 з 5", "4,5 из 5"),
    "count": ("2", "2", "2", "2"),
}
CASES = {
    "uk, within": ("uk", "24 hours", GENITIVE, "24 годин"),
    "uk, within one": ("uk", "1 hour", GENITIVE, "1 години"),
    "uk, within twenty-one": ("uk", "21 minutes", GENITIVE, "21 хвилини"),
    "uk, within business days": ("uk", "2 business days", GENITIVE, "2 робочих днів"),
    "uk, in one": ("uk", "1 minute", ACCUSATIVE, "1 хвилину"),
    "uk, in few": ("uk", "24 hours", ACCUSATIVE, "24 години"),
    "uk, in a day": ("uk", "1 business day", ACCUSATIVE, "1 робочий день"),
    "ru, within": ("ru", "24 hours", GENITIVE, "24 часов"),
    "ru, within one": ("ru", "1 business day", GENITIVE, "1 рабочего дня"),
    "ru, in one": ("ru", "1 second", ACCUSATIVE, "1 секунду"),
    "ru, in an hour": ("ru", "1 hour", ACCUSATIVE, "1 час"),
    "en has one form": ("en", "24 hours", GENITIVE, "24 hours"),
    "no words of its own: English": ("fr", "24 hours", GENITIVE, "24 hours"),
}
OTHERS = {
    "money": (lambda say: say.money(Money.parse("500 UAH")), "UAH 500", "500 ₴", "500 ₴"),
    "money with cents": (lambda say: say.money(Money.parse("12.50 UAH")), "UAH 12.50", "12,50 ₴", "12,50 ₴"),
    "thousands": (lambda say: say.number(Decimal(2000)), "2,000", "2 000", "2 000"),
    "date": (lambda say: say.date(date(2026, 3, 1)), "1 March 2026", "1 березня 2026 р.", "1 марта 2026 г."),
    "month": (lambda say: say.month(date(2026, 3, 1)), "March 2026", "березень 2026", "март 2026"),
    "quarter": (
        lambda say: say.period(ReportingPeriod.parse("2025-Q4")),
        "4th quarter of 2025",
        "IV квартал 2025 року",
        "IV квартал 2025 года",
    ),
    "fiscal year": (
        lambda say: say.period(ReportingPeriod.parse("2023-2024")),
        "fiscal year 2023–2024",
        "2023–2024 фінансовий рік",
        "2023–2024 финансовый год",
    ),
    "year": (lambda say: say.period(ReportingPeriod.parse("2025")), "2025", "2025", "2025"),
    "period of a target": (lambda say: say.each(Every.MONTH), "every month", "щомісяця", "каждый месяц"),
    "a period in a sentence": (lambda say: say.every(Every.WEEK, ACCUSATIVE), "week", "тиждень", "неделю"),
    "a period, genitive": (lambda say: say.every(Every.MONTH, GENITIVE), "month", "місяця", "месяца"),
    "name of a language": (lambda say: say.language_name("en"), "English", "англійська", "английский"),
    "a language without a name": (lambda say: say.language_name("qq"), "qq", "qq", "qq"),
    "span of a year": (lambda say: say.every_span(Span.parse("P1Y")), "every year", "щороку", "каждый год"),
    "span of months": (
        lambda say: say.every_span(Span.parse("P6M")),
        "every 6 months",
        "раз на 6 місяців",
        "раз в 6 месяцев",
    ),
    "span of two parts": (
        lambda say: say.span(Span.parse("P1Y6M")),
        "1 year 6 months",
        "1 рік 6 місяців",
        "1 год 6 месяцев",
    ),
}


def plain(text: str) -> str:
    """*text* with plain spaces: which of them may break a line is tested apart."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("level", "en", "uk", "ru"), LEVELS.values(), ids=LEVELS)
def test_level(level: str, en: str, uk: str, ru: str) -> None:
    """Every unit has the plural forms of the language (CLDR), decimals its comma, per cent its space."""
    said = [plain(Values(language).level(Level.parse(level))) for language in ("en", "uk", "ru")]

    assert said == [en, uk, ru]


@pytest.mark.parametrize(("language", "level", "form", "said"), CASES.values(), ids=CASES)
def test_case(language: str, level: str, form: Form, said: str) -> None:
    """A sentence gets the case that its preposition asks for."""
    assert plain(Values(language).level(Level.parse(level), form)) == said


@pytest.mark.parametrize(("value", "en", "uk", "ru"), OTHERS.values(), ids=OTHERS)
def test_other_values(value, en: str, uk: str, ru: str) -> None:  # type: ignore[no-untyped-def]
    """Money, dates and periods."""
    assert [plain(value(Values(language))) for language in ("en", "uk", "ru")] == [en, uk, ru]


def test_number_and_unit_do_not_part() -> None:
    """A line never ends between a number and its unit."""
    assert Values("uk").duration(Duration(10, Unit.BUSINESS_DAY)) == "10\N{NO-BREAK SPACE}робочих днів"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("form", Form)
def test_every_unit_has_words(language: str, unit: Unit, form: Form) -> None:
    """No duration that can be written lacks a word, for any number."""
    for amount in (1, 2, 5, 11, 21, 104):
        assert str(amount) in Values(language).duration(Duration(amount, unit), form)


WEEKS = {
    "around the clock": (
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00"),
        [("", "around the clock, every day")],
    ),
    "days alike are one row": (
        {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-20:00"), "sat": "09:00-18:00"},
        [("Mon–Fri", "08:00–20:00"), ("Sat", "09:00–18:00"), ("Sun", "closed")],
    ),
    "a break at noon": (
        {"mon": "09:00-13:00 14:00-18:00"},
        [("Mon", "09:00–13:00, 14:00–18:00"), ("Tue–Sun", "closed")],
    ),
}


@pytest.mark.parametrize(("weekly", "rows"), WEEKS.values(), ids=WEEKS)
def test_week(weekly: dict[str, str], rows: list[tuple[str, str]]) -> None:
    """The hours of a week in as few rows as say them all."""
    read = {day: tuple(OpenInterval.parse(one) for one in hours.split()) for day, hours in weekly.items()}

    assert list(Values("en").week(read)) == rows


def leaves(value: object, path: str = "") -> set[str]:
    """The paths of all texts, plural categories left out."""
    if isinstance(value, dict) and not {"one", "other"} & value.keys():
        return {leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}")}
    return {path}


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_label_is_missing(language: str) -> None:
    """Whatever the interface says in English it says in Ukrainian and Russian."""
    assert leaves(labels("en")) - leaves(labels(language)) == set()


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_labels_have_every_plural_form(language: str) -> None:
    """One and other are not enough where a language has a form for few, unless few is as other."""
    for group, names in labels("en").items():
        for name, forms in names.items() if isinstance(names, dict) else ():
            if isinstance(forms, dict) and "{n}" in str(forms.get("other")):
                own = labels(language)[group][name]
                assert isinstance(own, str) or "other" in own, f"{group}.{name}"
