"""The notice of what a file lacks: in time, or accepted as of the receipt (SEMANTICS 5.4, licensing law 32)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from engine.office import Played, Raw, compiled, play, pool, scenario, target, task, wait
from sim.engine.compile import CompileError
from sim.model.scenario import Scenario

LOOK = wait("look", "2 cd", party="government")
SLOW = wait("look", "20 cd", party="government")
REVIEW = wait("review", "1 cd", party="government")


def office(look: list[Raw], *, notice: str | None = "5 wd", missing: float = 1, **stated: Any) -> Raw:
    """A file is looked at, comes back once if something is missing, and then is accepted and reviewed."""
    more = {"mode": "return", "prepare": "1 h", "again": 0, "maximum": 2} if "mode" not in stated else stated
    file: Raw = {
        "documents": "file",
        "papers": {"lease": {"missing": missing, "supply": "3 cd"}},
        "do": look,
        **more,
    }
    if notice is not None:
        file["notice"] = notice
    flow = [file, {"milestone": "accepted"}, REVIEW, {"milestone": "decided"}]
    return scenario(
        flow, targets={"kept": target("accepted", "decided", "20 wd", "statutory")}, pools={"desk": pool()}
    )


def told(played: Played) -> tuple[str, int, int]:
    """(accepted, attempts, value of the clock)."""
    return played.stamp("accepted"), int(played.outcome.attempts[0]), played.clock("kept")


def test_told_in_time_the_file_comes_back() -> None:
    # Looked at until Wednesday, again until Friday 10:00; the review ends on Saturday.
    assert told(play(office([LOOK]), "Mon 09:00")) == ("Fri 10:00", 2, 0)


def test_not_told_in_time_it_was_accepted_on_the_day_of_receipt() -> None:
    played = play(office([SLOW]), "Mon 09:00")
    # The fifth working date, Monday, passes; the review ends on Wednesday, the seventh since the receipt.
    assert told(played) == ("Mon 09:00", 1, 7)
    assert played.stamp("decided").startswith("Wed2 00:00")


def test_the_time_is_that_of_each_attempt() -> None:
    """The first look is quick, the second is not: the day of the second receipt counts."""
    first = [wait("quick", "1 h", party="government"), {"milestone": "seen"}]
    look = {
        "choice": "which",
        "options": [
            {"when": "stamped.seen", "do": [SLOW]},
            {"otherwise": True, "do": first},
        ],
    }
    played = play(office([look]), "Thu 09:00")
    assert told(played)[:2] == ("Thu 11:00", 2)
    assert played.row("review")[0].startswith("Fri2 00:00")


def test_what_is_done_in_time_on_the_last_day_is_in_time() -> None:
    to_the_end = wait("look", "183 h", party="government")  # Monday 09:00 to the next Monday 24:00
    assert told(play(office([to_the_end], missing=0), "Mon 09:00"))[0] == "Tue2 00:00"
    a_minute_more = wait("look", "10981 min", party="government")
    assert told(play(office([a_minute_more], missing=0), "Mon 09:00"))[0] == "Mon 09:00"


def test_silence_asks_for_no_correction() -> None:
    stated = {"mode": "correct"}
    in_time = play(office([LOOK], mode="correct"), "Mon 09:00")
    assert [row[0] for row in in_time.rows() if not row[3].startswith("x")] == [
        "look",
        "file.lease",
        "review",
    ]
    silent = play(office([SLOW], **stated), "Mon 09:00")
    assert silent.stamp("accepted") == "Mon 09:00"
    assert "file.lease" not in [row[0] for row in silent.rows()]


def test_void_work_keeps_its_unit() -> None:
    slow = task("look", work="60 h")
    played = play(office([slow]), "Mon 09:00", "Mon 10:00")
    assert played.stamp("accepted", 0) == "Mon 09:00"
    # The second file waits for the unit, which looks at the first one for nothing; its notice is missed too.
    assert played.stamp("accepted", 1) == "Mon 10:00"
    assert played.outcome.void_work == 1


def test_a_time_that_never_runs_out_changes_no_other_row() -> None:
    plain, noticed = (play(office([LOOK], notice=notice), "Mon 09:00") for notice in (None, "5 wd"))
    assert [row for row in noticed.rows() if row[0] != "file.silence"] == plain.rows()
    assert [row[0] for row in noticed.rows() if row[0] == "file.silence"] == ["file.silence"]


def test_natural_days_too() -> None:
    """Five natural days from Monday end on Saturday, so on the next Monday; from Thursday on Tuesday."""
    assert play(office([SLOW], notice="5 cd"), "Mon 09:00").row("review")[0].startswith("Tue2 00:00")
    assert play(office([SLOW], notice="5 cd"), "Thu 09:00").row("review")[0].startswith("Wed2 00:00")


@pytest.mark.parametrize(
    ("jurisdiction", "stated"), [("testland", "5 wd"), ("binzhou", "2 wd"), ("zhejiang", "5 wd")]
)
def test_by_law(jurisdiction: str, stated: str) -> None:
    by_law = {**office([LOOK], notice="by_law"), "jurisdiction": jurisdiction}
    assert compiled(by_law).digest == compiled(office([LOOK], notice=stated)).digest


def test_unstated_there_is_none() -> None:
    assert "file.silence" not in compiled(office([LOOK], notice=None)).names.steps


def test_before_there_was_a_law() -> None:
    early = {**office([LOOK], notice="by_law"), "study": {
        "start": "2004-06-01", "lead_in": "0 wd", "window": "5 wd", "follow_up": "5 wd",
    }}  # fmt: skip
    with pytest.raises(
        CompileError, match=r"services\.main\.flow\.file\.notice: no rule set of \"testland\" on 2004"
    ):
        compiled(early)


@pytest.mark.parametrize(
    ("look", "notice", "said"),
    [
        ([], "by_law", "nothing looks at it; state do"),
        ([LOOK], "2.5 wd", "the statutory clock counts whole working days"),
        ([LOOK], "3 h", 'limit "3 h" does not fit clock statutory; allowed units: wd, cd'),
        ([LOOK], "by law", '"by law" is not a duration'),
    ],
)
def test_refused(look: list[Raw], notice: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Scenario.model_validate(office(look, notice=notice))
