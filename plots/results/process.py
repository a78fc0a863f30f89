"""A service's flow as the tree a process map is drawn from, with what the finished cases of the window did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plots.process_map import process_map
from plots.process_parts import Branch, Fork, Group, Loop, Part, StepBox, StepKind, boxes
from plots.results.asked import Asked, flow_of, label, named, pools_of
from plots.results.stages import asked_stage, steps_of
from sim.experiments.runs.run import Result
from sim.model import Fault, ModelError
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    End,
    Item,
    Milestone,
    Parallel,
    Race,
    Repeat,
    Require,
    Session,
    Stage,
    Task,
    UnknownBlock,
    Until,
    Wait,
)
from sim.results.traces import Traces
from sim.words.causes import PARTIES
from sim.words.figures import FIGURES
from sim.words.language import Lang
from sim.words.provenance import provenance

if TYPE_CHECKING:
    from matplotlib.figure import Figure


ALL = 0.005
"""A choice that fewer of the cases pass by is no choice."""


def draw_process_map(asked: Asked) -> Figure:
    """The flow of the service with mean times, shares of cases, and who is last at each join."""
    parts, cases = parts_of(asked)
    inside = asked_stage(asked, asked.whatif)
    return process_map(
        parts,
        cases=cases,
        name=asked.title
        if inside is None
        else f"{named(inside.name, inside.id, asked.lang)} · {asked.title}",
        lang=asked.lang,
        provenance=provenance(asked.whatif, asked.lang),
    )


def parts_of(asked: Asked) -> tuple[tuple[Part, ...], int]:
    """The flow, or that of the stage asked for, and how many cases finished. Raises ModelError where none did."""
    made = asked.made()
    tracks = Traces.of(made.program, made.outcomes, asked.service)
    inside = asked_stage(asked, asked.whatif)
    flow = flow_of(asked.scenario, asked.service) if inside is None else inside.do
    share = 1.0 if inside is None else tracks.share(steps_of(flow))
    parts = Mapped(asked, made, tracks).sequence(flow, share)
    if not boxes(parts) or tracks.cases == 0:
        message = "no case of the window finished: nothing to draw; lengthen the follow-up"
        raise ModelError([Fault.of("service", asked.service, message)])
    return parts, tracks.cases


class Mapped:
    """Turns blocks into parts of the map; blocks that take no time and lead nowhere else are left out."""

    def __init__(self, asked: Asked, made: Result, traces: Traces) -> None:
        self.asked = asked
        self.made = made
        self.traces = traces
        self.lang: Lang = asked.lang

    def sequence(self, flow: Sequence[Block], share: float) -> tuple[Part, ...]:
        """`share`: of all cases that come to this flow."""
        parts: list[Part] = []
        for place, block in enumerate(flow):
            if isinstance(block, Background):
                made, rest = self._beside(block, flow[place + 1 :], share)
                return (*parts, *made, *self.sequence(rest, share))
            parts += self._block(block, share)
        return tuple(parts)

    def _block(self, block: Block, share: float) -> list[Part]:
        match block:
            case Task():
                return [self._step(block), *self.sequence(block.stay, share)]
            case Session() | Wait():
                return [self._step(block)]
            case Item() | Stage():
                body = self.sequence(block.do, share)
                grouped = len(boxes(body)) > 1 or isinstance(block, Stage)
                if not grouped or not body:
                    return list(body)
                steps = steps_of(block.do)
                return [Group(self._name(block), body, self.traces.share(steps), self.traces.elapsed(steps))]
            case Repeat():
                body = self.sequence(block.do, share)
                back = self.sequence(block.between, self.traces.share(steps_of(block.between)))
                if not body:
                    return list(back)
                again = (
                    self.traces.share(steps_of(block.between))
                    if back
                    else self.traces.repeated(steps_of(block.do))
                )
                return [Loop(body, back, again)]
            case Parallel() | Race():
                return self._side_by_side(block, share)
            case Until():
                return self._until(block, share)
            case Choice():
                return self._choice(block, share)
            case Milestone() | Require() | End():
                return []  # a stamp takes no time; the join of a background and the end of a way are drawn with these
        raise UnknownBlock(block, "the process map")

    def _step(self, block: Task | Session | Wait) -> StepBox:
        program, scenario = self.made.program, self.asked.scenario
        waiting, work = self.traces.means(block.id)
        cause = "work"
        if isinstance(block, Wait):
            cause = block.pause or (f"wait_{block.party}" if block.party else "wait")
            who = PARTIES[self.lang].get(block.party, "")
        elif isinstance(block, Session):
            who = named(scenario.sessions[block.meeting].name, block.meeting, self.lang)
        else:
            mark = " + " if block.all_of else " / "
            who = mark.join(label(program, "pool", pool, self.lang) for pool in pools_of(scenario, block))
        kind: StepKind = "wait" if cause != "work" else "session" if isinstance(block, Session) else "task"
        return StepBox(self._name(block), who, kind, self.traces.share([block.id]), waiting, work, cause)

    def _until(self, block: Until, share: float) -> list[Part]:
        """What is done in time; and beside it what is done otherwise, for the cases that came to it."""
        body = self.sequence(block.do, share)
        late = self.sequence(block.then, self._share(block.then, 0.0))
        if not late:
            return list(body)
        name = self._name(block)
        branches = (
            Branch("", body, self._share(block.do, share)),
            Branch(name, late, self._share(block.then, 0.0), _ends(block.then) is not None),
        )
        return [Fork("first", branches)]

    def _side_by_side(self, block: Parallel | Race, share: float) -> list[Part]:
        flows = {name: flow for name, flow in block.branches.items()}
        made = {name: bare(self.sequence(flow, self._share(flow, share))) for name, flow in flows.items()}
        kept = [name for name in made if made[name] or _ends(flows[name])]
        if len(kept) == 1:
            return list(made[kept[0]])
        lasts = self.traces.lasts([steps_of(flows[name]) for name in kept])
        branches = tuple(
            Branch(
                self._branch_name(name, flows[name], made[name]), made[name], self._share(flows[name], share),
                _ends(flows[name]) is not None, lasts[number] if isinstance(block, Parallel) else None,
            )
            for number, name in enumerate(kept)
        )  # fmt: skip
        return [Fork("all" if isinstance(block, Parallel) else "first", branches)] if branches else []

    def _branch_name(self, name: str, flow: Sequence[Block], made: tuple[Part, ...]) -> str:
        """A branch is called as its only item or step, or as its first step: keys are not made to be read."""
        steps = [block for block in flow if isinstance(block, (Item, Stage, Task, Session, Wait))]
        if len(steps) == 1:
            return self._name(steps[0])
        found = boxes(made)
        if not found:
            return name
        more = FIGURES[self.lang]["and_more"]
        return found[0].name if len(found) == 1 else f"{found[0].name}{more}"

    def _choice(self, block: Choice, share: float) -> list[Part]:
        flows = [option.do for option in block.options]
        shares = [self._share(flow, 0.0) if steps_of(flow) else None for flow in flows]
        stated = block.shares if block.by_share else None
        for number, flow in enumerate(flows):
            if shares.count(None) > 1 and shares[number] is None and stated is not None and _ends(flow):
                shares[number] = share * stated[number]
        rest = max(0.0, share - sum(one for one in shares if one is not None))
        empty = max(1, shares.count(None))
        found = [rest / empty if one is None else one for one in shares]
        made = [bare(self.sequence(flow, one)) for flow, one in zip(flows, found, strict=True)]
        if not any(boxes(parts) for parts in made) and not any(map(_ends, flows)):
            return []
        only = [number for number, parts in enumerate(made) if parts]
        if len(only) == 1 and not any(map(_ends, flows)) and found[only[0]] > share - ALL:
            return list(made[only[0]])
        branches = [
            Branch(
                named(option.name, _ends(option.do) or "", self.lang),
                parts,
                taken,
                _ends(option.do) is not None,
            )
            for option, parts, taken in zip(block.options, made, found, strict=True)
        ]
        return [Fork("choice", tuple(sorted(branches, key=lambda one: -one.share)))]

    def _beside(
        self, block: Background, rest: Sequence[Block], share: float
    ) -> tuple[list[Part], Sequence[Block]]:
        """A background beside what follows, up to the `require` that waits for it, or to the end."""
        places = [n for n, one in enumerate(rest) if isinstance(one, Require) and one.id == block.id]
        until = places[0] if places else len(rest)
        side = self.sequence(block.do, self._share(block.do, share))
        main = self.sequence(rest[:until], share)
        if not side:
            return list(main), rest[until:]
        branches = (Branch("", main, share), Branch(self._name(block), side, self._share(block.do, share)))
        return [Fork("side", branches, joined=bool(places))], rest[until + 1 :]

    def _share(self, flow: Sequence[Block], otherwise: float) -> float:
        steps = steps_of(flow)
        return self.traces.share(steps) if steps else otherwise

    def _name(self, block: Block) -> str:
        if block.name is not None:
            return block.name.in_language(self.lang)
        return label(self.made.program, "step", block.id, self.lang, self.asked.service)


def bare(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts that are one choice between something and nothing: the something. Its share of the cases says the rest."""
    if len(parts) == 1 and isinstance(parts[0], Fork) and parts[0].kind == "choice":
        filled = [branch for branch in parts[0].branches if branch.parts]
        if len(filled) == 1 and not any(branch.ends for branch in parts[0].branches):
            return bare(filled[0].parts)
    return parts


def _ends(flow: Sequence[Block]) -> str | None:
    """The outcome of a flow that ends the case for good, on its own level."""
    return next((block.id for block in flow if isinstance(block, End)), None)
