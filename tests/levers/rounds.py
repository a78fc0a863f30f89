"""Two rounds of inspection, as flows of tests: `fire` fails at its first visit and passes at the second, `plan` passes
at once; and the same with results by share."""

from __future__ import annotations

from collections.abc import Sequence

from engine.office import Raw, pool, scenario, task, wait

from sim.model.scenario import Scenario

POOLS = {"fire": pool(20), "plan": pool(20), "window": pool(20), "desk": pool(20)}


def round_of(
    name: str, result: Sequence[Raw], work: str = "60 min", rework: str = "2 cd", **more: object
) -> Raw:
    """A loop `<name>_rounds` of inspection at the pool `name`, its result, and rework between."""
    return {
        "repeat": f"{name}_rounds",
        "again_when": f"not stamped.{name}_passed",
        "maximum": 3,
        "do": [task(f"{name}_visit", name, work), *result],
        "between": [wait(f"{name}_rework", rework)],
        **more,
    }


def second_time(name: str) -> list[Raw]:
    """Fails once, then passes."""
    passed = [{"milestone": f"{name}_passed"}]
    options = [
        {"when": f"stamped.{name}_tried", "do": passed},
        {"otherwise": True, "do": [{"milestone": f"{name}_tried"}]},
    ]
    return [{"choice": f"{name}_result", "options": options}]


def at_once(name: str) -> list[Raw]:
    return [{"milestone": f"{name}_passed"}]


def by_share(name: str, failed: float) -> list[Raw]:
    options = [{"share": failed, "do": []}, {"otherwise": True, "do": [{"milestone": f"{name}_passed"}]}]
    return [{"choice": f"{name}_result", "options": options}]


FIRE = round_of("fire", second_time("fire"))
PLAN = round_of("plan", at_once("plan"))
DECIDED: Raw = {"milestone": "decided"}


def built(*flow: Raw, **more: object) -> Scenario:
    """A scenario of one service with this flow."""
    return Scenario.model_validate(scenario([*flow], pools={**POOLS}, **more))  # type: ignore[arg-type]
