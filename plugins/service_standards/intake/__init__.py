"""
Tables in, draft documents out.

Reads the spreadsheets that companies have, by a mapping file that says which
column is what, and writes drafts for people to finish. What is found in free
text is proposed behind a TODO, never trusted. Knows nothing of MkDocs.
"""
