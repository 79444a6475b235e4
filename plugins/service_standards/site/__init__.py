"""
The pages of the handbook: templates, assets, search words.

Takes an edition, gives pages as HTML with their addresses. Does not know
MkDocs: `mkdocs_plugin` hands the pages on, and `standards render` writes
them as plain Markdown.
"""

from pathlib import Path

THEME_FOLDER = Path(__file__).parent / "theme"
"""Templates and assets laid over Material for MkDocs."""

TEMPLATES = Path(__file__).parent / "templates"
"""The templates of the articles."""
