"""
Text in, model out.

Reads files into the model with the place of every value, writes the canonical
format, and gives new documents their first text. Knows no rule that spans
documents.
"""
