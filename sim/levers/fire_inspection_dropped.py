"""No fire inspection at completion 取消一般建设工程消防验收和备案: ordinary projects are no longer inspected for fire.

Mechanism: for projects `when` holds for (or a share), the `steps` of the fire inspection fall away. A round of it
that `joint_acceptance` has dissolved may be named too: then the joint visit of such a project is made without the
inspectors of that round, and the round counts as passed from the start. A sample may be looked at later (`check`), as
filed projects are (住建部令第51号). The rule is that of the scenario's `source`.

Modelling choices: the smaller joint visit takes the time the whole one would have taken, with the same luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import bypassed, named, share_of
from sim.levers.tools.flows import with_flows
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.routing import Selecting, either_way, selected, twin
from sim.model.blocks import Block, Choice, Flow, Milestone, Repeat, Task, find, rewritten, walk
from sim.model.conditions import Condition, Not, Stamped
from sim.model.faults import listed
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="取消一般工程消防验收", en="No fire inspection of ordinary projects")


class Parameters(Selecting):
    """`steps` are blocks of the fire inspection, or one round of it that a joint acceptance has dissolved."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    check: LaterCheck | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Without the inspection, in every service that has the steps."""
    check = parameters.check
    later = () if check is None else checked_later(scenario, check, parameters.id, LABEL)
    if len(parameters.steps) == 1 and (flows := _loops(scenario, parameters.steps[0])):
        return _without_inspectors(scenario, parameters, flows, later)
    return bypassed(
        scenario,
        parameters.id,
        LABEL,
        parameters.steps,
        (parameters.when, share_of(parameters)),
        last=later,
    )


def _loops(scenario: Scenario, round_id: str) -> dict[str, Repeat]:
    """By service: the joint loop that holds the results of the round."""
    found: dict[str, Repeat] = {}
    for name, service in scenario.services.items():
        if find(service.flow, round_id) is not None:
            continue
        loops = [block for block in walk(service.flow) if isinstance(block, Repeat)]
        for loop in loops:
            if isinstance(find(loop.do, f"{round_id}.result"), Choice):
                found[name] = loop
    return found


def _without_inspectors(
    scenario: Scenario, parameters: Parameters, loops: dict[str, Repeat], later: Flow
) -> Scenario:
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    for name, loop in loops.items():
        service, condition = selected(services[name], parameters, parameters.id, LABEL, "id")
        services[name] = service
        passed = Milestone.model_construct(id=_passed(loop, parameters.steps[0]))
        before = either_way(f"{parameters.id}.{parameters.steps[0]}", LABEL, condition, (passed,))
        behind = (either_way(f"{parameters.id}.after", LABEL, condition, later),) if later else ()
        stands = (before, _loop(loop, parameters, condition), *behind)

        def change(block: Block, loop: Repeat = loop, stands: Sequence[Block] = stands) -> Sequence[Block]:
            return stands if isinstance(block, Repeat) and block.id == loop.id else (block,)

        flows[name] = rewritten(service.flow, change)
    return with_flows(scenario.model_copy(update={"services": services}), "steps", flows)


def _passed(loop: Repeat, round_id: str) -> str:
    """The milestone of a round that has passed."""
    result = find(loop.do, f"{round_id}.result")
    assert isinstance(result, Choice)
    assert result.options[0].when is not None
    tree = result.options[0].when.tree
    assert isinstance(tree, Not)
    assert isinstance(tree.test, Stamped)
    return tree.test.milestone


def _loop(loop: Repeat, parameters: Parameters, condition: Condition) -> Repeat:
    """The joint loop with a smaller visit for the cases that are chosen."""
    round_id = parameters.steps[0]
    own, others = set[str](), set[str]()
    for block in walk(loop.do):
        if isinstance(block, Choice) and block.id.endswith(".again"):
            pools = {
                pool
                for task in walk((block,))
                if isinstance(task, Task)
                for pool in (task.pool, *task.all_of)
                if pool is not None
            }
            (own if block.id == f"{round_id}.again" else others).update(pools)
    gone = own - others
    if not gone:
        raise Refusal(
            "steps", f'the inspectors of "{round_id}" come for other rounds too: {listed(sorted(own))}'
        )

    def change(block: Block) -> Sequence[Block]:
        if not isinstance(block, Task) or not gone <= set(block.all_of):
            return (block,)
        stay = tuple(pool for pool in block.all_of if pool not in gone)
        size = {"pool": stay[0], "all_of": ()} if len(stay) == 1 else {"all_of": stay}
        name = named(LABEL, "联合核验（消防不参加）", "joint visit without fire inspectors")
        smaller = twin(block, f"{parameters.id}.visit", name=name, **size)
        return (either_way(f"{parameters.id}.who_comes", name, condition, (smaller,), (block,)),)

    return loop.model_copy(update={"do": rewritten(loop.do, change)})


LEVER = Lever(
    "fire_inspection_dropped",
    LABEL,
    Name(
        zh="一般建设工程竣工不再做消防验收和备案；联合验收时消防不到场。",
        en="Ordinary projects have no fire inspection at completion; a joint visit is made without the fire "
        "inspectors.",
    ),
    Parameters,
    apply,
    About(
        clauses="G18",
        documented=Name(
            zh="葛店第18条：取消一般建设工程消防验收和备案；住建部令第51号：其他建设工程备案抽查（吉林2020年抽查10%至50%）",
            en="Gedian, clause 18: fire inspection and filing of ordinary projects dropped; MOHURD Order 51: other "
            "projects are filed and sampled (Jilin 2020: 10% to 50%)",
        ),
        assumed=Name(
            zh="一般工程的比例、事后抽查的结果；缩小的联合核验用时不变",
            en="Share of ordinary projects, results of a later check; the smaller visit takes as long as before",
        ),
    ),
)
