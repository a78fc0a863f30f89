"""Words of the figure of one case through time."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    kicker: str
    took: str
    open: str
    counted: str
    on_time: str
    late: str
    going: str
    days: str
    waiting: str
    night: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        kicker="第{case}号办件",
        took="这一件历时{elapsed}，其中经办合计{work}", open="这一件已历时{elapsed}，其中经办合计{work}，尚未办结",
        counted="{name}：计时{value}，时限{limit}，{verdict}",
        on_time="按时", late="超时", going="尚未截止",
        days="天数", waiting="等待（排队、非办公时间）", night="非办公时间",
    ),
    "en": Said(
        kicker="case {case}",
        took="This case took {elapsed}; work on it took {work}",
        open="This case is still open after {elapsed}; work on it took {work}",
        counted="{name}: {value} on its clock, limit {limit}, {verdict}",
        on_time="on time", late="late", going="still running",
        days="Days", waiting="waiting (queue, office closed)", night="office closed",
    ),
}  # fmt: skip
