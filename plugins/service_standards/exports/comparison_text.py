"""
A comparison for people: as text for a terminal or a log, and as Markdown for a pull request.

Both go through the same lines; only the marks differ. A direction has a word
and a shape, so that nothing rests on colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ..changes.kinds import Change, Direction
from ..changes.result import Comparison
from ..changes.wording import Edit, redline
from ..model.documents import ChangeClass, Header
from ..model.fields import Strict
from ..model.registry import Holiday
from ..model.values import Count, Duration, Money, Score, Share, Span
from ..phrases import phrase
from ..site.values import NBSP, Values

SHAPES = {
    ChangeClass.TIGHTENED: "▲",
    ChangeClass.RELAXED: "▼",
    ChangeClass.MIXED: "◆",
    ChangeClass.ADDED: "+",
    ChangeClass.REMOVED: "−",
    ChangeClass.MOVED: "→",
}
OTHERWISE = "·"

CONTEXT_WORDS = 12
"""So many unchanged words are shown around a changed place of a long text."""


class Form(StrEnum):
    """The two forms of the report."""

    TEXT = "text"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A comparison in words of one language; *shown*: the classes asked for, empty for all."""

    comparison: Comparison
    language: str
    form: Form
    shown: frozenset[ChangeClass] = frozenset()

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        chosen = [
            (name, found)
            for name, changes in self.comparison.by_document()
            if (found := [one for one in changes if not self.shown or one.change_class in self.shown])
        ]
        left_out = len(self.comparison.changes) - sum(len(found) for _, found in chosen)
        if not self.comparison.changes:
            yield self._say("none")
            return
        change_class = self._class(self.comparison.change_class)
        yield self._say("head", what=change_class, bump=self._say(f"bump-{self.comparison.bump}"))
        for name, changes in chosen:
            yield ""
            yield self._heading(name)
            if self.form is Form.MARKDOWN:
                yield ""
            for change in changes:
                yield from self._change(change)
        if left_out:
            yield ""
            yield self._say("left-out", left_out)

    def _heading(self, name: str) -> str:
        pair = self.comparison.documents.get(name)
        if pair is None:
            title = f"{name}"
            versions = ""
        else:
            title = f"{name}  {self._literal(pair.newest.title)}"
            numbers = [str(one.version) for one in (pair.before, pair.after) if one]
            versions = "  " + " → ".join(dict.fromkeys(numbers))
        return f"### {title}{versions}" if self.form is Form.MARKDOWN else f"{title}{versions}"

    def _change(self, change: Change) -> Iterator[str]:
        shape = shape_of(change.change_class, self.form)
        where = " ".join(part for part in (change.clause, self._code(change.field)) if part)
        if change.language:
            where += f" ({change.language})"
        begin = "- " if self.form is Form.MARKDOWN else "  "
        yield f"{begin}{shape} {where}: {self.what(change)}"
        yield f"{'  ' if self.form is Form.MARKDOWN else '      '}{self.judgement(change)}"

    def what(self, change: Change) -> str:
        """What held before and what holds now; a text with the words marked that went and came."""
        before, after = _differing(change.before, change.after)
        event = change.code.rpartition(".")[2]
        if change.moved_to and after is None:
            return self._say("moved-to", to=change.moved_to)
        if event == "translation":
            return self._say("translated")
        if (_is_text(before) or _is_text(after)) and before and after:
            return self._redline(_text(before), _text(after))
        if before is None and after is not None and event == "added":
            return self._new(self._value(after))
        if after is None and before is not None and event == "removed":
            return self._gone(self._value(before))
        return f"{self._gone(self._value(before))} → {self._new(self._value(after))}"

    def judgement(self, change: Change) -> str:
        """The class of a change, for whom it is better or stricter, and what it reaches."""
        words = [self._class(change.change_class)]
        if change.customer is not Direction.NONE:
            words.append(self._say(f"customer-{change.customer}"))
        if change.staff is not Direction.NONE:
            words.append(self._say(f"staff-{change.staff}"))
        if not change.judged:
            words.append(self._say("not-judged"))
        if change.reach:
            words.append(self._say("reach", len(change.reach), clauses=", ".join(change.reach)))
        return "; ".join(words)

    # -- words ---------------------------------------------------------------

    def _say(self, name: str, n: int | None = None, **values: object) -> str:
        return phrase("messages/cli", self.language, f"diff.{name}", n, **values)

    def _class(self, change_class: ChangeClass) -> str:
        return phrase("site/labels", self.language, f"change_class.{change_class}").lower()

    def _value(self, value: Any) -> str:
        return self._literal(in_words(value, self.language))

    def _code(self, field: str) -> str:
        return f"`{field}`" if self.form is Form.MARKDOWN else field

    def _literal(self, text: str) -> str:
        one_line = " ".join(text.split())
        return re.sub(r"([\\`*_~\[\]<>|])", r"\\\1", one_line) if self.form is Form.MARKDOWN else one_line

    def _gone(self, text: str) -> str:
        return f"~~{text}~~" if self.form is Form.MARKDOWN and text != NOTHING else text

    def _new(self, text: str) -> str:
        return f"**{text}**" if self.form is Form.MARKDOWN and text != NOTHING else text

    def _redline(self, before: str, after: str) -> str:
        said = []
        for piece in redline(before, after):
            text = self._literal(piece.text)
            if not text:
                said.append(" ")
            elif piece.edit is Edit.SAME:
                said.append(self._same(piece.text))
            else:
                begin, end = _blanks_around(piece.text)
                if (
                    self.form is Form.MARKDOWN
                ):  # marks stand alone, or Markdown takes them for signs of the text
                    said.append(f" ~~{text}~~ " if piece.edit is Edit.GONE else f" **{text}** ")
                else:
                    marked = f"[-{text}-]" if piece.edit is Edit.GONE else f"{{+{text}+}}"
                    said.append(f"{begin}{marked}{end}")
        return " ".join("".join(said).split())

    def _same(self, text: str) -> str:
        """Unchanged words; of many only those next to a change."""
        words = re.split(r"(\s+)", text)
        if len(words) > 4 * CONTEXT_WORDS:
            text = "".join((*words[: 2 * CONTEXT_WORDS], " … ", *words[-2 * CONTEXT_WORDS :]))
        begin, end = _blanks_around(text)
        return f"{begin}{self._literal(text)}{end}"


