"""The work offered to pools, in words: how many it takes and how many are there, and what that does to a verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from onewindow.cli.words import WORDS

if TYPE_CHECKING:
    from sim.experiments.margin import Margin
    from sim.experiments.offered import Load
    from sim.experiments.steady import Steadiness
    from sim.experiments.verdict import TargetVerdict

OFFERED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "来件所需", "cell": "{share}（需 {needed}，有 {units}）", "measured": "约 ", "nobody": "无人在岗",
        "short": "超负荷，缺 {short}", "give_up": "超出能力，有人久候离去", "and": "、", "together": "{names} 同时在岗",
        "shared": "（与{others}合计）", "met_growing": "达标，但积压在增长", "undecided_growing": "尚不能判定，且积压在增长",
        "not_met_growing": "未达标，且积压在增长",
        "over": "本结论只对评判时段成立：{what} 超负荷——评判时段的来件需要 {needed} 个，在岗 {units} 个，缺 {short} 个；只要来件不减，积压就一直增长",
        "over_session": "本结论只对评判时段成立：{what} 的名额不够——每次需要 {needed} 个，只有 {units} 个；只要来件不减，积压就一直增长",
        "over_nobody": "本结论只对评判时段成立：{what} 在评判时段无人在岗，来件却要由它办理",
        "grows": "本结论只对评判时段成立：时段末 {days} 天到的件，比时段初 {days} 天到的每件多用 {more} 个办公小时 [{low}, {high}]，越排越久（在办由 {first} 件变为 {last} 件）",
        "ceiling": "来件与工时持平于负荷 ×{load}（{what}）：再高就办不完，达标只对评判时段成立",
        "ceiling_growing": "其中超过 ×{load} 的部分达标，但积压在增长：{what} 的工时到此用尽，再多的来件办不完，达标只对评判时段成立",
    },
    "en": {
        "head": "work offered", "cell": "{share} (needs {needed} of {units})", "measured": "about ", "nobody": "nobody on duty",
        "short": "overloaded: {short} short", "give_up": "more than it can do; some give up waiting", "and": ", ",
        "together": "{names} at once", "shared": " (together with {others})", "met_growing": "met, but growing",
        "undecided_growing": "undecided, and growing", "not_met_growing": "NOT met, and growing",
        "over": "for this window only: {what} is overloaded: what comes in needs {needed}, {units} on duty, {short} short; the queue grows as long as that lasts",
        "over_session": "for this window only: {what} has too few places: each meeting needs {needed} and has {units}; the queue grows as long as that lasts",
        "over_nobody": "for this window only: nobody is on duty at {what} in the window, and there is work for it",
        "grows": "for this window only: cases that come in its last {days} days take {more} office hours longer [{low}, {high}] than those of its first {days} days, so the queue grows (open cases: {first}, then {last})",
        "ceiling": "work offered and hours are equal at ×{load} ({what}): above that it is never finished, and what is met holds for the window only",
        "ceiling_growing": "met, but growing, above ×{load}: there the hours of {what} are used up; more is never finished, and is met for the window only",
    },
}  # fmt: skip


def named(load: Load, lang: str) -> str:
    """What is short: a pool, pools at once, a session."""
    w = OFFERED[lang]
    names = w["and"].join(label[0 if lang == "zh" else 1] for label in load.labels)
    return w["together"].format(names=names) if load.kind == "together" else names


def cell(load: Load, lang: str) -> str:
    """ "65% (needs 1.3 of 2)", and whether that is too much."""
    w = OFFERED[lang]
    if not math.isfinite(load.load) or not load.units:
        return w["nobody"] if load.load > 0 else "–"
    told = w["cell"].format(share=f"{load.load:.0%}", needed=_number(load.needed), units=_number(load.units))
    if load.measured:
        told = w["measured"] + told
    if load.over:
        return f"{told} {w['short'].format(short=_number(load.short))}"
    return f"{told} {w['give_up']}" if load.load >= 1 else told


def verdict_word(verdict: TargetVerdict, lang: str) -> str:
    """ "met", or "met, but growing"."""
    return OFFERED[lang][f"{verdict.verdict}_growing"] if verdict.growing else WORDS[lang][verdict.verdict]


def why_growing(steadiness: Steadiness, lang: str) -> list[str]:
    """Why a verdict holds for its window only: a line for what is overloaded, else how much longer cases take."""
    w = OFFERED[lang]
    told = []
    for one in steadiness.over:
        pattern = "over_session" if one.kind == "session" else "over" if math.isfinite(one.load) else "over_nobody"
        told.append(
            w[pattern].format(
                what=named(one, lang), needed=_number(one.needed), units=_number(one.units), short=_number(one.short)
            )
        )
    growth = steadiness.growth
    if not told and growth is not None and growth.grows:
        told.append(
            w["grows"].format(
                days=f"{growth.spell_days:.3g}", more=_number(growth.longer.estimate), low=_number(growth.longer.low),
                high=_number(growth.longer.high), first=_number(growth.open_first), last=_number(growth.open_last),
            )
        )  # fmt: skip
    return told


def ceiling_sentence(margin: Margin, lang: str) -> list[str]:
    """Above which load nothing lasts; a line, or none where it is out of reach of the search."""
    ceiling = margin.ceiling
    if ceiling is None or (not margin.growing and ceiling.load > margin.highest):
        return []
    pattern = "ceiling_growing" if margin.growing else "ceiling"
    what = named(ceiling.reached, lang)
    return [OFFERED[lang][pattern].format(load=f"{ceiling.load:.3g}", what=what)]


def _number(value: float) -> str:
    """Three digits, and no more than a planner can read."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
