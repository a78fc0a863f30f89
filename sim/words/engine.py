"""Words of what works below: that the engine is compiled, what could not be kept, what else a setting changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COMPILING: Mapping[str, str] = {
    "zh": "方案已读入，没有错误。首次使用：正在为本机编译模拟引擎，仅此一次（几秒）",
    "en": "The scenario is read and has no fault. Compiling the engine for this machine, once (some seconds)",
}

_ALONG = {
    "zh": "{pool}由 {before} 个变为 {after} 个，按时间比例设定的其他业务随之增减",
    "en": "{pool}: {after} instead of {before}, and other work, stated as a share of their time, changes along",
}

TOLD: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "not_kept": "编译好的引擎无法保存（{why}），每次运行都须重新编译；可用 XDG_CACHE_HOME 指定可写的文件夹",
        "damaged": "{folder} 中保存的引擎已损坏，现重新编译",
        "made_again": "{folder}：有 {n} 个文件写成后被改动、截断或丢失，现重新生成",
        "overloads": "{name}收到的工作是其能力的 {load}：队伍会一直变长，评判时段内的数字不会长久；模拟照常进行，可按 Ctrl-C 停止",
        "store_not_kept": "结果库 {folder} 无法写入（{why}）；算出的结果不予保存",
        "rounded": "{setting} 得 {exact} 个，按 {taken} 个计（人和窗口只能是整数；少一成也可写作缺勤：absence: {{share: 10%}}）",
        "along": _ALONG["zh"],
        "along_kept": _ALONG["zh"] + "；如要保持其总量，另加 {setting}",
    },
    "en": {
        "not_kept": "the compiled engine cannot be kept ({why}): each run compiles it anew; XDG_CACHE_HOME names another folder",
        "damaged": "the engine kept in {folder} was damaged; it is compiled anew",
        "made_again": "{folder}: {n} files were changed, cut off or lost since they were written; they are made again",
        "overloads": "{name}: offered {load} of what can be done; the queue grows for ever, and what the window shows would not last; the simulation goes on, Ctrl-C stops it",
        "store_not_kept": "{folder}: the store cannot be written ({why}); what is computed is not kept",
        "rounded": "{setting} comes to {exact} units; {taken} are taken, as units come whole (a tenth less on average is an absence: {{share: 10%}})",
        "along": _ALONG["en"],
        "along_kept": _ALONG["en"] + "; to keep its amount add {setting}",
    },
}
"""What the program helped itself with, and what a setting does besides."""


def told(sentence: str, values: Mapping[str, Any], lang: str) -> str:
    """A sentence in one language; a value that differs by language is a mapping."""
    named = {key: value[lang] if isinstance(value, Mapping) else value for key, value in values.items()}
    return TOLD[lang][sentence].format(**named)
