"""Words of rules by weekday, date and part of the day, and of absences."""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "nth": "每月第{n}个{day}", "last": "每月最后一个{day}", "between": "{first} 至 {last}", "since": "自 {first} 起", "until": "至 {last} 止",
        "working": "平日", "makeup": "调休上班日", "weekend": "周末", "holiday": "节假日", "worked": "每个工作日", "every": "每天",
        "hours": "开放 {hours}", "open": "加开 {hours}", "closed": "{hours} 不开放", "shut": "不开放", "during": "{hours} 时段",
        "units": "{n} 个在岗", "more": "增 {n} 个", "fewer": "减 {n} 个", "absent": "缺勤 {share}", "factor": "来件为平时的 {n} 倍", "moved": "每周来人的 {share} 改在此时来",
        "at": "改为 {times}", "not_held": "停开", "not_held_in": "{hours} 停开", "places": "名额 {n}",
        "absence": "随机缺勤 {share}（每个单独计）", "spell": "随机缺勤 {share}（每个单独计，每次平均 {time}）", "rule": "{when}：{what}",
    },
    "en": {
        "nth": "{day} no. {n} of the month", "last": "last {day} of the month", "between": "{first} to {last}", "since": "from {first}", "until": "to {last}",
        "working": "working days", "makeup": "make-up workdays", "weekend": "weekends", "holiday": "holidays", "worked": "every workday", "every": "every day",
        "hours": "open {hours}", "open": "also open {hours}", "closed": "closed {hours}", "shut": "closed", "during": "{hours}",
        "units": "{n} on duty", "more": "{n} more", "fewer": "{n} fewer", "absent": "{share} absent", "factor": "arrivals × {n}", "moved": "{share} of the week's people come then instead",
        "at": "held {times}", "not_held": "not held", "not_held_in": "not held {hours}", "places": "{n} places",
        "absence": "{share} absent at random, each on its own", "spell": "{share} absent at random, each on its own, {time} at a time", "rule": "{when}: {what}",
    },
}  # fmt: skip
