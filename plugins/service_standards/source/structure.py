"""
The form of a YAML file: can it be read at all, and does every sign in it mean what its author thinks.

Bytes in, a tree of values and findings of the family YML out. What the file
should say is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..findings import Finding, Severity
from ..model.handbook import Place
from .causes import FAR, Cause, Stop, cause_of, without_tabs
from .files import LARGEST
from .nodes import Branch, Items, Leaf, Node, YAMLError, compose
from .shapes import text_keys

MOST_REPAIRS = 40
"""After so many faults of form in one file the reader gives up."""

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u200b\u2060\ufeff\u180e\u00ad\u200c\u200d"
TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Spaces that do not break, signs without width, signs that turn the direction of writing."""

_STRANGE = re.compile(f"[{SPACES}{INVISIBLE}{TURNING}]")
_NEVER = re.compile(f"[\u200b\u2060\ufeff\u180e{TURNING}]")
_STRUCTURE = re.compile(
    rf"^(?P<head>[\s{INVISIBLE}{TURNING}]*(?:-[\s{INVISIBLE}{TURNING}]+)*)"
    rf"(?P<key>[\w{INVISIBLE}{TURNING}-]+[\s{INVISIBLE}{TURNING}]*:(?=[\s{INVISIBLE}{TURNING}]|$)[\s{INVISIBLE}{TURNING}]*)?"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_SMART = {
    "\u201c": "\u201d\u201c",
    "\u201e": "\u201c\u201d\u201f",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
    "\uff02": "\uff02",
    "\u201d": "\u201d",
}


@dataclass(slots=True)
class Source:
    """A text file while it is read: its lines as they stand, and what was found in it."""

    file: str
    lines: list[str]
    findings: list[Finding]

    def fault(self, code: str, fault: str, line: int, column: int, **values: str) -> None:
        """Note a fault at a place (from 1)."""
        self.findings.append(
            Finding(
                code=code,
                fault=fault,
                severity=Severity.ERROR,
                place=Place(self.file, line, column),
                values=values,
            )
        )

    def written(self, leaf: Leaf) -> str:
        """The value as it stands in the file, quotes and all."""
        if leaf.line != leaf.end_line or not 0 < leaf.line <= len(self.lines):
            return leaf.text
        return self.lines[leaf.line - 1][leaf.column - 1 : leaf.end_column - 1]

    def line_with(self, leaf: Leaf, better: str) -> str:
        """The line of *leaf* with *better* in its place, without the indentation."""
        if not 0 < leaf.line <= len(self.lines):
            return better
        line = self.lines[leaf.line - 1]
        rest = line[leaf.end_column - 1 :] if leaf.end_line == leaf.line else ""
        return (line[: leaf.column - 1] + better + rest).strip()


def text_of(file: str, data: bytes) -> tuple[str | None, list[Finding]]:
    """The text of *data*, with what is wrong with its letters; None where it can't or may not be read."""
    source = Source(file, [], [])
    if len(data) > LARGEST:
        source.fault("YML10", "size", 1, 1)
        return None, source.findings
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start].decode("utf-8", "replace")
        line, start = before.count("\n") + 1, before.rfind("\n") + 1
        source.fault("YML09", "not-utf-8", line, len(before) - start + 1, byte=f"{data[wrong.start]:02X}")
        return None, source.findings
    if not unicodedata.is_normalized("NFC", text):
        for n, line_text in enumerate(text.split("\n"), 1):
            composed = unicodedata.normalize("NFC", line_text)
            if composed != line_text:
                at = next((k for k, (a, b) in enumerate(zip(line_text, composed, strict=False)) if a != b), 0)
                source.fault("YML09", "not-nfc", n, max(at, 1), cured=composed.strip())
        text = unicodedata.normalize("NFC", text)
    return text, source.findings


def read_tree(file: str, data: bytes) -> tuple[Node | None, Source]:
    """
    The tree of a YAML file and what is wrong with its form.

    None where nothing could be read. Faults of form that are understood are
    cured on the way, so that the faults behind them are found too.
    """
    text, findings = text_of(file, data)
    source = Source(file, [] if text is None else text.splitlines(), findings)
    if text is None:
        return None, source
    text = _without_strange_signs(text, source)
    root = _composed(text, source)
    if root is not None and _may_hide_something(text):
        for key, leaf in _leaves(root, ""):
            _look_at(leaf, key, source)
    return root, source


def _may_hide_something(text: str) -> bool:
    """Whether there is anything in *text* that makes a look at its single values worth while."""
    return (
        " #" in text
        or any(sign in text for sign in _SMART)
        or any(not _is_day(found) for found in _LIKE_A_DAY.findall(text))
    )


_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _without_strange_signs(text: str, source: Source) -> str:
    if text.isascii() and not _CONTROL.search(text):
        return text
    if not (_STRANGE.search(text) or _CONTROL.search(text)):
        return text
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if control := _CONTROL.search(line):
            source.fault("YML03", "control", n + 1, control.start() + 1, sign=_name(control[0]))
            line = _CONTROL.sub("", line)
        found = _STRUCTURE.match(line)
        if found and (strange := _STRANGE.search(found[0])):
            cured = _STRANGE.sub(_plain_sign, found[0]) + line[found.end() :]
            source.fault(
                "YML03",
                "in-structure",
                n + 1,
                strange.start() + 1,
                sign=_name(strange[0]),
                cured=cured.strip(),
            )
            line = cured
        if turned := _NEVER.search(line):
            cured = _NEVER.sub("", line)
            source.fault(
                "YML03", "in-text", n + 1, turned.start() + 1, sign=_name(turned[0]), cured=cured.strip()
            )
            line = cured
        lines[n] = line
    return "\n".join(lines)


