"""
The search of the site: what the pages say, as an index that a phone can load in parts.

The engine (`search_engine`) is fed with head words (`words`), never with our HTML; what a
reader sees of a result is the real wording, which is put into the engine's result files
afterwards. So added words are found and never shown, and no text is stored twice.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from html import escape
from itertools import pairwise
from typing import Any

from service_standards.site.search_engine import SearchError as SearchError
from service_standards.site.search_engine import index_files
from service_standards.site.words import WordTable, encoded, lemmatise, tokens, word_table

#: How much a word counts by where it stands; 10 is the most that the engine takes.
_WEIGHTS = {"title": 10.0, "terms": 7.0, "summary": 4.0, "clauses": 1.6, "body": 1.0}
_MARK = b"pagefind_dcd"  # begins every file of the engine, after unpacking
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")


Synonyms = Sequence[tuple[str, ...]]
"""Groups of phrases that mean the same: a term of the glossary and what else people call it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """What was written."""

    pages: int
    words: Mapping[str, int]
    """Language to number of head words."""
    without_forms: tuple[str, ...]
    """Languages whose word forms are not known here: uk and ru without the extra `[search]`."""


def search_files(
    entries: Iterable[SearchEntry], synonyms: Mapping[str, Synonyms] | None = None
) -> tuple[dict[str, bytes], SearchReport]:
    """
    The index of *entries* and the word tables, by path from the folder of the search; and what they are.

    A page that says one phrase of a group of *synonyms*, by language, is found by the others too.

    The same entries give the same bytes, in whatever order they come. Raises ValueError
    if two of them have one address, SearchError if the engine fails. Without entries there are no files.
    """
    ordered = sorted(entries, key=lambda entry: (entry.language, entry.url))
    twice = [
        one.url
        for one, other in pairwise(sorted(ordered, key=lambda entry: entry.url))
        if one.url == other.url
    ]
    if twice:
        raise ValueError(f"two pages to be found at one address: {', '.join(twice)}")
    if not ordered:  # the engine takes an empty folder for an error
        return {}, SearchReport(pages=0, words={}, without_forms=())
    spelled = [_spelled(entry) for entry in ordered]
    tables: dict[str, WordTable] = {}
    for language in sorted({entry.language for entry in ordered}):
        own = (one for entry, one in zip(ordered, spelled, strict=True) if entry.language == language)
        words = {token for one in own for tokens_ in one.every() for token in tokens_}
        groups = (synonyms or {}).get(language, ())
        tables[language] = word_table(
            words.union(*(tokens(one) for group in groups for one in group)), language
        )
    if synonyms:
        spelled = _with_synonyms(ordered, spelled, synonyms, tables)
    pages = (
        (f"/{entry.url}", _indexed_html(entry, one, tables[entry.language]))
        for entry, one in zip(ordered, spelled, strict=True)
    )
    files = {
        path: content
        for path, content in index_files(pages).items()
        if not any(fnmatch(path, pattern) for pattern in _UNUSED)
    }
    _show_real_wording(ordered, files)
    # The one file that the engine writes in random order.
    entry_file = json.loads(files["pagefind-entry.json"])
    files["pagefind-entry.json"] = json.dumps(entry_file, ensure_ascii=False, sort_keys=True).encode()
    for language, table in tables.items():
        # Packed here as the engine packs its files, since not every host does; no suffix that hosts know.
        files[f"words.{language}.packed"] = gzip.compress(encoded(table).encode(), 9, mtime=0)
    return files, SearchReport(
        pages=len(ordered),
        words={language: len(table.lexemes) for language, table in tables.items()},
        without_forms=tuple(language for language, table in tables.items() if not table.complete),
    )


@dataclass(frozen=True, slots=True)
class _Spelled:
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


def _spelled(entry: SearchEntry) -> _Spelled:
    return _Spelled(
        title=tokens(entry.title),
        summary=tokens(entry.summary),
        clauses=[(tokens(anchor), tokens(text)) for anchor, text in entry.clauses],
        terms=tokens(" ".join(entry.terms)),
        body=tokens(f"{entry.kind} {entry.body}"),
    )


def _with_synonyms(
    entries: Iterable[SearchEntry],
    spelled: Iterable[_Spelled],
    synonyms: Mapping[str, Synonyms],
    tables: Mapping[str, WordTable],
) -> list[_Spelled]:
    """The words, with the other phrases of every group of which an entry's main texts say one, in any form."""
    heads = {
        language: [
            ([token for phrase in group for token in tokens(phrase)],
             [f" {lemmatise(tokens(phrase), tables[language])} " for phrase in group])
            for group in groups
        ]
        for language, groups in synonyms.items()
        if language in tables
    }  # fmt: skip
    found = []
    for entry, one in zip(entries, spelled, strict=True):
        said = [*one.title, *one.summary, *(token for _, text in one.clauses for token in text)]
        words = f" {lemmatise(said, tables[entry.language])} "
        more = [
            token
            for group, phrases in heads.get(entry.language, ())
            if any(phrase.strip() and phrase in words for phrase in phrases)
            for token in group
        ]
        found.append(replace(one, terms=(*one.terms, *more)) if more else one)
    return found


def _indexed_html(entry: SearchEntry, words: _Spelled, table: WordTable) -> str:
    """
    Return the page that the engine reads in place of *entry*: head words, weighted.

    Title and terms are metadata too, under names that tell the page's weight: the engine
    adds to the score what share of a question they answer, times what `search.js` gives the name.
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
            meta = f' data-pagefind-meta="{name}{tier}"' if name in {"title", "terms"} else ""
            weight = round(_WEIGHTS[name] * share, 2)
            paragraphs.append(f'<p data-pagefind-weight="{weight}"{meta}>{escape(heads)}</p>')
    return f'<html lang="{escape(entry.language)}"><body>{"".join(paragraphs)}</body></html>'


def _show_real_wording(entries: Iterable[SearchEntry], files: dict[str, bytes]) -> None:
    """Put into the engine's result files what is shown, in place of the head words that were indexed."""
    by_url = {f"/{entry.url}": entry for entry in entries}
    paths = [path for path in files if path.endswith(".pf_fragment")]
    if len(paths) != len(by_url):
        raise SearchError(f"Pagefind wrote {len(paths)} of {len(by_url)} results")
    for path in paths:
        fragment = _unpacked(files[path])
        entry = by_url[fragment["url"]]
        shown = {
            "title": entry.title,
            "kind": entry.kind,
            "summary": entry.summary,
            "clauses": [list(clause) for clause in entry.clauses],
        }
        files[path] = _packed(fragment | {"url": entry.url, "content": "", "anchors": [], "meta": shown})


def _unpacked(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(content).removeprefix(_MARK))
    return found


def _packed(fragment: dict[str, Any]) -> bytes:
    text = json.dumps(fragment, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(_MARK + text.encode(), 9, mtime=0)
