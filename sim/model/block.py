"""What every block is: immutable, named, and open to `walk` and `rewritten` through its nested flows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeVar

from sim.model.distribution import Distribution
from sim.model.faults import wrong
from sim.model.names import refers_to
from sim.model.quantities import Id, Model, Name, SourceKey

if TYPE_CHECKING:
    from sim.model.blocks import Flow

M = TypeVar("M", bound=Model)

Party = Literal["government", "intermediary", "utility", "applicant"]
PARTIES: tuple[Party, ...] = ("government", "intermediary", "utility", "applicant")
ClockKind = Literal["working", "elapsed", "statutory", "queue"]
"""What a clock counts: working time, elapsed time, whole days as the law counts them, or time spent in queues while the
pool is open."""
AtClose = Literal["suspend", "finish"]

ClockName = Annotated[Id, refers_to("clock")]
"""A target of the service, or an item or stage of it with a promised limit."""
PoolName = Annotated[Id, refers_to("pool")]
UnitName = Annotated[Id, refers_to("pool or unit")]
"""A pool, or one of its units by name: "window", "window.li"."""
MilestoneName = Annotated[Id, refers_to("milestone")]


class Block(Model):
    """What every block has. `id` is the keyword's value."""

    keyword: ClassVar[str]
    id: Id
    name: Name | None = None
    source: SourceKey | None = None

    def inner(self) -> Mapping[str, Flow]:
        """Flows nested in this block, by their path below it ("do", "branches.tax", "options.0.do")."""
        return {}

    def flows(self) -> Collection[Flow]:
        """The same flows alone."""
        return self.inner().values()

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:  # noqa: ARG002 - for blocks that have some
        """This block with nested flows replaced, by the same paths."""
        return self


class UnknownBlock(TypeError):  # noqa: N818 - said as what it is
    """Code that must know every block has met one it does not; the text says which block and which code."""

    def __init__(self, block: Block, where: str) -> None:
        super().__init__(f'{where} does not know the block "{block.keyword}" (here "{block.id}")')


class Doing(Block):
    """A block with one nested flow, `do`."""

    do: Flow

    def inner(self) -> Mapping[str, Flow]:
        return {"do": self.do}

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"do": flows["do"]})


def distinct(words: Sequence[str], field: str) -> None:
    if len(set(words)) < len(words):
        twice = next(word for index, word in enumerate(words) if word in words[:index])
        raise wrong(f'{field} names "{twice}" twice')


def one_time(model: M, said: str, length: Distribution) -> M:
    if not length.one_time:
        raise wrong(
            f'{said}: "{length}" mixes working time (wh, wd) with elapsed time (s, min, h, cd); use one'
        )
    return model
