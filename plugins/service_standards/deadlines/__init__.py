"""
Deadlines over calendars: the last compliant moment for a contact that arrives at a moment.

Exact: worked out at event points, never sampled. Moments are whole seconds
since 1970 in UTC. Knows no documents and no files.
"""
