"""The work offered to pools, in words: how many it takes and how many are there, and what that does to a verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.load.margin import Margin
    from sim.experiments.load.offered import Load
    from sim.experiments.load.steady import Ceiling, Steadiness

OFFERED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "来件所需", "cell": "{share}（需 {needed}，有 {units}）", "measured": "约 ", "nobody": "无人在岗",
        "people": "{n} 人", "units": "{n} 个", "places": "{n} 个名额", "one_people": "1 人", "one_units": "1 个", "one_places": "1 个名额", "and": "、", "together": "{names}同时在岗",
        "short": "超负荷：缺 {short}", "full": "超负荷：没有余力", "give_up": "超出能力，有人久候离去",
        "met_growing": "达标，但积压在增长", "undecided_growing": "尚不能判定，积压在增长", "not_met_growing": "未达标，积压在增长",
        "window_only": "只在评判时段内达标：{why}", "plain": "{why}",
        "over": "{what}超负荷，评判时段的来件需要 {needed}，在岗 {units}，缺 {short}；来件不减，积压就一直增长",
        "over_session": "{what}名额不足，每次需要 {needed}，只有 {units}；来件不减，积压就一直增长",
        "over_full": "{what}没有余力，评判时段的来件正好用尽在岗的 {units}；一有积压就消化不了",
        "over_nobody": "{what}在评判时段无人在岗，却有事要办",
        "grows": "越排越久：时段末 {days} 天来的件，每件比时段初 {days} 天来的多用 {more} 个办公小时 [{low}, {high}]；在办由 {first} 件变为 {last} 件",
        "brief": "积压在增长，结果只在评判时段内成立：{who}（{why}）", "brief_over": "{what}超负荷", "brief_grows": "后来的件越办越久",
        "ceiling": "负荷到 {load}，{what}就用尽了：再多的来件长期办不完", "hours": "{what}的工时", "all_places": "{what}的名额",
        "no_load_nobody": "{what}无人在岗：再少的来件也长期办不完", "no_load_full": "{what}已被其他工作用尽：再少的来件也长期办不完",
        "ceiling_growing": "其中高于 {load}的部分只在评判时段内达标，积压在增长：到此{what}已用尽，再多的来件长期办不完",
        "grows_above": "其中高于 {load}的部分只在评判时段内达标，积压在增长：{later}", "grows_anywhere": "只在评判时段内达标，积压在增长：{later}", "later": "时段末来的件比时段初的多用 {more} 个办公小时",
    },
    "en": {
        "head": "work offered", "cell": "{share} (needs {needed} of {units})", "measured": "about ", "nobody": "nobody on duty",
        "people": "{n} people", "units": "{n} units", "places": "{n} places", "one_people": "1 person", "one_units": "1 unit", "one_places": "1 place", "and": ", ", "together": "{names} at once",
        "short": "overloaded: {short} short", "full": "overloaded: nothing to spare", "give_up": "more than it can do; some give up waiting",
        "met_growing": "met, but growing", "undecided_growing": "undecided, and growing", "not_met_growing": "NOT met, and growing",
        "window_only": "met for this window only: {why}", "plain": "{why}",
        "over": "{what}: overloaded; what comes in needs {needed} and has {units}, {short} short; the queue grows as long as that lasts",
        "over_session": "{what}: too few places; each meeting needs {needed} and has {units}; the queue grows as long as that lasts",
        "over_full": "{what}: nothing to spare; what comes in takes all of the {units} there; a queue once there never goes",
        "over_nobody": "{what}: nobody is on duty in the window, and there is work to do",
        "grows": "the longer, the later: cases that come in the last {days} days take {more} office hours more [{low}, {high}] than those of the first {days} days; open cases: {first}, then {last}",
        "brief": "for this window only, as a queue grows: {who} ({why})", "brief_over": "{what} overloaded", "brief_grows": "later cases take longer",
        "ceiling": "at {load} {what} are used up; more than that is never finished for long", "hours": "the hours of {what}", "all_places": "the places of {what}",
        "no_load_nobody": "nobody is on duty in {what}: no load lasts", "no_load_full": "other work uses up {what}: no load lasts",
        "ceiling_growing": "above {load} it is met for this window only, and growing: there {what} are used up, and more is never finished",
        "grows_above": "above {load} it is met for this window only, and growing: {later}", "grows_anywhere": "it is met for this window only, and growing: {later}", "later": "cases that come at its end take {more} office hours more than those at its beginning",
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
    space = "" if lang == "zh" else " "
    if load.measured:
        told = w["measured"] + told
    if load.over:
        short = _counted(load, load.short, lang)
        return told + space + w["full" if _just_full(load) else "short"].format(short=short)
    return told + space + w["give_up"] if load.load >= 1 else told


def _counted(load: Load, number: float, lang: str) -> str:
    """ "0.4 people"; hundredths are as fine as anybody counts them."""
    told = _number(number if number >= 1 or number <= 0 else max(0.01, round(number, 2)))
    unit = "places" if load.kind == "session" else "people" if load.people else "units"
    return OFFERED[lang][f"one_{unit}" if told == "1" else unit].format(n=told)


def _just_full(load: Load) -> bool:
    """As much to do as can be done, to the digits that are told."""
    return bool(load.units) and _number(load.needed) == _number(load.units)


def verdict_word(verdict: str, steadiness: Steadiness | None, lang: str) -> str:
    """ "met", or "met, but growing"."""
    growing = steadiness is not None and not steadiness.steady
    return OFFERED[lang][f"{verdict}_growing"] if growing else WORDS[lang][verdict]


def window_only(met: Sequence[bool], lang: str) -> str:
    """How many of the promises met hold for the judged window only; `met` says of each whether its queue grows."""
    if not any(met):
        return ""
    return ANSWER[lang]["growing" if all(met) else "growing_some"].format(n=sum(met))


def why_growing(verdict: str, steadiness: Steadiness | None, lang: str) -> list[str]:
    """Why a verdict may hold for its window only: a line for what is overloaded, else how much longer cases take."""
    w = OFFERED[lang]
    if steadiness is None or steadiness.steady:
        return []
    told = [overload(one, lang) for one in telling(steadiness.over)]
    growth = steadiness.growth
    if not told and growth is not None:
        told.append(
            w["grows"].format(
                days=f"{growth.spell_days:.3g}", more=_number(growth.longer.estimate), low=_number(growth.longer.low),
                high=_number(growth.longer.high), first=_number(growth.open_first), last=_number(growth.open_last),
            )
        )  # fmt: skip
    said = w["window_only" if verdict == "met" else "plain"]
    return [said.format(why=why) for why in told]


def telling(over: Sequence[Load]) -> list[Load]:
    """What is overloaded, without joint tasks that lack no more than one of their pools does."""
    pools = {one.names[0]: one.load for one in over if one.kind == "pool"}
    return [
        one
        for one in over
        if one.kind != "together" or all(pools.get(name, 0.0) < one.load - 1e-3 for name in one.names)
    ]


def overload(load: Load, lang: str) -> str:
    """What is offered more than it can do, and how much it lacks."""
    if _just_full(load):
        pattern = "over_full"
    elif load.kind == "session":
        pattern = "over_session"
    else:
        pattern = "over" if math.isfinite(load.load) else "over_nobody"
    needed, units, short = (_counted(load, number, lang) for number in (load.needed, load.units, load.short))
    return OFFERED[lang][pattern].format(what=named(load, lang), needed=needed, units=units, short=short)


def growing_briefly(found: Iterable[tuple[str, Steadiness | None]], lang: str) -> list[str]:
    """Where a queue has no steady state, and why, in a line for each reason; `found` says what each is called."""
    w = OFFERED[lang]
    reasons: dict[str, list[str]] = {}
    for who, steadiness in found:
        if steadiness is not None and not steadiness.steady:
            over = w["and"].join(named(one, lang) for one in telling(steadiness.over))
            why = w["brief_over"].format(what=over) if over else w["brief_grows"]
            reasons.setdefault(why, []).append(who)
    return [
        w["brief"].format(who=w["and"].join(dict.fromkeys(called)), why=why)
        for why, called in reasons.items()
    ]


def ceiling_sentence(margin: Margin, told: str, lang: str) -> list[str]:
    """Above which load (`told`) nothing lasts; a line, or none where it is out of reach of the search."""
    ceiling = margin.ceiling
    if ceiling is None or ceiling.load > margin.highest:
        return []
    if not ceiling.load:
        return [no_load_lasts(ceiling, lang)]
    pattern = "ceiling_growing" if margin.growing and margin.growth is None else "ceiling"
    return [OFFERED[lang][pattern].format(load=told, what=_used_up(ceiling.reached, lang))]


def growth_sentence(margin: Margin, told: str, lang: str) -> list[str]:
    """Above which load (`told`) its queue grows though no pool is overloaded; a line, or none where none does."""
    if margin.growth is None:
        return []
    w = OFFERED[lang]
    later = w["later"].format(more=_number(margin.growth.longer.estimate))
    return [w["grows_above" if margin.lasts is not None else "grows_anywhere"].format(load=told, later=later)]


def _used_up(load: Load, lang: str) -> str:
    """The hours of a pool, the places of a session."""
    return OFFERED[lang]["all_places" if load.kind == "session" else "hours"].format(what=named(load, lang))


def no_load_lasts(ceiling: Ceiling, lang: str) -> str:
    """Why not even the fewest cases are done for long."""
    if ceiling.nobody:
        return OFFERED[lang]["no_load_nobody"].format(what=named(ceiling.reached, lang))
    return OFFERED[lang]["no_load_full"].format(what=_used_up(ceiling.reached, lang))


def _number(value: float) -> str:
    """Three digits, and no more than a planner can read."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
