"""The sample handbook is clean but for the one translation that it is there to show."""

from __future__ import annotations

from tests.checks.fixtures import TODAY
from tests.conftest import ROOT

from service_standards.checks import check_all
from service_standards.source.files import files_of_folder


def test_sample_has_one_finding() -> None:
    """The Russian text of one clause of the chat is behind; nothing else is wrong, not even a hint."""
    found = check_all(files_of_folder(ROOT / "standards"), TODAY).findings

    assert [(one.code, one.place.file, one.values["clause"]) for one in found] == [
        ("LNG02", "support/chat-reply/standard.ru.yml", "solve-in-chat")
    ]


def test_what_is_silenced_is_kept() -> None:
    """What a draft holds back for a time is kept with its reason, and comes back when the time is over."""
    files = files_of_folder(ROOT / "standards")
    [silenced] = check_all(files, TODAY).silenced

    assert (silenced.finding.code, silenced.document) == ("COV01", "locker-collection")
    assert silenced.reason.startswith("The procedure, the test and the training")
    later = check_all(files, silenced.until.replace(year=silenced.until.year + 1)).findings
    assert silenced.finding in later
