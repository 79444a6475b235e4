"""Releases: freeze them, verify them, say which holds on a date. Knows nothing of HTML or git."""
