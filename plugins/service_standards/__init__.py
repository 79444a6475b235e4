"""Service standards in YAML and Markdown, kept in git, rendered into a handbook."""

__version__ = "0.1.0"
