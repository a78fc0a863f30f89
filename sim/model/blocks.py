"""The blocks a flow is made of. The keyword is the first key, its value the block's id.

`Flow` is a tuple of blocks, done one after another. Every block is an immutable model; `inner` gives the
flows nested in it and `with_inner` the same block with other ones, so that `walk` and `rewritten` need
no knowledge of any single block. `use` is expanded before models are made, so a built scenario holds none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import is_
from typing import Annotated, Any, Literal, Self, TypeAlias, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, model_validator

from sim.model import documents, steps
from sim.model.block import (
    PARTIES,
    AtClose,
    Block,
    ClockKind,
    ClockName,
    Doing,
    MilestoneName,
    Party,
    PoolName,
    UnknownBlock,
)
from sim.model.conditions import Condition
from sim.model.documents import Documents, Paper
from sim.model.faults import listed, nearest, shown, wrong, wrong_at
from sim.model.names import KEYWORDS, STAMPED_BY_THE_HOUSE, names_of, refers_to, unknown
from sim.model.quantities import Count, Flag, Id, Model, Name, SourceKey
from sim.model.sourced import SourcedDuration, SourcedShare  # fmt: skip
from sim.model.steps import PartOfLimit, Pause, Session, Task, Urgency, Wait
from sim.model.target import check_limit

__all__ = [
    "BLOCKS", "PARTIES", "AtClose", "Background", "Block", "Choice", "ClockKind", "Documents", "End", "Flow", "Item",
    "Milestone", "MilestoneName", "Option", "Paper", "Parallel", "Part", "Party", "Pause", "PoolName", "Race", "Repeat",
    "Require", "Session", "Stage", "Task", "UnknownBlock", "Until", "Urgency", "Use", "Wait", "find", "rewritten",
    "tag", "walk",
]  # fmt: skip


class _Branching(Block):
    branches: Mapping[Id, Flow] = Field(min_length=1)

    def inner(self) -> Mapping[str, Flow]:
        return {f"branches.{branch}": flow for branch, flow in self.branches.items()}

    def flows(self) -> Collection[Flow]:
        return self.branches.values()

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"branches": {b: flows[f"branches.{b}"] for b in self.branches}})


class Parallel(_Branching):
    """Fork, and go on when every branch is done."""

    keyword = "parallel"
    id: Id = Field(alias="parallel")


class Race(_Branching):
    """Fork, and go on when the first branch is done; the others are withdrawn."""

    keyword = "race"
    id: Id = Field(alias="race")


class Until(Doing):
    """Do, unless a clock reaches a part of its limit first; then what is under way is withdrawn, and `then` done.

    The clock is a target of the service, or an item or stage with a promised limit. `deemed` marks the case: what
    was granted by silence counts late against the promise (SEMANTICS 8.2).
    """

    keyword = "until"
    id: Id = Field(alias="until")
    clock: ClockName
    limit: PartOfLimit = 1.0
    then: Flow = ()
    deemed: Flag = False

    def inner(self) -> Mapping[str, Flow]:
        return {"do": self.do, "then": self.then}

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"do": flows["do"], "then": flows["then"]})


class Option(Model):
    """One way of a choice: by `share`, by `when`, or `otherwise`."""

    share: SourcedShare | None = None
    when: Condition | None = None
    otherwise: Flag = False
    do: Flow = ()
    name: Name | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Option:
        used = [way for way in ("share", "when", "otherwise") if getattr(self, way) not in (None, False)]
        if len(used) != 1:
            raise wrong(f"an option needs exactly one of share, when, otherwise; it has {listed(used)}")
        if self.share is not None and self.share.range is not None and self.share.favourable is None:
            raise wrong("a share of a choice with a range must say which end is favourable: low or high")
        return self


class Choice(Block):
    """Take one option: by share, or the first whose condition holds."""

    keyword = "choice"
    id: Id = Field(alias="choice")
    options: tuple[Option, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Choice:
        by_share = [option.share.value for option in self.options if option.share is not None]
        by_when = [option for option in self.options if option.when is not None]
        rest = [index for index, option in enumerate(self.options) if option.otherwise]
        if by_share and by_when:
            raise wrong(f'choice "{self.id}" mixes share and when; state every option the same way')
        if len(rest) > 1 or (rest and rest[0] != len(self.options) - 1):
            raise wrong(f'choice "{self.id}": otherwise stands once, as the last option')
        if by_when and not rest:
            raise wrong(
                f'choice "{self.id}" needs a last option "otherwise: true" for cases no condition fits'
            )
        total = sum(by_share)
        if by_share and (total > 1 + 1e-9 or (not rest and abs(total - 1) > 1e-9)):
            allowed = (
                "at most 1 beside an otherwise" if rest else 'exactly 1, or less with "otherwise: true" last'
            )
            raise wrong(f'choice "{self.id}": shares sum to {round(total, 6):g}; allowed: {allowed}')
        ranged = [o.share for o in self.options if o.share is not None and o.share.range is not None]
        if ranged and not rest:
            raise wrong(
                f'choice "{self.id}": shares with a range need a last option "otherwise: true" for the rest'
            )
        if ranged and (most := total + sum(s.range[1] - s.value for s in ranged if s.range)) > 1 + 1e-9:
            raise wrong(
                f'choice "{self.id}": at the upper ends of their ranges the shares sum to {round(most, 6):g}'
            )
        return self

    @property
    def by_share(self) -> bool:
        """Whether a draw decides; else conditions do."""
        return any(option.share is not None for option in self.options)

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of each option, the rest for `otherwise`; only for a choice by share."""
        stated = [option.share.value if option.share is not None else 0.0 for option in self.options]
        rest = max(0.0, 1.0 - sum(stated))
        return tuple(rest if o.otherwise else share for o, share in zip(self.options, stated, strict=True))

    def inner(self) -> Mapping[str, Flow]:
        return {f"options.{index}.do": option.do for index, option in enumerate(self.options)}

    def flows(self) -> Collection[Flow]:
        return [option.do for option in self.options]

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        options = tuple(
            option.model_copy(update={"do": flows[f"options.{index}.do"]})
            for index, option in enumerate(self.options)
        )
        return self.model_copy(update={"options": options})


