"""
How every field of the model compares.

One row a field. A field without a row stops the comparison: a change that no
rule judges must not pass as "no change".
"""

from __future__ import annotations

from enum import StrEnum, auto

from ..model import documents as d
from ..model.fields import Strict


class Rule(StrEnum):
    """How two values of a field compare."""

    IDENTITY = auto()
    """Ids, by which things are matched, and what only manages versions: no change of its own."""
    DEADLINE = auto()
    """A duration: the last compliant moments decide."""
    LIMIT_MOST = auto()
    """The most that may be: a deadline if it is a duration, else lower is stricter."""
    LIMIT_LEAST = auto()
    """The least that must be: higher is stricter."""
    CLOCK_START = auto()
    """An event; later is looser."""
    CLOCK_STOP = auto()
    """An event; later is stricter."""
    CALENDAR = auto()
    """Decides a deadline; judged with it."""
    HIGHER = auto()
    """Higher is stricter; nothing is the lowest."""
    SCOPE = auto()
    """A set in which it holds: more is stricter. An empty one means everywhere."""
    CHANNELS = auto()
    """The scope of a clause: where it names none, the document's holds, and what holds is compared."""
    RELIEF = auto()
    """A set of reliefs: more is looser."""
    RELIEF_TEXT = auto()
    """A text that relieves: reworded is mixed."""
    OBLIGATION = auto()
    STRENGTH = auto()
    SWITCH = auto()
    """On is stricter."""
    CHOICE = auto()
    """Values without an order: another one is mixed."""
    ELEMENTS = auto()
    """Elements with ids: added, removed, moved, and each compared."""
    RELIEF_ELEMENTS = auto()
    """Exemptions: added relaxes, removed tightens."""
    INFORMATIVE_ELEMENTS = auto()
    """Elements that bind nobody: at most clarified."""
    ADMINISTRATIVE_ELEMENTS = auto()
    BEHAVIOURS = auto()
    """A list of texts by which a rule is judged: more is stricter."""
    ORDER = auto()
    """Which steps come before; judged over the whole procedure."""
    SUPPORT = auto()
    """Links that serve another document: the promise is unchanged."""
    NESTED = auto()
    """A group of fields: compared field by field; the group as a whole appears and goes as its fields do."""
    PROMISE = auto()
    """A group that is a promise itself (target, remedy): it appears as tightened and goes as relaxed."""
    NORMATIVE = auto()
    POPULATION = auto()
    """What a sample is taken of: another one breaks the series."""
    INFORMATIVE = auto()
    INFORMATIVE_LIST = auto()
    ADMINISTRATIVE = auto()
    RETIREMENT = auto()
    PER_CHANNEL_DEADLINE = auto()


_HEADER = {
    "extras": Rule.ADMINISTRATIVE,
    "id": Rule.IDENTITY,
    "title": Rule.INFORMATIVE,
    "summary": Rule.INFORMATIVE,
    "version": Rule.IDENTITY,
    "owner": Rule.ADMINISTRATIVE,
    "approvers": Rule.ADMINISTRATIVE,
    "roles": Rule.ADMINISTRATIVE,
    "effective_from": Rule.IDENTITY,
    "retroactive": Rule.IDENTITY,
    "review_every": Rule.ADMINISTRATIVE,
    "audience": Rule.ADMINISTRATIVE,
    "aspects": Rule.ADMINISTRATIVE,
    "norms": Rule.ADMINISTRATIVE,
    "search_terms": Rule.ADMINISTRATIVE,
    "calendar": Rule.CALENDAR,
    "change": Rule.IDENTITY,
    "ignore": Rule.IDENTITY,
    "retired": Rule.RETIREMENT,
    "replaces": Rule.IDENTITY,
}

