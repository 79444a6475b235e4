"""The JSON Schemas of the report on a pull request and of the list of translations."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ..changes.kinds import Bump
from ..findings import Severity
from ..history.lagging import State
from ..model.documents import ChangeClass, Kind
from ..model.registry import REGISTRIES
from ..review.others import Event, What
from ..review.reviewers import Why
from ..review.risks import Risk
from .comparison import schema_of_comparison

TEXT = {"type": "string"}
TEXT_OR_NONE = {"type": ["string", "null"]}
DAY = {"type": "string", "format": "date"}
DAY_OR_NONE = {"type": ["string", "null"], "format": "date"}
TEXTS = {"type": "array", "items": TEXT}
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
FINGERPRINT = {
    **HASH,
    "description": "Of what changed and of both values: a rebase keeps it, an edit does not",
}
ANY_VALUE = {"description": "Null where there is none; text, number, list or mapping as the file has it"}


def schema_of_review() -> dict[str, Any]:
    """The JSON Schema of what `standards review --json` answers."""
    whole = {
        "compared": {"const": True},
        "on": {**DAY, "description": "The day that counts as today"},
        "base": _ref("Side"),
        "head": _ref("Side"),
        "class": {**_one_of(ChangeClass), "description": "All changes together"},
        "bump": {**_one_of(Bump), "description": "The greatest version bump that a document needs"},
        "fingerprint": {**FINGERPRINT, "description": "Of the whole: of all fingerprints below"},
        "documents": {**_list("Document"), "description": "Worst first"},
        "registry": {**_list("Entry"), "description": "One entry, one cause, with all that it reaches"},
        "settings": _list("Setting"),
        "files": {
            **_list("File"),
            "description": "What is neither a document nor the registry, and changes of form",
        },
        "reviewers": _list("Reviewer"),
        "findings": _object(
            new={
                **_list("Finding"),
                "description": "Findings of the head that the base did not have, worst first",
            },
            cured={"type": "integer", "minimum": 0},
            silenced={**_list("Silenced"), "description": "Findings that are silenced and were not"},
        ),
        "translations": {**_list("Lag"), "description": "What becomes stale, or is not translated yet"},
        "pages": {**_list("Page"), "description": "Pages that look different, those of the worst first"},
    }
    not_compared = {
        "compared": {"const": False},
        "side": {**TEXT, "description": "The commit, or the folder, that could not be read"},
        "why": TEXT,
        "findings": _object(new=_list("Finding")),
    }
    return {
        "title": "Review",
        "description": "What a pull request changes. With `compared` false nothing was compared: that is not “no changes”.",
        "type": "object",
        "properties": {"compared": {"type": "boolean"}},
        "required": ["compared"],
        "if": {"properties": {"compared": {"const": True}}},
        "then": _object(**whole),
        "else": _object(**not_compared),
        "$defs": _definitions(),
    }


def schema_of_translations() -> dict[str, Any]:
    """The JSON Schema of what `standards translations --json` answers."""
    return {
        "title": "Translations",
        "description": "The clauses whose translation is behind or missing.",
        **_object(translations=_list("Lag")),
        "$defs": {"Lag": _lag()},
    }


def _definitions() -> dict[str, Any]:
    change = schema_of_comparison()["$defs"]["Change"]["properties"]
    finding: dict[str, Any] = {
        "code": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{2}$"},
        "severity": _one_of(Severity),
        "file": {**TEXT, "description": "From the handbook's folder"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "message": TEXT,
        "cure": TEXT,
    }
    return {
        "Side": _object(
            ref={**TEXT_OR_NONE, "description": "As it was asked for; null for the files in the folder"},
            commit=TEXT_OR_NONE,
        ),
        "Document": _object(
            id=TEXT,
            kind=_one_of(Kind),
            title=TEXT,
            event=_one_of(Event),
            **{"class": _one_of(ChangeClass)},
            bump=_one_of(Bump),
            before={**TEXT_OR_NONE, "description": "The version written in the base"},
            after={**TEXT_OR_NONE, "description": "The version written in the head"},
            summary=TEXT_OR_NONE,
            reason=TEXT_OR_NONE,
            coming=_or_none("Coming"),
            touches=_ref("Touched"),
            risks={"type": "array", "items": _one_of(Risk)},
            address={**TEXT_OR_NONE, "description": "Of its page, from the site's root"},
            url=TEXT_OR_NONE,
            fingerprint=FINGERPRINT,
            changes={**_list("Change"), "description": "Worst first"},
        ),
        "Coming": _object(
            released={**TEXT_OR_NONE, "description": "The release that it follows"},
            written=TEXT,
            least={**TEXT_OR_NONE, "description": "The least version that its changes need"},
            enough={"type": "boolean"},
            **{"class": {**_one_of(ChangeClass), "description": "Of all changes since that release"}},
            declared={"enum": [*map(str, ChangeClass), None]},
            override={
                "anyOf": [_object(approved_by=TEXT, reason=TEXT_OR_NONE), {"type": "null"}],
                "description": "Who answers for a class below what the changes show",
            },
            notice_until={**DAY, "description": "The first day after the notice, if it were released today"},
            trainings={"type": "array", "items": _object(id=TEXT, takes=TEXT, ready=DAY)},
            earliest={
                **DAY,
                "description": "The first day on which it may hold: after the notice and the trainings",
            },
            wanted={**DAY_OR_NONE, "description": "effective_from"},
            in_time={"type": "boolean"},
            retroactive=TEXT_OR_NONE,
        ),
        "Entry": _object(
            collection={"type": "string", "enum": list(REGISTRIES)},
            id=TEXT,
            title=TEXT,
            event=_one_of(Event),
            **{"class": _one_of(ChangeClass)},
            reach=_list("Reached"),
            touches=_ref("Touched"),
            fingerprint=FINGERPRINT,
            changes=_list("Change"),
        ),
        "Change": _object(**change, at_worst=_or_none("Worse"), fingerprint=FINGERPRINT),
        "Reached": _object(link=TEXT, limit=TEXT_OR_NONE, at_worst=_or_none("Worse")),
        "Worse": {
            **_object(before=_or_none("Wait"), after=_or_none("Wait")),
            "description": "The longest wait before and after",
        },
        "Wait": _object(
            seconds={"type": "integer", "minimum": 0},
            arrival={**TEXT_OR_NONE, "description": "The local time of the arrival that waits so long"},
        ),
        "Touched": _object(
            roles=TEXTS,
            promises={"type": "array", "items": _object(link=TEXT, public={"type": "boolean"})},
            procedures=TEXTS,
            tests=TEXTS,
            trainings=TEXTS,
            quoted_in=TEXTS,
            waivers=TEXTS,
        ),
        "Setting": _object(field=TEXT, before=ANY_VALUE, after=ANY_VALUE, fingerprint=FINGERPRINT),
        "File": _object(
            path={**TEXT, "description": "From the handbook's folder"},
            what=_one_of(What),
            event=_one_of(Event),
            id=TEXT_OR_NONE,
            fingerprint=FINGERPRINT,
        ),
        "Reviewer": _object(
            role=TEXT,
            held_by={**TEXTS, "description": "Accounts and teams, as the base says; empty: nobody"},
            reasons={
                "type": "array",
                "items": _object(
                    why=_one_of(Why), about=TEXT, **{"class": {"enum": [*map(str, ChangeClass), None]}}
                ),
            },
        ),
        "Finding": _object(**finding),
        "Silenced": _object(**finding, document=TEXT, reason=TEXT, until=DAY),
        "Lag": _lag(),
        "Page": _object(
            address={**TEXT, "description": "From the site's root; empty for the home page"},
            url={**TEXT_OR_NONE, "description": "With --site-url"},
            title=TEXT,
            language=TEXT,
        ),
    }


def _lag() -> dict[str, Any]:
    return _object(
        document=TEXT,
        language=TEXT,
        clause={
            **TEXT_OR_NONE,
            "description": "Empty for title and summary; null: the document has no translation",
        },
        state=_one_of(State),
        translates={**TEXT_OR_NONE, "description": "The version that the translation names"},
        version={**TEXT, "description": "The version of the working copy"},
        file={**TEXT, "description": "The file to write in"},
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _or_none(name: str) -> dict[str, Any]:
    return {"anyOf": [_ref(name), {"type": "null"}]}


def _one_of(closed_set: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(one) for one in closed_set]}
