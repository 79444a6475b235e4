"""
Whether a handbook holds together: one module per family of codes, findings out.

Reading finds faults of form; the checks here look between documents. A check
writes nothing and prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..findings import Finding
from ..source.handbook import Reading, read_handbook

__all__ = ["check"]


def check(files: Mapping[str, bytes], on: date) -> tuple[Reading, tuple[Finding, ...]]:
    """Read the handbook in *files* and find all that is wrong with it on *on*, in the order of the files."""
    reading = read_handbook(files)
    findings = list(reading.findings)
    return reading, tuple(sorted(findings, key=Finding.sort_key))
