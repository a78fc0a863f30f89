"""The page of alternatives beside a base: what each changes in the share on time; all else are details."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from sim.experiments.comparing.comparison import SHARE, signed
from sim.levers import REGISTRY
from sim.pages.comparison_details import TONES, details_of, level_of, target_title
from sim.pages.page import Column, Entry, Page, Section, Table, table
from sim.words.comparing import COMPARED
from sim.words.comparison_page import CHANGED
from sim.words.costs import COSTS, money
from sim.words.counted import words_for
from sim.words.engine import told
from sim.words.marks import marked, strong
from sim.words.means import mean_words
from sim.words.offered import growing_briefly
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.comparing.comparison import (
        ComparedAlternative,
        ComparedTarget,
        Comparison,
        Difference,
    )
    from sim.experiments.comparing.costs import ComparedCost
    from sim.experiments.load.steady import Steadiness

WITH = re.compile(r"--with[ =](\w+)")
"""Levers that an alternative switches on."""
SMALL = 2.0
"""Points up to which the farther end of an interval is told as "no change beyond"."""


def page_of(made: Comparison, lang: str) -> Page:
    """The page of a comparison."""
    w = _changed(made, lang)
    answer = " ".join(
        answer_of(made, one, one.label, lang) + (w[more] if (more := lasts(made, one.label)) else "")
        for one in made.alternatives
    )
    notes = {
        one.label: [
            *(told(*moved.told, lang) for moved in one.along),
            *worse_in(made, one.label, _one_lever(one), lang),
        ]
        for one in made.alternatives
    }
    what = [
        Entry(
            f"{strong(one.label)} = {one.options}" if one.label != one.options else strong(one.label),
            tuple(marked("doubtful", line) for line in notes[one.label]),
        )
        for one in made.alternatives
        if one.label != one.options or notes[one.label]
    ]
    sections = [Section("", tuple(what))] if what else []
    sections.append(Section(w["on_time"], (shares_of(made, lang, {}), *legend(made, lang, {}))))
    if made.costs:
        sections.append(costs_of(made, lang, {}))
    title = COMPARED[lang]["head"].format(
        scenario=made.scenario, load=made.load, seed=made.seed, n=made.replications
    )
    return Page(
        title,
        answer if lang == "en" else answer.replace("。 ", "。"),
        tuple(sections),
        details_of(made, lang, {}),
    )


def _one_lever(one: ComparedAlternative) -> str:
    """The lever that an alternative switches on, if it is a single one."""
    levers = WITH.findall(one.options)
    return levers[0] if len(levers) == 1 else ""


def worse_in(made: Comparison, label: str, lever: str, lang: str) -> list[str]:
    """In what an alternative is surely worse, and how its lever works, in the lever's own words."""
    found, w = [], COMPARED[lang]
    for target in made.targets:
        said = words_for(w, lang, [target.unit])
        differences = made.change(label, target.target).differences
        if worse := [said[d.measure] for d in differences if d.judgement == "worse"]:
            found.append(w["worse_what"].format(target=target.target, measures=w["comma"].join(worse)))
    if not found or lever not in REGISTRY:
        return []
    name, how = (one.in_language(lang) for one in (REGISTRY[lever].label, REGISTRY[lever].sentence))  # type: ignore[arg-type]
    return [w["worse_in"].format(what=w["comma"].join(found), lever=name, how=how)]


def lasts(made: Comparison, label: str) -> Literal["", "grows", "grows_no_more"]:
    """Whether an alternative makes a queue grow that does not grow in the base, or the other way round."""
    pairs = [
        (_grows(target.steadiness), _grows(made.change(label, target.target).steadiness))
        for target in made.targets
    ]
    if any(after and not before for before, after in pairs):
        return "grows"
    return "grows_no_more" if any(before for before, _ in pairs) and not any(a for _, a in pairs) else ""


def _grows(found: Steadiness | None) -> bool:
    return found is not None and not found.steady


