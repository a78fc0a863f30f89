"""Simplified deregistration 简易注销 with tolerance 容错: a public notice of 20 days instead of a liquidation.

Mechanism: a firm without debts promises so, and the promise is published for 20 calendar days (Regulation on
registration, 33; Company Law, 240); who is not objected to skips the steps of the ordinary liquidation (`ordinary`:
liquidation group, creditors' 45 days …). Tolerance, by the notice of two national offices of 2021: if an exception is
found (listed as abnormal, shares frozen, a branch not closed) the application is not withdrawn; the case parks until
the exception is cleared, and the notice is run again. Errors of form are corrected and accepted instead of sending
the file back (`forms`). The rule a scenario follows is that of its `source`.

Modelling choices: an exception is found when the notice ends, and once a case. An objection is settled after the last
notice, and sends the case the ordinary way, under its old ids; so does a firm that may not use the simplified way
(`eligible`). The notice is held by the government and stops the clock of the item around it, unless `pause` is false.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import check_new, services_with, with_flows
from sim.levers.tools.papers import check_asked
from sim.levers.tools.places import apart, run_replaced
from sim.levers.tools.routing import by_share, either_way
from sim.model.block import one_time
from sim.model.blocks import Block, Documents, Flow, Milestone, Pause, Repeat, Wait, find, rewritten
from sim.model.conditions import Condition, Stamped
from sim.model.distribution import Distribution
from sim.model.faults import listed, wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration, SourcedShare

NOTICE = Name(zh="简易注销公告", en="Notice of simplified deregistration")
EXCEPTION = Name(zh="异常状态消除", en="Exception cleared")
ELIGIBLE = Name(zh="是否适用简易注销", en="May use the simplified way")
OBJECTION = Name(zh="公告期异议", en="Objection to the notice")
SIMPLE = Name(zh="简易注销公告期满无异议", en="Notice over, nobody objected")
ORDINARY = Name(zh="转一般注销程序", en="Ordinary liquidation if it must be")


class Forms(Model):
    """Errors in the papers of `documents` are corrected; each paper with its time of supply, or null to keep it."""

    documents: Id
    papers: Annotated[Mapping[Id, Distribution | None], Field(min_length=1)]


class Parameters(Model):
    """`ordinary` steps are left to whoever the notice `id` does not serve."""

    id: Id
    ordinary: Annotated[tuple[Id, ...], Field(min_length=1)]
    notice: SourcedDuration
    objection: SourcedShare
    exception: SourcedShare = SourcedShare(value=0.0)
    clear: Distribution | None = None
    """How long the applicant takes to clear an exception."""
    eligible: SourcedShare = SourcedShare(value=1.0)
    """Share of the cases that may use the simplified way."""
    forms: Forms | None = None
    pause: Pause = "公告 public notice"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.exception.value > 0) != (self.clear is not None):
            raise wrong(
                "exception and clear belong together: how often one is found, and how long it takes to clear"
            )
        if self.eligible.value <= 0:
            raise wrong("eligible 0 leaves everything as it was; allowed: above 0 to 1")
        if self.notice.value.working:
            raise wrong(
                f'notice "{self.notice.value}" is working time; a notice runs in calendar days, as in "20 cd"'
            )
        return self if self.clear is None else one_time(self, "clear", self.clear)


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """The notice in place of the liquidation, in every service that has its steps."""
    flows = services_with(scenario, "ordinary", parameters.ordinary, (Block,))
    kept: dict[str, Flow] = {}
    for name, flow in flows.items():
        check_new(flow, "id", parameters.id)
        gone = run_replaced(flow, parameters.ordinary, lambda _: ())
        if gone is None:
            raise Refusal("ordinary", apart(parameters.ordinary).partition(";")[0])
        kept[name] = gone
    # Only a few cases still come to the ordinary steps: nobody may need what is stamped there.
    with_flows(scenario, "ordinary", kept)
    return with_flows(scenario, "ordinary", {name: _simple(flow, parameters) for name, flow in flows.items()})


def _simple(flow: Flow, parameters: Parameters) -> Flow:
    if parameters.forms is not None:
        flow = _forms_corrected(flow, parameters.forms)
    simple = f"{parameters.id}.simple"
    ended = Condition(f"stamped.{simple}", Stamped(simple))

    def change(run: Flow) -> tuple[Block, ...]:
        done = Milestone.model_construct(id=simple, name=SIMPLE, as_of=None)
        objection = by_share(f"{parameters.id}.objection", OBJECTION, parameters.objection.value, (), (done,))
        published: tuple[Block, ...] = (_notice(parameters), objection)
        if parameters.eligible.value < 1:
            eligible = f"{parameters.id}.eligible"
            published = (by_share(eligible, ELIGIBLE, parameters.eligible.value, published),)
        return (*published, either_way(f"{parameters.id}.ordinary", ORDINARY, ended, (), run))

    made = run_replaced(flow, parameters.ordinary, change)
    assert made is not None
    return made


def _notice(parameters: Parameters) -> Block:
    """The notice, and once more where an exception was found and cleared."""
    published = Wait.model_construct(
        id=f"{parameters.id}.published",
        name=NOTICE,
        length=Distribution.model_validate(str(parameters.notice.value)),
        party="government",
        pause=parameters.pause,
        commissioned_by=None,
        source=parameters.source,
    )
    cleared: Flow = ()
    if parameters.clear is not None:
        clearing = Wait.model_construct(
            id=f"{parameters.id}.cleared",
            name=EXCEPTION,
            length=parameters.clear,
            party="applicant",
            pause=parameters.pause,
            commissioned_by=None,
            source=parameters.source,
        )
        cleared = (clearing,)
    return Repeat.model_construct(
        id=parameters.id,
        name=LEVER.label,
        do=(published,),
        again=(parameters.exception, SourcedShare(value=0.0)),
        maximum=2,
        between=cleared,
        source=parameters.source,
    )


def _forms_corrected(flow: Flow, forms: Forms) -> Flow:
    """The flow whose file is no longer sent back: what is wrong is put right while the clock stops."""
    block = find(flow, forms.documents)
    if not isinstance(block, Documents) or block.mode != "return":
        said = f'no documents of the mode return are called "{forms.documents}"'
        raise Refusal("forms", said if block is None else f'{said}; "{forms.documents}" is {_kind(block)}')
    check_asked(block, "forms", list(forms.papers))
    if lacking := [paper for paper in block.papers if paper not in forms.papers]:
        raise Refusal(
            "forms", f'"{block.id}" also asks for {listed(lacking)}; state them all, null keeps a time'
        )
    papers = {
        name: paper.model_copy(update={"supply": forms.papers[name] or paper.supply})
        for name, paper in block.papers.items()
    }
    stated = {"id": block.id, "name": block.name, "source": block.source, "mode": "correct", "do": block.do}
    try:
        corrected = Documents.model_validate({**stated, "papers": papers})
    except ValidationError as error:
        raise Refusal("forms", error.errors(include_url=False)[0]["msg"]) from None
    return rewritten(flow, lambda found: (corrected,) if _is(found, block) else (found,))


def _is(found: Block, block: Documents) -> bool:
    return isinstance(found, Documents) and found.id == block.id


def _kind(block: Block) -> str:
    return f"of the mode {block.mode}" if isinstance(block, Documents) else f"of the kind {block.keyword}"


LEVER = Lever(
    "simplified_deregistration",
    Name(zh="简易注销", en="Simplified deregistration"),
    Name(
        zh="以20个自然日公告代替一般清算；发现异常不撤销申请，待消除后再次公告；形式错误补正后接受。",
        en="A public notice of 20 calendar days takes the place of a liquidation; an obstacle found is cleared and the "
        "notice runs again, and errors of form are corrected.",
    ),
    Parameters,
    apply,
    About(
        clauses="U26; K3; C三(十); G26; Y41",
        documented=Name(
            zh="登记管理条例第三十三条、公司法第二百四十条；2021年容错通知；2017年3—7月全国异议率9.4%。",
            en="Regulation 33, Company Law 240, the tolerance notice of 2021; 9.4% of notices met an objection in "
            "March to July 2017.",
        ),
        assumed=Name(
            zh="异常比例和消除时间；公告期满时发现异常，每件一次。",
            en="How often an exception is found, and how long it takes to clear; once a case, when the notice ends.",
        ),
    ),
)
