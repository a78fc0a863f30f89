"""Words of what works below: that the engine is compiled and what is found meanwhile, what could not be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.words.formats import required
from sim.words.means import mean_text, value_text
from sim.words.promises import names_of

if TYPE_CHECKING:
    from sim.experiments.running.first_look import Seen

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


FIRST_LOOK = {
    "zh": {
        "one": "编译期间先用参考引擎模拟 1 次（{asked}）：", "some": "编译期间先用参考引擎模拟 {n} 次（{asked}）：",
        "seen": "{name}：{value}（要求{level}）", "at_least": "不低于 {share}", "at_most": "不超过 {mean}", "more": "另有 {k} 项",
    },
    "en": {
        "one": "Meanwhile, by the reference engine, one replication of {asked}:",
        "some": "Meanwhile, by the reference engine, {n} replications of {asked}:",
        "seen": "{name}: {value} ({level} required)", "at_least": "{share}", "at_most": "at most {mean}", "more": "and {k} more",
    },
}  # fmt: skip
"""What is told while the engine is compiled."""
SEEN = 3
"""Promises that a first look names."""


def told(sentence: str, values: Mapping[str, Any], lang: str) -> str:
    """A sentence in one language; a value that differs by language is a mapping."""
    if sentence == "first_look":
        return first_look(values["n"], values["asked"], values["seen"], lang)
    named = {key: value[lang] if isinstance(value, Mapping) else value for key, value in values.items()}
    return TOLD[lang][sentence].format(**named)


def first_look(n: int, asked: str, seen: Sequence[Seen], lang: str) -> str:
    """ "Meanwhile, by the reference engine, 4 replications:" and a line for each promise."""
    w, names = FIRST_LOOK[lang], names_of(seen, lang)
    lines = [
        w["seen"].format(
            name=names[one.target], value=value_text(one.value, one.required, lang), level=_level(one, lang)
        )
        for one in seen[:SEEN]
    ]
    if (more := len(seen) - SEEN) > 0:
        lines.append(w["more"].format(k=more))
    return "\n  ".join([w["one" if n == 1 else "some"].format(n=n, asked=asked), *lines])


def _level(one: Seen, lang: str) -> str:
    needed, w = one.required, FIRST_LOOK[lang]
    if needed.share is not None:
        return w["at_least"].format(share=required(needed.share))
    return w["at_most"].format(mean=mean_text(needed.level, needed.unit_name, lang))