def answer_of(made: Comparison, one: ComparedAlternative, label: str, lang: str) -> str:
    """What an alternative does to the promises, in a sentence."""
    w = _changed(made, lang)
    if one.identical:
        return w["identical"].format(label=label)
    means = COMPARED[lang]["comma"].join(_means(made, one, lang))
    shares = {
        target.target: share_of(made, one, target.target) for target in made.targets if not target.on_mean
    }
    if means and not shares:
        return w["means"].format(label=label, told=means)
    said = _answer_on_shares(shares, label, w)
    return said + (
        w["means_too"].format(told=means if lang == "zh" else means[0].upper() + means[1:]) if means else ""
    )


def _changed(made: Comparison, lang: str) -> Mapping[str, str]:
    """Words of what changes: of shares on time, or of shares that are kept where one is counted."""
    return words_for(CHANGED[lang], lang, [one.unit for one in made.targets if not one.on_mean])


def _answer_on_shares(shares: Mapping[str, Difference], label: str, w: Mapping[str, str]) -> str:
    known = {
        target: d for target, d in shares.items() if d.difference is not None and d.judgement != "unknown"
    }
    if not known:
        return w["unknown"].format(label=label)
    up = {target: d for target, d in known.items() if d.judgement == "better"}
    down = {target: d for target, d in known.items() if d.judgement == "worse"}
    if not up and not down:
        bound = max(bound_of(d) for d in known.values())
        return w["nothing" if bound <= SMALL else "open"].format(label=label, bound=f"{bound:.1f}")
    said = {}
    if up:
        said["target"], best = max(up.items(), key=lambda item: item[1].difference or 0)
        said |= {"n": str(len(up)), "points": _points(best)}
    if down:
        worst_target, worst = min(down.items(), key=lambda item: item[1].difference or 0)
        told = {"m": str(len(down)), "less": _points(worst), "other": worst_target}
        said |= told if up else {"n": told["m"], "points": told["less"], "target": worst_target}
    pattern = "and_worse" if up and down else "better" if up else "worse"
    return w[pattern].format(label=label, **said)


def legend(made: Comparison, lang: str, labels: Mapping[str, str]) -> list[str]:
    """What the promises are called, what they require, and which shares hold for the judged window only."""
    base = COMPARED[lang]["base"]
    lasting = [(base, target.target, target.steadiness) for target in made.targets]
    lasting += [
        (labels.get(one.alternative, one.alternative), one.target, one.steadiness) for one in made.changes
    ]
    growing: dict[tuple[str, tuple[object, ...]], list[tuple[str, Steadiness]]] = {}
    for who, target, found in lasting:
        if found is not None and not found.steady:
            why = tuple(one.key for one in found.over)
            growing.setdefault((who, why), []).append((target, found))
    told = []
    for (who, _), targets in growing.items():
        which = COMPARED[lang]["comma"].join(target for target, _ in targets)
        called = who if len(targets) == len(made.targets) else f"{who}{COMPARED[lang]['colon']}{which}"
        told.append((called, targets[0][1]))
    lines = [marked("doubtful", line) for line in growing_briefly(told, lang)]
    return [*lines, *(marked("faint", target_title(target, lang)) for target in made.targets)]


def share_of(made: Comparison, one: ComparedAlternative, target: str) -> Difference:
    """The difference in the share on time; in the mean, where that is judged."""
    on_mean = any(stated.target == target and stated.on_mean for stated in made.targets)
    return made.change(one.label, target).of("mean" if on_mean else "on_time_share")


def _means(made: Comparison, one: ComparedAlternative, lang: str) -> list[str]:
    """What an alternative does to the means that are judged, a part of a sentence each."""
    told = []
    for target in made.targets:
        d = share_of(made, one, target.target)
        if target.on_mean and d.judgement in ("better", "worse"):
            unit = WORDS[lang][target.unit]
            told.append(
                mean_words(target.unit, lang)["changed"].format(
                    target=target.target, change=d.change_text, unit=unit
                )
            )
        elif target.on_mean:
            told.append(mean_words(target.unit, lang)["unchanged"].format(target=target.target))
    return told


