"""
What a browser may load on a page of the site (Content-Security-Policy, level 3).

Nothing of ours stands in a page as a script; the theme's own are allowed by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Set
from functools import lru_cache


def with_policy(html: str) -> tuple[str, frozenset[str]]:
    """A page with its policy, which allows the scripts that the theme has in it and no others; and their hashes."""
    hashes = script_hashes(html)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(hashes)}">'
    return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n      {policy}', 1), hashes


def script_hashes(html: str) -> frozenset[str]:
    """The CSP sources of the scripts that stand in a page itself; blocks of data are not scripts."""
    return frozenset(
        _hash_of(body)
        for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
        if "src=" not in attributes and "application/" not in attributes
    )


@lru_cache(maxsize=64)  # the same few on every page
def _hash_of(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def content_policy(hashes: Set[str]) -> str:
    """
    The Content-Security-Policy of a page: nothing from other hosts, no inline scripts but those of *hashes*.

    `wasm-unsafe-eval` lets the search compile its WebAssembly; it does not allow eval.
    """
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *sorted(hashes)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'"
    )
