"""The report of an import of dated states, as text and as plain values."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..changes.kinds import Change
from ..model.documents import ChangeClass
from .states import ReadyStates, StateAccount
from .wording import say

SHOWN = 20
"""So many changes of a state stand in the text; all of them are in the JSON, and in `standards diff`."""


def states_as_text(made: ReadyStates, language: str) -> str:
    """What each state led to: releases, and every change with its class."""
    lines: list[str] = []
    for one in made.accounts:
        lines.append(_head(one, language))
        changes = [(found.id, change) for found in one.made for change in found.changes]
        lines += [f"  {_change(id, change)}" for id, change in changes[:SHOWN]]
        if len(changes) > SHOWN:
            lines.append("  " + say(language, "states", "more", n=len(changes) - SHOWN))
    if made.results or made.results_left_out:
        lines.append(say(language, "states", "results", n=made.results, left=made.results_left_out))
    return "\n".join(lines) + "\n"


def _head(one: StateAccount, language: str) -> str:
    classes = Counter(found.change_class for found in one.made)
    counted = ", ".join(f"{name}: {classes[name]}" for name in ChangeClass if classes[name])
    return say(
        language, "states", "head", day=one.state.on, file=one.state.file.name, rows=one.rows, n=len(one.made),
        classes=f" ({counted})" if counted else "",
    )  # fmt: skip


def _change(id: str, change: Change) -> str:
    where = f"{id}#{change.clause}" if change.clause else id
    return f"{where}  {change.field}  {change.change_class}"


def states_as_data(made: ReadyStates) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "on": one.state.on.isoformat(),
            "file": one.state.file.name,
            "sha256": one.sha256,
            "rows": one.rows,
            "releases": [
                {
                    "id": found.id,
                    "version": str(found.version),
                    "class": found.change_class.value,
                    "changes": [
                        {
                            "code": change.code,
                            "clause": change.clause,
                            "field": change.field,
                            "class": change.change_class.value,
                            "customer": change.customer.value,
                            "staff": change.staff.value,
                        }
                        for change in found.changes
                    ],
                }
                for found in one.made
            ],
        }
        for one in made.accounts
    ]
