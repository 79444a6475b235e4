"""What several checks need to say where a fault is: the parts of a document by id, the corrected line."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.documents import Document, Procedure
from ..model.fields import Strict
from ..model.handbook import Place


def parts_of(document: Document) -> dict[str, Strict]:
    """Everything in *document* that can be cited, by id: clauses, and a procedure's scripts, escalations, authorities."""
    found: dict[str, Strict] = {clause.id: clause for clause in document.clauses}
    if isinstance(document, Procedure):
        others = (document.scripts, document.escalations, document.authority)
        found |= {part.id: part for parts in others for part in parts if part.id not in found}
    return found


def line_with(files: Mapping[str, bytes], place: Place, old: str, new: str) -> str:
    """The line at *place* with *new* for *old*, without the indentation; *new* alone if the line has no *old*."""
    lines = files.get(place.file, b"").decode("utf-8", "replace").splitlines()
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    at = line.find(old, max(place.column - 1, 0))
    return (line[:at] + new + line[at + len(old) :]).strip() if at >= 0 else new
