"""The page of alternatives beside a base: what each changes in the share on time; all else are details."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from sim.experiments.comparing.comparison import SHARE, signed
from sim.pages.page import Column, Entry, Page, Part, Section, Table, table
from sim.words.amounts import limit_text
from sim.words.comparing import COMPARED, LEVERS
from sim.words.comparison_page import CHANGED
from sim.words.costs import COSTS, money
from sim.words.counted import words_for
from sim.words.language import said_in
from sim.words.marks import Tone, marked, strong
from sim.words.means import mean_words
from sim.words.offered import growing_briefly
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.comparing.comparison import (
        Change,
        ComparedAlternative,
        ComparedTarget,
        Comparison,
        Difference,
        MovedCase,
    )
    from sim.experiments.comparing.costs import ComparedCost
    from sim.experiments.comparing.lever_effects import LeverEffects
    from sim.experiments.load.steady import Steadiness

TONES: Mapping[str, Tone] = {"better": "good", "worse": "bad", "unclear": "doubtful", "unknown": "doubtful"}
SMALL = 2.0
"""Points up to which the farther end of an interval is told as "no change beyond"."""


def page_of(made: Comparison, lang: str) -> Page:
    """The page of a comparison."""
    w = _changed(made, lang)
    answer = " ".join(
        answer_of(made, one, one.label, lang) + (w[lasts] if (lasts := _lasts(made, one.label)) else "")
        for one in made.alternatives
    )
    what = [
        Entry(
            f"{strong(one.label)} = {one.options}" if one.label != one.options else strong(one.label),
            tuple(marked("doubtful", line) for line in _along(one, lang)),
        )
        for one in made.alternatives
        if one.label != one.options or one.along
    ]
    sections = [Section("", tuple(what))] if what else []
    sections.append(Section(w["on_time"], (shares_of(made, lang, {}), *_legend(made, lang, {}))))
    if made.costs:
        sections.append(_costs(made, lang, {}))
    title = COMPARED[lang]["head"].format(
        scenario=made.scenario, load=made.load, seed=made.seed, n=made.replications
    )
    return Page(
        title,
        answer if lang == "en" else answer.replace("。 ", "。"),
        tuple(sections),
        details_of(made, lang, {}),
    )


def levers_page(made: LeverEffects, lang: str) -> Page:
    """The page of a scenario's levers, each added alone to the process without any, then all together."""
    from sim.experiments.comparing.lever_effects import TOGETHER, label_of

    w, shown = LEVERS[lang], made.comparison
    labels = {TOGETHER: w["all"]}
    if lang == "zh":  # ids of levers are English words; who reads Chinese reads their names
        labels |= {one.label: label.zh for one in shown.alternatives if (label := label_of(one.label))}
    stated_in, builds_on, said = dict(made.stated_in), dict(made.builds_on), said_in(lang)

    def called(lever: str, more: str = "") -> str:
        label = label_of(lever)
        said = w["together"] if label is None else label.in_language(lang)  # type: ignore[arg-type]
        where = w["stated_in"].format(variant=stated_in[lever]) if lever in stated_in else ""
        own = labels[TOGETHER] if lever == TOGETHER else lever
        return f"{own}  {said}{where}" + (f"  {more}" if more else "")

    refused = [
        called(
            lever,
            w["builds_on" if lever in builds_on else "not_alone"].format(
                why=said(why), other=builds_on.get(lever)
            ),
        )
        for lever, why in made.alone_refused
    ]
    refused += [
        called(lever, w["not_together"].format(why=said(why))) for lever, why in made.together_refused
    ]
    sections = [
        Section(
            w["base"].format(base=shown.asked),
            (shares_of(shown, lang, labels), *_legend(shown, lang, labels)),
        ),
        *([_costs(shown, lang, labels)] if shown.costs else []),
        Section(CHANGED[lang]["levers"], (*(called(one.label) for one in shown.alternatives), *refused)),
    ]
    title = w["head"].format(load=shown.load, seed=shown.seed, n=shown.replications)
    details = details_of(shown, lang, labels, cases=False)
    example = w["cases"].format(base=shown.asked, lever=shown.alternatives[0].label)
    return Page(
        title, _best(shown, labels, TOGETHER, lang), tuple(sections), (*details, Section("", (example,)))
    )


def _lasts(made: Comparison, label: str) -> Literal["", "grows", "grows_no_more"]:
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


BEST = 3
"""Levers that the answer names."""


