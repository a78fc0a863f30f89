"""Papers that are missing, and what three kinds of offices do about it (SEMANTICS 5.4)."""

from typing import Any

import pytest

from engine.office import Raw, compiled, play, pool, scenario, target, task, wait
from sim.engine.compile.expand import Resubmission, expanded
from sim.engine.outcome import Outcome
from sim.engine.reference import simulate
from sim.model.blocks import Choice, Documents, Race, Task, walk

SUBMITTED: Raw = {"milestone": "submitted"}
ACCEPTED: Raw = {"milestone": "accepted"}
DECIDED: Raw = {"milestone": "decided"}
PROMISE = {"promise": target("submitted", "decided", "8 wh")}


def documents(mode: str, papers: Raw, do: list[Raw] | None = None, **more: Any) -> Raw:
    return {"documents": "file", "mode": mode, "papers": papers, "do": do or [task("intake")], **more}


def returned(missing: float, again: float, **more: Any) -> Raw:
    settings: Raw = {"prepare": "5 h", "again": again, "maximum": 3, **more}
    return documents("return", {"lease": {"missing": missing}}, [SUBMITTED, task("intake")], **settings)


def test_returned_files_come_again_as_new_attempts() -> None:
    flow = [returned(1, 0, restart=["submitted"]), task("review"), DECIDED]
    played = play(scenario(flow, targets=PROMISE), "Mon 09:00")
    assert played.rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("file.prepare", "Mon 10:00", "Mon 10:00", "Mon 15:00"),
        ("intake", "Mon 15:00", "Mon 15:00", "Mon 16:00"),
        ("review", "Mon 16:00", "Mon 16:00", "Mon 17:00"),
    ]
    assert played.outcome.attempts[0] == 2
    assert played.stamp("submitted") == "Mon 15:00"
    assert played.clock("promise") == 120
    assert played.clock("held_applicant") == 300


def test_returned_files_that_are_never_right() -> None:
    played = play(scenario([returned(1, 1)]), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["intake", "file.prepare"] * 2 + ["intake"]


def test_every_submission_counts_even_if_no_clock_starts_anew() -> None:
    assert play(scenario([returned(1, 1)]), "Mon 09:00").outcome.attempts[0] == 3


def test_corrections_suspend_the_clock() -> None:
    papers = {
        "a": {"missing": 1, "supply": "3 h"},
        "b": {"missing": 0, "supply": "9 h"},
        "c": {"missing": 1, "supply": "1 h"},
    }
    flow = [SUBMITTED, documents("correct", papers), task("review"), DECIDED]
    played = play(scenario(flow, targets=PROMISE), "Mon 09:00")
    assert played.rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("file.c", "Mon 10:00", "Mon 10:00", "Mon 11:00"),
        ("file.a", "Mon 10:00", "Mon 10:00", "Mon 13:00"),
        ("review", "Mon 13:00", "Mon 13:00", "Mon 14:00"),
    ]
    assert played.clock("promise") == 120
    # Two papers were waited for at once: the clock of pauses ran once.
    assert played.clock("paused") == 180
    assert played.outcome.attempts[0] == 1


def tolerated(supply: str, late: str, gate: str, **more: Any) -> Raw:
    papers = {"lease": {"missing": 1, "supply": supply, "deferrable": True}}
    return documents("tolerate", papers, deadline="2 wd", late=late, gate=gate, **more)


HELD = [tolerated("30 h", "refuse", "decision"), ACCEPTED, task("review"), {"require": "file"}, DECIDED]


def test_the_decision_waits_for_the_supplement() -> None:
    played = play(scenario([*HELD, task("sign")]), "Mon 09:00")
    assert played.row("review") == ("Mon 10:00", "Mon 10:00", "Mon 11:00")
    assert played.row("file.lease") == ("Mon 10:00", "Mon 10:00", "Tue 16:00")
    assert played.row("file.deadline") == ("Mon 10:00", "Mon 10:00", "x Tue 16:00")
    assert played.row("sign") == ("Tue 16:00", "Tue 16:00", "Tue 17:00")
    assert played.ends() == ("completed", "Tue 17:00")
    assert played.clock("paused") == 0


def test_too_late_is_refused() -> None:
    flow = [tolerated("3 cd", "refuse", "decision"), task("review"), {"require": "file"}, DECIDED]
    played = play(scenario(flow), "Mon 09:00")
    assert played.ends() == ("refused", "Wed 10:00")
    assert played.row("file.lease") == ("Mon 10:00", "Mon 10:00", "x Wed 10:00")
    assert played.stamp("decided") == "-"


