"""
The values that fields hold: durations, shares, money, scores, links, periods.

Each type reads what people write (`parse`), prints it in its canonical form
(`str`), and raises `unreadable` with the name of the fault; nothing here knows
of files or of the language of a message.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def unreadable(fault: str, **values: str) -> PydanticCustomError:
    """The error for a value that can't be read: *fault* names its message in the catalogue."""
    return PydanticCustomError("unreadable", "cannot be read", {"fault": fault, **values})


class ReadFromText:
    """What pydantic needs to read a value type with `parse` and to write it with `str`."""

    __slots__ = ()
    pattern: ClassVar[str]
    examples: ClassVar[tuple[str, ...]]
    numbers_too: ClassVar[bool] = False

    @classmethod
    def parse(cls, text: str) -> Any:
        raise unreadable("not-text", text=text)

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        # What dataclasses do by themselves takes ten times as long, and a handbook has very many values.
        return type(self), tuple(getattr(self, name) for name in cast("tuple[str, ...]", self.__slots__))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: object) -> Any:
            if isinstance(value, cls):
                return value
            if isinstance(value, str):
                return cls.parse(value)
            if cls.numbers_too and isinstance(value, int | float) and not isinstance(value, bool):
                return cls.parse(str(value))
            raise unreadable("not-text", text=str(value), example=cls.examples[0])

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema(when_used="unless-none")
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": ["string", "number"] if cls.numbers_too else "string",
            "pattern": cls.pattern,
            "examples": list(cls.examples),
        }


class Unit(StrEnum):
    """The units of a duration, as they are written in the singular."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    BUSINESS_HOUR = "business hour"
    BUSINESS_DAY = "business day"
    CALENDAR_DAY = "calendar day"
    WEEK = "week"
    MONTH = "month"


LONGEST_YEARS = 100
"""No limit and no period between two days is longer: what is counted from it would leave the calendar."""
_MOST = {
    Unit.SECOND: 86400 * 366,
    Unit.MINUTE: 1440 * 366,
    Unit.HOUR: 24 * 366,
    Unit.BUSINESS_HOUR: 24 * 366,
    Unit.BUSINESS_DAY: 366,
    Unit.CALENDAR_DAY: 366,
    Unit.WEEK: 53,
    Unit.MONTH: 12,
}
"""How many of a unit a year has at most."""
_UNITS = {unit + ending: unit for unit in Unit for ending in ("", "s")}


@dataclass(frozen=True, slots=True)
class Duration(ReadFromText):
    """
    A whole number of one unit, such as *12 hours* or *1 business day*.

    Two durations of different units are different values; what each means over
    a calendar is a matter of the deadlines, not of this type.
    """

    amount: int
    unit: Unit

    pattern = r"^[1-9][0-9]* (" + "|".join(f"{unit}s?" for unit in Unit) + ")$"
    examples = ("12 hours", "1 business day", "20 seconds", "4 business hours", "10 calendar days")

    @classmethod
    def parse(cls, text: str) -> Duration:
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(\D*)", " ".join(text.split()))
        if not match:
            raise unreadable("duration", text=text)
        number, words = match[1], match[2].strip().casefold()
        if re.search(r"[.,]", number):
            raise unreadable("duration-fraction", text=text)
        amount = int(number)
        if words in ("day", "days", "d"):
            raise unreadable("duration-bare-day", text=text, number=number, s=_s(amount))
        unit = _UNITS.get(words)
        if unit is None or amount < 1:
            raise unreadable("duration", text=text)
        if amount > _MOST[unit] * LONGEST_YEARS:
            raise unreadable("duration-too-long", text=text)
        read = cls(amount, unit)
        if str(read) != text:
            raise unreadable("duration-form", text=text, better=str(read))
        return read

    @property
    def in_business_time(self) -> bool:
        """Whether it runs by a calendar's opening hours."""
        return self.unit in (Unit.BUSINESS_HOUR, Unit.BUSINESS_DAY)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{_s(self.amount)}"


def _s(amount: int) -> str:
    return "" if amount == 1 else "s"


