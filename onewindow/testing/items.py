"""A scenario file and its targets as pytest sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onewindow.testing.changes import changes
from onewindow.testing.last_pass import LastPasses, Standing, standing
from onewindow.testing.message import command, failure
from onewindow.testing.questions import Questions
from sim.model import ModelError
from sim.model.target import Expected


class ScenarioFolder(pytest.Directory):
    """A folder that holds scenario files which are asked for; pytest loads its conftest.py as for any folder."""

    questions: Questions
    last_passes: LastPasses

    @classmethod
    def below(
        cls, parent: pytest.Session, path: Path, questions: Questions, last_passes: LastPasses
    ) -> ScenarioFolder:
        made: ScenarioFolder = cls.from_parent(parent, path=path, **_named(path, parent))
        made.questions, made.last_passes = questions, last_passes
        return made

    def collect(self) -> Iterator[pytest.Collector]:
        for path in self.questions.given:
            if path.parent == self.path:
                yield ScenarioFile.below(self, path)


class ScenarioFile(pytest.File):
    """One scenario file. What is wrong in it is told with its places, as `onewindow validate` does."""

    questions: Questions
    last_passes: LastPasses

    @classmethod
    def below(cls, parent: ScenarioFolder, path: Path) -> ScenarioFile:
        made: ScenarioFile = cls.from_parent(parent, path=path, **_named(path, parent))
        made.questions, made.last_passes = parent.questions, parent.last_passes
        made.extra_keyword_matches.add(made.questions.given[path])  # so that -k finds folders too
        return made

    def collect(self) -> Iterator[pytest.Item]:
        for name, expected in self.questions.expectations(self.path).items():
            yield TargetItem.below(self, name, expected)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        return str(excinfo.value) if isinstance(excinfo.value, ModelError) else super().repr_failure(excinfo)


class TargetItem(pytest.Item):
    """One target, and the verdict its file expects."""

    questions: Questions
    last_passes: LastPasses
    expected: Expected

    @classmethod
    def below(cls, parent: ScenarioFile, name: str, expected: Expected) -> TargetItem:
        made: TargetItem = cls.from_parent(parent, name=name)
        made.questions, made.last_passes, made.expected = parent.questions, parent.last_passes, expected
        made.add_marker("onewindow")
        if parent.config.pluginmanager.hasplugin("xdist"):
            # Under --dist loadgroup one worker gets all targets of a file, which share their replications.
            made.add_marker(pytest.mark.xdist_group(name=parent.nodeid))
        return made

    def runtest(self) -> None:
        verdict = self.questions.verdict(self.path, self.name)
        self.user_properties += [
            ("verdict", verdict.verdict),
            ("expected_verdict", self.expected.verdict),
            ("on_time_share", verdict.to_dict()["on_time_share"]),
            *([("mean", verdict.to_dict()["mean"])] if verdict.on_mean else []),
            ("steady", not verdict.growing),
        ]
        budget = self.questions.budget
        now = standing(self.questions.of(self.path), verdict, budget)
        if verdict.verdict == self.expected.verdict:
            self._keep(now)
            return
        again = command(verdict, self.path, self.questions.given[self.path], budget)
        pytest.fail(failure(verdict, self.expected, self._since_last_pass(now), again, budget), pytrace=False)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return (
            str(excinfo.value)
            if isinstance(excinfo.value, ModelError)
            else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The target's place in its file."""
        place = self.questions.of(self.path).stated.fault_at(("targets", self.name), "")
        return self.path, max(place.line - 1, 0), self.name

    def _since_last_pass(self, now: Standing) -> list[str]:
        before = self.last_passes.of(self._kept_as)
        if before is None:
            off = "" if self.last_passes.kept else " (pytest's cache is off)"
            return [f"no earlier pass is known here{off}"]
        share = "" if before.share is None else f", {before.share:.1%} on time"
        return [
            f"since its last pass here ({before.verdict}{share}):",
            *changes(before, now, self.expected.verdict),
        ]

    def _keep(self, now: Standing) -> None:
        try:
            self.last_passes.keep(self._kept_as, now)
        except OSError as error:
            self.warn(pytest.PytestCacheWarning(f"this pass of {self.name} could not be kept: {error}"))

    @property
    def _kept_as(self) -> str:
        """Not the node id, which xdist changes."""
        return f"{self.path.as_posix()}::{self.name}"


def _named(path: Path, parent: pytest.Collector) -> dict[str, Any]:
    """Below the root pytest names a path by its way from there; what lies elsewhere is named by its whole path."""
    return {} if path.is_relative_to(parent.config.rootpath) else {"nodeid": path.as_posix()}
