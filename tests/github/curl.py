"""The published site, as far as `publish.yml` asks for it: a folder `site` of the host, 404 for what is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

arguments = sys.argv[1:]
file = Path(os.environ["HOST"]) / "site" / arguments[-1].partition("/handbook/")[2]
Path(arguments[arguments.index("--output") + 1]).write_bytes(
    file.read_bytes() if file.is_file() else b"<h1>Not found</h1>"
)
print(os.environ.get("CURL_STATUS") or (200 if file.is_file() else 404), end="")
