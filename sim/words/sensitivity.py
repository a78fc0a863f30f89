"""Words of sensitivity."""

from __future__ import annotations

from collections.abc import Mapping

SENSITIVITY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 负荷 {load} · 种子 {seed} · {numbers} 个不确定的数，{points} 个取值点，每点 {n} 次模拟",
        "morris_answer": "{target}：影响最大的是{first}，由取值最低的四分之一到最高的四分之一，{what}平均变动 {by}{then}。", "sobol_answer": "{target}：影响最大的是{first}，{what}的方差有 {by} 与它有关（单独占 {alone}）{then}。", "then": "；其次是{others}", "other": "{name} {by}",
        "nothing": "{target}：在这些数的范围内，除偶然外没有变动。", "share": "按时办结率", "mean": "平均用时", "points": "{x} 个百分点", "comma": "、",
        "morris_columns": "不确定的数|范围|变动{unit}|区间|方向|随别的数而异|偶然", "sobol_columns": "不确定的数|范围|单独{unit}|区间|连同别的数|区间", "in_points": "（百分点）", "range": "{low} 至 {high}",
        "up": "增", "down": "减", "mixed": "不定", "none": "–", "more": "另有 {n} 个影响更小，用 --details 全部列出。", "most": "{target}：影响最大的数", "stays": "未动", "stays_is": "标“未动”的是整数，区间窄到各四分之一的取值都相同；用 --method sobol 才会变动它。",
        "unknown": "（取值点为规则所不允许，无法得知）",
        "whole": "{what}在各数的范围内的标准差为 {deviation}；所见方差中 {noise} 只是偶然。",
        "morris_method": "每条路线从单位立方体中的一点出发，逐个移动每个数（莫里斯法）：变动为由取值最低的四分之一到最高的四分之一所引起的变化的平均大小；随别的数而异，是变动在各处不同的程度，已扣除偶然；偶然，是仅由随机引起的一次变动的标准差。变动比偶然小得多的，不能说有影响。",
        "sobol_method": "单独：只因这个数而有的方差所占的比例；连同别的数：知道其余一切之后仍余下的比例（索博尔指数）。重复模拟分成两半，乘积各取其一，偶然因此不计入。各比例之和不必为 1。",
        "held": "保持原值：{list}（校准过的，或规则不许单独变动的）。", "refused": "{n} 个取值点为方案的规则所不允许，与之相关的变动略去。", "title_morris": "{name}最能左右{target}", "title_none": "没有一个数能左右{target}",
        "axis_morris": "由取值最低的四分之一到最高的四分之一，{what}的平均变动{unit}", "axis_sobol": "占{what}的方差的比例", "key_first": "单独", "key_total": "连同别的数", "key_up": "数越大，{what}越高", "key_down": "数越大，{what}越低", "key_mixed": "方向不定", "thin": "细线为 95% 的区间。",
    },
    "en": {
        "head": "{scenario} · load {load} · seed {seed} · {numbers} uncertain numbers, {points} points, {n} replications of each",
        "morris_answer": "{target}: what moves it most is {first}: from the lowest quarter of its values to the highest, the {what} changes by {by} on average{then}.", "sobol_answer": "{target}: what moves it most is {first}: {by} of the variance of the {what} has to do with it ({alone} with it alone){then}.", "then": "; next {others}", "other": "{name} {by}",
        "nothing": "{target}: within the ranges of these numbers nothing moves but by luck.", "share": "share on time", "mean": "mean time", "points": "{x} points", "comma": ", ",
        "morris_columns": "uncertain number|range|change{unit}|interval|direction|differs by|luck", "sobol_columns": "uncertain number|range|alone{unit}|interval|with others|interval", "in_points": ", points", "range": "{low} to {high}",
        "up": "up", "down": "down", "mixed": "either", "none": "–", "more": "{n} more do less; --details lists all of them.", "most": "What moves {target} most", "stays": "not moved", "stays_is": "Not moved: a whole number with so narrow a range that all its quarters are the same; --method sobol moves it.",
        "unknown": "(its points are refused by the rules of the file: not known)",
        "whole": "Over the ranges of the numbers the {what} has a standard deviation of {deviation}; {noise} of the variance seen is luck.",
        "morris_method": "Each trajectory starts somewhere in the unit cube and moves one number after the other (Morris). The change is the mean size of what a move from the lowest quarter of a number's values to the highest does; “differs by” says how much that depends on the other numbers, luck taken out; “luck” is the standard deviation of a single change by chance alone. A change much smaller than that shows nothing.",
        "sobol_method": "Alone: the part of the variance that is there because of this number by itself. With others: the part that would be left if everything else were known (Sobol'). Replications are halved, and every product takes one factor from each half, so that luck does not count. The parts need not add up to 1.",
        "held": "Kept as stated: {list} (calibrated, or not allowed to move alone).", "refused": "{n} points are refused by the rules of the file; changes that touch them are left out.", "title_morris": "{target} depends most on: {name}", "title_none": "{target} depends on none of the numbers",
        "axis_morris": "mean change of the {what} from the lowest quarter of values to the highest{unit}", "axis_sobol": "part of the variance of the {what}", "key_first": "alone", "key_total": "with others", "key_up": "the larger, the higher the {what}", "key_down": "the larger, the lower the {what}", "key_mixed": "either direction", "thin": "Thin lines are 95% intervals.",
    },
}  # fmt: skip
