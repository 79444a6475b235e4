"""
Changes in words: what changed, from what to what, and for whom it is better or stricter.

The comparison has judged already; here its results are only said, in one
language. A text is shown in that language if both versions have it there,
else both in the source language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from ..changes.kinds import Change, Direction
from ..changes.rules import RULES, Rule
from ..changes.wording import Edit, Piece, redline
from ..history.any_two import AnyTwo
from ..history.edition import Shown
from ..history.words import Wording
from ..model.documents import ChangeClass, Document, Every, Kind
from ..model.fields import RefersTo, Strict, marks
from ..model.handbook import Release
from ..model.translations import texts
from ..model.values import Count, Duration, Link, Money, ReportingPeriod, Score, Share, Span
from .book import Book
from .labels import labels
from .placeholders import filled

GROUPS = {
    "Component": "component", "Aspect": "aspect", "Strength": "strength", "Measure": "measure",
    "Obligation": "obligation", "Audience": "audience", "TestType": "test_type", "Method": "method",
    "Answer": "answer", "TrainingFormat": "training_format",
}  # fmt: skip
"""The labels of the closed sets of the model."""

SAYING = ("statement", "do", "ask", "say", "when", "action", "title", "offer", "reason")
"""The field in which an element says what it is about, the first that it has."""


class Form(StrEnum):
    """How a change is laid out."""

    VALUES = "values"
    """What held before, an arrow, what holds now."""
    TEXT = "text"
    """One text, its words marked that went and came."""
    NEW = "new"
    """A text where there was none."""
    GONE = "gone"
    CAME = "came"
    """A new element."""
    WENT = "went"
    LINKED = "linked"
    """What it was, and the way to where it lives on."""
    ONLY = "only"
    """Nothing more than that it changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One change in words."""

    change: Change
    what: str
    """What changed: `Limit`, `New step`."""
    form: Form
    before: str
    after: str
    language: str
    """Of *before* and *after*."""
    change_class: str
    """In words."""
    meaning: str
    """For whom it is better or stricter; empty if for nobody."""

    @property
    def clause(self) -> str | None:
        """The clause or other element; None for the document itself."""
        return self.change.clause

    @property
    def shape(self) -> str:
        """The shape beside the words: the class, by which it is drawn."""
        return str(self.change.change_class)

    @property
    def judged(self) -> bool:
        """False where a person must judge what the new words mean."""
        return self.change.judged

    @property
    def only_clock_change(self) -> bool:
        """Whether it differs only where the clocks are changed, which no class counts."""
        return "clock-change" in self.change.signals and self.change.staff is Direction.NONE

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words that stayed, went and came; of two texts with little in common, the one and then the other."""
        found = redline(self.before, self.after)
        stayed = sum(len(one.text) for one in found if one.edit is Edit.SAME)
        if 2 * stayed < LEAST_COMMON * (len(self.before) + len(self.after)):
            return (Piece(Edit.GONE, self.before), Piece(Edit.SAME, "\n"), Piece(Edit.NEW, self.after))
        return found

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        """The same with long unchanged passages cut to the words next to a change."""
        pieces = self.pieces
        return tuple(
            Piece(one.edit, _cut(one.text, n == 0, n == len(pieces) - 1)) if one.edit is Edit.SAME else one
            for n, one in enumerate(pieces)
        )

    @property
    def small(self) -> bool:
        """Whether it means nothing to those who work by the document."""
        return self.change.change_class in SMALL


LEAST_COMMON = 0.45
"""The share of its signs that a text must keep to be read with the marks of its changes."""

NEAR = 90
"""So many signs of an unchanged passage are shown next to a change."""


def _cut(text: str, first: bool, last: bool) -> str:
    if len(text) <= 2.5 * NEAR:
        return text
    begin = "" if first else text[:NEAR].rpartition(" ")[0]
    end = "" if last else text[-NEAR:].partition(" ")[2]
    return f"{begin} … {end}"


SMALL = (ChangeClass.EDITORIAL, ChangeClass.TRANSLATION, ChangeClass.ADMINISTRATIVE)


