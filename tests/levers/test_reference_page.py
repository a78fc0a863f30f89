"""The page of levers: every lever's parameters are named, and every example is a variant that validates and runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.experiments.questions.validate import faults_of
from sim.levers import REGISTRY
from sim.model.schema import json_schema

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "levers.md").read_text("utf-8")
(BASE,) = re.findall(r"```yaml scenario\n(.*?)```", PAGE, re.DOTALL)
SECTIONS = dict(re.findall(r"^### `(\w+)` (.*?)(?=^### |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def example(lever: str) -> str:
    (found,) = re.findall(r"```yaml lever\n(.*?)```", SECTIONS[lever], re.DOTALL)
    return str(found)


def test_every_lever_has_its_place() -> None:
    assert list(SECTIONS) == list(REGISTRY)


@pytest.mark.parametrize("lever", REGISTRY)
def test_an_example_validates(lever: str, tmp_path: Path) -> None:
    lines = "".join(f"      {line}\n" for line in example(lever).splitlines())
    file = tmp_path / "page.yaml"
    file.write_text(f"{BASE}variants:\n  before: {{}}\n  after:\n    levers:\n{lines}", "utf-8")
    faults, warnings = faults_of(str(file))
    assert faults == ()
    assert all(
        "pool" in said or "region" in said for said in warnings
    )  # bases are larger than an example needs


@pytest.mark.parametrize("lever", REGISTRY)
def test_every_parameter_is_named(lever: str) -> None:
    named = set(re.findall(r"[\w<>]+", SECTIONS[lever].partition("```")[0].partition("Parameters:")[2]))
    stated = {field.alias or name for name, field in REGISTRY[lever].parameters.model_fields.items()}
    assert stated - {"source"} <= named


def test_the_schema_has_the_parameters_of_every_lever() -> None:
    schema = json_schema({name: lever.parameters for name, lever in REGISTRY.items()})
    name, uses = schema["$defs"]["LeverUse"]["anyOf"]
    assert name["enum"] == list(uses["properties"]) == list(REGISTRY)
    assert uses["additionalProperties"] is False
    for lever, place in uses["properties"].items():
        kind = schema["$defs"][place["$ref"].removeprefix("#/$defs/")]
        assert kind["additionalProperties"] is False
        ((_, given),) = YAML(typ="safe").load(example(lever))[0].items()
        _fits(schema, kind, given, lever)


def _fits(schema: dict[str, Any], kind: dict[str, Any], value: object, where: str) -> None:
    """The keys of a value are keys of its schema, as deep as both are mappings of one kind."""
    if "$ref" in kind:
        kind = schema["$defs"][kind["$ref"].removeprefix("#/$defs/")]
    fields = kind.get("properties")
    if not isinstance(value, dict) or fields is None:
        return
    assert set(kind.get("required", ())) <= set(value), where
    for key, below in value.items():
        assert key in fields, f"{where}.{key}"
        _fits(schema, fields[key], below, f"{where}.{key}")
