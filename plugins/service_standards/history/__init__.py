"""All versions of a document joined: what is shown on a date, and in which words. Knows nothing of HTML."""