@dataclass(frozen=True)
class Telling:
    """The versions of one document as one book tells of them."""

    book: Book
    shown: Shown
    _words: dict[tuple[int, bool], Document] = field(default_factory=dict, repr=False)
    _wordings: dict[int, Wording] = field(default_factory=dict, repr=False)
    _texts: dict[tuple[int, bool], dict[tuple[str, str], str]] = field(default_factory=dict, repr=False)

    @property
    def versions(self) -> AnyTwo:
        """The versions."""
        return self.book.past.versions(self.shown.dossier)

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases, by rising number."""
        return self.versions.releases

    def wording(self, version: int) -> Wording:
        """What readers of the language see of a version."""
        if version not in self._wordings:
            self._wordings[version] = self.book.wording_of(self.shown.dossier, self.releases[version].version)
        return self._wordings[version]

    def document(self, version: int, in_source: bool = False) -> Document:
        """A version in the book's language, or in the source language; placeholders filled."""
        if not in_source or self.book.language == self.book.source_language:
            return self.wording(version).document
        key = (version, in_source)
        if key not in self._words:
            released = self.releases[version].version.document
            prevailing = self.book.prevailing
            self._words[key] = filled(released, released, self.book.sources, prevailing, prevailing)
        return self._words[key]

    def in_source(self, unit: str, *versions: int) -> bool:
        """Whether the texts of *unit* (a clause, or "" for the header) are only in the source language in one of these."""
        return any(
            (said.header_behind if not unit else unit in said.behind | said.missing)
            for said in map(self.wording, versions)
        )

    def text(self, version: int, unit: str, raw: str, in_source: bool = False) -> str:
        """A text of *unit* as readers see it, found by what stands in the source."""
        key = (version, in_source)
        if key not in self._texts:
            said = {path: text for path, text, _ in texts(self.document(version, in_source))}
            self._texts[key] = {
                (_unit(path), text): said.get(path, text)
                for path, text, _ in texts(self.releases[version].version.document)
            }
        return self._texts[key].get((unit, raw), raw)

    def prose(self, version: int, in_source: bool) -> str:
        """The prose of a version: its own translation, or the source."""
        content = self.releases[version].version
        own = None if in_source else content.translated_prose.get(self.book.language)
        return readable(own if own is not None else content.prose)

    def prose_in_source(self, *versions: int) -> bool:
        """Whether one of these versions has its prose in the source language only."""
        language = self.book.language
        return language != self.book.source_language and any(
            language not in self.releases[one].version.translated_prose for one in versions
        )

    def change(self, change: Change, old: int, new: int) -> Said:
        """A change between two versions in words."""
        book = self.book
        event = change.code.rpartition(".")[2]
        element = change.code.partition(".")[0]
        sides = [n for n, value in ((old, change.before), (new, change.after)) if value is not None]
        in_source = (
            self.prose_in_source(old, new)
            if change.code.endswith(".prose")
            else self.in_source(change.clause or "", *sides)
        )
        before, after = (
            self._value(change, value, version, in_source)
            for value, version in ((change.before, old), (change.after, new))
        )
        form, what = Form.VALUES, label_of(book.language, change.code, change.field)
        if event in ("added", "removed"):
            form = Form.CAME if event == "added" else Form.WENT
            what = book.label(f"{form}.{element}")
        elif event == "moved":
            what = book.label("changed.stage" if element == "step" else "changed.moved")
            if element == "step":
                before, after = book.title("stages", before), book.title("stages", after)
        elif event == "translation":
            form = Form.ONLY
            what = book.label("changed.translation", spoken=book.values.language_name(change.language or ""))
        elif event == "order":
            form, what = Form.ONLY, book.label("changed.order")
        elif _is_wording(change):
            form = Form.TEXT if before != after else Form.ONLY
        elif not (before and after) and _is_sentence(change.before or change.after):
            form = Form.NEW if after else Form.GONE
        elif before == after and form is Form.VALUES:
            form = Form.ONLY  # the same, written in another way
        if change.field.startswith("within."):
            what = book.label("changed.on_channel", what=what, channel=book.title("channels", event))
        return Said(
            change=change,
            what=what,
            form=form,
            before=before,
            after=after,
            language=book.source_language if in_source else book.language,
            change_class=book.label(f"change_class.{change.change_class}"),
            meaning=self._meaning(change),
        )

    def _meaning(self, change: Change) -> str:
        of = "customer" if self.shown.kind is Kind.STANDARD else "staff"
        direction = change.customer if of == "customer" else change.staff
        if direction is Direction.NONE:
            return ""
        return self.book.label(f"meaning.{of}_{direction}")

    def _value(self, change: Change, value: Any, version: int, in_source: bool) -> str:
        if value is None:
            return ""
        if change.code.endswith(".prose"):
            return self.prose(version, in_source)
        collection = COLLECTIONS.get(change.code)
        return self.words(value, version, change.clause or "", in_source, collection)

    def words(
        self, value: Any, version: int, unit: str, in_source: bool = False, collection: str | None = None
    ) -> str:
        """A value of a version in words; *collection* is what it is an id of."""
        book, say = self.book, self.book.values
        match value:
            case None:
                return ""
            case bool():
                return book.label("changed.yes" if value else "changed.no")
            case Every():
                return say.each(value)
            case StrEnum():
                return book.label(f"{GROUPS[type(value).__name__]}.{value}")
            case Duration() | Share() | Score() | Count():
                return say.level(value)
            case Money():
                return say.money(value)
            case Span():
                return say.span(value)
            case ReportingPeriod():
                return say.period(value)
            case date():
                return say.date(value)
            case int() | Decimal():
                return say.number(value)
            case Link():
                return self._link(value)
            case str() if collection:
                return book.title(collection, value)
            case str():
                return self.text(version, unit, value, in_source)
            case Strict():
                return self._element(value, version, unit, in_source)
            case Mapping():
                return "; ".join(
                    f"{book.title('channels', str(key))}: {self.words(one, version, unit, in_source)}"
                    for key, one in value.items()
                )
            case list() | tuple():
                said = [self.words(one, version, unit, in_source, collection) for one in value]
                return ("\n" if any(" " in one and len(one) > 60 for one in said) else ", ").join(said)
        return str(value)

    def _link(self, link: Link) -> str:
        found = self.book.reference(link)
        said = found.text or found.title
        return said if link.major is None else self.book.label("changed.at", text=said, major=link.major)

    def _element(self, element: Strict, version: int, unit: str, in_source: bool) -> str:
        """What an element says, with its limit; or else all its fields by name."""
        sentence = next(
            (text for name in SAYING if isinstance(text := getattr(element, name, None), str)), None
        )
        if sentence is not None and not hasattr(element, "share"):
            return self.text(version, unit or str(getattr(element, "id", "")), sentence, in_source)
        return "; ".join(
            f"{name}: {said}" for name, said in self.fields(element, version, unit, in_source).values()
        )

    def fields(
        self, element: Strict, version: int, unit: str, in_source: bool = False, prefix: str = ""
    ) -> dict[str, tuple[str, str]]:
        """Every field that says something, by the name that changes have for it: what it is called, its value."""
        found: dict[str, tuple[str, str]] = {}
        rules = RULES.get(type(element), {})
        name_of = type(element).__name__.lower()
        for name, info in type(element).model_fields.items():
            value = getattr(element, name)
            key = info.alias or name
            how = rules.get(name)
            if name == "extras" or how is Rule.IDENTITY or value in (None, (), "", False) or value == {}:
                continue
            if how in (Rule.NESTED, Rule.PROMISE) and isinstance(value, Strict):
                found |= self.fields(value, version, unit, in_source, f"{prefix}{key}.")
            else:
                collection = next(
                    (mark.collection for mark in marks(info) if isinstance(mark, RefersTo)), None
                )
                said = (
                    self.book.label(f"coverage.{value}")
                    if key == "coverage"
                    else self.words(value, version, unit, in_source, collection)
                )
                if said:
                    found[prefix + key] = (label_of(self.book.language, f"{name_of}.{key}", key), said)
        return found


