"""A process too long for a page: stages as boxes, then forks and runs; a short one as it is."""

import pytest
from tidy import all_text, assert_tidy

from plots.overview import condensed
from plots.process_map import process_map
from plots.process_parts import Branch, Fork, Group, Loop, Part, StepBox, boxes
from plots.sheet import A3
from sim.words.language import Lang

H = 3_600_000_000


def box(name: str = "Review") -> StepBox:
    return StepBox(name, "Planning desk", "task", 1.0, 3 * H, H)


def stage(number: int, hours: float = 0.0) -> Group:
    again = Loop((box(),), (box("Rework"),), 0.4)
    tall = Fork("all", tuple(Branch(f"b{n}", (box(f"Visit {n}"),), 1.0) for n in range(4)))
    return Group(f"Stage {number}", (box("Intake"), again, tall), 0.8, hours * H)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stages_first(lang: Lang) -> None:
    parts = [*(stage(number, 24.0 * number) for number in range(1, 7)), box("Hand-over")]
    figure = process_map(parts, cases=9, name="x", lang=lang, provenance="onewindow")
    assert_tidy(figure)
    assert figure.get_figheight() <= A3
    said = all_text(figure)
    assert "Visit 2" not in said
    if lang == "en":
        assert "Stage 6 takes longest, 6.0 d on average" in said
        assert "Longest wait: Intake, 3.0 h on average" in said
        assert {"7 steps, 24.0 h", "7 steps, 6.0 d"} <= set(said.split("\n"))
        assert "43 steps would be too tall" in said.replace("\n", " ")
    else:
        assert "Stage 6用时最长，平均6.0天" in said
        assert "7个环节、6.0天" in said
        assert "全程共43个环节" in said


def test_a_short_process_stays_as_it_is() -> None:
    said = all_text(process_map([stage(1, 24), box("Hand-over")], cases=9, name="x", lang="en"))
    assert "Visit 2" in said
    assert "takes longest" not in said


FORK = Fork("all", tuple(Branch(f"b{n}", (box(f"Visit {n}"),), 1.0) for n in range(40)))
ENDS = Fork("choice", tuple(Branch(f"refused {n}", (), 0.02, ends=True) for n in range(80)))


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([box(f"Step {n}") for n in range(300)], "8 steps"),
        ([box("first"), FORK, box("last")], "40 steps"),
        ([Group("Stage", (FORK,)), box("last")], "40 steps"),
        ([Loop((FORK,), (), 0.2)], "40 steps"),
        ([ENDS, box("last")], "refused 0"),
        ([Fork("all", (Branch("a", tuple(stage(n) for n in range(90)), 1.0),))], "630 steps"),
    ],
)
def test_never_taller_than_a_page(parts: list[Part], told: str) -> None:
    figure = process_map(parts, cases=9, name="x", lang="en", provenance="onewindow")
    assert_tidy(figure)
    assert figure.get_figheight() <= A3
    assert told in all_text(figure)


def test_no_step_is_lost_or_counted_twice() -> None:
    parts = tuple(stage(number) for number in range(3))
    most = len(boxes(parts))
    for limit in range(1, most + 1):
        found = condensed(parts, lambda some, limit=limit: len(boxes(tuple(some))) <= limit, str)  # type: ignore[misc]
        shown = boxes(found)
        assert len(shown) <= limit
        assert sum(int(one.who) if one.kind == "stage" else 1 for one in shown) == most
