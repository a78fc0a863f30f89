"""Luck belongs to names: what else exists, in which order or how many, changes no draw (SEMANTICS 2)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.office import Raw, compiled, play, pool, scenario, service, target, task, wait
from sim.engine.compile import compile_program
from sim.engine.compile.faults import CompileError
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.reference import simulate
from sim.model.scenario import Scenario
from sim.results.frames import case_frame, event_frame
from sim.results.judged import judge

SPREAD = {"mean": "30 min", "p90": "60 min"}
FLOW: list[Raw] = [
    {"milestone": "submitted"},
    {"documents": "file", "mode": "return", "papers": {"lease": {"missing": 0.3}}, "prepare": SPREAD, "again": 0.5,
     "maximum": 3, "restart": ["submitted"], "do": [{"milestone": "submitted"}, task("intake", work=SPREAD)]},
    {"choice": "way", "options": [{"share": 0.4, "do": [wait("walk", SPREAD)]}, {"otherwise": True, "do": []}]},
    {"choice": "kinds", "options": [
        {"when": "kind == 'b' and size > 3", "do": [task("extra", work=SPREAD)]}, {"otherwise": True, "do": []}]},
    {"race": "limit", "branches": {
        "work": [task("review", work=SPREAD)], "late": [wait("late", "9 wd"), {"end": "deemed"}]}},
    {"milestone": "decided"},
]  # fmt: skip
OF_SERVICE: dict[str, Any] = {
    "channels": {
        "hall": {"rate": "9 /wd", "hours": {"09:00": 1, "13:00": 2}},
        "online": {"rate": "5 /wd", "around_the_clock": True, "off_days": 0.3, "batch": 2},
    },
    "attributes": {"kind": {"values": {"a": 0.5, "b": 0.5}}, "size": {"number": {"min": 1, "max": 9}}},
}


def office(flow: list[Raw] | None = None, *, limit: str = "4 wh", **more: Any) -> Raw:
    targets = {
        "hours": target("submitted", "decided", limit),
        "days": target("arrived", "decided", f"{limit.split()[0]} wd", "statutory"),
    }
    return scenario(flow or FLOW, pools={"desk": pool(4)}, targets=targets, **{**OF_SERVICE, **more})


def ran(program: Program, seed: int = 11, replication: int = 0) -> Outcome:
    return simulate(program, seed=seed, replication=replication)


def loaded(raw: Raw, load: object) -> Program:
    return compile_program(Scenario.model_validate(raw), load=load)  # type: ignore[arg-type]


def tables(program: Program, outcome: Outcome) -> tuple[tuple[object, ...], ...]:
    return (*case_frame(program, [outcome]).rows(), *event_frame(program, [outcome]).rows())


def identities(outcome: Outcome) -> list[tuple[int, int, int]]:
    return list(zip(outcome.stream.tolist(), outcome.epoch.tolist(), outcome.member.tolist(), strict=True))


def lengths(program: Program, outcome: Outcome) -> dict[tuple[object, ...], int]:
    """Working µs of every completed row by who drew it: stream, epoch, member, step id and visit."""
    assert outcome.rows is not None
    names, nodes = program.names, program.nodes
    who = identities(outcome)
    found: dict[tuple[object, ...], int] = {}
    for case, node, visit, _, _, started, completed, withdrawn, _ in outcome.rows.tolist():
        if withdrawn >= 2**62:
            stream, epoch, member = who[case]
            step = names.steps[int(nodes.step[node])]
            found[names.streams[stream], epoch, member, step, visit] = completed - started
    return found


def test_the_same_seed_gives_the_same_tables() -> None:
    one, two = compiled(office()), compiled(office())
    assert one.digest == two.digest
    assert tables(one, ran(one)) == tables(two, ran(two))


def test_another_seed_or_replication_does_not() -> None:
    program = compiled(office())
    all_three = {
        tables(program, ran(program, seed, replication)) for seed, replication in ((11, 0), (12, 0), (11, 1))
    }
    assert len(all_three) == 3


def test_a_replication_alone_is_the_same_among_ten() -> None:
    program = compiled(office())
    seventh = [ran(program, replication=replication) for replication in range(10)][7]
    alone = compiled(office())
    assert tables(alone, ran(alone, replication=7)) == tables(program, seventh)


def test_a_new_step_changes_no_other_draw() -> None:
    """Everything round the clock and with units to spare: then a length is the draw itself."""
    pools = {"desk": pool(99, hours="24h")}

    def drawn(flow: list[Raw], others: Raw | None = None) -> dict[tuple[object, ...], int]:
        program = compiled(scenario(flow, pools=pools, others=others, **OF_SERVICE))
        made = lengths(program, ran(program))
        # A returned file comes when the office opens, whatever was drawn.
        return {who: length for who, length in made.items() if not str(who[3]).endswith(".prepare")}

    before = drawn(FLOW)
    more = [wait("first", SPREAD), *FLOW[:3], task("new", work=SPREAD), *FLOW[3:]]
    after = drawn(more, {"beside": service([task("intake", work=SPREAD)])})
    own = {
        who: length
        for who, length in after.items()
        if who[3] not in ("first", "new") and who[0] != "beside.hall"
    }
    shared = before.keys() & own.keys()
    assert len(before) - len(shared) < 30, "only cases at the horizon differ"
    assert len(shared) > 500
    assert all(before[who] == own[who] for who in shared)


def test_a_case_keeps_its_attributes_whatever_stands_beside_them() -> None:
    def kinds(raw: Raw) -> list[tuple[Any, ...]]:
        program = compiled(raw)
        frame = case_frame(program, [ran(program)])
        own = frame.filter(frame["service"] == "main").sort("stream", "epoch", "member")
        return own.select("stream", "epoch", "member", "kind", "size").rows()

    attributes = {"colour": {"values": {"red": 0.5, "blue": 0.5}}, **OF_SERVICE["attributes"]}
    others = {"beside": service([wait("w", "1 h")])}
    assert kinds(office()) == kinds(office(attributes=attributes, others=others))


def test_steps_of_one_service_have_luck_of_their_own() -> None:
    program = compiled(
        scenario([wait("a", SPREAD), wait("b", SPREAD)], channels={"hall": {"rate": "60 /wd"}})
    )
    drawn = lengths(program, ran(program))
    pairs = np.array(
        [
            (length, drawn[(*who[:3], "b", 0)])
            for who, length in drawn.items()
            if who[3] == "a" and (*who[:3], "b", 0) in drawn
        ]
    )
    assert len(pairs) > 500
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 4 / len(pairs) ** 0.5


def test_visits_and_members_have_luck_of_their_own() -> None:
    loop = {"repeat": "loop", "do": [wait("a", SPREAD)], "again": 1, "maximum": 3}
    program = compiled(scenario([loop], channels={"hall": {"rate": "20 /wd", "batch": 3}}))
    drawn = lengths(program, ran(program))
    assert len(drawn) > 1000
    assert len(set(drawn.values())) > 0.999 * len(drawn)


@pytest.mark.parametrize("load", [1.5, 2, "3.7"])
def test_under_more_load_nobody_comes_later(load: object) -> None:
    def arrived(program: Program) -> dict[tuple[int, int, int], int]:
        outcome = ran(program)
        return dict(zip(identities(outcome), outcome.stamps[:, 0].tolist(), strict=True))

    plain, more = arrived(loaded(office(), 1)), arrived(loaded(office(), load))
    assert plain.keys() <= more.keys()
    assert len(more) > 1.3 * len(plain)
    assert all(more[who] <= plain[who] for who in plain)


def test_the_load_of_one_service_moves_only_it() -> None:
    raw = office(others={"beside": service([wait("w", "1 h")], channels={"hall": {"rate": "9 /wd"}})})

    def beside(program: Program) -> list[int]:
        outcome = ran(program)
        instants: list[int] = outcome.stamps[outcome.service == 1, 0].tolist()
        return instants

    assert beside(loaded(raw, 1)) == beside(loaded(raw, {"main": 2}))
    assert len(beside(loaded(raw, {"beside": 2}))) > 1.5 * len(beside(loaded(raw, 1)))


def test_a_load_for_no_service() -> None:
    with pytest.raises(CompileError, match=r"no service is called 'elsewhere'; allowed: main"):
        loaded(office(), {"elsewhere": 2})


def test_labels_are_only_labels() -> None:
    def labelled(word: str) -> Raw:
        flow = [{**block, "name": {"zh": word, "en": word}} if "task" in block else block for block in FLOW]
        raw = office(flow)
        raw["title"] = raw["pools"]["desk"]["name"] = raw["services"]["main"]["name"] = word
        return raw

    one, two = compiled(labelled("接件")), compiled(labelled("Intake"))
    assert one.digest == two.digest
    assert tables(one, ran(one)) == tables(two, ran(two))


def test_limits_change_no_event() -> None:
    one, two = compiled(office(limit="4 wh")), compiled(office(limit="2 wh"))
    first, second = ran(one), ran(two)
    assert event_frame(one, [first]).equals(event_frame(two, [second]))
    assert first.clock_value.tobytes() == second.clock_value.tobytes()
    assert first.stamps.tobytes() == second.stamps.tobytes()
    assert (first.clock_late_at != second.clock_late_at).any()


def test_stopping_early_changes_nothing_that_is_judged() -> None:
    program = compiled(office())
    whole, early = ran(program), simulate(program, seed=11, replication=0, stop_when_judged=True)
    assert early.ended_at < whole.ended_at
    assert whole.rows is not None
    assert early.rows is not None
    assert whole.rows[: len(early.rows)].tobytes() == early.rows.tobytes()
    for clock in range(2):
        one, two = judge(program, whole, clock), judge(program, early, clock)
        assert (one.judged, one.on_time, one.values.tolist()) == (
            two.judged,
            two.on_time,
            two.values.tolist(),
        )
        assert two.open == 0


def test_rows_are_kept_or_not_but_all_else_is_the_same() -> None:
    program = compiled(office())
    kept, dropped = ran(program), simulate(program, seed=11, replication=0, events=False)
    assert dropped.rows is None
    assert kept.rows is not None
    assert kept.tasks == dropped.tasks == len(kept.rows)
    assert case_frame(program, [kept]).equals(case_frame(program, [dropped]))


def test_too_large_a_batch_would_share_luck() -> None:
    with pytest.raises(CompileError, match=r"hall\.batch: a batch of 1,025 is too large; allowed: 1,024"):
        compiled(scenario([wait("w", "1 h")], channels={"hall": {"rate": "1 /wd", "batch": 1025}}))


def test_another_horizon_changes_no_draw() -> None:
    program = compiled(office())
    longer, shorter = ran(program), ran(replace(program, horizon=program.judged_until))
    assert longer.rows is not None
    assert shorter.rows is not None
    assert longer.rows[: len(shorter.rows)].tobytes() == shorter.rows.tobytes()


def test_a_choice_by_share_does_not_follow_the_works_luck() -> None:
    way = {
        "choice": "a",
        "options": [{"share": 0.5, "do": [wait("x", "1 h")]}, {"otherwise": True, "do": [wait("y", "1 h")]}],
    }
    played = play(scenario([wait("a_wait", {"min": "1 h", "max": "9 h"}), way]), *["Mon 09:00"] * 400)
    rows = played.events
    long = {
        row.case
        for row in rows
        if played.activity(row) == "a_wait" and row.completed - row.started > 5 * 3600 * 10**6
    }
    takers = {row.case for row in rows if played.activity(row) == "x"}
    assert abs(len(long & takers) - 100) < 5 * (400 * 0.25 * 0.75) ** 0.5
