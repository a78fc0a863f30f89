"""Words of the figure of alternatives beside a base."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.comparison_page import CHANGED
from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    measures: tuple[str, ...]
    points: str
    unit: str
    units: dict[str, str]
    worse_left: str
    better_left: str
    headline: str
    headline_one: str
    alternative: str
    judged: dict[str, str]
    """What is said of a judgement in the title; `up_to` or `by` follows what is better or worse."""
    up_to: str
    by: str
    one: dict[str, str]
    """What is said of a judgement where it stands alone."""
    interval: str
    hardly: str
    """What the key says of changes within a small bound."""


SAID: dict[Lang, Said] = {
    "zh": Said(
        measures=("按时办结率", "平均用时", "用时P95"), points="百分点", unit="{measure}（{unit}）",
        units={"wd": "工作日", "wh": "工作小时", "h": "小时", "cd": "自然日", "min": "分钟", "s": "秒", "visit": "次", "window": "个窗口", "case": "件"},
        worse_left="← 变差｜改善 →", better_left="← 改善｜变差 →",
        headline="与基准相比，{n}项承诺的按时办结率：{parts}", headline_one="与基准相比，按时办结率：{parts}",
        alternative="“{label}”{judged}",
        judged={
            "better": "{n}项改善", "worse": "{n}项变差", "unclear": "{n}项尚难判定", "within": "{n}项变化不超过 {bound} 个百分点", "same": "{n}项无差别",
            "identical": "与基准相同", "unknown": "{n}项无法比较",
        },
        up_to="（至多{x}个百分点）", by="{x}个百分点",
        one={
            "better": "改善", "worse": "变差", "unclear": "尚难判定", "within": CHANGED["zh"]["no_change"], "same": "未见差别",
            "identical": "相同",
            "unknown": "无法比较",
        },
        interval="差值及其区间", hardly="变化很小",
    ),
    "en": Said(
        measures=("Share on time", "Mean", "P95"), points="points", unit="{measure}, {unit}",
        units={
            "wd": "working days", "wh": "working hours", "h": "hours", "cd": "calendar days", "min": "minutes",
            "s": "seconds", "visit": "visits", "window": "windows", "case": "cases",
        },
        worse_left="← worse | better →", better_left="← better | worse →",
        headline="Share on time in {n} targets, against the base: {parts}",
        headline_one="Share on time against the base: {parts}", alternative="{label} – {judged}",
        judged={
            "better": "better in {n}", "worse": "worse in {n}", "unclear": "unclear in {n}",
            "within": "no change beyond {bound} points in {n}",
            "same": "no difference in {n}", "identical": "identical to it", "unknown": "unknown in {n}",
        },
        up_to=" (by up to {x} points)", by=" by {x} points",
        one={
            "better": "better", "worse": "worse", "unclear": "unclear", "within": CHANGED["en"]["no_change"],
            "same": "no difference seen",
            "identical": "identical", "unknown": "cannot be told",
        },
        interval="difference and its interval", hardly="hardly any change",
    ),
}  # fmt: skip
