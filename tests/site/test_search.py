"""The index: real wording in the results, the same bytes for the same entries."""

import gzip
import json
import random
from pathlib import Path

import pytest

from service_standards.site.search import SearchEntry, SearchError, search_files

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