def test_a_supplement_at_the_deadline_is_in_time() -> None:
    flow = [tolerated("48 h", "refuse", "decision"), {"require": "file"}, DECIDED]
    assert play(scenario(flow), "Mon 09:00").ends() == ("completed", "Wed 10:00")


def test_decided_first_and_supplied_later() -> None:
    played = play(
        scenario([tolerated("30 h", "revoke", "after_delivery"), task("review"), DECIDED]), "Mon 09:00"
    )
    assert played.ends() == ("completed", "Mon 11:00")
    assert played.later() == "-"
    assert played.row("file.lease")[2] == "Tue 16:00"


def test_decided_first_and_revoked_later() -> None:
    played = play(
        scenario([tolerated("9 cd", "revoke", "after_delivery"), task("review"), DECIDED]), "Mon 09:00"
    )
    assert played.ends() == ("completed", "Mon 11:00")
    assert played.later() == "revoked"
    assert played.row("file.lease")[2] == "x Wed 10:00"


def test_revoked_while_it_still_goes_on() -> None:
    flow = [tolerated("9 cd", "revoke", "after_delivery"), task("review", work="3 wd"), DECIDED]
    played = play(scenario(flow), "Mon 09:00")
    assert played.ends() == ("revoked", "Wed 10:00")
    assert played.outcome.void_work == 1


def test_late_papers_suspend_the_clock_from_the_deadline() -> None:
    flow = [
        SUBMITTED,
        tolerated("3 cd", "correct", "decision"),
        task("review", work="20 h"),
        {"require": "file"},
        DECIDED,
    ]
    played = play(scenario(flow, targets=PROMISE), "Mon 09:00")
    # Deadline Wed 10:00, supplied Thu 10:00; the review is done Wed 14:00.
    assert played.row("review")[2] == "Wed 14:00"
    assert played.ends() == ("completed", "Thu 10:00")
    assert played.clock("paused") == 24 * 60
    assert played.clock("promise") == (8 + 8 + 1) * 60


def test_papers_in_time_suspend_nothing() -> None:
    flow = [SUBMITTED, tolerated("30 h", "correct", "decision"), task("review"), {"require": "file"}, DECIDED]
    played = play(scenario(flow, targets=PROMISE), "Mon 09:00")
    assert played.clock("paused") == 0
    assert played.ends() == ("completed", "Tue 16:00")
    assert played.row("file.deadline")[2] == "x Tue 16:00"


@pytest.mark.parametrize("core", ["return", "correct"])
def test_a_missing_core_paper_is_not_tolerated(core: str) -> None:
    papers = {
        "core": {"missing": 1, "supply": "3 h"},
        "lease": {"missing": 0, "supply": "9 h", "deferrable": True},
    }
    settings: Raw = {"prepare": "3 h", "again": 0, "maximum": 2} if core == "return" else {}
    flow = [
        documents("tolerate", papers, deadline="2 wd", late="refuse", gate="decision", core=core, **settings)
    ]
    rows = play(scenario(flow), "Mon 09:00").rows()
    supply = {"return": ["file.prepare", "intake"], "correct": ["file.core"]}[core]
    assert [row[0] for row in rows] == ["intake", *supply]


def deferred(**core: Any) -> Raw:
    """Every paper may follow, and none is missing."""
    papers = {"lease": {"missing": 0, "supply": "9 h", "deferrable": True}}
    return documents("tolerate", papers, deadline="2 wd", late="refuse", gate="after_delivery", **core)


SENT_BACK: Raw = {"core": "return", "prepare": "3 h", "again": 1, "maximum": 3, "restart": ["submitted"]}


