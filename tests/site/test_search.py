"""The index: real wording in the results, the same bytes for the same entries."""

import gzip
import json
import random
from pathlib import Path

import pytest

from service_standards.site.search import SearchEntry, write_search

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


def content(directory: Path) -> dict[str, bytes]:
    """Every file below *directory* by its path."""
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the index of ENTRIES."""
    directory = tmp_path_factory.mktemp("site") / "search"
    report = write_search(ENTRIES, directory)
    assert report.pages == len(ENTRIES)
    assert set(report.words) == {"en", "uk", "ru"}
    assert report.without_forms == ()
    return content(directory)


def test_same_entries_same_bytes(written: dict[str, bytes], tmp_path: Path) -> None:
    """The order of the entries and the run leave no trace."""
    write_search(random.Random(1).sample(ENTRIES, len(ENTRIES)), tmp_path)
    assert content(tmp_path) == written


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


def test_two_pages_at_one_address(tmp_path: Path) -> None:
    """No page is lost in silence."""
    entry = SearchEntry(url="a/", language="en", title="Reply")
    with pytest.raises(ValueError, match="a/"):
        write_search([entry, entry], tmp_path)


def test_no_pages(tmp_path: Path) -> None:
    """A handbook without documents is no error."""
    assert write_search([], tmp_path).pages == 0
