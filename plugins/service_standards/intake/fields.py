"""
From the text of a cell to the value of a field.

Which field a dotted path means, what it wants, and the canonical form of what
the cell says. A cell that does not fit raises `DoesNotFitError` with the name
of the message; nothing is guessed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic_core import PydanticCustomError

from ..model.documents import Commitment, Exemption, Standard
from ..model.fields import Strict
from ..model.values import Duration as DurationValue
from ..model.values import Level, ReadFromText, Share
from ..source.shapes import Fields, ListOf, Shape, Single, Wants, keys_of
from .limits import limit_in
from .mapping import Read, Rule
from .slugs import slug


class DoesNotFitError(Exception):
    """A cell is not what its field wants."""

    def __init__(self, fault: str, **values: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a mapping may fill."""

    path: tuple[str, ...]
    shape: Shape | None
    """None for a key of the company's own, `x_…`."""

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return isinstance(self.shape, ListOf)

    @property
    def single(self) -> Single | None:
        """What one value of it is to be; None for `x_…`."""
        inner = self.shape.inner if isinstance(self.shape, ListOf) else self.shape
        return inner if isinstance(inner, Single) else None

    @property
    def is_text(self) -> bool:
        """Whether it is text that is translated."""
        return self.is_exemptions or bool(self.single and self.single.text)

    @property
    def is_exemptions(self) -> bool:
        """Whether it is the list of exemptions: the one list of mappings that a cell can fill, a line each."""
        return self.shape == ListOf(Fields(Exemption))


@cache
def target_of(model: type[Strict], path: str) -> Target | None:
    """The field that dotted *path* means in *model*; None if there is none that a cell can fill."""
    parts = tuple(path.split("."))
    if path.startswith("x_") and len(parts) == 1:
        return Target(parts, None)
    shape: Shape = Fields(model)
    for part in parts:
        key = keys_of(shape.model).get(part) if isinstance(shape, Fields) else None
        if key is None:
            return None
        shape = key.shape
    found = Target(parts, shape)
    return found if found.single or found.is_exemptions else None


def fillable(model: type[Strict]) -> list[str]:
    """The dotted paths of *model* that a cell can fill."""
    paths: list[str] = []
    for name, key in keys_of(model).items():
        inner = keys_of(key.shape.model) if isinstance(key.shape, Fields) else {}
        paths += [f"{name}.{below}" for below in inner] or [name]
    return [path for path in paths if target_of(model, path)]


DOCUMENT, COMMITMENT = Standard, Commitment

_YES = frozenset("yes y true 1 x + oui o vrai так т да д є есть".split())
_NO = frozenset("no n false 0 - non faux ні н нет".split())


def value(target: Target, rule: Rule, text: str, language: str) -> Any:
    """The value that *text* gives *target*, in canonical form. Raises DoesNotFitError."""
    single = target.single
    if rule.read is Read.DURATION:
        return duration(text)
    if rule.read in (Read.SHARE, Read.PERCENT):
        return share(text, rule.read)
    if rule.read is Read.DATE:
        return day(text)
    if rule.read is Read.NUMBER:
        return number(text)
    if single is None:
        return text
    match single.wants:
        case Wants.ID:
            return identifier(text, rule, language)
        case Wants.CHOICE:
            return choice(text, single)
        case Wants.BOOL:
            return yes_or_no(text)
        case Wants.NUMBER:
            return number(text)
        case Wants.DAY:
            return day(text)
        case Wants.VALUE:
            return typed_value(text, single.type)
        case Wants.TEXT:
            return text


def identifier(text: str, rule: Rule, language: str) -> str:
    """The id that *text* makes."""
    made = slug(text, prefix=rule.prefix, language=language)
    if not made:
        raise DoesNotFitError("no-slug", text=text)
    return made


def choice(text: str, single: Single) -> str:
    """The allowed word that *text* is, capitals aside."""
    wanted = re.sub(r"[\s_]+", "-", text.strip().casefold())
    for word in single.choices:
        if wanted == word.replace(" ", "-"):
            return str(word)
    raise DoesNotFitError("not-allowed", text=text, allowed=", ".join(single.choices))


def yes_or_no(text: str) -> bool:
    """Whether *text* says yes."""
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise DoesNotFitError("not-yes-or-no", text=text)


def number(text: str) -> int:
    """The whole number that *text* is, whatever parts its thousands."""
    plain = re.sub(r"[\s'’]|,(?=\d{3}(?:\D|$))", "", text)
    if re.fullmatch(r"\d+", plain):
        return int(plain)
    raise DoesNotFitError("not-a-number", text=text)


def day(text: str) -> date:
    """The date that *text* is: 2026-03-01 or 01.03.2026; with slashes nobody knows which is the month."""
    iso = re.sub(
        r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$", lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}", text.strip()
    )
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise DoesNotFitError("not-a-date", text=text) from None


def share(text: str, read: Read = Read.SHARE) -> str:
    """*0.9*, *0,9* or *90 %* as *90%*; as a percent, *90* too. A number over one is no share without its sign."""
    match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", text.strip())
    if not match:
        raise DoesNotFitError("not-a-share", text=text)
    amount = Decimal(match[1].replace(",", "."))
    if not match[2] and read is Read.SHARE:
        if amount > 1:
            raise DoesNotFitError("share-over-one", text=text)
        amount *= 100
    if amount > 100:
        raise DoesNotFitError("share-over-100", text=text)
    return str(Share(amount))


def duration(text: str) -> str:
    """The one time that *text* is, in the words of the model. Raises DoesNotFitError where it is more, or less."""
    limit = limit_in(text)
    if limit is None:
        raise DoesNotFitError("no-duration", text=text)
    if limit.doubt or not _is_only(text, limit.found[0].text):
        raise DoesNotFitError(limit.doubt or "not-only-duration", text=text, proposal=limit.proposal)
    return limit.proposal


def _is_only(text: str, found: str) -> bool:
    """Whether *text* says nothing but the time found in it, but for a word such as *within* or *до*."""
    return len(re.sub(r"\W", "", text)) - len(re.sub(r"\W", "", found)) <= 3


def typed_value(text: str, kind: type[ReadFromText]) -> Any:
    """*text* as a value of the model's *kind*, in its canonical form."""
    if kind is Share:
        return share(text)
    if kind in (DurationValue, Level) and not re.search(r"%|\d of \d", text):
        return duration(text)
    try:
        return str(kind.parse(text))
    except PydanticCustomError:
        raise DoesNotFitError("not-readable", text=text, example=kind.examples[0]) from None