@lru_cache(maxsize=1024)
def readable(markdown: str) -> str:
    """Prose as one reads it, a paragraph on a line: without the marks of headings, emphasis and links."""
    paragraphs = re.split(r"\n\s*\n", markdown.strip())
    lines = (re.sub(r"\n(?![-*|>]|\d+\. )", " ", one) for one in paragraphs)
    text = "\n\n".join(re.sub(r"^#+ +|^> ?", "", line, flags=re.MULTILINE) for line in lines)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__)(?=\S)(.+?)\1", r"\2", text)


def label_of(language: str, code: str, path: str) -> str:
    """What a field is called: `commitment.at_most` is the limit. *path* is the field as the change names it."""
    names = labels(language).get("field_name", {}) or labels("en")["field_name"]
    element, _, key = code.rpartition(".")
    if path.startswith("within."):
        key = "within"
    return str(names.get(f"{element}_{key}") or names.get(key) or key)


def _is_wording(change: Change) -> bool:
    """Whether words changed that are best shown in one text: both sides are sentences."""
    return all(_is_sentence(one) or _is_list_of_texts(change, one) for one in (change.before, change.after))


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and " " in value


def _is_list_of_texts(change: Change, value: Any) -> bool:
    return (
        isinstance(value, tuple)
        and change.field in ("options", "avoid", "search_terms")
        and all(isinstance(one, str) for one in value)
    )


def _unit(path: tuple[str | int, ...]) -> str:
    return str(path[1]) if path[0] == "clauses" else ""


def _collections() -> dict[str, str]:
    """By the code of a change, what the values of its field are ids of."""
    found: dict[str, str] = {}
    for model in RULES:
        for parent in (model, *_parents(model)):
            for name, info in model.model_fields.items():
                for mark in marks(info):
                    if isinstance(mark, RefersTo):
                        found[f"{parent.__name__.lower()}.{info.alias or name}"] = mark.collection
    return found


def _parents(model: type[Strict]) -> list[type[Strict]]:
    """The classes in which *model* is a group of fields: changes there bear the name of the class around."""
    return [
        outer
        for outer, rules in RULES.items()
        for name, how in rules.items()
        if how in (Rule.NESTED, Rule.PROMISE)
        and model
        in (
            outer.model_fields[name].annotation,
            *getattr(outer.model_fields[name].annotation, "__args__", ()),
        )
    ]


COLLECTIONS: Mapping[str, str] = _collections()
