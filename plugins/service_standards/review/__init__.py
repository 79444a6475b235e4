"""
The report on a pull request: what it changes, whom that touches, who has to look at it.

Two handbooks in, one plain object out. Nothing here knows of git, of its
hosts, or of the form in which the report is shown.
"""
