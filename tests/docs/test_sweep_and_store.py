"""Pages on sweeps, the store, many machines and sensitivity: their commands and Python run, in Chinese the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from onewindow.cli.app import run

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (
    "how-to/sweep", "how-to/keep-what-was-computed", "how-to/many-machines", "background/sensitivity",
)  # fmt: skip
SHORT = [
    "--set",
    "study.window=1 wd",
    "--set",
    "study.lead_in=0 wd",
    "--set",
    "study.follow_up=2 wd",
    "-n",
    "2",
]
LIGHT = {
    "sweep": SHORT,
    "run": SHORT[:-2],
    "sensitivity": [*SHORT, "--samples", "2", "--number", "pools.registrar.capacity"],
}


def commands(page: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line[3:] for line in lines if line[:3] == ["uv", "run", "onewindow"]]


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_the_same_commands(page: str) -> None:
    found = commands(f"{page}.md")
    said = [[word for word in line if word not in ("--lang", "zh")] for line in commands(f"{page}.zh-CN.md")]
    assert len(found) > 1
    assert said == found


LONG = pytest.mark.verification  # README runs a sweep and a sensitivity in every suite


@pytest.mark.parametrize("page", [pytest.param(page, marks=() if "keep" in page else LONG) for page in PAGES])
def test_a_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEWINDOW_STORE", str(tmp_path / "own"))
    for words in commands(f"{page}.md"):
        assert run([*words, *LIGHT.get(words[0], [])]) == 0, capsys.readouterr().err
    for block in re.findall(r"```python\n(.*?)```", (DOCS / f"{page}.md").read_text("utf-8"), re.DOTALL):
        if "cluster" in block:
            pytest.importorskip("distributed", reason="the extra cluster is not installed")
        exec(compile(block, page, "exec"), {"__name__": "__main__"})
