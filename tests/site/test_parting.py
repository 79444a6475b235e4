"""Long lists in parts: where they are cut, that nothing is lost or doubled, and that plain links lead everywhere."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from itertools import groupby
from posixpath import join, normpath

import pytest
from bs4 import BeautifulSoup, Tag
from tests.bench.handbook import TODAY
from tests.browser.pages import sample_pages
from tests.site.large_handbook import LANGUAGES, large_book, large_edition, large_pages

from service_standards.history.due import what_is_due
from service_standards.history.edition import Shown, edition
from service_standards.model.documents import Kind
from service_standards.site.aspects import documents_of_aspect
from service_standards.site.coverage import coverage_matrices
from service_standards.site.journey import stage_blocks
from service_standards.site.lifecycle import life_board
from service_standards.site.matrix_parts import MOST_CELLS, cells, parts_of
from service_standards.site.navigation import MOST
from service_standards.site.page import NavItem
from service_standards.site.parting import MOST_LINES, Pager, Way, parted
from service_standards.site.register import commitment_rows, register_rows
from service_standards.site.roles import documents_of
from service_standards.source.handbook import read_handbook

PART = re.compile(r"/[0-9]+/$")
HEAVIEST = 300_000
"""Bytes of a page's article: a telephone of the bench then shows it within three seconds."""

CUTS = {
    "exactly what a page has": ("aaaaaaaaaa", ["aaaaaaaaaa"]),
    "one more": ("aaaaaabbbbb", ["aaaaaa", "bbbbb"]),
    "small areas stand together": ("aaabbbcccddd", ["aaabbbccc", "ddd"]),
    "a long area is cut": ("a" * 25, ["a" * 10, "a" * 10, "a" * 5]),
    "after it comes a new part": ("a" * 12 + "bbb", ["a" * 10, "aa", "bbb"]),
    "a long area begins a part": ("aa" + "b" * 11, ["aa", "b" * 10, "b"]),
    "nothing": ("", [""]),
}


def documents(areas: str) -> list[Shown]:
    """A document in each area, named by a letter."""
    files = {
        f"{area}/{area}-{n}/standard.yml": f"id: {area}-{n}\ntitle: {area}\nversion: 0.1.0\n".encode()
        for n, area in enumerate(areas)
    }
    handbook = read_handbook(
        {"handbook.yml": b"name: A\nlanguages: [en]\ntime_zone: Europe/Kyiv\n", **files}
    ).handbook
    assert handbook
    return sorted(edition(handbook, TODAY, preview=True).shown.values(), key=lambda one: one.area)


@pytest.mark.parametrize(("areas", "expected"), CUTS.values(), ids=CUTS)
def test_where_a_list_is_cut(areas: str, expected: list[str]) -> None:
    """Areas stand together as far as they fit; only one that is longer than a part is cut."""
    parts = parted(documents(areas), lambda shown: 1, most=10)

    assert ["".join(one.area for one in part.documents) for part in parts] == expected
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))


