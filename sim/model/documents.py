"""The papers of a file, and what happens when one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from sim.model.block import Block, MilestoneName, one_time
from sim.model.distribution import Distribution
from sim.model.faults import listed, wrong
from sim.model.quantities import Count, Flag, Id, Model, Name, SourceKey
from sim.model.sourced import SourcedDuration, SourcedShare
from sim.model.target import check_limit

if TYPE_CHECKING:
    from sim.model.blocks import Flow


class Paper(Model):
    """One paper of a file: the share of cases it is missing in, and how long getting it takes."""

    name: Name | None = None
    missing: SourcedShare
    deferrable: Flag = False
    supply: Distribution | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Paper:
        return self if self.supply is None else one_time(self, "supply", self.supply)


BY_LAW: Literal["by_law"] = "by_law"
"""In place of a time: what the law of the jurisdiction says on the first judged day (`sim.model.by_law`)."""

TimeOrLaw = Annotated[
    Annotated[SourcedDuration, Tag("<stated>")] | Annotated[Literal["by_law"], Tag("<by_law>")],
    Discriminator(lambda raw: "<by_law>" if raw == BY_LAW else "<stated>"),
]

DocumentsMode = Literal["return", "correct", "tolerate"]


class Documents(Block):
    """Hand in the papers; `mode` says what happens when one is missing.

    return: the file goes back and comes again as a new attempt; correct: the clock stops until it is
    complete; tolerate: deferrable papers may follow by `deadline`, `core` says what a
    missing core paper leads to.
    """

    keyword = "documents"
    id: Id = Field(alias="documents")
    papers: Mapping[Id, Paper] = Field(min_length=1)
    mode: DocumentsMode
    do: Flow = ()
    prepare: Distribution | None = None
    again: SourcedShare | None = None
    maximum: Count | None = None
    restart: tuple[MilestoneName, ...] = ()
    settled: MilestoneName | None = None
    """A file that bears this stamp at its first hand-in is not sent back, though papers are missing."""
    notice: TimeOrLaw | None = None
    """Time to do `do` and say what is missing, in whole days from the receipt of each attempt. Who is told nothing by
    then is accepted as of that receipt, and asked for nothing more."""
    deadline: SourcedDuration | None = None
    late: Literal["refuse", "correct", "revoke"] | None = None
    gate: Literal["decision", "after_delivery"] | None = None
    core: Literal["return", "correct"] | None = None

    @model_validator(mode="after")
    def _fits_mode(self) -> Documents:
        return self._fitting()

    def _fitting(self) -> Documents:
        """Itself. Raises ValueError where papers and options do not fit the mode."""
        if self.prepare is not None:
            one_time(self, "prepare", self.prepare)
        deferrable = [paper for paper, stated in self.papers.items() if stated.deferrable]
        handling = self.core_handling
        needed = (
            {"return": {"prepare", "again", "maximum"}, "correct": set()}[handling] if handling else set()
        )
        allowed = {
            "return": {"prepare", "again", "maximum", "restart", "settled", "notice"},
            "correct": {"maximum", "notice"},
        }.get(handling or "", set())
        if self.mode == "tolerate":
            needed = {*needed, "deadline", "late", "gate"}
            allowed = {*allowed, *needed, "core"}
            if not deferrable:
                raise wrong(
                    f'documents "{self.id}": mode tolerate needs at least one paper with deferrable: true'
                )
            if self.core is None and len(deferrable) < len(self.papers):
                raise wrong(
                    f'documents "{self.id}": mode tolerate with core papers needs core: return or correct, '
                    "what happens when a core paper is missing"
                )
        options = (
            "prepare", "again", "maximum", "restart", "settled", "notice", "deadline", "late", "gate", "core",
        )  # fmt: skip
        stated = {option for option in options if getattr(self, option) not in (None, ())}
        said = f"mode {self.mode}" + (
            f" with core {self.core}" if self.core and self.mode == "tolerate" else ""
        )
        if foreign := [option for option in options if option in stated - allowed]:
            own = [option for option in options if option in allowed]
            raise wrong(f'documents "{self.id}": {said} has no {listed(foreign)}; allowed: {listed(own)}')
        if lacking := [option for option in options if option in needed - stated]:
            raise wrong(f'documents "{self.id}": {said} needs {listed(lacking)}')
        if isinstance(self.notice, SourcedDuration):
            check_limit(self.notice.value, "statutory")
        if self.notice is not None and not self.do:
            raise wrong(
                f'documents "{self.id}": notice is a time to look at the file, and nothing looks at it; state do'
            )
        for paper, papers in self.papers.items():
            if papers.supply is None and (
                (self.mode == "tolerate" and papers.deferrable) or handling == "correct"
            ):
                raise wrong(
                    f'documents "{self.id}": paper "{paper}" needs supply, the time to get it, in {said}'
                )
        return self

    @property
    def core_handling(self) -> Literal["return", "correct"] | None:
        """What happens when a paper that cannot be deferred is missing; None when every paper can be."""
        return self.core if self.mode == "tolerate" else self.mode

    @property
    def sends_back(self) -> Literal["return", "correct"] | None:
        """`core_handling`, where some paper really is a core paper."""
        core = self.mode != "tolerate" or any(not paper.deferrable for paper in self.papers.values())
        return self.core_handling if core else None

    def with_papers(self, papers: Mapping[str, Paper], **stated: object) -> Documents:
        """The block asking for these papers, and what else changes with them. Raises ValueError where it cannot be."""
        return self.model_copy(update={"papers": papers, **stated})._fitting()

    def inner(self) -> Mapping[str, Flow]:
        return {"do": self.do}

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"do": flows["do"]})
