"""What a result names stands there: its page, and its figure, where it has one."""

import pkgutil
from importlib import import_module
from inspect import signature

import pytest

import calibration
import sim.experiments
from sim.experiments.running.shown import Shown, looked_up

for package in (sim.experiments, calibration):
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not one.name.endswith("__main__"):
            import_module(one.name)
NAMED = [
    (f"{kind.__name__}.{what}", getattr(kind, what))
    for kind in Shown.__subclasses__()
    for what in ("PAGE", "FIGURE")
    if what == "PAGE" or hasattr(kind, what)
]


@pytest.mark.parametrize("place", [place for _, place in NAMED], ids=[name for name, _ in NAMED])
def test_what_is_named_stands_there(place: str) -> None:
    assert list(signature(looked_up(place)).parameters)[1:2] == ["lang"]
