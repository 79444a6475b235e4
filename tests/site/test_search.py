"""The index: real wording in the results, the same bytes for the same entries."""

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from service_standards.memory import Memory
from service_standards.site.search import SearchEntry, SearchError, search_files
from service_standards.site.search_engine import Engine
from service_standards.site.search_index import joined_files, packed, part_index, unpacked
from service_standards.site.search_page import engine_page, spelled
from service_standards.site.words import word_table

ENTRIES = [
    SearchEntry(
        url=f"{home}{page}/" if page else home,
        language=language,
        title=title,
        kind="Standard",
        summary=title,
        clauses=(("answer", title),),
        terms=(page, "synonymous"),
        weight=weight,
    )
    for language, home, title in (
        ("en", "", "We reply to e-mail"),
        ("uk", "uk/", "Відповідаємо на листи кур’єра"),
        ("ru", "ru/", "Отвечаем на письма"),
    )
    for page, weight in (("", 0.3), ("email-reply", 1.0), ("roles/courier", 0.5))
]


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """The files of the index of ENTRIES."""
    files, report = search_files(ENTRIES)
    assert report.pages == len(ENTRIES)
    assert set(report.words) == {"en", "uk", "ru"}
    assert report.without_forms == ()
    return files


def test_same_entries_same_bytes(written: dict[str, bytes]) -> None:
    """The order of the entries and the run leave no trace."""
    files, _ = search_files(random.Random(1).sample(ENTRIES, len(ENTRIES)))
    assert files == written


MANY = [
    SearchEntry(
        url=f"{language}/{n}/",
        language=language,
        title=f"{title} {n}",
        summary=said[n % len(said)],
        body=" ".join(said[: n % len(said)]),
        clauses=((f"c-{n}", said[-n % len(said)]),),
        terms=(f"doc-{n}",) if n % 3 else (),
        weight=1.0 if n % 4 else 0.3,
    )
    for language, title, said in (
        (
            "en",
            "We reply",
            ("Café letters", "résumé in 2.1.0 days", "cafe", "A courier's step-free door", "Couriers"),
        ),
        ("uk", "Відповідаємо", ("на листи кур’єра", "їжак і йод", "Ёлка", "онлайн-чат", "листами")),
    )
    for n in range(400)
]
CHANGES = {
    "nothing": lambda entries: entries,
    "a word that nobody else says": lambda entries: [
        *entries[:300], replace(entries[300], body="zebra"), *entries[301:]
    ],
    "a form that changes how others are read": lambda entries: [
        *entries[:300], replace(entries[300], body="lettered resumed"), *entries[301:]
    ],
    "only what is shown": lambda entries: [replace(entries[0], title="We  reply 0!"), *entries[1:]],
    "a page less": lambda entries: [*entries[:100], *entries[101:]],
    "a page more": lambda entries: [*entries, replace(entries[0], url="en/added/")],
    "the order": lambda entries: entries[::-1],
    "no page of a language": lambda entries: [one for one in entries if one.language == "en"],
}  # fmt: skip
SYNONYMS = {"en": [("step-free", "wheelchair ramp"), ("courier", "driver")], "uk": [("лист", "повідомлення")]}


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A memory of the search of MANY."""
    file = tmp_path_factory.mktemp("search") / "memory.sqlite"
    memory = Memory(file)
    search_files(MANY, SYNONYMS, memory)
    memory.close()
    return file


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_remembered_leaves_no_trace(
    change: Callable[[list[SearchEntry]], list[SearchEntry]], remembered: Path
) -> None:
    """After whatever change, the files are those that are made without what was made before."""
    entries = change(MANY)
    assert search_files(entries, SYNONYMS, Memory(remembered)) == search_files(entries, SYNONYMS)


def test_other_synonyms_than_those_remembered(remembered: Path) -> None:
    """What else people say decides on what is found, though no page has changed."""
    other = {"en": [("letter", "missive")]}
    assert search_files(MANY, other, Memory(remembered)) == search_files(MANY, other)
    assert search_files(MANY, other) != search_files(MANY, SYNONYMS)


def test_only_the_part_of_a_page_that_changed_is_indexed_again(
    remembered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine is asked for what is new, and for nothing if nothing is."""
    asked: list[int] = []
    whole = Engine.index_files

    def counted(engine: Engine, pages: Sequence[tuple[str, str]]) -> dict[str, bytes]:
        asked.append(len(pages))
        return whole(engine, pages)

    monkeypatch.setattr(Engine, "index_files", counted)
    search_files(MANY, SYNONYMS, Memory(remembered))
    assert asked == []
    search_files(CHANGES["only what is shown"](MANY), SYNONYMS, Memory(remembered))
    assert len(asked) == 1
    assert asked[0] < len(MANY) / 2


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("starts", [(0, 1), (0, 150), (0, 1, 2, 3, 399)])
def test_joined_parts_are_what_the_engine_makes_of_the_whole(language: str, starts: tuple[int, ...]) -> None:
    """To the byte, but for how they are packed: also of words with accents, whose spellings are listed."""
    entries = [one for one in MANY if one.language == language]
    words = [spelled(one) for one in entries]
    table = word_table({token for one in words for text in one.every() for token in text}, language)

    def pages(start: int, end: int) -> list[tuple[str, str]]:
        return [
            (f"/{entries[n].url}", engine_page(entries[n], words[n], table, names_fields=n == start))
            for n in range(start, end)
        ]

    with Engine() as engine:
        whole = engine.index_files(pages(0, len(entries)))
        parts = [
            part_index(engine.index_files(pages(start, end)))
            for start, end in pairwise((*starts, len(entries)))
        ]
    [(path, meta)] = [(path, content) for path, content in whole.items() if path.endswith(".pf_meta")]
    results = [name.decode() for name in re.findall(rb"\x82j(.._[0-9a-f]{7})", unpacked(meta))]
    name, files = joined_files(language, parts, results)
    assert path == f"pagefind.{name}.pf_meta"
    assert {path: unpacked(content) for path, content in files.items()} == {
        path: unpacked(content) for path, content in whole.items() if path.endswith((".pf_meta", ".pf_index"))
    }


