"""Addresses are made of ids, and links between pages are relative."""

from __future__ import annotations

from posixpath import join, normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service_standards.site.addresses import address, relative

ADDRESSES = {
    "home": ("en", (), ""),
    "home in another language": ("uk", (), "uk/"),
    "document": ("en", ("email-reply",), "email-reply/"),
    "card": ("uk", ("email-reply", "card"), "uk/email-reply/card/"),
    "version": ("ru", ("email-reply", "2.0.0"), "ru/email-reply/2.0.0/"),
}
LINKS = {
    "down": ("email-reply/", "", "email-reply/"),
    "up": ("", "email-reply/", "../"),
    "beside": ("about/", "email-reply/", "../about/"),
    "to itself": ("about/", "about/", "./"),
    "home to home": ("", "", "./"),
    "anchor on the page": ("about/#why", "about/", "#why"),
    "anchor elsewhere": ("about/#why", "uk/about/", "../../about/#why"),
    "anchor on the home page": ("#areas", "about/", "../#areas"),
    "file": ("data/register.csv", "register/", "../data/register.csv"),
    "file in the same folder": ("data/register.csv", "data/", "register.csv"),
    "an editor's detour": ("about/../../uk//./about/", "uk/", "about/"),
    "an editor's way out": ("../../", "uk/", "../"),
}


@pytest.mark.parametrize(("language", "segments", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_address(language: str, segments: tuple[str, ...], expected: str) -> None:
    """The source language lies at the root, every other below its code."""
    assert address(language, "en", *segments) == expected


@pytest.mark.parametrize(("target", "page", "expected"), LINKS.values(), ids=LINKS)
def test_link(target: str, page: str, expected: str) -> None:
    """A site can be moved below any path."""
    assert relative(target, page) == expected


paths = st.lists(st.sampled_from(["uk", "email-reply", "card", "2.0.0", "data"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(target=paths, page=paths)
def test_a_link_leads_to_its_target(target: str, page: str) -> None:
    """Whoever follows a link from a page arrives at the target."""
    arrived = normpath(join("/", page, relative(target, page)))

    assert arrived == normpath(f"/{target}")
