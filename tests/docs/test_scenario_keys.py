"""The pages of every key: nothing of the model is missing, they are as they are written, every example runs."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from sim.engine.compile import compile_program
from sim.levers import PARAMETERS, apply_levers, levers_in_force
from sim.model import Scenario, read_text

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
spec = importlib.util.spec_from_file_location("scenario_keys", REFERENCE / "keys.py")
assert spec is not None
keys = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = keys
assert spec.loader is not None
spec.loader.exec_module(keys)

(WHOLE,) = re.findall(
    r"```yaml scenario\n(.*?)```", (REFERENCE / "scenario-file.md").read_text("utf-8"), re.DOTALL
)
EXAMPLES = [(part.model, text, flow) for part in keys.parts() for text, flow in part.examples]
NUMBERS = re.compile(r"Sourced\w+")


@pytest.mark.parametrize("lang", keys.PAGES)
def test_the_page_is_as_it_is_written(lang: str) -> None:
    """Else: python docs/reference/keys.py"""
    assert keys.PAGES[lang].read_text("utf-8") == keys.page(lang)


def test_the_editor_of_the_page_looks_up_the_same_keys() -> None:
    """Else: python docs/reference/keys.py"""
    assert keys.SHIPPED.read_bytes() == keys.shipped()


def test_every_mapping_of_the_model_is_a_part() -> None:
    told = {part.model for part in keys.parts()} | {"Name", "LeverUse", "NumericDistribution"}
    assert [kind for kind in keys.schema()["$defs"] if kind not in told and not NUMBERS.fullmatch(kind)] == []


@pytest.mark.parametrize("part", keys.parts(), ids=lambda part: part.model)
def test_every_key_of_the_model_is_told(part: Any) -> None:
    """Write what is missing into docs/reference/keys.yaml, as `key | 中文 | English`."""
    assert sorted(part.keys) == sorted(keys.model_keys(part))
    for told in part.keys.values():
        assert re.search(r"[\u4e00-\u9fff]", told["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", told["en"])


def plain(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def merged(base: Any, more: Any) -> Any:
    """Mappings key by key; anything else is replaced, and a study as a whole."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        whole = {key: None if key == "study" else base.get(key) for key in more}
        return {**base, **{key: merged(whole[key], value) for key, value in more.items()}}
    return more


def raw(text: str, flow: bool) -> dict[str, Any]:
    """The file that an example is a part of. With a flow of its own it has no targets but those it states."""
    stated = {"flow": plain(text)} if flow else plain(text)
    base = plain(WHOLE)
    if "flow" in stated:
        base["services"]["startup"]["flow"] = stated.pop("flow")
        base |= {"targets": {}, "variants": {"before": {}}}
    return dict(merged(base, stated))


def built(text: str, flow: bool, folder: Path) -> Scenario:
    (folder / "tickets.csv").write_text(
        "业务,取号时间\n变更,2024-03-12 09:30\n设立,2024-03-12 09:31\n", "utf-8"
    )
    (folder / "times.csv").write_text("环节,用时,件数\n接件,4,120\n审查,12,40\n", "utf-8")
    file = raw(text, flow)
    source = read_text(json.dumps(file, ensure_ascii=False, default=str), str(folder / "page.yaml"))
    return source.build(next(reversed(file["variants"])), levers=PARAMETERS)


@pytest.mark.parametrize(("model", "text", "flow"), EXAMPLES)
def test_every_example_runs(model: str, text: str, flow: bool, tmp_path: Path) -> None:
    assert model
    scenario = built(text, flow, tmp_path)
    compile_program(apply_levers(scenario, levers_in_force(scenario)))


def used(value: object) -> Iterator[tuple[str, str]]:
    """(model, key) of everything a scenario states, as it is written."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:
            yield type(value).__name__, fields[name].alias or name
            yield from used(getattr(value, name))
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from used(below)
    elif isinstance(value, (list, tuple)):
        for below in value:
            yield from used(below)


def test_every_key_stands_in_an_example(tmp_path: Path) -> None:
    found: set[tuple[str, str]] = set()
    for _, text, flow in EXAMPLES:
        stated = list(used(built(text, flow, tmp_path)))
        found |= {("Sourced" if NUMBERS.fullmatch(model) else model, key) for model, key in stated}
        found |= {("When", key) for model, key in stated if model.endswith("Rule")}
    # What is put in place before a scenario is built, and what stands in a file's own way of writing.
    texts = "".join(text for _, text, _ in EXAMPLES)
    apart = {"Scenario", "Use", "Fragment", "Distribution", "TableUse", "Option", "Variant"}
    page = keys.PAGES["en"].with_name("scenario-file.md").read_text("utf-8")
    missing = [
        (part.model, key)
        for part in keys.parts()
        for key in part.keys
        if (part.model, key) not in found
        if part.model not in apart or not re.search(rf"\b{key}:", texts + page)
    ]
    assert missing == []
