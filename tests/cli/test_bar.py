"""The bar comes by itself when work takes a while, and not when it does not."""

from __future__ import annotations

import time

import pytest

from onewindow.cli import bar


def test_it_comes_while_the_first_unit_is_still_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0.01)
    with bar.on_terminal("work", 3) as shown:
        for _ in range(500):
            if shown._shown is not None:
                break
            time.sleep(0.01)
        assert shown._shown is not None
        shown.advance()
        shown.extend(4)
        (task,) = shown._shown.tasks
        assert (task.completed, task.total) == (1, 7)
    assert not shown._shown.live.is_started


def test_it_stays_away_from_quick_work() -> None:
    with bar.on_terminal("work", 1) as shown:
        shown.advance()
    time.sleep(0.01)
    assert shown._shown is None
    assert not shown._timer.is_alive()
