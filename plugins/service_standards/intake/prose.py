"""
Cells of plain text as Markdown: paragraphs and lists, with nothing taken for markup that is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .mapping import Rule

_BULLET = re.compile(r"^\s*(?:[•·●▪◦‣○*–-])\s*(?=\S)")
_LINE_START = re.compile(r"^(\s*)([#>+=~-]|\d+[.)](?=\s))")
_MARKUP = re.compile(r"[\\`*_\[\]<]")


def as_markdown(rule: Rule, cells: Mapping[str, Sequence[str]], language: str) -> str:
    """The prose that *rule* makes of *cells*, each column in turn under its heading; empty if there is none."""
    blocks: list[str] = []
    for part in rule.columns or (rule,):
        texts = [paragraphs(text) for text in cells.get(part.column or "", ())]
        if part.constant:
            texts.append(paragraphs(str(part.constant)))
        if texts and language in part.heading:
            blocks.append(f"## {escaped(part.heading[language])}")
        blocks += texts
    return "\n\n".join(blocks) + "\n" if blocks else ""


def paragraphs(text: str) -> str:
    """*text* as Markdown: each line a paragraph, lines with a bullet a list."""
    made: list[str] = []
    in_list = False
    for line in text.split("\n"):
        if not line.strip():
            in_list = False
            continue
        bullet = _BULLET.match(line)
        shown = f"- {escaped(line[bullet.end() :].strip())}" if bullet else escaped(line.strip())
        made.append(("\n" if bullet and in_list else "\n\n" if made else "") + shown)
        in_list = bool(bullet)
    return "".join(made)


def escaped(line: str) -> str:
    """*line* with a backslash before each sign that Markdown would take for its own."""
    shown = _MARKUP.sub(lambda sign: "\\" + sign[0], line)
    return _LINE_START.sub(lambda start: f"{start[1]}{start[2][:-1]}\\{start[2][-1]}", shown)
