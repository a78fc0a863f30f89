"""`documents` in terms of simpler blocks (SEMANTICS 5.4). Whether a paper is missing is drawn once a case.

return      repeat { do } while papers are missing, the applicant preparing between the attempts and then, unless the
            file came by a channel that is open round the clock, waiting until the office is open; the stamps
            named by `restart` are cleared when the file goes back, so its clock starts anew. With `settled` a file
            that bears that stamp after its first hand-in is not sent back.
correct     do, and then, if papers are missing, a pause until the slowest of them is supplied.
tolerate    do (a missing core paper is handled as above; with `core: return` and no core paper the repeat stays,
            never gone through again, so that other steps keep their draws), then the missing deferrable papers
            are supplied in a background. `late: refuse | revoke` ends the case when the deadline passes first;
            `late: correct` pauses the clock from the deadline until they are there. With `gate: decision` a
            `require` of this block's id holds the decision (`gate`); with `gate: after_delivery` the background
            goes on.

With `notice`, `do` is an item `<id>.notice` that promises that time, of each attempt anew, and an `until` on its clock
stands around what hands in the core papers: silence stamps `accepted` as of the receipt (`<id>.notice.started`), ends
what is under way and asks for no core paper any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sim.model.blocks import (
    Background,
    Block,
    Choice,
    Documents,
    End,
    Item,
    Milestone,
    Option,
    Paper,
    Parallel,
    Race,
    Repeat,
    Require,
    Until,
    Wait,
)
from sim.model.conditions import (
    Both,
    Compare,
    Condition,
    Constant,
    Either,
    IsValue,
    Missing,
    Not,
    Stamped,
    Test,
)
from sim.model.distribution import Distribution
from sim.model.quantities import Name
from sim.model.scenario import Channel
from sim.model.sourced import SourcedDuration

SUPPLEMENT = "补正 supplement"
"""Reason of the pause while papers are corrected (state 6 of the national item states)."""
LACKING = Name(zh="有缺件才补", en="supplied if missing")
DEFERRED = Name(zh="容缺材料后补", en="papers that follow")
TRANSFER = Name(zh="跨厅传递", en="on the way from another hall")
LATE = Name(zh="逾期未补", en="not supplied in time")
NOTICE = Name(zh="一次性告知", en="notice of what is missing")
SILENT = Name(zh="逾期不告知，自收到之日起即为受理", en="no notice in time: accepted as of the receipt")
NEVER = Condition("1 < 0", Compare("<", Constant(1.0), Constant(0.0)))


class Return(Wait):
    """A wait after which a file comes back: where its channel comes to a counter, when the office is open."""


class Resubmission(Repeat):
    """A repeat whose every further visit is a new attempt, whether or not a clock starts anew."""


def expanded(block: Documents) -> list[Block]:
    """Blocks that mean the same. Steps take ids below the block's own: `<id>.prepare`, `<id>.<paper>` …"""
    core = {
        name: paper
        for name, paper in block.papers.items()
        if not (block.mode == "tolerate" and paper.deferrable)
    }
    looked: Sequence[Block] = block.do if block.notice is None else (_noticed(block),)
    blocks: list[Block] = []
    if block.core_handling == "return":
        blocks.append(_returned(block, core, looked))
    else:
        blocks += looked
        if core and block.core_handling == "correct":
            blocks.append(_corrected(block, core))
    if block.notice is not None:
        blocks = [_unless_silent(block, blocks)]
    if block.mode == "tolerate":
        blocks.append(_tolerated(block, {name: p for name, p in block.papers.items() if p.deferrable}))
    return blocks


def transferred(channels: Mapping[str, Channel]) -> tuple[Block, ...]:
    """What files of other halls go through first: the way from there, in steps `transfer.<channel>`."""
    made: list[Block] = []
    for name, channel in channels.items():
        if channel.transfer is None:
            continue
        on_the_way = Wait.model_construct(
            id=f"transfer.{name}", name=TRANSFER, length=channel.transfer, party="government", pause=None
        )
        came = Condition(f"channel == '{name}'", IsValue("channel", name))
        made.append(_if(f"transfer.{name}?", TRANSFER, came, [on_the_way]))
    return tuple(made)


def _sent_back(block: Documents, papers: Sequence[str]) -> Condition:
    """Papers are missing, and nobody has settled it."""
    missing = _any_missing(papers)
    if block.settled is None:
        return missing
    text = f"({missing.text}) and not stamped.{block.settled}"
    return Condition(text, Both(missing.tree, Not(Stamped(block.settled))))


def _any_missing(papers: Sequence[str]) -> Condition:
    tree: Test = Missing(papers[0])
    for paper in papers[1:]:
        tree = Either(tree, Missing(paper))
    return Condition(" or ".join(f"missing.{paper}" for paper in papers), tree)


def _named(block: Documents, said: Name) -> Name:
    """`said`, after the name of the block."""
    whose = block.name or Name(zh=block.id, en=block.id)
    return Name(zh=f"{whose.zh}：{said.zh}", en=f"{whose.en}: {said.en}")


