"""One-time notice 一次性告知: everything that is wrong with a file is said at once, so that it comes back once at most.

Mechanism: a file that lacked something, or a review that found faults, gets one complete list. Whether there is a
first loop is as before; the chance of a second is `second`: none by the rule (Administrative Licensing Law 32,
Registration Regulation 19), more where a scenario tries what happens when the rule is not kept. The rule a scenario
follows is that of its `source`.

Modelling choices: how long the applicant takes, and the chance of the first loop, stay. The maximum of a loop stays
too: visits of an outer loop are numbered by it. A loop that ends by the stamp of a passed review (`again_when: not
stamped.x`) is told apart by a stamp of its own: from its second visit on, its result has the chance `second`. Where a
second loop has that chance already nothing changes: a chance may be moved there, so this is no fault of the scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import blocks_of, check_named, with_flows
from sim.levers.tools.places import Place, place_of
from sim.levers.tools.routing import by_share, either_way
from sim.model.blocks import Block, Choice, Documents, Flow, Milestone, Option, Repeat, rewritten, walk
from sim.model.conditions import Condition, Not, Stamped
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

TOLD = Name(zh="已一次性告知", en="Told everything at once")
SECOND = Name(zh="告知后的结论", en="Result once told")


class Parameters(Model):
    """Files of `documents` and reviews of `repeats` come back a second time with the chance `second`."""

    documents: tuple[Id, ...] = ()
    repeats: tuple[Id, ...] = ()
    second: SourcedShare = SourcedShare(value=0.0)
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.documents and not self.repeats:
            raise wrong("state documents, repeats or both: what is sent back once at most")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One loop at most, wherever the blocks stand."""
    blocks = blocks_of(scenario)
    check_named(blocks, "documents", parameters.documents, (Documents,))
    check_named(blocks, "repeats", parameters.repeats, (Repeat,))
    flows: dict[str, Flow] = {}
    for name, service in scenario.services.items():
        named = [block for block in walk(service.flow) if _meant(block, parameters)]
        for block in named:
            if isinstance(block, Repeat):
                _check_alone(place_of(service.flow, "repeats", block.id, (Repeat,)))
        if named:
            flows[name] = rewritten(service.flow, lambda block: _changed(block, parameters))
    return with_flows(scenario, "repeats", flows)


def _meant(block: Block, parameters: Parameters) -> bool:
    return (isinstance(block, Documents) and block.id in parameters.documents) or (
        isinstance(block, Repeat) and block.id in parameters.repeats
    )


def _changed(block: Block, parameters: Parameters) -> Sequence[Block]:
    if not _meant(block, parameters):
        return (block,)
    if isinstance(block, Documents):
        return (_sent_back_once(block, parameters.second),)
    assert isinstance(block, Repeat)
    if block.again is not None:
        return (_again_once(block, parameters.second),)
    return (_told(block, parameters),)


def _sent_back_once(block: Documents, second: SourcedShare) -> Documents:
    if block.sends_back != "return":
        message = f'"{block.id}" is never sent back a second time; allowed: documents of the mode return'
        raise Refusal("documents", message)
    return block.model_copy(update={"again": second})


def _again_once(loop: Repeat, second: SourcedShare) -> Repeat:
    assert loop.again is not None
    # `again_when` decides after the first visit; without it the first share does.
    first = loop.again[:1] if loop.again_when is None else ()
    return loop.model_copy(update={"again": (*first, second)})


def _check_alone(place: Place) -> None:
    """The stamp of having been told is set once a case."""
    loop = place[-1].block
    for stands in place[:-1]:
        if isinstance(stands.block, (Repeat, Documents)) and getattr(loop, "again", None) is None:
            around = f'{stands.block.keyword} "{stands.block.id}"'
            raise Refusal(
                "repeats", f'"{loop.id}" stands inside {around}; it must be gone through once a case'
            )


def _told(loop: Repeat, parameters: Parameters) -> Repeat:
    """A loop that ends by a stamp: its result is another once everything was said."""
    tree = loop.again_when.tree if loop.again_when is not None else None
    passed = tree.test.milestone if isinstance(tree, Not) and isinstance(tree.test, Stamped) else None
    results = [
        block
        for block in walk(loop.do)
        if isinstance(block, Choice) and block.by_share and any(_stamps(o, passed) for o in block.options)
    ]
    if passed is None or len(results) != 1:
        message = (
            f'"{loop.id}" must have again, or end by "again_when: not stamped.<milestone>" with one choice by '
            "share that stamps it"
        )
        raise Refusal("repeats", message)
    (result,) = results
    told = f"{loop.id}.told"
    known = Condition(f"stamped.{told}", Stamped(told))
    again = _result_once_told(result, passed, parameters.second)
    named = either_way(f"{result.id}.told", SECOND, known, again, (result,))
    return loop.model_copy(
        update={
            "do": rewritten(loop.do, lambda block: (named,) if _same(block, result) else (block,)),
            "between": (Milestone.model_construct(id=told, name=TOLD, as_of=None), *loop.between),
        }
    )


def _same(block: Block, choice: Choice) -> bool:
    return isinstance(block, Choice) and block.id == choice.id


def _result_once_told(result: Choice, passed: str, second: SourcedShare) -> Flow:
    for option in result.options:
        for block in walk(option.do):
            if not isinstance(block, Milestone):
                message = (
                    f'choice "{result.id}" does more than stamp its result: {block.keyword} "{block.id}"'
                )
                raise Refusal("repeats", message)
    good = next(option.do for option in result.options if _stamps(option, passed))
    bad = next((option.do for option in result.options if not _stamps(option, passed)), ())
    if second.value == 0:
        return good
    return (by_share(f"{result.id}.second", SECOND, second.value, bad, good),)


def _stamps(option: Option, passed: str | None) -> bool:
    return any(isinstance(block, Milestone) and block.id == passed for block in walk(option.do))


LEVER = Lever(
    "one_time_notice",
    Name(zh="一次性告知", en="One-time notice"),
    Name(
        zh="需补正的内容一次全部告知：材料最多退回补正一次，审查意见最多整改一轮。",
        en="All that must be corrected is said at once: a file comes back once at most, a review has one loop.",
    ),
    Parameters,
    apply,
    About(
        clauses="U3; K36; Y13",
        documented=Name(
            zh="行政许可法第三十二条、登记管理条例第十九条、优化营商环境条例第三十六条：一次性告知。",
            en="The licensing law (32), the registration regulation (19) and the ordinance (36) ask for one notice.",
        ),
        assumed=Name(
            zh="第二次退回的概率按规则为零；压力情景可给出别的数。首次退回的概率不变。",
            en="A second loop has no chance by the rule; a stress scenario states one. The first loop stays as likely.",
        ),
    ),
)
