"""What a bar on the terminal counts."""

from __future__ import annotations

STAGES = {
    "zh": {
        "replications": "重复模拟",
        "ends": "取值范围两端",
        "draws": "抽取不确定的数",
        "margins": "查找负荷余量",
        "search": "查找",
        "numbers": "逐项查看数值",
        "flips": "确认翻转处",
        "vectors": "拟合的取值",
        "fit": "校准步骤",
        "points": "取值点",
        "charts": "作图",
    },
    "en": {
        "replications": "replications",
        "ends": "both ends of the ranges",
        "draws": "draws of what is uncertain",
        "margins": "finding the load margin",
        "search": "searching",
        "numbers": "numbers looked at",
        "flips": "flips confirmed",
        "vectors": "fitted values",
        "fit": "steps of the fit",
        "points": "points",
        "charts": "drawing",
    },
}
LEFT = {"zh": "还需 {time}", "en": "{time} left"}
