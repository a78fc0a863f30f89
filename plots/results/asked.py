"""What every figure is asked: the question, the language, and whose figure it is; and the names it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.finished import Detail
from sim.experiments.running.progress import Progress, silent
from sim.experiments.runs.run import Result, run
from sim.experiments.unknowns.draws import DRAWS
from sim.model import Fault, ModelError
from sim.model.blocks import Block, Item, Session, Stage, Task, Wait, walk
from sim.model.names import unknown
from sim.model.quantities import Name
from sim.model.scenario import Scenario
from sim.model.staff import pool_named, skilled
from sim.model.study_dates import StudyDates, workdays_of
from sim.words.language import Lang

if TYPE_CHECKING:
    from plots import DayInfo
    from sim.engine.program import Program


@dataclass(frozen=True)
class Asked:
    """What a figure is asked of: a question, or a run of one that is there already. `service` and `target` are
    checked names; `against` is a second question or run, if any."""

    question: WhatIf | Result
    lang: Lang
    service: str
    target: str | None
    replications: int
    against: WhatIf | Result | None = None
    case: int | None = None
    stage: str | None = None
    """A stage or item, whose steps are shown instead of all stages; `all`: the steps of all."""
    draws: int = DRAWS
    """Vectors of what is not known, of figures that hold verdicts."""
    progress: Progress = silent

    @property
    def whatif(self) -> WhatIf:
        return self.question.whatif if isinstance(self.question, Result) else self.question

    def made(
        self, detail: Detail = "events", *, replications: int | None = None, of: WhatIf | Result | None = None
    ) -> Result:
        """The run, or a run of the question. Raises ModelError where a run kept less than the figure shows."""
        asked = self.question if of is None else of
        if isinstance(asked, Result):
            asked.needs(detail)
            return asked
        wanted = self.replications if replications is None else replications
        return run(asked, replications=wanted, detail=detail, progress=self.progress)

    @property
    def scenario(self) -> Scenario:
        return self.whatif.scenario

    @property
    def title(self) -> str:
        """The service and the scenario, once where they are called alike."""
        own = self.scenario.services[self.service].name.in_language(self.lang)
        whole = self.scenario.title.in_language(self.lang)
        return f"{own} · {whole}" if own != whole else own

    @property
    def needed_target(self) -> str:
        """Raises ModelError for a scenario that states none."""
        if self.target is None:
            raise ModelError(
                [Fault(self.whatif.reference, 0, 0, "the scenario states no targets; this needs one")]
            )
        return self.target

    @property
    def timed(self) -> str | None:
        """The target, if it measures time."""
        counted = self.target is not None and self.scenario.targets[self.target].counted
        return None if counted else self.target


def target_of(scenario: Scenario, target: str | None) -> str | None:
    """The target named, or the first headline, or the first one; raises ModelError for an unknown name."""
    if target is not None:
        if target not in scenario.targets:
            raise ModelError([Fault.of("target", target, unknown("target", target, scenario.targets))])
        return target
    headlines = [name for name, stated in scenario.targets.items() if stated.headline]
    return next(iter([*headlines, *scenario.targets]), None)


def service_of(scenario: Scenario, service: str | None, target: str | None) -> str:
    """The service named, or that of the target, or the first one; raises ModelError for an unknown name."""
    if service is not None:
        if service not in scenario.services:
            raise ModelError([Fault.of("service", service, unknown("service", service, scenario.services))])
        return service
    return scenario.targets[target].service if target else next(iter(scenario.services))


def days_of(scenario: Scenario, study: StudyDates) -> list[DayInfo]:
    """Every date of the study with its kind and name, for figures on real dates."""
    from plots import DayInfo

    workdays = workdays_of(scenario.calendar)
    days = []
    day = study.start
    while day < study.horizon:
        closure = workdays.closure(day)
        if closure is not None:
            days.append(DayInfo(day, False, closure.kind, {"zh": closure.name.zh, "en": closure.name.en}))
        else:
            days.append(DayInfo(day, True, "makeup" if workdays.is_makeup(day) else "workday", None))
        day = _next(day)
    return days


def _next(day: date) -> date:
    return day + timedelta(days=1)


def flow_of(scenario: Scenario, service: str) -> tuple[Block, ...]:
    """The flow of a service in the blocks that leave event rows: `documents` written out."""
    from sim.engine.compile.flow import without_documents

    return without_documents(scenario.services[service].flow)


def label(program: Program, kind: str, name: str, lang: Lang, service: str = "") -> str:
    """What a service, step or pool is called; its id where nobody named it. Joint pools are joined by " + "."""
    spoken = 0 if lang == "zh" else 1
    return " + ".join(program.names.label(kind, one, service)[spoken] for one in name.split(" + "))


def departments(scenario: Scenario, service: str, lang: Lang) -> dict[str, str]:
    """Who does each step: the departments of its pools, else the party that holds it, else who answers for the item."""
    found: dict[str, str] = {}
    _departments(scenario, flow_of(scenario, service), None, lang, found)
    return found


def _departments(
    scenario: Scenario, flow: Sequence[Block], around: Name | None, lang: Lang, found: dict[str, str]
) -> None:
    for block in flow:
        named = around
        if isinstance(block, (Item, Stage)) and block.department is not None:
            named = block.department
        if isinstance(block, (Task, Session, Wait)):
            who = _who(scenario, block, named, lang)
            if who is not None:
                found[block.id] = who
        for inner in block.inner().values():
            _departments(scenario, inner, named, lang, found)


def _who(scenario: Scenario, block: Task | Session | Wait, around: Name | None, lang: Lang) -> str | None:
    from sim.words.causes import PARTIES

    pools = () if isinstance(block, Wait) else pools_of(scenario, block)
    own = [pool_named(scenario, pool).department for pool in pools]
    if names := dict.fromkeys(one.in_language(lang) for one in own if one is not None):
        return ("、" if lang == "zh" else ", ").join(names)
    if isinstance(block, Wait):
        parties: tuple[str, ...] = (block.party,) if block.party else ()
    else:
        parties = block.stated_parties or tuple(pool_named(scenario, pool).party for pool in pools)
    others = [PARTIES[lang][party] for party in dict.fromkeys(parties) if party != "government"]
    if others:
        return ("、" if lang == "zh" else ", ").join(others)
    return around.in_language(lang) if around is not None else None


def pools_of(scenario: Scenario, block: Task | Session) -> tuple[str, ...]:
    """Pools that may serve, or must serve together."""
    if isinstance(block, Session):
        return scenario.sessions[block.meeting].pools
    if block.at is not None:
        return pools_of(scenario, keeper_of(scenario, block))
    if block.skill is not None:
        return tuple(skilled(scenario.pools, block.skill))
    return (block.pool,) if block.pool is not None else block.any_of or block.all_of


def keeper_of(scenario: Scenario, task: Task) -> Task:
    """The task whose unit does another one."""
    blocks = (block for service in scenario.services.values() for block in walk(service.flow))
    return next(
        block
        for block in blocks
        if isinstance(block, Task)
        and block.id == task.at
        and any(inner is task for inner in walk(block.stay))
    )


def named(name: Name | None, otherwise: str, lang: Lang) -> str:
    return name.in_language(lang) if name is not None else otherwise
