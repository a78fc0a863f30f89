"""Which levers are in force, in which order, and what `--with` and `--without` make of a variant."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiments.questions.whatif import WhatIf
from sim.levers import REGISTRY
from sim.model import ModelError
from sim.model.reading import read_text

from .counters import FILE, ONE_WINDOW, PARALLEL, ask, hall, ids

BOTH = ("one_window", "parallel_approval")


def test_the_registry_states_the_order_of_application() -> None:
    """What names single papers, counters or steps comes before what joins them."""
    order = (
        "name_and_address", "first_certificate_reuse", "one_time_notice", "assistance", "simplified_deregistration",
        "merged_stages", "one_thing_once", "one_window", "tolerant_acceptance", "intermediary_market",
        "combined_surveying", "joint_drawing_review", "joint_acceptance", "early_utilities", "parallel_approval",
        "one_licence",
    )  # fmt: skip
    assert tuple(name for name in REGISTRY if name in order) == order
    assert all(name == lever.name for name, lever in REGISTRY.items())


def test_what_puts_steps_into_choices_and_deadlines_comes_after_what_joins_them() -> None:
    order = (
        "no_application", "separated_intake", "one_window", "tolerant_acceptance", "supervisor_window",
        "parallel_approval", "automatic_approval", "credit_approval", "chief_representative", "cross_region",
        "appointment", "green_channel", "hour_list", "lead_department", "deemed_approval", "extended_hours",
    )  # fmt: skip
    assert tuple(name for name in REGISTRY if name in order) == order


def test_the_order_in_the_file_does_not_matter() -> None:
    one, other = hall(), hall(PARALLEL, ONE_WINDOW)
    assert one.index("one_window:") < one.index("parallel_approval:")
    assert other.index("one_window:") > other.index("parallel_approval:")
    assert [use.name for use in ask(other).levers] == list(BOTH)
    assert ask(one).program.digest == ask(other).program.digest


def test_before_with_both_is_after_and_after_without_both_is_before() -> None:
    text = hall()
    before, after = ask(text, "before").program.digest, ask(text, "after").program.digest
    assert before != after
    assert ask(text, "before", with_=BOTH).program.digest == after
    assert ask(text, "before", with_=BOTH[::-1]).program.digest == after
    assert ask(text, "after", without=BOTH).program.digest == before


def test_each_lever_alone_is_another_program() -> None:
    text = hall()
    digests = {
        ask(text, "before", with_=tuple(chosen)).program.digest for chosen in ((), BOTH[:1], BOTH[1:], BOTH)
    }
    assert len(digests) == 4


def test_with_a_lever_in_force_changes_nothing() -> None:
    assert ask(hall(), "after", with_=BOTH).program.digest == ask(hall(), "after").program.digest


def test_both_levers_at_once() -> None:
    assert ids(ask(hall()).scenario) == [
        "together", "part_a", "a_intake", "a_intake.hand_over", "a_review", "part_b", "b_intake", "b_review",
        "decided",
    ]  # fmt: skip


@pytest.mark.parametrize("called", ["帮办代办", "Assistance", "assistence"])
def test_a_lever_called_by_its_name_is_found(called: str) -> None:
    with pytest.raises(ModelError, match=f'"{called}"; did you mean "assistance"\\? allowed: '):
        ask(hall(), "after", with_=(called,)).scenario  # noqa: B018


@pytest.mark.parametrize("option", ["with_", "without"])
def test_an_unknown_lever(option: str) -> None:
    asked = ask(hall(), **{option: ("one_windw",)})  # type: ignore[arg-type]
    with pytest.raises(ModelError) as failed:
        _ = asked.levers
    said = "with" if option == "with_" else "without"
    assert str(failed.value).startswith(f"{said} one_windw  ")
    assert f'did you mean "one_window"? allowed: {", ".join(REGISTRY)}' in str(failed.value)


def test_an_unknown_lever_of_the_file_is_named_where_it_stands() -> None:
    text = hall().replace("- parallel_approval:", "- parallel_aproval:")
    with pytest.raises(ModelError) as failed:
        _ = ask(text).levers
    line = next(i for i, line in enumerate(text.splitlines(), 1) if "parallel_aproval" in line)
    assert str(failed.value).startswith(f"hall.yaml:{line}:")
    assert 'did you mean "parallel_approval"?' in str(failed.value)


def test_a_lever_that_is_not_in_force_cannot_be_taken_out() -> None:
    with pytest.raises(ModelError) as failed:
        _ = ask(hall(), "before", without=("one_window",)).levers
    assert str(failed.value) == 'without one_window  "one_window" is not in force here; in force: (none)'


def test_a_lever_may_be_used_several_times() -> None:
    """Both uses apply, in the order of the file; with and without mean all of them."""
    more = PARALLEL.replace("together", "first").replace("[part_a, part_b]", "[walk, b_intake]")
    text = hall("", PARALLEL + "\n" + more)
    after = ask(text)
    assert [use.name for use in after.levers] == ["parallel_approval", "parallel_approval"]
    assert ids(after.scenario)[0] == "together"
    assert "first" in ids(after.scenario)
    assert ask(text, "before", with_=BOTH[1:]).program.digest == after.program.digest
    assert ask(text, "after", without=(BOTH[1], BOTH[1])).program.digest == ask(text, "before").program.digest


def test_the_second_use_is_named_where_it_stands() -> None:
    more = PARALLEL.replace("together", "first").replace("[part_a, part_b]", "[walk, b_intke]")
    with pytest.raises(ModelError) as failed:
        _ = ask(hall("", PARALLEL + "\n" + more)).scenario
    line = next(
        i for i, line in enumerate(hall("", PARALLEL + "\n" + more).splitlines(), 1) if "b_intke" in line
    )
    assert str(failed.value).startswith(f"hall.yaml:{line}:")


def test_a_lever_nobody_gave_parameters_says_what_it_lacks() -> None:
    text = hall().partition("variants:")[0].replace("default_variant: after\n", "")
    asked = ask(text, None, with_=("one_window",))  # type: ignore[arg-type]
    with pytest.raises(ModelError) as failed:
        _ = asked.scenario
    assert str(failed.value).splitlines() == [
        "with one_window  one_window: state pools and into (one window for all), or classes (windows for each class)"
    ]
    asked = ask(text, None, with_=("joint_acceptance",))  # type: ignore[arg-type]
    with pytest.raises(ModelError) as failed:
        _ = asked.scenario
    assert str(failed.value).splitlines() == [
        f'with joint_acceptance  joint_acceptance: "{parameter}" is missing'
        for parameter in ("id", "rounds", "visit", "within")
    ]


def test_parameters_of_one_window_that_are_no_keys() -> None:
    text = hall().replace("longer: 1.5", "longr: 1.5")
    with pytest.raises(ModelError, match=r'"longr" is not a key here; allowed: .*did you mean "longer"'):
        _ = ask(text).scenario


SOURCES = "key,kind,document\nnowhere,assumed,none\n"


def test_a_source_that_is_not_in_the_table_is_named_where_it_stands(tmp_path: Path) -> None:
    table = tmp_path / "sources.csv"
    table.write_text(SOURCES, encoding="utf-8")
    unknown = "longer: {value: 1.5, range: [1, 2], favourable: low, source: nowere}"
    for said, known in (("source: nowere", False), ("source: nowhere", True)):
        text = hall().replace("longer: 1.5", unknown.replace("source: nowere", said))
        asked = WhatIf(FILE, read_text(text, FILE, sources=table), variant="after", with_=(), without=())
        if known:
            assert "together" in ids(asked.scenario)
            continue
        with pytest.raises(ModelError) as failed:
            _ = asked.scenario
        line = next(i for i, line in enumerate(text.splitlines(), 1) if said in line)
        assert str(failed.value).startswith(
            f"hall.yaml:{line}:{text.splitlines()[line - 1].index('nowere') + 1}  "
        )
        assert str(failed.value).endswith(
            'one_window: there is no source "nowere"; allowed: nowhere; did you mean "nowhere"?'
        )


def test_a_step_another_lever_took_out_needs_no_dropping() -> None:
    """Both levers would drop the walk; the second finds it gone. A name that never stood there stays an error."""
    own_name = "      - name_and_address: {drop: [walk]}\n"
    joined = "      - one_window: {pools: [counter_a, counter_b], into: window, drop: [walk, DROP]}\n"
    both = ask(hall(own_name, joined.replace("DROP", "b_intake")))
    assert not {"walk", "b_intake"} & set(ids(both.scenario))
    with pytest.raises(ModelError, match='no step is called "b_intak"; did you mean "b_intake"'):
        _ = ask(hall(own_name, joined.replace("DROP", "b_intak"))).program
    assert "walk" not in ids(ask(hall(own_name, joined.replace(", DROP", ""))).scenario)
    with pytest.raises(ModelError, match='no step is called "walk"'):
        _ = ask(hall(own_name, own_name)).program