def _plain_sign(found: re.Match[str]) -> str:
    return " " if found[0] in SPACES else ""


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _composed(text: str, source: Source) -> Node | None:
    """The tree of *text*; where libyaml stops, the cause is noted and cured, and reading begins anew."""
    lines = text.splitlines()
    furthest = (-1, -1)
    cured: set[int] = set()
    for _ in range(MOST_REPAIRS):
        try:
            root, findings = compose(source.file, "\n".join(lines) + "\n")
        except YAMLError as error:
            stop = _stop(error, len(lines))
            cause = cause_of(lines, stop)
            here = (stop.line, stop.column)
            if cause is None or here < furthest:
                if stop.line not in cured:
                    shown = lines[stop.line].strip()[:100] if stop.line < len(lines) else ""
                    source.fault("YML01", "unknown", stop.line + 1, stop.column + 1, shown=shown)
                return None
            furthest = here
            cured.add(cause.line)
            source.fault("YML01", cause.fault, cause.line + 1, cause.column + 1, cured=_shown(lines, cause))
            if cause.fault in ("conflict", "wrapped-comment"):
                return None
            lines[cause.line] = cause.better
            if cause.fault == "tab":
                _cure_tabs(lines, source)
            continue
        source.findings += findings
        source.lines = lines
        if findings and findings[-1].fault == "two-documents":
            lines[findings[-1].place.line - 1] = ""
            continue
        if root is None and not findings:
            source.fault("YML01", "empty", 1, 1)
        return root
    return None


def _shown(lines: list[str], cause: Cause) -> str:
    """The line as it should be; where its indentation is the point, below the line before."""
    if cause.fault not in ("tab", "indent", "wrapped"):
        return cause.better.strip()
    before = next(
        (line for line in reversed(lines[max(cause.line - FAR, 0) : cause.line]) if line.strip()), ""
    )
    return f"{before.rstrip()}\n{cause.better.rstrip()}" if before else cause.better.rstrip()


def _cure_tabs(lines: list[str], source: Source) -> None:
    """Cure every other line that is indented by tabs too, and name as many as anyone will read."""
    named = 0
    for n, line in enumerate(lines):
        head = line[: len(line) - len(line.lstrip())]
        if "\t" in head and line.strip():
            if (named := named + 1) > MOST_REPAIRS:
                lines[n] = head.expandtabs(2) + line.lstrip()
                continue
            cause = Cause("tab", n, head.index("\t"), without_tabs(lines, n))
            lines[n] = cause.better
            source.fault("YML01", "tab", n + 1, cause.column + 1, cured=_shown(lines, cause))


def _stop(error: YAMLError, length: int) -> Stop:
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    line = min(mark.line if mark else 0, max(length - 1, 0))
    return Stop(
        line,
        mark.column if mark and mark.line == line else 0,
        begun.line if begun else line,
        f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}",
    )


def _leaves(node: Node, key: str) -> Iterator[tuple[str, Leaf]]:
    if isinstance(node, Leaf):
        yield key, node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _leaves(item, key)
    elif isinstance(node, Branch):
        for name, value in node.values.items():
            yield from _leaves(value, name)


def _look_at(leaf: Leaf, key: str, source: Source) -> None:
    """What one bare value may hide: text cut off by a comment, quotes that are none, a day that never was."""
    if not leaf.bare or not leaf.text:
        return
    line = source.lines[leaf.end_line - 1] if leaf.end_line <= len(source.lines) else ""
    rest = line[leaf.end_column - 1 :]
    if rest.startswith(" #") and (rest[2:3].strip() or (key in text_keys() and rest[2:].strip())):
        whole = leaf.text + rest.rstrip()
        source.fault(
            "YML04",
            "lost",
            leaf.end_line,
            leaf.end_column + 1,
            lost=rest.strip(),
            kept=leaf.text[-60:],
            cured=f'{line[: leaf.column - 1] if leaf.line == leaf.end_line else ""}"{whole}"'.strip(),
        )
        leaf.text = whole
        leaf.value = whole
        leaf.misread = False
    elif leaf.text[0] in _SMART and leaf.text[-1] in _SMART[leaf.text[0]] and len(leaf.text) > 1:
        inner = leaf.text[1:-1]
        source.fault(
            "YML03",
            "smart-quotes",
            leaf.line,
            leaf.column,
            text=leaf.text,
            cured=source.line_with(leaf, f'"{inner}"'),
        )
        leaf.text = leaf.value = inner
    elif isinstance(leaf.value, str) and _LIKE_A_DAY.fullmatch(leaf.text):
        source.fault("YML06", "no-such-day", leaf.line, leaf.column, **nearest_day(leaf, source))
        leaf.faulty = True


def nearest_day(leaf: Leaf, source: Source) -> dict[str, str]:
    """What to say of a day that does not exist: the day itself and the nearest that does."""
    year, month, day = (int(part) for part in leaf.text.split("-"))
    month = min(max(month, 1), 12)
    last = monthrange(max(year, 1), month)[1]
    better = f"{max(year, 1):04}-{month:02}-{min(max(day, 1), last):02}"
    return {"text": leaf.text, "better": better, "cured": source.line_with(leaf, better)}
