"""Words of `onewindow calibrate`, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from sim.words.marks import marked

CALIBRATED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{title} · {scenario} · 种子 {seed} · 试了 {points} 组参数，每组模拟 {n} 次，随机数相同",
        "parameters": "参数", "parameter": "参数", "stated": "原值", "calibrated": "校准值", "region": "95% 区间", "range": "范围",
        "identified": "数字能否确定", "yes": "能", "one_side": "只确定一端", "no": "不能", "to": "{low} – {high}", "times": "× {factor}",
        "fitted": "用于校准的数字", "held_back": "留作检验的数字（未用于校准）", "figure": "数字", "observed": "公布", "simulated": "模拟",
        "vectors": "符合的各组参数下", "z": "偏差（标准差）", "comma": "、",
        "determined": "{n} 个参数中，这些数字能确定 {known} 个。", "fit": "吻合程度", "ranges": "搜寻的范围", "spread": "符合的各组参数给出的数字",
        "misfit": "总偏差（各项偏差的平方和，以标准差计）：原值 {before}，校准后 {after}。", "freedom": "自由度 {freedom}，p {p}。",
        "no_freedom": "模型与用于校准的数字吻合", "no_freedom_means": "用于校准的有用数字不比能确定的参数多，所以吻合并不说明模型正确，不吻合才说明它不对",
        "good": "模型能重现用于校准的数字",
        "poor": "模型不能重现用于校准的数字：{off}",
        "predicts": "；留作检验的 {n} 个数字中预测对 {kept} 个", "stop": "。",
        "look_first": "区间已按偏差放宽，没有一组参数符合；请先看方案本身：办公时间、等候怎样计、人员是否够用（check 列出各资源池的利用率），或放宽范围。",
        "not_identified": marked("bad", "{name}") + "：这些数字不能确定，保留原值和原范围，仍为假设。",
        "moved": marked("bad", "{name}") + "：单独不能确定，范围不变；与其他参数合在一起须取 {value} 才能吻合。",
        "below": "{name}：数字只说明不超过 {value}。", "above": "{name}：数字只说明不低于 {value}。",
        "together": "{name} 与 {others} 只能合在一起确定：一个大些，另一个就须随之改变。",
        "predicted": "留作检验的 {n} 个数字中，{kept} 个在两个标准差以内。", "missed": marked("bad", "未能预测：{name}") + "（偏差 {z} 个标准差）。",
        "bare": "没有写明误差（rounded、range、sd、cases）：{names}；若是承诺，请写 at_most 或 at_least。",
        "off": "{name}（{z}）",
        "noisy": "模拟本身的误差占一半以上：{names}；增加 --replications 会更精确。",
    },
    "en": {
        "head": "{title} · {scenario} · seed {seed} · {points} parameter vectors tried, {n} replications of each, same draws",
        "parameters": "Parameters", "parameter": "parameter", "stated": "stated", "calibrated": "calibrated", "region": "95% region",
        "range": "range", "identified": "identified", "yes": "yes", "one_side": "on one side", "no": "no", "to": "{low} – {high}",
        "times": "× {factor}",
        "fitted": "Figures it was fitted to", "held_back": "Figures held back (not fitted)", "figure": "figure", "observed": "observed",
        "simulated": "simulated", "vectors": "over vectors that fit", "z": "off (sd)", "comma": ", ",
        "determined": "They determine {known} of {n} parameters.", "fit": "How well it fits", "ranges": "Ranges searched", "spread": "Figures under the vectors that fit",
        "misfit": "misfit (sum of squared standard deviations): {before} as stated, {after} now", "freedom": "{freedom} degrees of freedom, p {p}",
        "no_freedom": "The scenario agrees with the figures it was fitted to",
        "no_freedom_means": "As no more of these tell anything than parameters are determined, agreeing does not make the model right",
        "good": "The scenario reproduces the figures it was fitted to",
        "poor": "The scenario does not reproduce the figures it was fitted to: {off}",
        "predicts": "; of those held back it predicts {kept} of {n}", "stop": ". ",
        "look_first": "regions are widened for it and no parameter vector fits; look at the scenario first: office hours, how waits are counted, whether there is staff enough (`check` tells how busy the pools are), or widen the ranges",
        "not_identified": marked("bad", "{name}") + ": not identified by these figures; keeps its value and range and stays assumed",
        "moved": marked("bad", "{name}") + ": not identified alone, keeps its range; with the others it has to be {value} to fit",
        "below": "{name}: the figures only say that it is at most {value}", "above": "{name}: the figures only say that it is at least {value}",
        "together": "{name} is known only together with {others}: where one is larger, the other has to change with it",
        "predicted": "of {n} figures held back, {kept} lie within two standard deviations",
        "missed": marked("bad", "not predicted: {name}") + " ({z} standard deviations off)",
        "bare": "no uncertainty is stated (rounded, range, sd, cases): {names}; a promise is written at_most or at_least",
        "off": "{name} ({z})",
        "noisy": "simulating adds more than half of the uncertainty of: {names}; more --replications sharpen that",
    },
}  # fmt: skip
