"""
The search of the site: what the pages say, as an index that a phone can load in parts.

The engine is Pagefind. It is fed with head words (`words`), never with our HTML; what a
reader sees of a result is the real wording, which is put into the engine's result files
afterwards. So added words are found and never shown, and no text is stored twice.
"""

import gzip
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pagefind.service import get_executable

from service_standards.site.words import WordTable, encoded, lemmatise, word_table

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


class SearchError(Exception):
    """The engine could not make the index; the message has its own words."""


def write_search(
    entries: Iterable[SearchEntry], directory: Path, synonyms: Mapping[str, Synonyms] | None = None
) -> SearchReport:
    """
    Write the index of *entries* and the word tables into *directory*, which is made.

    A page that says one phrase of a group of *synonyms*, by language, is found by the others too.

    The same entries give the same bytes, in whatever order they come. Raises ValueError
    if two of them have one address, SearchError if the engine fails. Without entries nothing is written.
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
        return SearchReport(pages=0, words={}, without_forms=())
    tables: dict[str, WordTable] = {}
    for language in sorted({entry.language for entry in ordered}):
        texts = [text for entry in ordered if entry.language == language for text in _texts(entry)]
        texts += [phrase for group in (synonyms or {}).get(language, ()) for phrase in group]
        tables[language] = word_table(texts, language)
    if synonyms:
        ordered = _with_synonyms(ordered, synonyms, tables)

    directory.mkdir(parents=True, exist_ok=True)
    _index(ordered, tables, directory)
    _show_real_wording(ordered, directory)
    _settle(directory)
    for language, table in tables.items():
        # Packed here as the engine packs its files, since not every host does; no suffix that hosts know.
        (directory / f"words.{language}.packed").write_bytes(
            gzip.compress(encoded(table).encode(), 9, mtime=0)
        )
    return SearchReport(
        pages=len(ordered),
        words={language: len(table.lexemes) for language, table in tables.items()},
        without_forms=tuple(language for language, table in tables.items() if not table.complete),
    )


def _with_synonyms(
    entries: Iterable[SearchEntry], synonyms: Mapping[str, Synonyms], tables: Mapping[str, WordTable]
) -> list[SearchEntry]:
    """The entries, each with the other phrases of every group of which its main texts say one, in any form."""
    heads = {
        language: [
            (group, [f" {lemmatise(phrase, tables[language])} " for phrase in group]) for group in groups
        ]
        for language, groups in synonyms.items()
        if language in tables
    }
    found = []
    for entry in entries:
        said = " ".join((entry.title, entry.summary, *(text for _, text in entry.clauses)))
        words = f" {lemmatise(said, tables[entry.language])} "
        more = [
            phrase
            for group, spelled in heads.get(entry.language, ())
            if any(phrase.strip() and phrase in words for phrase in spelled)
            for phrase in group
        ]
        found.append(replace(entry, terms=(*entry.terms, *more)) if more else entry)
    return found


def _texts(entry: SearchEntry) -> Iterator[str]:
    """Yield all texts of *entry* whose words can be asked for."""
    yield from (entry.title, entry.kind, entry.summary, entry.body, *entry.terms)
    for anchor, text in entry.clauses:
        yield anchor
        yield text


def _index(entries: Iterable[SearchEntry], tables: Mapping[str, WordTable], directory: Path) -> None:
    """
    Let the engine index *entries* from a temporary folder.

    Its Python client is not used: it sleeps a tenth of a second for every page, and ends
    the engine before the last files are on the disk (both seen with 1.5.2).
    """
    engine = get_executable()
    if engine is None:
        raise FileNotFoundError("Pagefind has no program: install pagefind[bin]")
    with TemporaryDirectory() as folder:
        for entry in entries:
            path = Path(folder, _file_of(entry))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_indexed_html(entry, tables[entry.language]), encoding="utf-8", newline="\n")
        command: list[str | Path] = [
            engine,
            "--site",
            folder,
            "--output-path",
            directory.resolve(),
            "--silent",
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SearchError(
                f"Pagefind ended with {done.returncode}: {(done.stderr or done.stdout).strip()}"
            )


def _file_of(entry: SearchEntry) -> str:
    return f"{entry.url}index.html" if entry.url.endswith("/") or not entry.url else entry.url


def _indexed_html(entry: SearchEntry, table: WordTable) -> str:
    """
    Return the page that the engine reads in place of *entry*: head words, weighted.

    Title and terms are metadata too, under names that tell the page's weight: the engine
    adds to the score what share of a question they answer, times what `search.js` gives the name.
    """
    share = min(max(entry.weight, 0.1), 1.0)
    tier = round(share * 10)
    clauses = (text for clause in entry.clauses for text in clause)
    parts = {
        "title": entry.title,
        "terms": " ".join(entry.terms),
        "summary": entry.summary,
        "clauses": " ".join(clauses),
        "body": f"{entry.kind} {entry.body}",
    }
    paragraphs = []
    for name, text in parts.items():
        words = lemmatise(text, table)
        if words:
            meta = f' data-pagefind-meta="{name}{tier}"' if name in {"title", "terms"} else ""
            weight = round(_WEIGHTS[name] * share, 2)
            paragraphs.append(f'<p data-pagefind-weight="{weight}"{meta}>{escape(words)}</p>')
    return f'<html lang="{escape(entry.language)}"><body>{"".join(paragraphs)}</body></html>'


def _show_real_wording(entries: Iterable[SearchEntry], directory: Path) -> None:
    """Put into the engine's result files what is shown, in place of the head words that were indexed."""
    by_url = {f"/{entry.url}": entry for entry in entries}
    paths = sorted((directory / "fragment").glob("*.pf_fragment"))
    if len(paths) != len(by_url):
        raise RuntimeError(f"Pagefind wrote {len(paths)} of {len(by_url)} results")
    for path in paths:
        fragment = _unpacked(path)
        entry = by_url[fragment["url"]]
        shown = {
            "title": entry.title,
            "kind": entry.kind,
            "summary": entry.summary,
            "clauses": [list(clause) for clause in entry.clauses],
        }
        _pack(path, fragment | {"url": entry.url, "content": "", "anchors": [], "meta": shown})


def _unpacked(path: Path) -> dict[str, Any]:
    content = gzip.decompress(path.read_bytes())
    found: dict[str, Any] = json.loads(content.removeprefix(_MARK))
    return found


def _pack(path: Path, fragment: dict[str, Any]) -> None:
    text = json.dumps(fragment, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(_MARK + text.encode(), 9, mtime=0))


def _settle(directory: Path) -> None:
    """Remove what is not used of the bundle, and sort the one file that the engine writes in random order."""
    for pattern in _UNUSED:
        for path in directory.glob(pattern):
            path.unlink()
    entry = directory / "pagefind-entry.json"
    text = json.dumps(json.loads(entry.read_text(encoding="utf-8")), ensure_ascii=False, sort_keys=True)
    entry.write_text(text, encoding="utf-8", newline="\n")
