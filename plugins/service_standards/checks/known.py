"""What links and texts of a handbook may lead to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from ..model.documents import Conduct
from ..model.handbook import Handbook


@dataclass(frozen=True)
class Known:
    """What links may lead to."""

    handbook: Handbook
    files: Mapping[str, bytes]
    unread: Set[str]
    """Ids of what is there but could not be read."""

    @cached_property
    def rules(self) -> dict[str, None]:
        """The ids of all rules of conduct, in the order of the handbook."""
        return {
            rule.id: None
            for dossier in self.handbook.dossiers.values()
            if isinstance(dossier.working.document, Conduct)
            for rule in dossier.working.document.rules
        }

    @cached_property
    def pages(self) -> dict[str, str]:
        """The hand-written pages by name, in the source language."""
        return {name: page.markdown.get("", "") for name, page in self.handbook.pages.items()}

    def ids(self, collection: str) -> Collection[str]:
        """The ids of a registry, of the records of a kind, or of the documents."""
        match collection:
            case "documents":
                return self.handbook.dossiers
            case "evidence":
                return self.handbook.evidence
            case "waivers":
                return self.handbook.waivers
            case _:
                return self.handbook.registry.entries(collection)
