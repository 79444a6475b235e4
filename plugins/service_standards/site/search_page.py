"""
What the search engine reads in place of a page: head words, weighted by where they stand.

Pure: entries in, HTML out. Nothing here knows how the engine is run or what it makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from .words import WordTable, lemmatise, tokens

#: How much a word counts by where it stands; 10 is the most that the engine takes.
_WEIGHTS = {"title": 10.0, "terms": 7.0, "summary": 4.0, "clauses": 1.6, "body": 1.0}
_METADATA = ("title", "terms")
_FIELDS = ", ".join(f"{name}{tier}[x]" for name in _METADATA for tier in range(1, 11))

Synonyms = Sequence[tuple[str, ...]]
"""Groups of phrases that mean the same: a term of the glossary and what else people call it."""

Group = tuple[list[str], list[str]]
"""All words of the phrases of a group, and each phrase in head words between two blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """A page that can be found."""

    url: str
    """Address from the root of the site, without a slash before it: `uk/email-reply/`."""
    language: str
    title: str
    kind: str = ""
    """What the page is, in words of its language: *Standard*, *Role*."""
    summary: str = ""
    """The promise, or the first sentence: shown under the title."""
    body: str = ""
    """Text that is searched and not shown."""
    clauses: tuple[tuple[str, str], ...] = ()
    """Anchor and text of each clause: searched, and shown as deep links where they match."""
    terms: tuple[str, ...] = ()
    """Words that are searched and never shown: synonyms, ids, old ids, version numbers."""
    weight: float = 1.0
    """1 for a document in force; less for pages that only mention it (0.1 to 1)."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """The words of an entry as `tokens` gives them: each text is taken apart once."""

    title: Sequence[str]
    summary: Sequence[str]
    clauses: Sequence[tuple[Sequence[str], Sequence[str]]]
    """Of the anchor and of the text of each."""
    terms: Sequence[str]
    body: Sequence[str]

    def every(self) -> Iterator[Sequence[str]]:
        """Yield the words of all texts."""
        yield from (self.title, self.summary, self.terms, self.body)
        for clause in self.clauses:
            yield from clause


def spelled(entry: SearchEntry) -> Spelled:
    """The words of *entry*."""
    return Spelled(
        title=tokens(entry.title),
        summary=tokens(entry.summary),
        clauses=[(tokens(anchor), tokens(text)) for anchor, text in entry.clauses],
        terms=tokens(" ".join(entry.terms)),
        body=tokens(f"{entry.kind} {entry.body}"),
    )


def groups_of(synonyms: Synonyms, table: WordTable) -> list[Group]:
    """The *synonyms* as words, which must be among those of which *table* was made."""
    return [
        (
            [token for phrase in group for token in tokens(phrase)],
            [f" {lemmatise(tokens(phrase), table)} " for phrase in group],
        )
        for group in synonyms
    ]


def with_synonyms(words: Spelled, groups: Iterable[Group], table: WordTable) -> Spelled:
    """The *words*, with the other phrases of every group of which the main texts say one, in any form."""
    said = [*words.title, *words.summary, *(token for _, text in words.clauses for token in text)]
    heads = f" {lemmatise(said, table)} "
    more = [
        token
        for group, phrases in groups
        if any(phrase.strip() and phrase in heads for phrase in phrases)
        for token in group
    ]
    return replace(words, terms=(*words.terms, *more)) if more else words


def engine_page(entry: SearchEntry, words: Spelled, table: WordTable, *, names_fields: bool = False) -> str:
    """
    Return the page that the engine reads in place of *entry*.

    Title and terms are metadata too, under names that tell the page's weight: the engine
    adds to the score what share of a question they answer, times what `search.js` gives the name.
    One that *names fields* tells the engine of all those names, also of those that no page has.
    """
    share = min(max(entry.weight, 0.1), 1.0)
    tier = round(share * 10)
    parts = {
        "title": words.title,
        "terms": words.terms,
        "summary": words.summary,
        "clauses": [token for clause in words.clauses for text in clause for token in text],
        "body": words.body,
    }
    paragraphs = []
    for name, said in parts.items():
        heads = lemmatise(said, table)
        if heads:
            meta = f' data-pagefind-meta="{name}{tier}"' if name in _METADATA else ""
            weight = round(_WEIGHTS[name] * share, 2)
            paragraphs.append(f'<p data-pagefind-weight="{weight}"{meta}>{escape(heads)}</p>')
    fields = f' x="" data-pagefind-default-meta="{_FIELDS}"' if names_fields else ""
    return f'<html lang="{escape(entry.language)}"><body{fields}>{"".join(paragraphs)}</body></html>'