def bound_of(d: Difference) -> float:
    """How far at most a difference lies from 0, in what it is told in."""
    return max(abs(d.low or 0.0), abs(d.high or 0.0)) * d.told_in


def signed_points(d: Difference) -> str:
    """A share's change in points, a time's with its own decimals."""
    if d.unit != SHARE:
        return signed(d.difference or 0.0, d.decimals)
    return f"{'+' if (d.difference or 0.0) >= 0 else '−'}{_points(d)}"


def _points(d: Difference) -> str:
    return f"{abs(d.difference or 0.0) * d.told_in:.1f}"


def shares_of(made: Comparison, lang: str, labels: Mapping[str, str]) -> Table:
    """The share on time of every target: in the base, then in each alternative with its change."""
    w = COMPARED[lang]
    rows = [(w["base"], *(f"{level_of(_first(made, target), lang)}" for target in made.targets))]
    for one in made.alternatives:
        cells = tuple(_cell(one, share_of(made, one, target.target), lang) for target in made.targets)
        rows.append((labels.get(one.label, one.label), *cells))
    heads = (
        Column(
            mean_words(target.unit, lang)["column"].format(target=target.target)
            if target.on_mean
            else target.target
        )
        for target in made.targets
    )
    return Table((Column(""), *heads), tuple(rows))


def costs_of(made: Comparison, lang: str, labels: Mapping[str, str]) -> Section:
    """What the base costs and each alternative: the rosters, and a case."""
    w, measures = COSTS[lang], dict.fromkeys(one.measure for one in made.costs)
    first = {one.measure: money(one.before) for one in reversed(made.costs)}
    rows = [(COMPARED[lang]["base"], *(first[measure] for measure in measures))]
    for label in dict.fromkeys(one.alternative for one in made.costs):
        own = {one.measure: one for one in made.costs if one.alternative == label}
        rows.append((labels.get(label, label), *(_cost(own[m]) if m in own else "–" for m in measures)))
    heads = ("", *(w["rostered_all" if measure == "rostered" else "case_cost"] for measure in measures))
    return Section(
        w["compared_title"].format(currency=made.costs[0].currency),
        (table(heads, rows), marked("faint", w["paid"])),
    )


def _cost(one: ComparedCost) -> str:
    """ "9,600  +1,200 [+1,150, +1,250]"."""
    told = f"{money(one.after)}  {_signed(one.difference)}"
    if one.low == one.high:
        return told
    ends = ", ".join("…" if math.isinf(end) else _signed(end) for end in (one.low, one.high))
    return f"{told} [{ends}]"


def _signed(amount: float) -> str:
    return f"{'−' if amount < 0 else '+' if amount > 0 else ''}{money(abs(amount))}"


def _first(made: Comparison, target: ComparedTarget) -> Difference:
    return share_of(made, made.alternatives[0], target.target)


def hardly(d: Difference) -> bool:
    """Whether a share is told as "no change beyond": not sure to change, and not by much."""
    return d.measure == "on_time_share" and d.judgement in ("unclear", "same") and bound_of(d) <= SMALL


def _cell(one: ComparedAlternative, d: Difference, lang: str) -> str:
    """ "11.2%  −57.1 [−61.5, −52.6]", or that nothing changes."""
    if one.identical:
        return COMPARED[lang]["identical"]
    level = level_of(d, lang, after=True)
    if d.judgement == "unknown" or d.difference is None:
        return f"{level}  {marked('doubtful', COMPARED[lang]['unknown'])}"
    if hardly(d):
        return f"{level}  {CHANGED[lang]['no_change'].format(bound=f'{bound_of(d):.1f}')}"
    return f"{level}  {marked(TONES.get(d.judgement, ''), d.change_text)}"
