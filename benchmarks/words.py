"""The fixed words of the table and its page, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One language's."""

    title: str
    opening: tuple[str, ...]
    columns: tuple[str, ...]
    reached: dict[str, str]
    skipped: str
    most: str
    least: str
    about: str
    facts: dict[str, str]
    quick: str
    crowded: str
    partly: str
    faster: str
    nobody_faster: str
    figures: str
    speed_figure: str
    size_figure: str
    other: str
    units: dict[str, str]
    cores: str
    busy: str


EN = Words(
    title="Benchmarks",
    opening=(
        "Written by one command, which measures everything in one run:",
        "    uv run --group bench python -m benchmarks --peers FOLDER --write",
        "Ratios compare contenders that took turns (A B A B …), round by round: a slow minute hits both. Rates are per "
        "second of processor time on one core, and so are short commands; threads, long commands and sizes are on the "
        "clock. Each line gives the median of its rounds and their range. Nothing here is part of a test.",
        "A share of the limit compares with a loop in numba that keeps an event heap and a queue and does nothing "
        "else: no calendars, no flow, no ledgers, no rows.",
        "Where the engine spends its time: [the kernel](kernel.md).",
    ),
    columns=("what", "must", "aim", "reached", "lowest to highest", "", "note"),
    reached={"aim": "aim", "must": "must", "missed": "**missed**", "": ""},
    skipped="not measured",
    most="≤",
    least="≥",
    about="The run",
    facts={
        "date": "date", "processor": "processor", "cores": "cores", "memory": "memory", "system": "system",
        "load": "processes wanting a core, before / after", "python": "Python", "took": "took",
    },
    quick="**Small sizes (`--quick`): these numbers show that the command works, nothing else.**",
    crowded="**The machine was doing other work too when this run began: ratios hold better than rates and times.**",
    partly="Only a part was measured (`--only`).",
    faster="**Faster than ours in this run:** {whom}.",
    nobody_faster="None of the others measured here was faster than ours in this run.",
    figures="Figures",
    speed_figure="Reached, as a multiple of what must be reached",
    size_figure="Time and memory by number of cases",
    other="[中文](benchmarks.zh-CN.md)",
    units={},
    cores="{count} cores",
    busy="other programs were running",
)  # fmt: skip

ZH = Words(
    title="性能与功效测量",
    opening=(
        "由一条命令在一次运行中测得并写成：",
        "    uv run --group bench python -m benchmarks --peers 文件夹 --write",
        "比值取自轮流运行（A B A B …）的双方，逐轮相比，机器慢下来时双方同样受影响。速率和短命令按单核的处理器时间计；"
        "线程、长命令和规模按钟表时间计。每行给出各轮的中位数及范围。这里没有任何一项是测试的一部分。",
        "“与极限之比”的极限，是只有事件堆和队列、别无其他的 numba 循环：没有日历、流程、台账和事件行。",
        "引擎的时间花在哪里：[内核](kernel.zh-CN.md)。",
    ),
    columns=("项目", "必须", "目标", "测得", "最低至最高", "", "说明"),
    reached={"aim": "达到目标", "must": "达到必须", "missed": "**未达到**", "": ""},
    skipped="未测",
    most="≤",
    least="≥",
    about="本次运行",
    facts={
        "date": "日期", "processor": "处理器", "cores": "核数", "memory": "内存", "system": "系统",
        "load": "等待处理器的进程数，前 / 后", "python": "Python", "took": "用时",
    },
    quick="**规模很小（`--quick`）：这些数字只表明命令可用。**",
    crowded="**本次运行开始时机器还在做别的事：比值比速率和时间可靠。**",
    partly="只测了一部分（`--only`）。",
    faster="**本次运行中比我们快的：** {whom}。",
    nobody_faster="本次运行中，所测的其他软件都不比我们快。",
    figures="图",
    speed_figure="测得值为必须值的多少倍",
    size_figure="时间和内存随办件数的变化",
    other="[English](benchmarks.md)",
    units={"s": "秒", "M/s": "百万/秒", "tasks/s": "环节/秒"},
    cores="{count} 核",
    busy="机器同时在做别的事",
)  # fmt: skip

WORDS: dict[Lang, Words] = {"zh": ZH, "en": EN}
