"""Words of the figure of all targets at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    counted: str
    none: str
    share: str
    verdict: str
    range: str
    assumed: str
    kept: str
    nobody: str
    required: str
    interval: str
    growing: str
    window: str
    on_mean: str
    mean: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        counted="{n}项承诺：{parts}", none="{n}项{verdict}",
        share="按时办结率", verdict="判定", range="{low}至{high}", assumed="按假设{verdict}",
        kept="不确定范围内{share}做到（{low}至{high}）",
        nobody="无可评估办件", required="要求的按时办结率", interval="按时办结率及其区间",
        growing="{parts}；其中{n}项积压在增长", window="积压在增长，仅评判时段内如此",
        on_mean="按平均用时评判，不超过 {limit}", mean="平均 {mean}",
    ),
    "en": Said(
        counted="{n} targets: {parts}", none="{n} {verdict}",
        share="Share on time", verdict="Verdict", range="{low} to {high}",
        assumed="{verdict} as assumed", kept="kept in {share} of what may be true ({low} to {high})",
        nobody="no case was judged", required="required share", interval="share on time and its interval",
        growing="{parts}; {n} of them with a growing queue", window="but growing: for this window only",
        on_mean="judged on the mean, at most {limit}", mean="mean {mean}",
    ),
}  # fmt: skip
