"""What the site needs to know besides the handbook: where it will stand, and whose templates go first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The surroundings of a site."""

    site_url: str = ""
    """Where the site will stand, `https://…/`; empty if it isn't known: then nothing is printed as a QR code."""
    edit_base: str = ""
    """The address before a file's path in the handbook's folder at which the host edits it."""
    overrides: tuple[Path, ...] = ()
    """Folders with a company's own templates, which win over the package's by name."""
    version: str = ""
    """The package's own version."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The handbook's files by path: prose can only show a picture that is among them."""

    def absolute(self, address: str) -> str:
        """The full address of a page, or "" if it isn't known where the site will stand."""
        return f"{self.site_url.rstrip('/')}/{address}" if self.site_url else ""
