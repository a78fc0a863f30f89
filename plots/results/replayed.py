"""One replication as it went: every visit of a case to a step, for a page that plays it on real dates and hours."""

from __future__ import annotations

from typing import Any

from plots.results.asked import flow_of, label, named
from plots.results.stages import steps_of
from sim.engine.compile.times import times_of
from sim.engine.program import FINISHED
from sim.experiments.runs.run import Result
from sim.model import Fault, ModelError
from sim.words.language import Lang
from sim.words.replay import REPLAY
from sim.worktime import MINUTE, NEVER, instant

MOST_VISITS = 90_000
"""What stays below three megabytes."""


def replay_of(made: Result, replication: int, target: str | None, lang: Lang) -> dict[str, Any]:
    """What a page plays, as plain data: minutes since the study's first midnight; -1 for what did not happen.

    `target`: the promise that marks a case as late. Raises ModelError where the run keeps no events, has no such
    replication, or holds more visits than a page can carry.
    """
    made.needs("events")
    if not 0 <= replication < len(made.outcomes):
        message = f"the run has no such replication; allowed: 0 to {len(made.outcomes) - 1}"
        raise ModelError([Fault.of("replication", replication, message)])
    program, outcome, scenario = made.program, made.outcomes[replication], made.whatif.scenario
    times = times_of(scenario)
    begin = instant(times.study.start)
    names, nodes = program.names, program.nodes
    own = [names.services.index(service) for service in scenario.services]
    steps = [
        (service, step) for service in scenario.services for step in steps_of(flow_of(scenario, service))
    ]
    place = {
        (names.services.index(service), names.steps.index(step)): n for n, (service, step) in enumerate(steps)
    }
    pools: dict[int, str] = {}
    visits = []
    assert outcome.rows is not None
    for case, node, _, alternative, enqueued, started, completed, withdrawn, *_ in outcome.rows.tolist():
        row = place.get((int(outcome.service[case]), int(nodes.step[node])))
        if row is None:
            continue
        if alternative >= 0:
            pools.setdefault(row, label(program, "pool", names.alternatives[alternative], lang))
        end = min(completed, withdrawn)
        visits.append([case, row, *(_minute(at, begin) for at in (enqueued, min(started, end), end))])
    if len(visits) > MOST_VISITS:
        message = f"holds {len(visits):,} visits, more than the {MOST_VISITS:,} that a page plays; judge fewer dates"
        raise ModelError([Fault.of("replication", replication, message)])
    used = sorted({visit[1] for visit in visits})
    shown = {row: n for n, row in enumerate(used)}
    for visit in visits:
        visit[1] = shown[visit[1]]
    clock = None if target is None else names.clocks.index(target)
    cases = {
        case: [
            _minute(int(outcome.stamps[case, 0]), begin),
            _minute(int(outcome.stamps[case, FINISHED]), begin),
            -1 if clock is None else _minute(int(outcome.clock_late_at[case, clock]), begin),
        ]
        for case in range(len(outcome.service))
        if int(outcome.service[case]) in own
    }
    study = times.study
    return {
        "title": REPLAY[lang]["title"].format(name=scenario.title.in_language(lang), r=replication + 1),
        "start": study.start.isoformat(),
        "judged": [_minute(instant(day), begin) for day in (study.judged_from, study.judged_until)],
        "end": _minute(instant(study.horizon), begin),
        "open": [[_minute(a, begin), _minute(b, begin)] for a, b in times.office.table(study.start, study.horizon)],
        "steps": [
            {
                "name": label(program, "step", step, lang, service),
                "service": named(scenario.services[service].name, service, lang) if len(own) > 1 else "",
                "pool": pools.get(n, ""),
            }
            for n in used
            for service, step in steps[n : n + 1]
        ],
        "visits": sorted(visits, key=lambda visit: visit[2]),
        "cases": cases,
        "words": dict(REPLAY[lang]),
    }  # fmt: skip


def _minute(at: int, begin: int) -> int:
    return -1 if at >= NEVER else (at - begin) // MINUTE
