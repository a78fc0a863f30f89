"""Words of the figure that says where the days of a case go."""

from __future__ import annotations

from collections.abc import Mapping

SPENT: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "one": "平均每件用时{total}", "pair": "平均每件用时：{first}{before}，{second}{after}",
        "one_promised": "{what}：平均{total}，时限{limit}",
        "pair_promised": "{what}：{first}平均{before}，{second}{after}，时限{limit}",
        "led": "{name}用时最多的是{parts}", "part": "{cause}（{share}）", "causes": "平均每件用时构成",
        "causes_promised": "平均每件承诺用时构成", "steps": "按环节", "stages": "按阶段", "one_inside": "{what}：平均{total}", "pair_inside": "{what}：{first}平均{before}，{second}{after}",
        "departments": "按负责部门", "others": "其余{n}项", "nobody": "未指明部门", "counted": "按{n}件办结件平均",
        "unfinished": "另有{n}件尚未办结，未计入",
        "critical": "只计关键路径：同时进行的环节只计最后完成的一支，各段之和等于全程用时",
        "ran": "只计承诺时钟走的时间，受理前、暂停和不计时各方的时间除外；全程平均{whole}",
        "critical_ran": "同时进行的环节只计最后完成的一支", "office": "按办公时间计，1个工作日为{hours}小时",
        "order": "每行由上至下依次为{names}",
    },
    "en": {
        "one": "A case takes {total} on average", "pair": "Mean time of a case: {before} {first}, {after} {second}",
        "one_promised": "{what}: {total} on average, the limit is {limit}",
        "pair_promised": "{what}: {first} {before}, {second} {after} on average; the limit is {limit}",
        "led": "Most of it{name}: {parts}", "part": "{cause} ({share})", "causes": "Mean time of a case, by cause",
        "causes_promised": "Mean time on the promise's clock, by cause", "steps": "By step", "stages": "By stage", "one_inside": "{what}: {total} on average", "pair_inside": "{what}: {first} {before}, {second} {after} on average",
        "departments": "By department", "others": "{n} others", "nobody": "no department named", "counted": "mean of {n} finished cases",
        "unfinished": "{n} more had not finished and are left out",
        "critical": "critical path only: of steps side by side the last to finish counts, and the parts sum to the whole",
        "ran": "only while the promise's clock ran: not before acceptance, in pauses, or for parties that do not count; from arrival to end a case takes {whole}",
        "critical_ran": "of steps side by side the last to finish counts", "office": "in office hours, {hours} to a working day",
        "order": "in each row from top to bottom: {names}",
    },
}  # fmt: skip
