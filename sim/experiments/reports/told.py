"""What the chapters of a report on numbers, limits and method tell of: a question, its verdicts, what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.reports.report import Part
    from sim.experiments.verdicts.verdict import TargetVerdict


class Told(Protocol):
    """A whole report, or as much of one."""

    @property
    def whatif(self) -> WhatIf: ...
    @property
    def verdicts(self) -> tuple[TargetVerdict, ...]: ...
    @property
    def left_out(self) -> tuple[Part, ...]: ...


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Verdicts on a question, and nothing else of a report."""

    whatif: WhatIf
    verdicts: tuple[TargetVerdict, ...]
    left_out: tuple[Part, ...] = ()