def _best(made: Comparison, labels: Mapping[str, str], together: str, lang: str) -> str:
    """Which levers bring most on time for the first promise that one helps alone, and what all of them do for it."""
    helped = {target.target: _alone(made, target.target, together) for target in made.targets}
    first = next((target for target in made.targets if helped[target.target]), made.targets[0])
    w = words_for(CHANGED[lang], lang, [first.unit])
    target, more = first.target, "_mean" if first.on_mean else ""
    told = COMPARED[lang]["comma"].join(
        w["sorted"].format(label=labels.get(label, label), points=_signed_points(d))
        for label, d in helped[target][:BEST]
    )
    unit = WORDS[lang][first.unit]
    said = w[f"best{more}" if told else f"none{more}"].format(target=target, labels=told, unit=unit)
    whole = next((share_of(made, one, target) for one in made.alternatives if one.label == together), None)
    if whole is not None and whole.difference is not None:
        said += (" " if lang == "en" else "") + w["all"].format(points=_signed_points(whole))
    growing = [
        labels.get(one.label, one.label) for one in made.alternatives if _lasts(made, one.label) == "grows"
    ]
    return said + (w["growing"].format(labels=COMPARED[lang]["comma"].join(growing)) if growing else "")


def _alone(made: Comparison, target: str, together: str) -> list[tuple[str, Difference]]:
    """Alternatives, all of them at once left out, that surely do better for a promise, the best first."""
    rises = [(one.label, share_of(made, one, target)) for one in made.alternatives if one.label != together]
    better = [(label, d) for label, d in rises if d.judgement == "better"]
    return sorted(better, key=lambda item: -abs(item[1].difference or 0.0))


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


def _legend(made: Comparison, lang: str, labels: Mapping[str, str]) -> list[str]:
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


def _signed_points(d: Difference) -> str:
    """A share's change in points, a time's with its own decimals."""
    if d.unit != SHARE:
        return signed(d.difference or 0.0, d.decimals)
    return f"{'+' if (d.difference or 0.0) >= 0 else '−'}{_points(d)}"


def _points(d: Difference) -> str:
    return f"{abs(d.difference or 0.0) * d.told_in:.1f}"


def shares_of(made: Comparison, lang: str, labels: Mapping[str, str]) -> Table:
    """The share on time of every target: in the base, then in each alternative with its change."""
    w = COMPARED[lang]
    rows = [(w["base"], *(f"{_level(_first(made, target), lang)}" for target in made.targets))]
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


def _costs(made: Comparison, lang: str, labels: Mapping[str, str]) -> Section:
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


def _level(d: Difference, lang: str, after: bool = False) -> str:
    """A measure's value; what too few cases reached is said so."""
    value = d.after if after else d.before
    if value is None:
        return COMPARED[lang]["not_reached" if d.measure == "p95" and min(d.cases) else "nobody"]
    return d.level_text(value)


def hardly(d: Difference) -> bool:
    """Whether a share is told as "no change beyond": not sure to change, and not by much."""
    return d.measure == "on_time_share" and d.judgement in ("unclear", "same") and bound_of(d) <= SMALL


def _cell(one: ComparedAlternative, d: Difference, lang: str) -> str:
    """ "11.2%  −57.1 [−61.5, −52.6]", or that nothing changes."""
    if one.identical:
        return COMPARED[lang]["identical"]
    level = _level(d, lang, after=True)
    if d.judgement == "unknown" or d.difference is None:
        return f"{level}  {marked('doubtful', COMPARED[lang]['unknown'])}"
    if hardly(d):
        return f"{level}  {CHANGED[lang]['no_change'].format(bound=f'{bound_of(d):.1f}')}"
    return f"{level}  {marked(TONES.get(d.judgement, ''), d.change_text)}"


# -- details ------------------------------------------------------------------------------------------------


def details_of(
    made: Comparison, lang: str, labels: Mapping[str, str], *, cases: bool = True
) -> tuple[Section, ...]:
    """Every measure of every target, the cases behind it, and how to read them."""
    w = COMPARED[lang]
    found = [
        Section(target_title(target, lang), (_differences(made, target, lang, labels),))
        for target in made.targets
    ]
    if cases:
        found.append(Section(w["cases_title"], ()))
        found += [Section(target.target, tuple(_moves(made, target, lang))) for target in made.targets]
    return (*found, Section("", tuple(notes(made, lang, story=cases))))


def target_title(target: ComparedTarget, lang: str) -> str:
    """A promise by its key, its names, and what it requires."""
    names = [name.in_language(lang) for name in (target.name, target.reading) if name is not None]  # type: ignore[arg-type]
    return f"{target.target}  {' · '.join([*names, required_of(target, lang)])}"


def required_of(target: ComparedTarget, lang: str) -> str:
    """The limit and the share of cases that must keep it, or the limit of the mean."""
    limit = limit_text(target.limit, lang)
    if target.required_share is None:
        return mean_words(target.unit, lang)["limit"].format(limit=limit)
    w = words_for(COMPARED[lang], lang, [target.unit])
    pattern = w["limit_reached" if target.unit == "case" else "limit"]
    return pattern.format(limit=limit, share=f"{100 * target.required_share:.4g}%")


