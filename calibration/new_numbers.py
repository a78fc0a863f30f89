"""Numbers as a calibrated file states them: the new value, its region as `range`, a source that tells the fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calibration.parameters import DIGITS, FITTED
from calibration.result import Calibration, Estimate
from sim.model.provenance import NumberAt
from sim.model.quantities import number_text
from sim.model.yaml_flow import NOT_TEXT

_QUANTITY = re.compile(r"\s*([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*(.*?)\s*")
LENGTHS = ("mean", "sd", "median", "min", "mode", "max", "fixed", "loc", "scale")
"""Keys of a distribution that are lengths; percentiles too."""


def changed(estimate: Estimate) -> bool:
    return estimate.identified != "no" or estimate.value != estimate.parameter.stated


def with_source(raw: Any, estimate: Estimate, number: NumberAt, made: Calibration) -> dict[str, Any]:
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
    mapping["source"] = key_of(made, estimate)
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


def key_of(made: Calibration, estimate: Estimate) -> str:
    return FITTED + f"{Path(made.file.path).stem}-{estimate.parameter.id}".replace("_", "-")


def _number(value: float) -> float:
    return float(f"{value:.4g}")


def _raw(text: str) -> Any:
    return float(text) if NOT_TEXT.fullmatch(text) else text


def row_value(estimate: Estimate, value: float) -> Any:
    """A value of an accepted vector, as seen from the file that is written."""
    parameter = estimate.parameter
    if parameter.by_factor:
        return _number(value / (estimate.value if changed(estimate) else 1.0))
    return _raw(parameter.text(value))


def fitted_source(made: Calibration, estimate: Estimate) -> dict[str, Any]:
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
