"""Writes the pages of every key of a scenario file: `uv run python docs/reference/keys.py`.

`keys.yaml` beside this file says what each key means, in both languages, with examples; how a key is written, what it
may be and what it is unless stated comes from the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

from sim.model.bounds import FACTOR, NUMBER, RATE, WHOLE, Bounds
from sim.model.schema import json_schema
from sim.whole_file import write

Lang = Literal["en", "zh"]
HERE = Path(__file__).parent
PAGES: dict[Lang, Path] = {"en": HERE / "scenario-keys.md", "zh": HERE / "scenario-keys.zh-CN.md"}
EVERYWHERE = ("like", "source", "name", "note")
"""Keys that stand in most mappings, told at the head of the page."""


def _zh(bounds: Bounds) -> str:
    return str(bounds).replace(" to ", " 至 ").replace(", or ", "，或 ")


NUMBERS = {
    "SourcedShare": ("比例：0 至 1，或 0% 至 100%", "a share: 0 to 1, or 0% to 100%"),
    "SourcedDuration": ("时长，如 `5 wd`", "a length of time, as `5 wd`"),
    "SourcedRate": (f"到达率，如 `12 /wd`：{_zh(RATE)}", f"a rate, as `12 /wd`: {RATE}"),
    "SourcedMoney": ("金额，如 `2000 CNY`", "an amount of money, as `2000 CNY`"),
    "SourcedHourly": ("每小时金额，如 `80 CNY/h`", "money an hour, as `80 CNY/h`"),
    "SourcedCount": (f"整数，1 至 {WHOLE.most:,}", f"a whole number, 1 to {WHOLE.most:,}"),
    "SourcedSize": (f"整数，0 至 {WHOLE.most:,}", f"a whole number, 0 to {WHOLE.most:,}"),
    "SourcedFactor": (f"系数：{_zh(FACTOR)}", f"a factor: {FACTOR}"),
    "SourcedNumber": (f"数字：{_zh(NUMBER)}", f"a number: {NUMBER}"),
    "Name": ("文字，或 `{zh, en}`", "text, or `{zh, en}`"),
    "Distribution": ("时间，或时间的分布", "a time, or a distribution of times"),
    "NumericDistribution": ("数字，或数字的分布", "a number, or a distribution of numbers"),
    "LeverUse": ("举措", "a lever"),
    "Block": ("流程块", "a block"),
}
"""How numbers, names and what is told elsewhere are written."""
WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "or": "，或 ",
        "several": "{x}；可写几个成列表",
        "list": "列表：{x}",
        "by_name": "{x}，按名称",
        "text": "文字",
        "number": "数字",
        "whole": "整数",
        "from": "{x}，{n} 起",
        "true": "`true`、`false`",
        "date": "日期，如 `2025-03-03`",
        "time": '时刻，如 `"09:30"`',
        "hours": '时段，如 `"09:00-12:00"`',
        "day": "`MM-DD` 或完整日期",
        "duration": "时长，如 `5 wd`",
        "shift": "整天数，如 `364 cd`",
        "when": "条件，如 `kind == 'enterprise'`",
        "share": "比例",
        "any": "任何值",
        "required": "必填",
        "comma": "、",
    },
    "en": {
        "or": ", or ",
        "several": "{x}; several as a list",
        "list": "list: {x}",
        "by_name": "{x}, by name",
        "text": "text",
        "number": "a number",
        "whole": "a whole number",
        "from": "{x} from {n}",
        "true": "`true`, `false`",
        "date": "a date, as `2025-03-03`",
        "time": 'a time of day, as `"09:30"`',
        "hours": 'hours, as `"09:00-12:00"`',
        "day": "`MM-DD`, or a full date",
        "duration": "a length of time, as `5 wd`",
        "shift": "whole days, as `364 cd`",
        "when": "a condition, as `kind == 'enterprise'`",
        "share": "a share",
        "any": "any value",
        "required": "required",
        "comma": ", ",
    },
}
HEADS: dict[Lang, str] = {
    "en": """# Every key of a scenario file

[中文](scenario-keys.zh-CN.md)

Written by `python docs/reference/keys.py` from the model and from `keys.yaml`: change those, not this page. What the
parts mean together stands on the page [The scenario file](scenario-file.md), rules by date on
[Hours and staff](hours-and-staff.md), levers on [Levers](levers.md).

Every mapping may say `like: NAME` and takes from that default what it does not state itself. Most may have a `source`,
a key of `sources.csv` for the numbers in it, and a `name`, text or `{zh, en}`. A dash under "unless stated" means:
nothing.
""",
    "zh": """# 方案文件的每个键

[English](scenario-keys.md)