def _as_list(raw: object) -> object:
    return raw if isinstance(raw, (list, tuple)) else [raw]


AgainShares = Annotated[tuple[SourcedShare, ...], Field(min_length=1), BeforeValidator(_as_list)]
"""One share for every visit, or one a visit (the last repeats)."""


class Repeat(Block):
    """Do, and with a chance do again, up to `maximum` visits.

    `again` is the share that must do it again, by visit. `again_when` decides after the first visit instead,
    and after every visit where there is no `again`. `between` is done before each further visit, and `restart`
    names milestones cleared then.
    """

    keyword = "repeat"
    id: Id = Field(alias="repeat")
    do: Flow
    again: AgainShares | None = None
    again_when: Condition | None = None
    maximum: Count
    between: Flow = ()
    restart: tuple[MilestoneName, ...] = ()

    @model_validator(mode="after")
    def _has_chance(self) -> Repeat:
        if self.again is None and self.again_when is None:
            raise wrong(
                f'repeat "{self.id}" needs again (a share, or one a visit) or again_when (a condition)'
            )
        return self

    def inner(self) -> Mapping[str, Flow]:
        return {"do": self.do, "between": self.between}

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"do": flows["do"], "between": flows["between"]})


class Background(Doing):
    """Start without waiting. What is not done when the case finishes is withdrawn, or goes on."""

    keyword = "background"
    id: Id = Field(alias="background")
    do: Flow
    after: Literal["withdraw", "continue"] = "withdraw"
    later_outcome: Id | None = None

    @model_validator(mode="after")
    def _outcome_needs_continue(self) -> Background:
        if self.later_outcome is not None and self.after != "continue":
            raise wrong(f'background "{self.id}": later_outcome needs after: continue')
        return self


class Require(Block):
    """Hold until a background is done."""

    keyword = "require"
    id: Annotated[Id, refers_to("background")] = Field(alias="require")
    pause: Pause = None


class Part(Doing):
    """A part of the flow with its own promised limit, reported on a clock of its own."""

    do: Flow
    promised: SourcedDuration | None = None
    clock: ClockKind = "statutory"
    department: Name | None = None

    @model_validator(mode="after")
    def _limit_fits(self) -> Self:
        if self.promised is not None:
            check_limit(self.promised.value, self.clock)
        return self


class Item(Part):
    """A part with its own promised limit and clock: one item of the service."""

    keyword = "item"
    id: Id = Field(alias="item")
    safety: Flag = False
    """A matter of safety or secrecy: never granted by silence, or unseen."""


class Stage(Part):
    """A stage of several items with its own promised limit and clock."""

    keyword = "stage"
    id: Id = Field(alias="stage")


class Milestone(Block):
    """Stamp the instant; the first stamp wins. `as_of` stamps the instant of an earlier milestone instead."""

    keyword = "milestone"
    id: Id = Field(alias="milestone")
    as_of: MilestoneName | None = None

    @model_validator(mode="after")
    def _own_name(self, info: ValidationInfo) -> Milestone:
        names = names_of(info)
        service = names.current if names is not None else None
        why = STAMPED_BY_THE_HOUSE.get(self.id) or (service.stamped.get(self.id) if service else None)
        if why is None:
            return self
        raise wrong_at(
            ["milestone"], f'a milestone cannot be called "{self.id}": {why}; take another name', self.id
        )


class End(Block):
    """End the case with this outcome."""

    keyword = "end"
    id: Id = Field(alias="end")


