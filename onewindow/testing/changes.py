"""What changed since an item's last pass, in a few lines: the scenario first, then how it was asked, then programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onewindow.testing.last_pass import Standing

MOST = 12
"""Lines that a message gives to the scenario's changes."""


def changes(before: Standing, now: Standing, expected: str) -> list[str]:
    """One line a change. `before` passed, so its verdict is what was expected then."""
    told = [] if before.verdict == expected else [f"expected  {before.verdict} → {expected}"]
    scenario = list(_scenario(before, now))
    elsewhere = [*_asked(before, now), *_versions(before.versions, now.versions)]
    told += scenario[:MOST] if scenario else ["the scenario is the same"]
    if len(scenario) > MOST:
        told.append(f"… and {len(scenario) - MOST} more")
    told += elsewhere
    if before.digest != now.digest and not scenario and not elsewhere:
        told.append("the program made of it differs: a table it names changed, or the code of onewindow")
    elif told == ["the scenario is the same"]:
        told.append("so are the program, seed, budget and versions: the code of onewindow changed")
    return told


def _scenario(before: Standing, now: Standing) -> Iterator[str]:
    old, new = before.said, now.said
    for path in new:
        if path in old and old[path] != new[path]:
            yield f"{path}  {old[path]} → {new[path]}"
    yield from (f"+ {path}  {new[path]}" for path in _outermost(new, old))
    yield from (f"- {path}  {old[path]}" for path in _outermost(old, new))
    for flow, steps in now.orders.items():
        earlier = before.orders.get(flow, steps)
        if earlier != steps and set(earlier) == set(steps):
            yield f"{flow}  its steps stand in another order"


def _outermost(mine: Mapping[str, str], others: Mapping[str, str]) -> Iterator[str]:
    """Paths only one side has; what stands below such a path (a step's pool, its work) goes without saying."""
    alone = [path for path in mine if path not in others]
    known = set(alone)
    for path in alone:
        words = path.split(".")
        if not any(".".join(words[:length]) in known for length in range(1, len(words))):
            yield path


def _asked(before: Standing, now: Standing) -> Iterator[str]:
    if before.seed != now.seed:
        yield f"the seed  {before.seed} → {now.seed}"
    if before.budget != now.budget:
        yield f"the budget  {before.budget} → {now.budget}"


def _versions(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name, version in now.items():
        if before.get(name) != version:
            what = "the program's version" if name == "onewindow" else f"the version of {name}"
            yield f"{what} changed  {before.get(name, 'unknown')} → {version}"
