"""The pages of the sample handbook, as the plugin makes them."""

from __future__ import annotations

from datetime import date
from functools import cache

from tests.conftest import ROOT, TODAY

from service_standards.history.edition import edition
from service_standards.site.page import SitePage
from service_standards.site.site import SiteSettings, site_pages
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook


@cache
def sample_pages() -> tuple[SitePage, ...]:
    """Every page on TODAY, in the order in which they are made."""
    handbook = read_handbook(files_of_folder(ROOT / "standards")).handbook
    assert handbook
    return tuple(site_pages(edition(handbook, date.fromisoformat(TODAY)), SiteSettings()))