def test_with_no_core_paper_the_loop_stays_and_is_gone_through_once() -> None:
    block = Documents.model_validate(deferred(**SENT_BACK))
    loop = expanded(block)[0]
    assert isinstance(loop, Resubmission)
    assert (loop.maximum, loop.restart, [step.id for step in loop.do]) == (3, ("submitted",), ["intake"])
    assert [type(made) for made in expanded(Documents.model_validate(deferred()))] == [Task, Choice]
    played = play(scenario([SUBMITTED, deferred(**SENT_BACK)]), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["intake"]
    assert (played.outcome.attempts[0], played.stamp("submitted")) == (1, "Mon 09:00")


def test_what_documents_are_made_of_has_names() -> None:
    for late in ("refuse", "correct"):
        made = expanded(Documents.model_validate(tolerated("30 h", late, "decision") | {"name": "File"}))
        choices = [block for block in walk(made) if isinstance(block, (Choice, Race))]
        assert len(choices) == (2 if late == "correct" else 3)
        assert all(block.name is not None and "File" in block.name.en for block in choices)


MODES: dict[str, Raw] = {
    "return": {"prepare": "5 h", "again": 0.5, "maximum": 3, "restart": ["submitted"]},
    "correct": {},
    "refuse": {"deadline": "2 wd", "late": "refuse", "gate": "decision"},
    "suspend": {"deadline": "2 wd", "late": "correct", "gate": "decision"},
    "revoke": {"deadline": "2 wd", "late": "revoke", "gate": "after_delivery"},
}


@pytest.mark.parametrize("mode", MODES)
def test_nothing_missing_changes_nothing(mode: str) -> None:
    """The same cases with and without the block, to the last byte of rows, stamps and clocks."""
    spread = {"mean": "40 min", "p90": "80 min"}
    do = [SUBMITTED, task("intake", work=spread)]
    rest = [{"item": "licence", "do": [task("review", work=spread), wait("post", spread)]}, DECIDED]
    papers = {
        "lease": {"missing": 0, "supply": "3 h", **({"deferrable": True} if "late" in MODES[mode] else {})}
    }
    said = mode if mode in ("return", "correct") else "tolerate"
    pools, channels = {"desk": pool(2)}, {"hall": {"rate": "12 /wd"}}

    def played(flow: list[Raw]) -> tuple[list[str], bytes, Outcome]:
        program = compiled(scenario(flow, pools=pools, channels=channels, targets=PROMISE))
        outcome = simulate(program, seed=5, replication=3)
        assert outcome.rows is not None
        steps = [program.names.steps[int(program.nodes.step[node])] for node in outcome.rows[:, 1]]
        return steps, outcome.rows[:, [0, 2, 3, 4, 5, 6, 7, 8]].tobytes(), outcome

    steps, rows, outcome = played([*do, *rest])
    gate = [{"require": "file"}] if "late" in MODES[mode] and MODES[mode]["gate"] == "decision" else []
    other_steps, other_rows, other = played(
        [documents(said, papers, do, **MODES[mode]), *rest[:-1], *gate, DECIDED]
    )
    assert len(steps) > 300
    assert other_steps == steps
    assert other_rows == rows
    assert other.clock_value.tobytes() == outcome.clock_value.tobytes()
    assert sorted(map(tuple, other.stamps.T.tolist())) == sorted(map(tuple, outcome.stamps.T.tolist()))


def test_a_paper_is_drawn_once_whatever_asks_for_it() -> None:
    flow = [
        documents("correct", {"lease": {"missing": 0.5, "supply": "1 h"}}, [wait("a", "1 h")]),
        {
            **documents("correct", {"lease": {"missing": 0.5, "supply": "1 h"}}, [wait("b", "1 h")]),
            "documents": "second",
        },
        {"choice": "size", "options": [{"when": "missing.map", "do": []}, {"otherwise": True, "do": []}]},
        {
            **documents("correct", {"map": {"missing": 1, "supply": "1 h"}}, [wait("c", "1 h")]),
            "documents": "third",
        },
    ]
    played = play(scenario(flow), *["Mon 09:00"] * 40)
    lacking = [
        {row.case for row in played.events if played.activity(row) == f"{block}.lease"}
        for block in ("file", "second")
    ]
    assert lacking[0] == lacking[1]
    assert 8 < len(lacking[0]) < 32
    assert sum(played.activity(row) == "third.map" for row in played.events) == 40


def test_a_paper_cannot_be_missing_in_two_shares() -> None:
    flow = [
        documents("correct", {"lease": {"missing": 0.5, "supply": "1 h"}}),
        {
            **documents("correct", {"lease": {"missing": 0.1, "supply": "1 h"}}, [wait("b", "1 h")]),
            "documents": "second",
        },
    ]
    with pytest.raises(ValueError, match=r"paper 'lease'.*0\.1.*0\.5"):
        compiled(scenario(flow))


def sent_back(channels: Raw, prepare: str = "10 h") -> Raw:
    """A file that comes back once, so long after it was looked at."""
    file = {
        "documents": "file", "mode": "return", "papers": {"form": {"missing": 1}}, "prepare": prepare, "again": 0,
        "maximum": 2, "do": [{"milestone": "in"}, task("look", work="60 min")], "restart": ["in"],
    }  # fmt: skip
    return {**scenario([file]), "services": {"main": {"name": "s", "channels": channels, "flow": [file]}}}


ONLINE = {"rate": "1 /wd", "around_the_clock": True, "off_days": 0.3}


def test_a_paper_file_is_brought_back_when_the_office_is_open() -> None:
    """Looked at until 10:00 and ready at 20:00: brought at 9:00 the next day, from where its clock runs anew."""
    played = play(sent_back({"hall": {"rate": "1 /wd"}}), "Mon 09:00")
    assert played.rows() == [
        ("look", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("file.prepare", "Mon 10:00", "Mon 10:00", "Tue 09:00"),
        ("look", "Tue 09:00", "Tue 09:00", "Tue 10:00"),
    ]
    assert played.stamp("in") == "Tue 09:00"
    friday = play(sent_back({"hall": {"rate": "1 /wd"}}), "Fri 09:00")
    assert friday.stamp("in") == "Mon2 09:00"


def test_a_file_ready_in_office_hours_comes_at_once() -> None:
    played = play(sent_back({"hall": {"rate": "1 /wd"}}, "2 h"), "Mon 09:00")
    assert played.row("file.prepare") == ("Mon 10:00", "Mon 10:00", "Mon 12:00")


def test_a_file_sent_from_home_is_sent_when_it_is_ready() -> None:
    raw = sent_back({"hall": {"rate": "1 /wd"}, "online": ONLINE, "post": {"rate": "1 /wd"}})
    played = play(raw, ("Mon 09:00", "main.online"), ("Tue 09:00", "main.hall"), ("Wed 09:00", "main.post"))
    assert [played.stamp("in", case) for case in range(3)] == ["Mon 20:00", "Wed 09:00", "Thu 09:00"]
    alone = play(sent_back({"online": ONLINE}), "Mon 09:00")
    assert alone.stamp("in") == "Mon 20:00"


# -- a gate holds by itself: the same instants as with a `require` where the decision is taken -----------------


def test_the_decision_waits_though_nobody_requires_it() -> None:
    flow = [tolerated("30 h", "refuse", "decision"), ACCEPTED, task("review"), DECIDED, task("sign")]
    played = play(scenario(flow), "Mon 09:00")
    assert played.row("review") == ("Mon 10:00", "Mon 10:00", "Mon 11:00")
    assert played.stamp("decided") == "Tue 16:00"
    assert played.row("sign") == ("Tue 16:00", "Tue 16:00", "Tue 17:00")


def test_without_a_decision_the_case_waits_at_its_end() -> None:
    played = play(scenario([tolerated("30 h", "refuse", "decision"), task("review")]), "Mon 09:00")
    assert played.ends() == ("completed", "Tue 16:00")
    late = play(scenario([tolerated("3 cd", "refuse", "decision"), task("review")]), "Mon 09:00")
    assert late.ends() == ("refused", "Wed 10:00")


def test_an_end_block_waits_where_no_decision_is_stamped() -> None:
    played = play(scenario([tolerated("30 h", "refuse", "decision"), {"end": "granted"}]), "Mon 09:00")
    assert played.ends() == ("granted", "Tue 16:00")


def test_where_a_decision_is_stamped_other_ends_do_not_wait() -> None:
    turned_down = {
        "choice": "c",
        "options": [{"share": 1, "do": [{"end": "turned_down"}]}, {"otherwise": True}],
    }
    flow = [tolerated("30 h", "refuse", "decision"), turned_down, DECIDED]
    assert play(scenario(flow), "Mon 09:00").ends() == ("turned_down", "Mon 10:00")


def test_the_item_around_the_papers_is_what_is_decided() -> None:
    flow = [
        {"item": "licence", "do": [tolerated("30 h", "refuse", "decision"), task("review")]},
        task("post"),
    ]
    played = play(scenario(flow), "Mon 09:00")
    assert played.stamp("licence.done") == "Tue 16:00"
    assert played.row("post") == ("Tue 16:00", "Tue 16:00", "Tue 17:00")


def test_late_papers_suspend_the_clock_though_nobody_requires_them() -> None:
    flow = [SUBMITTED, tolerated("3 cd", "correct", "decision"), task("review", work="20 h"), DECIDED]
    played = play(scenario(flow, targets=PROMISE), "Mon 09:00")
    assert played.ends() == ("completed", "Thu 10:00")
    assert played.clock("promise") == (8 + 8 + 1) * 60


def test_a_stated_require_is_the_only_place() -> None:
    flow = [tolerated("30 h", "refuse", "decision"), {"require": "file"}, task("review"), DECIDED]
    program = compiled(scenario(flow))
    assert program.names.steps.count("file") == 2  # the background and the author's own require


def test_two_blocks_hold_one_decision() -> None:
    other = {**tolerated("9 h", "refuse", "decision"), "documents": "more", "do": []}
    played = play(scenario([tolerated("30 h", "refuse", "decision"), other, DECIDED]), "Mon 09:00")
    assert played.stamp("decided") == "Tue 16:00"
    other = {**other, "papers": {"map": {"missing": 1, "supply": "40 h", "deferrable": True}}}
    played = play(scenario([tolerated("30 h", "refuse", "decision"), other, DECIDED]), "Mon 09:00")
    assert played.stamp("decided") == "Wed 02:00"
