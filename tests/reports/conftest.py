"""A report of the small office, gathered once: every part of it, and few draws."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))

from small_office import SMALL

from sim import load
from sim.experiments.reports.report import Report, gathered

NAME = "<b>小厅</b> =1+1"
"""A title that would be markup, or a formula."""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "small.yaml"
    stated = SMALL.replace("zh: 小厅", f'zh: "{NAME}"')
    path.write_text(stated, "utf-8")
    return path


@pytest.fixture(scope="session")
def made(office: Path) -> Report:
    return gathered(load(office), draws=8, leave_out=("capacity",))
