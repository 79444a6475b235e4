"""
The mapping file: which column of a table is which field of a handbook.

Shape only; whether the columns are there and the fields exist is a matter of
`mapping_faults`, which looks at mapping and table together.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ..model.registry import LanguageCode, Settings


class Shaped(BaseModel):
    """A mapping of the file; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Read(StrEnum):
    """How a cell is read, where its field does not say so."""

    SHARE = "share"
    """A fraction of one, *0.9*, or with its sign, *90%*: both are 90%."""
    PERCENT = "percent"
    """A number of hundredths, with or without the sign: *90* is 90%."""
    DURATION = "duration"
    """A time in words, *10 business days*; what is not plainly one is proposed behind a TODO."""
    NUMBER = "number"
    DATE = "date"


class Rule(Shaped):
    """Where a value comes from, and how it is read."""

    column: str | None = None
    """The column's header."""
    columns: tuple[Rule, ...] = ()
    """Several columns, one after another: for prose."""
    constant: Any = None
    """The same value in every document or commitment."""
    values: dict[str, Any] = Field(default_factory=dict)
    """What each word of the table means; a word that is not here is kept and reported."""
    read: Read | None = None
    split: str | None = None
    """Where one cell holds several values: what stands between them."""
    part: Annotated[int | None, Field(ge=1)] = None
    """Which of the values of a split cell, counted from 1; without it, all of them as a list."""
    prefix: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*-?$")] = "id-"
    """What stands before an id that does not begin with a letter."""
    not_ids: tuple[str, ...] = ()
    """What the table writes where there is no id, beside what everybody writes (n/a, none, –)."""
    heading: dict[LanguageCode, str] = Field(default_factory=dict)
    """Above the text, in prose: by language."""
    texts: dict[LanguageCode, Rule] = Field(default_factory=dict)
    """By language; written without this word: `title: {en: …, fr: …}`."""

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"column": value}
        if isinstance(value, list):
            return {"columns": value}
        if isinstance(value, dict) and value and all(re.fullmatch("[a-z]{2,3}", str(key)) for key in value):
            return {"texts": value}
        return value

    @model_validator(mode="after")
    def _one_source(self) -> Rule:
        given = [
            name
            for name in ("column", "columns", "constant", "texts")
            if getattr(self, name) not in (None, (), {})
        ]
        if len(given) != 1:
            raise ValueError("one-source")
        if self.part and not self.split:
            raise ValueError("part-without-split")
        return self

    def by_language(self, source: str) -> dict[str, Rule]:
        """The rule of each language; one that is not by language is the source language's."""
        return self.texts or {source: self}

    def leaves(self) -> tuple[Rule, ...]:
        """The rules within, each with one column or one constant."""
        inner = (*self.texts.values(), *self.columns)
        return tuple(leaf for rule in inner for leaf in rule.leaves()) or (self,)


FieldRule = Annotated[
    Rule,
    BeforeValidator(
        lambda value: value, json_schema_input_type=str | list[Any] | Rule | dict[LanguageCode, Any]
    ),
]


class Layout(Shaped):
    """How a table's file is laid out; what is not told is found out."""

    encoding: str | None = None
    delimiter: Annotated[str | None, Field(min_length=1, max_length=1)] = None
    sheet: str | None = None
    """The sheet's name; without it, the first one."""
    header: Annotated[
        tuple[int, ...], BeforeValidator(lambda rows: rows if isinstance(rows, list | tuple) else [rows])
    ] = (1,)
    """The row of the column names, counted from 1; several rows are joined: *Promise / Limit*."""
    fill_down: tuple[str, ...] = ()
    """Columns in which a blank cell means the cell above: merged cells, a service named once. Not for a lone cell."""
    blanks: tuple[str, ...] = ()
    """Words that mean nothing was entered; they are still kept."""


class Rules(BaseModel):
    """Fields by their dotted path, such as `target.share`, and where each comes from."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)
    __pydantic_extra__: dict[str, FieldRule] = Field(init=False)

    id: FieldRule | None = None

    @property
    def fields(self) -> dict[str, Rule]:
        """The rules of the fields of the model and of those named `x_…`."""
        return {**(self.__pydantic_extra__ or {})}

    def all_rules(self) -> dict[str, Rule]:
        """Every rule by its key."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {**{name: rule for name, rule in named.items() if isinstance(rule, Rule)}, **self.fields}


class DocumentRules(Rules):
    """What a standard is made of: the rows with the same *id* are one document."""

    id: FieldRule
    folder: FieldRule | None = None
    """The folder that groups documents."""
    prose: FieldRule | None = None
    """What goes into `standard.md`, by language."""


class CommitmentRules(Rules):
    """What a commitment is made of, one per row; without *id* its statement makes one."""


class RegistryRules(Rules):
    """Entries made from the rows: one per id."""

    id: FieldRule


class ResultRules(Rules):
    """Which columns say what was measured; only for an import of dated states."""

    period: FieldRule
    """A month, a quarter or a year: *2025-04*, *2025-Q2*, *2025*."""
    met: FieldRule
    """How many contacts were within the limit."""
    total: FieldRule
    """How many were counted."""
    exempt: FieldRule | None = None


class ImportMapping(Shaped):
    """A whole mapping file."""

    handbook: Settings
    table: Layout = Layout()
    join: Layout = Layout()
    document: DocumentRules
    commitment: CommitmentRules = CommitmentRules()
    registries: dict[str, RegistryRules | tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    results: ResultRules | None = None
    """What was measured goes to `results/`, not into the documents."""
    look_in: tuple[str, ...] = ()
    """Columns beside the statement in which limits, starts and channels are looked for."""
    proposals: bool = True
    """Whether what is found in texts is proposed."""


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ImportMapping.model_json_schema(by_alias=True, mode="validation"),
        "title": "A mapping file of standards import",
    }
