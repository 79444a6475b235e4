"""
Why a file is no YAML: the usual mistakes of people who type it, told from a line, and the line as it should be.

libyaml says where it gave up, not why. Each cause here looks at that line and
the one before, names the mistake, and writes the line anew; the reader then
goes on with the cured text, so that one run finds every fault of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .shapes import key_names

_LINE = re.compile(
    r"(?P<head>\s*(?:- +)*(?:[^\s:#'\"{\[-][^:#'\"]*|\"[^\"]*\"|'[^']*'): +)(?P<value>\S.*?)\s*$"
)
_ITEM = re.compile(r"(?P<head>\s*(?:- +)+)(?P<value>\S.*?)\s*$")
_KEY = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*:(?:\s|$)")

_BULLET = re.compile(r"(?P<indent>\s*)[•·●▪◦‣■–—―−*]\s*(?P<text>\S.*)$")
"""A line of a list as word processors write it."""

LONG_NAME = 5
"""So long a name of a field seldom begins a line of a text that was wrapped."""

FAR = 300
"""How many lines above a line can explain its indentation; no file made to take long may take long."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is wrong with a line (counted from 0), and the line as it should be."""

    fault: str
    line: int
    column: int
    better: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where libyaml gave up, where what it was reading began, and what it said (lines from 0)."""

    line: int
    column: int
    begun: int
    problem: str


def cause_of(lines: Sequence[str], stop: Stop) -> Cause | None:
    """The mistake because of which reading stopped, or None if none of the usual ones fits."""
    suspects = list(_suspects(lines, stop))
    return next((cause for look in _LOOKS for n in suspects if (cause := look(lines, n, stop))), None)


def _suspects(lines: Sequence[str], stop: Stop) -> Iterator[int]:
    """The lines that may be at fault: where it stopped, where that began, the written line before."""
    seen: list[int] = []
    before = next((n for n in range(min(stop.line, len(lines)) - 1, -1, -1) if lines[n].strip()), None)
    for n in (stop.line, stop.begun, before):
        if n is not None and 0 <= n < len(lines) and n not in seen and lines[n].strip():
            seen.append(n)
    yield from seen


def _tab(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    line = lines[n]
    head = line[: len(line) - len(line.lstrip())]
    if "\t" in head:
        return Cause("tab", n, head.index("\t"), without_tabs(lines, n))
    after = re.match(r"\s*(?:- *)*[^'\"#]*?[:-](?P<gap> *\t[ \t]*)", line)
    if not after:
        return None
    return Cause("tab", n, line.index("\t"), line[: after.start("gap")] + " " + line[after.end("gap") :])


def without_tabs(lines: Sequence[str], n: int) -> str:
    """Line *n* indented by spaces: one level deeper than an open field above, else in the nearest column in use."""
    line = lines[n]
    text = line.lstrip()
    head = line[: len(line) - len(text)]
    columns = _open_columns(lines, n, is_item=text.startswith("- "))
    before = next((one for one in reversed(lines[max(n - FAR, 0) : n]) if one.strip()), "")
    if before.rstrip().endswith(":"):
        columns = [columns[0] + 2, *columns] if columns else [2]
    widths = [len(head.expandtabs(width)) for width in (2, 4, 8)]
    column = next((width for width in widths if width in columns), columns[0] if columns else widths[0])
    return " " * column + text


def _conflict(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    if re.match(r"(<{7}|>{7}|={7}|\|{7})( |$)", lines[n]):
        return Cause("conflict", n, 0, "")
    return None


def _no_space_after_colon(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    found = re.match(r"(\s*(?:- +)*[A-Za-z_][\w-]*):([^\s/:][^:]*(?:: .*)?)$", lines[n])
    if not found or _KEY.match(lines[n]):
        return None
    return Cause("no-space", n, found.end(1), f"{found[1]}: {found[2]}")


def _no_space_after_dash(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    found = re.match(r"(\s*)-([A-Za-z_{\"'].*)$", lines[n])
    return Cause("no-space-dash", n, len(found[1]), f"{found[1]}- {found[2]}") if found else None


def _quotes(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A value that begins with a quote: not closed, or closed too early."""
    found = _LINE.match(lines[n]) or _ITEM.match(lines[n])
    if not found or found["value"][0] not in "\"'":
        return None
    value = found["value"]
    mark = value[0]
    inner = value[1:]
    closed = inner.rfind(mark)
    column = found.start("value")
    if closed < 0:
        if _continues(lines, n, mark):
            return None
        return Cause("quote-open", n, column, found["head"] + _quoted(inner))
    body, rest = inner[:closed], inner[closed + 1 :].strip()
    if rest and not rest.startswith("#"):
        return Cause(
            "quote-inside", n, column, found["head"] + _quoted(value if mark == '"' else body + mark + rest)
        )
    if (mark == "'" and "'" in body.replace("''", "")) or (mark == '"' and re.search(r'(?<!\\)"', body)):
        return Cause("quote-inside", n, column, found["head"] + _quoted(body))
    if mark == '"' and re.search(r"\\[^0abtnvfre \"/\\N_LPxuU]", body):
        return Cause("backslash", n, column, found["head"] + _quoted(body.replace("\\\\", "\\")))
    return None


