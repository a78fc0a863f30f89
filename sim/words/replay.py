"""Words of the animation of one replication."""

from __future__ import annotations

from collections.abc import Mapping

REPLAY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "{name}：第 {r} 次模拟的经过", "play": "播放", "pause": "暂停", "speed": "快慢", "a_second": "每秒 {n} 小时", "time": "时间",
        "lead_in": "预热，不评判", "judged": "评判期", "after": "评判期后", "closed": "停办", "in_process": "在办", "done": "已结束", "late": "已超过主要承诺的时限", "queue": "排队", "work": "办理", "waits": "等待（不占人手）",
        "note": "这是一次模拟，不是多次的平均；每个点是一件办件的一个环节，同时办理的各环节各有一点。大厅的其他业务也在排队，但不画出。灰暗为停办时间。",
        "day": "周{day}", "days": "日一二三四五六", "too_long": "…另 {n} 件",
    },
    "en": {
        "title": "{name}: replication {r} as it went", "play": "play", "pause": "pause", "speed": "speed", "a_second": "{n} h a second", "time": "time",
        "lead_in": "lead-in, not judged", "judged": "judged dates", "after": "after the judged dates", "closed": "closed", "in_process": "in process", "done": "ended", "late": "over the limit of the first promise", "queue": "queue", "work": "at work", "waits": "waiting (nobody busy)",
        "note": "One replication, not a mean of several. A dot is a step of a case; steps done at the same time have a dot each. Other work of the hall queues too, but is not drawn. Dimmed: closed hours.",
        "day": "{day}", "days": "SuMoTuWeThFrSa", "too_long": "… {n} more",
    },
}  # fmt: skip
