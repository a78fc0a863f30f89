"""One licence for a trade 一业一证 (一企一证、一证准营): several licence decisions end in one certificate.

Mechanism: the licences a trade needs are decided side by side; when the last of them is decided, one certificate is
issued that bears them all. Steps that issued the single certificates (`drop`) fall away. The rule a scenario follows
is that of its `source`.

Modelling choices: licences that followed one another become branches of a fork; where they are branches of one
already, only the certificate is new. What the single licences stamp stays: each is decided when it was decided, and
the certificate follows the last. No licence is refused, or the scenario says so where it is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal, Work
from sim.levers.parallel_approval import check_beside
from sim.levers.tools.flows import (
    DROPPED,
    check_named,
    check_new,
    check_pool,
    services_with,
    with_flows,
    without,
)
from sim.levers.tools.places import apart, branches_of, first_changed, run_replaced
from sim.model.blocks import Block, Flow, Parallel, Task, walk
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario

CERTIFICATE = Name(zh="核发综合许可证", en="One certificate issued")


class Parameters(Model):
    """`licences` meet at `id`; then `pool` issues one certificate in `work`; `drop` issued the single ones."""

    id: Id
    licences: Annotated[tuple[Id, ...], Field(min_length=2)]
    pool: Id
    work: Work
    """Issuing the one certificate."""
    drop: tuple[Id, ...] = ()
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One certificate behind all licences, in every service that has them."""
    check_pool(scenario, "pool", parameters.pool)
    licences = parameters.licences
    if len(set(licences)) < len(licences):
        raise Refusal("licences", f"{listed(licences)}: a licence stands there twice")
    flows = services_with(scenario, "licences", licences, (Block,))
    return with_flows(scenario, "licences", {name: _as_one(flow, parameters) for name, flow in flows.items()})


def _as_one(flow: Flow, parameters: Parameters) -> Flow:
    check_new(flow, "id", parameters.id)
    check_named(walk(flow), "drop", parameters.drop, DROPPED)
    for name in parameters.licences:
        if name in parameters.drop:
            raise Refusal("drop", f'"{name}" is a licence; name the step that issued its certificate')
    flow = without(flow, parameters.drop)
    certificate = Task.model_construct(
        id=f"{parameters.id}.certificate",
        name=CERTIFICATE,
        pool=parameters.pool,
        work=parameters.work,
        source=parameters.source,
    )
    made = run_replaced(
        flow, parameters.licences, lambda run: (_fork(branches_of(run), parameters), certificate)
    )
    made = made or first_changed(flow, lambda blocks: _behind_branches(blocks, parameters, certificate))
    if made is None:
        raise Refusal("licences", f"{apart(parameters.licences)}; or make them branches of one parallel")
    return made


def _fork(branches: dict[str, Flow], parameters: Parameters) -> Parallel:
    check_beside("licences", branches)
    return Parallel.model_construct(
        id=parameters.id, name=LEVER.label, branches=branches, source=parameters.source
    )


def _behind_branches(blocks: Flow, parameters: Parameters, certificate: Task) -> Sequence[Block] | None:
    """A list with the certificate behind the branches that hold the licences; None if there is no such fork."""
    for index, block in enumerate(blocks):
        joined = _joined(block, parameters, certificate) if isinstance(block, Parallel) else None
        if joined is not None:
            return (*blocks[:index], *joined, *blocks[index + 1 :])
    return None


def _joined(fork: Parallel, parameters: Parameters, certificate: Task) -> Sequence[Block] | None:
    """A fork each of whose branches holds one of the licences at most, and the certificate behind those."""
    holds = {
        branch: [block.id for block in flow if block.id in parameters.licences]
        for branch, flow in fork.branches.items()
    }
    named = [branch for branch, found in holds.items() if found]
    found = [licence for branch in named for licence in holds[branch]]
    if sorted(found) != sorted(parameters.licences) or len(named) < len(found):
        return None
    if len(named) == len(fork.branches):
        return (fork, certificate)
    own = _fork({branch: fork.branches[branch] for branch in named}, parameters)
    others = {branch: flow for branch, flow in fork.branches.items() if branch not in named}
    return (fork.model_copy(update={"branches": {parameters.id: (own, certificate), **others}}),)


LEVER = Lever(
    "one_licence",
    Name(zh="一业一证", en="One licence for a trade"),
    Name(
        zh="一个行业所需的多项许可同时办理，全部决定后核发一张综合许可证。",
        en="The licences of a trade are decided side by side; after the last, one certificate is issued for all.",
    ),
    Parameters,
    apply,
    About(
        clauses="G28; Y3, 52",
        documented=Name(
            zh="一业一证、一企一证、一证准营：多证合为一张载有二维码的证。",
            en="The plans join the certificates of a trade in one that bears a code.",
        ),
        assumed=Name(
            zh="核发综合许可证的人员和用时由情景给出。",
            en="Who issues the certificate and how long it takes are the scenario's numbers.",
        ),
    ),
)