@dataclass(frozen=True, slots=True, order=True)
class Share(ReadFromText):
    """How much of the whole, in per cent: *90%* is 90, never 0.9."""

    percent: Decimal

    pattern = r"^[0-9]+(\.[0-9]+)?%$"
    examples = ("90%", "99.5%")

    @classmethod
    def parse(cls, text: str) -> Share:
        match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", text.strip())
        if not match:
            raise unreadable("share", text=text)
        percent = Decimal(match[1].replace(",", "."))
        if not match[2]:
            better = percent * 100 if percent <= 1 else percent
            raise unreadable("share-percent-sign", text=text, better=f"{_plain(better)}%")
        if percent > 100:
            raise unreadable("share-over-100", text=text)
        read = cls(percent)
        if str(read) != text:
            raise unreadable("share-form", text=text, better=str(read))
        return read

    def __str__(self) -> str:
        return f"{_plain(self.percent)}%"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Money(ReadFromText):
    """An amount and its currency (ISO 4217): *500 UAH*."""

    amount: Decimal
    currency: str

    pattern = r"^[0-9]+(\.[0-9]{1,2})? [A-Z]{3}$"
    examples = ("500 UAH", "40 GBP")

    @classmethod
    def parse(cls, text: str) -> Money:
        if not re.fullmatch(cls.pattern[1:-1], text):
            raise unreadable("money", text=text)
        amount, currency = text.split()
        return cls(Decimal(amount), currency)

    def __str__(self) -> str:
        return f"{_plain(self.amount)} {self.currency}"


@dataclass(frozen=True, slots=True)
class Score(ReadFromText):
    """A mark on a scale: *4.5 of 5*."""

    mark: Decimal
    scale: Decimal

    pattern = r"^[0-9]+(\.[0-9]+)? of [0-9]+$"
    examples = ("4.5 of 5",)

    @classmethod
    def parse(cls, text: str) -> Score:
        match = re.fullmatch(r"(\d+(?:\.\d+)?) of (\d+)", text)
        if not match:
            raise unreadable("score", text=text)
        read = cls(Decimal(match[1]), Decimal(match[2]))
        if read.mark > read.scale:
            raise unreadable("score-over-scale", text=text)
        return read

    def __str__(self) -> str:
        return f"{_plain(self.mark)} of {_plain(self.scale)}"


@dataclass(frozen=True, slots=True, order=True)
class Count(ReadFromText):
    """A plain whole number: how many contacts, transfers, faults."""

    number: int

    numbers_too = True
    pattern = r"^[0-9]+$"
    examples = ("2",)

    @classmethod
    def parse(cls, text: str) -> Count:
        if not re.fullmatch(r"\d+", text):
            raise unreadable("count", text=text)
        return cls(int(text))

    def __str__(self) -> str:
        return str(self.number)


class Level(ReadFromText):
    """The level that a commitment names, whichever of the types above its text shows."""

    __slots__ = ()
    numbers_too = True
    pattern = "|".join(kind.pattern for kind in (Duration, Share, Score, Count))
    examples = ("12 hours", "98%", "4.5 of 5", "2")

    @classmethod
    def parse(cls, text: str) -> Duration | Share | Score | Count:
        if "%" in text:
            return Share.parse(text)
        if " of " in text:
            return Score.parse(text)
        if re.fullmatch(r"\d+", text):
            return Count.parse(text)
        if re.fullmatch(r"0?\.\d+", text):
            return Share.parse(text)
        return Duration.parse(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: object) -> Any:
            if isinstance(value, Duration | Share | Score | Count):
                return value
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                raise unreadable("not-text", text=str(value), example=cls.examples[0])
            return cls.parse(str(value))

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema(when_used="unless-none")
        )


AnyLevel = Duration | Share | Score | Count
"""What `Level` reads into."""


@dataclass(frozen=True, slots=True, order=True)
class VersionNumber(ReadFromText):
    """Major, minor and patch, as in Semantic Versioning; 0.x is a draft's."""

    major: int
    minor: int
    patch: int

    pattern = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"
    examples = ("1.0.0",)

    @classmethod
    def parse(cls, text: str) -> VersionNumber:
        match = re.fullmatch(cls.pattern[1:-1], text)
        if not match:
            raise unreadable("version", text=text)
        return cls(int(match[1]), int(match[2]), int(match[3]))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True, order=True)
class Link(ReadFromText):
    """To a document or one of its clauses, perhaps at a major version: `email-reply#answer@2`."""

    document: str
    clause: str | None = None
    major: int | None = None

    pattern = rf"^{SLUG}(#{SLUG})?(@[0-9]+)?$"
    examples = ("email-reply", "email-reply#answer", "email-reply#answer@2")

    @classmethod
    def parse(cls, text: str) -> Link:
        match = re.fullmatch(rf"({SLUG})(?:#({SLUG}))?(?:@(\d+))?", text)
        if not match:
            raise unreadable("link", text=text)
        return cls(match[1], match[2], int(match[3]) if match[3] else None)

    def __str__(self) -> str:
        clause = f"#{self.clause}" if self.clause else ""
        major = "" if self.major is None else f"@{self.major}"
        return f"{self.document}{clause}{major}"