NOTHING = "—"


def shape_of(change_class: ChangeClass, form: Form) -> str:
    """The shape beside a class; in Markdown none that would begin a list."""
    shape = SHAPES.get(change_class, OTHERWISE)
    return f"\\{shape}" if form is Form.MARKDOWN and shape in "+-*" else shape


def report(
    comparison: Comparison, language: str, form: Form, shown: frozenset[ChangeClass] = frozenset()
) -> str:
    """The comparison in words, the last line with its end."""
    made = Report(comparison=comparison, language=language, form=form, shown=shown)
    return "\n".join(made.lines()) + "\n"


def in_words(value: Any, language: str) -> str:
    """A value of the model as people say it in *language*."""
    values = Values(language)
    match value:
        case None | () | [] | "":
            return NOTHING
        case bool():
            return phrase("messages/cli", language, "diff.yes" if value else "diff.no")
        case Duration() | Share() | Score() | Count():
            return values.level(value).replace(NBSP, " ")
        case Money():
            return values.money(value).replace(NBSP, " ")
        case Span():
            return values.span(value).replace(NBSP, " ")
        case date():
            return values.date(value)
        case Header():
            return f"{value.title} ({value.version})"
        case Holiday():
            hours = f" {values.hours(value.hours)}" if value.hours else ""
            return f"{values.date(value.on)}{hours} ({value.title})".replace(NBSP, " ")
        case Strict():
            return _of_element(value, language)
        case Mapping():
            return "; ".join(f"{key}: {in_words(inner, language)}" for key, inner in value.items())
        case list() | tuple():
            return ", ".join(in_words(inner, language) for inner in value)
    return str(value)


_SAYING = ("statement", "do", "ask", "when", "title", "action", "offer", "say")


def _of_element(value: Strict, language: str) -> str:
    """What an element says: its sentence and its limit, or else all its fields."""
    sentence = next((text for name in _SAYING if isinstance(text := getattr(value, name, None), str)), None)
    limit = getattr(value, "limit", None) or getattr(value, "within", None)
    if sentence is not None:
        return f"{sentence} ({in_words(limit, language)})" if isinstance(limit, Duration) else sentence
    fields = {
        info.alias or name: getattr(value, name)
        for name, info in type(value).model_fields.items()
        if name != "extras" and getattr(value, name) not in (None, (), {})
    }
    return in_words(fields, language)


def _blanks_around(text: str) -> tuple[str, str]:
    return " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two lists of elements what only one of them has; other values as they are."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        both = tuple(one for one in before if isinstance(one, Strict) and one in after)
        return tuple(one for one in before if one not in both), tuple(one for one in after if one not in both)
    return before, after


def _is_text(value: Any) -> bool:
    """Whether it is a sentence, or several: ids and single words are shown whole."""
    if isinstance(value, tuple):
        return any(_is_text(one) for one in value)
    return type(value) is str and any(sign.isspace() for sign in value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "; ".join(value)
