"""The JSON Schemas: fresh, plain enough for form editors, and of one mind with the reader."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.checks.fixtures import GOOD

from service_standards.exports import schema as schemas
from service_standards.exports.schema import ANSWERS, SCHEMAS, kept_schema, schema, schema_text
from service_standards.source.files import files_of_folder
from service_standards.source.format import kinds_of_files
from service_standards.source.layout import layout
from service_standards.source.nodes import plain
from service_standards.source.structure import read_tree

ROOT = Path(__file__).parents[2]
KEPT = Path(schemas.__file__).parent / "schemas"


@pytest.mark.parametrize("kind", [*SCHEMAS, *ANSWERS])
def test_kept_schema_is_fresh(kind: str) -> None:
    """The schema that the package carries is the model's; `UPDATE=1` writes it anew."""
    if os.environ.get("UPDATE") == "1":
        (KEPT / f"{kind}.json").write_text(schema_text(kind), encoding="utf-8")

    assert kept_schema(kind) == schema_text(kind)


def test_no_schema_is_left_over() -> None:
    """There is no schema of a kind that is gone."""
    assert {path.stem for path in KEPT.glob("*.json")} == {*SCHEMAS, *ANSWERS}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_shape(kind: str) -> None:
    """Valid, with no alternatives at the top, no null anywhere, and something said of every field."""
    made = schema(kind)
    Draft202012Validator.check_schema(made)

    assert not {"anyOf", "oneOf", "allOf"} & made.keys()
    assert '"null"' not in json.dumps(made)
    for definition in (made, *made.get("$defs", {}).values()):
        if "patternProperties" in definition:
            assert "^x_" in definition["patternProperties"]
            assert definition["additionalProperties"] is False
            assert all(field["description"] for field in definition["properties"].values())


def documents(folder: Path) -> list[tuple[Path, str]]:
    """The YAML files of a handbook with the names of their schemas."""
    files = files_of_folder(folder)
    return [
        (folder / path, {"waivers": "waiver"}.get(kind, kind)) for path, kind in kinds_of_files(layout(files))
    ]


def as_json(value: Any) -> Any:
    """Values as JSON has them."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(
    ("path", "kind"),
    [*documents(GOOD), *documents(ROOT / "standards")],
    ids=lambda one: str(one.relative_to(ROOT)) if isinstance(one, Path) else one,
)
def test_good_files_are_valid(path: Path, kind: str) -> None:
    """What the reader accepts, an editor with the schema accepts."""
    root, source = read_tree(path.name, path.read_bytes())
    assert root is not None
    assert source.findings == []

    faults = list(
        Draft202012Validator(schema(kind), format_checker=FormatChecker()).iter_errors(
            as_json(plain(root).value)
        )
    )

    assert [fault.message for fault in faults] == []


WRONG = {
    "a misspelt field": ("standard", {"id": "a", "titel": "A"}),
    "a word that is not allowed": ("standard", {"commitments": [{"id": "a", "component": "spead"}]}),
    "a duration without its kind of day": ("training", {"duration": "2 days"}),
    "a share without its sign": ("test", {"pass_at": "0.9"}),
    "an id with capitals": ("roles", [{"id": "A B", "title": "T"}]),
}


@pytest.mark.parametrize(("kind", "data"), WRONG.values(), ids=WRONG)
def test_faults_are_seen_while_typing(kind: str, data: Any) -> None:
    """The commonest faults show in the editor, before any check runs."""
    required = "is a required property"
    faults = [one.message for one in Draft202012Validator(schema(kind)).iter_errors(data)]

    assert [fault for fault in faults if required not in fault]
