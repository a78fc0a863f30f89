"""The peer model LoanOrigination-SC-LU in our language: the flow by hand, the numbers read in place from its file.

Nothing of the file is kept here. What our language cannot say yet, a unit's own week and its own times, is put into the
compiled program, which can hold both (`by_unit`). What then still differs from Prosimos:

- cases come in a Poisson stream of the stated mean; there by a gamma of about the same spread (cv 1.06);
- a gap between cases that reaches into the night ends at nine in the morning there, and goes on with the day here;
- a task goes to the first free unit on duty, in the file's order; there to the unit that is free first, on duty or not
  (a known fault), so that cases take longer there; `rival_prosimos` corrects it where it is asked to;
- the loop on the form ends after 20 rounds at the latest; the study ends with the last arrivals, a few of them open.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.chance import Spec, table_of
from sim.engine.compile import compile_program
from sim.engine.nodes import TASK
from sim.engine.program import Program
from sim.model.scenario import Scenario
from sim.worktime import DAY, HOUR, OpenHours
from sim.worktime.national import national_year

FILES = "LoanOrigination-SC-LU.bpmn", "LoanOrigination-SC-LU.json"
START = date(2024, 1, 1)
NODES = {
    "check_form": "23456d66", "return_form": "67966346", "credit_history": "e0a29873", "aml": "ef1339f4",
    "appraise": "7f79ccf9", "assess_risk": "fc160ef1", "design_offer": "9ca32473", "approve_offer": "7f2cfea6",
    "reject": "0936efed", "insurance_quote": "27066e06", "send_pack": "dbacbf8b", "cancel": "7aa6dd2d",
    "acceptance_pack": "95cfac1b", "post_quote": "3a868982", "approve": "78220a7e",
}  # fmt: skip
"""Our id of a task, and how its id begins there."""
AGAIN, REJECTED = "e70c5ef0", "2804b457"
"""Paths whose shares are used: the form goes back, the loan is refused."""
WEEK = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
FAMILIES = {"expon": "exponential", "gamma": "gamma", "lognorm": "lognormal"}


class Peer:
    """What the file says, by our ids."""

    def __init__(self, folder: Path) -> None:
        self._said: dict[str, Any] = json.loads((folder / FILES[1]).read_text("utf-8"))
        self.units = [
            unit for profile in self._said["resource_profiles"] for unit in profile["resource_list"]
        ]
        weeks = {week["id"]: week["time_periods"] for week in self._said["resource_calendars"]}
        self.weeks = {pool(unit["id"]): spans(weeks[unit["calendar"]]) for unit in self.units}
        self.times = {
            step: {
                pool(one["resource_id"]): spec_of(one)
                for task in self._said["task_resource_distribution"]
                if task["task_id"].removeprefix("node_").startswith(node)
                for one in task["resources"]
            }
            for step, node in NODES.items()
        }

    def share(self, path: str) -> float:
        return next(
            float(one["value"])
            for gateway in self._said["gateway_branching_probabilities"]
            for one in gateway["probabilities"]
            if one["path_id"].removeprefix("node_").startswith(path)
        )

    @property
    def cases_a_day(self) -> float:
        """By the mean gap, which runs in the eight hours of an arrival day."""
        return 8 * 3600 / float(self._said["arrival_time_distribution"]["distribution_params"][0]["value"])


def pool(unit: str) -> str:
    return unit.lower().replace(" ", "_").replace("-000", "_")


def spans(periods: list[dict[str, str]]) -> list[list[tuple[int, int]]]:
    """By weekday: (opens, closes) in µs from midnight."""
    week: list[list[tuple[int, int]]] = [[] for _ in WEEK]
    for period in periods:
        first, last = WEEK.index(period["from"]), WEEK.index(period["to"])
        for day in range(first, last + 1):
            week[day].append((moment(period["beginTime"]), moment(period["endTime"])))
    return [sorted(day) for day in week]


def moment(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return hours * HOUR + (60 * minutes + seconds) * 1_000_000


def spec_of(stated: dict[str, Any]) -> Spec:
    """In µs. Gamma and lognormal state mean and variance, the exponential its mean; then all a least (0 throughout) and
    a largest value, between which a time is drawn."""
    family = FAMILIES[stated["distribution_name"]]
    mean, variance, *_, most = (float(one["value"]) for one in stated["distribution_params"])
    sd = None if family == "exponential" else variance**0.5 * 1e6
    return Spec(family, mean * 1e6, sd, at_most=most * 1e6)


@cache
def loan_program(folder: Path, cases: int) -> Program:
    """About so many cases. Raises OSError where the peer's file is not there."""
    peer = Peer(folder)
    days = round(cases / peer.cases_a_day * 7 / 5)
    program = compile_program(Scenario.model_validate(_scenario(peer, days)))
    return by_unit(program, peer)


