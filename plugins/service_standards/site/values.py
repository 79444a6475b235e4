"""
Values in words, by language: durations with plural forms and cases, shares, money, marks, dates, hours.

Numbers and dates are written as CLDR says; the names of units are labels,
since CLDR knows neither business days nor the cases of Ukrainian and Russian.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from ..model.documents import Every
from ..model.registry import WEEKDAYS
from ..model.values import (
    AnyLevel,
    Count,
    Duration,
    Money,
    OpenInterval,
    ReportingPeriod,
    Score,
    Share,
    Span,
)
from .labels import label, labels, spoken

NBSP = "\N{NO-BREAK SPACE}"


class Form(StrEnum):
    """The grammatical cases in which a sentence may need a value; English has one form for all."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    ACCUSATIVE = "accusative"


@dataclass(frozen=True, slots=True)
class Values:
    """How values are said in one language."""

    language: str

    @property
    def locale(self) -> Locale:
        """The CLDR locale; English dates and numbers are the British ones, as day, month, year."""
        return _locale(spoken(self.language))

    def level(self, level: AnyLevel, form: Form = Form.NOMINATIVE) -> str:
        """A limit of any type."""
        match level:
            case Duration():
                return self.duration(level, form)
            case Share():
                return self.share(level)
            case Score():
                return self.score(level)
            case Count():
                return self.number(Decimal(level.number))

    def parts(self, level: AnyLevel) -> tuple[str, str]:
        """A limit as a large number and the smaller words after it: those of a duration, else none."""
        said = self.level(level)
        if not isinstance(level, Duration):
            return said, ""
        number, _, unit = said.partition(NBSP)
        return number, unit

    def duration(self, duration: Duration, form: Form = Form.NOMINATIVE) -> str:
        """`12 hours`; the number and its unit never part at the end of a line."""
        unit = duration.unit.replace(" ", "_")
        return self._counted(f"unit.{unit}", duration.amount, form)

    def share(self, share: Share) -> str:
        """`99.5%`, with the space before the sign where the language has one."""
        return _percent(self.language, str(share.percent))

    def money(self, money: Money) -> str:
        """`UAH 500`, kopecks only where there are any."""
        whole = money.amount == money.amount.to_integral_value()
        if spoken(self.language) == "en":
            amount = format_decimal(money.amount, "#,##0" if whole else "#,##0.00", locale=self.locale)
            return f"{money.currency}{NBSP}{amount}"
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "" if whole else ".00")
        return str(
            format_currency(money.amount, money.currency, pattern, locale=self.locale, currency_digits=False)
        )

    def language_name(self, code: str) -> str:
        """The name of a language: `Ukrainian`; its code if CLDR has none."""
        try:
            return Locale.parse(code).get_language_name(self.locale.language) or code
        except (UnknownLocaleError, ValueError):
            return code

    def score(self, score: Score) -> str:
        """`4.5 of 5`."""
        return label(
            self.language, "value.score", mark=self.number(score.mark), scale=self.number(score.scale)
        )

    def number(self, number: Decimal | int) -> str:
        """A number with the separators of the language."""
        return str(format_decimal(number, locale=self.locale, decimal_quantization=False))

    def date(self, day: dt.date) -> str:
        """`1 March 2026`."""
        return _day(self.language, day, "long")

    def short_date(self, day: dt.date) -> str:
        """`1 Mar 2026`, for tables."""
        return _day(self.language, day, "medium")

    def month(self, day: dt.date) -> str:
        """`March 2026`."""
        return _day(self.language, day, "LLLL y")

    def period(self, period: ReportingPeriod) -> str:
        """`March 2026`, `4th quarter of 2025`, `2025` or `fiscal year 2023–2024`."""
        if period.is_fiscal:
            years = f"{period.year}\N{EN DASH}{period.year + 1}"
            return label(self.language, "value.fiscal_year", years=years)
        if period.quarter:
            return label(self.language, f"value.quarter_{period.quarter}", year=period.year)
        return self.month(period.first_day) if period.month else str(period.year)

    def every(self, every: Every, form: Form = Form.NOMINATIVE) -> str:
        """The period of a target as a noun: `month`."""
        return _in_form(self.language, "period", str(every), form)

    def each(self, every: Every) -> str:
        """How often a target is counted: `every month`."""
        return label(self.language, f"each.{every}")

    def span(self, span: Span) -> str:
        """`1 year`, `6 months`, `14 days`."""
        parts = (("year", span.years), ("month", span.months), ("week", span.weeks), ("day", span.days))
        said = [self._counted(f"span.{unit}", n, Form.NOMINATIVE) for unit, n in parts if n]
        return " ".join(said) or self._counted("span.day", 0, Form.NOMINATIVE)

    def every_span(self, span: Span) -> str:
        """`every 12 months`."""
        if span in (Span(years=1), Span(months=1), Span(weeks=1), Span(days=1)):
            unit = "year" if span.years else "month" if span.months else "week" if span.weeks else "day"
            return label(self.language, f"each.{unit}")
        return label(self.language, "value.every_span", span=self.span(span))

    def hours(self, intervals: Iterable[OpenInterval]) -> str:
        """The hours of a day, `09:00-13:00, 14:00-18:00`; without any it is closed."""
        said = [_interval(one) for one in intervals]
        return ", ".join(said) if said else label(self.language, "value.closed")

    def week(self, weekly: Mapping[str, tuple[OpenInterval, ...]]) -> tuple[tuple[str, str], ...]:
        """
        The hours of a week as rows of days and hours, days with the same hours as one row.

        One row with empty days means around the clock.
        """
        whole_day = (OpenInterval(0, 24 * 60),)
        if all(weekly.get(day, ()) == whole_day for day in WEEKDAYS):
            return (("", label(self.language, "value.around_the_clock")),)
        rows: list[tuple[int, int, tuple[OpenInterval, ...]]] = []
        for n, day in enumerate(WEEKDAYS):
            open_at = weekly.get(day, ())
            if rows and rows[-1][2] == open_at:
                rows[-1] = (rows[-1][0], n, open_at)
            else:
                rows.append((n, n, open_at))
        return tuple((self._days(first, last), self.hours(open_at)) for first, last, open_at in rows)

    def _days(self, first: int, last: int) -> str:
        names = self.locale.days["stand-alone"]["abbreviated"]
        return str(names[first]) if first == last else f"{names[first]}\N{EN DASH}{names[last]}"

    def _counted(self, name: str, n: int, form: Form) -> str:
        group, _, key = name.partition(".")
        here = f"{group}_{form}"
        chosen = here if key in labels(self.language).get(here, {}) else group
        return label(self.language, f"{chosen}.{key}", n).replace(" ", NBSP, 1)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)


# A handbook says the same few days and shares on thousands of pages.
@lru_cache(maxsize=4096)
def _day(language: str, day: dt.date, form: str) -> str:
    return str(format_date(day, form, locale=_locale(spoken(language))))


@lru_cache(maxsize=4096)
def _percent(language: str, percent: str) -> str:
    return str(
        format_percent(Decimal(percent) / 100, locale=_locale(spoken(language)), decimal_quantization=False)
    )


def _in_form(language: str, group: str, key: str, form: Form) -> str:
    here = f"{group}_{form}"
    return label(language, f"{here if key in labels(language).get(here, {}) else group}.{key}")


def _interval(interval: OpenInterval) -> str:
    return str(interval).replace("-", "\N{EN DASH}")
