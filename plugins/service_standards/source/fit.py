"""
Fit a tree of values to a model class: name what does not fit, keep all the rest.

After it the tree has only keys that the model knows, `x_…` keys in their own
place, no TODO, and lists where lists belong, so that what pydantic still
finds is a matter of single values.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from ..findings import Severity
from ..model.fields import Strict
from ..model.values import VersionNumber
from .guesses import LOOKALIKES, as_day, as_key, example_of, is_id
from .nodes import Branch, Items, Leaf, Node
from .shapes import Fields, Key, ListOf, MapOf, Shape, Single, Wants, keys_of
from .structure import INVISIBLE, SPACES, TURNING, Source, nearest_day

_STRANGE = re.compile(f"[{SPACES}{INVISIBLE}{TURNING}]")
_TODO = re.compile(r"TODO\b[:,]?\s*(.*)", re.DOTALL)


@dataclass(slots=True)
class Fit:
    """One file on its way into a model class."""

    source: Source
    draft: bool
    """Whether what is missing is only a warning."""

    def fault(self, code: str, fault: str, line: int, column: int, **values: str) -> None:
        """Note a fault at a place."""
        self.source.fault(code, fault, line, column, **values)

    def missing(self, code: str, fault: str, line: int, column: int, **values: str) -> None:
        """Note something that a draft may still lack."""
        self.source.fault(code, fault, line, column, **values)
        if self.draft:
            last = self.source.findings[-1]
            self.source.findings[-1] = type(last)(
                code=last.code,
                fault=last.fault,
                severity=Severity.WARNING,
                place=last.place,
                values=last.values,
            )

    # -- mappings -----------------------------------------------------------

    def fields(self, node: Node, model: type[Strict], name: str, *, root: bool = False) -> Node | None:
        """*node* fitted to the keys of *model*; None if it can't be built."""
        if not isinstance(node, Branch):
            self._not_a_block(node, model, name)
            return None
        keys = keys_of(model)
        self._sort_keys(node, keys)
        for written in list(node.values):
            if written != "x_":
                self._fit_value(node, keys[written])
        complete = True
        for key in keys.values():
            if key.name not in node.values or _is_empty(node.values[key.name]):
                complete = self._note_missing(node, key, model, name) and complete
        return node if complete or root else None

    def _sort_keys(self, node: Branch, keys: dict[str, Key]) -> None:
        """Move `x_…` into their own place; name unknown keys and take those whose meaning is plain."""
        own = Branch(node.line, node.column, {}, {})
        for written in list(node.values):
            if written in keys:
                continue
            value = node.values.pop(written)
            line, column = node.keys.pop(written)
            if written.startswith("x_"):
                own.values[written], own.keys[written] = value, (line, column)
                continue
            meant = self._meant_key(written, keys, line, column)
            if meant and meant not in node.values:
                node.values[meant], node.keys[meant] = value, (line, column)
            elif meant:
                node.faulty.add(meant)
        if own.values:
            node.values["x_"], node.keys["x_"] = own, (node.line, node.column)

    def _meant_key(self, written: str, keys: dict[str, Key], line: int, column: int) -> str | None:
        """Name the fault of an unknown key; the key that it surely means, else None."""
        plain = _STRANGE.sub("", written).translate(LOOKALIKES)
        if plain in keys and plain != written:
            self.fault(
                "YML09",
                "look-alike-key",
                line,
                column,
                text=written,
                cured=self.key_line(line, written, plain),
            )
            return plain
        folded = plain.casefold().replace("-", "_").replace(" ", "_")
        near = folded if folded in keys else next(iter(get_close_matches(folded, keys, 1, 0.6)), None)
        if near:
            self.fault(
                "SCH01",
                "unknown-near",
                line,
                column,
                name=written,
                near=near,
                cured=self.key_line(line, written, near),
            )
            return near
        self.fault(
            "SCH01",
            "unknown",
            line,
            column,
            name=written,
            known=", ".join(keys),
            cured=self.key_line(line, written, f"x_{as_key(written)}"),
        )
        return None

    def key_line(self, line: int, written: str, better: str) -> str:
        """The line with another name for its field, without the indentation."""
        there = self.source.lines[line - 1] if 0 < line <= len(self.source.lines) else ""
        return there.replace(written, better, 1).strip() if written in there else f"{better}: …"

    def _fit_value(self, node: Branch, key: Key) -> None:
        """Fit the value of one key; take it out where it can't stay."""
        value = node.values[key.name]
        if isinstance(value, Leaf):
            if value.faulty:
                del node.values[key.name]
                node.faulty.add(key.name)
                return
            if proposal := proposal_of(value):
                self.missing(
                    "SCH06", "todo" if proposal == "TODO" else "proposed", value.line, value.column,
                    name=key.name, text=proposal,
                )  # fmt: skip
                node.proposals[key.name] = proposal
                if not (key.required and isinstance(key.shape, Single) and key.shape.wants is Wants.TEXT):
                    del node.values[key.name]
                return
            if value.value is None and not value.text and value.bare:
                return  # nothing behind the colon: `fields` says so
        fitted = self.value(value, key.shape, key.name)
        if fitted is None:
            del node.values[key.name]
            node.faulty.add(key.name)
        else:
            node.values[key.name] = fitted

    def _note_missing(self, node: Branch, key: Key, model: type[Strict], name: str) -> bool:
        """Say that *key* is missing, if that matters and was not said; False if nothing can be built without it."""
        there = node.values.get(key.name)
        if isinstance(there, Leaf):
            del node.values[key.name]
        wanted = key.required or (
            key.needed is not None and not (self.draft and key.needed.when == "release")
        )
        known = key.name in node.faulty or key.name in node.proposals
        if there is not None and not known and (wanted or isinstance(there, Leaf)):
            line, column = node.keys[key.name]
            if wanted:
                self.missing("SCH02", "empty", line, column, name=key.name, cured=example_of(key))
            else:
                self.fault("SCH03", "no-value", line, column, name=key.name)
        elif there is None and wanted and not known:
            report = self.fault if key.name == "id" else self.missing
            report(
                "SCH02", "missing-in" if name else "missing", node.line, node.column,
                name=key.name, block=name, cured=example_of(key),
            )  # fmt: skip
        return key.name in node.values or not key.required

    def _not_a_block(self, node: Node, model: type[Strict], name: str) -> None:
        keys = list(keys_of(model))
        known = ", ".join(keys)
        if isinstance(node, Items):
            self.fault("SCH03", "fields-not-list", node.line, node.column, name=name, known=known)
        else:
            cured = f"{name}:\n  {keys[0]}: …" if name else f"{keys[0]}: …"
            self.fault(
                "SCH03", "fields-not-text", node.line, node.column, name=name, known=known, cured=cured
            )

    # -- everything else ----------------------------------------------------

    def value(self, node: Node, shape: Shape, name: str) -> Node | None:
        """*node* fitted to *shape*; None if it can't stay."""
        match shape:
            case Fields():
                return self.fields(node, shape.model, name)
            case ListOf():
                return self._list(node, shape.inner, name)
            case MapOf():
                return self._map(node, shape.inner, name)
            case Single():
                return self._single(node, shape, name)

    def _list(self, node: Node, inner: Shape, name: str) -> Node | None:
        if not isinstance(node, Items):
            if isinstance(node, Leaf):
                self.fault(
                    "SCH03", "list-wanted", node.line, node.column,
                    name=name, cured=self.source.line_with(node, f"[{_as_item(node, self.source)}]"),
                )  # fmt: skip
            else:
                first = next(iter(node.values), "id")
                self.fault(
                    "SCH03",
                    "list-of-blocks-wanted",
                    node.line,
                    node.column,
                    name=name,
                    cured=f"{name}:\n  - {first}: …",
                )
            node = Items(node.line, node.column, [node])
        kept: list[Node] = []
        for item in node.items:
            if isinstance(item, Leaf) and item.faulty:
                node.faulty = True
                continue
            if isinstance(item, Leaf) and (proposal := proposal_of(item)):
                self.missing(
                    "SCH06", "todo" if proposal == "TODO" else "proposed", item.line, item.column,
                    name=name, text=proposal,
                )  # fmt: skip
                node.proposals[len(kept)] = proposal
                continue
            if isinstance(item, Leaf) and item.value is None and not item.text and item.bare:
                self.fault("SCH03", "empty-item", item.line, item.column, name=name)
                continue
            if (fitted := self.value(item, inner, name)) is not None:
                kept.append(fitted)
            else:
                node.faulty = True
        node.faulty = node.faulty or bool(node.proposals)
        node.items = kept
        return node

    def _map(self, node: Node, inner: Shape, name: str) -> Node | None:
        if not isinstance(node, Branch):
            self.fault("SCH03", "map-wanted", node.line, node.column, name=name)
            return None
        for key in list(node.values):
            fitted = self.value(node.values[key], inner, f"{name}.{key}")
            if fitted is None:
                del node.values[key]
            else:
                node.values[key] = fitted
        return node

    def _single(self, node: Node, shape: Single, name: str) -> Node | None:
        if isinstance(node, Items):
            only = node.items[0] if len(node.items) == 1 else None
            self.fault("SCH03", "one-wanted", node.line, node.column, name=name)
            return self._single(only, shape, name) if isinstance(only, Leaf) else None
        if isinstance(node, Branch):
            if len(node.values) == 1 and _is_empty(next(iter(node.values.values()))):
                text = "{" + next(iter(node.values)) + "}"
                self.fault("YML01", "placeholder", node.line, node.column, cured=f'{name}: "{text} …"')
            else:
                self.fault("SCH03", "text-not-fields", node.line, node.column, name=name)
            return None
        return self._leaf(node, shape, name)

    def _leaf(self, leaf: Leaf, shape: Single, name: str) -> Node | None:
        if isinstance(leaf.value, str) and not shape.text and _STRANGE.search(leaf.value):
            better = " ".join(_STRANGE.sub(lambda it: " " if it[0] in SPACES else "", leaf.value).split())
            self.fault(
                "YML03",
                "in-value",
                leaf.line,
                leaf.column,
                name=name,
                cured=self.source.line_with(leaf, better),
            )
            leaf.value = leaf.text = better
        match shape.wants:
            case Wants.TEXT | Wants.ID:
                return self.text(leaf, shape, name)
            case Wants.BOOL:
                return self._bool(leaf, name)
            case Wants.NUMBER:
                return self._number(leaf, name)
            case Wants.DAY:
                return self._day(leaf, name)
            case Wants.VALUE if shape.type is VersionNumber and not isinstance(leaf.value, str):
                return self.version(leaf, name)
            case _:
                leaf.value = leaf.text
                return leaf

    def text(self, leaf: Leaf, shape: Single, name: str) -> Node | None:
        """A text or an id; what other programs would not read as text is named and taken as it stands."""
        if leaf.misread:
            self.fault(
                "YML05", _why_misread(leaf), leaf.line, leaf.column,
                name=name, text=leaf.text, cured=self.source.line_with(leaf, f'"{leaf.text}"'),
            )  # fmt: skip
            leaf.value, leaf.misread = leaf.text, False
        if shape.wants is Wants.ID and isinstance(leaf.value, str) and not leaf.value.isascii():
            better = unicodedata.normalize("NFKC", leaf.value).translate(LOOKALIKES).lower()
            if is_id(better):
                cured = self.source.line_with(leaf, better)
                self.fault("YML09", "look-alike", leaf.line, leaf.column, text=leaf.value, cured=cured)
                leaf.value = better
        return leaf

    def _bool(self, leaf: Leaf, name: str) -> Node | None:
        if isinstance(leaf.value, bool):
            return leaf
        word = leaf.text.casefold()
        meant = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
        better = meant.get(word, word if word in ("true", "false") else "true")
        self.fault(
            "SCH03", "true-or-false", leaf.line, leaf.column,
            name=name, text=leaf.text, cured=self.source.line_with(leaf, better),
        )  # fmt: skip
        return None

    def _number(self, leaf: Leaf, name: str) -> Node | None:
        if isinstance(leaf.value, int) and not isinstance(leaf.value, bool):
            return leaf
        digits = re.sub(r"[\s_.,]+(?=\d{3}\b)", "", leaf.text)
        found = re.search(r"\d+", digits)
        cured = self.source.line_with(leaf, str(int(found[0])) if found and len(found[0]) < 19 else "1")
        self.fault("SCH03", "whole-number", leaf.line, leaf.column, name=name, text=leaf.text, cured=cured)
        return None

    def _day(self, leaf: Leaf, name: str) -> Node | None:
        if type(leaf.value) is date:
            return leaf
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", leaf.text, re.ASCII):
            try:
                leaf.value = date.fromisoformat(leaf.text)
            except ValueError:
                self.fault("YML06", "no-such-day", leaf.line, leaf.column, **nearest_day(leaf, self.source))
                return None
            return leaf
        if leaf.text:
            cured = self.source.line_with(leaf, as_day(leaf.text))
            self.fault("SCH03", "date", leaf.line, leaf.column, name=name, text=leaf.text, cured=cured)
        return None

    def version(self, leaf: Leaf, name: str) -> Node | None:
        """A version that was read as a number, named and completed."""
        numbers = [*re.findall(r"\d+", leaf.text)[:3], "0", "0", "0"][:3]
        better = ".".join(str(int(number[:9])) for number in numbers)
        self.fault(
            "YML05", "version", leaf.line, leaf.column,
            name=name, text=leaf.text, cured=self.source.line_with(leaf, f'"{better}"'),
        )  # fmt: skip
        leaf.value = better
        return leaf


def _is_empty(node: Node) -> bool:
    if isinstance(node, Leaf):
        return node.value is None and not node.text
    return isinstance(node, Items) and not node.items and not node.faulty


def proposal_of(leaf: Leaf) -> str | None:
    """What stands behind TODO, or `TODO` itself where nothing does; None if it is no TODO."""
    found = _TODO.fullmatch(leaf.value) if isinstance(leaf.value, str) else None
    return (found[1].strip() or "TODO") if found else None


def _why_misread(leaf: Leaf) -> str:
    if isinstance(leaf.value, bool):
        return "switch"
    if isinstance(leaf.value, date):
        return "date"
    if isinstance(leaf.value, int | float):
        return "number"
    if leaf.value is None:
        return "nothing"
    if ":" in leaf.text:
        return "time"
    return "switch" if leaf.text.isalpha() else "number"


def _as_item(leaf: Leaf, source: Source) -> str:
    """A value as it stands in the file, for a list in brackets: a colon needs quotes there."""
    written = source.written(leaf)
    return f'"{written}"' if leaf.bare and ":" in written else written
