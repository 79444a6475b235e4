"""
Fill the placeholders of texts with the values that the fields hold.

`{limit}` is a value of the clause in whose text it stands, `{other.limit}` of
another clause of the document, `{id#clause.limit}` of another document; a form
may follow, `{limit:genitive}`. Whatever is unknown shows as an ellipsis: to
report it is a matter of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..model.documents import (
    Authority,
    Clause,
    Commitment,
    Document,
    Escalation,
    Item,
    Procedure,
    Remedy,
    Rule,
    Step,
)
from ..model.fields import Strict
from ..model.translations import TextPath, texts, translated
from ..model.values import SLUG
from .values import Form, Values

UNKNOWN = "…"
NAMES = ("limit", "share", "every", "amount", "within", "from", "to")
ANY = re.compile(r"\{([a-z0-9#.-]+)(?::([a-z]+))?\}")
CERTAIN = re.compile(rf"\{{((?:(?:{SLUG}#)?{SLUG}\.)?(?:{'|'.join(NAMES)}))(?::([a-z]+))?\}}")
"""Surely a placeholder: what prose may hold beside braces of its own."""

_QUOTED = ("limit", "target", "from_", "to", "remedy", "within", "after", "met", "up_to")
"""Where the values stand in clauses that `_value` says."""

Find = Callable[[str, str | None], "Strict | None"]
"""The clause with that document's id (empty: this one) and that id (None: the one that is meant)."""


@dataclass(frozen=True, slots=True)
class Words:
    """How values and events are said in one language."""

    values: Values
    event: Callable[[str], str]
    """The title of an event by its id."""


def fill(text: str, find: Find, words: Words, *, prose: bool = False) -> str:
    """*text* with values for its placeholders; in prose only what surely is one counts."""
    if "{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        path, _, name = match[1].rpartition(".")
        document, _, clause = path.rpartition("#")
        found = find(document, clause or None)
        return _value(found, name, _form(match[2]), words.values, words.event) or UNKNOWN

    return (CERTAIN if prose else ANY).sub(value, text)


def filled(
    document: Document, source: Document, others: Mapping[str, Document], words: Words, prevailing: Words
) -> Document:
    """
    *document* with all its placeholders filled; *others* are the documents as they are shown, by id.

    A text that stands there as in the *source*, for want of a translation, gets
    its values in the words of the *prevailing* language.
    """
    inside = parts(document)
    untranslated = {path: text for path, text, _ in texts(source)} if words is not prevailing else {}
    new: dict[TextPath, str] = {}
    for path, text, _ in texts(document):
        if "{" in text:
            own = inside.get(str(path[1])) if path[0] == "clauses" else None
            speech = prevailing if untranslated.get(path) == text and _has_words(text) else words
            new[path] = fill(text, finder(document, others, own), speech)
    return translated(document, new) if new else document


def quotable(document: Document) -> tuple[object, ...]:
    """All that a placeholder in another document may quote of *document*: the same as long as every quotation is."""
    return tuple(
        (id_, *(getattr(part, name, None) for name in _QUOTED)) for id_, part in parts(document).items()
    )


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in ANY.sub("", text))


def finder(document: Document | None, others: Mapping[str, Document], own: Strict | None = None) -> Find:
    """How placeholders in the texts of *own*, a part of *document*, find what they name."""

    def find(other: str, clause: str | None) -> Strict | None:
        if clause is None:
            return _one_that_is_meant(document, others, own)
        place = others.get(other) if other else document
        return parts(place).get(clause) if place else None

    return find


def parts(document: Document) -> dict[str, Strict]:
    """Everything in *document* that has an id of its own, by id."""
    found: dict[str, Strict] = {clause.id: clause for clause in document.clauses}
    if isinstance(document, Procedure):
        found |= {one.id: one for one in document.escalations} | {one.id: one for one in document.authority}
        found |= {one.id: one for one in document.scripts}
    return found


def _one_that_is_meant(
    document: Document | None, others: Mapping[str, Document], own: Strict | None
) -> Strict | None:
    # A test item asks for the limit of the clause that it verifies; a text of the header or of the prose
    # can only mean the document's single clause.
    if isinstance(own, Item) and own.verifies:
        verified = others.get(own.verifies.document)
        return parts(verified).get(own.verifies.clause or "") if verified else None
    if own is None and document is not None and len(document.clauses) == 1:
        return document.clauses[0]
    return own


def _form(word: str | None) -> Form:
    return Form(word) if word in {form.value for form in Form} else Form.NOMINATIVE


def _value(
    part: Clause | Strict | None, name: str, form: Form, values: Values, event: Callable[[str], str]
) -> str | None:
    match part, name:
        case Commitment(), "limit":
            return values.level(part.limit, form) if part.limit is not None else None
        case Commitment(), "share":
            return values.share(part.target.share) if part.target and part.target.share else None
        case Commitment(), "every":
            return values.every(part.target.every, form) if part.target and part.target.every else None
        case Commitment(), "from":
            return event(part.from_) if part.from_ else None
        case Commitment(), "to":
            return event(part.to) if part.to else None
        case Commitment(remedy=Remedy() as remedy), "amount":
            return values.money(remedy.amount) if remedy.amount else None
        case Commitment(remedy=Remedy() as remedy), "within":
            return values.duration(remedy.within, form) if remedy.within else None
        case Step() | Escalation(), "limit" | "within":
            return values.duration(part.within, form) if part.within else None
        case Escalation(), "after":
            return values.duration(part.after, form) if part.after else None
        case Step(), "share":
            return values.share(part.met) if part.met else None
        case Authority(), "amount":
            return values.money(part.up_to) if part.up_to else None
        case Rule(), "limit" | "within":
            only = set(part.within.values())
            return values.duration(only.pop(), form) if len(only) == 1 else None
        case _:
            return None
