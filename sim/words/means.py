"""Targets on a mean, in words: what the mean is, and what it is held to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.words.amounts import limit_text, unit_amount
from sim.words.counted import words_for
from sim.words.formats import number, required, share

if TYPE_CHECKING:
    from sim.experiments.running.requirement import Requirement
    from sim.model.quantities import Duration

MEANS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "told": "平均 {mean}（{low}–{high}），要求平均不超过 {limit}", "told_open": "平均至少 {mean}（{low} 以上），要求平均不超过 {limit}",
        "required": "要求平均不超过 {limit}", "on_time": "按时 {share}", "within": "做到的占 {share}", "mean": "平均 {mean}",
        "judged": "{verdict}：样本平均用时 {mean}，要求平均不超过 {limit}",
        "at_limit": "不能判定：真实的平均用时就在时限附近，最多 384 次模拟也难分高下",
        "open_cases": "不能判定：还有 {open} 件期末未结，用时只知至少多长，平均值就没有上限；须加长 study.follow_up",
        "deemed": "不能判定：因超时默认而办结的办件没有自己的办理用时，平均值就没有上限",
        "all_ends": "全部假设（含时限）", "some_ends": "凡知道哪一端有利的假设（{n} 项中的 {k} 项，含时限）",
        "movable_ends": "凡能移到一端的假设（{n} 项中的 {k} 项，含时限）", "at_ends": "{which}取有利值：{best}；取不利值：{worst}",
        "one_more": "{where}，{pool}（{units} 个，利用率 {busy}）增配 1 个，平均用时缩短 {rise} [{low}, {high}]",
        "none_helps": "{where}，{pools}各增配 1 个，平均用时至多变动 {most}，未超出偶然波动",
        "worse": "再增 1 个反而变差：{pools}",
        "now": "按所设再增 1 个：{pools}（平均用时）", "now_nobody": "按所设再增 1 个（{pools}）不见效：平均用时至多变动 {most}，未超出偶然波动",
        "sample": "要求平均用时不超过 {limit}；样本在 {kept} 与 {broken} 之间转为不达标",
        "curve": "样本的平均用时及其 95% 区间", "curve_both": "样本的按时办结率或平均用时及其 95% 区间", "at_most": "不超过\n{limit}", "values": "P50 {p50}，P90 {p90}，P95 {p95} {unit}（置信水平 {level}）；与平均用时（置信水平 {confidence}）同据 {n} 次模拟的 {cases} 件",
        "sampled": "参数抽样：{n} 组符合公布数字的参数各模拟一遍，平均用时 {lowest} – {highest}，其中 {met} 组不超过 {limit}；结论和区间已包含参数的不确定性",
        "ends_alone": "单独移到尽头时的平均用时：{list}", "at_end": "{name}取 {end} 时平均 {mean}",
        "changed": "{target} 的平均用时 {change} {unit}", "unchanged": "{target} 的平均用时变化尚难判定", "column": "平均用时（{target}）",
        "limit": "时限 {limit}，按平均用时评判", "judged_on": "按平均用时评判",
        "line": "平均 {mean}", "figure": "{verdict}：平均用时{mean}（{level}置信区间{low}至{high}），要求平均不超过{limit}",
        "figure_open": "{verdict}：平均用时至少{mean}，要求平均不超过{limit}",
        "kept_mean": "{name}平均 {mean}", "means": "平均用时：{means}。",
    },
    "en": {
        "told": "mean {mean} ({low}–{high}), at most {limit} required", "told_open": "mean at least {mean} ({low} or more), at most {limit} required",
        "required": "a mean of at most {limit} required", "on_time": "{share} on time", "within": "{share} keep it", "mean": "mean {mean}",
        "judged": "{verdict}: mean {mean} on the sample, at most {limit} required",
        "at_limit": "cannot be decided: the true mean lies at the limit, too close for 384 replications, the most that are run",
        "open_cases": "cannot be decided: {open} cases still open at the end have no time yet, so the mean has no upper end; a longer study.follow_up lets them end",
        "deemed": "cannot be decided: cases granted by silence have no time of their own, so the mean has no upper end",
        "all_ends": "all assumptions", "some_ends": "all assumptions whose good end is known ({k} of {n})",
        "movable_ends": "all assumptions that can move to an end ({k} of {n})", "at_ends": "{which}, the limit among them, favourable: {best}; unfavourable: {worst}",
        "one_more": "{where}: one more in {pool} ({units} on duty, at work {busy} of the time) shortens the mean by {rise} [{low}, {high}]",
        "none_helps": "{where}: one more at {pools} changes the mean by {most} at most, which may be chance",
        "worse": "one more makes it worse: {pools}",
        "now": "one more now: {pools} in the mean", "now_nobody": "one more at {pools} now does nothing for sure: {most} in the mean at most, which may be chance",
        "sample": "a mean of at most {limit} is required; the sample turns between {kept} and {broken}",
        "curve": "mean time in the sample, with its 95% interval", "curve_both": "share on time or mean in the sample, with its 95% interval", "at_most": "at most\n{limit}",
        "values": "P50 {p50}, P90 {p90}, P95 {p95} {unit} ({level} confidence); these and the mean ({confidence} confidence) are from the same {cases} cases in {n} replications",
        "sampled": "parameters sampled: {n} vectors that fit the published figures, mean {lowest} to {highest}, in {met} of them at most {limit}; verdict and interval hold what the figures leave open",
        "ends_alone": "mean with each alone at its end: {list}", "at_end": "{name} at {end} gives a mean of {mean}",
        "changed": "mean time of {target} {change} {unit}", "unchanged": "a change of the mean time of {target} cannot be told apart from chance", "column": "mean ({target})",
        "limit": "limit {limit}, for the mean", "judged_on": "judged on the mean",
        "line": "mean {mean}", "figure": "{verdict}: mean {mean} ({level} confidence interval {low} to {high}), at most {limit} required",
        "figure_open": "{verdict}: mean at least {mean}, at most {limit} required",
        "kept_mean": "{name} {mean}", "means": "Mean times: {means}.",
    },
}  # fmt: skip


def mean_words(unit: str, lang: str) -> Mapping[str, str]:
    """The words of a mean: where something is counted it is no mean of times."""
    return words_for(MEANS[lang], lang, [unit])


def plain(value: float, limit: float | None = None) -> str:
    """A mean's number: three digits that count, and as many more as keep it apart from the limit."""
    text = number(value)
    for digits in range(4, 8):
        if limit is None or value == limit or text != number(limit):
            break
        text = number(value, digits)
    return text


def mean_text(value: float, unit: str, lang: str, limit: float | None = None) -> str:
    """A mean with its unit: 9.81 working days."""
    return unit_amount(float(plain(value, limit).replace(",", "")), unit, lang)


def value_text(value: float, needed: Requirement, lang: str) -> str:
    """ "96.2% on time", or "mean 9.81 working days"."""
    w = MEANS[lang]
    if needed.share is None:
        return w["mean"].format(mean=mean_text(value, needed.unit_name, lang, needed.level))
    return w["on_time" if needed.of_time else "within"].format(share=share(value, needed.share))


def required_text(share_required: float | None, limit: Duration, lang: str, pattern: str) -> str:
    """What is required: a share in `pattern`, or the limit of the mean."""
    if share_required is None:
        return MEANS[lang]["required"].format(limit=limit_text(limit, lang))
    return pattern.format(share=required(share_required))
