"""Work side by side, on one core and on two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("cores", ["1", "2"])
def test_side_by_side(cores: str) -> None:
    """What `alone_side_by_side.py` says holds."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", "alone_side_by_side.py"],
        cwd=Path(__file__).parent, env={**environment, "STANDARDS_CORES": cores}, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
