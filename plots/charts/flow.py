"""The process as a map that can be zoomed: the layout of the figure (`plots.railway`), stages first, steps on demand.

A chart holds no functions, so every mark stands in it as plain data, in inches; `charts.js` draws it.
"""

from __future__ import annotations

from collections.abc import Sequence

from plots.charts.chart import Chart, Options, View, base
from plots.overview import all_staged
from plots.process_map import sentence, times_of, told_of
from plots.process_parts import Fork, Group, Loop, Part, StepBox, boxes
from plots.railway import BOX_HEIGHT, BOX_WIDTH, Frame, Knot, Mark, Placed, Way, Written, laid_out
from sim.words import formats as words
from sim.words.language import Lang
from sim.words.process_map import MAP

ROOM, EDGE = 5.9, 0.22
"""Inches: how wide a map may be, and what is left free around it, where cases come in and leave."""
MOST_STEPS = 12
"""Of a map that shows its stages' steps at once."""
THINNEST, BROADEST = 0.008, 0.05
"""Inches: a way nobody takes, and one that all cases take."""


def process(parts: Sequence[Part], name: str, lang: Lang) -> Chart:
    """The flow; of a long one the stages, each of which opens."""
    every = boxes(tuple(parts))
    groups = _groups(parts) if len(every) > MOST_STEPS else []
    said = MAP[lang]
    shown = all_staged(parts, lambda n: _steps(n, lang)) if groups else tuple(parts)
    option, ratio = _option(shown, groups, lang)
    views = []
    for group in groups:
        own, high = _option(group.body, [], lang)
        views.append(View(group.name, own, high))
    return Chart(
        f"{name} · {sentence(every, lang)}",
        option,
        ratio=ratio,
        note=words.joined([said["breadth"]], lang),
        first=said["all_stages"] if groups else "",
        views=tuple(views),
        zoom=(said["larger"], said["smaller"]),
    )


def _steps(number: int, lang: Lang) -> str:
    said = MAP[lang]
    return said.get("steps_one" if number == 1 else "steps", said["steps"]).format(n=number)


def _groups(parts: Sequence[Part]) -> list[Group]:
    """The outermost stages and items, in order."""
    found: list[Group] = []
    for part in parts:
        match part:
            case Group():
                found.append(part)
            case Fork():
                for branch in part.branches:
                    found += _groups(branch.parts)
            case Loop():
                found += _groups([*part.body, *part.back])
    return found


def _option(parts: Sequence[Part], groups: Sequence[Group], lang: Lang) -> tuple[Options, float]:
    """A drawing as ECharts takes it, and how high it is for its width."""
    track = laid_out(parts, ROOM)
    found = boxes(tuple(parts))
    most = max((box.waiting_us + box.work_us for box in found), default=0.0) or 1.0
    opens = {group.name: number for number, group in enumerate(groups, 1)}
    width, height = max(track.width, BOX_WIDTH * 3) + 2 * EDGE, track.height + 2 * EDGE
    marks = [
        _way(Way(((-EDGE, track.enter), (0.0, track.enter)), track.share)),
        _way(Way(((track.width, track.leave), (track.width + EDGE, track.leave)), track.share, head=True)),
    ]
    order = (Frame, Way, Placed, Knot, Written)
    for mark in sorted(track.marks, key=lambda one: (order.index(type(one)), getattr(one, "marked", False))):
        marks.append(_mark(mark, most, opens, lang))
    axes = [
        {"type": "value", "min": -EDGE, "max": round(length - EDGE, 3), "show": False}
        for length in (width, height)
    ]
    zoom = {
        "type": "inside", "filterMode": "none", "zoomOnMouseWheel": "ctrl", "moveOnMouseMove": True,
        "preventDefaultMouseMove": False,
    }  # fmt: skip
    steps = "; ".join(box.name + _took(box, lang) for box in found)
    option = base(
        aria={"enabled": True, "label": {"description": steps}},
        grid={"left": 0, "right": 0, "top": 0, "bottom": 0},
        xAxis=axes[0],
        yAxis={**axes[1], "inverse": True},
        dataZoom=[{**zoom, "xAxisIndex": 0}, {**zoom, "yAxisIndex": 0}],
        tooltip={"formatter": "{b}"},
        series=[{
            "type": "custom", "coordinateSystem": "cartesian2d", "clip": False,
            "data": [{"value": [0, 0], "name": mark.get("told", ""), "mark": mark} for mark in marks],
            "tooltip": {"show": True},
        }],
    )  # fmt: skip
    return option, round(height / width, 4)


def _took(box: StepBox, lang: Lang) -> str:
    times = times_of(box, lang)
    return f" {times}" if times else ""


def _mark(mark: Mark, most: float, opens: dict[str, int], lang: Lang) -> Options:
    match mark:
        case Placed(x, y, box):
            return _box(x, y, box, most, opens, lang)
        case Way():
            return _way(mark)
        case Frame():
            return {"kind": "frame", "at": _at(mark.x, mark.y), "size": _at(mark.width, mark.height)}
        case Knot():
            return {"kind": "knot", "at": _at(mark.x, mark.y), "as": mark.kind}
        case Written():
            tone = {"group": "$ink", "last": "$not_met"}.get(mark.role, "$soft_ink")
            return {
                "kind": "text", "at": _at(mark.x, mark.y), "text": told_of(mark, lang), "room": round(mark.room, 3),
                "align": mark.anchor, "colour": tone,
            }  # fmt: skip


def _box(x: float, y: float, box: StepBox, most: float, opens: dict[str, int], lang: Lang) -> Options:
    """A step: its name, who does it, its times, and both times to one scale at its foot."""
    times = times_of(box, lang)
    scale = (BOX_WIDTH - 0.16) / most
    share = f"{words.share(box.share)}" if box.share <= 0.995 else ""
    cause = box.cause if box.cause.startswith(("wait", "work")) else "pause"
    made: Options = {
        "kind": "box", "at": _at(x, y), "size": [BOX_WIDTH, BOX_HEIGHT], "name": box.name, "who": box.who,
        "times": times, "waiting": round(box.waiting_us * scale, 3), "work": round(box.work_us * scale, 3),
        "colour": f"$by_{cause}", "as": box.kind, "seen": box.share > 0,
        "told": "\n".join(one for one in (box.name, box.who, times, share) if one),
    }  # fmt: skip
    if box.kind == "stage" and box.name in opens:
        made["opens"] = opens[box.name]
    return made


def _way(way: Way) -> Options:
    points = [_at(x, y) for x, y in way.points]
    return {
        "kind": "way",
        "points": [one for number, one in enumerate(points) if number == 0 or one != points[number - 1]],
        "breadth": round(THINNEST + (BROADEST - THINNEST) * way.share, 4),
        "head": way.head,
        "dashed": way.dashed,
        "colour": "$overdue" if way.marked else "$rule",
    }


def _at(x: float, y: float) -> list[float]:
    return [round(x, 3), round(y, 3)]
