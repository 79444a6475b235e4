"""
A YAML file and a model class in, a model object and findings out.

One faulty field does not hide the others, and what remains without it is
still built, so that the checks between documents can run and the preview can
show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import available_timezones

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..findings import LANGUAGES, Finding, word_meanings
from ..model.fields import Strict
from ..model.handbook import Places, ValuePath
from ..model.values import OpenInterval, VersionNumber
from .fit import Fit
from .format import note_form
from .guesses import likely, nearest
from .nodes import Branch, Items, Leaf, Node, Plain, plain
from .shapes import Fields, ListOf, MapOf, Shape, Single, keys_of
from .structure import Source, read_tree

Model = TypeVar("Model", bound=Strict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[Model]):
    """What became of a file."""

    value: Model | None
    places: Places
    proposals: Mapping[ValuePath, str]
    findings: tuple[Finding, ...]


def read(
    file: str,
    data: bytes,
    model: type[Model],
    *,
    form: str = "",
    draft: bool = False,
    instead: Mapping[str, str] | None = None,
) -> Read[Model]:
    """
    The *model* that the YAML of *data* says.

    *form*: the kind of file whose canonical form it should have. *draft*: what is missing is only a warning. *instead*: what stands in for
    fields that the model can't be built without, where the file has none that
    can be read.
    """
    root, source = read_tree(file, data)
    if form:
        note_form(root, source, data, form)
    if root is None:
        return Read(value=None, places=Places(file), proposals={}, findings=tuple(source.findings))
    return read_node(root, source, model, draft=draft, instead=instead)


def read_node(
    root: Node,
    source: Source,
    model: type[Model],
    *,
    draft: bool = False,
    instead: Mapping[str, str] | None = None,
) -> Read[Model]:
    """The *model* that a tree says; as `read`, for a tree that is read already."""
    fitted = Fit(source, draft).fields(root, model, "", root=True)
    value: Model | None = None
    tree: Plain | None = None
    if isinstance(fitted, Branch):
        value, tree = _built(fitted, source, model, instead or {})
    if tree is None or fitted is not root:
        tree = plain(root)
    return Read(
        value=value,
        places=Places(source.file, tree.lines),
        proposals=tree.proposals,
        findings=tuple(source.findings),
    )


def _built(
    root: Branch, source: Source, model: type[Model], instead: Mapping[str, str]
) -> tuple[Model | None, Plain | None]:
    """The model of a fitted tree and what it was built from; faulty values are named, taken out, and the rest is tried again."""
    _stand_in(root, instead)
    for _ in range(8):
        tree = plain(root)
        try:
            return model.model_validate(tree.value), tree
        except ValidationError as errors:
            found = errors.errors(include_url=False, include_input=False)
        for error in found:
            if error["type"] != "missing":
                _name_fault(root, error, source, model)
        for error in sorted(found, key=lambda one: _depth_and_place(one["loc"]), reverse=True):
            _take_out(root, error)
        _drop_incomplete(root, Fields(model))
        _stand_in(root, instead)
    return None, None


def _stand_in(root: Branch, instead: Mapping[str, str]) -> None:
    for key, text in instead.items():
        if key not in root.values:
            root.values[key] = Leaf(root.line, root.column, root.line, root.column, text, text, bare=False)
            root.keys.setdefault(key, (root.line, root.column))


def _depth_and_place(loc: tuple[int | str, ...]) -> tuple[tuple[int, str], ...]:
    """Sorts later positions of a list behind earlier ones, so that taking out one moves none of the rest."""
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in loc)


def _at(root: Node, loc: tuple[int | str, ...]) -> tuple[Node, Node | None, int | str | None]:
    """The node at *loc* as far as it leads, the node around it, and its key or position there."""
    node: Node = root
    around: Node | None = None
    last: int | str | None = None
    for part in loc:
        if isinstance(node, Branch) and isinstance(part, str) and part in node.values:
            around, last, node = node, part, node.values[part]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            around, last, node = node, part, node.items[part]
        else:
            break
    return node, around, last


def _take_out(root: Branch, error: ErrorDetails) -> None:
    node, around, last = _at(root, error["loc"])
    better = (error.get("ctx") or {}).get("better")
    if better and isinstance(node, Leaf) and node.value != better and error["loc"][-1] != "[key]":
        node.value = better  # named, and its meaning is plain
        return
    if isinstance(around, Branch) and isinstance(last, str):
        if error["type"] != "missing":
            around.values.pop(last, None)
            around.faulty.add(last)
    elif isinstance(around, Items) and isinstance(last, int):
        del around.items[last]
        around.faulty = True


def _drop_incomplete(node: Node, shape: Shape) -> bool:
    """Take out every mapping that lacks what its model can't be built without; False if *node* is one."""
    match shape, node:
        case ListOf(inner=inner), Items(items=items):
            node.items = [item for item in items if _drop_incomplete(item, inner)]
        case MapOf(inner=inner), Branch(values=values):
            node.values = {key: item for key, item in values.items() if _drop_incomplete(item, inner)}
        case Fields(model=model), Branch(values=values):
            keys = keys_of(model)
            for key in list(values):
                if key in keys and not _drop_incomplete(values[key], keys[key].shape):
                    del values[key]
                    node.faulty.add(key)
            return all(key.name in values for key in keys.values() if key.required)
        case _:
            pass
    return True


