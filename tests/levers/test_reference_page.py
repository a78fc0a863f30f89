"""The pages of levers: what each lever is, its parameters, and an example that is a variant that validates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

import pytest
from ruamel.yaml import YAML

from sim.experiments.questions.validate import faults_of
from sim.levers import REGISTRY
from sim.model.schema import json_schema

Lang = Literal["en", "zh"]
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[Lang, str] = {
    "en": (REFERENCE / "levers.md").read_text("utf-8"),
    "zh": (REFERENCE / "levers.zh-CN.md").read_text("utf-8"),
}
(BASE,) = re.findall(r"```yaml scenario\n(.*?)```", PAGES["en"], re.DOTALL)


def sections(lang: Lang) -> dict[str, str]:
    """What stands under each lever's heading, its name included."""
    return dict(re.findall(r"^### `(\w+)` (.*?)(?=^### |\Z)", PAGES[lang], re.DOTALL | re.MULTILINE))


def example(lever: str) -> str:
    (found,) = re.findall(r"```yaml lever\n(.*?)```", sections("en")[lever], re.DOTALL)
    return str(found)


@pytest.mark.parametrize("lang", PAGES)
def test_every_lever_has_its_place(lang: Lang) -> None:
    assert list(sections(lang)) == list(REGISTRY)


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("lever", REGISTRY)
def test_name_and_sentence_are_the_levers_own(lever: str, lang: Lang) -> None:
    name, sentence = (said.in_language(lang) for said in (REGISTRY[lever].label, REGISTRY[lever].sentence))
    assert sections(lang)[lever].startswith(f"{name}\n\n{sentence}\n\n")


def test_both_pages_show_the_same_examples() -> None:
    blocks = {lang: re.findall(r"```.*?```", page, re.DOTALL) for lang, page in PAGES.items()}
    assert blocks["zh"] == blocks["en"]


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


@pytest.mark.parametrize(("lang", "head"), [("en", "Parameters: "), ("zh", "参数：")])
@pytest.mark.parametrize("lever", REGISTRY)
def test_every_parameter_is_named(lever: str, lang: Lang, head: str) -> None:
    stands = sections(lang)[lever].partition("```")[0].partition(head)[2]
    named = set(re.findall(r"[\w<>]+", stands))
    stated = {field.alias or name for name, field in REGISTRY[lever].parameters.model_fields.items()}
    assert stated - {"source"} <= named


def test_the_schema_has_the_parameters_of_every_lever() -> None:
    schema = json_schema({name: lever.parameters for name, lever in REGISTRY.items()})
    name, uses = schema["$defs"]["LeverUse"]["anyOf"]
    assert uses["properties"].pop("like")["type"] == "string"
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
