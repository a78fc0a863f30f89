"""One replication as a page that plays it: one file, nothing fetched, names as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from onewindow.out.report_html import POLICY, font_face
from plots.charts.theme import css
from sim.visible import visible
from sim.words.language import Lang

HERE = Path(__file__).parent
SPEEDS = (1, 2, 4, 8, 24, 72)
"""Hours that pass in a second."""
USUAL = 4


def html_of(replay: Mapping[str, Any], lang: Lang) -> str:
    """The file."""
    w = replay["words"]
    data = json.dumps(replay, ensure_ascii=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    title = escape(visible(replay["title"]))
    speeds = "".join(
        f'<option value="{n}"{" selected" if n == USUAL else ""}>{w["a_second"].format(n=n)}</option>'
        for n in SPEEDS
    )
    phases = "".join(
        f'<span id="{key}">{w[said]}</span>'
        for key, said in (("lead-in", "lead_in"), ("judged", "judged"), ("after", "after"))
    )
    body = f"""<h1>{title}</h1>
<div class="bar"><button id="play" type="button">{w["play"]}</button>
<label>{w["speed"]} <select id="speed">{speeds}</select></label>
<div class="times"><input id="time" type="range" min="0" max="1" step="1" aria-label="{w["time"]}">
<div class="phases">{phases}</div>
</div></div>
<p id="when"></p><p id="counts"></p>
<canvas role="img" aria-label="{title}"></canvas>
<p class="faint key"><span style="border: 2px solid var(--on_time)"></span>{w["queue"]}
<span style="background: var(--on_time)"></span>{w["work"]}
<span style="background: var(--overdue)"></span>{w["late"]}</p>
<p class="faint">{w["note"]}</p>"""
    style = f"{font_face(body + data)}\n{css()}\n{(HERE / 'animation.css').read_text('utf-8')}"
    return f"""<!doctype html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>{style}</style></head>
<body>{body}
<script type="application/json" id="replay">{data}</script>
<script>{(HERE / "animation.js").read_text("utf-8")}</script>
</body></html>
"""