def _shape_at(model: type[Strict], loc: tuple[int | str, ...]) -> Shape | None:
    shape: Shape = Fields(model)
    for part in loc:
        if isinstance(shape, ListOf | MapOf):
            shape = shape.inner
        elif isinstance(shape, Fields):
            key = keys_of(shape.model).get(str(part))
            if key is None:
                return None
            shape = key.shape
    return shape


def _name_fault(root: Branch, error: ErrorDetails, source: Source, model: type[Strict]) -> None:
    """Turn one of pydantic's errors into a finding."""
    node, around, last = _at(root, error["loc"])
    name = next((part for part in reversed(error["loc"]) if isinstance(part, str) and part != "[key]"), "")
    line, column = node.line, node.column
    if error["loc"] and error["loc"][-1] == "[key]" and isinstance(around, Branch) and isinstance(last, str):
        line, column = around.keys.get(last, (line, column))
        node = Leaf(line, column, line, column + len(last), last, last, bare=True)
    leaf = node if isinstance(node, Leaf) else None
    text = leaf.text if leaf else ""
    shape = _shape_at(model, error["loc"])
    values: dict[str, str] = {"name": name, "text": text}
    context: dict[str, Any] = dict(error.get("ctx") or {})
    kind = error["type"]
    fault = _FAULTS.get(kind, "other")
    better: str | None = None

    if kind == "unreadable":
        fault = str(context.pop("fault"))
        values |= {key: str(value) for key, value in context.items()}
        better = values.get("better") or (likely(shape.type, text) if isinstance(shape, Single) else None)
        if fault == "time-zone":
            better = next(
                (zone for zone in sorted(available_timezones()) if zone.endswith(f"/{text}")), "Europe/Kyiv"
            )
    elif isinstance(shape, Single) and shape.choices:
        fault = "not-allowed"
        choices = shape.type.__name__ if shape.type is not str else ""
        better = nearest(text, shape.choices) or _said_otherwise(text, choices)
        values |= {"choices": choices, "allowed": ", ".join(shape.choices), "near": better or ""}
        better = better or "…"  # any word of the list would say something that nobody meant
    elif kind == "string_pattern_mismatch":
        fault, better = _PATTERNS.get(str(context.get("pattern")), ("other", None))
    elif kind == "string_too_long":
        values |= {"limit": str(context.get("max_length")), "length": str(len(text))}
    elif kind == "greater_than_equal":
        better = str(context.get("ge"))
        values["least"] = better
    if better is None and isinstance(shape, Single):
        better = next(iter(getattr(shape.type, "examples", ())), None)
    if better is not None and isinstance(shape, Single) and shape.type in (VersionNumber, OpenInterval):
        better = f'"{better}"'
    if leaf and better is not None:
        values["cured"] = source.line_with(leaf, better)
    else:
        values["cured"] = f"{name}: […]" if isinstance(shape, ListOf) else f"{name}: {better or '…'}"
    source.fault("SCH03", fault, line, column, **values)


_FAULTS = {
    "string_too_long": "too-long",
    "string_too_short": "no-text",
    "too_short": "list-too-short",
    "greater_than_equal": "too-small",
    "int_parsing_size": "whole-number",
    "int_from_float": "whole-number",
}
_PATTERNS: dict[str, tuple[str, str | None]] = {
    r"^@[A-Za-z0-9][A-Za-z0-9/_-]*$": ("account", '"@account"'),
    "^@": ("account", '"@company/team"'),
    "^[a-z]{2,3}$": ("language", "en"),
    "^[0-9a-f]{64}$": ("hash", None),
    r"^[A-Z]{3}[0-9]{2}$": ("check-code", "TGT05"),
}


def _said_otherwise(text: str, choices: str) -> str | None:
    """The allowed word that *text* says in a language of the editors: `ціль` for `target`."""
    return next(
        (
            word
            for language in LANGUAGES
            for word, meaning in word_meanings(choices, language).items()
            if text.strip().casefold() == meaning.partition(",")[0].casefold()
        ),
        None,
    )
