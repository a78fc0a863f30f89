"""A chart of `plots.charts` as an element; the same script draws it as in a report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nicegui
from nicegui.element import Element

from sim.words.language import Lang

ECHARTS = str(Path(nicegui.__file__).parent / "elements" / "echart" / "dist")


class ChartElement(Element, component="chart.js", esm={"nicegui-echart": ECHARTS}):
    """`made` is `Chart.to_dict`."""

    def __init__(self, made: Mapping[str, Any], lang: Lang) -> None:
        super().__init__()
        self._props["english"] = lang == "en"
        self.show(made)

    def show(self, made: Mapping[str, Any]) -> None:
        """Another chart in its place."""
        text = json.dumps(made, ensure_ascii=False)
        if self._props.get("chart") != text:
            self._props["chart"] = text
            self.update()
