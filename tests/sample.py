"""The sample handbook, read once by each process for all tests that only look at it."""

from __future__ import annotations

from functools import cache

from tests.conftest import ROOT

from service_standards.model.handbook import Handbook
from service_standards.source.files import files_of_folder
from service_standards.source.handbook import read_handbook


@cache
def sample_handbook() -> Handbook:
    """What the files of `standards/` say: frozen, so no test can change it for another."""
    found = read_handbook(files_of_folder(ROOT / "standards")).handbook
    assert found
    return found