def _scenario(peer: Peer, days: int) -> dict[str, Any]:
    def task(step: str) -> dict[str, Any]:
        return {"task": step, "any_of": list(peer.times[step]), "work": "20 min"}

    name = {"zh": "贷款", "en": "Loan"}
    insurance = [task("insurance_quote"), task("send_pack"), task("cancel")]
    acceptance = [task("acceptance_pack"), task("post_quote"), task("approve")]
    granted = [
        task("design_offer"),
        task("approve_offer"),
        {"parallel": "papers", "branches": {"insurance": insurance, "acceptance": acceptance}},
    ]
    checks = {step: [task(step)] for step in ("credit_history", "aml", "appraise")}
    flow = [
        {
            "repeat": "form", "do": [task("check_form")], "again": peer.share(AGAIN), "maximum": 20,
            "between": [task("return_form")],
        },
        {"parallel": "checks", "branches": checks},
        task("assess_risk"),
        {
            "choice": "answer",
            "options": [
                {"share": peer.share(REJECTED), "do": [task("reject")]},
                {"otherwise": True, "do": granted},
            ],
        },
    ]  # fmt: skip
    return {
        "onewindow": 1,
        "title": name,
        "jurisdiction": "peer",
        "calendar": {"region": "CN", "wd": "8 wh", "hours": "09:00-17:00", **plain_weeks(days)},
        "study": {"start": START.isoformat(), "lead_in": "0 cd", "window": f"{days} cd", "follow_up": "0 cd"},
        "pools": {one: {"name": one, "kind": "reviewer", "capacity": 1} for one in peer.weeks},
        "services": {
            "loan": {
                "name": name,
                "channels": {"door": {"rate": f"{peer.cases_a_day:.9g} /wd"}},
                "flow": flow,
            }
        },
    }


def plain_weeks(days: int) -> dict[str, list[str]]:
    """Undo China's holidays and make-up days: the peer knows none."""
    dates = [START + timedelta(days=number) for number in range(days + 2)]
    worked = {day: national_year(day.year).is_workday(day) for day in dates}
    return {
        "work": [day.isoformat() for day in dates if day.weekday() < 5 and not worked[day]],
        "off": [day.isoformat() for day in dates if day.weekday() >= 5 and worked[day]],
    }


def by_unit(program: Program, peer: Peer) -> Program:
    """The program with every unit's own week, and its own times for every task."""
    names = program.names.pools
    days = range(START.weekday(), START.weekday() + (program.horizon - program.start) // DAY + 2)
    hours = [
        OpenHours.of(
            (program.start + number * DAY + opens, program.start + number * DAY + closes)
            for number, day in enumerate(days)
            for opens, closes in peer.weeks[name][day % 7]
        )
        for name in names
    ]
    counts = [len(one) for one in hours]
    before, rows = len(program.calendar_first), len(program.open_at)
    first = np.cumsum([0, *counts])
    changes = [np.column_stack([one.open_at, one.close_at]).ravel() for one in hours]
    own = before + np.arange(len(names))
    tables, work_table = list(program.tables), program.work_table.copy()
    for node in np.flatnonzero(program.nodes.kind == TASK):
        need, step = program.nodes.need[node], program.names.steps[program.nodes.step[node]]
        for place in range(program.need_count[need]):
            unit = names[
                program.alternative_pool[program.alternative_first[program.need_first[need] + place]]
            ]
            work_table[program.nodes.first[node] + place] = len(tables)
            tables.append(table_of(peer.times[step][unit], 1.0))
    return replace(
        program,
        tables=np.array(tables, dtype=np.int64),
        work_table=work_table,
        calendar_first=np.concatenate([program.calendar_first, rows + first[:-1]]),
        calendar_count=np.concatenate([program.calendar_count, counts]),
        open_at=np.concatenate([program.open_at, *(one.open_at for one in hours)]),
        close_at=np.concatenate([program.close_at, *(one.close_at for one in hours)]),
        worked_before=np.concatenate([program.worked_before, *(one.worked_before for one in hours)]),
        pool_calendar=own,
        alternative_calendar=own[program.alternative_pool[program.alternative_first]],
        pool_first=2 * first[:-1],
        pool_count=2 * np.array(counts),
        change_at=np.concatenate(changes),
        change_capacity=np.tile([1, 0], int(first[-1])),
    )