def _differences(made: Comparison, target: ComparedTarget, lang: str, labels: Mapping[str, str]) -> Table:
    w = words_for(COMPARED[lang], lang, [target.unit])
    unit = w[f"in_{target.unit}"]
    heads = {"on_time_share": w["on_time_share"], "mean": f"{w['mean']}{unit}", "p95": f"{w['p95']}{unit}"}
    if target.unit == "case":  # who gets there is counted, and nothing else
        heads = {"on_time_share": heads["on_time_share"]}
    elif target.on_mean:  # no case is on time or late
        del heads["on_time_share"]
    columns: list[str | Column] = ["", *map(Column, heads.values())]
    changes = [
        [d for d in made.change(one.label, target.target).differences if d.measure in heads]
        for one in made.alternatives
    ]
    rows = [(w["base"], *(_level(d, lang) for d in changes[0]))]
    for one, differences in zip(made.alternatives, changes, strict=True):
        rows.append((labels.get(one.label, one.label), *(_told(made, one, d, lang) for d in differences)))
    return table(columns, rows)


def _told(made: Comparison, one: ComparedAlternative, d: Difference, lang: str) -> str:
    """ "11.2%  worse  −57.1 [−61.5, −52.6]"."""
    w = COMPARED[lang]
    if one.identical:
        return w["identical"]
    word = marked(TONES.get(d.judgement, ""), w[d.judgement].format(n=made.replications))
    told = f"{_level(d, lang, after=True)}  {word}"
    return told if d.judgement == "unknown" else f"{told}  {d.change_text}"


def _moves(made: Comparison, target: ComparedTarget, lang: str) -> Iterable[Part]:
    """Which cases moved under each alternative, and what pairing achieved."""
    w = words_for(COMPARED[lang], lang, [target.unit])
    for one in made.alternatives:
        change = made.change(one.label, target.target)
        counts = [f"{w['matched']} {change.matched:,}"]
        if not target.on_mean:
            counts += [
                f"{w[turned]} {_part(count, change.matched)}"
                for turned, count in (
                    ("turned_on_time", change.turned_on_time),
                    ("turned_late", change.turned_late),
                )
            ]
        lines = [w["comma"].join(counts)]
        for key, cases in (("gained", change.gained), ("lost", change.lost)):
            if cases and target.unit != "case":
                lines.append(f"{w[key]}{w['colon']}{w['comma'].join(_moved(case, lang) for case in cases)}")
        yield Entry(strong(one.label), (*lines, *_beside(made, change, target, w)))


def _part(count: int, of: int) -> str:
    return f"{count / of:.1%} ({count:,})" if of else "–"


def _moved(one: MovedCase, lang: str) -> str:
    w = COMPARED[lang]
    before, after = (w["no_value"] if v is None else f"{v:.2f}" for v in (one.before, one.after))
    month = w["months"].split()[one.arrived.month - 1]
    when = w["when"].format(day=one.arrived.day, month=month, time=f"{one.arrived:%H:%M}")
    return w["moved"].format(case=one.case, run=one.replication, when=when, before=before, after=after)


def _beside(made: Comparison, change: Change, target: ComparedTarget, w: Mapping[str, str]) -> Iterable[str]:
    """What pairing achieved, and which cases the table leaves out."""
    known = [d for d in change.differences if d.correlation is not None and d.worth is not None]
    if known:
        yield w["pairing"].format(
            n=made.replications,
            measures=w["comma"].join(w[d.measure] for d in known),
            r=" / ".join(f"{d.correlation:.2f}" for d in known),
            worth=" / ".join(f"{made.replications * (d.worth or 0):,.0f}" for d in known),
        )
    if change.only_before or change.only_after:
        yield w["only"].format(before=f"{change.only_before:,}", after=f"{change.only_after:,}")
    if any(change.without_value) and target.unit != "case":
        before, after = (f"{count:,}" for count in change.without_value)
        yield w["without_value"].format(before=before, after=after)


def _along(one: ComparedAlternative, lang: str) -> Sequence[str]:
    """What else an alternative changed, perhaps unawares."""
    w = COMPARED[lang]
    found = []
    for moved in one.along:
        told = w["along"].format(
            pool=moved.label[0 if lang == "zh" else 1], before=f"{moved.before:g}", after=f"{moved.after:g}"
        )
        found.append(told + ("" if moved.keeps is None else w["keep"].format(setting=moved.keeps)))
    return found


def notes(made: Comparison, lang: str, *, story: bool = True) -> Iterable[str]:
    """How to read the differences."""
    w = words_for(COMPARED[lang], lang, [one.unit for one in made.targets if not one.on_mean])
    yield w["together"].format(k=made.together, level=f"{made.confidence:.0%}")
    yield w["sample"].format(n=made.replications)
    if any(d.judgement == "same" for change in made.changes for d in change.differences):
        yield w["unseen"].format(
            n=made.replications, share=f"{made.unseen:.0%}", level=f"{made.confidence:.0%}"
        )
    if any(one.identical for one in made.alternatives):
        yield w["identical_note"]
    told = [moved for change in made.changes for moved in (*change.lost, *change.gained)]
    if told and story:
        yield w["story"].format(command=made.show_command(told[0]))
    if made.calendar != "published":
        yield WORDS[lang]["projected"].format(what=made.calendar.removeprefix("projected: "))
