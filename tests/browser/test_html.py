"""The pages are valid HTML, by html-validate."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.browser.pages import sample_pages

HERE = Path(__file__).parent
RULES = HERE / "html-validate.json"


def test_one_page_of_each_template_is_valid(site: Path, tmp_path: Path) -> None:
    """In each language; the theme's own habits that no reader meets are named in html-validate.json."""
    chosen: dict[tuple[str, str], str] = {}
    for page in sample_pages():
        chosen.setdefault((page.language, page.template), page.address)
    files = [str(site / address / "index.html") for address in chosen.values()]

    report = tmp_path / "report.json"
    program = HERE / "node_modules" / ".bin" / "html-validate"
    subprocess.run(
        [program, "--config", RULES, "--formatter", f"json={report}", *files],
        capture_output=True,
        check=False,
    )

    found = [
        f"{Path(one['filePath']).relative_to(site)}:{message['line']} {message['ruleId']}: {message['message']}"
        for one in json.loads(report.read_text(encoding="utf-8"))
        for message in one["messages"]
    ]
    assert found[:20] == []
