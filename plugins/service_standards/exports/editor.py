"""Settings of a code editor (VS Code): completion and checks while typing, from the schemas of the model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..model.documents import Kind
from ..model.registry import REGISTRIES
from .schema import kept_schema

FILES = ("evidence", "waiver", "review", "handbook", "translation")
"""The other kinds of file that people write; a release is written by the command alone."""

EXTENSION = "redhat.vscode-yaml"


def editor_files(languages: Iterable[str]) -> dict[str, str]:
    """The files of `.vscode/` for a handbook in `standards/`, the schemas among them, by path."""
    names = [*map(str, Kind), *REGISTRIES, *FILES]
    return {
        ".vscode/settings.json": _json(editor_settings("./.vscode/schemas", languages)),
        ".vscode/extensions.json": _json({"recommendations": [EXTENSION]}),
        **{f".vscode/schemas/{name}.json": kept_schema(name) for name in names},
    }


def editor_settings(schemas: str, languages: Iterable[str]) -> dict[str, Any]:
    """What the editor has to know: which schema goes with which files; *schemas* is the folder that has them."""
    translated = [f"**/*.{language}.yml" for language in languages]
    sources = [f"!{pattern}" for pattern in translated]
    patterns = {
        **{str(kind): [f"standards/**/{kind}.yml"] for kind in Kind},
        **{name: [f"standards/registry/{name}.yml"] for name in REGISTRIES},
        "evidence": ["standards/evidence/**/*.yml", *sources],
        "waiver": ["standards/waivers/**/*.yml", *sources],
        "review": ["standards/**/reviews/*.yml"],
        "handbook": ["standards/handbook.yml"],
        "translation": [f"standards/{pattern}" for pattern in translated],
    }
    return {
        "yaml.schemas": {f"{schemas}/{name}.json": found for name, found in patterns.items() if found},
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True},
        "files.eol": "\n",
        "files.insertFinalNewline": True,
    }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