class Use(Block):
    """A named fragment in place. Expanded before models are made; one that reaches here is faulty."""

    keyword = "use"
    id: Annotated[Id, refers_to("fragment")] = Field(alias="use")
    prefix: Id | None = Field(None, alias="as")
    given: Mapping[str, Any] = Field(default_factory=dict, alias="with")

    @model_validator(mode="after")
    def _given_fits(self, info: ValidationInfo) -> Use:
        names = names_of(info)
        declared = names.fragments.get(self.id) if names is not None else None
        if declared is not None:
            for parameter in self.given:
                if parameter not in declared:
                    raise wrong(unknown(f'parameter of fragment "{self.id}" called', parameter, declared))
            if lacking := [parameter for parameter in declared if parameter not in self.given]:
                raise wrong(f'use of fragment "{self.id}" lacks {listed(lacking)}; state it under with')
        return self


BLOCKS: tuple[type[Block], ...] = (
    Task, Session, Parallel, Race, Until, Choice, Repeat, Wait, Documents, Background, Require, Item, Stage, Milestone,
    End, Use,
)  # fmt: skip


def tag(keyword: str) -> str:
    """The union's tag for a keyword: no key of a file looks like it, so it never hides a path."""
    return f"<{keyword}>"


def _tag_of(raw: object) -> str | None:
    if isinstance(raw, Block):
        return tag(raw.keyword)
    if isinstance(raw, Mapping):
        return next((tag(key) for key in raw if key in KEYWORDS), None)
    return None


def _one_keyword(raw: object) -> object:
    if isinstance(raw, Block):
        return raw
    if not isinstance(raw, Mapping):
        raise wrong(f"{shown(raw)} is not a block; a block is a mapping with one of: {_keywords()}")
    found = [key for key in raw if key in KEYWORDS]
    if not found:
        keys = [str(key) for key in raw]
        close = next((guess for key in keys if (guess := nearest(key, KEYWORDS))), "")
        raise wrong(f"no keyword among {listed(keys)}; a block has exactly one of: {_keywords()}{close}")
    if len(found) > 1:
        raise wrong(f"two keywords, {listed(found)}, in one block; a block has exactly one of: {_keywords()}")
    return raw


def _keywords() -> str:
    return listed(KEYWORDS, most=len(KEYWORDS))


AnyBlock = Annotated[
    Union[  # noqa: UP007 - built from the classes, each with its tag
        Annotated[Task, Tag("<task>")],
        Annotated[Session, Tag("<session>")],
        Annotated[Parallel, Tag("<parallel>")],
        Annotated[Race, Tag("<race>")],
        Annotated[Until, Tag("<until>")],
        Annotated[Choice, Tag("<choice>")],
        Annotated[Repeat, Tag("<repeat>")],
        Annotated[Wait, Tag("<wait>")],
        Annotated[Documents, Tag("<documents>")],
        Annotated[Background, Tag("<background>")],
        Annotated[Require, Tag("<require>")],
        Annotated[Item, Tag("<item>")],
        Annotated[Stage, Tag("<stage>")],
        Annotated[Milestone, Tag("<milestone>")],
        Annotated[End, Tag("<end>")],
        Annotated[Use, Tag("<use>")],
    ],
    Discriminator(_tag_of),
]
FlowBlock: TypeAlias = Annotated[AnyBlock, BeforeValidator(_one_keyword)]
Flow: TypeAlias = tuple[FlowBlock, ...]


def walk(flow: Sequence[Block]) -> Iterator[Block]:
    """Every block of a flow, outer before inner, in declared order."""
    left: list[Block] = list(reversed(flow))
    while left:
        block = left.pop()
        yield block
        nested = block.flows()
        if nested:
            for inner in reversed(tuple(nested)):
                left += reversed(inner)


def find(flow: Sequence[Block], block_id: str) -> Block | None:
    """The block of this id anywhere in the flow. Milestones and ends are stamps and outcomes: never found."""
    return next(
        (b for b in walk(flow) if b.id == block_id and not isinstance(b, (Milestone, End, Require))), None
    )


def rewritten(flow: Sequence[Block], change: Callable[[Block], Sequence[Block]]) -> Flow:
    """The flow with every block replaced by what `change` makes of it, inner blocks first.

    What does not change stays the same object.
    """
    made: list[Any] = []
    for block in flow:
        nested = block.inner()
        if nested:
            new = {path: rewritten(inner, change) for path, inner in nested.items()}
            if any(new[path] is not inner for path, inner in nested.items()):
                block = block.with_inner(new)
        made.extend(change(block))
    if isinstance(flow, tuple) and len(made) == len(flow) and all(map(is_, made, flow)):
        return flow
    return tuple(made)


# `Documents` and `Task` stand in modules that cannot import `Flow`; they find it there when a file is first read.
documents.Flow = Flow  # type: ignore[attr-defined]
steps.Flow = Flow  # type: ignore[attr-defined]