@dataclass(frozen=True, slots=True)
class Span(ReadFromText):
    """An ISO 8601 duration of years, months, weeks and days, for notice and review: *P14D*, *P1Y*."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    pattern = r"^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$"
    examples = ("P1Y", "P6M", "P14D")

    @classmethod
    def parse(cls, text: str) -> Span:
        match = re.fullmatch(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", text)
        if not match:
            raise unreadable("span", text=text)
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        if max(years, months / 12, weeks / 52, days / 365) > LONGEST_YEARS:
            raise unreadable("span-too-long", text=text)
        return cls(years, months, weeks, days)

    def after(self, day: date) -> date:
        """The day that lies this span after *day*; a month keeps the day number, clamped to its length."""
        month = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, month = month // 12, month % 12 + 1
        clamped = date(year, month, min(day.day, monthrange(year, month)[1]))
        return clamped + timedelta(weeks=self.weeks, days=self.days)

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{n}{letter}" for n, letter in parts if n) or "0D")


@dataclass(frozen=True, slots=True)
class OpenInterval(ReadFromText):
    """Opening hours of one day, *09:00-18:00*; the end may be 24:00. In minutes after midnight."""

    start: int
    end: int

    pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
    examples = ("09:00-18:00",)

    @classmethod
    def parse(cls, text: str) -> OpenInterval:
        if not re.fullmatch(cls.pattern[1:-1], text):
            raise unreadable("hours", text=text)
        start, end = ((int(part[:2]) * 60 + int(part[3:])) for part in text.split("-"))
        return cls(start, end)

    @property
    def opens(self) -> time:
        """When it opens."""
        return time(self.start // 60, self.start % 60)

    def __str__(self) -> str:
        return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (self.start, self.end))


@dataclass(frozen=True, slots=True)
class YearStart(ReadFromText):
    """The day on which a fiscal year begins, month and day: *04-01*."""

    month: int
    day: int

    pattern = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    examples = ("04-01", "10-01")

    @classmethod
    def parse(cls, text: str) -> YearStart:
        match = re.fullmatch(r"(\d\d)-(\d\d)", text)
        # A day that every year has; a fiscal year that begins with January is a year.
        if not match or match[0] == "01-01" or not _is_day(1, int(match[1]), int(match[2])):
            raise unreadable("year-start", text=text)
        return cls(int(match[1]), int(match[2]))

    def of(self, year: int) -> date:
        """The day in that year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


@dataclass(frozen=True, slots=True)
class ReportingPeriod(ReadFromText):
    """
    The period of a result: a month (*2026-03*), a quarter (*2025-Q4*), a year (*2025*) or a fiscal year (*2023-2024*).

    When fiscal years begin is the handbook's to say (`starting`); until it is
    known, such a period counts as the calendar year in which it begins.
    """

    year: int
    quarter: int | None = None
    month: int | None = None
    is_fiscal: bool = False
    starts: YearStart | None = None
    """Of a fiscal year, if it is known."""

    numbers_too = True
    pattern = r"^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-[0-9]{4})?$"
    examples = ("2026-03", "2025-Q4", "2025", "2023-2024")

    @classmethod
    def parse(cls, text: str) -> ReportingPeriod:
        match = re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2])|-(\d{4}))?", text)
        if not match or match[1] == "0000":
            raise unreadable("period", text=text)
        year = int(match[1])
        if match[4] and int(match[4]) != year + 1:
            raise unreadable("period", text=text)
        return cls(
            year,
            int(match[2]) if match[2] else None,
            int(match[3]) if match[3] else None,
            is_fiscal=bool(match[4]),
        )

    def starting(self, starts: YearStart) -> ReportingPeriod:
        """The same period where fiscal years begin on *starts*."""
        return replace(self, starts=starts) if self.is_fiscal else self

    @property
    def first_day(self) -> date:
        """Its first day."""
        if self.starts:
            return self.starts.of(self.year)
        return date(self.year, self.month or (self.quarter * 3 - 2 if self.quarter else 1), 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        if self.starts:
            return self.starts.of(self.year + 1) - timedelta(days=1)
        return Span(months=self.months).after(self.first_day) - timedelta(days=1)

    @property
    def months(self) -> int:
        """How long it is."""
        return 1 if self.month else 3 if self.quarter else 12

    def __str__(self) -> str:
        if self.is_fiscal:
            return f"{self.year}-{self.year + 1}"
        if self.quarter:
            return f"{self.year}-Q{self.quarter}"
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)
