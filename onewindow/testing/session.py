"""One session with `--onewindow`: its files become items, and undecided verdicts are told as what they are."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Sequence
from functools import partial
from pathlib import Path

import pytest

from onewindow.testing.cores import crew_of
from onewindow.testing.folders import Folder, folder_at
from onewindow.testing.items import ScenarioFolder, TargetItem
from onewindow.testing.last_pass import LastPasses
from onewindow.testing.questions import Questions
from sim.experiments.verdicts.check import parse_budget
from sim.model import ModelError

DEFAULT_BUDGET, DEFAULT_SEED = "60s", "1"
UNDECIDED = "undecided"
"""The category of reports on such verdicts: they count as failed and are shown on their own."""


class Targets:
    """The hooks of a session that checks targets."""

    def __init__(self, folders: Sequence[Folder], questions: Questions, last_passes: LastPasses) -> None:
        self.folders = folders
        self.questions = questions
        self.last_passes = last_passes

    @classmethod
    def asked(cls, config: pytest.Config, given: Sequence[str]) -> Targets:
        """What the options ask for. Raises UsageError."""
        budget = config.getoption("onewindow_budget") or DEFAULT_BUDGET
        try:
            parse_budget(budget)
        except ModelError as error:
            raise pytest.UsageError(error.told("--onewindow-{}".format)) from None
        seed = _seed(config.getoption("onewindow_seed") or DEFAULT_SEED)
        folders = [folder_at(folder, config) for folder in given]
        files = {path: name for folder in folders for path, name in folder.files.items()}
        named = _named_among_arguments(files, config)
        if named:
            files = {path: name for path, name in files.items() if path in named}
            folders = [
                Folder(f.given, {p: name for p, name in f.files.items() if p in named}) for f in folders
            ]
        questions = Questions(files, seed, budget, partial(crew_of, config), only=named)
        return cls([folder for folder in folders if folder.files], questions, LastPasses(config))

    def pytest_report_header(self) -> str:
        asked = self.questions
        files = ", ".join(folder.given for folder in self.folders)
        return f"onewindow: {files} (seed {asked.seed}, budget {asked.budget} a scenario)"

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """The files stand beside what pytest collects from its arguments, so that neither hides the other."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            below = dict.fromkeys(path.parent for path in self.questions.given)
            folders = (
                ScenarioFolder.below(collector, path, self.questions, self.last_passes) for path in below
            )
            report.result = [*(report.result or []), *folders]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config) -> None:
        """A folder that expects nothing is an error: it would pass whatever became of its promises."""
        for folder in self.folders:
            if self.questions.expect_nothing(folder.files):
                report = pytest.CollectReport(folder.given, "failed", _nothing_expected(folder), result=None)
                config.hook.pytest_collectreport(report=report)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What is selected is known now; the targets of a file are asked together."""
        for item in session.items:
            if isinstance(item, TargetItem):
                self.questions.asked.setdefault(item.path, []).append(item.name)

    def pytest_report_teststatus(
        self, report: pytest.CollectReport | pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        if (
            report.when == "call"
            and report.failed
            and ("verdict", UNDECIDED) in map(tuple, report.user_properties)
        ):
            return UNDECIDED, "U", (UNDECIDED.upper(), {"yellow": True})
        return None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> Generator[None, None, None]:
        """Messages of undecided targets, and a line of each at the end: pytest tells these of failed tests only."""
        reports = terminalreporter.stats.get(UNDECIDED, [])
        if reports and config.getoption("tbstyle") != "no":
            terminalreporter.write_sep("=", UNDECIDED.upper())
            for report in reports:
                terminalreporter.write_sep("_", report.head_line, yellow=True, bold=True)
                terminalreporter.write_line(report.longreprtext)
        yield
        for report in reports:
            terminalreporter.write(UNDECIDED.upper(), yellow=True)
            terminalreporter.write_line(f" {_from_here(report.nodeid, config)}")


def _from_here(nodeid: str, config: pytest.Config) -> str:
    """A node's id as it would be typed where pytest was started, which need not be the root.

    pytest's own way of saying it takes a text in some of its versions and an object of its own in others.
    """
    path, colons, name = nodeid.partition("::")
    here = config.invocation_params.dir
    if here != config.rootpath:
        path = Path(os.path.relpath(config.rootpath / path, here)).as_posix()
    return f"{path}{colons}{name}"


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**64:
        raise pytest.UsageError(f"--onewindow-seed {text}: a seed is a whole number from 0 to 2^64 - 1")
    return int(text)


def _named_among_arguments(files: Collection[Path], config: pytest.Config) -> dict[Path, set[str]]:
    """Files that arguments of pytest name (hall.yaml, hall.yaml::kept), and the targets named; none means all.

    Such arguments narrow the folders, and are taken from pytest, which knows nothing of scenario files. So are the
    places where pytest would have looked for tests without arguments, when only folders of scenarios were given.
    """
    sources = pytest.Config.ArgsSource
    if config.getoption("onewindow") and config.args_source is not sources.ARGS:
        config.args, config.args_source = [], sources.ARGS
    named: dict[Path, set[str]] = {}
    whole: set[Path] = set()
    others: list[str] = []
    for argument in config.args:
        file, _, target = argument.partition("::")
        path = Path(os.path.abspath(config.invocation_params.dir / file))
        if path not in files:
            others.append(argument)
        elif target:
            named.setdefault(path, set()).add(target)
        else:
            whole.add(path)
    config.args = others
    return named | {path: set() for path in whole}


def _nothing_expected(folder: Folder) -> str:
    files = "1 scenario file" if len(folder.files) == 1 else f"{len(folder.files)} scenario files"
    return (
        f"{folder.given}: no target carries `expected` ({files}), so nothing would be checked; "
        "write expected: {verdict: met, reason: …} beside the targets whose verdict matters"
    )
