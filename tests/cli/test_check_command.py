"""`onewindow check`: exit codes, the JSON document, equal bytes, and what goes to which stream."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_office import Command

from onewindow.cli.checking import show_verdicts
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.two_ends import AtEnd, Dependence
from sim.experiments.verdicts.verdict import Quantile
from sim.model import ModelError
from sim.pages.verdict_details import calendar_words

KEYS = {
    "target", "scenario", "reading", "verdict", "expected", "from", "to", "limit", "unit", "clock",
    "required_share", "on_time_share", "ci", "confidence", "p50", "p90", "p95", "cases", "replications", "open",
    "open_over_limit", "deemed_share", "before_acceptance_p50", "paused_p50", "elapsed_p50", "elapsed_p90",
    "elapsed_p95", "load", "seed", "engine", "margin", "binding_pool", "assumptions", "hangs_on", "calendar",
    "digest", "version",
}  # fmt: skip


def test_exit_codes_of_verdicts(command: Command, small: Path) -> None:
    text = small.read_text("utf-8")
    easy = small.with_name("easy.yaml")
    easy.write_text("\n".join(line for line in text.splitlines() if "hopeless" not in line), "utf-8")
    empty = small.with_name("empty.yaml")
    empty.write_text(easy.read_text("utf-8").replace("10 /wd", "0 /wd"), "utf-8")
    assert command("check", easy, "--no-ends").code == 0
    assert command("check", empty, "--no-ends").code == 3
    assert command("check", small, "--no-ends").code == 1


def test_the_document_has_the_contract_s_keys_and_stands_alone_on_stdout(
    command: Command, small: Path
) -> None:
    said = command("check", small, "--json")
    document = json.loads(said.out)
    assert list(document) == ["verdicts"]
    assert [one["target"] for one in document["verdicts"]] == ["easy", "hopeless"]
    assert [one["verdict"] for one in document["verdicts"]] == ["met", "not_met"]
    for one in document["verdicts"]:
        assert set(one) >= KEYS
        assert one["ci"][0] <= one["on_time_share"] <= one["ci"][1]
        assert one["ci"][0] < one["ci"][1]
        assert (one["seed"], one["load"], one["scenario"]) == (1, "1", "small.yaml@plain")


def test_the_same_question_gives_the_same_bytes(command: Command, small: Path) -> None:
    first, second = (command("check", small, "--seed", 1, "--draws", 40, "--json").out for _ in range(2))
    assert first == second
    assert command("check", small, "--seed", 2, "--draws", 40, "--json").out != first


def test_against_expected(command: Command, small: Path) -> None:
    text = small.read_text("utf-8")
    small.write_text(
        text.replace("limit: 0.1 wh,", "limit: 0.1 wh, expected: {verdict: not_met, reason: short},"), "utf-8"
    )
    assert command("check", small, "--against-expected").code == 0
    small.write_text(text.replace("limit: 0.1 wh,", "limit: 0.1 wh, expected: {verdict: met},"), "utf-8")
    said = command("check", small, "--against-expected")
    assert said.code == 1
    assert "NOT met" in said.out
    assert "expected" in said.out
    assert "…" not in said.out


def test_the_table_speaks_both_languages(command: Command, small: Path) -> None:
    assert "未达标" in command("check", small, "--no-ends", "--lang", "zh").out
    assert "NOT met" in command("check", small, "--no-ends", "--lang", "en").out


def test_one_target_of_the_library_by_its_name_alone(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def noted(whatif: WhatIf, targets: object, **_: object) -> list[object]:
        asked.append((whatif.label, targets))
        return []

    monkeypatch.setattr("sim.experiments.verdicts.check.check", noted)
    assert command("check", "gd-startup-parallel", "gedian/startup@before").code == 0
    assert asked == [("gedian/startup@after", ["gd-startup-parallel"]), ("gedian/startup@before", None)]


def test_one_scenario_gets_the_draws_that_several_get(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def noted(*_: object, draws: int, budget: float, **__: object) -> list[object]:
        asked.append((draws, budget))
        return []

    monkeypatch.setattr("sim.experiments.verdicts.check.check", noted)
    assert command("check", "gedian/startup").code == 0
    assert command("check", "gedian/startup", "urumqi/small_low_risk").code == 0
    assert set(asked) == {(400, 60.0)}
    assert command("check").code == 0
    assert asked[-1] == (100, 60.0)


def test_promises_on_different_replications_are_told_so(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    easy, hopeless = check(load(str(small)), ends=False)
    show_verdicts([easy, hopeless], "en")
    assert "Each promise is told on" not in capsys.readouterr().out
    show_verdicts([easy, replace(hopeless, replications=96)], "en")
    assert "as many replications as its verdict takes (24 to 96)" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gd-startup-totl"], 'did you mean "gd-startup-total"?'),
        (["gedian/startp"], 'did you mean "gedian/startup"?'),
        (["--all", "gedian/startup"], "--all"),
        (["--budget", "soon"], "write it as 60s, 2min or 1h"),
        (["--budget", "0"], '"0" is not a time'),
        (["--seed", "one"], "--seed"),
        (["--draws", "50", "--no-ends"], "nothing is drawn with --no-ends"),
        (["--draws", "50", "--against-expected"], "nothing is drawn with --against-expected"),
        (["葛店"], "scenarios of that name: gedian/construction, "),
        (["--nonsense"], "No such option: --nonsense"),
        (["gedian/startup@befor"], 'did you mean "before"?'),
    ],
)
def test_bad_input(command: Command, arguments: list[str], message: str) -> None:
    said = command("check", *arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err
    assert "internal" not in said.err


ROBUST = "the verdict is the same with all assumptions at either end"


def told(small: Path, capsys: pytest.CaptureFixture[str], dependence: Dependence) -> str:
    """What the table says of a target that is met and depends on assumptions like this."""
    (easy,) = check(load(str(small)), ["easy"], ends=False)
    show_verdicts([replace(easy, dependence=dependence)], "en", details=True)
    return capsys.readouterr().out


def test_the_same_verdict_at_both_ends_is_told(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ROBUST in told(small, capsys, Dependence(AtEnd("met", 0.99), AtEnd("met", 0.98)))


def test_ends_too_short_to_decide_are_not_called_the_same(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = told(small, capsys, Dependence(AtEnd("undecided", 0.93), AtEnd("undecided", 0.91)))
    assert ROBUST not in out
    assert "depends on assumptions cannot be told" in out


def test_an_unknown_target_of_a_question() -> None:
    with pytest.raises(ModelError, match="gd-startup-total"):
        check(load("gedian/startup"), ["gd-startup-totl"])


def test_the_worst_month_of_a_judged_year(command: Command, small: Path) -> None:
    asked = ("check", small, "--no-ends", "--year", 2025, "--set", "services.main.channels.hall.rate=1 /wd")
    said = command(*asked, "--lang", "en")
    assert re.search(
        r"by month: worst in [A-Z][a-z]+, [\d.]+% of [\d,]+ cases on time; best month [\d.]+%", said.out
    )
    assert re.search(
        r"逐月看：\d+ 月最低，按时办结率 [\d.]+%（[\d,]+ 件）", command(*asked, "--lang", "zh").out
    )
    plain = command("check", small, "--no-ends", "--lang", "en")
    assert "by month" not in plain.out
    alike = command(
        *asked, "--set", "pools.desk.hours=24h", "--set", "targets.easy.limit=90 wd", "--lang", "en"
    )
    assert "100% on time" in alike.out
    assert "100.0% of" not in alike.out


def test_the_table_says_which_dates_are_judged(command: Command, small: Path) -> None:
    said = command("check", small, "--no-ends")
    assert "\nsmall.yaml@plain · judged 2025-03-04 – 2025-03-10 · load 1 · seed 1" in said.out
    year = command("check", small, "--no-ends", "--year", 2024, "--lang", "zh")
    assert "评判时段 2024-01-01 – 2024-12-31" in year.out
    document = json.loads(command("check", small, "--no-ends", "--json").out)
    assert document["verdicts"][0]["judged_dates"] == ["2025-03-04", "2025-03-10"]


def test_an_undecided_verdict_says_how_to_have_it_decided(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    verdict = replace(check(load(str(small)), ["easy"], ends=False)[0], verdict="undecided", likely_more=24)
    show_verdicts([verdict], "en")
    assert (
        "about 24 more replications would likely decide it; a larger --budget runs them"
        in capsys.readouterr().out
    )
    show_verdicts([replace(verdict, replications=384, likely_more=None)], "en")
    told = capsys.readouterr().out
    assert "cannot be decided: the truth lies at the requirement" in told
    assert "--budget" not in told


@pytest.mark.parametrize(
    ("reached", "en", "zh"),
    [
        ((None, None), "fewer than half are done; the limit", "办结的不到半数；时限"),
        (
            (1.0, None),
            "working hours, fewer than 9 in 10 are done; the limit",
            "个工作小时内办结，办结的不到九成；时限",
        ),
    ],
)
def test_what_too_few_reach_is_said(
    capsys: pytest.CaptureFixture[str], small: Path, reached: tuple[float | None, ...], en: str, zh: str
) -> None:
    p50, p90 = (Quantile(value, None, None) for value in reached)
    verdict = replace(check(load(str(small)), ["easy"], ends=False)[0], p50=p50, p90=p90)
    for lang, said in (("en", en), ("zh", zh)):
        show_verdicts([verdict], lang)
        told = capsys.readouterr().out
        assert said in (" ".join(told.split()) if lang == "en" else "".join(told.split())), told


def test_a_number_first_for_two_promises_has_the_shares_of_one(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    """None is met here: what is assumed is said all the same."""
    rate = Measure("pools.desk.capacity", 0, "assumed", "number", "2", ("1", "3"), 0.6, 0.04, 0.47, False)
    doubt = Doubt(
        draws=400, kept=0.2, low=0.1, high=0.3, undetermined=0, refused=0, numbers=1, without_source=0,
        measures=(rate,), sure=False,
    )  # fmt: skip
    found = [replace(one, verdict="not_met", doubt=doubt) for one in check(load(str(small)), ends=False)]
    show_verdicts(found, "en")
    told = capsys.readouterr().out
    assert told.startswith("2 promises: 2 NOT met as assumed.")
    assert (
        "kept in 4% of the draws where it is lowest, 47% where it is highest (easy); first for hopeless too"
        in (" ".join(told.split()))
    )
    show_verdicts(found, "zh")
    told = capsys.readouterr().out
    assert told.startswith("2 项承诺：按假设 2 项未达标。")
    assert "最高值时 47%（easy）；hopeless 也应先核实它" in told


def test_cases_still_open_at_an_end_are_told(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    verdict = check(load(str(small)), ["easy"], ends=False)[0]
    ends = Dependence(AtEnd("met", 0.99), AtEnd("undecided", 0.1, 0.9))
    show_verdicts([replace(verdict, dependence=ends)], "en", details=True)
    assert "undecided (10.0%, 90.0% more undetermined)" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("days", "dates", "said"),
    [
        ("published", ("2025-03-03", "2025-03-28"), "已公布"),
        ("projected: 2029 national", ("2029-03-05", "2029-03-30"), "推算"),
        ("projected: 2029 regional", ("2029-03-05", "2029-03-30"), "部分推算"),
        ("projected: 2027 national", ("2026-12-01", "2027-01-30"), "部分推算"),
        ("projected: 2027 national, 2028 national", ("2027-12-01", "2028-01-30"), "推算"),
    ],
)
def test_a_calendar_is_projected_wholly_or_partly(
    small: Path, days: str, dates: tuple[str, str], said: str
) -> None:
    (verdict, *_) = check(load(str(small)), replications=24, ends=False)
    assert calendar_words(replace(verdict, calendar=days, judged_dates=dates), "zh") == said
