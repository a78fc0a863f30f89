"""Papers of several `documents` blocks as one set, and papers that are no longer asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.levers.lever import Refusal
from sim.levers.tools.flows import check_named, not_once
from sim.model.blocks import Block, Documents, Flow, Repeat, Stage, rewritten, walk
from sim.model.documents import Paper
from sim.model.faults import listed, nearest
from sim.model.quantities import Id, number_text
from sim.model.sourced import SourcedShare

RULES = ("prepare", "again", "maximum", "restart", "settled")
"""What papers of one set share."""


def check_stands(flow: Flow, stages: Sequence[Id], names: Sequence[str]) -> None:
    """Refuse papers that are not handed in exactly once within the stages."""
    check_named(walk(flow), "documents", names, (Documents,))
    within = [block for block in walk(flow) if isinstance(block, Stage) and block.id in stages]
    loose: dict[str, Block | None] = {
        block.id: around for stage in within for block, around in _loose(stage.do)
    }
    for name in names:
        if name not in loose:
            raise Refusal("documents", f'"{name}" stands in none of {listed(stages)}')
        around = loose[name]
        if around is not None:
            message = f'"{name}" stands in {around.keyword} "{around.id}": its papers are not asked for exactly once'
            raise Refusal("documents", message)


def _loose(flow: Flow, around: Block | None = None) -> Iterator[tuple[Documents, Block | None]]:
    """Every documents block, and the innermost block around it that does not do it exactly once."""
    for block in flow:
        if isinstance(block, Documents):
            yield block, around
        for inner in block.inner().values():
            yield from _loose(inner, block if not_once(block) else around)


def _check_rules(first: Documents, later: Documents) -> None:
    """Refuse papers that would now be sent back, or put right, by other rules than their own."""
    if later.mode == "tolerate":
        message = f'"{later.id}" takes papers later by rules of its own; allowed: mode return, correct'
        raise Refusal("documents", message)
    one, other = first.core_handling, later.core_handling
    if one != other:
        raise Refusal(
            "documents",
            f'"{first.id}" and "{later.id}" treat a missing paper differently: {one or first.mode} and {other}',
        )
    for rule in RULES:
        said, differs = _stated(first, rule), _stated(later, rule)
        if differs and differs != said:
            raise Refusal(
                "documents",
                f'"{first.id}" and "{later.id}" differ in {rule}: {said or "(none)"} and {differs}; '
                "papers handed in together follow one rule",
            )


def _stated(block: Documents, rule: str) -> str:
    """A rule of the block as text, without its range and source; "" if it states none."""
    value = getattr(block, rule)
    if isinstance(value, tuple):
        return listed(value) if value else ""
    if rule in ("prepare", "settled") or value is None:
        return "" if value is None else str(value)
    return number_text(getattr(value, "value", value))


def papers_joined(flow: Flow, names: Sequence[str]) -> Flow:
    """The flow with all papers asked for by the first of these blocks; of the others their `do` stays."""
    found = [block for block in walk(flow) if isinstance(block, Documents) and block.id in names]
    first = next(block for block in found if block.id == names[0])
    later = [block for block in found if block is not first]
    if found[0] is not first:
        raise Refusal("documents", f'"{found[0].id}" stands before "{first.id}"; name the first one first')
    papers: dict[str, Paper] = {}
    for block in later:
        _check_rules(first, block)
    for block in (first, *later):
        papers = {**block.papers, **papers}
    ordered = {paper: papers[paper] for block in (first, *later) for paper in block.papers}
    check_papers(first, ordered)

    def change(block: Block) -> Sequence[Block]:
        if not isinstance(block, Documents) or block.id not in names:
            return (block,)
        return (block.model_copy(update={"papers": ordered}),) if block.id == first.id else block.do

    return rewritten(flow, change)


def check_papers(block: Documents, papers: dict[str, Paper]) -> None:
    """Refuse papers that the block's mode cannot treat."""
    try:
        block.with_papers(papers)
    except ValueError as error:
        raise Refusal("documents", str(error)) from None


def check_asked(block: Documents, parameter: str, papers: Sequence[str]) -> None:
    """Refuse a paper that the block does not ask for."""
    for paper in papers:
        if paper not in block.papers:
            known = f"allowed: {listed(block.papers)}{nearest(paper, block.papers)}"
            raise Refusal(parameter, f'"{block.id}" asks for no paper "{paper}"; {known}')


def not_asked(flow: Flow, parameter: str, papers: Mapping[str, Sequence[str]]) -> Flow:
    """The flow whose documents (by id) no longer ask for these papers."""

    def change(block: Block) -> Sequence[Block]:
        named = isinstance(block, Documents) and block.id in papers
        return _without(block, parameter, papers[block.id]) if named else (block,)  # type: ignore[arg-type]

    return rewritten(flow, change)


def _without(block: Documents, parameter: str, papers: Sequence[str]) -> Flow:
    """The block without these papers. Where none is left nothing is ever missing, and only its steps stay.

    A loop of attempts stays as one that is never gone through again: visits of an outer loop are numbered by it.
    """
    left = {name: paper for name, paper in block.papers.items() if name not in papers}
    if not left and block.core_handling == "return":
        assert block.maximum is not None
        loop = Repeat.model_construct(
            id=block.id,
            name=block.name,
            source=block.source,
            do=block.do,
            again=(SourcedShare(value=0.0),),
            maximum=block.maximum,
        )
        return (loop,)
    if not left:
        return block.do
    stated: dict[str, object] = {}
    if block.mode == "tolerate" and not any(paper.deferrable for paper in left.values()):
        stated = {"mode": block.core, "deadline": None, "late": None, "gate": None, "core": None}
    try:
        return (block.with_papers(left, **stated),)
    except ValueError as error:
        raise Refusal(parameter, str(error)) from None
