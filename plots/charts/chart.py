"""A chart of a page: its heading, its options, and a scale to drag along where there is one. Plain data throughout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Options = dict[str, Any]


@dataclass(frozen=True)
class Stop:
    """A place of a scale: where it lies on the x axis, and what is told of it."""

    x: float
    told: str


@dataclass(frozen=True)
class Drag:
    """A scale to drag along; a line follows it in the chart, and `told` says what holds there."""

    label: str
    stops: tuple[Stop, ...]
    start: int
    """The stop that is stated."""
    recolour: tuple[str, str] | None = None
    """Colours of the bars up to the line and beyond it, where they follow it."""


@dataclass(frozen=True)
class View:
    """Another drawing of the same: what a button calls it, its options, and its height for its width."""

    label: str
    option: Options
    ratio: float


@dataclass(frozen=True)
class Chart:
    """`option` as ECharts takes it, its colours by name ("$ink"); `height` in pixels, or by `ratio` from the width."""

    title: str
    option: Options
    drag: Drag | None = None
    height: int = 400
    note: str = ""
    ratio: float = 0.0
    first: str = ""
    """What a button calls this drawing, where there are `views` beside it."""
    views: tuple[View, ...] = ()
    zoom: tuple[str, str] | None = None
    """What the buttons are called that make a map larger and smaller."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def to_json(self) -> str:
        """JSON that may stand in a page: it holds no angle bracket."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def base(**parts: Any) -> Options:
    """What all charts have: no markup in what is pointed at, no movement, and a description for who cannot see."""
    return {
        "animation": False,
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": "Noto Sans SC, system-ui, sans-serif"},
        "tooltip": {"renderMode": "richText", "confine": True, **parts.pop("tooltip", {})},
        "grid": {"left": 12, "right": 24, "top": 36, "bottom": 38, "containLabel": True},
        **parts,
    }


def value_axis(name: str, **more: Any) -> Options:
    """A scale of numbers."""
    usual: Options = {
        "type": "value", "name": name, "nameLocation": "middle", "nameGap": 30, "nameTextStyle": {"color": "$ink"},
        "axisLabel": {"color": "$soft_ink"}, "splitLine": {"lineStyle": {"color": "$grid"}},
    }  # fmt: skip
    return usual | more


def names_axis(names: Sequence[str | Options], **more: Any) -> Options:
    """A scale of names, the first of them on top."""
    usual: Options = {
        "type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "$rule"}},
        "axisLabel": {"color": "$ink", "width": 210, "overflow": "break", "lineHeight": 15},
    }  # fmt: skip
    return usual | more


def share_axis(name: str, **more: Any) -> Options:
    """A scale of shares, in percent: data are percent too, since options hold no functions."""
    return value_axis(name, axisLabel={"color": "$soft_ink", "formatter": "{value}%"}, **more)


def upright(x: float) -> Options:
    """A line across the chart at a place of the x axis."""
    return {
        "silent": True, "symbol": "none", "animation": False,
        "lineStyle": {"color": "$ink", "width": 2, "type": "solid"},
        "label": {"show": False}, "data": [{"xAxis": x}],
    }  # fmt: skip


@dataclass(frozen=True)
class Span:
    """An estimate with its interval, in a row of names."""

    row: int
    value: float
    low: float
    high: float
    colour: str
    told: str
    symbol: str = "circle"


NEAR = 0.2
"""Part of an axis that is near its end."""


@dataclass(frozen=True)
class Spans:
    """Estimates with intervals as series: a line each, and a mark on it."""

    spans: tuple[Span, ...]
    ends: tuple[float, float]
    """Of the axis: a label near either end of it grows inward."""
    series: list[Options] = field(init=False)

    def _aligned(self, value: float) -> str:
        low, high = self.ends
        part = (value - low) / (high - low) if high > low else 0.5
        return "left" if part < NEAR else "right" if part > 1 - NEAR else "center"

    def __post_init__(self) -> None:
        lines = [
            {
                "type": "line", "silent": True, "symbol": "none", "data": [[one.low, one.row], [one.high, one.row]],
                "lineStyle": {"color": one.colour, "width": 2}, "tooltip": {"show": False},
            }
            for one in self.spans
        ]  # fmt: skip
        marks = {
            "type": "scatter", "symbolSize": 13, "z": 4,
            "label": {
                "show": True, "position": "top", "distance": 8, "formatter": "{b}", "color": "$ink", "fontSize": 12,
            },
            "data": [
                {
                    "value": [one.value, one.row], "name": one.told, "itemStyle": {"color": one.colour},
                    "symbol": one.symbol,
                    "tooltip": {"formatter": "{b}"},
                    "label": {"align": self._aligned(one.value)},
                }
                for one in self.spans
            ],
        }  # fmt: skip
        object.__setattr__(self, "series", [*lines, marks])
