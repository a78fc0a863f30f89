"""The page on offices that work towards their limit: its files are fine, both pages say the same, its commands run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from onewindow.cli.app import run
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load

from .test_readme import LIGHT

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PAGES = {"en": "towards-the-limit.md", "zh": "towards-the-limit.zh-CN.md"}
LIBRARY = {"chengdu": "chengdu/construction", "urumqi": "urumqi/small_low_risk"}


def text(lang: str) -> str:
    return (HOW_TO / PAGES[lang]).read_text("utf-8")


def files(lang: str, folder: Path) -> dict[str, Path]:
    made = {}
    for name, body in re.findall(r"```yaml (\w+)\n(.*?)```", text(lang), re.DOTALL):
        made[name] = folder / f"{name}.yaml"
        made[name].write_text(body, "utf-8")
    return made


def commands(lang: str) -> list[list[str]]:
    (block,) = re.findall(r"```sh\n(.*?)```", text(lang), re.DOTALL)
    return [shlex.split(line)[3:] for line in block.splitlines()]


@pytest.mark.parametrize("lang", PAGES)
def test_the_files_are_fine_and_change_the_offices_alone(lang: str, tmp_path: Path) -> None:
    for name, file in files(lang, tmp_path).items():
        assert faults_of(str(file)) == ((), ())
        ours, theirs = load(str(file)), load(LIBRARY[name])
        assert ours.program.due_clock.any() or len(ours.program.due_clock)
        assert len(theirs.program.due_clock) == 0
        pools = {pool: stated for pool, stated in ours.scenario.pools.items() if stated.due is not None}
        assert pools
        plain = {p: s.model_copy(update={"due": None}) for p, s in ours.scenario.pools.items()}
        same = ours.scenario.model_copy(
            update={
                "pools": plain,
                "title": theirs.scenario.title,
                "own_sources": theirs.scenario.own_sources,
            }
        )
        assert same == theirs.scenario


def test_both_pages_say_the_same(tmp_path: Path) -> None:
    def numbers(lang: str) -> list[list[str]]:
        return [re.findall(r"\d[\d.]*", line) for line in text(lang).splitlines() if line.startswith("|")]

    assert numbers("en") == numbers("zh")
    plain = [[word for word in line if word not in ("--lang", "zh")] for line in commands("zh")]
    assert plain == commands("en")
    for lang in PAGES:
        (tmp_path / lang).mkdir()
    one, other = (
        {n: load(str(f)).program.digest for n, f in files(lang, tmp_path / lang).items()} for lang in PAGES
    )
    assert one == other


@pytest.mark.verification
def test_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files("en", tmp_path)
    for arguments in commands("en"):
        assert run([*arguments, *LIGHT.get(arguments[0], [])]) in (0, 1, 3), capsys.readouterr().err
