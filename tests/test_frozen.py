"""Frozen classes that are quick to make are what the standard library would make of the same text."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any

import pytest

from sim import frozen


def classes(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """The same classes by whichever decorator."""

    @dataclass(frozen=True)
    class Plain:
        """Of everything that a field may be."""

        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, hash=False)
        d: float = field(default=0.5, compare=False)
        e: int = field(init=False, compare=False, repr=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "e", self.a + 1)

    @dataclass(frozen=True, order=True)
    class Ordered:
        a: int
        b: str = ""

    @dataclass(frozen=True)
    class Below(Ordered):
        c: int = 3

    @dataclass(frozen=True, eq=False)
    class Itself:
        a: int

        def __repr__(self) -> str:
            return "itself"

    @dataclass(frozen=True)
    class Own:
        """It says itself what is equal."""

        a: int

        def __eq__(self, other: object) -> bool:
            return True

    @dataclass(frozen=True)
    class Empty:
        pass

    @dataclass
    class Open:
        a: int

    return {key: kind for key, kind in locals().items() if isinstance(kind, type)}


def tried(act: Callable[[], object]) -> object:
    try:
        return act()
    except Exception as fault:
        return type(fault), str(fault)


OURS, THEIRS = classes(frozen.dataclass), classes(dataclasses.dataclass)
NAN = float("nan")
ACTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "all": lambda k: (repr(k["Plain"](1)), repr(k["Plain"](a=1, b="x", c=[2], d=2.0))),
    "lacking": lambda k: str(tried(k["Ordered"])).partition("__init__")[2],
    "unknown": lambda k: str(tried(lambda: k["Ordered"](1, z=2))).partition("__init__")[2],
    "put there": lambda k: k["Plain"](4).e,
    "own list each": lambda k: k["Plain"](1).c is k["Plain"](1).c,
    "equal": lambda k: [
        k["Plain"](1) == k["Plain"](a, b, [c], d) for a, b, c, d in [(1, "b", 0, 1), (2, "b", 0, 1)]
    ],
    "not compared": lambda k: k["Plain"](1, d=1.0) == k["Plain"](1, d=2.0),
    "hash": lambda k: hash(k["Plain"](1, c=[1])) == hash(k["Plain"](1, c=[2])) != hash(k["Plain"](2)),
    "hash of one": lambda k: hash(k["Own"]) and k["Own"].__hash__ is None,
    "order": lambda k: sorted([k["Ordered"](2), k["Ordered"](1, "z"), k["Ordered"](1)])[0].b,
    "order of others": lambda k: tried(lambda: k["Ordered"](1) < 3)[0],  # type: ignore[index]
    "at least": lambda k: (k["Ordered"](1) <= k["Ordered"](1), k["Ordered"](1) >= k["Ordered"](2)),
    "other class": lambda k: (k["Ordered"](1) == k["Below"](1), k["Ordered"](1) == (1, "")),
    "below": lambda k: repr(k["Below"](1, c=4)),
    "itself": lambda k: (k["Itself"](1) == k["Itself"](1), repr(k["Itself"](1))),
    "own": lambda k: k["Own"](1) == 5,
    "nothing": lambda k: (repr(k["Empty"]()), k["Empty"]() == k["Empty"](), hash(k["Empty"]())),
    "the same no number": lambda k: k["Own"](NAN) == k["Own"](NAN),
    "set": lambda k: tried(lambda: setattr(k["Ordered"](1), "a", 2)),
    "set another": lambda k: tried(lambda: setattr(k["Ordered"](1), "z", 2)),
    "delete": lambda k: tried(lambda: delattr(k["Ordered"](1), "a")),
    "replace": lambda k: repr(dataclasses.replace(k["Ordered"](1), b="new")),
    "asdict": lambda k: dataclasses.asdict(k["Below"](1)),
    "fields": lambda k: [one.name for one in dataclasses.fields(k["Below"])],
    "match": lambda k: k["Plain"].__match_args__,
    "open": lambda k: (setattr(one := k["Open"](1), "a", 2), one.a),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_they_do_the_same(act: Callable[[dict[str, Any]], object]) -> None:
    assert act(OURS) == act(THEIRS)


@frozen.dataclass(frozen=True)
class Sent:
    a: int
    b: tuple[int, ...] = ()


def test_they_travel() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, (2,)))) == Sent(1, (2,))


def test_one_method_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason for it: the standard library compiles one after the other."""
    made: list[str] = []
    monkeypatch.setattr(
        dataclasses, "_create_fn", lambda name, *_rest, **_named: made.append(name), raising=False
    )

    @frozen.dataclass(frozen=True, order=True)
    class Made:
        a: int

    assert not made
    assert Made(1) < Made(2)


@pytest.mark.parametrize("room", ["worktime", "chance", "model", "engine", "results"])
def test_every_command_loads_quick_ones(room: str) -> None:
    """Levers, of which few are loaded, know only the model."""
    for path in (Path(__file__).parents[1] / "sim" / room).rglob("*.py"):
        text = path.read_text("utf-8")
        assert "@dataclass(frozen=True" not in text or "from sim.frozen import dataclass" in text, path
