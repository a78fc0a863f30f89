"""A check after the decision 事后核查: what was taken on trust is looked at later, and may be withdrawn.

The check is planned some time after the decision (`after`) and done by a pool like any other work, so it queues.
Who fails puts it right and is looked at once more; who fails again loses what was granted: the case ends with
`outcome`, or, if it is over by then, gets it as its later outcome. `within` is the time the rule allows for the
check, that of the law in force where it is not stated: it moves nothing, and stamps `<id>.check_due`, to be held
against `<id>.checked`. Nobody holds the case while
it waits for the check, so no clock of a promise runs for it; the check itself is held as all work is.
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.levers.lever import Refusal, Work
from sim.levers.tools.bypass import named
from sim.levers.tools.flows import check_pool
from sim.levers.tools.routing import as_flow, by_share
from sim.model.block import one_time
from sim.model.blocks import Background, Block, End, Flow, Milestone, Task, Wait
from sim.model.by_law import time_by_law
from sim.model.distribution import Distribution
from sim.model.faults import UnfitError
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration, SourcedShare


class LaterCheck(Model):
    """`share` of the cases are checked (all unless stated), `failed` of them fail, `still_failing` of those again."""

    pool: Id
    work: Work
    after: Distribution
    """From the decision to the day the check is planned for."""
    within: SourcedDuration | None = None
    """The time the rule allows for the check; None: what the law of the jurisdiction says (`sim.model.law`)."""
    share: SourcedShare | None = None
    failed: SourcedShare
    rectify: Distribution
    still_failing: SourcedShare
    outcome: Id = "revoked"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        return one_time(one_time(self, "after", self.after), "rectify", self.rectify)


def checked_later(scenario: Scenario, check: LaterCheck, prefix: str, label: Name) -> Flow:
    """The blocks that start the check and go on.

    Refuses a pool that is not declared, and a check without a time where no law in force knows one.
    """
    check_pool(scenario, "check", check.pool)
    within = check.within or _by_law(scenario)
    law = ("", "") if check.within else (f"（{within.note}）", f" ({within.note})")

    def look(word: str, zh: str, en: str) -> Task:
        name = named(label, zh, en)
        return Task.model_construct(
            id=f"{prefix}.{word}", name=name, pool=check.pool, work=check.work, source=check.source
        )

    def wait(word: str, length: Distribution, party: str | None, zh: str, en: str) -> Wait:
        return Wait.model_construct(
            id=f"{prefix}.{word}",
            name=named(label, zh, en),
            length=length,
            party=party,  # type: ignore[arg-type]  # time alone runs; files cannot say so
            pause=None,
            source=check.source,
        )

    again = by_share(
        f"{prefix}.recheck_result",
        named(label, "复查结论", "result of the second check"),
        check.still_failing.value,
        [End.model_construct(id=check.outcome)],
    )
    put_right: tuple[Block, ...] = (
        wait("rectify", check.rectify, "applicant", "限期整改", "put right"),
        look("recheck", "复查", "checked again"),
        again,
    )
    result = by_share(
        f"{prefix}.check_result",
        named(label, "核查结论", "result of the check"),
        check.failed.value,
        put_right,
    )
    done = as_flow(
        (
            wait("check_planned", check.after, None, "待核查", "until the check is planned"),
            look("check", "事后核查", "checked afterwards"),
            Milestone.model_construct(id=f"{prefix}.checked", name=named(label, "已核查", "checked")),
            result,
        )
    )
    allowed = Distribution.model_validate(str(within.value))
    due = as_flow(
        (
            wait("check_time", allowed, None, f"核查期限{law[0]}", f"time allowed for the check{law[1]}"),
            Milestone.model_construct(
                id=f"{prefix}.check_due", name=named(label, "核查到期", "check was due")
            ),
        )
    )
    both = (
        _goes_on(f"{prefix}.deadline", named(label, "核查期限", "time allowed for the check"), due),
        _goes_on(f"{prefix}.afterwards", named(label, "事中事后监管", "supervision afterwards"), done),
    )
    if check.share is None:
        return as_flow(both)
    sampled = named(label, "抽查", "sampled for a check")
    return as_flow((by_share(f"{prefix}.sampled", sampled, check.share.value, both),))


def _by_law(scenario: Scenario) -> SourcedDuration:
    try:
        return time_by_law(scenario, "check", "check.within")
    except UnfitError as fault:
        raise Refusal("check", f"{fault.path} is not stated, and {fault.message}") from None


def _goes_on(block_id: str, name: Name, do: Flow) -> Background:
    return Background.model_construct(id=block_id, name=name, do=do, after="continue", later_outcome=None)
