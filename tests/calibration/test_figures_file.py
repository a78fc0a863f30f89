"""Every bad figures file is refused at its line and column, all faults at once, and nothing is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from returning_office import FIGURES, Command, changed, published

SHARE = "share: {outcome: refused}"
MEAN = "mean: {from: submitted, to: decided, clock: working}"
COUNT = "observed: {count: 12, of: 100}"
VALUE = "observed: {value: 1 wd, rounded: 0.1 wd}"
REFUSALS = "path: services.main.flow.result.options.0.share"
INTAKE = "path: services.main.flow.intake.work"
RANGE = "range: [0.8, 1.2]"


def more(figure: str) -> tuple[str, str]:
    """One more figure, on line 16."""
    return ("parameters:\n", f"  more: {figure}\nparameters:\n")


BAD: list[tuple[str, list[tuple[str, str]], str, str]] = [
    ("unknown_key", [("held_back: true", "heldback: true")], "15:5", 'did you mean "held_back"?'),
    ("unknown_kind", [("kind: borrowed", "kind: borowed")], "3:16", 'did you mean "borrowed"?'),
    ("two_statistics", [(SHARE, f"{SHARE}\n    count: {{per: wd}}")], "5:3", "a figure needs exactly one of: share"),
    ("no_statistic", [(f"    {SHARE}\n", "")], "5:3", "a figure needs exactly one of: share"),
    ("count_above_of", [("count: 12,", "count: 120,")], "9:23", "120 of 100 is impossible"),
    ("count_without_of", [("count: 12, of: 100", "count: 12")], "9:5", "count and of belong together"),
    ("of_nothing", [("count: 12, of: 100", "count: 0, of: 0")], "9:30", "whole numbers from 1 to 1,000,000"),
    ("share_above_1", [(COUNT, "observed: {value: 1.2}")], "9:5", "1.2 is not a share; allowed: 0 to 1"),
    ("negative", [more("{ratio: {of: refused, to: days}, observed: {value: -2}}")],
     "16:42", "a figure is not negative"),
    ("elapsed_unit", [("value: 1 wd,", "value: 2 cd,")],
     "14:23", "does not fit the working clock; allowed units: s, min, h, wh, wd, or clock: elapsed"),
    ("elapsed_step", [("rounded: 0.1 wd", "rounded: 1 cd")], "14:38", "does not fit the working clock"),
    ("which_day", [("value: 1 wd,", "value: 1 天,")],
     "14:23", "may be 工作日 (wd, working day) or 自然日 (cd, calendar day)"),
    ("a_word", [(COUNT, "observed: {value: 百分之十四}")], "9:23", "write a share as 14% or 0.14"),
    ("a_promise", [("value: 1 wd,", "value: 不超过1工作日,")], "14:23", "a promise as observed: {at_most: 3 wd}"),
    ("forgotten", [("    " + COUNT + "\n", "")], "5:3", "has no observed value, and no ratio uses it"),
    ("not_a_task", [more("{mean: {wait: [decided]}, observed: {value: 5 min, sd: 1 min}}")],
     "16:17", 'there is no task "decided"; allowed: review, counter, intake, glance'),
    ("working_unit", [("clock: working", "clock: elapsed")], "14:23", "does not fit the elapsed clock"),
    ("time_of_a_share", [(COUNT, "observed: {value: 3 wd}")], "9:23", "does not fit a share; write a plain number"),
    ("number_of_a_mean", [("value: 1 wd,", "value: 1,")],
     "14:23", 'does not fit a mean; write a length of time, as in "5.1 wd"'),
    ("unknown_unit", [("value: 1 wd,", "value: 1 wdd,")], "14:23", 'did you mean "wd"?'),
    ("quoted", [(COUNT, 'observed: {value: "0.12"}')], "9:23", "write a plain number without quotes"),
    ("reversed", [("rounded: 0.1 wd", "range: [2 wd, 1 wd]")], "14:29", "the range is the wrong way round"),
    ("outside", [("rounded: 0.1 wd", "range: [2 wd, 3 wd]")], "14:29", "the range does not hold the value 1 wd"),
    ("two_values", [(COUNT, "observed: {value: 0.1, at_most: 0.2}")], "9:5", "observed needs exactly one of"),
    ("no_p", [(MEAN, "quantile: {from: submitted, to: decided}")], "13:5", "a quantile needs p between 0 and 1"),
    ("p_of_a_mean", [(MEAN, "mean: {p: 0.9, from: submitted, to: decided}")], "13:5", "a mean has no p"),
    ("half_a_span", [(MEAN, "mean: {from: submitted}")], "13:5", "state either from and to, or wait"),
    ("count_per_nothing", [(SHARE, "count: {outcome: refused}")], "8:5", "a count needs per"),
    ("share_per", [(SHARE, "share: {per: wd}")], "8:18", "per belongs to a count"),
    ("within_alone", [(SHARE, "share: {within: 3 wd}")], "8:5", "needs from, to and within"),
    ("within_unit", [(SHARE, "share: {from: submitted, to: decided, within: 3 cd}")],
     "8:51", "does not fit the working clock"),
    ("among_a_ratio", [more("{ratio: {of: refused, to: days}, among: {outcome: refused}, observed: {value: 2}}")],
     "16:42", "among has no meaning beside ratio"),
    ("service", [("en: Turned down}\n    service: main", "en: Turned down}\n    service: mian")],
     "7:14", 'did you mean "main"?'),
    ("milestone", [("from: submitted", "from: submited")], "13:18", 'did you mean "submitted"?'),
    ("reached", [(SHARE, "share: {reached: retuned}")], "8:22", 'did you mean "returned"?'),
    ("task", [(MEAN, "mean: {wait: [intake, reviw]}"), ("1 wd, rounded: 0.1 wd", "1 h")],
     "13:12", 'did you mean "review"?'),
    ("outcome", [(SHARE, "share: {outcome: refusd}")], "8:22", 'did you mean "refused"?'),
    ("channel", [(SHARE, "share: {channel: onlin}")], "8:22", 'did you mean "online"?'),
    ("attribute", [(SHARE, "share: {attribute: {whom: firm}}")], "8:31", 'did you mean "who"?'),
    ("attribute_value", [(SHARE, "share: {attribute: {who: frm}}")], "8:30", 'did you mean "firm"?'),
    ("among", [(SHARE, f"{SHARE}\n    among: {{outcome: grantd}}")], "9:22", 'did you mean "granted"?'),
    ("pool", [more("{per_unit_day: dsk, observed: {value: 9}}")], "16:24", 'did you mean "desk"?'),
    ("variant", [(SHARE, f"variant: stafed\n    {SHARE}")], "8:14", 'did you mean "staffed"?'),
    ("ratio", [more("{ratio: {of: refusd, to: days}, observed: {value: 9}}")], "16:22", 'did you mean "refused"?'),
    ("ratio_of_a_ratio", [more("{ratio: {of: refused, to: days}}\n  twice: {ratio: {of: more, to: days}}")], "17:23",
     'there is no figure "more"; allowed: refused, days'),
    ("no_path", [("main.flow.intake.work", "main.flow.intak.work")],
     "22:11", 'did you mean "services.main.flow.intake.work"?'),
    ("in_a_number", [("intake.work", "intake.work.mean")],
     "22:11", 'is part of a number; write "services.main.flow.intake.work"'),
    ("mapping", [("services.main.flow.intake.work", "pools.desk")],
     "22:11", "is not a number; numbers in it: pools.desk.capacity"),
    ("units", [("services.main.flow.intake.work", "pools.desk.capacity")], "22:11", "is a count of units or places"),
    ("calendar", [("services.main.flow.intake.work", "calendar.wd")], "22:11", '"calendar.wd" is not calibrated'),
    ("twice", [("services.main.flow.intake.work", "services.main.flow.result.options.0.share")], "22:11",
     'already moves with "refusals"'),
    ("two_kinds", [(INTAKE, "path: [services.main.flow.intake.work, services.main.flow.rounds.again.0]")], "23:5",
     "must be of one kind"),
    ("empty_range", [(RANGE, "range: [1, 1]")], "23:5", "is empty or the wrong way round"),
    ("range_backwards", [(RANGE, "range: [1.2, 0.8]")], "23:5", "is empty or the wrong way round"),
    ("range_without_stated", [(REFUSALS, f"{REFUSALS}\n    range: [0.3, 0.5]")], "20:5", "0.25"),
    ("range_unit", [(INTAKE, "path: services.main.channels.hall.rate"), (RANGE, "range: [900 /year, 2000 /year]")],
     "23:5",
     "does not count as the stated value does; write it per wd"),
    ("range_of_lengths", [(RANGE, "range: [10 min, 30 min]")],
     "23:5", "a pair of factors, as in [0.5, 2]; got 10 min, 30 min"),
    ("range_endless", [(RANGE, 'range: [0.5, "inf"]')], "23:5", "a pair of factors"),
    ("no_range", [(INTAKE, "path: services.main.flow.rounds.again.0"), (f"    {RANGE}\n", "")],
     "20:3", "states no range"),
    ("contradiction", [more("{service: main, share: {outcome: refused}, observed: {count: 60, of: 100}}")], "16:52",
     '"more" says 60.0% and "refused" 12.0% of the same'),
    ("over_one", [more("{service: main, share: {outcome: granted}, observed: {value: 0.95}}")], "16:52",
     "shares of the same cases come to 1.07, more than all of them: refused, more"),
    ("crossing", [more("{service: main, quantile: {p: 0.9, from: submitted, to: decided}, "
                       "observed: {value: 5 wh}}\n"
                       "  less: {service: main, quantile: {p: 0.5, from: submitted, to: decided}, "
                       "observed: {value: 9 wh}}")],
     "17:75", 'the quantiles of "more" and "less" cross'),
    ("cases_of_a_count", [more("{service: main, count: {per: wd}, observed: {value: 9, cases: 90}}")], "16:71",
     "a count has no cases behind it but a time; state sd"),
    ("all_held_back", [(COUNT, f"{COUNT}\n    held_back: true")], "4:1", "nothing to fit"),
    ("no_figures", [("figures:\n  refused:", "figurs:\n  refused:")], "4:1", 'did you mean "figures"?'),
    ("full_width", [("figures:\n  refused:", "figures：\n  refused:")], "4:8", 'the full-width "："'),
    ("key_twice", [("held_back: true", "held_back: true\n    held_back: true")], "16:5", "stands twice"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "place", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_fault_stands_at_its_place(
    command: Command, scenario: Path, tmp_path: Path, changes: list[tuple[str, str]], place: str, message: str
) -> None:
    path = published(tmp_path, *changes)
    said = command("calibrate", scenario, "--figures", path, "--out", tmp_path / "made.yaml")
    assert (said.code, said.out) == (2, "")
    assert [
        line for line in said.err.splitlines() if line.startswith(f"{path}:{place}") and message in line
    ], said.err
    assert not [other for other in tmp_path.iterdir() if "made" in other.name]
    assert "internal" not in said.err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1  the file is empty; a figures file starts with onewindow_figures: 1"),
        ("# nothing\n", "a figures file starts with onewindow_figures: 1"),
        ("a: [b\n", "this is not YAML"),
        ("- a\n", "1:1  a list of 1 is not a figures file"),
        ("word\n", '1:1  "word" is not a figures file'),
        ("a: &a {b: *a}\n", "an alias inside itself"),
        (b"\xff\xfea", "1:1  the file is not UTF-8 text (byte 0)"),
    ],
)
def test_what_is_no_figures_file(
    command: Command, scenario: Path, tmp_path: Path, text: str | bytes, message: str
) -> None:
    path = tmp_path / "figures.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = command("calibrate", scenario, "--figures", path)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "internal" not in said.err


def test_a_file_that_is_not_there(command: Command, scenario: Path, tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.yaml", "No such file"), (tmp_path, "Is a directory")):
        said = command("calibrate", scenario, "--figures", path)
        assert said.code == 2
        assert f"{path}  cannot be read: {why}" in said.err


def test_all_faults_come_at_once(command: Command, scenario: Path, tmp_path: Path) -> None:
    """Those of the file itself together, and those against the scenario together."""
    inside = published(
        tmp_path, ("held_back: true", "heldback: true"), ("count: 12,", "count: 120,"), ("1 wd,", "1 wdd,")
    )
    said = command("calibrate", scenario, "--figures", inside)
    assert re.findall(r"^.*?:(\d+:\d+)  ", said.err, re.MULTILINE) == ["9:23", "14:23", "15:5"]
    outside = published(tmp_path, ("from: submitted", "from: submited"), ("outcome: refused", "outcome: refusd"),
                        ("intake.work", "intak.work"), (COUNT, f"{COUNT}\n    held_back: true"))  # fmt: skip
    said = command("calibrate", scenario, "--figures", outside)
    assert re.findall(r"^.*?:(\d+:\d+)  ", said.err, re.MULTILINE) == ["4:1", "8:22", "14:18", "23:11"]


def test_figures_that_only_seem_to_contradict(command: Command, scenario: Path, tmp_path: Path) -> None:
    """A bound beside a value it allows, figures of other cases, and one that is held back are all welcome."""
    from calibration.checking import read_figures, study_of
    from sim.experiments.questions.whatif import load

    for figure in (
        "{service: main, share: {outcome: refused}, observed: {at_most: 0.5}}",
        "{service: small, share: {outcome: refused}, observed: {count: 60, of: 100}}",
        "{service: main, share: {outcome: refused}, observed: {count: 60, of: 100}, held_back: true}",
    ):
        path = published(tmp_path, more(figure))
        assert set(study_of(read_figures(path), load(str(scenario)), 2).figures) == {
            "refused",
            "days",
            "more",
        }
    bound = published(tmp_path, more("{service: main, share: {outcome: refused}, observed: {at_least: 0.9}}"))
    assert "both cannot hold" in command("calibrate", scenario, "--figures", bound).err


def test_the_same_numbers_however_they_are_written(tmp_path: Path) -> None:
    """Chinese units, percentages, block lists, anchors, CRLF and a byte order mark are only ways of writing."""
    from calibration.checking import read_figures

    plain = read_figures(published(tmp_path)).figures.figures["days"].observed
    other = tmp_path / "other.yaml"
    text = changed(
        FIGURES,
        ("1 wd, rounded: 0.1 wd", "&v 1 个工作日, rounded: 0.1工作日"),
        (RANGE, "range:\n      - 0.8\n      - 1.2"),
    )
    other.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    read = read_figures(other).figures
    assert read.figures["days"].observed == plain
    assert read.parameters["intake"].range == (0.8, 1.2)
    percent = published(tmp_path, (COUNT, "observed: {value: 12%, range: [10%, 15%]}"))
    seen = read_figures(percent).figures.figures["refused"].observed
    assert seen is not None
    assert (seen.stated, seen.range) == (0.12, (0.1, 0.15))
