"""Papers a service asks for, and the share of cases that lack each."""

from __future__ import annotations

from fractions import Fraction

from sim.engine.compile.faults import CompileError
from sim.model.blocks import Documents, walk
from sim.model.scenario import Service


def papers_of(name: str, service: Service) -> dict[str, Fraction]:
    """The share of cases that lack each paper; two blocks may ask for one paper, which is drawn once."""
    shares: dict[str, Fraction] = {}
    for block in walk(service.flow):
        if not isinstance(block, Documents):
            continue
        for paper, stated in block.papers.items():
            share = Fraction(str(stated.missing.value))
            if shares.setdefault(paper, share) != share:
                raise CompileError(
                    f"services.{name}.flow.{block.id}.papers.{paper}.missing",
                    f"paper {paper!r} is missing in a share of {stated.missing.value:g} here and of "
                    f"{float(shares[paper]):g} above; it is drawn once a case, so state one share",
                )
    return shares
