"""Words of the figure of how busy pools are."""

from __future__ import annotations

from dataclasses import dataclass

from sim.words.language import Lang


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    busiest: str
    above: str
    none_above: str
    own: str
    other: str
    idle: str
    overtime: str
    share: str
    hours: str
    extra: str
    reading: str
    stretched: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        busiest="最忙的是{name}：开放时间的{share}有事在办",
        above="超过{guide}的有：{names}",
        none_above="没有一处超过{guide}",
        own="本方案办件", other="其他业务", idle="空闲", overtime="下班后加办",
        share="占开放时间的比例", hours="每日可用：数量 × 小时",
        extra="加办{hours}",
        reading="虚线为{guide}：到达有早有晚、办理有长有短，越接近占满，排队增长越快",
        stretched="按评估期内各工作日平均；联合办理的时间计入每个参与的资源池",
    ),
    "en": Said(
        busiest="Busiest: {name}, at work {share} of the open hours",
        above="above {guide}: {names}",
        none_above="none is above {guide}",
        own="cases of this scenario", other="other work", idle="idle", overtime="after closing",
        share="Share of open hours", hours="A day: units × hours",
        extra="+ {hours} late",
        reading="dashed line: {guide}; arrivals bunch and work varies, so queues grow fast towards full use",
        stretched="mean of the working days of the judged window; joint work counts in each pool that takes part",
    ),
}  # fmt: skip