def test_a_handbook_at_the_limit_is_one_page() -> None:
    """As many lines as a page has: no part; one more: parts."""
    listed = documents("ab")

    assert len(parted(listed, lambda shown: MOST_LINES // 2)) == 1
    assert len(parted(listed, lambda shown: MOST_LINES // 2 + 1)) == 2


def test_a_small_handbook_has_no_parts() -> None:
    """The sample's lists are one page each, as they are read best."""
    assert not [
        page.address
        for page in sample_pages()
        if re.search(r"^(uk/|ru/)?[a-z-]+/.*(?<=/)[0-9]+/$", page.address)
    ]


def articles(address: str, language: str = "en") -> dict[str, BeautifulSoup]:
    """The list at *address* with all its parts."""
    return {
        at: BeautifulSoup(page.html, "html.parser")
        for at, page in large_pages(language).items()
        if at == address or (at.startswith(address) and _is_part(at.removeprefix(address)))
    }


def _is_part(rest: str) -> bool:
    return bool(
        re.fullmatch(
            r"((coming|overdue|\d{4}-\d\d|commitments|components|rules|tests|norms|lifecycle)/)?(\d+/)?", rest
        )
    )


def listed(address: str, selector: str, name: str) -> Counter[str]:
    """How often each thing stands on the pages of a list."""
    return Counter(
        str(one[name]) for article in articles(address).values() for one in article.select(selector)
    )


def once(names: object) -> Counter[str]:
    return Counter(dict.fromkeys(map(str, names), 1))  # type: ignore[call-overload]


def of_kind(kind: Kind) -> set[str]:
    return {one.id for one in large_edition().of_kind(kind)}


WHOLE = {
    # list: (selector, attribute, what has to be there)
    "register/": ("tr[data-document]", "data-document", lambda: [row.id for row in register_rows(large_book())]),
    "register": ("tr[data-clause]", "data-clause", lambda: [row.id for row in commitment_rows(large_book())]),
    "tests/": ("article[data-document]", "data-document", lambda: of_kind(Kind.TEST)),
    "training/": ("article[data-document]", "data-document", lambda: of_kind(Kind.TRAINING)),
    "as-of/": ("tbody[data-document]", "data-document", lambda: large_edition().shown),
    "reviews/": ("[data-due]", "data-due", lambda: [f"{one.matter} {one.id}" for one in what_is_due(large_edition())]),
    "coverage/": (
        "tr[data-row]",
        "data-row",
        lambda: [line.key for one in coverage_matrices(large_book()) for group in one.groups for line in group.lines],
    ),
    "lifecycle/": (
        "tr[data-row]",
        "data-row",
        lambda: [line.key for group in life_board(large_book()).groups for line in group.lines],
    ),
}  # fmt: skip


@pytest.mark.parametrize("address", WHOLE)
def test_everything_stands_once_in_the_parts(address: str) -> None:
    """Nothing is lost between two parts, and nothing stands in both."""
    selector, name, expected = WHOLE[address]
    found = listed(address.rstrip("/") + "/", selector, name)

    assert found == once(expected())
    assert len(articles(address.rstrip("/") + "/")) > 2 or address == "training/"  # one line each: they fit


def test_every_step_of_the_journey_stands_once() -> None:
    """Stage by stage, over all parts, what one page would have had."""
    found = Counter(
        (str(stage["id"]), str(one["data-document"]))
        for at, article in articles("journey/").items()
        for stage in article.select(".ls-stage")
        for one in stage.select("[data-document]")
    )
    blocks = stage_blocks(large_book(), large_edition().in_use())

    assert found == Counter((block.id, line.id) for block in blocks for line in block.procedures)


@pytest.mark.parametrize("role", large_edition().handbook.registry.roles)
def test_the_parts_of_a_role_have_all_its_documents(role: str) -> None:
    """And nothing else: what holds of the page of a role holds of its parts together."""
    expected = {one.id for one in documents_of(large_book(), role)}

    assert set(listed(f"roles/{role}/", "[data-document]", "data-document")) == expected
    trainings = {one for one in expected if large_edition().shown[one].kind is Kind.TRAINING}
    assert listed(f"training/{role}/", "[data-document]", "data-document") == once(trainings)


def test_the_parts_of_an_aspect_have_all_its_documents() -> None:
    """Each once."""
    from service_standards.model.documents import Aspect

    for aspect in Aspect:
        expected = {one.id for one in documents_of_aspect(large_book(), aspect)}
        assert listed(f"aspects/{aspect}/", "[data-document]", "data-document") == once(expected)


def test_the_months_have_every_change_once() -> None:
    """The first page repeats the newest; the pages of the months have all."""
    months = {at: article for at, article in articles("changes/").items() if at != "changes/"}
    found = Counter(
        f"{one['data-event']} {one['data-version']}"
        for article in months.values()
        for one in article.select("[data-event]")
    )

    assert found == once(f"{one.id} {one.version.number}" for one in large_edition().shown.values())
    assert len(articles("changes/")["changes/"].select("[data-event]")) == 100


def links(at: str, place: Tag | BeautifulSoup) -> list[str]:
    """Where the links in *place* lead, from the root, with their anchors."""
    found = []
    for one in place.select("a[href]"):
        path, mark, anchor = str(one["href"]).partition("#")
        target = normpath(join("/", at, path)).strip("/") if path else at.rstrip("/")
        found.append(f"{target}/{mark}{anchor}".removeprefix("/"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_links_lead_to_every_part_and_back(language: str) -> None:
    """From the overview to each, and to the very section; from each to the overview, the one before and the one after."""
    pages = large_pages(language)
    made = {at: BeautifulSoup(page.html, "html.parser") for at, page in pages.items()}
    parts = {at: article for at, article in made.items() if article.select_one(".ls-pager")}
    assert len(parts) > 20
    reached = set()
    for at, article in made.items():
        if at in parts:
            continue
        for target in (one for place in article.select(".ls-ways") for one in links(at, place)):
            path, _, anchor = target.partition("#")
            assert path in pages, (at, target)
            assert not anchor or made[path].find(id=anchor), (at, target)
            reached.add(path)
    assert reached >= set(parts)
    for at, article in parts.items():
        pager, turn = article.select_one(".ls-pager"), article.select_one(".ls-turn")
        assert pager
        assert turn
        [current] = pager.select("[aria-current=page]")
        assert links(at, current.parent or current) == [at]
        assert {one.partition("#")[0] for one in links(at, pager) + links(at, turn)} <= set(pages)
        assert links(at, pager)[0].partition("#")[0] not in parts


def test_the_anchors_of_the_whole_stay_on_the_overview() -> None:
    """Links to a section of a list lead to it, however the list is cut."""
    sample = {page.address: page for page in sample_pages()}
    for address in ("journey/", "register/", "coverage/", "lifecycle/", "tests/"):
        article = BeautifulSoup(large_pages()[address].html, "html.parser")
        anchors = [one.anchor for one in sample[address].headings]
        assert [one for one in anchors if not article.find(id=one)] == [], address
        assert {one.anchor for one in large_pages()[address].headings} <= {
            str(one["id"]) for one in article.select("[id]")
        }


def test_parts_are_the_same_in_every_language() -> None:
    """The switch of languages leads from a part to the same documents."""
    english, ukrainian = (large_pages(language) for language in LANGUAGES)

    assert {f"uk/{at}" for at in english} == set(ukrainian)
    for at in english:
        if at.startswith(("register/", "roles/")):
            here, there = (
                {
                    str(one["data-document"])
                    for one in BeautifulSoup(page.html, "html.parser").select("[data-document]")
                }
                for page in (english[at], ukrainian[f"uk/{at}"])
            )
            assert here == there, at


def test_no_list_is_too_heavy_for_a_telephone() -> None:
    """Nor is the home page, and only the first page of a list is searched."""
    for at, page in large_pages().items():
        assert len(page.html.encode()) < HEAVIEST, at
        assert page.search is None or not re.search(r"(register|journey|roles/[a-z-]+)/[0-9]+/$", at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_of_a_long_register_covers_all_of_it(language: str) -> None:
    """The file beside the page has every document and every commitment, with what they can be filtered by."""
    book = large_book(language)
    address = book.address("register")
    found = json.loads(gzip.decompress(large_pages(language)[address].files[f"{address}rows.packed"]))
    rows, commitments = register_rows(book), commitment_rows(book)

    assert [one[7] for one in found["documents"]] == [row.id for row in rows]
    assert [tuple(one[:7]) for one in found["documents"]] == [
        (row.facets.kind, row.facets.area, row.facets.role, row.facets.service, row.facets.channel,
         row.facets.component, row.facets.status)
        for row in rows
    ]  # fmt: skip
    assert [f"{found['documents'][one[0]][7]}#{one[3]}" for one in found["commitments"]] == [
        row.id for row in commitments
    ]
    choices = BeautifulSoup(large_pages(language)[address].html, "html.parser").select(
        "select[name=area] option"
    )
    assert {str(one["value"]) for one in choices} == {"", *(row.facets.area for row in rows)}


def lines(items: tuple[NavItem, ...]) -> list[int]:
    """How many lines each group of a navigation has."""
    return [n for item in items for n in (len(item.items), *lines(item.items))]


NUMBERS = {
    "a few": ((2, 4), (1, 2, 3, 4)),
    "the first of many": ((1, 60), (1, 2, 3, 0, 60)),
    "in the middle": ((30, 60), (1, 0, 28, 29, 30, 31, 32, 0, 60)),
    "nothing is left out for one": ((5, 9), (1, 2, 3, 4, 5, 6, 7, 8, 9)),
}


@pytest.mark.parametrize(("at", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_which_parts_are_offered_by_number(at: tuple[int, int], expected: tuple[int, ...]) -> None:
    """The first, those around, the last: a telephone has no room for sixty."""
    number, of = at
    ways = (Way(title="", address=""),) * of
    assert Pager(number=number, count="", up="", ways=ways).numbers == expected


def test_the_side_navigation_stays_short() -> None:
    """However many areas, documents and services there are: the way to the rest ends what is too long."""
    for at, page in large_pages().items():
        assert max(lines(page.nav), default=0) <= MOST + 1, at
    services = next(item for item in large_pages()["services/"].nav if item.address == "services/")
    assert services.items[-1].address == "services/"


def test_a_part_lights_the_line_of_its_list() -> None:
    """A reader of a part sees in the navigation which list it is."""
    part = next(page for at, page in large_pages().items() if re.fullmatch(r"roles/[a-z-]+/2/", at))
    assert part.surroundings
    assert part.surroundings.lit(part) == PART.sub("/", part.address)


def test_matrices_are_cut_between_their_groups() -> None:
    """A group that fits stands whole; no part has more than a page has; together they are the matrix."""
    for matrix in (*coverage_matrices(large_book()), life_board(large_book())):
        parts = parts_of(matrix)
        assert [line.key for part in parts for group in part.groups for line in group.lines] == [
            line.key for group in matrix.groups for line in group.lines
        ]
        assert max(map(cells, parts)) <= MOST_CELLS
        fitting = [group for part in parts for group in part.groups]
        assert len(fitting) >= len(matrix.groups)
        assert all(
            len(list(found)) == 1
            for _, found in groupby(fitting, key=lambda group: (group.title, group.lines))
        )
