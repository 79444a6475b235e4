"""Findings for machines: JSON, SARIF for code scanning, and the annotations of a git host."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from ..findings import Finding, Severity, catalogue, cause, path_in_repository

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""The words of SARIF 2.1.0 for our severities."""
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
"""The workflow commands of GitHub for our severities."""


def as_data(finding: Finding, language: str) -> dict[str, object]:
    """The finding as `check --json` gives it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message(language),
        "cure": finding.cure(language),
    }


def sarif(findings: Sequence[Finding], language: str, *, folder: str, version: str) -> dict[str, Any]:
    """
    The findings as a SARIF 2.1.0 log (OASIS), with the codes that occur as its rules.

    *folder*: where the handbook lies in the repository.
    """
    codes = sorted({one.code for one in findings})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "service-standards",
                        "version": version,
                        "rules": [_rule(code, language) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, codes, language, folder) for one in findings],
            }
        ],
    }


def _rule(code: str, language: str) -> dict[str, Any]:
    entry = catalogue(language)[code]
    return {
        "id": code,
        "shortDescription": {"text": str(entry["title"])},
        "help": {"text": f"standards check --explain {code}"},
    }


def _result(one: Finding, codes: Sequence[str], language: str, folder: str) -> dict[str, Any]:
    return {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": LEVELS[one.severity],
        "message": {"text": f"{one.message(language)}\n{one.cure(language)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(_in_folder(one, folder))},
                    "region": {"startLine": one.place.line, "startColumn": one.place.column},
                }
            }
        ],
        "partialFingerprints": {"cause/v1": hashlib.sha256(repr(cause(one)).encode()).hexdigest()},
    }


def workflow_commands(findings: Iterable[Finding], language: str, *, folder: str) -> Iterator[str]:
    """Yield a workflow command of GitHub for each finding: shown beside the line in a pull request."""
    for one in findings:
        where = (
            f"file={_property(_in_folder(one, folder))},line={one.place.line},col={one.place.column},"
            f"title={_property(one.code)}"
        )
        text = f"{one.message(language)}\n{one.cure(language)}"
        yield f"::{COMMANDS[one.severity]} {where}::{_data(text)}"


def _in_folder(one: Finding, folder: str) -> str:
    return path_in_repository(one.place.file, folder)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
