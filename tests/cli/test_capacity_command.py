"""`onewindow capacity` and `check --margin`: what is printed, in which language, and how it ends."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_office import SMALL, Command

from sim.experiments.load.binding import Binding, OneMore
from sim.experiments.load.margin import Margin
from sim.experiments.running.requirement import ShareRequired
from sim.results.pools import PoolUse
from sim.words.margins import one_more_now, sentences
from sim.words.verdicts import WORDS

QUICK = ("--replications", 8, "--draws", 20)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The small office with fewer cases and one desk."""
    path = tmp_path / "tiny.yaml"
    path.write_text(
        SMALL.replace("rate: 10 /wd", "rate: 4 /wd").replace("capacity: 2", "capacity: 1"), "utf-8"
    )
    return path


def test_an_answer_in_both_languages_and_a_figure(command: Command, tiny: Path) -> None:
    file = tiny.with_name("curve.png")
    english = command("capacity", tiny, "--target", "easy", *QUICK, "--figure", file)
    assert english.code == 0
    assert re.match(r"easy: met with up to \d+% more cases\.\n", english.out)
    assert "hopeless" not in english.out
    assert "confirmed" not in english.out
    assert f"written: {file}" in english.out
    assert file.stat().st_size > 10_000
    chinese = command("capacity", tiny, "--target", "easy", *QUICK, "--lang", "zh")
    assert re.match(r"easy：办件量增加 \d+% 以内达标。\n", chinese.out)


def test_details_hold_loads_and_what_is_not_known(command: Command, tiny: Path) -> None:
    english = command("capacity", tiny, "--target", "easy", *QUICK, "--details")
    assert "confirmed met up to ×" in english.out
    assert "cases a working day); confirmed not met from ×" in english.out
    assert "at the load asked: one more" in english.out
    assert re.search(r"where it gives way, at ×[\d.]+: one more in desk \(1 on duty", english.out)
    assert "at least 90% on time is required; the sample turns between ×" in english.out
    assert "of 20 draws from the ranges of" in english.out
    chinese = command("capacity", tiny, "--target", "easy", *QUICK, "--lang", "zh", "--details")
    assert "以内，确认达标；自 ×" in chinese.out
    assert "，desk（1 个" in chinese.out
    assert "抽取 20 组" in chinese.out


def test_the_document(command: Command, tiny: Path) -> None:
    first, second = (command("capacity", tiny, *QUICK, "--load", "1.5", "--json") for _ in range(2))
    assert first == second
    document = json.loads(first.out)
    assert (document["scenario"], document["asked_load"], document["service"]) == (
        "tiny.yaml@plain",
        "1.5",
        None,
    )
    assert (document["replications"], document["seed"]) == (8, 1)
    easy, hopeless = document["targets"]
    assert (easy["target"], easy["kind"]) == ("easy", "turns")
    assert [one["pool"] for one in easy["binding"]["tried"]] == ["desk"]
    assert easy["binding"]["load"] > easy["binding_as_asked"]["load"] == 1
    assert [one["pool"] for one in easy["binding_as_asked"]["tried"]] == ["desk"]
    assert easy["met"] <= easy["sample"]["kept"] < easy["sample"]["broken"] <= easy["not_met"]
    assert easy["cases_per_working_day"]["at_load_1"] == pytest.approx(6)
    assert easy["cases_per_working_day"]["met"] == pytest.approx(6 * easy["met"], abs=1e-3)
    assert (hopeless["kind"], hopeless["met"]) == ("never", None)
    assert [target["doubt"]["draws"] for target in (easy, hopeless)] == [20, 20]
    for target in (easy, hopeless):
        for point in target["curve"]:
            assert point["ci"][0] <= point["on_time_share"] <= point["ci"][1]


