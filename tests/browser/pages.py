"""The pages of the sample handbook, as the plugin makes them."""

from __future__ import annotations

from datetime import date
from functools import cache

from tests.conftest import TODAY
from tests.sample import sample_handbook

from service_standards.history.edition import edition
from service_standards.site.page import SitePage
from service_standards.site.site import SiteSettings, site_pages


@cache
def sample_pages() -> tuple[SitePage, ...]:
    """Every page on TODAY, in the order in which they are made."""
    return tuple(site_pages(edition(sample_handbook(), date.fromisoformat(TODAY)), SiteSettings()))
