"""Blocks to nodes. A flow is compiled from its end, so that every node knows what follows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sim.chance import VISIT_LIMIT, threshold
from sim.engine.compile.columns import Numbered, pause_columns
from sim.engine.compile.expand import Resubmission, Return, expanded
from sim.engine.compile.faults import CompileError
from sim.engine.compile.gate import gated
from sim.engine.compile.needs import Needs
from sim.engine.compile.order import check_restart
from sim.engine.compile.shared import COMPLETED, DEEMED, Shared, Step, Watched, last_of, party_bits
from sim.engine.compile.visits import Kept, Visits, returning, visitor_row
from sim.engine.compile.who_works import works_of
from sim.engine.compile.work import factor_rows, work_table
from sim.engine.nodes import (
    AGAIN,
    ALL,
    ALWAYS,
    ANEW,
    CHOICE,
    DONE,
    END,
    EXPLICIT,
    FIRST,
    FORK,
    HOLD,
    JOIN,
    MILESTONE,
    NATURAL,
    RELEASE,
    REPEAT,
    SESSION,
    TASK,
    TIMER,
)
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    Documents,
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
    Until,
    Wait,
    rewritten,
)  # fmt: skip
from sim.model.conditions import CHANNEL, Condition, Either, IsValue, Test
from sim.model.distribution import Distribution
from sim.model.target import joined, left

NATURAL_END = End.model_construct(id=COMPLETED)
AT_ONCE = Distribution.model_validate("0 min")
"""Work of a session that states none."""


class ServiceFlow:
    """Compiles the flow of one service into the shared columns."""

    def __init__(
        self,
        shared: Shared,
        needs: Needs,
        service: str,
        number: int,
        attributes: Numbered,
        counters: Sequence[str] = (),
    ) -> None:
        """`counters`: channels by which files come to a counter, in office hours."""
        self.counters = counters
        self.shared = shared
        self.needs = needs
        self.service = service
        self.number = number
        self.attributes = attributes
        self.backgrounds = Numbered()
        self.blocks: tuple[Block, ...] = ()
        """The flow as it is compiled: documents written out."""
        self.entry_of: dict[int, int] = {}
        """By identity of the block: the node where it begins."""
        self.ending_of: dict[int, int] = {}
        """By identity of the block: where the branches of a parallel or race, a round of a repeat, a background end."""
        self.end = -1
        """Where the flow ends of itself."""
        self._background_base = len(shared.background_continues)
        self._steps: dict[int, int] = {}
        self.returns: dict[str, int] = {}
        """By task: the step in which a visitor stays away before coming back to it."""
        self.away: dict[str, int] = {}
        """By task: the node of it."""
        self._visits = 1
        self._inside: list[str] = []
        self._items: list[int] = []
        self._kept = Kept(shared)
        self._around: list[str] = []
        """Backgrounds around the block that is being compiled."""

    def compile(self, flow: Sequence[Block]) -> int:
        """The entry node of the whole flow; its natural end finishes the case."""
        self.blocks = blocks = without_documents(flow)
        self._declare(blocks, ())
        self.end = end = self._node(
            END, len(self.shared.steps), outcome=self.shared.outcomes.number(COMPLETED), mode=NATURAL
        )
        self.shared.steps.append(Step(self.service, "end", NATURAL_END, ()))
        return self._sequence(blocks, end)

    # -- numbering ------------------------------------------------------------------------------------

    def _declare(self, blocks: Sequence[Block], inside: tuple[str, ...]) -> None:
        """Number every block in declared order, backgrounds too: that order breaks ties."""
        for block in blocks:
            self._steps[id(block)] = len(self.shared.steps)
            self.shared.steps.append(Step(self.service, block.id, block, inside))
            if isinstance(block, Background):
                self.backgrounds.number(block.id)
                self.shared.background_continues.append(int(block.after == "continue"))
            if isinstance(block, Task) and block.comes_back is not None:
                self.returns[block.id] = len(self.shared.steps)
                away = returning(block)
                self.shared.steps.append(Step(self.service, away.id, away, inside))
            below = (*inside, block.id) if isinstance(block, (Item, Stage)) else inside
            for flow in block.inner().values():
                self._declare(flow, below)

    def _node(self, kind: int, step: int, **values: int) -> int:
        return self.shared.nodes.add(
            kind=kind,
            step=step,
            service=self.number,
            item=self._items[-1] if self._items else -1,
            **{"parties": 0, "pause": 0, "pause_kind": 0, **values},
        )

    def _sequence(self, blocks: Sequence[Block], following: int) -> int:
        for block in reversed(blocks):
            following = self.entry_of[id(block)] = self._block(block, following)
        return following

    def _block(self, block: Block, following: int) -> int:
        step = self._steps[id(block)]
        match block:
            case Task():
                return self._task(block, step, following)
            case Session():
                return self._session(block, step, following)
            case Wait():
                return self._wait(block, step, following)
            case Parallel():
                return self._fork(block, step, following, ALL)
            case Race():
                return self._fork(block, step, following, FIRST)
            case Until():
                return self._until(block, step, following)
            case Choice():
                return self._choice(block, step, following)
            case Repeat():
                return self._repeat(block, step, following)
            case Background():
                return self._background(block, step, following)
            case Require():
                return self._require(block, step, following)
            case Item() | Stage():
                return self._part(block, step, following)
            case Milestone():
                return self._stamped(block.id, step, following, block.as_of)
            case End():
                outcome = self.shared.outcomes.number(block.id)
                return self._node(END, step, outcome=outcome, mode=EXPLICIT)
        raise CompileError(
            f"services.{self.service}.flow.{block.id}", f"block {block.keyword!r} cannot be compiled"
        )

    def _stamped(self, milestone: str, step: int, following: int, as_of: str | None = None) -> int:
        """A stamp, and the one beside it that is set anew each time, where a target counts the last one."""
        stamps = self.shared.stamps
        stamp, earlier = stamps.number(milestone), -1 if as_of is None else stamps.number(as_of)
        if milestone in self.shared.stamped_anew.get(self.service, ()):
            last = stamps.number(last_of(milestone))
            following = self._node(MILESTONE, step, following=following, stamp=last, as_of=earlier, mode=ANEW)
        return self._node(MILESTONE, step, following=following, stamp=stamp, as_of=earlier)

    # -- blocks ---------------------------------------------------------------------------------------

    def _task(self, block: Task, step: int, following: int) -> int:
        shared = self.shared
        path = f"services.{self.service}.flow.{block.id}"
        timed = (self.service, block.id) in shared.timed_steps
        if timed:
            done = shared.stamps.number(left(block.id))
            following = self._node(MILESTONE, step, following=following, stamp=done)
        visits = Visits(shared, self._node, block, step, self.returns.get(block.id, -1), path)
        keeper, kept = self._kept.keeper(block, path)
        need = self.needs.number(keeper, path)
        following = visits.served(self._stay(block, step, following), self._visits)
        parties = block.stated_parties or self.needs.parties(need)
        first = len(shared.work_table)
        for work, scale, where in works_of(block, self.needs, need, path):
            key, table = work_table(work, shared.times, scale, where, shared.quantiles)
            shared.work_table.append(shared.tables.number(key, table))
        node = self._node(
            TASK,
            step,
            following=following,
            need=need,
            first=first,
            count=len(shared.work_table) - first,
            queue_class=block.queue_class,
            draw=shared.draws.number(block.drawn_as, "work"),
            **pause_columns(block.pause),
            parties=party_bits(parties),
            **self._factors(block),
            **visits.columns(limited=self.needs.room(need) >= 0),
            keeps=self._kept.numbers.get(block.id, -1),
            at=kept,
        )
        if block.urgency is not None:
            clock, classes = block.urgency.clock, sorted(block.urgency.classes.items())
            shared.watched += [Watched(node, clock, part, rank) for part, rank in classes]
        node = visits.asked(node)
        if visits.away >= 0:
            self.away[block.id] = visits.away
        if timed:
            return self._node(MILESTONE, step, following=node, stamp=shared.stamps.number(joined(block.id)))
        return node

    def _stay(self, block: Task, step: int, following: int) -> int:
        """What is done while the unit is kept; it is free again behind that."""
        if not block.stay:
            return following
        with self._kept.during(block) as number:
            release = self._node(RELEASE, step, following=following, keeps=number)
            return self._sequence(block.stay, release)

    def _factors(self, block: Task) -> dict[str, int]:
        """What makes the work longer or shorter."""
        first = len(self.shared.factors)
        self.shared.factors += factor_rows(block.factors, self._condition)
        count = len(self.shared.factors) - first
        return {"factors": first, "factor_count": count} if count else {}

    def _session(self, block: Session, step: int, following: int) -> int:
        shared, needs = self.shared, self.needs
        path = f"services.{self.service}.flow.{block.id}"
        need = needs.session_need(block.meeting)
        availability = needs.availabilities(need)[0] if need >= 0 else 1.0
        key, table = work_table(
            block.work or AT_ONCE, shared.times, 1 / availability, f"{path}.work", shared.quantiles
        )
        shared.work_table.append(shared.tables.number(key, table))
        parties = block.stated_parties or (needs.parties(need) if need >= 0 else ("government",))
        return self._node(
            SESSION,
            step,
            following=following,
            session=needs.sessions.index(block.meeting),
            first=len(shared.work_table) - 1,
            count=1,
            draw=shared.draws.number(block.id, "work"),
            **pause_columns(block.pause),
            parties=party_bits(parties),
        )

    def _wait(self, block: Wait, step: int, following: int) -> int:
        shared = self.shared
        path = f"services.{self.service}.flow.{block.id}.for"
        key, table = work_table(block.length, shared.times, 1, path, shared.quantiles)
        return self._node(
            TIMER,
            step,
            following=following,
            table=shared.tables.number(key, table),
            calendar=0 if block.length.working else -1,
            draw=shared.draws.number(block.id, "wait"),
            in_person=visitor_row(shared, block.in_person),
            condition=self._at_the_counter() if isinstance(block, Return) else -1,
            **pause_columns(block.pause),
            parties=party_bits((block.party,) if block.party else ()),
        )

    def _at_the_counter(self) -> int:
        """The condition that a file comes by a channel that is not open round the clock."""
        if not self.counters:
            return -1
        if set(self.counters) == set(self.shared.codes.values[CHANNEL]):
            return ALWAYS
        came: Test = IsValue(CHANNEL, self.counters[0])
        for channel in self.counters[1:]:
            came = Either(came, IsValue(CHANNEL, channel))
        return self._condition(Condition(f"channel in {', '.join(self.counters)}", came))

    def _until(self, block: Until, step: int, following: int) -> int:
        """A race with a timer on a clock, which goes on with `then` where that wins."""
        late = self._sequence(block.then, following)
        if block.deemed:
            late = self._stamped(DEEMED, step, late)
        joins = [self._node(JOIN, step, following=after, mode=FIRST) for after in (following, late)]
        alarm = self._node(TIMER, step, following=joins[1])
        self.shared.watched.append(Watched(alarm, block.clock, block.limit))
        entries = [self._sequence(block.do, joins[0]), alarm]
        return self._node(FORK, step, following=following, target=joins[0], **self.shared.branches(entries))

    def _fork(self, block: Parallel | Race, step: int, following: int, mode: int) -> int:
        join = self.ending_of[id(block)] = self._node(JOIN, step, following=following, mode=mode)
        entries = [self._sequence(branch, join) for branch in block.branches.values()]
        return self._node(FORK, step, following=following, target=join, **self.shared.branches(entries))

    def _choice(self, block: Choice, step: int, following: int) -> int:
        shared = self.shared
        entries = [self._sequence(option.do, following) for option in block.options]
        first = len(shared.options)
        total = Fraction(0)
        for option, entry in zip(block.options, entries, strict=True):
            if block.by_share:
                total += Fraction(str(option.share.value)) if option.share is not None else 0
                reach = 2**52 if option is block.options[-1] else threshold(min(total, Fraction(1)))
                shared.options.append((reach, -1, entry))
            else:
                condition = ALWAYS if option.when is None else self._condition(option.when)
                shared.options.append((-1, condition, entry))
        draw = shared.draws.number(block.id, "share") if block.by_share else -1
        return self._node(CHOICE, step, following=following, first=first, count=len(block.options), draw=draw)

    def _condition(self, condition: Condition) -> int:
        return self.shared.codes.number(condition, self.attributes, self.shared.stamps)

    def _repeat(self, block: Repeat, step: int, following: int) -> int:
        shared = self.shared
        outside = self._visits
        self._visits *= block.maximum
        if self._visits > VISIT_LIMIT:
            raise CompileError(
                f"services.{self.service}.flow.{block.id}.maximum",
                f"nested repeats allow {self._visits:,} visits of one step; allowed: {VISIT_LIMIT:,}",
            )
        check_restart(block, f"services.{self.service}.flow.{block.id}.restart")
        shares = block.again or ()
        first = len(shared.again_threshold)
        shared.again_threshold += [threshold(share.value) for share in shares]
        again = self._node(
            AGAIN,
            step,
            following=following,
            radix=block.maximum,
            first=first,
            count=len(shares),
            condition=self._condition(block.again_when) if block.again_when else -1,
            draw=shared.draws.number(block.id, "again"),
            mode=int(bool(block.restart) or isinstance(block, Resubmission)),
        )
        self.ending_of[id(block)] = again
        anew = shared.stamped_anew.get(self.service, ())
        cleared = [*block.restart, *(last_of(milestone) for milestone in block.restart if milestone in anew)]
        shared.clears[again] = [shared.stamps.number(milestone) for milestone in cleared]
        body = self._sequence(block.do, again)
        shared.nodes.set(again, target=self._sequence(block.between, body))
        self._visits = outside
        return self._node(REPEAT, step, following=body, radix=block.maximum)

    def _background(self, block: Background, step: int, following: int) -> int:
        background = self._background_base + self.backgrounds.known(block.id)
        later = -1 if block.later_outcome is None else self.shared.outcomes.number(block.later_outcome)
        done = self.ending_of[id(block)] = self._node(DONE, step, background=background, outcome=later)
        self._around.append(block.id)
        with self._kept.hidden():
            entry = self._sequence(block.do, done)
        self._around.pop()
        return self._node(
            FORK, step, following=following, background=background, **self.shared.branches([entry])
        )

    def _require(self, block: Require, step: int, following: int) -> int:
        if block.id not in self.backgrounds:
            return following
        if block.id in self._around:
            path = f"services.{self.service}.flow.{block.id}"
            raise CompileError(
                path, f"require {block.id!r} stands inside the background it waits for: it never ends"
            )
        return self._node(
            HOLD,
            step,
            following=following,
            background=self._background_base + self.backgrounds.known(block.id),
            **pause_columns(block.pause),
        )

    def _part(self, block: Item | Stage, step: int, following: int) -> int:
        """An item or stage stamps its start and end; an item is also what a pause inside it affects."""
        done = self._stamped(f"{block.id}.done", step, following)
        if isinstance(block, Item):
            self._items.append(self.shared.items.number(f"{self.service}.{block.id}"))
        body = self._sequence(block.do, done)
        if isinstance(block, Item):
            self._items.pop()
        return self._stamped(f"{block.id}.started", step, body)


def without_documents(flow: Sequence[Block]) -> tuple[Block, ...]:
    """The flow with its documents written out, and what they hold."""
    return rewritten(gated(flow), lambda block: expanded(block) if isinstance(block, Documents) else (block,))
