"""What the guides show: edits of the sample handbook, and what the command says to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import service_standards

GUIDES = Path(service_standards.__file__).parent / "docs" / "guides"
REPLY = "support/email-reply/standard.yml"


def replaced(lines: dict[str, str], folder: Path) -> None:
    """Write other lines into the standard of the example; each must be there."""
    file = folder / REPLY
    text = file.read_text(encoding="utf-8")
    for before, after in lines.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def limit(to: str) -> dict[str, str]:
    """The three lines of the editors' example."""
    return {
        'version: "3.0.0"': 'version: "4.0.0"',
        "    at_most: 12 hours\n    from": f"    at_most: {to}\n    from",
        "A person answers within half of the time promised before, and more often.": f"A person answers within {to} instead of 12.",
    }


EDITS: dict[str, Callable[[Path], None]] = {
    "ten-hours": partial(replaced, limit("10 hours")),
    "days": partial(replaced, limit("2 days")),
    "too-slow": partial(replaced, limit("8 hours")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A command in a guide, with what it answers."""

    command: str
    edit: str = ""
    code: str = ""
    """Only the finding with this code is shown."""
    lines: int = 0
    """How many lines are shown; all if 0."""


SHOWN = {
    "days": Shown(command="check --base main", edit="days", code="SCH03"),
    "too-slow": Shown(command="check --base main", edit="too-slow", code="BUD01"),
    "bump": Shown(command="bump email-reply", edit="ten-hours"),
    "behind": Shown(command="translations --language ru"),
    "as-of": Shown(command="as-of email-reply#answer --on 2026-03-01", lines=7),
    "known-on": Shown(command="as-of email-reply#answer --on 2027-01-15 --known-on 2026-11-01", lines=7),
    "verify": Shown(command="verify", lines=1),
}
"""By the name in the comment above the block."""

BLOCK = re.compile(
    r"<!-- shown: (?P<name>[a-z-]+) -->\n```console\n\$ standards (?P<command>[^\n]*)\n(?P<output>.*?)```",
    re.DOTALL,
)


def part(output: str, shown: Shown) -> str:
    """What a guide shows of *output*: a line with `…` stands for what it leaves out."""
    if shown.code:
        findings = output.rstrip().split("\n\n")
        [one] = [one for one in findings if re.search(rf"^\S+:\d+:\d+  {shown.code}  ", one)]
        return one.strip("\n") + "\n" + ("…\n" if len(findings) > 2 else "")
    lines = output.rstrip("\n").split("\n")
    cut = shown.lines and len(lines) > shown.lines
    return "\n".join(lines[: shown.lines] if cut else lines) + "\n" + ("…\n" if cut else "")
