"""Random edits of the library's scenario files: mutant `number` is always the same text.

Most edit the data (a value goes, moves, doubles, becomes another kind or another size), some the text itself.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sim.library import library_names, library_root
from sim.model import read
from sim.model.tree import plain
from sim.model.yaml_tree import parse_yaml

Step = str | int
Path_ = tuple[Step, ...]

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 0.5, 1e308, -1e9, 10**20, "", " ", "x", "nan", "office", "24h", "$x", "${", "[/red]",
    [], {}, [[]], ["x"], {"x": 1}, {"value": {}}, {"mean": "1 min"}, {"min": "2 min", "max": "1 min"}, "0 min", "1 min",
    "0 wd", "1e400 min", "-3 wd", "1 cd", "3 wh", "5 /wd", "0 /wd", "1e9 /wd", "50%", "101%", "2025-02-30", "9999-12-31",
    "25:00", "09:00-09:00", "kind == 'x'", "not", "arrived", "finished", "channel", [1, 2], [2, 1], ["a", "a"], "一窗",
)  # fmt: skip
FACTORS = (-1, 0, 1e-9, 0.01, 0.5, 2, 10, 1000, 1e12)
MARKS = "[]{}:,-#&*!|>'\"%@`$ \t\n"


@cache
def originals() -> tuple[tuple[str, str], ...]:
    """(scenario, file) for every file that a scenario of the library is made of, by its way from the library's folder."""
    root = library_root().resolve()
    return tuple(
        (name, Path(part.file).resolve().relative_to(root).as_posix())
        for name in library_names()
        for part in read(root / f"{name}.yaml").origin.files
    )


@cache
def _text(file: str) -> str:
    return (library_root() / file).read_text("utf-8")


@cache
def _tree(text: str) -> str:
    root, faults = parse_yaml(text, "library")
    assert root is not None
    assert not faults
    return json.dumps(plain(root))


def mutant(number: int) -> tuple[str, str, str, str]:
    """(what was done, the scenario, the file of it that is edited, the text of that)."""
    rng = random.Random(f"mutant {number}")
    name, file = rng.choice(originals())
    text = _text(file)
    if rng.random() < 0.15:
        done, made = _text_edit(text, rng)
        return f"{file}: {done}", name, file, made
    raw = json.loads(_tree(text))
    if rng.random() < 0.35:
        return (
            f"{file}: {_number_changed(raw, rng)}",
            name,
            file,
            json.dumps(raw, ensure_ascii=False, indent=1),
        )
    told = []
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        told.append(_edit(raw, rng))
    return f"{file}: {'; '.join(told)}", name, file, json.dumps(raw, ensure_ascii=False, indent=1)


def places(raw: Any, path: Path_ = ()) -> Iterator[Path_]:
    below = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for step, value in below:
        yield (*path, step)
        yield from places(value, (*path, step))


def value_at(raw: Any, path: Path_) -> Any:
    for step in path:
        raw = raw[step]
    return raw


def _edit(raw: Any, rng: random.Random) -> str:
    known = list(places(raw))
    if not known:
        return "nothing left"
    path = rng.choice(known)
    holder, step = value_at(raw, path[:-1]), path[-1]
    old = holder[step]
    said = ".".join(map(str, path))
    match rng.randrange(9):
        case 0:
            del holder[step]
            return f"{said} gone"
        case 1 | 2:
            holder[step] = new = rng.choice(STRANGE)
            return f"{said} = {new!r}"
        case 3 | 4:
            holder[step] = new = _resized(old, rng)
            return f"{said} = {new!r}"[:200]
        case 5:
            other = rng.choice(known)
            if other == path[: len(other)] or path == other[: len(path)]:
                return f"{said} as it is"
            there = value_at(raw, other[:-1])
            holder[step], there[other[-1]] = there[other[-1]], old
            return f"{said} <-> {'.'.join(map(str, other))}"
        case 6:
            other = rng.choice(known)
            holder[step] = json.loads(json.dumps(value_at(raw, other)))
            return f"{said} = copy of {'.'.join(map(str, other))}"
        case 7 if isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), json.loads(json.dumps(old)))
            return f"{said} twice"
        case 7 | 8 if isinstance(holder, dict):
            key = rng.choice([str(part) for place in known for part in place[-1:]])
            holder[key] = holder.pop(step)
            return f"{said} renamed {key}"
        case _:
            holder[step] = [old]
            return f"{said} in a list"


def _number_changed(raw: Any, rng: random.Random) -> str:
    """A mild edit, after which the file most often still runs."""
    quantity = re.compile(r"\d+(\.\d+)?( ?(min|h|wh|wd|cd|%)| /\w+)?")
    numbers = [
        path
        for path in places(raw)
        if (isinstance(value := value_at(raw, path), (int, float)) and not isinstance(value, bool))
        or (isinstance(value, str) and quantity.fullmatch(value))
    ]
    path = rng.choice(numbers)
    holder = value_at(raw, path[:-1])
    holder[path[-1]] = new = _resized(holder[path[-1]], rng)
    return f"{'.'.join(map(str, path))} = {new!r}"


def _resized(old: Any, rng: random.Random) -> Any:
    """A number in it many times as large or small; anything else shuffled, cut or emptied."""
    factor = rng.choice(FACTORS)
    if isinstance(old, bool):
        return not old
    if isinstance(old, (int, float)):
        return old * factor
    if isinstance(old, str):
        if not re.search(r"\d", old):
            return rng.choice((old * 2, old[:-1], old.upper(), f"{old} {old}"))
        return re.sub(r"\d+(\.\d+)?", lambda found: f"{float(found[0]) * factor:.12g}", old, count=1)
    if isinstance(old, list):
        return rng.choice((old[::-1], old[1:], old * 2, old[:1]))
    if isinstance(old, dict):
        keys = list(old)
        rng.shuffle(keys)
        return {key: old[key] for key in keys[: rng.randrange(len(keys) + 1)]}
    return factor


def _text_edit(text: str, rng: random.Random) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            return f"line {at + 1} gone", "".join(lines[:at] + lines[at + 1 :])
        case 1:
            return f"line {at + 1} indented", "".join([*lines[:at], " " + lines[at], *lines[at + 1 :]])
        case 2:
            return f"line {at + 1} twice", "".join([*lines[: at + 1], *lines[at:]])
        case 3:
            place, mark = rng.randrange(len(text)), rng.choice(MARKS)
            return f"{mark!r} at {place}", text[:place] + mark + text[place:]
        case 4:
            place = rng.randrange(len(text))
            return f"cut at {place}", text[:place]
        case _:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
            return f"lines {at + 1} and {other + 1} swapped", "".join(lines)


def written(number: int, library: Path) -> tuple[str, Path]:
    """(what was done, the scenario file) in a copy of the library, of which one file is edited."""
    done, name, file, text = mutant(number)
    (library / file).write_text(text, "utf-8")
    return done, library / f"{name}.yaml"


def mended(number: int, library: Path) -> None:
    """The copy as it was."""
    _, _, file, _ = mutant(number)
    (library / file).write_text(_text(file), "utf-8")
