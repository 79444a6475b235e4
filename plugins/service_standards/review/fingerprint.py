"""
A fingerprint of every change: what an approval of it is bound to.

It holds what changed and both values, in their canonical text, and nothing of
commits, lines or files: a rebase on other changes keeps it, an edit of a value
does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..changes.kinds import Change
from ..model.documents import Header
from ..model.fields import Strict, as_written
from ..model.handbook import Version

OWN_WORD = ("version", "effective_from", "retroactive", "change", "ignore", "replaces")
"""Fields of the header that are no change of the document, but that an approval is given for as well."""


def of_change(change: Change, old: Version | None, new: Version | None) -> str:
    """The fingerprint of a change of a document; *old* and *new*: the working copies that were compared."""
    before, after = change.before, change.after
    if isinstance(before, Header) or isinstance(after, Header):
        before, after = (_whole(one) if one is not None else None for one in (before and old, after and new))
    elif change.language is not None:
        before, after = (_translation(one, change.language) for one in (old, new))
    return _of_values(change, before, after)


def of_entry_change(change: Change) -> str:
    """The fingerprint of a change of the registry: what it says itself."""
    return _of_values(change, change.before, change.after)


def of_own_word(old: Version | None, new: Version | None) -> str:
    """The fingerprint of what a version says of itself: number, day, note, override, what it silences."""
    said = [
        {name: getattr(one.document, name) for name in OWN_WORD} if one is not None else None
        for one in (old, new)
    ]
    return digest(["version", *said])


def of_file(path: str, before: bytes | None, after: bytes | None) -> str:
    """The fingerprint of a file of which only the bytes are compared."""
    hashes = [hashlib.sha256(one).hexdigest() if one is not None else None for one in (before, after)]
    return digest(["file", path, *hashes])


def of_all(fingerprints: Iterable[str]) -> str:
    """One fingerprint for several, in any order."""
    return digest(["all", *sorted(fingerprints)])


def _of_values(change: Change, before: Any, after: Any) -> str:
    return digest(
        [change.document, change.clause, change.field, change.code, change.language, change.moved_to, before, after]
    )  # fmt: skip


def _whole(version: Version) -> dict[str, Any]:
    return {
        "document": version.document,
        "prose": version.prose,
        "translations": {
            language: _translation(version, language) for language in sorted(version.translations)
        },
        "translated_prose": version.translated_prose,
    }


def _translation(version: Version | None, language: str) -> Any:
    found = version.translations.get(language) if version else None
    if found is None:
        return None
    return {
        "translates": found.translates,
        "clauses": found.clauses_translate,
        "texts": {".".join(map(str, path)): text for path, text in found.texts.items()},
    }


def digest(value: Any) -> str:
    """The SHA-256 of a value in its canonical form, in hexadecimal digits."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: Any) -> Any:
    """A value of the model as JSON, each in the one text that stands for it."""
    if isinstance(value, Strict):
        return canonical(as_written(value))
    if isinstance(value, Mapping):
        return {str(key): canonical(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(str(canonical(inner)) for inner in value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n")
