"""Mean times by cause, step and department: the numbers people read, and nothing on top of anything."""

import pytest
from tidy import all_text, assert_tidy

from plots.causes import reason, shades
from plots.days_spent import MOST_ROWS, Promised, Side, Slice
from plots.sheet import A3
from plots.where_days_go import where_days_go
from sim.words.language import Lang

H = 3_600_000_000


def side(name: str, *slices: tuple[str, str, str, float], unfinished: int = 0) -> Side:
    made = tuple(Slice(step, cause, department, hours * H) for step, cause, department, hours in slices)
    return Side(name, 40, unfinished, made)


BEFORE = side(
    "before", ("Review", "work", "Planning", 2), ("Review", "queue", "Planning", 6), ("Seal", "closed", "Police", 12),
    ("Home", "wait_applicant", "", 20),
)  # fmt: skip
AFTER = side("after", ("Review", "work", "Planning", 2), ("Fix", "补正 supplement", "", 8), unfinished=3)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sides", [[BEFORE], [AFTER], [BEFORE, AFTER]])
def test_tidy(sides: list[Side], lang: Lang) -> None:
    assert_tidy(
        where_days_go(
            sides, unit="h", wd_hours=8, name="企业开办 Start-up", lang=lang, provenance="onewindow"
        )
    )


def test_totals_and_shares() -> None:
    said = all_text(where_days_go([BEFORE], unit="h", wd_hours=8, name="x", lang="en"))
    assert "A case takes 40 hours on average" in said
    assert "Most of it: applicant (50.0%), office closed (30.0%), queue (15.0%)." in said
    assert "mean of 40 finished cases" in said.lower()
    assert {"8.0", "12.0", "20.0", "40.0"} <= set(said.split("\n"))  # Review, Seal, Home, and the whole


def test_before_and_after() -> None:
    said = all_text(where_days_go([BEFORE, AFTER], unit="h", wd_hours=8, name="x", lang="zh"))
    assert "平均每件用时：before40小时，after10小时" in said
    assert "after用时最多的是暂停计时：补正（80.0%）、办理（20.0%）。" in said
    assert "另有3件尚未办结，未计入" in said
    assert "每行由上至下依次为before、after" in said


def test_departments_stand_below_when_there_are_several() -> None:
    assert "By department" in all_text(where_days_go([BEFORE], unit="h", wd_hours=8, name="x", lang="en"))
    assert "By department" not in all_text(where_days_go([AFTER], unit="h", wd_hours=8, name="x", lang="en"))


@pytest.mark.parametrize(("number", "others"), [(MOST_ROWS[1], False), (MOST_ROWS[1] + 1, True)])
def test_what_is_left_over_is_gathered(number: int, others: bool) -> None:
    many = side("m", *((f"Step {i}", "work", "", 100.0 - i) for i in range(number)))
    figure = where_days_go([many], unit="h", wd_hours=8, name="x", lang="en")
    assert_tidy(figure)
    assert ("2 others" in all_text(figure)) == others
    assert (f"Step {number - 1}" in all_text(figure)) != others


PROMISED = Promised("Start-up", 4)


@pytest.mark.parametrize(
    ("sides", "inside", "lang", "told"),
    [
        ([BEFORE], "", "en", "Start-up: 40 working hours on average, the limit is 4 working hours"),
        (
            [BEFORE, AFTER],
            "",
            "en",
            "Start-up: before 40 working hours, after 10 working hours on average; the limit is 4",
        ),
        ([BEFORE], "", "zh", "Start-up：平均40个工作小时，时限4个工作小时"),
        ([BEFORE], "Planning", "en", "Planning: 40 working hours on average"),
        ([BEFORE, AFTER], "规划", "zh", "规划：before平均40个工作小时，after10个工作小时"),
    ],
)
def test_a_promise_on_its_own_clock(sides: list[Side], inside: str, lang: Lang, told: str) -> None:
    figure = where_days_go(
        sides, unit="wh", wd_hours=8, name="x", lang=lang, promised=PROMISED, inside=inside, provenance="a\nb"
    )
    assert_tidy(figure)
    assert told in all_text(figure).replace("\n", "" if lang == "zh" else " ")
    assert ("8 to a working day" if lang == "en" else "1个工作日为8小时") in all_text(figure).replace(
        "\n", " "
    )


def test_stages_gather_their_steps() -> None:
    parts = (("Fix", 3), ("Seal", 4))
    slices = [Slice(step, "work", "Planning", hours * H, "Permit stage") for step, hours in parts]
    made = Side("m", 40, 0, (*slices, Slice("Alone", "work", "", 5 * H)))
    said = all_text(where_days_go([made], unit="h", wd_hours=8, name="x", lang="en")).split("\n")
    assert {"By stage", "Permit stage", "7.0", "Alone", "5.0"} <= set(said)
    assert not {"Fix", "Seal"} & set(said)


def test_next_to_nothing_is_no_cause() -> None:
    tiny = side("m", ("Review", "work", "", 100), ("Review", "closed", "", 0.05))
    assert "office closed" not in all_text(where_days_go([tiny], unit="h", wd_hours=8, name="x", lang="en"))


def test_no_taller_than_an_a3_page() -> None:
    many = [(f"Step {i}", f"pause {i % 6}", f"Department {i}", 100.0 - i) for i in range(40)]
    for sides in (
        [side("m", *many)],
        [side("m", *many), side("n", *many)],
        [side(f"{i}", *many) for i in range(4)],
    ):
        drawn = where_days_go(sides, unit="h", wd_hours=8, name="x", lang="en", promised=PROMISED)
        assert drawn.get_figheight() <= A3


def test_a_reason_in_both_languages() -> None:
    assert [reason("补正 supplement", lang) for lang in ("zh", "en")] == ["补正", "supplement"]
    assert [reason("public notice", lang) for lang in ("zh", "en")] == ["public notice"] * 2
    assert [reason("特别程序：专家评审", lang) for lang in ("zh", "en")] == ["特别程序：专家评审"] * 2


def test_shades_in_stacking_order_and_pauses_apart() -> None:
    found = shades(["公示", "closed", "work", "补正", "before"], "zh")
    assert list(found) == ["work", "closed", "before", "补正", "公示"]
    assert len({(shade.colour, shade.hatch) for shade in found.values()}) == 5
    assert [bool(shade.hatch) for shade in found.values()] == [False, False, False, True, True]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="sides is empty"):
        where_days_go([], unit="h", wd_hours=8, name="x", lang="en")
    with pytest.raises(ValueError, match="'m' holds no finished case"):
        where_days_go([side("m")], unit="h", wd_hours=8, name="x", lang="en")
    with pytest.raises(ValueError, match="'weeks'"):
        where_days_go([BEFORE], unit="weeks", wd_hours=8, name="x", lang="en")  # type: ignore[arg-type]
