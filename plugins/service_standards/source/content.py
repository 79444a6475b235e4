"""The content of a version: which files are it, and the hash that names it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)\s>]+)")


def sha256(content: bytes) -> str:
    """The SHA-256 of *content*, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def content_sha256(files: Mapping[str, bytes]) -> str:
    """What `LC_ALL=C sha256sum FILES | sha256sum` prints, for *files* by name."""
    lines = "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files, key=str.encode))
    return sha256(lines.encode())


def pictures(prose: str) -> list[str]:
    """The pictures of its own folder that a Markdown text shows, sorted."""
    return sorted({name for name in _PICTURE.findall(prose) if "/" not in name and ":" not in name})
