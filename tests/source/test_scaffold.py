"""What `standards new` writes: a draft that is right but for its open ends."""

from __future__ import annotations

import pytest
from tests.checks.fixtures import GOOD, TODAY

from service_standards.checks import check
from service_standards.source.files import files_of_folder
from service_standards.source.format import formatted_files
from service_standards.source.scaffold import SCAFFOLDS, scaffold

FILES = dict(files_of_folder(GOOD))
FORM = ("YML", "SCH", "REF")


@pytest.mark.parametrize("area", [None, "support"])
@pytest.mark.parametrize("kind", SCAFFOLDS)
def test_only_its_todos_are_found(kind: str, area: str | None) -> None:
    """A new file has open ends and no other fault, whatever it is."""
    reading, _ = check(FILES, TODAY)
    assert reading.handbook is not None
    new = scaffold(kind, "email-reply" if kind == "review" else "chat-reply", reading.handbook, area, TODAY)
    files = {**FILES, **{path: text.encode() for path, text in new.items()}}

    _, findings = check(files, TODAY)

    assert {one.code for one in findings if one.code.startswith(FORM)} == {"SCH06"}
    assert {one.place.file for one in findings if one.code == "SCH06"} <= set(new)
    assert list(formatted_files(files)) == []
    assert not set(new) & set(FILES)


def test_a_new_document_needs_no_registry() -> None:
    """The first document of an empty handbook can be started too."""
    files = {"handbook.yml": FILES["handbook.yml"]}
    reading, _ = check(files, TODAY)
    assert reading.handbook is not None
    new = scaffold("procedure", "first-one", reading.handbook)

    _, findings = check({**files, **{path: text.encode() for path, text in new.items()}}, TODAY)

    assert {one.code for one in findings if one.code.startswith(FORM)} == {"SCH06"}
