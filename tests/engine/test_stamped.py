"""Conditions on milestones, and loops that run until one is stamped."""

from engine.office import Raw, play, scenario, task, wait


def rounds(share: float, maximum: int = 3) -> Raw:
    return {
        "repeat": "rounds", "again_when": "not stamped.passed", "maximum": maximum,
        "do": [
            task("inspection", work="1 h"),
            {
                "choice": "result",
                "options": [{"share": share}, {"otherwise": True, "do": [{"milestone": "passed"}]}],
            },
        ],
        "between": [wait("rework", "2 h")],
    }  # fmt: skip


def test_a_choice_may_ask_what_has_been_stamped_so_far() -> None:
    ask: Raw = {
        "options": [
            {"when": "stamped.seen", "do": [task("again")]},
            {"otherwise": True, "do": [task("first")]},
        ]
    }
    played = play(scenario([{"choice": "one", **ask}, {"milestone": "seen"}]), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["first"]
    flow = [{"milestone": "seen"}, {"choice": "one", **ask}]
    assert [row[0] for row in play(scenario(flow), "Mon 09:00").rows()] == ["again"]


def test_a_loop_runs_until_the_milestone_is_stamped() -> None:
    assert play(scenario([rounds(0.0)]), "Mon 09:00").outcome.tasks == 1


def test_a_loop_ends_at_its_maximum() -> None:
    played = play(scenario([rounds(1.0)]), "Mon 09:00")
    # Inspection, rework, inspection, rework, inspection: 9 to 16 o'clock.
    assert [row[0] for row in played.rows()] == ["inspection", "rework"] * 2 + ["inspection"]
    assert played.rows()[-1][1:] == ("Mon 15:00", "Mon 15:00", "Mon 16:00")


def test_a_part_of_an_item_can_be_asked_for() -> None:
    flow: list[Raw] = [
        {"item": "fire", "do": [task("look")]},
        {"choice": "c", "options": [{"when": "stamped.fire.done and not stamped.fire.started", "do": [task("never")]},
                                    {"when": "stamped.fire.done", "do": [task("after")]}, {"otherwise": True}]},
    ]  # fmt: skip
    assert play(scenario(flow), "Mon 09:00").row("after")[0] == "Mon 10:00"
