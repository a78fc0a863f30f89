"""What is typed after --vs: on top of the base, refused with the reason, and told back as one would type it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_hall import hall, written

from sim.experiments.questions.alternatives import alternatives_of, typed
from sim.experiments.questions.whatif import WhatIf, load
from sim.model import ModelError


def only(base: WhatIf, text: str) -> WhatIf:
    (one,) = alternatives_of(base, [text])
    return one.whatif


@pytest.mark.parametrize(
    ("text", "label", "options"),
    [
        ("busier: @busy", "busier", "@busy"),
        ("忙时：@busy", "忙时", "@busy"),
        ("@busy --load 2", "@busy --load 2", "@busy --load 2"),
        ("  --load=2 ", "--load=2", "--load=2"),
        (": --load 2", "--load 2", "--load 2"),
        (
            "hours 9 to 13: --set calendar.hours='09:00-13:00'",
            "hours 9 to 13",
            "--set calendar.hours='09:00-13:00'",
        ),
    ],
)
def test_label_and_options(tmp_path: Path, text: str, label: str, options: str) -> None:
    (one,) = alternatives_of(hall(tmp_path), [text])
    assert (one.label, one.options) == (label, options)


def test_options_come_on_top_of_the_base_s(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    base = load(path, load=["1.5", "main=2"], set=["pools.desk.capacity=6"], seed=7)
    one = only(
        base, "x: @busy --load 3 --set pools.desk.capacity-=2 --set pools.desk.capacity-=1 --start 2025-04-07"
    )
    assert (one.variant, one.seed, one.load_text) == ("busy", 7, "3, main=2")
    capacity = one.scenario.pools["desk"].capacity
    assert capacity is not None
    assert capacity.value == 3
    alone = load(
        path, variant="busy", load=["3", "main=2"], seed=7, start="2025-04-07",
        set=["pools.desk.capacity=6", "pools.desk.capacity-=2", "pools.desk.capacity-=1"],
    )  # fmt: skip
    assert one.program.digest == alone.program.digest
    assert only(base, "--load main=4").load_text == "1.5, main=4"
    assert only(load("gedian/startup"), "--load peak").load_text == "1.42 (peak)"


def test_levers_are_switched_again() -> None:
    after = load("gedian/startup")
    assert [use.name for use in only(after, "--without one_window").levers] == ["parallel_approval"]
    apart = load("gedian/startup", without=["one_window"])
    assert only(apart, "--with one_window").program.digest == after.program.digest
    # The base's --without holds in a variant that never had the lever.
    assert only(apart, "@before").program.digest == load("gedian/startup@before").program.digest
    before = load("gedian/startup@before", with_=["one_window"])
    assert only(before, "--without one_window").program.digest == load("gedian/startup@before").program.digest


def test_without_any_the_other_variants(tmp_path: Path) -> None:
    base = hall(tmp_path)
    assert [(one.label, one.whatif.variant) for one in alternatives_of(base)] == [("@busy", "busy")]
    assert [one.label for one in alternatives_of(load(f"{base.reference}@busy"))] == ["@plain"]
    text = (tmp_path / "hall.yaml").read_text("utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[: text.index("variants:")].replace("default_variant: plain\n", ""), "utf-8")
    with pytest.raises(
        ModelError, match=r"bare.yaml  the scenario has no other variant .* state an alternative"
    ):
        alternatives_of(load(str(bare)))


def test_questions_and_texts_by_label(tmp_path: Path) -> None:
    base = hall(tmp_path)
    busy = load(f"{base.reference}@busy", load=1.5)
    found = alternatives_of(base, {"busy": busy, "twice": "--load 2"})
    assert [(one.label, one.options) for one in found] == [("busy", typed(busy)), ("twice", "--load 2")]
    assert found[0].whatif is busy
    assert [one.label for one in alternatives_of(base, "twice: --load 2")] == ["twice"]
    with pytest.raises(ModelError, match="its seed is not the base's: replications are paired"):
        alternatives_of(base, {"busy": replace(busy, seed=2)})


def test_typed_is_the_question_again(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    asked = load(
        f"{path}@busy", load=["1.5", "main=1/3"], set=["pools.desk.capacity-=2"], seed=3, start="2025-04-07"
    )
    told = typed(asked)
    assert told == (
        f"{path}@busy --load 1.5 --load main=1/3 --set pools.desk.capacity-=2 --start 2025-04-07 --seed 3"
    )
    assert typed(load("gedian/startup", without=["one_window"])) == "gedian/startup --without one_window"
    assert typed(load(path, set=["title=a b"])) == f"{path} --set 'title=a b'"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x: @bussy", 'there is no variant "bussy"; allowed: plain, busy; did you mean "busy"?'),
        ("busy", 'there are no options in it; write "LABEL: OPTIONS", as in .*; did you mean "@busy"?'),
        ("x:", "there are no options in it; allowed: @VARIANT, --load, --with, --without, --set, --start, --year"),
        ("x: --seed 3", r"--seed has no place in an alternative: .*common random numbers"),
        ("x: --engine=reference", "--engine has no place in an alternative: every question runs on the base's"),
        ("x: --lod 2", '"--lod" is not an option here; .*; did you mean "--load"?'),
        ("x: busy", "\"busy\" is not an option; a value with blanks needs quotes, as in --set 'path=20 min'"),
        ("x: --load", "--load needs a value"),
        ("x: --load --set", "--load needs a value"),
        ("x: --load -1", r"--load -1  .* write a factor above 0"),
        ("x: --load mian=2", 'there is no service "mian"; allowed: main; did you mean "main"?'),
        ("x: --set pools.dsk.capacity=2", 'there is no "dsk" in pools; .*did you mean "desk"?'),
        ("x: --set pools.desk.capacity=-2", "-2"),
        ("x: --with one_windw", 'no lever is called "one_windw"'),
        ("x: --without one_window", '"one_window" is not in force here'),
        ("x: --start soon", "soon"),
        ("x: @busy @plain", "the variant is stated twice"),
        ("x: --start 2025-03-03 --start 2025-03-04", "--start is stated twice"),
        ("x: --set 'a", "it cannot be read: no closing quotation"),
    ],
)  # fmt: skip
def test_a_fault_names_the_alternative(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as failed:
        alternatives_of(hall(tmp_path), ["fine: --load 2", text])
    assert all((fault.parameter, fault.file) == ("vs", f'"{text}"') for fault in failed.value.faults)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as failed:
        alternatives_of(hall(tmp_path), ["a: @bsy", "b: --load 0", "c: --load 2", "c: --load 3"])
    assert [fault.file for fault in failed.value.faults] == [
        '"a: @bsy"', '"b: --load 0"', '"c: --load 3"'
    ]  # fmt: skip
    assert 'the label "c" is taken' in str(failed.value)
