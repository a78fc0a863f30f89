"""Numbers in words: every uncertain number of the library has a name, and no two of a scenario share one."""

from __future__ import annotations

import pytest

from sim.experiments.questions.whatif import load
from sim.library import library_names
from sim.model.provenance import numbers, uncertain_numbers
from sim.words.number_names import NumberWords


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scenario", library_names())
def test_every_uncertain_number_has_a_name_of_its_own(scenario: str, lang: str) -> None:
    stated = load(scenario).stated
    words = NumberWords(stated, lang)
    names: dict[str, str] = {}
    for number in uncertain_numbers(stated):
        name = words.name(number.path)
        assert name != number.path
        # Targets may be called alike; a table is always about one of them.
        assert number.path.startswith("targets.") or name not in names, f"{number.path} and {names.get(name)}"
        names[name] = number.path
        said = words.stated(number.path, number.sort, number.value)
        assert said
        if number.sort == "factor" and lang == "zh":
            assert "mean" not in said
            assert "p90" not in said


@pytest.mark.parametrize("scenario", library_names())
def test_every_number_is_called_in_chinese(scenario: str) -> None:
    """What a file has no name for keeps its id; the rest of the name says what the number is."""
    stated = load(scenario).stated
    words = NumberWords(stated, "zh")
    called = {number.path: words.name(number.path) for number in numbers(stated)}
    assert [path for path, name in called.items() if name.isascii() or name.split(" · ")[-1].isascii()] == []


def test_names() -> None:
    stated = load("gedian/startup").stated
    zh, en = NumberWords(stated, "zh"), NumberWords(stated, "en")
    availability = "pools.registrar.availability"
    assert zh.name(availability) == "登记审核人员 · 可用于本业务的时间"
    assert en.name(availability) == "Registrars · share of the day for this work"
    missing = "services.startup.flow.file.papers.address.missing"
    assert zh.name(missing) == "企业开办 · 申请材料 · 缺“住所证明”的比例"
    hall = NumberWords(load("karamay/whole_hall").stated, "en")
    assert hall.name("pools.window.absence.share") == "One window · share of days absent"
    assert hall.name("pools.window.rules.0.fewer") == "One window · how many fewer from 07-01 to 08-31"
    share = "targets.gd-startup-total.required_share"
    assert en.name(share, "gd-startup-total") == "required share on time"
    assert en.name(share).endswith(" · required share on time")
    assert en.name("pools.nobody.capacity") == "pools.nobody.capacity"
    assert en.name("services.startup.flow.nothing.work") == "services.startup.flow.nothing.work"


def test_values() -> None:
    words = NumberWords(load("gedian/startup").stated, "zh")
    assert words.value("rate", "1.35 /wd") == "每工作日 1.35 件"
    assert words.brief("rate", "1.35 /wd") == "1.35 件/工作日"
    assert words.brief("share", "85%") == "85%"
    assert words.between("duration", "5 wd", "7 wd", "{low} 至 {high}") == "5 至 7 工作日"
    assert words.between("duration", "4 wh", "1 wd", "{low} 至 {high}") == "4 工作小时 至 1 工作日"
    assert words.between("factor", "× 0.8", "× 1.25", "{low} … {high}") == "× 0.8 … × 1.25"
