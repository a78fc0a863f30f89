"""Whether a case can pass one milestone and later another: a target that runs the other way measures nothing (9.7).

A flow is followed with everything that may have happened to the two stamps so far. Where branches or backgrounds that
hold them run side by side every order counts as possible, so that only what no case can do is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sim.engine.compile.faults import CompileError
from sim.engine.program import ARRIVED, FINISHED
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    End,
    Milestone,
    Parallel,
    Part,
    Race,
    Repeat,
    Task,
    Until,
    walk,
)
from sim.model.names import STAMPED_ALWAYS
from sim.model.target import Target

NEITHER, START, END, FORWARD, BACKWARD = range(5)
"""What is stamped: nothing, the start, the end, both in this order, both in the other."""

States = frozenset[int]
Stamp = str
DEEMED = "deemed"


def check_order(targets: Mapping[str, Target], flows: Mapping[str, Sequence[Block]]) -> None:
    """Raises CompileError for targets whose `to` cannot come after their `from`; flows with documents written out."""
    faults = []
    stamped: dict[str, set[Stamp]] = {}
    seen: dict[tuple[str, Stamp, Stamp, bool], str] = {}
    for name, target in targets.items():
        start, to = target.scope
        for service in target.services:
            flow = flows[service]
            if service not in stamped:
                stamped[service] = {
                    *STAMPED_ALWAYS,
                    *(stamp for block in walk(flow) for stamp in stamps_of(block)),
                }
            if not {start, to} <= stamped[service]:
                continue
            asked = service, start, to, target.last
            if asked not in seen:
                seen[asked] = backwards(flow, start, to, last=target.last)
            if why := seen[asked]:
                faults.append(CompileError(f"targets.{name}.{'to' if target.to else 'item'}", why))
                break
    if faults:
        raise CompileError(faults[0].path, faults[0].message, tuple(faults[1:]))


def backwards(flow: Sequence[Block], start: Stamp, to: Stamp, *, last: bool = False) -> str:
    """Why every case that passes both passes `to` first; "" if one can do so the other way round, or none has both."""
    if start == to:
        return f'from and to are both "{to}"; nothing lies between them, so name two milestones'
    seen = _Way(flow, start, to, last=last).seen
    # Where no case has both, the clock runs and never stops: nobody is on time, and nothing is hidden.
    if FORWARD in seen or BACKWARD not in seen:
        return ""
    return f'"{to}" always comes before "{start}", so this clock cannot run; did you mean from "{to}" to "{start}"?'


def check_restart(block: Repeat, path: str) -> None:
    """Raises CompileError where a repeat takes back one end of a part and not the other."""
    for milestone in block.restart:
        part, _, end = milestone.rpartition(".")
        if end in ("started", "done") and {f"{part}.started", f"{part}.done"} - set(block.restart):
            both = f"{part}.started and {part}.done"
            raise CompileError(path, f'"{milestone}" alone leaves its clock one end; restart {both}')


def stamps_of(block: Block) -> tuple[Stamp, ...]:
    """What a block itself stamps."""
    if isinstance(block, Milestone):
        return (block.id,)
    if isinstance(block, Part):
        return f"{block.id}.started", f"{block.id}.done"
    if isinstance(block, Until) and block.deemed:
        return (DEEMED,)
    return ()


class _Way:
    """Follows a flow; `seen` is everything that the two stamps can come to."""

    def __init__(self, flow: Sequence[Block], start: Stamp, to: Stamp, *, last: bool) -> None:
        self.start, self.to, self.last = start, to, last
        self.seen: set[int] = set()
        self.loose: list[Block] = []
        """Backgrounds under way: what they stamp may come at any time."""
        self.watching: list[set[int]] = []
        self.flow = flow
        begun = self._stamped(STAMPED_ALWAYS[ARRIVED], frozenset({NEITHER}))
        self._over(self._through(flow, begun))

    # -- stamps -----------------------------------------------------------------------------------------

    def _stamped(self, stamp: Stamp, states: States, *, dated_back: bool = False) -> States:
        if stamp == self.start:
            # Dated back, it may lie before an end that was stamped already.
            late = {BACKWARD, FORWARD} if dated_back else {BACKWARD}
            moves = {NEITHER: {START}, END: late}
        elif stamp == self.to:
            moves = {NEITHER: {END}, START: {FORWARD}, BACKWARD: {FORWARD} if self.last else {BACKWARD}}
        else:
            return states
        made = frozenset(new for state in states for new in moves.get(state, {state}))
        self.seen |= made
        return made

    def _cleared(self, stamps: Collection[Stamp], states: States) -> States:
        if self.start in stamps:
            states = frozenset(
                {START: NEITHER, FORWARD: END, BACKWARD: END}.get(state, state) for state in states
            )
        if self.to in stamps:
            states = frozenset(
                {END: NEITHER, FORWARD: START, BACKWARD: START}.get(state, state) for state in states
            )
        return states

    # -- blocks -----------------------------------------------------------------------------------------

    def _through(self, blocks: Sequence[Block], states: States) -> States:
        for block in blocks:
            states = self._at_any_time(self.loose, self._after(block, states))
            for watching in self.watching:
                watching |= states
        return states

    def _after(self, block: Block, states: States) -> States:
        match block:
            case Milestone():
                return self._stamped(block.id, states, dated_back=block.as_of is not None)
            case End():
                return self._over(states)
            case Part():
                inside = self._through(block.do, self._stamped(f"{block.id}.started", states))
                return self._stamped(f"{block.id}.done", inside)
            case Task():
                return self._through(block.stay, states)
            case Choice():
                return frozenset().union(*(self._through(option.do, states) for option in block.options))
            case Repeat():
                return self._again_and_again(block, states)
            case Until():
                done, anywhere = self._watched(block.do, states)
                late = self._through(block.then, anywhere)
                return done | (self._stamped(DEEMED, late) if block.deemed else late)
            case Parallel() | Race():
                return self._beside(block, states)
            case Background():
                asked = self._asked((block,))
                if (
                    asked
                    and asked == self._asked(self.flow)
                    and STAMPED_ALWAYS[FINISHED] not in (self.start, self.to)
                ):
                    return self._watched(block.do, states)[1]
                self.loose = [*self.loose, *block.do]
        return states

    def _over(self, states: States) -> States:
        """The case ends; only backgrounds may stamp something afterwards."""
        self._at_any_time(self.loose, self._stamped(STAMPED_ALWAYS[FINISHED], states))
        return frozenset()

    def _again_and_again(self, block: Repeat, states: States) -> States:
        entered, out = states, frozenset[int]()
        while True:
            done = self._through(block.do, entered)
            out |= done
            more = (
                self._through(block.between, self._cleared(block.restart, done))
                if block.maximum > 1
                else states
            )
            if more <= entered:
                return out
            entered |= more

    def _watched(self, blocks: Sequence[Block], states: States) -> tuple[States, States]:
        """After the blocks, and wherever in between one may break off."""
        self.watching.append(set(states))
        done = self._through(blocks, states)
        return done, frozenset(self.watching.pop())

    def _beside(self, block: Parallel | Race, states: States) -> States:
        asked = [branch for branch in block.branches.values() if self._asked(branch)]
        if len(asked) > 1:
            return self._at_any_time([inner for branch in asked for inner in branch], states)
        if not asked:
            return states
        done, anywhere = self._watched(asked[0], states)
        return anywhere if isinstance(block, Race) else done

    def _at_any_time(self, blocks: Sequence[Block], states: States) -> States:
        """Whatever order the stamps of these blocks come in, as often as they like."""
        if not blocks:
            return states
        while True:
            more = states
            for block in walk(blocks):
                for stamp in stamps_of(block):
                    dated_back = isinstance(block, Milestone) and block.as_of is not None
                    more |= self._stamped(stamp, more, dated_back=dated_back)
                if isinstance(block, Repeat):
                    more |= self._cleared(block.restart, more)
            if more == states:
                return states
            states = more

    def _asked(self, blocks: Sequence[Block]) -> int:
        """How often the two stamps, or what takes them back, stand in these blocks."""
        asked = 0
        for block in walk(blocks):
            asked += sum(stamp in (self.start, self.to) for stamp in stamps_of(block))
            asked += isinstance(block, Repeat) and bool({self.start, self.to} & set(block.restart))
        return asked