RULES: dict[type[Strict], dict[str, Rule]] = {
    d.Standard: {
        **_HEADER,
        "service": Rule.CHOICE,
        "channels": Rule.SCOPE,
        "commitments": Rule.ELEMENTS,
    },
    d.Commitment: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "component": Rule.ADMINISTRATIVE,
        "strength": Rule.STRENGTH,
        "statement": Rule.NORMATIVE,
        "measure": Rule.CHOICE,
        "at_most": Rule.LIMIT_MOST,
        "at_least": Rule.LIMIT_LEAST,
        "from_": Rule.CLOCK_START,
        "to": Rule.CLOCK_STOP,
        "pauses": Rule.RELIEF,
        "target": Rule.PROMISE,
        "measured_by": Rule.ADMINISTRATIVE,
        "normal_circumstances": Rule.RELIEF_TEXT,
        "exemptions": Rule.RELIEF_ELEMENTS,
        "if_not_met": Rule.NORMATIVE,
        "remedy": Rule.PROMISE,
        "baseline": Rule.ADMINISTRATIVE,
        "how": Rule.INFORMATIVE,
        "channels": Rule.CHANNELS,
        "locations": Rule.SCOPE,
        "segments": Rule.SCOPE,
        "aspects": Rule.ADMINISTRATIVE,
        "calendar": Rule.CALENDAR,
        "replaces": Rule.IDENTITY,
    },
    d.Exemption: {"extras": Rule.ADMINISTRATIVE, "id": Rule.IDENTITY, "when": Rule.RELIEF_TEXT},
    d.Target: {
        "extras": Rule.ADMINISTRATIVE,
        "share": Rule.HIGHER,
        "every": Rule.CHOICE,
        "sample": Rule.HIGHER,
    },
    d.Remedy: {
        "extras": Rule.ADMINISTRATIVE,
        "offer": Rule.NORMATIVE,
        "amount": Rule.HIGHER,
        "within": Rule.DEADLINE,
    },
    d.Procedure: {
        **_HEADER,
        "channels": Rule.SCOPE,
        "fulfils": Rule.SUPPORT,
        "stages": Rule.ELEMENTS,
        "scripts": Rule.INFORMATIVE_ELEMENTS,
        "escalations": Rule.ELEMENTS,
        "authority": Rule.ADMINISTRATIVE_ELEMENTS,
    },
    d.StageOfProcedure: {"extras": Rule.ADMINISTRATIVE, "stage": Rule.IDENTITY, "steps": Rule.ELEMENTS},
    d.Step: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "do": Rule.NORMATIVE,
        "who": Rule.CHOICE,
        "level": Rule.OBLIGATION,
        "within": Rule.DEADLINE,
        "met": Rule.HIGHER,
        "shows": Rule.SUPPORT,
        "calendar": Rule.CALENDAR,
        "supplier": Rule.CHOICE,
        "pays": Rule.SUPPORT,
        "reaches": Rule.SUPPORT,
        "after": Rule.ORDER,
        "evidence": Rule.INFORMATIVE,
    },
    d.Script: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "step": Rule.INFORMATIVE,
        "channel": Rule.INFORMATIVE,
        "say": Rule.INFORMATIVE,
        "avoid": Rule.INFORMATIVE_LIST,
    },
    d.Escalation: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "when": Rule.NORMATIVE,
        "after": Rule.DEADLINE,
        "to": Rule.CHOICE,
        "within": Rule.DEADLINE,
    },
    d.Authority: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "role": Rule.ADMINISTRATIVE,
        "action": Rule.INFORMATIVE,
        "up_to": Rule.ADMINISTRATIVE,
    },
    d.Conduct: {**_HEADER, "rules": Rule.ELEMENTS},
    d.Rule: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "statement": Rule.NORMATIVE,
        "level": Rule.OBLIGATION,
        "applies_to": Rule.NESTED,
        "within": Rule.PER_CHANNEL_DEADLINE,
        "shown_by": Rule.BEHAVIOURS,
        "aspects": Rule.ADMINISTRATIVE,
    },
    d.AppliesTo: {"extras": Rule.ADMINISTRATIVE, "stages": Rule.SCOPE, "channels": Rule.SCOPE},
    d.Test: {
        **_HEADER,
        "type": Rule.CHOICE,
        "method": Rule.CHOICE,
        "channels": Rule.SCOPE,
        "sampling": Rule.NESTED,
        "pass_at": Rule.HIGHER,
        "items": Rule.ELEMENTS,
    },
    d.Sampling: {
        "extras": Rule.ADMINISTRATIVE,
        "population": Rule.POPULATION,
        "size": Rule.HIGHER,
        "every": Rule.CHOICE,
    },
    d.Item: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "verifies": Rule.SUPPORT,
        "ask": Rule.NORMATIVE,
        "answer": Rule.CHOICE,
        "weight": Rule.CHOICE,
        "critical": Rule.SWITCH,
        "auto_fail": Rule.SWITCH,
    },
    d.Training: {
        **_HEADER,
        "covers": Rule.SUPPORT,
        "format": Rule.CHOICE,
        "duration": Rule.ADMINISTRATIVE,
        "before_effective": Rule.ADMINISTRATIVE,
        "questions": Rule.ELEMENTS,
    },
    d.Question: {
        "extras": Rule.ADMINISTRATIVE,
        "id": Rule.IDENTITY,
        "ask": Rule.INFORMATIVE,
        "options": Rule.INFORMATIVE_LIST,
        "answer": Rule.CHOICE,
        "explains": Rule.SUPPORT,
    },
}


class NoRuleError(Exception):
    """A field of the model has no rule: the comparison fails closed."""

    def __init__(self, model: type[Strict], field: str) -> None:
        super().__init__(f"no comparison rule for {model.__name__}.{field}")
        self.model, self.field = model, field


def rule(model: type[Strict], field: str) -> Rule:
    """How *field* of *model* compares; raises NoRuleError if no row says so."""
    try:
        return RULES[model][field]
    except KeyError:
        raise NoRuleError(model, field) from None
