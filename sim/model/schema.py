"""The JSON Schema of a scenario file, for editors: what may stand where, with patterns for quantities.

Made from the models; where the file may be shorter than the model (a plain value for a sourced one, one
string for both languages) the schema allows both. References and sums are beyond it: `validate` checks those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from sim.model.composing import OWN
from sim.model.defaults import LIKE
from sim.model.money import SourcedHourly, SourcedMoney
from sim.model.quantities import Model
from sim.model.rules import ChannelRule, MeetingRule, OfficeRule, PoolRule
from sim.model.scenario import Scenario
from sim.model.sourced import (
    SourcedCount,
    SourcedDuration,
    SourcedFactor,
    SourcedNumber,
    SourcedPositive,
    SourcedRate,
    SourcedShare,
    SourcedSize,
)
from sim.model.tally import SourcedLimit

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHARE: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$"},
    ]
}
_SOURCED = (
    SourcedCount, SourcedDuration, SourcedFactor, SourcedHourly, SourcedMoney, SourcedNumber, SourcedPositive,
    SourcedRate, SourcedShare, SourcedSize, SourcedLimit,
)  # fmt: skip
_QUANTILE = r"^p\d{1,2}(\.\d+)?$"


def json_schema(levers: Mapping[str, type[Model]] | None = None) -> dict[str, Any]:
    """JSON Schema 2020-12 of the whole file; `levers` are the parameters of each lever there is, by its name."""
    levers = levers or {}
    models: list[type[Model]] = [Scenario, *levers.values()]
    places, made = models_json_schema([(model, "validation") for model in models], by_alias=True)
    kinds: dict[str, Any] = made["$defs"]
    root = kinds.pop(_kind(places[Scenario, "validation"]))
    sourced = {model.__name__ for model in _SOURCED}
    for name, kind in kinds.items():
        if name != "Name" and "properties" in kind:
            _may_be_like(kind)
    del kinds["Service"]["anyOf"]  # its channels may stand in one file, its flow in another
    for name in list(kinds):
        if name in sourced:
            kinds[name] = _sourced(name, kinds[name])
        elif name == "Name":
            kinds[name] = {"anyOf": [{"type": "string"}, kinds[name]]}
        elif name in ("Distribution", "NumericDistribution"):
            kinds[name] = _distribution(kinds[name])
        elif name == "TableUse":
            kinds[name] = {"anyOf": [{"type": "string"}, kinds[name]]}
        elif name == "LeverUse":
            parameters = {lever: places[model, "validation"] for lever, model in levers.items()}
            kinds[name] = _lever_use(parameters)
    _single_again(kinds["Repeat"])
    _target(kinds["Target"])
    _all_parties(kinds["Target"])
    _times_of_day(kinds)
    _meetings(kinds["Meeting"])
    _rules(kinds)
    _backlogs(kinds)
    _spreads(kinds["Halls"])
    _arrivals(kinds)
    for name in ("Task", "Session", "Wait", "Require"):
        kinds[name]["properties"]["pause"] = {"anyOf": [{"type": "string"}, {"const": False}]}
    _of_one_file(root)
    return {"$schema": DIALECT, **root, "$defs": kinds}


def _kind(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).removeprefix("#/$defs/")


def _may_be_like(kind: dict[str, Any]) -> None:
    """A default may state what this does not."""
    kind["properties"][LIKE] = {"type": "string", "description": "A name among defaults."}
    if needed := kind.pop("required", None):
        kind["anyOf"] = [{"required": needed}, {"required": [LIKE]}]


def _of_one_file(root: dict[str, Any]) -> None:
    """What every scenario states may stand in a file that it includes; a file that is no scenario states any part."""
    needed = root.pop("required")
    own = [key for key in needed if key in OWN]
    root["if"] = {"required": ["onewindow"]}
    root["then"] = {"anyOf": [{"required": needed}, {"required": [*own, "include"]}]}
    root["properties"]["defaults"]["additionalProperties"] = {"type": "object"}


def _lever_use(parameters: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A lever by name, or one key with its parameters."""
    one: dict[str, Any] = {"type": "object", "minProperties": 1, "maxProperties": 1}
    name: dict[str, Any] = {"type": "string"}
    if parameters:
        one |= {"properties": {**parameters, LIKE: {"type": "string"}}, "additionalProperties": False}
        name = {"enum": list(parameters)}
    return {"anyOf": [name, one], "description": "A lever by name, with parameters."}


