"""The bar comes by itself when work takes a while, and not when it does not."""

from __future__ import annotations

import time
from typing import get_args

import pytest

from onewindow.cli import bar
from sim.experiments.running.progress import Stage
from sim.words.progress import STAGES


def test_it_comes_while_the_first_unit_is_still_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0.01)
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    with bar.on_terminal("work", "replications", None) as shown:
        for _ in range(500):
            if shown._shown is not None:
                break
            time.sleep(0.01)
        assert shown._shown is not None
        shown.advance()
        (task,) = shown._shown.tasks
        assert (task.completed, task.total, task.fields["count"]) == (1, None, "replications 1")
        shown.stage("draws", 4000)
        shown.advance(2)
        (task,) = shown._shown.tasks
        assert (task.completed, task.total) == (2, 4000)
        assert task.fields["count"] == "draws of what is uncertain 2/4,000"
    assert not shown._shown.live.is_started


def test_it_stays_away_from_quick_work() -> None:
    with bar.on_terminal("work", "replications", 1) as shown:
        shown.advance()
    time.sleep(0.01)
    assert shown._shown is None
    assert not shown._timer.is_alive()


def test_a_stage_of_unknown_length_promises_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the pace of the stage under way says how long it takes, and only where its length is known."""
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    with bar.speaking("zh"), bar.on_terminal("work", "search", None) as shown:  # --lang zh
        while shown._shown is None:
            time.sleep(0.01)
        left = shown._shown.columns[-1]
        for _ in range(3):
            shown.advance()
        (task,) = shown._shown.tasks
        assert str(left.render(task)) == ""
        shown.stage("draws", 100)
        (task,) = shown._shown.tasks
        assert str(left.render(task)) == ""
        for _ in range(3):
            time.sleep(0.01)
            shown.advance()
        left._renderable_cache.clear()
        assert str(left.render(shown._shown.tasks[0])).startswith("还需 ")
        assert shown._shown.tasks[0].fields["count"] == "抽取不确定的数 3/100"


def test_every_stage_has_words_in_both_languages() -> None:
    assert all(set(words) == set(get_args(Stage)) for words in STAGES.values())
