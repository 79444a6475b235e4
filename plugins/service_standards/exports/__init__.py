"""The handbook in other forms: Markdown, JSON, CSV, JSON Schema. Knows nothing of MkDocs."""
