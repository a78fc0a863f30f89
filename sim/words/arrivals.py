"""Words of how cases come: lists, appointments, random batches, how regular they are, shocks."""

from __future__ import annotations

from collections.abc import Mapping

ARRIVALS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "list": "按清单{file}到达：{first} 至 {last} 共 {n} 件", "file": " {name} ", "inside": "其中研究时段内 {n} 件",
        "counts": "按计数在时段内随机分布", "scale": "每件计 {n} 次", "shift": "日期移动 {shift}", "only": "仅取 {what}", "is": "{column} 为 {value} 的行",
        "a_day": "平均每工作日 {n} 件", "appointments": "预约：每 {every} {places}，{when}", "places": "{n} 个名额", "from": "{time} 起 {n} 个名额",
        "booked": "约出 {share}", "no_show": "爽约 {share}", "early": "提前到：{time}", "late": "{share} 迟到：{time}",
        "batch_sizes": "每批件数不等（{sizes}），平均 {mean} 件，{rate}", "size": "{n} 件 {share}",
        "batch_mean": "每批件数不等，平均 {mean} 件，{rate}", "cv": "到达间隔的变异系数 {n}（泊松到达为 1）",
        "shock": "{dates} × {n}", "named_shock": "{name}（{dates}）× {n}", "dates": "{first} 至 {last}", "from_then_on": "{first} 起",
    },
    "en": {
        "list": "listed{file}: {n} cases from {first} to {last}", "file": " in {name}", "inside": "{n} of them within the study",
        "counts": "counts, spread at random over their times", "scale": "each × {n}", "shift": "moved by {shift}", "only": "only rows with {what}", "is": "{column} = {value}",
        "a_day": "{n} cases a working day on the average", "appointments": "by appointment: every {every}, {places}, {when}", "places": "{n} places", "from": "{n} places from {time}",
        "booked": "{share} booked", "no_show": "{share} do not come", "early": "early by {time}", "late": "{share} late by {time}",
        "batch_sizes": "in batches of random size ({sizes}), {mean} on the average, which come {rate}", "size": "{n}: {share}",
        "batch_mean": "in batches of random size, {mean} on the average, which come {rate}", "cv": "gaps with a coefficient of variation of {n} (Poisson: 1)",
        "shock": "× {n} {dates}", "named_shock": "{name}: × {n} {dates}", "dates": "from {first} to {last}", "from_then_on": "from {first} on",
    },
}  # fmt: skip
"""One way cases come in."""
