"""A flow as an indented tree: what happens, by whom, how long, how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.compile.flow import without_documents
from sim.model.blocks import (
    Background,
    Block,
    Choice,
    Documents,
    End,
    Flow,
    Item,
    Milestone,
    Option,
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
    rewritten,
)
from sim.model.due import Due
from sim.model.quantities import Name, number_text
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration
from sim.model.staff import pool_named
from sim.pages.page import Branch
from sim.words.amounts import bracketed, clock_word, duration, enumerated, listed, share, spread
from sim.words.costs import COSTS
from sim.words.scenario import SHOWN


class FlowTree:
    """Trees of the flows of one scenario, in one language."""

    def __init__(self, scenario: Scenario, lang: str) -> None:
        self.scenario = scenario
        self.lang = lang
        self.w = SHOWN[lang]

    def of(self, flow: Sequence[Block]) -> tuple[Branch, ...]:
        """The tree of a flow as it is stated."""
        return tuple(self._block(block) for block in flow)

    def expanded(self, flow: Sequence[Block]) -> tuple[Branch, ...]:
        """The tree of what a Program holds instead (SEMANTICS 5.1): no documents, items or stages are left."""
        return tuple(self._primitives(primitive(flow)))

    def said_name(self, name: Name | None, otherwise: str) -> str:
        return otherwise if name is None else name.in_language(self.lang)  # type: ignore[arg-type]

    # -- blocks as stated -----------------------------------------------------------------------------

    def _block(self, block: Block) -> Branch:
        said, inner = self.said(block), self._inner(block)
        return Branch(block.keyword, block.id, self._label(block.keyword, block), said, inner)

    def _label(self, kind: str, block: Block) -> str:
        return f"{self.w[kind]} {self._titled(block.name, block.id)}"

    def _titled(self, name: Name | None, block_id: str) -> str:
        """Name with its id behind it; the id alone where they are the same."""
        said = self.said_name(name, block_id)
        return block_id if said == block_id else f"{said} ({block_id})"

    def _inner(self, block: Block) -> tuple[Branch, ...]:
        match block:
            case Choice():
                return tuple(self._option(block, number) for number in range(len(block.options)))
            case Parallel() | Race():
                return tuple(self._side(name, self.of(flow)) for name, flow in block.branches.items())
            case Repeat():
                return (*self.of(block.do), *self._before_again(self.of(block.between)))
            case Until():
                return (*self.of(block.do), *self._then(self.of(block.then)))
            case Documents():
                return (*self._papers(block), *self.of(block.do))
            case Item() | Stage() | Background():
                return self.of(block.do)
            case Task():
                return self._staying(self.of(block.stay))
            case Session() | Wait() | Require() | Milestone() | End():
                return ()
        raise UnknownBlock(block, "the tree of a flow")

    def _option(self, block: Choice, number: int, inner: tuple[Branch, ...] | None = None) -> Branch:
        option = block.options[number]
        label = self.way(block, option)
        if option.name is not None:
            label += f" {self.said_name(option.name, '')}"
        done = self.of(option.do) if inner is None else inner
        return Branch("option", str(number), label, "" if done else self.w["nothing"], done)

    def way(self, block: Choice, option: Option) -> str:
        """When an option is taken: its share, or its condition."""
        if option.when is not None:
            return self.w["if"].format(text=option.when.text)
        if not block.by_share:
            return self.w["otherwise"]
        taken = share(block.shares[block.options.index(option)])
        return f"{self.w['otherwise']} {taken}" if option.otherwise else taken

    def _side(self, name: str, inner: tuple[Branch, ...]) -> Branch:
        """A branch; one of a single block needs no line of its own."""
        if len(inner) == 1:
            return inner[0]
        return Branch("branch", name, f"{self.w['branch']} {name}", "" if inner else self.w["nothing"], inner)

    def _before_again(self, between: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return (Branch("before_again", "", self.w["before_again"], "", between),) if between else ()

    def _staying(self, inner: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return (Branch("stay", "", self.w["stay"], "", inner),) if inner else ()

    def _then(self, inner: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return (Branch("then", "", self.w["then"], "", inner),) if inner else ()

    def _papers(self, block: Documents) -> Iterator[Branch]:
        w = self.w
        for name, paper in block.papers.items():
            said = [w["missing"].format(share=share(paper.missing.value))]
            if block.mode == "tolerate":
                said.append(w["deferrable"] if paper.deferrable else "")
            if paper.supply is not None:
                said.append(w["supply"].format(time=spread(paper.supply, self.lang)))
            label = f"{w['paper']} {self._titled(paper.name, name)}"
            yield Branch("paper", name, label, w["semicolon"].join(part for part in said if part))

    # -- blocks of a program --------------------------------------------------------------------------

    def _primitives(self, flow: Sequence[Block]) -> Iterator[Branch]:
        """A fork is followed by its join; everything else is one line."""
        for block in flow:
            match block:
                case Parallel() | Race():
                    sides = tuple(
                        self._side(name, tuple(self._primitives(branch)))
                        for name, branch in block.branches.items()
                    )
                    yield Branch("fork", block.id, self._label("fork", block), "", sides)
                    mode = "first" if isinstance(block, Race) else "all"
                    yield Branch("join", block.id, f"{self.w['join']} {block.id}", self.w[mode])
                case Until():
                    timer = Branch("timer", block.id, self._label("timer", block), self._deadline(block))
                    sides = (self._side("do", tuple(self._primitives(block.do))), timer)
                    yield Branch("fork", block.id, self._label("fork", block), "", sides)
                    yield Branch("join", block.id, f"{self.w['join']} {block.id}", self.w["first"])
                    yield from self._then(tuple(self._primitives(block.then)))
                case Background():
                    said = listed((self.w["background"], self.said(block)), self.lang)
                    yield Branch(
                        "fork", block.id, self._label("fork", block), said, tuple(self._primitives(block.do))
                    )
                case Require():
                    said = listed((self.w["idle"], self.said(block)), self.lang)
                    yield Branch("join", block.id, f"{self.w['join']} {block.id}", said)
                case Choice():
                    options = tuple(
                        self._option(block, number, tuple(self._primitives(option.do)))
                        for number, option in enumerate(block.options)
                    )
                    yield Branch("choice", block.id, self._label("choice", block), "", options)
                case Repeat():
                    between = self._before_again(tuple(self._primitives(block.between)))
                    done = (*self._primitives(block.do), *between)
                    yield Branch("repeat", block.id, self._label("repeat", block), self.said(block), done)
                case Task() if block.stay:
                    staying = self._staying(tuple(self._primitives(block.stay)))
                    yield Branch("task", block.id, self._label("task", block), self.said(block), staying)
                case Task() | Session() | Wait() | Milestone() | End():
                    kind = "timer" if isinstance(block, Wait) else block.keyword
                    yield Branch(kind, block.id, self._label(kind, block), self.said(block))
                case _:
                    raise UnknownBlock(block, "the tree of a program")

    # -- what is said of a block ----------------------------------------------------------------------

    def said(self, block: Block) -> str:
        """Everything about a block but its name and what is nested in it."""
        match block:
            case Task():
                parts = self._task(block)
            case Session():
                parts = self._session(block)
            case Wait():
                held = () if block.party is None else (self.w["held_by"].format(party=self.w[block.party]),)
                there = self.w["in_person"] if block.in_person else ""
                parts = [spread(block.length, self.lang), there, *held, *self._clock_notes(block)]
            case Repeat():
                parts = self._repeat(block)
            case Documents():
                parts = self._documents(block)
            case Item() | Stage():
                parts = self._part(block)
            case Until():
                deemed = self.w["deemed_by_silence"] if block.deemed else ""
                parts = [self._deadline(block), deemed]
            case Milestone():
                parts = [self.w["as_of"].format(what=block.as_of)] if block.as_of else []
            case Background():
                later = block.later_outcome
                parts = [
                    self.w["after_continue"] if block.after == "continue" else "",
                    self.w["later_outcome"].format(outcome=later) if later else "",
                ]
            case Require():
                parts = [self._pause(block.pause)]
            case Choice() | Parallel() | Race() | End():
                parts = []
            case _:
                raise UnknownBlock(block, "the tree of a flow")
        return self.w["semicolon"].join(part for part in parts if part)

    def pools_of(self, block: Task) -> str:
        """Who does a task, by name."""
        if block.at is not None:
            return self.w["at_unit"].format(task=block.at)
        if block.skill is not None:
            return self.w["skill"].format(skill=block.skill)
        if block.pool is not None:
            return self.pool(block.pool)
        between = self.w["or"] if block.any_of else self.w["and_all"]
        return between.join(self.pool(name) for name in block.any_of or block.all_of)

    def pool(self, name: str) -> str:
        """Name of a pool, and its department where it has one."""
        pool = pool_named(self.scenario, name)
        said = self.said_name(pool.name, name)
        return said if pool.department is None else f"{said} · {self.said_name(pool.department, '')}"

    def _task(self, block: Task) -> list[str]:
        w = self.w
        parties = enumerated((w[party] for party in block.stated_parties), self.lang)
        return [
            f"[{self.pools_of(block)}] {spread(block.work, self.lang)}",
            w["units_at_once"].format(n=block.units) if block.units > 1 else "",
            *self._effort(block),
            w["intake"] if block.intake else "",
            w["held_by"].format(party=parties) if parties else "",
            w["class"].format(n=block.queue_class) if block.queue_class else "",
            w[block.at_close] if block.at_close else "",
            w["last_start"].format(time=duration(block.last_start, self.lang)) if block.last_start else "",
            *self._clock_notes(block),
            *self._waiting(block),
        ]

    def _effort(self, block: Task) -> Iterator[str]:
        """Whose work is another one, and what makes it longer or shorter."""
        for pool, work in block.work_by.items():
            yield self.w["work_by"].format(pool=self.pool(pool), time=spread(work, self.lang))
        for one in block.factors:
            when = "" if one.when is None else self.w["if"].format(text=one.when.text)
            hours = "" if one.hours is None else self.w["begun_at"].format(hours=one.hours)
            yield self.w["factor"].format(
                when=listed((when, hours), self.lang), n=number_text(one.factor.value)
            )

    def due(self, due: Due) -> Iterator[str]:
        """How due dates rule the work."""
        clock = due.clock or self.w["own_limit"]
        if due.order:
            yield self.w["due_order"].format(clock=clock)
        if due.left is not None:
            yield self.w["due_left"].format(clock=clock, time=spread(due.left, self.lang))
        if due.hurry is not None:
            factor, time = number_text(due.hurry.factor.value), duration(due.hurry.left, self.lang)
            yield self.w["due_hurry"].format(clock=clock, time=time, n=factor)

    def _waiting(self, block: Task) -> list[str]:
        """What becomes of a request that waits long, and what its visitor does."""
        said = [] if block.due is None else list(self.due(block.due))
        if block.urgency is not None:
            clock = block.urgency.clock
            for part, rank in sorted(block.urgency.classes.items()):
                said.append(self.w["urgency"].format(clock=clock, part=share(part), n=rank))
        if block.in_person:
            said.append(self.w["in_person"])
            said += [self.w[f"ticket_{block.ticket}"]] if block.ticket else []
        for length, goes in sorted(block.balks.items()):
            said.append(self.w["balks"].format(n=length, share=share(goes.value), outcome=block.gives_up))
        if block.patience is not None:
            time = spread(block.patience, self.lang)
            said.append(self.w["patience"].format(time=time, outcome=block.gives_up))
        if block.comes_back is not None:
            back = block.comes_back
            said.append(
                self.w["comes_back"].format(
                    share=share(back.share.value), time=spread(back.after, self.lang), n=back.most.value
                )
            )
        return said

    def _deadline(self, block: Until) -> str:
        return self.w["until_clock"].format(clock=block.clock, part=share(block.limit))

    def _session(self, block: Session) -> list[str]:
        parties = enumerated((self.w[party] for party in block.stated_parties), self.lang)
        meeting = self.scenario.sessions[block.meeting]
        work = "" if block.work is None else f" {spread(block.work, self.lang)}"
        return [
            f"[{self.said_name(meeting.name, block.meeting)}]{work}",
            self.w["held_by"].format(party=parties) if parties else "",
            *self._clock_notes(block),
        ]

    def _clock_notes(self, block: Task | Session | Wait) -> list[str]:
        by = block.commissioned_by
        return [
            self.w["commissioned_by"].format(party=self.w[by]) if by else "",
            self._pause(block.pause),
            COSTS[self.lang]["each_time"].format(cost=block.cost.value) if block.cost is not None else "",
        ]

    def _pause(self, why: str | None) -> str:
        return self.w["pause"].format(why=why) if why else ""

    def _repeat(self, block: Repeat) -> list[str]:
        return [
            self.w["up_to"].format(n=block.maximum),
            self.again(block),
            self.w["restarts"].format(what=enumerated(block.restart, self.lang)) if block.restart else "",
        ]

    def again(self, block: Repeat) -> str:
        """When a repeat is done again, in words."""
        w = self.w
        shares = [share(stated.value) for stated in block.again or ()]
        by_share = ""
        if shares:
            many = w["again_list"].format(shares=listed(shares, self.lang))
            by_share = w["again"].format(share=shares[0]) if len(shares) == 1 else many
        if block.again_when is None:
            return by_share
        first = "again_when_first" if shares else "again_when"
        return listed((w[first].format(text=block.again_when.text), by_share), self.lang)

    def _documents(self, block: Documents) -> list[str]:
        w = self.w
        tolerates = block.mode == "tolerate"
        return [
            w[f"mode_{block.mode}"],
            w["deadline"].format(time=duration(block.deadline.value, self.lang)) if block.deadline else "",
            w[f"late_{block.late}"] if block.late else "",
            w[f"gate_{block.gate}"] if block.gate else "",
            w[f"core_{block.sends_back}"] if tolerates and block.sends_back else "",
            *(self._sent_back(block) if block.sends_back else ()),
            self._notice(block),
        ]

    def _notice(self, block: Documents) -> str:
        """The time for the notice, and the law it is from where the scenario leaves it to the law."""
        if not isinstance(block.notice, SourcedDuration):
            return ""
        law = "" if block.notice.note is None else bracketed(block.notice.note, self.lang)
        return self.w["notice_within"].format(time=duration(block.notice.value, self.lang)) + law

    def _sent_back(self, block: Documents) -> list[str]:
        """What a file goes through that comes back."""
        w = self.w
        return [
            w["up_to"].format(n=block.maximum) if block.maximum else "",
            w["missing_again"].format(share=share(block.again.value)) if block.again else "",
            w["prepare"].format(time=spread(block.prepare, self.lang)) if block.prepare else "",
            w["restarts"].format(what=enumerated(block.restart, self.lang)) if block.restart else "",
        ]

    def _part(self, block: Item | Stage) -> list[str]:
        promised = ""
        if block.promised is not None:
            limit = duration(block.promised.value, self.lang)
            clock = self.w[clock_word(block.clock, block.promised.value)]
            promised = self.w["promised"].format(limit=limit) + bracketed(clock, self.lang)
        return [promised, self.said_name(block.department, "")]


def primitive(flow: Sequence[Block]) -> Flow:
    """The flow in the blocks a Program knows: documents expanded, items and stages as their two milestones."""

    def change(block: Block) -> Sequence[Block]:
        if isinstance(block, (Item, Stage)):
            ends = (
                Milestone.model_construct(id=f"{block.id}.{end}", name=None) for end in ("started", "done")
            )
            begun, done = ends
            return (begun, *block.do, done)
        return (block,)

    return rewritten(without_documents(flow), change)
