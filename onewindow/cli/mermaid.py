"""A flow as a Mermaid flowchart: stages and items as subgraphs, decisions as diamonds, loops as back edges.

Only classic flowchart syntax is used, so that any renderer draws it. Every label stands in quotes and what
Mermaid might read as its own is written as an entity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
    UnknownBlock,
    Until,
    Wait,
)
from sim.model.scenario import Scenario
from sim.pages.flow_tree import FlowTree, primitive
from sim.words.amounts import duration, share, spread
from sim.words.scenario import SHOWN

SHAPES = {
    "task": '["{}"]',
    "wait": '(["{}"])',
    "session": '[["{}"]]',
    "documents": '[/"{}"/]',
    "decision": '{{"{}"}}',
    "gate": '(("{}"))',
    "milestone": '>"{}"]',
    "end": '((("{}")))',
    "start": '(["{}"])',
}
"""Opening and closing of each shape, its label quoted."""

_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "&": "#amp;", "\n": " "}


def flowchart(scenario: Scenario, lang: str, *, expanded: bool = False) -> str:
    """The flows of every service as one Mermaid document, each a subgraph of its own."""
    chart = _Chart(scenario, lang)
    for name, service in scenario.services.items():
        chart.open(service.name.in_language(lang))  # type: ignore[arg-type]
        start = chart.node("start", chart.w["start"])
        ends = chart.flow(primitive(service.flow) if expanded else service.flow, [_Loose(start)])
        chart.connect(ends, chart.node("end", chart.w["finished"]))
        chart.close()
        chart.forget(name)
    return "\n".join(["flowchart TD", *chart.lines, *chart.edges]) + "\n"


def escaped(text: str) -> str:
    """A text safe inside a quoted label."""
    return "".join(_ENTITIES.get(letter, letter) for letter in text)


@dataclass(frozen=True)
class _Loose:
    """An edge that leaves a node and has not found its next one yet."""

    node: str
    label: str = ""
    dotted: bool = False


@dataclass
class _Chart:
    scenario: Scenario
    lang: str
    lines: list[str] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    _nodes: int = 0
    _graphs: int = 0
    _depth: int = 0
    _running: dict[str, list[_Loose]] = field(default_factory=dict)
    """Loose ends of each background of the service, for the `require` that waits for it."""

    def __post_init__(self) -> None:
        self.w = SHOWN[self.lang]
        self.tree = FlowTree(self.scenario, self.lang)

    # -- lines ----------------------------------------------------------------------------------------

    def open(self, title: str) -> None:
        self._write(f'subgraph g{self._graphs} ["{escaped(title)}"]')
        self._graphs += 1
        self._depth += 1

    def close(self) -> None:
        self._depth -= 1
        self._write("end")

    def node(self, shape: str, *labels: str) -> str:
        """A new node; its label in lines, empty ones left out."""
        name = f"n{self._nodes}"
        self._nodes += 1
        text = "<br/>".join(escaped(label) for label in labels if label)
        self._write(name + SHAPES[shape].format(text))
        return name

    def connect(self, ends: Sequence[_Loose], node: str) -> None:
        for end in ends:
            arrow = "-.->" if end.dotted else "-->"
            label = f'|"{escaped(end.label)}"|' if end.label else ""
            self.edges.append(f"  {end.node} {arrow}{label} {node}")

    def forget(self, _service: str) -> None:
        """Backgrounds belong to one service."""
        self._running.clear()

    def _write(self, line: str) -> None:
        self.lines.append("  " * (self._depth + 1) + line)

    # -- blocks ---------------------------------------------------------------------------------------

    def flow(self, blocks: Sequence[Block], ends: list[_Loose]) -> list[_Loose]:
        """Blocks one after another; what is left loose behind the last."""
        for block in blocks:
            ends = self._block(block, ends)
        return ends

    def _titled(self, block: Block) -> str:
        return self.tree.said_name(block.name, block.id)

    def _block(self, block: Block, ends: list[_Loose]) -> list[_Loose]:
        match block:
            case Task():
                said = (self._titled(block), self.tree.pools_of(block), spread(block.work, self.lang))
                return self._staying(block, self._simple("task", ends, *said))
            case Session():
                meeting = self.scenario.sessions[block.meeting].name.in_language(self.lang)  # type: ignore[arg-type]
                return self._simple("session", ends, self._titled(block), meeting)
            case Wait():
                why = self.w["pause"].format(why=block.pause) if block.pause else ""
                return self._simple("wait", ends, self._titled(block), spread(block.length, self.lang), why)
            case Milestone():
                return self._simple("milestone", ends, block.id)
            case End():
                self._simple("end", ends, block.id)
                return []
            case Item() | Stage():
                return self._part(block, ends)
            case Choice():
                return self._choice(block, ends)
            case Parallel() | Race():
                return self._fork(block, ends)
            case Until():
                return self._until(block, ends)
            case Repeat():
                return self._repeat(block, ends)
            case Documents():
                return self._documents(block, ends)
            case Background():
                return self._background(block, ends)
            case Require():
                gate = self.node("gate", self.w["require"], block.id)
                self.connect([*ends, *self._running.get(block.id, [])], gate)
                return [_Loose(gate)]
        raise UnknownBlock(block, "the flowchart")

    def _simple(self, shape: str, ends: list[_Loose], *labels: str) -> list[_Loose]:
        node = self.node(shape, *labels)
        self.connect(ends, node)
        return [_Loose(node)]

    def _staying(self, block: Task, ends: list[_Loose]) -> list[_Loose]:
        """What is done while the task's unit is kept."""
        if not block.stay:
            return ends
        self.open(f"{self._titled(block)}: {self.w['stay']}")
        ends = self.flow(block.stay, ends)
        self.close()
        return ends

    def _part(self, block: Item | Stage, ends: list[_Loose]) -> list[_Loose]:
        said = self.tree.said(block)
        self.open(self._titled(block) + (f": {said}" if said else ""))
        ends = self.flow(block.do, ends)
        self.close()
        return ends

    def _choice(self, block: Choice, ends: list[_Loose]) -> list[_Loose]:
        node = self.node("decision", self._titled(block))
        self.connect(ends, node)
        left: list[_Loose] = []
        for option in block.options:
            name = self.tree.said_name(option.name, "")
            way = f"{self.tree.way(block, option)} {name}".strip()
            left += self.flow(option.do, [_Loose(node, way)])
        return left

    def _fork(self, block: Parallel | Race, ends: list[_Loose]) -> list[_Loose]:
        fork = self.node("gate", "+" if isinstance(block, Parallel) else "1")
        self.connect(ends, fork)
        branches = [self.flow(flow, [_Loose(fork)]) for flow in block.branches.values()]
        join = self.node("gate", self.w["all" if isinstance(block, Parallel) else "first"])
        self.connect([end for branch in branches for end in branch], join)
        return [_Loose(join)]

    def _until(self, block: Until, ends: list[_Loose]) -> list[_Loose]:
        fork = self.node("gate", "1")
        self.connect(ends, fork)
        done = self.flow(block.do, [_Loose(fork)])
        timer = self.node("wait", self._titled(block), self.tree.said(block))
        self.connect([_Loose(fork)], timer)
        return [*done, *self.flow(block.then, [_Loose(timer, self.w["then"])])]

    def _looped(self, do: Sequence[Block], ends: list[_Loose]) -> tuple[str, list[_Loose]]:
        """The body of a loop and the node a further visit goes back to."""
        entry = f"n{self._nodes}"
        left = self.flow(do, ends)
        if entry == f"n{self._nodes}":
            left = self._simple("gate", ends, "↺")
        return entry, left

    def _repeat(self, block: Repeat, ends: list[_Loose]) -> list[_Loose]:
        entry, left = self._looped(block.do, ends)
        asks = self.node("decision", self.w["again?"], self.w["up_to"].format(n=block.maximum))
        self.connect(left, asks)
        again = [_Loose(asks, self.tree.again(block))]
        self.connect(self.flow(block.between, again), entry)
        return [_Loose(asks, self.w["no"])]

    def _documents(self, block: Documents, ends: list[_Loose]) -> list[_Loose]:
        w = self.w
        papers = [
            f"{self.tree.said_name(paper.name, name)} {w['missing'].format(share=share(paper.missing.value))}"
            for name, paper in block.papers.items()
        ]
        node = self.node("documents", self._titled(block), *papers)
        self.connect(ends, node)
        left = self.flow(block.do, [_Loose(node)])
        handling = block.sends_back
        if handling is not None:
            asks = self.node("decision", f"{w['complete']}?")
            self.connect(left, asks)
            left = [_Loose(asks, w["yes"])]
            time = "" if block.prepare is None else w["prepare"].format(time=spread(block.prepare, self.lang))
            lacking = self.node("wait", w["incomplete"], w[f"mode_{handling}"], time)
            self.connect([_Loose(asks, w["no"])], lacking)
            if handling == "return":
                most = w["up_to"].format(n=block.maximum)
                self.connect([_Loose(lacking, most)], node)
            else:
                left.append(_Loose(lacking))
        if block.mode == "tolerate" and block.deadline is not None:
            time = w["deadline"].format(time=duration(block.deadline.value, self.lang))
            fork = self.node("gate", "+")
            self.connect(left, fork)
            later = self.node("wait", w["mode_tolerate"], time, w[f"late_{block.late}"])
            self.connect([_Loose(fork, dotted=True)], later)
            self._running[block.id] = [_Loose(later, dotted=True)]
            left = [_Loose(fork)]
        return left

    def _background(self, block: Background, ends: list[_Loose]) -> list[_Loose]:
        fork = self.node("gate", "+", self.w["background"])
        self.connect(ends, fork)
        left = self.flow(block.do, [_Loose(fork, dotted=True)])
        self._running[block.id] = [_Loose(end.node, end.label, dotted=True) for end in left]
        return [_Loose(fork)]