def test_check_tells_the_margin_when_asked(command: Command, tiny: Path) -> None:
    tiny.write_text(
        "\n".join(line for line in tiny.read_text("utf-8").splitlines() if "hopeless" not in line), "utf-8"
    )
    said = command("check", tiny, "--no-ends", "--margin")
    assert said.code == 0
    assert "load: confirmed met up to ×" in said.out
    assert re.search(r"where it gives way, at ×[\d.]+: one more in desk", said.out)
    (verdict,) = json.loads(command("check", tiny, "--no-ends", "--margin", "--json").out)["verdicts"]
    assert 1 < verdict["margin"] < verdict["margin_not_met"]
    assert verdict["binding_pool"] == "desk"
    assert verdict["load_margin"]["met"] == verdict["margin"]
    (without,) = json.loads(command("check", tiny, "--no-ends", "--json").out)["verdicts"]
    assert [without[key] for key in ("margin", "margin_not_met", "binding_pool", "load_margin")] == [None] * 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--service", "mian"], 'there is no service "mian"; allowed: main; did you mean "main"?'),
        (["--target", "esay"], 'did you mean "easy"?'),
        (["--replications", "1"], "allowed: 2 to 1,000,000"),
        (["--figure", "curve.gif"], '".gif" is no kind of figure'),
        (["--load", "0"], "write a factor above 0"),
    ],
)
def test_bad_input(command: Command, tiny: Path, arguments: list[str], message: str) -> None:
    said = command("capacity", tiny, *arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err


def test_a_figure_that_cannot_be_written_does_not_lose_the_answer(
    command: Command, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys.modules["plots.save"], "write", full)
    said = command("capacity", tiny, "--target", "hopeless", "-n", 2, "--figure", tiny.parent / "curve.png")
    assert said.code == 2
    assert "NOT met even with" in said.out
    assert "the file cannot be written: No space left" in said.err


def test_a_figure_below_a_file_is_told_before_anything_is_simulated(command: Command, tiny: Path) -> None:
    said = command("capacity", tiny, "--figure", tiny / "below" / "curve.png")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("--figure ")
    assert said.err.endswith("is a file, not a folder\n")


def test_a_scenario_without_targets(command: Command, tiny: Path) -> None:
    lines = tiny.read_text("utf-8").splitlines()
    tiny.write_text(
        "\n".join(line for line in lines if "required_share" not in line and line != "targets:"), "utf-8"
    )
    said = command("capacity", tiny)
    assert said.code == 2
    assert "states no targets" in said.err


DESK = OneMore("desk", ("窗口", "Desk"), 2.0, 0.83, 0.041, 0.012, 0.07)
MARGIN = Margin(
    target="t", name=None, required=ShareRequired(0.9), kept=1.2, broken=1.22, met=1.1, not_met=1.3, lowest=0.02,
    highest=10.0, service="s", cases_a_day=5.0, busiest=PoolUse("desk", ("窗口", "Desk"), 0.83, 9.0, 0.0, 2.0),
    binding=Binding(1.22, (DESK,)), as_asked=Binding(1.0, (replace(DESK, rise=0.11, low=0.08, high=0.15),)), lasts=10.0,
)  # fmt: skip
IDLE = PoolUse("desk", ("窗口", "Desk"), 0.01, 9.0, 0.0, 2.0)
FULL = replace(IDLE, utilisation=1.0)


@pytest.mark.parametrize(
    ("margin", "zh", "en"),
    [
        (
            MARGIN,
            ["负荷在 ×1.1（+10%，每工作日 5.5 件）以内，确认达标；自 ×1.3（+30%，每工作日 6.5 件）起，确认不达标",
             "按所设负荷，窗口（2 个，利用率 83%）增配 1 个，按时办结率提高 11.0 个百分点 [8.0, 15.0]",
             "在失守处（负荷 ×1.22），窗口（2 个，利用率 83%）增配 1 个，按时办结率提高 4.1 个百分点 [1.2, 7.0]"],
            ["confirmed met up to ×1.1 (+10%, 5.5 cases a working day); confirmed not met from ×1.3 (+30%, "
             "6.5 cases a working day)",
             "at the load asked: one more in Desk (2 on duty, at work 83% of the time) raises the share on time by "
             "11.0 points [8.0, 15.0]",
             "where it gives way, at ×1.22: one more in Desk (2 on duty, at work 83% of the time) raises the share on "
             "time by 4.1 points [1.2, 7.0]"],
        ),
        (
            replace(
                MARGIN, met=None, not_met=None, as_asked=None, binding=Binding(1.22, (replace(DESK, low=-0.01),))
            ),
            ["样本在 ×1.2 以内达标，但换用新种子未能确认任何负荷达标；样本自 ×1.22 起不达标，但换用新种子未能确认",
             "在失守处（负荷 ×1.22），窗口各增配 1 个，按时办结率至多变动 4.1 个百分点，未超出偶然波动"],
            ["kept on the sample up to ×1.2, but fresh seeds confirmed it at no load; broken on the sample from ×1.22, "
             "but fresh seeds confirmed it at no load",
             "where it gives way, at ×1.22: one more at Desk changes the share on time by 4.1 points at most, "
             "which may be chance"],
        ),
        (
            replace(MARGIN, kept=None, broken=0.02, met=None, not_met=0.02, busiest=IDLE),
            ["负荷降到 ×0.02 仍不达标：此时几乎无人排队，办理和等待本身就已超过时限"],
            ["not met at any load down to ×0.02: hardly anybody queues there, so the work and its waits "
             "themselves take too long"],
        ),
        (
            replace(MARGIN, kept=10.0, broken=None, met=10.0, not_met=None, busiest=FULL, binding=None),
            ["负荷到 ×10（+900%，每工作日 50 件）仍确认达标，搜索到此为止",
             "此时最忙的是窗口，利用率 100%：队排在本时钟之外"],
            ["confirmed met even at ×10 (+900%, 50 cases a working day), where the search ended",
             "the busiest pool there: Desk, at work 100% of its time; the queue stands where this clock does not run"],
        ),
        (
            replace(MARGIN, met=1.0, cases_a_day=0.05),
            ["负荷在 ×1（即所设，每百个工作日 5 件）以内，确认达标；"
             "自 ×1.3（+30%，每百个工作日 6.5 件）起，确认不达标"],
            ["confirmed met up to ×1 (as asked, 5 cases in 100 working days); confirmed not met from ×1.3 (+30%, "
             "6.5 cases in 100 working days)"],
        ),
        (replace(MARGIN, kept=None, broken=None), [WORDS["zh"]["nobody"]], [WORDS["en"]["nobody"]]),
    ],
)  # fmt: skip
def test_every_outcome_has_its_sentence(margin: Margin, zh: list[str], en: list[str]) -> None:
    assert sentences(margin, "zh")[: len(zh)] == zh
    assert sentences(margin, "en")[: len(en)] == en


def test_what_makes_it_worse_is_said_so() -> None:
    worse = replace(DESK, rise=-0.051, low=-0.06, high=-0.04)
    margin = replace(MARGIN, as_asked=Binding(1.0, (worse,)))
    assert one_more_now(margin, "en") == "one more makes it worse: Desk −5.1 points"
    assert one_more_now(margin, "zh") == "再增 1 个反而变差：窗口 −5.1 个百分点"
    both = replace(MARGIN, as_asked=Binding(1.0, (replace(DESK, rise=-0.02, low=-0.05, high=0.01), worse)))
    assert "2.0 points at most, which may be chance; one more makes it worse" in one_more_now(both, "en")
    assert any(
        "by 2.0 points at most, which may be chance; one more" in line for line in sentences(both, "en")
    )
