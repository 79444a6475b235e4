"""
From the cells of a row to the fields of a document or commitment, by the rules of the mapping.

What does not fit its field is reported; the caller keeps such a cell beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..model.documents import Commitment, Standard
from .cells import Keys, got, handbook_text, has_html, partly_used, parts, put
from .fields import DoesNotFitError, Target, target_of, value
from .limits import limit_in
from .mapping import Rule
from .proposals import propose_at_most
from .report import Report, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A document or commitment that is being filled in."""

    model: type[Standard | Commitment]
    tree: dict[str, Any]
    translations: dict[str, dict[str, Any]]
    """Those of the whole document, by language."""
    path: tuple[str, ...]
    """Where its texts stand in a translation."""
    where: Where
    language: str
    keys: Keys
    report: Report

    def fill(self, rules: Mapping[str, Rule], cells: Mapping[str, str]) -> set[str]:
        """Set the fields of *rules*; gives the columns whose cell is not wholly in its field."""
        not_taken = partly_used(rules, cells)
        for path, rule in rules.items():
            target = target_of(self.model, path)
            assert target, path  # the mapping has been checked
            for code, leaf in rule.by_language(self.language).items():
                try:
                    found = field_value(target, leaf, cells, self.language)
                except DoesNotFitError as error:
                    not_taken.add(leaf.column or "")
                    self._refuse(target, leaf, error)
                    continue
                if found is None:
                    continue
                if target.is_text and any(map(has_html, parts(leaf, cells))):
                    where = replace(self.where, column=leaf.column or "")
                    self.report.note("html", where, text=str(found))
                if target.is_text and code != self.language:
                    self._translate(code, target, found, leaf)
                else:
                    put(self.tree, target.path, found)
        return not_taken

    def _refuse(self, target: Target, rule: Rule, error: DoesNotFitError) -> None:
        """Report a cell that does not fit; a time in words is proposed all the same."""
        where = replace(self.where, column=rule.column or "")
        limit = limit_in(error.values.get("text", "")) if target.path[-1] in ("at_most", "at_least") else None
        if limit and limit.doubt:
            propose_at_most(self.tree, limit, self.language, self.report, where)
        elif limit:
            self.tree[target.path[-1]] = f"TODO {limit.proposal}"
            self.report.to_decide(error.fault, where, **error.values)
        else:
            self.report.left_out(error.fault, where, field=".".join(target.path), **error.values)

    def _translate(self, code: str, target: Target, found: Any, rule: Rule) -> None:
        """Put a text into the translation; one without a source text is kept beside the source."""
        if got(self.tree, target.path) is None:
            self.tree[self.keys.of(rule.column or "")] = found
            where = replace(self.where, column=rule.column or "")
            self.report.left_out("translation-without-source", where, language=code)
            return
        if target.is_exemptions:
            found = {one["id"]: {"when": one["when"]} for one in found}
        put(self.translations.setdefault(code, {}), (*self.path, *target.path), found)


def field_value(target: Target, rule: Rule, cells: Mapping[str, str], language: str) -> Any:
    """What *cells* give *target*: a value, a list, or None for nothing. Raises DoesNotFitError."""
    if rule.constant is not None:
        return rule.constant
    pieces = [piece for piece in parts(rule, cells) if piece]
    if not pieces:
        return None
    if target.is_exemptions:
        lines = [line for piece in pieces for line in piece.splitlines() if line.strip()]
        return [{"id": f"exemption-{n}", "when": handbook_text(line)} for n, line in enumerate(lines, 1)]
    made = [_one(target, rule, piece, language) for piece in pieces]
    if target.is_list:
        return list(
            dict.fromkeys(one for item in made for one in (item if isinstance(item, list) else [item]))
        )
    return made[0] if len(made) == 1 else "\n".join(map(str, made))


def _one(target: Target, rule: Rule, text: str, language: str) -> Any:
    if rule.values:
        known = {word.casefold(): meaning for word, meaning in rule.values.items()}
        if text.casefold() not in known:
            raise DoesNotFitError("not-in-values", text=text)
        return known[text.casefold()]
    made = value(target, rule, text, language)
    return handbook_text(made) if target.is_text and isinstance(made, str) else made