本页由 `python docs/reference/keys.py` 根据模型和 `keys.yaml` 写成：请改那里，不要改本页。
各部分合起来的含义见[方案文件](scenario-file.zh-CN.md)，按日期的规则见[开放时间与人员](hours-and-staff.zh-CN.md)，
举措见[改革举措](levers.zh-CN.md)。

每个映射都可以写 `like: 名称`，自己没有写明的都取自那项缺省。多数可以写 `source`（其中数字的来源，`sources.csv` 中的键）
和 `name`（名称，文字或 `{zh, en}`）。“不写时”一栏的横线表示没有。
""",
}
TABLE: dict[Lang, str] = {
    "en": "| key | means | written as | unless stated |\n|---|---|---|---|",
    "zh": "| 键 | 含义 | 写法 | 不写时 |\n|---|---|---|---|",
}


@dataclass(frozen=True)
class Part:
    """A mapping of the file: a section of the page."""

    model: str
    at: str
    name: dict[Lang, str]
    dated: bool
    """A rule, whose dates are told in a section of their own."""
    keys: dict[str, dict[Lang, str]]
    written: dict[str, dict[Lang, str]]
    """How a key is written, where the schema says less."""
    examples: tuple[tuple[str, bool], ...]
    """Text, and whether it is a flow."""


def _said(text: str) -> dict[Lang, str]:
    zh, en = (part.strip() for part in text.split(" | "))
    return {"zh": zh, "en": en}


def _told(lines: str) -> dict[str, dict[Lang, str]]:
    """Lines `key | 中文 | English`."""
    pairs = [line.split(" | ", 1) for line in lines.splitlines()]
    return {key.strip(): _said(said) for key, said in pairs}


@cache
def parts() -> tuple[Part, ...]:
    """What `keys.yaml` says."""
    stated = YAML(typ="safe", pure=True).load((HERE / "keys.yaml").read_text("utf-8"))
    made = []
    for model, part in stated.items():
        examples = [
            (one["flow"], True) if isinstance(one, dict) else (one, False) for one in part.get("examples", ())
        ]
        keys, written = _told(part["keys"]), _told(part.get("written", ""))
        name, dated = _said(part["name"]), bool(part.get("when"))
        made.append(Part(model, part["at"], name, dated, keys, written, tuple(examples)))
    return tuple(made)


@cache
def schema() -> dict[str, Any]:
    return json_schema({})


def kind_of(model: str) -> dict[str, Any]:
    """The schema of a model, that of all numbers with a source being one."""
    kinds = schema()["$defs"]
    return {"Scenario": schema(), "Sourced": kinds["SourcedShare"], "When": kinds["PoolRule"]}.get(
        model
    ) or kinds[model]


def properties(kind: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of a mapping, wherever its schema keeps them."""
    if "properties" in kind:
        return dict(kind["properties"])
    inner = [part for key in ("anyOf", "allOf") for part in kind.get(key, ())]
    return next((found for part in inner if (found := properties(part))), {})


def required(kind: Mapping[str, Any]) -> set[str]:
    stated = kind.get("then", kind)
    return set(
        stated.get("required")
        or next((p["required"] for p in stated.get("anyOf", ()) if "required" in p), ())
    )


def model_keys(part: Part) -> list[str]:
    """The keys the model has for a part, in its order: what the section must tell."""
    told = () if part.model in ("Sourced", "Distribution") else EVERYWHERE
    found = [key for key in properties(kind_of(part.model)) if key not in told and key != "like"]
    dates = [key for key in properties(kind_of("When")) if key in _DATES]
    if part.model == "When":
        return dates
    if part.model == "Scenario":
        found = [key for key in properties(schema()) if key not in ("like", "source", "name")]
    if part.model in ("OwnSource", "WorkFactor"):
        found.append("note")
    return [key for key in found if not (part.dated and key in dates)]


_DATES = ("weekdays", "nth", "from", "to", "dates", "days", "during")


def written(stated: Mapping[str, Any], lang: Lang) -> str:
    """How a value is written, in words."""
    w, number = WORDS[lang], 0 if lang == "zh" else 1
    if not stated:
        return w["any"]
    if "$ref" in stated:
        name = str(stated["$ref"]).rpartition("/")[2]
        if name in NUMBERS:
            return NUMBERS[name][number]
        own = next((part.name[lang] for part in parts() if part.model == name), NUMBERS["Block"][number])
        return own if lang == "zh" else own[0].lower() + own[1:]
    if "anyOf" in stated or "oneOf" in stated or "discriminator" in stated:
        ways = [part for part in stated.get("anyOf", stated.get("oneOf", ())) if part.get("type") != "null"]
        if len(ways) > 6:
            return NUMBERS["Block"][number]
        if len(ways) == 2 and ways[1].get("items") == ways[0]:
            return w["several"].format(x=written(ways[0], lang))
        return w["or"].join(dict.fromkeys(written(way, lang) for way in ways))
    if "const" in stated:
        return f"`{json.dumps(stated['const'])}`".replace('"', "")
    if "enum" in stated:
        return w["comma"].join(f"`{one}`" for one in stated["enum"])
    return _plain(stated, lang)


