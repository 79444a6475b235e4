"""A site of which each page is made when it is asked for has the pages and files of one that is made whole."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.site import small_handbook

from service_standards.history.edition import Edition, edition
from service_standards.model.documents import Audience
from service_standards.site import help as help_
from service_standards.site.on_demand import SiteOnDemand
from service_standards.site.page import SitePage
from service_standards.site.render import environment
from service_standards.site.settings import SiteSettings
from service_standards.site.site import site_files, site_pages

SETTINGS = SiteSettings(site_url="https://shop.example/", files=small_handbook.files())
EDITIONS = {
    "in force": {},
    "preview": {"preview": True},
    "public": {"audience": Audience.PUBLIC},
}


@pytest.fixture(autouse=True)
def little_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the documentation only the guides, which bring pictures, and one other page: there are hundreds."""
    every = help_.texts
    monkeypatch.setattr(
        help_,
        "texts",
        lambda language: {
            name: text
            for name, text in every(language).items()
            if name.startswith("guides/") or name == "checks/REF01"
        },
    )


@cache
def shown(name: str) -> Edition:
    """An edition of the small handbook."""
    return edition(small_handbook.handbook(), small_handbook.TODAY, **EDITIONS[name])


@cache
def whole(name: str) -> dict[str, SitePage]:
    """All its pages, made at once."""
    return {page.address: page for page in site_pages(shown(name), SETTINGS)}


def on_demand(name: str) -> SiteOnDemand:
    """The same of which nothing is made yet."""
    return SiteOnDemand(edition=shown(name), settings=SETTINGS, templates=environment())


@pytest.mark.parametrize("name", EDITIONS)
def test_every_page_and_file_is_there(name: str) -> None:
    """In whatever order they are asked for, files before their pages."""
    site = on_demand(name)
    for path, content in site_files(shown(name), SETTINGS, whole(name).values()).items():
        assert site.knows(path), path
        assert site.file(path) == content, path
    for address, page in reversed(whole(name).items()):
        assert site.knows(address), address
        found = site.page(address)
        assert found and found.surroundings
        assert replace(found, surroundings=None) == replace(page, surroundings=None), address


def test_nothing_else_is_there() -> None:
    """What no page of a build has is not found, and nothing is made to know it."""
    site = on_demand("in force")
    for path in (
        "assets/x.js",
        "nothing/",
        "uk/nothing/",
        "waiting/9.9.9/",
        "pictures/handbook.yml",
        "data/x.json",
    ):
        assert site.page(path) is None
        assert site.file(path) is None
    assert not site.knows("assets/x.js")
    assert not site.knows("uk/nothing/")


@pytest.mark.parametrize("name", EDITIONS)
def test_the_search_finds_what_it_finds_in_all_pages(name: str) -> None:
    """Though it does not make those that are never found."""
    entries = {entry.url: entry for entry in on_demand(name).entries()}

    assert entries == {page.address: page.search for page in whole(name).values() if page.search}


def test_what_fails_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that could not be made is not taken for one that is not there."""
    site = on_demand("in force")
    with monkeypatch.context() as broken:
        broken.setattr("service_standards.site.documents.known_releases", lambda book, shown: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            site.page("waiting/")
    assert site.page("waiting/") is not None
