"""The board is there at once, says what is stored, and nothing of other files or another version."""

from __future__ import annotations

import pytest

from onewindow.desk.board import board_of
from sim.experiments.verdicts.stored_answers import kept
from sim.words.language import Lang


def stored_pair(target: str) -> list[str]:
    """What is stored of one more where the promise is held back: the share on time as stated, and with it."""
    more = kept()["gedian/startup"]["holds"][target]["one_more"]
    return [f"{100 * more[end]:.1f}%" for end in ("before", "after")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_promise_is_on_the_board_with_what_was_found(lang: Lang) -> None:
    board = board_of(lang)
    line = next(one for one in board.lines if one.id == "gd-startup-total")
    stored = kept()["gedian/startup"]["results"]["gd-startup-total"]
    assert (line.kind, line.share, line.required) == (
        stored["verdict"],
        stored["on_time_share"],
        stored["required_share"],
    )
    assert line.asked is not None
    assert any("登记审核人员" in text or "Registrars" in text for text in line.holds)
    assert any(all(end in text for end in stored_pair(line.id)) for text in line.holds)
    assert line.asked.query() == "scenario=gedian/startup&target=gd-startup-total"
    assert {one.place for one in board.shown(board.places[1])} == {board.places[1]}
    assert {one.kind for one in board.shown(kind="met")} == {"met"}
    worst = [one.kind for one in board.shown(board.places[0]) if one.on_a_card]
    assert worst == sorted(worst, key=["not_met", "undecided", "met", "old"].index)


def test_an_answer_of_other_files_or_another_version_is_not_shown() -> None:
    known = {reference: dict(one) for reference, one in kept().items()}
    known["gedian/startup"] = known["gedian/startup"] | {"digest": "another"}
    line = next(one for one in board_of("en", known).lines if one.id == "gd-startup-total")
    assert (line.kind, line.share, line.found, line.holds) == ("old", None, "", ())
    assert line.asked is not None
    assert {one.kind for one in board_of("en", version="9.9").lines} & {
        "met",
        "not_met",
        "undecided",
    } == set()