def _plain(stated: Mapping[str, Any], lang: Lang) -> str:
    w, kind = WORDS[lang], stated.get("type")
    if kind == "array":
        return w["list"].format(x=written(stated.get("items", {}), lang))
    if kind == "object":
        return w["by_name"].format(
            x=written(below if isinstance(below := stated.get("additionalProperties"), dict) else {}, lang)
        )
    if kind == "boolean":
        return w["true"]
    if kind in ("integer", "number"):
        least, most = stated.get("minimum"), stated.get("maximum")
        if (least, most) == (0, 1):
            return w["share"]
        said = w["whole" if kind == "integer" else "number"]
        return said if least is None else w["from"].format(x=said, n=least)
    if isinstance(kind, list):
        return w["or"].join(w[{"string": "text"}.get(one, one)] for one in kind)
    pattern, examples = str(stated.get("pattern", "")), str(stated.get("examples", ""))
    for mark, word in (("%", "share"), ("20 min", "duration"), ("364 cd", "shift"), ("kind ==", "when")):
        if mark in examples or (mark == "%" and mark in pattern):
            return w[word]
    if stated.get("format") == "date":
        return w["date"]
    if r"\d{1,2}:\d{2}" in pattern:
        return w["hours" if "-" in pattern else "time"]
    return w["day"] if r"\d{2}-\d{2}" in pattern else w["text"]


def unless(key: str, stated: Mapping[str, Any], needed: set[str], lang: Lang) -> str:
    """What holds where a key is not stated."""
    if key in needed:
        return WORDS[lang]["required"]
    default = stated.get("default")
    if isinstance(default, dict) and "amount" in default:
        return f"`{default['amount']:g} {default['unit']}`"
    if isinstance(default, dict) and "value" in default:
        default = default["value"]
    if default in (None, [], {}):
        return "–"
    return f"`{json.dumps(default)}`".replace('"', "").replace(".0`", "`")


def rows(part: Part, lang: Lang) -> Iterator[str]:
    for key, (means, how, otherwise) in zip(part.keys, _cells(part, lang), strict=True):
        yield f"| `{key}` | {means} | {how} | {otherwise} |"


def _cells(part: Part, lang: Lang) -> Iterator[tuple[str, str, str]]:
    """Of every key: what it means, how it is written, and what holds where it is not."""
    kind = kind_of(part.model)
    stated, needed = (
        properties(kind),
        required(kind) if part.model not in ("When", "Sourced", "Distribution") else set(),
    )
    if part.model == "Sourced":
        needed = {"value"}
    for key, told in part.keys.items():
        how = part.written[key][lang] if key in part.written else written(stated[key], lang)
        yield told[lang], how, unless(key, stated[key], needed, lang)


def section(part: Part, lang: Lang) -> str:
    at = f"`{part.at}`" if part.at else ""
    head = f"## {part.name[lang]}" + (f"\n\n{at}" if at else "")
    more = {
        "zh": "日期的写法见“规则在哪些日期有效”。",
        "en": 'Its dates are written as told under "On which dates a rule holds".',
    }[lang]
    blocks = [head, f"{TABLE[lang]}\n" + "\n".join(rows(part, lang))]
    if part.dated:
        blocks.insert(1, more)
    blocks += [f"```yaml {'flow' if flow else 'part'}\n{text.rstrip()}\n```" for text, flow in part.examples]
    return "\n\n".join(blocks)


def page(lang: Lang) -> str:
    return "\n\n".join([HEADS[lang].rstrip(), *(section(part, lang) for part in parts())]) + "\n"


SHIPPED = HERE.parent.parent / "onewindow" / "desk" / "keys.json"
"""The same for who has no documents at hand: the editor of the page looks keys up there."""


def shipped() -> bytes:
    """Every key as a row: where it stands, the part, the key, and by language what it means and how it is written."""
    told = []
    for part in parts():
        by_lang = {lang: list(_cells(part, lang)) for lang in ("zh", "en")}
        for number, key in enumerate(part.keys):
            row = {lang: list(cells[number]) for lang, cells in by_lang.items()}
            told.append({"at": part.at, "part": part.name, "key": key, **row})
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in told)
    return f"[\n{lines}\n]\n".encode()


if __name__ == "__main__":
    for language, file in PAGES.items():
        write(file, page(language).encode("utf-8"))
    write(SHIPPED, shipped())
