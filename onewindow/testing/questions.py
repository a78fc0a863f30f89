"""The scenario files of one pytest process: each is read once, and its targets are checked on the same replications."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.verdicts.check import check, parse_budget
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import Fault, ModelError
from sim.model.names import unknown
from sim.model.target import Expected


@dataclass
class Questions:
    """What is asked of every file, and the answers so far."""

    given: Mapping[Path, str]
    """Every file, and the path it is known by: as it would be typed."""
    seed: int
    budget: str
    crew: Callable[[], AbstractContextManager[Crew | None]]
    only: Mapping[Path, Collection[str]] = field(default_factory=dict)
    """Targets that were named one by one, by file; none means all of a file."""
    asked: dict[Path, list[str]] = field(default_factory=dict)
    """Targets that will be asked for, by file: those selected."""
    _read: dict[Path, WhatIf] = field(default_factory=dict)
    _answers: dict[Path, dict[str, TargetVerdict]] = field(default_factory=dict)

    def of(self, path: Path) -> WhatIf:
        """The file's question, compiled. Raises ModelError with every fault."""
        if path not in self._read:
            question = load(self.given[path], seed=self.seed)
            question.program  # noqa: B018 - what cannot run is a fault of the file as well
            self._read[path] = question
        return self._read[path]

    def expectations(self, path: Path) -> dict[str, Expected]:
        """What is expected of the targets that are asked for. Raises ModelError for a name that is none of them."""
        question = self.of(path)
        stated = question.stated.targets.items()
        expected = {target: each.expected for target, each in stated if each.expected is not None}
        wanted = self.only.get(path) or expected
        if faults := [
            _not_expected(question, target, expected) for target in wanted if target not in expected
        ]:
            raise ModelError(faults)
        return {target: each for target, each in expected.items() if target in wanted}

    def expect_nothing(self, paths: Collection[Path]) -> bool:
        """Whether all of these files were read, and no target of theirs carries `expected`."""
        if not all(path in self._read for path in paths):
            return False
        return not any(self.expectations(path) for path in paths)

    def verdict(self, path: Path, target: str) -> TargetVerdict:
        """The target's verdict; the first of a file computes those of all that are asked."""
        if target not in self._answers.get(path, {}):
            self._answers[path] = self._checked(path, [*self.asked.get(path, ()), target])
        return self._answers[path][target]

    def _checked(self, path: Path, targets: Sequence[str]) -> dict[str, TargetVerdict]:
        with self.crew() as crew:
            found = check(self.of(path), targets, budget=parse_budget(self.budget), ends=False, crew=crew)
        return {verdict.target: verdict for verdict in found}


def _not_expected(question: WhatIf, target: str, expected: Mapping[str, Expected]) -> Fault:
    return question.stated.fault_at("targets", unknown("target with `expected`", target, expected))
