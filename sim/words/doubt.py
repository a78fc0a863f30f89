"""What is not known, in sentences: how often a promise is kept within it, and what to measure first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiments.unknowns.doubt import Doubt, Measure
    from sim.model.provenance import Sort
    from sim.words.number_names import NumberWords

DOUBT: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "kept": "数字尚不确定：在 {ranges}的范围内抽取 {draws}，其中 {kept} 能做到 [{low}, {high}]",
        "in_draws": "{draws}抽样中 {kept}（{low}–{high}）能做到", "draws": "{n} 组", "ranges": "{n} 个不确定数字",
        "from_to": "{low} 至 {high}", "cannot_tell": "；有 {n} 组无法判断", "refused": "；{n} 组因不合规则而舍去",
        "fixed": "；按规则不能单独变动的 {n} 个数字照设定",
        "measure": "先核实：{what}", "or": "或{what}", "decide": "要求与时限由人决定，不靠核实：{what}",
        "number": "{name}（设定 {value}，可能为 {low} 至 {high}）：取值最低的一组中 {kept_low} 能做到，最高的一组中 {kept_high}；查清它可消除 {part} 的疑问",
        "decided": "估计值中没有特别突出的；由人决定的有：{name}", "and": "、", "brackets": "{name}（{targets}）",
        "none": "在这些抽样中，没有哪一个数字特别突出", "few": "{n} 组抽样太少，看不出先核实哪一个数字",
        "no_range": "有 {n} 个数字没有写范围，按“少三分之一至多一半”抽取；知道多少就写在旁边：用时写 range: [0.8, 1.3]（倍数），其他写 {{value: 20%, range: [10%, 30%]}}",
        "unsourced": "有 {n} 个数字没有来源：其中的估计值按“少三分之一至多一半”取值，由人决定的（人数、名额、时限）照设定",
    },
    "en": {
        "kept": "what is not known: kept in {kept} of {draws} from {ranges} [{low}, {high}]",
        "in_draws": "kept in {kept} of {draws} ({low}–{high})", "draws": "{n} draws", "draws_one": "1 draw", "ranges": "the ranges of {n} uncertain numbers", "ranges_one": "the range of 1 uncertain number",
        "from_to": "{low} to {high}", "cannot_tell": "; in {n} draws it cannot be told", "cannot_tell_one": "; in 1 draw it cannot be told",
        "refused": "; {n} draws left out, which the file's rules do not allow", "refused_one": "; 1 draw left out, which the file's rules do not allow",
        "fixed": "; {n} more stay as stated, because the rules do not let them move alone", "fixed_one": "; 1 more stays as stated, because the rules do not let it move alone",
        "measure": "measure first: {what}", "or": "or {what}", "decide": "a decision, not a measurement: {what}",
        "number": "{name} (stated {value}, may be {low} to {high}): kept in {kept_low} of the draws where it is lowest, {kept_high} where it is highest; knowing it would remove {part} of the doubt",
        "decided": "no estimate stands out; what somebody decides does: {name}", "and": ", ", "brackets": "{name} ({targets})",
        "none": "in these draws no number stands out", "few": "{n} draws are too few to tell what to measure first", "few_one": "1 draw is too little to tell what to measure first",
        "no_range_one": "1 number states no range and was varied from a third less to half as much again; say beside it what it may be: range: [0.8, 1.3] of a time (factors), else {{value: 20%, range: [10%, 30%]}}",
        "no_range": "{n} numbers state no range and were varied from a third less to half as much again; say beside them what they may be: range: [0.8, 1.3] of a time (factors), else {{value: 20%, range: [10%, 30%]}}",
        "unsourced_one": "1 number has no source: an estimate may be a third less to half as much again, what is decided (staff, places, limits) stays as stated",
        "unsourced": "{n} numbers have no source: estimates among them may be a third less to half as much again, what is decided (staff, places, limits) stays as stated",
    },
}  # fmt: skip


def share_kept(share: float) -> str:
    """ "23%", never rounded to a certainty that is not there."""
    share = round(share, 6)  # an end of an interval may miss 1 by a rounding error
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def kept(doubt: Doubt, lang: str) -> str:
    """ "23%", or "0% to 23%" where it cannot be told of some draws."""
    low, high = share_kept(doubt.kept), share_kept(doubt.perhaps)
    return low if not doubt.undetermined or low == high else DOUBT[lang]["from_to"].format(low=low, high=high)


def kept_in(doubt: Doubt, lang: str) -> str:
    """ "kept in 23% of 400 draws (19%–28%)"."""
    return in_draws(kept(doubt, lang), doubt.low, doubt.high, doubt.draws, lang)


def in_draws(kept: str, low: float, high: float, draws: int, lang: str) -> str:
    """The same of what is stored."""
    return DOUBT[lang]["in_draws"].format(
        kept=kept, draws=_counted("draws", draws, lang), low=share_kept(low), high=share_kept(high)
    )


def sentences(doubt: Doubt, lang: str, names: NumberWords | None, target: str) -> list[str]:
    """How often the promise is kept, and what would take the doubt away."""
    w = DOUBT[lang]
    told = w["kept"].format(
        kept=kept(doubt, lang),
        draws=_counted("draws", doubt.draws, lang),
        ranges=_counted("ranges", doubt.numbers, lang),
        low=share_kept(doubt.low),
        high=share_kept(doubt.high),
    )
    for key, number in (
        ("cannot_tell", doubt.undetermined),
        ("refused", doubt.refused),
        ("fixed", doubt.fixed),
    ):
        told += _counted(key, number, lang) if number else ""
    lines = [told]
    measured = [one for one in doubt.measures if not one.policy]
    if measured:
        lines.append(w["measure"].format(what=_number(measured[0], lang, names, target)))
        others = [] if doubt.sure else measured[1:2]
        lines += [w["or"].format(what=_number(other, lang, names, target)) for other in others]
    elif not doubt.measures and 0 < doubt.kept < 1:
        lines.append(nothing_stands_out(doubt, lang))
    if doubt.measures and doubt.measures[0].policy:
        lines.append(w["decide"].format(what=_number(doubt.measures[0], lang, names, target)))
    if doubt.without_source:
        lines.append(_counted("unsourced", doubt.without_source, lang))
    return lines


def no_range(doubts: Sequence[Doubt], lang: str) -> list[str]:
    """How many numbers were drawn from the default range, and how one states another."""
    most = max((doubt.without_range for doubt in doubts), default=0)
    return [_counted("no_range", most, lang)] if most else []


def measured_first(doubts: Sequence[tuple[str, Doubt]]) -> list[tuple[Measure, list[str]]]:
    """Of each target that can be kept or not, the number to measure first: each once, with the targets it decides."""
    found: dict[str, tuple[Measure, list[str]]] = {}
    for target, doubt in doubts:
        named = [measure for measure in doubt.measures if not measure.policy][
            :1
        ]  # decisions are not measured
        for measure in named if 0 < doubt.kept < 1 else ():
            found.setdefault(measure.path, (measure, []))[1].append(target)
    return list(found.values())


def nothing_to_measure(
    doubts: Sequence[tuple[str, Doubt]], lang: str, names: NumberWords | None
) -> list[str]:
    """What is said where `measured_first` names none."""
    open_ = [(target, doubt) for target, doubt in doubts if 0 < doubt.kept < 1]
    decided = {one.path: target for target, doubt in open_ for one in doubt.measures if one.policy}
    if decided:
        named = (path if names is None else names.name(path, target) for path, target in decided.items())
        return [DOUBT[lang]["decided"].format(name=DOUBT[lang]["and"].join(named))]
    return [nothing_stands_out(open_[0][1], lang)] if open_ else []


def measure_first(doubts: Mapping[str, Doubt], lang: str, names: NumberWords) -> list[str]:
    """What to measure first, in one line: numbers, each with the targets it decides; none where nothing is open."""
    w, pairs = DOUBT[lang], list(doubts.items())
    found = [
        w["brackets"].format(name=names.name(measure.path), targets=w["and"].join(targets))
        for measure, targets in measured_first(pairs)
    ] or nothing_to_measure(pairs, lang, names)
    told = w["measure"].format(what=w["and"].join(found))
    return [f"{told[0].upper()}{told[1:]}"] if found else []


def nothing_stands_out(doubt: Doubt, lang: str) -> str:
    """Why no number is named at all."""
    return _counted("few" if doubt.too_few else "none", doubt.draws, lang)


def stated(measure: Measure, names: NumberWords | None) -> str:
    """The stated value, a share in per cent as the ends of its range are."""
    if measure.sort == "share":
        return _three_digits(measure.sort, measure.value)
    return measure.value if names is None else names.stated(measure.path, measure.sort, measure.value)


def _counted(key: str, number: int, lang: str) -> str:
    """Words with a number; one alone may have words of its own."""
    w = DOUBT[lang]
    return w.get(f"{key}_one" if number == 1 else key, w[key]).format(n=number)


def _number(measure: Measure, lang: str, names: NumberWords | None, target: str) -> str:
    return DOUBT[lang]["number"].format(
        name=measure.path if names is None else names.name(measure.path, target),
        value=stated(measure, names),
        low=_end(measure, measure.range[0], names),
        high=_end(measure, measure.range[1], names),
        kept_low=f"{measure.kept_low:.0%}",
        kept_high=f"{measure.kept_high:.0%}",
        part=f"{measure.explained:.0%}",
    )


def _end(measure: Measure, end: str, names: NumberWords | None) -> str:
    end = _three_digits(measure.sort, end)
    if measure.sort == "factor":
        return f"× {end}"
    return end if names is None else names.brief(measure.sort, end)


def _three_digits(sort: Sort, text: str) -> str:
    """A value as a file has it, with three digits at the most; shares in per cent."""
    if sort == "share":
        share = float(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
        return f"{100 * share:.3g}%"
    amount, space, unit = text.partition(" ")
    value = float(amount)
    from sim.model.quantities import number_text  # loads the model, which --help must not wait for

    return f"{number_text(float(f'{value:.3g}') if abs(value) < 100 else round(value))}{space}{unit}"
