"""A lever is one file and its test: the registry holds each of them, and each says what it is in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.levers import REGISTRY

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_file_with_a_lever_is_in_the_order() -> None:
    files = (ROOT / "sim" / "levers").glob("*.py")
    assert {file.stem for file in files if "\nLEVER = " in file.read_text("utf-8")} == set(REGISTRY)


@pytest.mark.parametrize("name", REGISTRY)
def test_a_lever_bears_the_name_of_its_file_and_has_a_test(name: str) -> None:
    assert REGISTRY[name].name == name
    assert (ROOT / "tests" / "levers" / f"test_{name}.py").is_file()


@pytest.mark.parametrize("name", REGISTRY)
def test_a_lever_says_what_it_is_in_a_sentence_of_each_language(name: str) -> None:
    label, sentence = REGISTRY[name].label, REGISTRY[name].sentence
    for zh, en in ((label.zh, label.en), (sentence.zh, sentence.en)):
        assert CHINESE.search(zh)
        assert not CHINESE.search(en)
    assert re.fullmatch("[^。]{10,50}。", sentence.zh)
    assert re.fullmatch(r"[A-Z][^.]{50,180}\.", sentence.en)