def _if_missing(block_id: str, name: Name, papers: Sequence[str], do: Sequence[Any]) -> Choice:
    return _if(block_id, name, _any_missing(papers), do)


def _if(block_id: str, name: Name, condition: Condition, do: Sequence[Any]) -> Choice:
    return Choice.model_construct(
        id=block_id,
        name=name,
        options=(
            Option.model_construct(share=None, when=condition, otherwise=False, do=tuple(do)),
            Option.model_construct(share=None, when=None, otherwise=True, do=()),
        ),
    )


def _noticed(block: Documents) -> Item:
    """What is done with the file, as a part that promises the time of the notice."""
    assert isinstance(block.notice, SourcedDuration)  # `by_law` is written out before
    return Item.model_construct(
        id=notice_of(block), name=_named(block, NOTICE), promised=block.notice, clock="statutory", do=block.do
    )


def notice_of(block: Documents) -> str:
    """Id of the part whose clock the notice stands on."""
    return f"{block.id}.notice"


def _unless_silent(block: Documents, do: Sequence[Any]) -> Until:
    accepted = Milestone.model_construct(id="accepted", as_of=f"{notice_of(block)}.started")
    return Until.model_construct(
        id=f"{block.id}.silence",
        name=_named(block, SILENT),
        clock=notice_of(block),
        do=tuple(do),
        then=(accepted,),
    )


def _returned(block: Documents, papers: dict[str, Paper], looked: Sequence[Any]) -> Resubmission:
    assert block.prepare is not None
    assert block.again is not None
    assert block.maximum is not None
    prepare = Return.model_construct(
        id=f"{block.id}.prepare", name=block.name, length=block.prepare, party="applicant", pause=None
    )
    return Resubmission.model_construct(
        id=block.id,
        name=block.name,
        do=tuple(looked),
        again=(block.again,),
        again_when=_sent_back(block, list(papers)) if papers else NEVER,
        maximum=block.maximum,
        between=(prepare,),
        restart=(*block.restart, *_restarted(block)),
    )


def _restarted(block: Documents) -> tuple[str, ...]:
    """Stamps of the notice that a further attempt clears: its time runs from each receipt."""
    return () if block.notice is None else (f"{notice_of(block)}.started", f"{notice_of(block)}.done")


def _supply(block: Documents, name: str, paper: Paper, *, pause: str | None) -> Choice:
    assert paper.supply is not None
    wait = Wait.model_construct(
        id=f"{block.id}.{name}", name=paper.name, length=paper.supply, party="applicant", pause=pause
    )
    return _if_missing(f"{block.id}.{name}?", _named(block, LACKING), [name], [wait])


def _all_supplied(block: Documents, papers: dict[str, Paper], *, pause: str | None) -> Parallel:
    return Parallel.model_construct(
        id=f"{block.id}.supply",
        name=block.name,
        branches={name: (_supply(block, name, paper, pause=pause),) for name, paper in papers.items()},
    )


def _corrected(block: Documents, papers: dict[str, Paper]) -> Choice:
    return _if_missing(
        f"{block.id}.missing?",
        _named(block, LACKING),
        list(papers),
        [_all_supplied(block, papers, pause=SUPPLEMENT)],
    )


def _deadline(block: Documents) -> Wait:
    """A wait that nobody holds: time alone runs against the applicant."""
    assert block.deadline is not None
    return Wait.model_construct(
        id=f"{block.id}.deadline",
        name=block.name,
        length=Distribution.model_validate(str(block.deadline.value)),
        party=None,  # type: ignore[arg-type]  # a deadline is held by nobody; files cannot say so
        pause=None,
    )


def _tolerated(block: Documents, papers: dict[str, Paper]) -> Choice:
    after: Literal["continue", "withdraw"] = "continue" if block.gate == "after_delivery" else "withdraw"
    supply = _all_supplied(block, papers, pause=None)
    deadline = _deadline(block)
    blocks: list[Block]
    if block.late == "correct":
        late = Background.model_construct(
            id=f"{block.id}.late",
            name=_named(block, LATE),
            do=(deadline, Require.model_construct(id=block.id, pause=SUPPLEMENT)),
            after="withdraw",
        )
        blocks = [Background.model_construct(id=block.id, do=(supply,), after=after), late]
    else:
        outcome = "revoked" if block.late == "revoke" else "refused"
        # Papers are complete a round after the last one came (a join); an empty fork gives the deadline the
        # same round, so that a supplement at the very deadline is in time.
        also = Parallel.model_construct(
            id=f"{block.id}.late", name=_named(block, LATE), branches={"late": ()}
        )
        race = Race.model_construct(
            id=f"{block.id}.race",
            name=_named(block, DEFERRED),
            branches={"supplied": (supply,), "late": (deadline, also, End.model_construct(id=outcome))},
        )
        blocks = [Background.model_construct(id=block.id, do=(race,), after=after)]
    return _if_missing(f"{block.id}.deferred?", _named(block, DEFERRED), list(papers), blocks)