def _sourced(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    fields = schema["properties"]
    if name == "SourcedShare":
        fields["value"] = SHARE
        fields["range"] = {"type": "array", "items": SHARE, "minItems": 2, "maxItems": 2}
    plain = {key: value for key, value in fields["value"].items() if key != "title"}
    return {"anyOf": [plain, schema]}


def _distribution(schema: dict[str, Any]) -> dict[str, Any]:
    """Quantiles are keys of the file; shape parameters need a family."""
    fields = schema["properties"]
    value = next(part for part in fields["fixed"]["anyOf"] if part.get("type") != "null")
    for inner in ("quantiles", "shapes"):
        del fields[inner]
    schema.pop("additionalProperties", None)
    schema["patternProperties"] = {_QUANTILE: value}
    shapes = {"required": ["family"], "additionalProperties": True}
    known = "|".join(re.escape(key) for key in fields)
    closed = {"propertyNames": {"pattern": rf"^({known}|{_QUANTILE[1:-1]})$"}}
    return {"anyOf": [value, {"allOf": [schema, {"anyOf": [shapes, closed]}]}]}


def _single_again(repeat: dict[str, Any]) -> None:
    again = repeat["properties"]["again"]
    again["anyOf"] = [{"$ref": "#/$defs/SourcedShare"}, *again["anyOf"]]


def _all_parties(target: dict[str, Any]) -> None:
    parties = target["properties"]["parties"]
    one = parties["items"]
    target["properties"]["parties"] = {
        "anyOf": [{"const": "all"}, one, {"type": "array", "items": one, "minItems": 1}]
    }
    target["properties"]["clause"] = {"type": ["string", "number"]}


def _target(target: dict[str, Any]) -> None:
    """One service may stand without a list; other keys may make the limit."""
    fields = target["properties"]
    fields["service"] = {"anyOf": [fields["service"]["items"], fields["service"]]}
    needed = target["anyOf"][0]["required"]
    target["anyOf"][0]["required"] = [key for key in needed if key != "limit"]


def _meetings(meeting: dict[str, Any]) -> None:
    """One weekday or time may stand without a list."""
    fields = meeting["properties"]
    moment = {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}
    day = fields["weekdays"]["items"]
    for field, one in (("at", moment), ("weekdays", day)):
        fields[field] = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _rules(kinds: dict[str, Any]) -> None:
    """Hours and times by their patterns; one entry may stand without a list."""
    hours = {"type": "string", "pattern": r"^\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"}
    times = {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}
    day = {"type": "string", "pattern": r"^(\d{4}-)?\d{2}-\d{2}$"}
    own = {
        **dict.fromkeys(("hours", "open", "during"), hours),
        **dict.fromkeys(("from", "to"), day),
        "closed": {"anyOf": [{"const": True}, hours]},
    }
    for rule in (OfficeRule, PoolRule, ChannelRule, MeetingRule):
        fields = kinds[rule.__name__]["properties"]
        fields |= {key: stated for key, stated in own.items() if key in fields}
        for key in ("weekdays", "nth", "dates", "days", "at"):
            if key in fields:
                one = times if key == "at" else fields[key]["items"]
                one = {"enum": [1, 2, 3, 4, 5, -1]} if key == "nth" else one
                fields[key] = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _backlogs(kinds: dict[str, Any]) -> None:
    """The rows of a backlog, or the name of a table; a case may have come on a date without a time."""
    rows = kinds["Study"]["properties"]["backlog"]
    kinds["Study"]["properties"]["backlog"] = {"anyOf": [{"type": "string"}, rows]}
    kinds["OpenCases"]["properties"]["arrived"] = {"type": "string"}


def _spreads(halls: dict[str, Any]) -> None:
    """Shares by factor: a key is a number above 0, as text."""
    for field in ("sizes", "staffing"):
        factor = {"pattern": r"^\s*(\d+\.?\d*|\.\d+)\s*$"}
        halls["properties"][field] |= {"additionalProperties": SHARE, "propertyNames": factor}


def _arrivals(kinds: dict[str, Any]) -> None:
    """Shares by size of a batch; cells that rows of a list must have are texts or numbers."""
    sizes = {"propertyNames": {"pattern": r"^\d+$"}, "additionalProperties": SHARE}
    cells = {"additionalProperties": {"type": ["string", "number"]}}
    for model, field, more in (("RandomBatch", "sizes", sizes), ("Channel", "only", cells)):
        for part in kinds[model]["properties"][field]["anyOf"]:
            if part.get("type") == "object":
                part |= more


def _times_of_day(kinds: dict[str, Any]) -> None:
    for model, field in (("Pool", "profile"), ("Channel", "hours"), ("Appointments", "profile")):
        for part in kinds[model]["properties"][field]["anyOf"]:
            if part.get("type") == "object":
                part["propertyNames"] = {"pattern": r"^\d{1,2}:\d{2}$"}
