"""The command over a copy of the sample handbook."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import ROOT, TODAY

from service_standards.cli import main

Run = Callable[..., Result]


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of the sample handbook's folder."""
    return Path(shutil.copytree(ROOT / "standards", tmp_path / "standards"))


@pytest.fixture
def run(handbook: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call `standards` in the handbook's project, in English, on TODAY."""
    monkeypatch.chdir(handbook.parent)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796119200")  # 2026-12-01 in Kyiv
    assert TODAY == "2026-12-01"

    def call(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def answer(result: Result) -> Any:
    """The JSON that the command printed."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
