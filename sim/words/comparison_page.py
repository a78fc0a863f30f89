"""The short page of alternatives beside a base, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

CHANGED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "identical": "{label}：与基准相同。", "nothing": "{label}：各项承诺的按时办结率变化都不超过 {bound} 个百分点。",
        "open": "{label}：变化尚难判定（至多 {bound} 个百分点）。", "unknown": "{label}：无法比较。",
        "worse": "{label}：{n} 项承诺的按时办结率下降，最多 {points} 个百分点（{target}）。",
        "better": "{label}：{n} 项承诺的按时办结率上升，最多 {points} 个百分点（{target}）。",
        "and_worse": "{label}：{n} 项承诺上升，最多 {points} 个百分点（{target}）；{m} 项下降，最多 {less} 个百分点（{other}）。",
        "on_time": "按时办结率（变化：百分点）", "no_change": "变化不超过 {bound}", "levers": "举措",
        "sorted": "{label} {points}", "best": "对 {target} 单独作用最大的举措：{labels}（百分点）。", "none": "没有一项举措单独使 {target} 的按时办结率上升。",
        "best_mean": "单独使 {target} 平均用时缩短最多的举措：{labels}（{unit}）。", "none_mean": "没有一项举措单独使 {target} 的平均用时缩短。",
        "means": "{label}：{told}。", "means_too": "{told}。", "all": "全部合用 {points}：按时 {after}，要求 {required}，{enough}。", "all_mean": "全部合用 {points}：平均 {after}，承诺 {required}，{enough}。", "enough": "样本上够了", "not_enough": "仍不够",
        "grows": "积压因此增长，这一结果只在评判时段内成立。", "grows_no_more": "基准中增长的积压不再增长。", "growing": "积压在增长，结果只在评判时段内成立：{labels}。",
    },
    "en": {
        "identical": "{label}: identical to the base.", "nothing": "{label}: no promise changes by more than {bound} points.",
        "open": "{label}: a change cannot be told apart from chance (at most {bound} points).", "unknown": "{label}: cannot be told.",
        "worse": "{label}: fewer on time in {n} of the promises, by up to {points} points ({target}).",
        "better": "{label}: more on time in {n} of the promises, by up to {points} points ({target}).",
        "and_worse": "{label}: more on time in {n} of the promises, by up to {points} points ({target}); fewer in {m}, by up to {less} points ({other}).",
        "on_time": "On time (change in points)", "no_change": "no change beyond {bound}", "levers": "Levers",
        "sorted": "{label} {points}", "best": "What does most for {target} alone: {labels} points.", "none": "No lever alone brings more on time for {target}.",
        "best_mean": "What shortens the mean of {target} most alone: {labels} ({unit}).", "none_mean": "No lever alone shortens the mean of {target}.",
        "means": "{label}: {told}.", "means_too": " {told}.", "all": "All together {points}: {after} on time, {required} required, {enough}.", "all_mean": "All together {points}: a mean of {after}, {required} promised, {enough}.", "enough": "which is enough on the sample", "not_enough": "still not enough",
        "grows": " With it a queue grows, so this holds for this window only.", "grows_no_more": " The queue that grows in the base grows no more.", "growing": " For this window only, as a queue grows: {labels}.",
    },
}  # fmt: skip
