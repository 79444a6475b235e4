"""
CODEOWNERS of the git host, made of the owners and approvers that the handbook names.

Who is asked to look at a file follows from the roles in its document and from
who holds them in the registry. Lines that people wrote stay as they are: only
what stands between two marks is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.handbook import Handbook

BEGIN = "# Made by `standards export codeowners`; do not edit. Begin."
END = "# Made by `standards export codeowners`. End."


def codeowners(handbook: Handbook, folder: str) -> str:
    """
    The lines for a handbook that lies in *folder* of its repository (`standards/`).

    The last line that fits a file decides (GitHub), so the folder comes
    first, then the documents. Who looks at changes of every document looks at
    the settings, the registry, the waivers and the ledger.
    """
    settings = handbook.settings
    everyone = dict.fromkeys(role for roles in settings.reviewers.values() for role in roles)
    lines = [_line(handbook, f"/{folder}", everyone)]
    for dossier in sorted(handbook.dossiers.values(), key=lambda one: one.working.folder):
        document = dossier.working.document
        roles = [*([document.owner] if document.owner else []), *document.approvers]
        lines.append(_line(handbook, f"/{folder}{dossier.working.folder}/", roles))
    return "\n".join([BEGIN, *lines, END]) + "\n"


def merged(there: str, made: str) -> str:
    """The file *there* with what is between the marks replaced by *made*, or with *made* at its end."""
    before, begin, rest = there.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        return before + made + after.removeprefix("\n")
    gap = "\n" if there and not there.endswith("\n\n") else ""
    return there + gap + made


def _line(handbook: Handbook, path: str, roles: Iterable[str]) -> str:
    accounts = dict.fromkeys(_accounts(handbook, roles))
    return " ".join([_escaped(path), *accounts])


def _accounts(handbook: Handbook, roles: Iterable[str]) -> Iterator[str]:
    for role in roles:
        entry = handbook.registry.roles.get(role)
        yield from entry.held_by if entry else ()


def _escaped(path: str) -> str:
    return path.replace(" ", "\\ ").replace("#", "\\#")