def _continues(lines: Sequence[str], n: int, mark: str) -> bool:
    """Whether the quote of line *n* is closed on one of the next lines of the same text."""
    for line in lines[n + 1 :]:
        if _KEY.match(line):
            return False
        if mark in line:
            return True
    return False


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _first_sign(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A value that begins with a sign that means something in YAML: `{limit} after …`, `@desk`, `%`."""
    found = _LINE.match(lines[n]) or _ITEM.match(lines[n])
    if not found:
        return None
    value = found["value"]
    sign = value[0]
    begins_text = (
        sign in "@`%"
        or (sign == "{" and not re.match(r"\{\s*[\w-]+ *:", value) and "}" in value)
        or (sign == "[" and "]" in value and not value.endswith("]"))
        or (sign in "|>" and not re.fullmatch(r"[|>][-+0-9]*\s*(#.*)?", value))
        or (sign == "*" and not re.fullmatch(r"\*[\w-]+", value))
        or (sign in "&!" and " " in value and not re.match(r"[&!]\S+ \S", value))
    )
    if not begins_text:
        return None
    return Cause("first-sign", n, found.start("value"), found["head"] + _quoted(value))


def _bracket(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A list or mapping in brackets that is not closed on its line, or has an unquoted colon inside."""
    found = _LINE.match(lines[n]) or _ITEM.match(lines[n])
    if not found or found["value"][0] not in "[{":
        return None
    value = re.sub(r"\s+#.*$", "", found["value"])
    colon = re.search(r"(?<=[\[,{])(\s*)([^\[\],{}\"'\s:][^\[\],{}\"':]*:\S[^\[\],{}\"']*)(?=[\],}])", value)
    if value[0] == "[" and colon:
        parts = [part.strip() for part in value.strip("[] ").split(",")]
        cured = ", ".join(_quoted(part) if ":" in part and part[:1] not in "\"'" else part for part in parts)
        return Cause("colon-in-list", n, found.start("value"), f"{found['head']}[{cured}]")
    missing = ""
    for opening, closing in ("[]", "{}"):
        missing += closing * (value.count(opening) - value.count(closing))
    if len(missing) == 1 and _KEY.match(lines[n + 1] if n + 1 < len(lines) else "x:"):
        return Cause("bracket-open", n, found.start("value"), found["head"] + value.rstrip(", ") + missing)
    return None


def _colon(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A colon in a text without quotes: `title: Reply: by e-mail`."""
    if "mapping values" not in stop.problem:
        return None
    found = _LINE.match(lines[n])
    colon = re.search(r":(\s|$)", found["value"]) if found else None
    if not found or not colon or found["value"][0] in "\"'[{|>":
        return None
    return Cause("colon", n, found.start("value") + colon.start(), found["head"] + _quoted(found["value"]))


def _list_mark(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A bullet or a long dash where a list needs a hyphen: a dash of the list, or an open field, stands above."""
    found = _BULLET.match(lines[n])
    if not found:
        return None
    column = len(found["indent"])
    above = [line for line in lines[max(n - FAR, 0) : n] if line.strip()]
    in_list = any(
        line[:column].isspace() or not column for line in above if line[column : column + 2] == "- "
    )
    if not in_list and not (above and above[-1].rstrip().endswith(":")):
        return None
    return Cause("list-mark", n, column, f"{found['indent']}- {found['text']}")


def _no_colon(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """The name of a field, and a value, but no colon between them. Short names may be words of a text: `from`, `to`."""
    found = re.match(r"(?P<head>\s*(?:- +)*)(?P<name>[a-z_]+) +(?P<value>[^\s:].*)$", lines[n])
    if not found or found["name"] not in key_names() or len(found["name"]) < LONG_NAME:
        return None
    column = len(found["head"])
    if column not in _open_columns(lines, n, is_item=False):
        return None
    return Cause("no-colon", n, found.end("name"), f"{found['head']}{found['name']}: {found['value']}")


def _wrapped(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A text that goes on in the next line without being indented, or after a comment."""
    if n == 0 or _KEY.match(lines[n]) or lines[n].lstrip().startswith(("#", "-")):
        return None
    before = next((k for k in range(n - 1, -1, -1) if lines[k].strip()), None)
    if before is None or not (_KEY.match(lines[before]) or _ITEM.match(lines[before])):
        return None
    if not re.search(r"[^\W_]", lines[n]):
        return None
    if re.search(r"\s#", lines[before]):
        return Cause("wrapped-comment", n, 0, "")
    deeper = len(lines[before]) - len(lines[before].lstrip(" -")) + 2
    better = " " * deeper + lines[n].strip()
    return Cause("wrapped", n, 0, better) if better != lines[n] else None


def _indent(lines: Sequence[str], n: int, stop: Stop) -> Cause | None:
    """A name that stands deeper or less deep than its neighbours."""
    if n == 0 or not (_KEY.match(lines[n]) or re.match(r"\s*- ", lines[n])):
        return None
    now = len(lines[n]) - len(lines[n].lstrip())
    columns = _open_columns(lines, n, is_item=lines[n].lstrip().startswith("- "))
    near = sorted(set(columns), key=lambda column: (abs(column - now), column))
    for column in near:
        if column != now and abs(column - now) <= 3:
            return Cause("indent", n, now, " " * column + lines[n].lstrip())
    return None


def _open_columns(lines: Sequence[str], n: int, *, is_item: bool) -> list[int]:
    """The columns in which fields (or the dashes of a list) above line *n* begin, the nearest line first."""
    columns: list[int] = []
    for line in reversed(lines[max(n - FAR, 0) : n]):
        head = re.match(r"\s*(?:- +)*", line)
        if not head or not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        columns.append(indent if is_item else head.end())
        if indent == 0:
            break
    return columns


_LOOKS: tuple[Callable[[Sequence[str], int, Stop], Cause | None], ...] = (
    _conflict,
    _tab,
    _quotes,
    _first_sign,
    _bracket,
    _colon,
    _no_space_after_colon,
    _no_space_after_dash,
    _list_mark,
    _no_colon,
    _wrapped,
    _indent,
)
