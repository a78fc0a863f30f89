"""A calibrated scenario file: the file as it was, with the new numbers in their places.

Each number that the figures determine gets its value, its region as `range`, and a source that says what it was
fitted to. Everything else stays as it is written, comments too. Blocks come at the end: `override` of those numbers
that stand in files it includes, `sources` of the new ones, and `calibration` with the parameter vectors that fit, for
`check --parameters sampled`. A scenario of several files gets them in a file of their own beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from calibration.parameters import DIGITS, FITTED
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
from sim.model.quantities import number_text
from sim.model.reading import text_of
from sim.model.source_tables import sources_named
from sim.model.sources import Source, load_sources, sources_file
from sim.model.tree import Node, at, child, path_of, plain
from sim.model.yaml_flow import NOT_TEXT, flow, scalar
from sim.model.yaml_tree import parse_yaml

_ANCHOR = re.compile(r"&\S+\s+")
_QUANTITY = re.compile(r"\s*([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*(.*?)\s*")
OWN = ("override", "sources", "calibration")
LENGTHS = ("mean", "sd", "median", "min", "mode", "max", "fixed", "loc", "scale")
"""Keys of a distribution that are lengths; percentiles too."""
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
        new = flow(_with_source(plain(old), estimate, number, made))
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
        for number in estimate.parameter.numbers if _changed(estimate) else ():
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


def _changed(estimate: Estimate) -> bool:
    return estimate.identified != "no" or estimate.value != estimate.parameter.stated


def _with_source(raw: Any, estimate: Estimate, number: NumberAt, made: Calibration) -> dict[str, Any]:
    """A number as it will stand: values, range, source."""
    parameter = estimate.parameter
    mapping: dict[str, Any] = (
        dict(raw) if isinstance(raw, dict) else {"fixed" if number.by_factor else "value": raw}
    )
    identified = estimate.identified != "no"
    low, high = (estimate.low, estimate.high) if identified else (parameter.low, parameter.high)
    if number.by_factor:
        mapping = _scaled(mapping, estimate.value)
        low, high = _uncut(estimate, number, low, high)
        ends: list[Any] = [_number(end / estimate.value) for end in (low, high)]
    elif parameter.by_factor:
        mapping["value"] = _times(number.value, estimate.value)
        ends = [_times(number.value, end) for end in (low, high)]
    else:
        mapping["value"] = _raw(parameter.text(estimate.value))
        ends = [_raw(parameter.text(end)) for end in (low, high)]
    for key in ("source", "range", "note", "favourable"):
        mapping.pop(key, None)
    if _may_have_range(number):
        mapping["range"] = ends
    if isinstance(raw, dict) and "favourable" in raw:
        mapping["favourable"] = raw["favourable"]
    mapping["source"] = _key(made, estimate)
    return mapping


def _uncut(estimate: Estimate, number: NumberAt, low: float, high: float) -> tuple[float, float]:
    """An end that the figures do not cut off is the number's own, however narrow the figures file searched."""
    if number.range is None:
        return low, high
    own = [float(end) for end in number.range]
    return (
        own[0] if estimate.low_open and own[0] < low else low,
        own[1] if estimate.high_open and own[1] > high else high,
    )


def _may_have_range(number: NumberAt) -> bool:
    """A share of a choice has one only where the file says which end is favourable; its note holds the region."""
    return number.favourable is not None or not number.path.endswith(".share")


def _scaled(raw: Mapping[str, Any], factor: float) -> dict[str, Any]:
    """A distribution with every length multiplied; what only says its shape stays."""
    times = factor * float(raw.get("factor", 1.0))
    made: dict[str, Any] = {}
    for key, value in raw.items():
        lengthy = key in LENGTHS or re.fullmatch(r"p\d.*", key)
        made[key] = _times(value, times) if lengthy else value
    made.pop("factor", None)
    return made


def _times(raw: Any, factor: float) -> Any:
    """A length, rate or number multiplied, in its own unit."""
    if isinstance(raw, (int, float)):
        return _exact(raw * factor)
    found = _QUANTITY.fullmatch(str(raw))
    assert found is not None
    return f"{number_text(_exact(float(found[1]) * factor))} {found[2]}"


def _exact(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _key(made: Calibration, estimate: Estimate) -> str:
    return FITTED + f"{Path(made.file.path).stem}-{estimate.parameter.id}".replace("_", "-")


def _number(value: float) -> float:
    return float(f"{value:.4g}")


def _raw(text: str) -> Any:
    return float(text) if NOT_TEXT.fullmatch(text) else text


def _own_blocks(made: Calibration, root: Node, target: Path | None) -> str:
    """`override`, `sources` and `calibration` of a file, those it already had among them; `root` is that file alone."""
    _fitted_elsewhere(made, root)
    stated = child(root, "override")
    changed: dict[str, Any] = dict(plain(stated)) if stated is not None else {}
    for number, estimate, old in _moved(made):
        if old.place.file != made.whatif.source.file or number.path in changed:
            changed[number.path] = _with_source(plain(old), estimate, number, made)
    before = child(root, "sources")
    own: dict[str, Any] = dict(plain(before)) if before is not None else {}
    own |= {key: _row(source) for key, source in _carried(made, root, target).items()}
    own |= {_key(made, e): _fitted_source(made, e) for e in made.estimates if _changed(e)}
    stated = child(root, "calibration")
    name = Path(made.file.path).stem
    blocks = [one for one in (plain(stated) if stated is not None else []) if one.get("figures") != name]
    lines: list[str] = []
    for key, said in (("override", changed), ("sources", own)):
        if said:
            lines += [*([""] if lines else []), f"{key}:  # 校准写入 / written by onewindow calibrate"]
            lines += [f"  {one}: {flow(row)}" for one, row in said.items()]
    if made.accepted:
        paths = [list(e.parameter.paths) for e in made.estimates]
        rows = [
            [_row_value(e, value) for e, value in zip(made.estimates, row, strict=True)]
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


def _row_value(estimate: Estimate, value: float) -> Any:
    """A value of an accepted vector, as seen from the file that is written."""
    parameter = estimate.parameter
    if parameter.by_factor:
        return _number(value / (estimate.value if _changed(estimate) else 1.0))
    return _raw(parameter.text(value))


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


def _fitted_source(made: Calibration, estimate: Estimate) -> dict[str, Any]:
    origins = [one.figure.source or made.file.figures.source for one in made.fitted]
    stated = [origin for origin in origins if origin is not None]
    kind = "statistic" if stated and all(origin.kind == "statistic" for origin in stated) else "borrowed"
    figures = ", ".join(one.key for one in made.fitted)
    low, high = (estimate.parameter.text(end) for end in (estimate.low, estimate.high))
    told = "" if all(map(_may_have_range, estimate.parameter.numbers)) else f" {low} to {high}"
    badly = f"; NOT REPRODUCED, misfit {made.misfit:.3g}" if made.poor else ""
    how = {
        "yes": "95% region",
        "one_side": "95% region, open on one side",
        "no": "its range; known only with others",
    }
    together = (
        f"; known only together with {', '.join(estimate.together_with)}" if estimate.together_with else ""
    )
    return {
        "kind": kind,
        "document": "; ".join(dict.fromkeys(origin.document for origin in stated)) or made.file.path,
        "year": "; ".join(dict.fromkeys(origin.year for origin in stated)) or None,
        "place": "; ".join(dict.fromkeys(origin.place for origin in stated)) or None,
        "note": f"fitted to {figures}; range: {how[estimate.identified]}{told}{together}{badly}; "
        f"seed {made.whatif.seed}",
    }


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
