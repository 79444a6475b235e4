"""
What changed between two versions, and what it means.

Two versions in, typed changes out: directions for customer and staff, classes,
least version bumps. Pure: knows no files, formats, git or HTML. A comparison
that cannot be made is an error, never "no changes".
"""
