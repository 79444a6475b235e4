"""
The words of the domain.

Documents, clauses, registry, durations, calendars' data: read-only, and
knowing nothing of files, YAML, git or HTML.
"""
