"""
The search of the site: what the pages say, as an index that a phone can load in parts.

The engine (`search_engine`) is fed with head words (`words`, `search_page`), never with our
HTML; what a reader sees of a result is the real wording, which stands in result files of our
own. So added words are found and never shown, and no text is stored twice.

Pages are indexed in parts, and what was made of a part is remembered: after a change only the
part of the page that changed is indexed again, and `search_index` joins them all.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property, partial
from html import escape
from itertools import chain, groupby, pairwise
from zlib import crc32

from ..memory import Memory, key_of
from .search_engine import Engine, engine_state
from .search_engine import SearchError as SearchError
from .search_index import PartIndex, joined_files, packed, part_index, short_name
from .search_page import Group, Spelled, engine_page, groups_of, spelled, with_synonyms
from .search_page import SearchEntry as SearchEntry
from .search_page import Synonyms as Synonyms
from .words import WordTable, encoded, tokens, word_table

_UNUSED = ("index/*", "*.pf_meta", "pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")
_LEAST = 64  # pages in a part: fewer would hardly be done sooner, since each takes the engine a start


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """What was written."""

    pages: int
    words: Mapping[str, int]
    """Language to number of head words."""
    without_forms: tuple[str, ...]
    """Languages whose word forms are not known here: uk and ru without the extra `[search]`."""


def search_files(
    entries: Iterable[SearchEntry],
    synonyms: Mapping[str, Synonyms] | None = None,
    memory: Memory | None = None,
) -> tuple[dict[str, bytes], SearchReport]:
    """
    The index of *entries* and the word tables, by path from the folder of the search; and what they are.

    A page that says one phrase of a group of *synonyms*, by language, is found by the others too.

    The same entries give the same bytes, in whatever order they come and whatever *memory* holds.
    Raises ValueError if two of them have one address, SearchError if the engine fails. Without
    entries there are no files.
    """
    memory = memory or Memory()
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
    by_language = {
        language: [_Part(part, memory) for part in _parts(found)]
        for language, found in groupby(ordered, key=lambda entry: entry.language)
    }
    tables: dict[str, WordTable] = {}
    with Engine() as engine:
        common = key_of(engine_state(), by_language)
        files = dict(memory.recall(common, partial(_common_files, by_language, engine)))
        indexes = json.loads(files["pagefind-entry.json"])
        for language, parts in by_language.items():
            groups = (synonyms or {}).get(language, ())
            words = {token for group in groups for phrase in group for token in tokens(phrase)}
            words.update(*(part.words for part in parts))
            tables[language] = word_table(words, language)
            name, found = _language_files(language, parts, tables[language], groups, engine, memory)
            files |= found
            pages = sum(len(part.entries) for part in parts)
            indexes["languages"][language] |= {"hash": name, "page_count": pages}
    # The one file that the engine writes in random order.
    files["pagefind-entry.json"] = json.dumps(indexes, ensure_ascii=False, sort_keys=True).encode()
    for language, table in tables.items():
        # Packed here as the engine packs its files, since not every host does; no suffix that hosts know.
        files[f"words.{language}.packed"] = gzip.compress(encoded(table).encode(), 9, mtime=0)
    return files, SearchReport(
        pages=len(ordered),
        words={language: len(table.lexemes) for language, table in tables.items()},
        without_forms=tuple(language for language, table in tables.items() if not table.complete),
    )


class _Part:
    """Pages that follow each other, of one language."""

    def __init__(self, entries: tuple[SearchEntry, ...], memory: Memory) -> None:
        self.entries = entries
        self._memory = memory

    @cached_property
    def key(self) -> bytes:
        """The same only for the same entries."""
        return _key(self.entries)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words that occur, each once."""
        return self._memory.recall(
            self.key,
            lambda: tuple(sorted({token for one in self.spelled for text in one.every() for token in text})),
        )

    @cached_property
    def spelled(self) -> list[Spelled]:
        """The words of each entry."""
        return [spelled(entry) for entry in self.entries]


def _key(entries: Iterable[SearchEntry]) -> bytes:
    return key_of(*chain.from_iterable(map(_content, entries)))


def _content(entry: SearchEntry) -> Iterator[str | Iterable[str]]:
    yield from (entry.url, entry.language, entry.title, entry.kind, entry.summary, entry.body)
    yield str(entry.weight)
    yield entry.terms
    yield str(len(entry.clauses))
    yield from chain.from_iterable(entry.clauses)


def _parts(entries: Iterable[SearchEntry]) -> Iterator[tuple[SearchEntry, ...]]:
    """Yield the *entries* in parts that end where an address says so: one more page is no other part's change."""
    part: list[SearchEntry] = []
    for entry in entries:
        part.append(entry)
        if len(part) >= _LEAST and crc32(entry.url.encode()) % _LEAST == 0:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _common_files(languages: Iterable[str], engine: Engine) -> dict[str, bytes]:
    """What the engine needs in the browser whatever the pages say, and the file that names the indexes."""
    pages = [
        (f"/{language}/", f'<html lang="{escape(language)}"><body>{escape(language)}</body></html>')
        for language in languages
    ]
    return {
        path: content
        for path, content in engine.index_files(pages).items()
        if not any(fnmatch(path, pattern) for pattern in _UNUSED)
    }


def _language_files(
    language: str,
    parts: Sequence[_Part],
    table: WordTable,
    synonyms: Synonyms,
    engine: Engine,
    memory: Memory,
) -> tuple[str, dict[str, bytes]]:
    """The name of a language's index, and the files of it and of its results."""
    groups = groups_of(synonyms, table)
    around = key_of(engine_state(), repr(groups))
    made = [
        memory.recall(
            key_of(around, part.key, map(table.indexed.__getitem__, part.words)),
            partial(_indexed, part, table, groups, engine),
        )
        for part in parts
    ]
    files: dict[str, bytes] = {}
    names: set[str] = set()
    ordered = []
    for _, results in made:
        for result in results:
            name = short_name(language, result, names)
            files[f"fragment/{name}.pf_fragment"] = result
            ordered.append(name)
    name, index = joined_files(language, [index for index, _ in made], ordered)
    return name, files | index


def _indexed(
    part: _Part, table: WordTable, groups: Sequence[Group], engine: Engine
) -> tuple[PartIndex, tuple[bytes, ...]]:
    """What the engine says of a part, and what is shown of each of its pages."""
    pages = [
        (
            f"/{entry.url}",
            engine_page(
                entry, with_synonyms(words, groups, table), table, names_fields=entry is part.entries[0]
            ),
        )
        for entry, words in zip(part.entries, part.spelled, strict=True)
    ]
    index = part_index(engine.index_files(pages))
    if len(index.lengths) != len(pages):
        raise SearchError(f"Pagefind wrote {len(index.lengths)} of {len(pages)} results")
    return index, tuple(map(_result, part.entries, index.lengths))


def _result(entry: SearchEntry, words: int) -> bytes:
    """The file of what is shown where *entry* is found, in place of the head words that were indexed."""
    shown = {
        "title": entry.title,
        "kind": entry.kind,
        "summary": entry.summary,
        "clauses": entry.clauses,
    }
    fragment = {
        "url": entry.url,
        "content": "",
        "word_count": words,
        "filters": {},
        "meta": shown,
        "anchors": [],
    }
    return packed(json.dumps(fragment, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
