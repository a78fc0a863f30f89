"""Every sentence stands in both languages, holds the same values in both, and calls each thing by its one name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from string import Formatter

import pytest

import sim.words

GLOSSARY: dict[str, tuple[str, tuple[str, ...]]] = {
    "scenario": ("方案", ("场景", "情景")),
    "variant": ("版本", ("变体",)),
    "lever": ("举措", ("杠杆",)),
    "undecided": ("尚不能判定", ("无法确定结论", "未决")),
    "met": ("达标", ("满足目标",)),
    "pool": ("资源池", ("资源组",)),
    "load": ("负荷", ("负载",)),
    "replication": ("模拟", ("重复次数", "复本")),
    "seed": ("种子", ("随机种",)),
    "on time": ("按时", ("准时",)),
}
"""By English term: the Chinese one, and words that would mean the same and are not used."""
BOASTS = ("hangs on", "hang on", "turn of the sample", "no lead-in can be told")
"""What readers did not understand."""


def sentences(words: object, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts of a table, which may be a mapping or a record and hold further ones."""
    if isinstance(words, str):
        yield key, words
        return
    if is_dataclass(words):
        words = vars(words)
    parts = words.items() if isinstance(words, Mapping) else enumerate(words)  # type: ignore[call-overload]
    for name, part in parts:
        yield from sentences(part, f"{key}.{name}" if key else str(name))


def tables() -> Iterator[tuple[str, Mapping[str, Mapping[str, str]]]]:
    for found in pkgutil.iter_modules(sim.words.__path__):
        module = importlib.import_module(f"sim.words.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
                yield f"{found.name}.{name}", {lang: dict(sentences(value[lang])) for lang in value}


TABLES = dict(tables())


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_there_are_many() -> None:
    assert len(TABLES) > 10


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_say_the_same(name: str) -> None:
    zh, en = TABLES[name]["zh"], TABLES[name]["en"]
    singular = {key for key in en if key.endswith("_one") and key.removesuffix("_one") in zh}
    assert set(zh) - singular == set(en) - singular
    assert {key: fields(zh[key]) ^ fields(en[key]) for key in zh if fields(zh[key]) != fields(en[key])} == {}


@pytest.mark.parametrize("name", TABLES)
def test_no_language_stands_in_the_other(name: str) -> None:
    zh, en = TABLES[name]["zh"], TABLES[name]["en"]
    assert [key for key, said in en.items() if re.search(r"[\u4e00-\u9fff]", said)] == []
    prose = {
        key: re.sub(r"\{\w*[^}]*\}|onewindow \w+|--?[a-z_-]+|[a-z_]+\.[a-z_.]+", "", said)
        for key, said in zh.items()
    }
    found = {key: re.findall(r"[A-Za-z]{4,} [A-Za-z]{2,}", said) for key, said in prose.items()}
    assert {key: words for key, words in found.items() if words} == {}


@pytest.mark.parametrize("name", TABLES)
def test_each_thing_has_one_name(name: str) -> None:
    others = [other for _, others in GLOSSARY.values() for other in others]
    assert [
        (key, other) for key, said in TABLES[name]["zh"].items() for other in others if other in said
    ] == []
    assert [
        (key, boast) for key, said in TABLES[name]["en"].items() for boast in BOASTS if boast in said
    ] == []
