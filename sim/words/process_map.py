"""Words of the map of a process."""

from __future__ import annotations

from collections.abc import Mapping

MAP: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "longest": "等待最久的环节：{name}，平均等待{time}", "none": "各环节均无需等待",
        "longest_stage": "{name}用时最长，平均{time}", "joins": "汇合处通常最后完成的：{names}",
        "no_joins": "共{n}个环节", "waiting": "排队（资源池开放时间内）", "work": "办理", "times": "等{waiting} 办{work}",
        "waits": "等{waiting}", "alone": "{time}", "stage": "整个阶段（含夜间与休息日）", "steps": "{n}个环节",
        "last": "最后：{name} {share}", "again": "退回再办 {share}",
        "breadth": "线的粗细表示经过的办件比例；红线为汇合前最后完成的一支，虚线为退回或另行办理",
        "reading": "环节时间为每次平均，排队与办理均不含夜间与休息日；框底色条同一比例；按{n}件办结件统计",
        "overview": "全程共{n}个环节，图太长，只画各阶段；阶段用时从其首个环节开始到最后环节结束；单看一个阶段可用 --stage",
        "all_stages": "全部阶段", "larger": "放大", "smaller": "缩小",
        "minutes": "{n}分钟", "hours": "{n}小时", "days": "{n}天",
    },
    "en": {
        "longest": "Longest wait: {name}, {time} on average", "none": "Nobody waits anywhere",
        "longest_stage": "{name} takes longest, {time} on average", "joins": "last at the joins, most often: {names}",
        "no_joins": "{n} steps in all", "waiting": "waiting in the queue, pool open", "work": "work", "times": "wait {waiting}, work {work}",
        "waits": "wait {waiting}", "alone": "{time}", "stage": "a whole stage, nights and all", "steps": "{n} steps", "steps_one": "{n} step",
        "last": "last: {name} {share}", "again": "back again {share}",
        "breadth": "broad ways: many cases; red: the branch usually last at its join; dashed: ways back, or beside",
        "reading": "steps: mean of a visit, nights in neither time; bars share one scale; {n} finished cases",
        "overview": "all {n} steps would be too tall, so stages stand for their steps, from the first one's start to the last one's end; --stage shows one",
        "all_stages": "all stages", "larger": "larger", "smaller": "smaller",
        "minutes": "{n} min", "hours": "{n} h", "days": "{n} d",
    },
}  # fmt: skip
