"""Every sentence of a fault has its Chinese, which holds the same values and is found again in a finished message."""

from __future__ import annotations

import pkgutil
import re
from string import Formatter

from said_in_code import said
from test_sentences import GLOSSARY

import sim.words.faults
from onewindow.cli.app import COMMANDS
from sim.words.faults import ROOMS, in_chinese, pairs
from sim.words.faults.kinds import KINDS

PAIRS = list(pairs())
FORMS = {english: chinese for english, chinese in PAIRS}


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def bare(sentence: str) -> str:
    """A form as it stands in code: holes without names."""
    return "".join(
        text.replace("{", "{{").replace("}", "}}") + ("{}" if name is not None else "")
        for text, name, _, _ in Formatter().parse(sentence)
    )


NO_FAULTS = frozenset(
    {
        # conditions, paths and YAML
        "kind == 'enterprise'",
        "stamped.{} and not stamped.{}",
        "not ({})",
        "not stamped.{}",
        "({}) and ({})",
        "channel == '{}'",
        "({}) and not stamped.{}",
        "channel in {}",
        "{} or {}",
        "{{start: {}, lead_in: 0 wd, window: {} cd, follow_up: 0 wd}}",
        "{}:  # 校准写入 / written by onewindow calibrate",
        "calibration:  # 符合数字的参数组合 / parameter vectors that fit the figures",
        "  - figures: {}",
        '--vs "{}"',
        "--set pools.{}.other_work.share={}",
        "onewindow show {} --case {} --replication {}",
        "onewindow {} {}",
        # names and sources that are written in both languages, or into a file
        "Day off",
        "公告 public notice",
        "put right",
        "checked again",
        "until the check is planned",
        "checked afterwards",
        "time allowed for the check{}",
        "all together",
        " {} to {}",
        "; NOT REPRODUCED, misfit {}",
        "95% region, open on one side",
        "its range; known only with others",
        "; known only together with {}",
        "fitted to {}; range: {}{}{}{}; seed {}",
        "office hours projected",
        "projected: {}",
        "no favourable end stated",
        # where a table or a thread comes in
        "first gap",
        "loads the engine",
        "looks at the first replications",
        "the story of a case",
        "the expected visits",
        "the study of the warm-up",
        "the process map",
        # said with words of its own
        "%s: %d files were changed, cut off or lost since they were written; they are made again",
        "%s: the store cannot be written (%s); what is computed is not kept",
        "first look: %d replications",
        "%s: offered %.0f%% of what can be done; its queue grows for ever",
        "What-if options",
        "between {} and {}",
        " or unit",
        "working day",
    }
)
"""Sentences of the code that are no faults."""
HELP = {line for _, line in COMMANDS.values()}
"""What `onewindow --help` says of each command."""
KNOWN = {bare(english) for english in FORMS} | set(KINDS)


def without_chinese() -> dict[str, str]:
    """Where a sentence without Chinese stands. A form may say what comes before or behind a half sentence."""
    return {
        sentence: place
        for sentence, place in said().items()
        if sentence not in NO_FAULTS | HELP and not {sentence, f"{sentence}{{}}", f"{{}}{sentence}"} & KNOWN
        if not sentence.startswith("# ")
    }


def test_every_fault_has_its_chinese() -> None:
    """Write those that are missing into sim/words/faults, as `"English {hole}": "中文 {hole}"`."""
    assert without_chinese() == {}


def test_what_is_no_fault_still_stands_in_the_code() -> None:
    assert sorted(NO_FAULTS - set(said())) == []


def test_every_room_of_the_book_is_read() -> None:
    written = {found.name for found in pkgutil.iter_modules(sim.words.faults.__path__)}
    assert {*ROOMS, "kinds"} == written


def test_no_form_stands_twice() -> None:
    seen: dict[str, str] = {}
    for english, _ in PAIRS:
        assert seen.setdefault(bare(english), english) == english


def test_both_hold_the_same() -> None:
    """But for the number of an error of the system, which says nothing to a planner."""
    other = [
        e
        for e, chinese in PAIRS
        if holes(chinese) != holes(e) - ({"near"} - holes(chinese)) and not e.startswith("[Errno")
    ]
    assert other == []


def test_no_chinese_stands_in_the_english() -> None:
    units = "工作日 (wd, working day) or 自然日"
    assert [e for e in FORMS if re.search(r"[\u4e00-\u9fff]", e.replace(units, ""))] == []


def test_a_finished_message_is_found_again() -> None:
    """With a value in every hole the Chinese of this very form is said, each value in its place (blanks apart)."""
    other = {}
    for english, chinese in PAIRS:
        values = {name: VALUES.get(name.rstrip("0123456789"), f'"{name}"') for name in holes(english)}
        spoken = {
            n: KINDS.get(value, value)
            if n.startswith("kind")
            else in_chinese(value)
            if n == "meant"
            else value
            for n, value in values.items()
        }
        said, meant = in_chinese(english.format(**values)), chinese.format(**spoken)
        if said.replace(" ", "") != meant.replace(" ", ""):
            other[english] = said
    assert other == {}


VALUES = {
    "near": "",
    "meant": '; did you mean "main"?',
    "n": "3",
    "m": "4",
    "low": "1",
    "high": "5",
    "id": "main",
    "kind": "race",
    "whole": "",
    "hours": "09:00",
}


TYPED = "|".join((
    r'"[^"]*"', r"`[^`]*`", r"\{\{.*?\}\}", r"\{\w+\}", r"onewindow \w+", r"--?[a-z_-]+( summary)?", r"'[^']*'",
    r"zhplot", r"(kind|mode|core|add|pip) \w+",
))  # fmt: skip


def test_no_english_is_left_in_chinese() -> None:
    """But for what is written in a file or typed: keys and values, units, options, and what stands in quotes."""
    left = {}
    for english, chinese in FORMS.items():
        if found := re.findall(r"[A-Za-z]{4,} [A-Za-z]{3,}", re.sub(TYPED, "", chinese)):
            left[english] = found
    assert left == {}


def test_each_thing_has_one_name() -> None:
    others = [other for _, others in GLOSSARY.values() for other in others]
    assert [(chinese, other) for chinese in FORMS.values() for other in others if other in chinese] == []


def test_a_message_of_no_form_stays_as_it_is() -> None:
    assert in_chinese("what nobody has said before") == "what nobody has said before"


def test_a_message_says_whose_it_is() -> None:
    """What comes before a colon is no part of the value behind it."""
    said = in_chinese('one_window: "pool" is not a key here; allowed: pools, into; did you mean "pools"?')
    assert said == 'one_window：这里没有 "pool" 这个键；可用：pools, into；是不是想写 "pools"？'
    assert in_chinese("one_window: nothing is not text") == "one_window：空值不是文字"


def test_what_somebody_wrote_stays_as_it_was_written() -> None:
    assert in_chinese('"the scenario" is not a number') == '"the scenario" 不是数字'
    assert in_chinese('"a and b, nothing" is not text') == '"a and b, nothing" 不是文字'


def test_amounts_with_units_are_read_too() -> None:
    """Holes called `low` and `high` hold numbers alone; "2 min" is two words."""
    told = in_chinese("min 2 min, max 1 min are out of order; allowed: min ≤ mode ≤ max, min < max")
    assert told == "min 2 min、max 1 min 大小颠倒；须 min ≤ mode ≤ max，且 min < max"