def test_an_index_of_another_engine() -> None:
    """What is not written as we know it is an error, not a search that finds less."""
    with Engine() as engine:
        files = engine.index_files([("/", "<html lang='en'><body>word</body></html>")])
    [path] = [path for path in files if path.endswith(".pf_index")]
    with pytest.raises(SearchError, match="not known"):
        part_index(files | {path: packed(unpacked(files[path]) + b"\x00")})
    with pytest.raises(SearchError, match="not known"):
        part_index({})


def test_results_hold_the_real_wording(written: dict[str, bytes]) -> None:
    """A result file has what is shown and where it leads, and not a word that was added for the search."""
    fragments = {
        fragment["url"]: fragment
        for path, packed in written.items()
        if path.endswith(".pf_fragment")
        for fragment in [json.loads(gzip.decompress(packed).removeprefix(b"pagefind_dcd"))]
    }
    assert set(fragments) == {entry.url for entry in ENTRIES}
    for entry in ENTRIES:
        fragment = fragments[entry.url]
        assert fragment["content"] == ""
        assert fragment["meta"] == {
            "title": entry.title,
            "kind": "Standard",
            "summary": entry.title,
            "clauses": [["answer", entry.title]],
        }
        assert "synonymous" not in json.dumps(fragment)


def test_nothing_unused_is_published(written: dict[str, bytes]) -> None:
    """The engine's own interfaces and its worker stay out of the site."""
    assert {path for path in written if path.endswith((".js", ".css"))} == {"pagefind.js"}
    assert {path for path in written if path.startswith("words.")} == {
        f"words.{one}.packed" for one in ("en", "uk", "ru")
    }


def test_two_pages_at_one_address() -> None:
    """No page is lost in silence."""
    entry = SearchEntry(url="a/", language="en", title="Reply")
    with pytest.raises(ValueError, match="a/"):
        search_files([entry, entry])


def test_no_pages() -> None:
    """A handbook without documents is no error."""
    files, report = search_files([])
    assert (files, report.pages) == ({}, 0)


ENDINGS = {
    "at once": ("exit 7", "ended with 7"),
    "with an error of its own": (
        """echo -n "$(echo -n '{"payload": {"type": "Error", "message": "no room"}}' | base64 -w0)," """,
        "no room",
    ),
}


@pytest.mark.parametrize(("script", "said"), ENDINGS.values(), ids=ENDINGS)
def test_an_engine_that_fails(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it ends, the build is told why, and does not wait for it."""
    engine = tmp_path / "engine"
    engine.write_text(f"#!/bin/sh\n{script}\n")
    engine.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(engine))
    with pytest.raises(SearchError, match=said):
        search_files(ENTRIES)
