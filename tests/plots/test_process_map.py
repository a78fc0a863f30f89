"""The map: boxes never on each other, ways that meet, shares and joins told; from two boxes to a hundred."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tidy import all_text, assert_tidy

from plots.process_map import duration, process_map
from plots.process_parts import Branch, Fork, Group, Loop, Part, StepBox, boxes
from plots.railway import BOX_HEIGHT, BOX_WIDTH, Placed, Track, Way, laid_out, mirrored
from plots.sheet import MARGIN, WIDTH
from sim.words.language import Lang

H = 3_600_000_000
ROOM = WIDTH - 2 * MARGIN


def box(name: str = "Review", share: float = 1.0, waiting: float = 3, work: float = 1) -> StepBox:
    return StepBox(name, "Planning desk", "task", share, waiting * H, work * H)


def wait(name: str = "Rework") -> StepBox:
    return StepBox(name, "applicant", "wait", 0.2, 0, 30 * H, "补正 supplement")


def fork(*last: float | None) -> Fork:
    branches = (
        Branch("seal", (box("Seal"),), 1.0, last=last[0]),
        Branch("tax", (box("Tax"), box("Issue")), 1.0, last=last[1]),
    )
    return Fork("all", branches)  # fmt: skip


def choice() -> Fork:
    return Fork("choice", (Branch("", (), 0.7), Branch("refused", (box("Letter", 0.3),), 0.3, ends=True)))


def some(number: int) -> list[Part]:
    """Five steps a stage: a loop, a fork, a choice, and two plain ones."""
    again = Loop((box("审查 Technical review"),), (wait(),), 0.4)
    return [Group(f"Stage {i}", (box("接件 Taken in"), again, fork(0.2, 0.8))) for i in range(number)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "parts",
    [
        [box(), box("Sign", waiting=0, work=0.2)],
        [box(), fork(0.62, 0.38), choice()],
        [Fork("side", (Branch("", (box(),), 1.0), Branch("survey", (wait("Survey"),), 0.5)), joined=False)],
        [Loop((box(),), (), 0.3), Fork("first", (Branch("", (box(),), 1.0), Branch("late", (wait(),), 0.0)))],
        some(10),
    ],
)
def test_tidy(parts: list[Part], lang: Lang) -> None:
    assert_tidy(process_map(parts, cases=807, name="企业开办 Start-up", lang=lang, provenance="onewindow"))


def test_what_is_told() -> None:
    said = all_text(
        process_map([box(waiting=30), fork(0.38, 0.62), choice()], cases=807, name="x", lang="en")
    )
    assert "Longest wait: Review, 30.0 h on average" in said
    assert "Last at the joins, most often: tax 62%." in said
    assert "last: tax 62%" in said
    assert "wait 30.0 h, work 60 min" in said
    assert "refused 30%" in said
    assert "807 finished cases" in said
    said = all_text(process_map([Loop((box(),), (wait(),), 0.22)], cases=9, name="x", lang="zh"))
    assert "退回再办 22%" in said
    assert "共2个环节。" in said
    assert "暂停计时：补正" in said


def test_times_are_short() -> None:
    told = [duration(hours * H, "en") for hours in (0, 0.001, 0.5, 1.4, 1.6, 47.9, 48, 2400)]
    assert told == ["0 min", "<1 min", "30 min", "84 min", "1.6 h", "47.9 h", "2.0 d", "100 d"]


def test_only_the_usual_last_branch_is_red() -> None:
    assert [way.marked for way in ways(laid_out([fork(0.5, 0.5)], ROOM))].count(True) == 1
    assert not any(way.marked for way in ways(laid_out([fork(None, None)], ROOM)))


def test_a_long_process_goes_on_below() -> None:
    few, many = laid_out([box()] * 6, ROOM), laid_out([box()] * 7, ROOM)
    assert few.height == pytest.approx(BOX_HEIGHT)
    assert len({placed.y for placed in boxes_of(many)}) == 2
    assert many.width <= ROOM


def boxes_of(track: Track) -> list[Placed]:
    return [mark for mark in track.marks if isinstance(mark, Placed)]


def ways(track: Track) -> list[Way]:
    return [mark for mark in track.marks if isinstance(mark, Way)]


def nested(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    flows = st.lists(inner, max_size=3).map(tuple)
    some_flow = st.lists(inner, min_size=1, max_size=3).map(tuple)
    branch = st.builds(Branch, st.sampled_from(["", "branch"]), flows, st.just(0.5))
    return st.one_of(
        st.builds(Loop, some_flow, flows, st.just(0.3)),
        st.builds(Group, st.just("group"), some_flow),
        st.builds(
            Fork,
            st.sampled_from(["all", "first", "choice", "side"]),
            st.lists(branch, min_size=1, max_size=3).map(tuple),
        ),
    )


@given(st.lists(st.recursive(st.just(box()), nested, max_leaves=8), min_size=1, max_size=9))
@settings(max_examples=150, deadline=None)
def test_any_process_is_laid_out_without_a_collision(parts: list[Part]) -> None:
    track = laid_out(parts, ROOM)
    placed = boxes_of(track)
    assert len(placed) == len(boxes(tuple(parts)))
    for number, one in enumerate(placed):
        assert -1e-9 <= one.x <= track.width - BOX_WIDTH + 1e-9
        assert -1e-9 <= one.y <= track.height - BOX_HEIGHT + 1e-9
        for other in placed[number + 1 :]:
            assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
    for way in ways(track):
        for (x0, y0), (x1, y1) in pairwise(way.points):
            assert abs(x0 - x1) < 1e-9 or abs(y0 - y1) < 1e-9, "ways are level or upright"


def test_a_mirror_runs_the_other_way() -> None:
    track = laid_out([box("a"), box("b")], ROOM)
    assert [placed.box.name for placed in sorted(boxes_of(mirrored(track)), key=lambda one: one.x)] == [
        "b",
        "a",
    ]
    back = [placed.x for placed in boxes_of(mirrored(mirrored(track)))]
    assert back == pytest.approx([placed.x for placed in boxes_of(track)])


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="no step"):
        process_map([], cases=1, name="x", lang="en")
    with pytest.raises(ValueError, match="'fr'"):
        process_map([box()], cases=1, name="x", lang="fr")  # type: ignore[arg-type]
