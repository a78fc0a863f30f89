"""A calibrated scenario file: the file as it was, with the new numbers in their places.

Each number that the figures determine gets its value, its region as `range`, and a source that says what it was
fitted to. Everything else stays as it is written, comments too. Blocks come at the end: `override` of those numbers
that stand in files it includes, `sources` of the new ones, and `calibration` with the parameter vectors that fit, for
`check --parameters sampled`. A scenario of several files gets them in a file of their own beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from calibration.new_numbers import changed, fitted_source, key_of, row_value, with_source
from calibration.result import Calibration, Compared, Estimate
from calibration.simulated import Study
from calibration.yaml_text import Spans, without
from sim import whole_file
from sim.experiments.questions.whatif import WhatIf, load
from sim.model import Fault, ModelError
from sim.model.faults import Place, listed
from sim.model.files import spelt, unwritable
from sim.model.includes import ENDINGS, entries_of
from sim.model.provenance import NumberAt, numbers
from sim.model.reading import text_of
from sim.model.source_tables import sources_named
from sim.model.sources import Source, load_sources, sources_file
from sim.model.tree import Node, at, child, path_of, plain
from sim.model.yaml_flow import flow, scalar
from sim.model.yaml_tree import parse_yaml

_ANCHOR = re.compile(r"&\S+\s+")
OWN = ("override", "sources", "calibration")
OFF_BY_ROUNDING = 0.05
"""How many standard deviations a written file may simulate off: its numbers are rounded to five digits."""
ROUNDED = 1e-4
"""What that rounding may change of a figure that never varies, as a part of it."""


def writable(whatif: WhatIf, path: str | Path) -> None:
    """Raises ModelError where a question cannot be written to a file: before anything is simulated."""
    fault = None
    beside = [one.said for one in whatif.source.origin.files[-1].included if one.said.endswith(ENDINGS)]
    if whatif.source.settings or whatif.with_ or whatif.without or whatif.load:
        fault = "writes the file as it stands; leave out settings, levers, load, start and year"
    elif Path(path).suffix not in (".yaml", ".yml"):
        fault = "a scenario file ends in .yaml"
    elif beside and Path(path).absolute().parent != Path(whatif.source.file).absolute().parent:
        fault = f"the scenario includes {listed(beside)} from its own folder; write to a file beside it"
    else:
        fault = unwritable(Path(path))
    if fault is not None:
        raise ModelError([Fault.of("out", spelt(path), fault)])


def write(made: Calibration, path: str | Path) -> Path:
    """Write the calibrated scenario to a file, whole or not at all. Raises ModelError.

    Where the scenario is made of several files, what was found goes into one of its own beside it.
    """
    writable(made.whatif, path)
    target = Path(path)
    text = calibrated_text(made, target)
    beside = fitted_file(made.whatif, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _put_back_where_it_fails(beside):
            if beside is not None:
                whole_file.write(beside, fitted_text(made, target).encode())
            whole_file.write(target, text.encode(), check=partial(_same, made))
    except OSError as error:
        raise ModelError([Fault.of("out", path, f"cannot be written: {error.strerror or error}")]) from None
    return target


def fitted_file(whatif: WhatIf, target: Path) -> Path | None:
    """The file beside the scenario for what was found; None where the scenario is one file, which holds it itself."""
    several = len(whatif.source.origin.files) > 1
    return target.with_name(f"{target.stem}.fitted.yaml") if several else None


@contextmanager
def _put_back_where_it_fails(file: Path | None) -> Iterator[None]:
    before = file.read_bytes() if file is not None and file.is_file() else None
    try:
        yield
    except BaseException:
        if file is not None and before is None:
            file.unlink(missing_ok=True)
        elif file is not None and before is not None:
            whole_file.write(file, before)
        raise


def calibrated_text(made: Calibration, target: Path | None = None) -> str:
    """The text of the calibrated scenario; `target` is where it will stand, for the sources it will find there."""
    whatif = made.whatif
    text = text_of(whatif.source.file)
    own = _tree(text, whatif.source.file)
    spans = Spans(text)
    cuts: dict[tuple[int, int], str] = {}
    stated = child(own, "override")
    beside = None if target is None else fitted_file(whatif, target)
    for number, estimate, old in _moved(made):
        if old.place.file != whatif.source.file or number.path in (stated.value if stated else ()):  # type: ignore[operator]
            continue  # it stands in what was found
        start, end = spans.of(old)
        anchor = _ANCHOR.match(text, start)
        new = flow(with_source(plain(old), estimate, number, made))
        cuts[start, end] = (anchor[0] if anchor else "") + new
    if beside is not None and beside.name not in [entry.value for entry in entries_of(own)]:
        cuts |= _included_too(text, spans, list(entries_of(own))[-1], beside.name)
    for (start, end), new_text in sorted(cuts.items(), reverse=True):
        text = text[:start] + new_text + text[end:]
    if beside is None:
        text = without(text, OWN).rstrip() + "\n\n" + _own_blocks(made, own, target)
    return re.sub("\r?\n", "\r\n", text) if "\r\n" in text else text


def fitted_text(made: Calibration, target: Path) -> str:
    """The text of the file that holds what was found, beside a scenario of several files."""
    file = fitted_file(made.whatif, target)
    known = [
        one for one in made.whatif.source.origin.files if file is not None and _same_file(one.file, file)
    ]
    root = _tree(known[0].text, known[0].file) if known else Node({}, Place(""))
    return _own_blocks(made, root, target)


def _same_file(one: str, other: Path) -> bool:
    return Path(one).absolute().resolve() == other.absolute().resolve()


def _tree(text: str, file: str) -> Node:
    root, _ = parse_yaml(text, file)
    assert root is not None
    return root


def _moved(made: Calibration) -> Iterator[tuple[NumberAt, Estimate, Node]]:
    """Every number that changes, with what was found for it, and what stands there."""
    root = made.whatif.source.root
    for estimate in made.estimates:
        for number in estimate.parameter.numbers if changed(estimate) else ():
            old = at(root, path_of(root, number.path))
            if old is None:
                raise ModelError(
                    [Fault(number.path, 0, 0, "is made by a lever and stands nowhere in the file")]
                )
            yield number, estimate, old


def _included_too(text: str, spans: Spans, last: Node, name: str) -> dict[tuple[int, int], str]:
    """What adds a file to `include`, behind its last entry."""
    start, end = spans.of(last)
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip() != "-":
        return {(end, end): f", {name}"}
    after = text.find("\n", end)
    after = len(text) if after < 0 else after
    return {(after, after): f"\n{text[line:start]}{name}"}


def _fitted_elsewhere(made: Calibration, root: Node) -> None:
    """Raises ModelError where another file than that of this tree holds vectors for the same figures."""
    name = Path(made.file.path).stem
    for place in _blocks_of(made.whatif.source.root, name):
        if place.file != root.place.file:
            message = f'vectors for "{name}" stand in {place} already, which the scenario includes; take them out there'
            raise ModelError([Fault.of("out", "", message)])


def _blocks_of(root: Node, figures: str) -> Iterator[Place]:
    """Where the vectors of some figures stand."""
    stated = child(root, "calibration")
    for block in stated.value if stated is not None and isinstance(stated.value, tuple) else ():
        named = child(block, "figures")
        if named is not None and named.value == figures:
            yield named.place


def _own_blocks(made: Calibration, root: Node, target: Path | None) -> str:
    """`override`, `sources` and `calibration` of a file, those it already had among them; `root` is that file alone."""
    _fitted_elsewhere(made, root)
    stated = child(root, "override")
    moved: dict[str, Any] = dict(plain(stated)) if stated is not None else {}
    for number, estimate, old in _moved(made):
        if old.place.file != made.whatif.source.file or number.path in moved:
            moved[number.path] = with_source(plain(old), estimate, number, made)
    before = child(root, "sources")
    own: dict[str, Any] = dict(plain(before)) if before is not None else {}
    own |= {key: _row(source) for key, source in _carried(made, root, target).items()}
    own |= {key_of(made, e): fitted_source(made, e) for e in made.estimates if changed(e)}
    stated = child(root, "calibration")
    name = Path(made.file.path).stem
    blocks = [one for one in (plain(stated) if stated is not None else []) if one.get("figures") != name]
    lines: list[str] = []
    for key, said in (("override", moved), ("sources", own)):
        if said:
            lines += [*([""] if lines else []), f"{key}:  # 校准写入 / written by onewindow calibrate"]
            lines += [f"  {one}: {flow(row)}" for one, row in said.items()]
    if made.accepted:
        paths = [list(e.parameter.paths) for e in made.estimates]
        rows = [
            [row_value(e, value) for e, value in zip(made.estimates, row, strict=True)]
            for row in made.accepted
        ]
        blocks.append({"figures": name, "parameters": paths, "accepted": rows})
    if blocks:
        lines += [
            *([""] if lines else []),
            "calibration:  # 符合数字的参数组合 / parameter vectors that fit the figures",
        ]
    for block in blocks:
        lines += [f"  - figures: {scalar(block['figures'])}", "    parameters:"]
        lines += [f"      - {flow(path)}" for path in block["parameters"]]
        lines += ["    accepted:", *(f"      - {flow(row)}" for row in block["accepted"])]
    return "\n".join(lines) + "\n"


def _carried(made: Calibration, root: Node, target: Path | None) -> dict[str, Source]:
    """Sources of numbers of the file, whose tree is `root`, that no sources.csv above the new place has."""
    table = made.whatif.source.sources or {}
    near = sources_file(target) if target is not None else None
    there = load_sources(near)[0] if near is not None else {}
    variants = [made.whatif.source.build(name) for name in (made.whatif.source.variants or (None,))]
    used = dict.fromkeys(n.source for scenario in variants for n in numbers(scenario) if n.source is not None)
    used |= dict.fromkeys(sources_named(root))
    file = made.whatif.source.file
    named = {*sources_named(root), *sources_named(_tree(text_of(file), file))}
    return {key: table[key] for key in used if key in table and key in named and key not in there}


def _row(source: Source) -> dict[str, Any]:
    columns = ("kind", "document", "clause", "year", "place", "note")
    return {column: getattr(source, column) for column in columns if getattr(source, column)}


def _same(made: Calibration, file: Path) -> None:
    """The written file must simulate as the calibration did. Raises ModelError."""
    try:
        read = load(str(file), variant=made.whatif.variant, seed=made.whatif.seed)
        study = Study(
            replace(read, engine=made.whatif.engine), dict(made.file.figures.figures), (), made.replications
        )
        for question in study.questions.values():
            _ = question.program
            _only_parameters_moved(made, replace(made.whatif, variant=question.variant), question)
    except ModelError as error:
        fault = error.faults[0]
        if fault.file == str(file):
            fault = Fault.of("out", "", f"the written file would not be valid: {fault.message}")
        raise ModelError([fault]) from None
    found = study.simulate(np.zeros(0))
    for one in made.compared:
        then, now = one.simulated, found[one.key]
        if then.known != now.known or abs(now.value - then.value) > _allowed(one):
            message = (
                f"the written file would not simulate as the calibration did ({one.key}): a number that moves "
                "does not stand there alone; let every path move that it stands for, and let no variant set it anew"
            )
            raise ModelError([Fault.of("out", "", message)])


def _only_parameters_moved(made: Calibration, before: WhatIf, after: WhatIf) -> None:
    """A number in a fragment or under an alias may stand for more than the paths that moved. Raises ModelError."""
    moving = {path for estimate in made.estimates for path in estimate.parameter.paths}
    now = {number.path: number.value for number in numbers(after.stated)}
    for number in numbers(before.stated):
        if number.path not in moving and now.get(number.path) != number.value:
            message = (
                f'"{number.path}" would change too: it stands in the same fragment, or under the same alias, as a '
                "number that moves; let its path move with it"
            )
            raise ModelError([Fault.of("out", "", message)])


def _allowed(one: Compared) -> float:
    """How far off a figure of the written file may be. A figure that never varies still has rounded parameters."""
    spread = one.variance**0.5 if one.variance > 0 else 0.0
    return OFF_BY_ROUNDING * spread + ROUNDED * abs(one.simulated.value)
