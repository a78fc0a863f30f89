"""Which uncertain number flips a verdict, and at what value: words of screens and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.words import formats
from sim.words.amounts import unit_amount
from sim.words.means import mean_text, mean_words, value_text
from sim.words.offered import verdict_word
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.searches.flip import Flip, Steady, TargetFlips, Uncertain
    from sim.words.number_names import NumberWords

FLIPPED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "{scenario} · 负荷 {load} · 种子 {seed} · 样本 {n} 次模拟",
        "judged": "{verdict}：样本按时办结率 {share}，要求 ≥ {required}", "judged_counts": "{verdict}：样本中做到的占 {share}，要求 ≥ {required}", "short_counts": "{verdict}，做到的占 {share}；{told}", "by_looks": "样本{verdict}（按判定规则{looks}）",
        "none": "没有一项不确定的数值，单独改变就能翻转结论", "none_so_far": "已查的数值中，没有一项单独改变就能翻转结论",
        "decided_only": "除要求的比例外，没有一项数值单独改变就能翻转结论",
        "flip": "有 {n} 项可核实的数值，单独改变任何一项都能翻转结论", "flip_one": "有一项可核实的数值，单独改变就能翻转结论",
        "nearest": "{said}；最近的是“{name}”，相差 {gap}", "on_sample": "样本上{said}",
        "confirmed": "{said}；新种子确认 {n} 项，最近的是“{name}”，相差 {gap}", "confirmed_none": "{said}；新种子一项也未确认",
        "some": "{n} 项承诺中，{k} 项的结论会因单独一项数值而翻转",
        "short": "{verdict}，按时 {share}；{told}", "short_mean": "{verdict}，{value}；{told}", "sample_short": "{looks}（样本{verdict}）",
        "stands": "没有一项数值单独能改变它", "stands_so_far": "已查的数值没有一项单独能改变它", "only_required": "单独能改变它的只有要求的比例", "alone": "单独能改变它的数值有 {n} 项",
        "turn": "{name}：{value}{sure}", "from_to": "{low} → {high}", "sure_at": "，到 {value} 可确定", "in_doubt_short": "，新种子未能确认", "not_asked_short": "，未及确认",
        "closest": "离得最近的：{list}", "at_end": "{name}取 {end} 时按时 {share}",
        "number": "数值", "stated": "设定", "flips": "到此翻转", "fresh": "新种子确认", "range": "范围", "kind": "性质",
        "assumed": "假定", "borrowed": "借用", "unsourced": "无来源", "at": "{value}（×{factor}）", "between": "{low} 与 {high} 之间", "ends": "{low} … {high}", "to": "{low} 至 {high}",
        "kind_and_stated": "{kind}：{stated}",
        "cited": "{rank}  {paths}（来源 {source}）", "confirmed_short": "", "in_doubt": "存疑", "not_asked": "未及确认",
        "steady": "在各自范围内不改变结论：{n} 项", "ends_alone": "单独移到尽头时的按时办结率：{list}", "ends_more": "……另 {n} 项离得更远",
        "one": "{name} {share}", "group": "与其他数值一起移到尽头仍不改变：{n} 项", "unused": "本方案用不到：{n} 项",
        "at_its_bad_end": "设定已在不利的一端：{n} 项", "at_its_good_end": "设定已在有利的一端：{n} 项",
        "no_good_end": "未查：{n} 项没有写明哪一端有利（{list}）",
        "not_examined": "未查：{n} 项，须加大 --budget（{list}）", "fixed": "不能单独移动：{name}（{why}）", "more": "……共 {n} 项",
        "stays_met": "仍达标", "stays_not_met": "仍未达标", "becomes_met": "变为达标", "becomes_not_met": "变为未达标",
        "point": "翻转处", "somewhere": "翻转在此之间", "whisker": "换用新种子后的结论：一端为原结论，一端为新结论", "doubt": "存疑：新种子未能确认",
        "axis": "相当于设定值的倍数（1 为设定值）",
        "hidden": "另有 {n} 项要改变得更多才翻转", "no_factor": "{n} 项设定为 0，不能用倍数表示", "do_not": "{n} 项在各自范围内不改变结论", "left": "{n} 项未查",
        "comma": "、", "and": "，",
        "note": "每次只移动一项，其余照设定，向不利于现有结论的一端移。一起移到尽头仍不翻转的，单独也不会翻转：这里假定移动得更多只会更不利。“新种子确认”一栏：换用新随机数后，按判定规则在前一数值得出原结论，在后一数值得出新结论，其间不能定论。",
        "drawn_note": "每次只改变一项数值，其余照设定，在样本的 {n} 次模拟上求得翻转处；与其他数值一起改变仍不翻转的，单独改变也不会翻转（假定改变得更多只会更不利）。",
    },
    "en": {
        "title": "{scenario} · load {load} · seed {seed} · sample of {n} replications",
        "judged": "{verdict}: {share} on time on the sample, at least {required} required", "judged_counts": "{verdict}: {share} keep it on the sample, at least {required} required", "short_counts": "{verdict}, {share} keep it; {told}", "by_looks": "{verdict} on the sample ({looks} by looks)",
        "none": "No uncertain number would change a verdict alone", "none_so_far": "Of the numbers examined none would change a verdict alone",
        "decided_only": "But for the required share, no uncertain number would change a verdict alone",
        "flip": "{n} measurable numbers would each change the verdict alone", "flip_one": "One measurable number would change the verdict alone",
        "nearest": "{said}; the nearest is {gap} away: {name}", "on_sample": "On the sample, {said}",
        "confirmed": "{said}; fresh seeds confirm {n}, the nearest {gap} away: {name}", "confirmed_none": "{said}; fresh seeds confirm none",
        "some": "Of {n} verdicts, {k} would change if a single number were wrong",
        "short": "{verdict}, {share} on time; {told}", "short_mean": "{verdict}, {value}; {told}", "sample_short": "{looks} ({verdict} on the sample)",
        "stands": "no number alone changes that", "stands_so_far": "of the numbers examined none alone changes that", "only_required": "only the required share changes that", "alone": "{n} numbers each change that", "alone_one": "1 number changes that",
        "turn": "{name}: {value}{sure}", "from_to": "{low} → {high}", "sure_at": ", for sure at {value}", "in_doubt_short": ", not confirmed", "not_asked_short": ", not asked",
        "closest": "closest: {list}", "at_end": "{name} at {end} gives {share}",
        "number": "number", "stated": "stated", "flips": "flips at", "fresh": "fresh seeds", "range": "range", "kind": "kind",
        "assumed": "assumed", "borrowed": "borrowed", "unsourced": "no source", "at": "{value} (×{factor})", "between": "between {low} and {high}", "ends": "{low} … {high}", "to": "{low} to {high}",
        "kind_and_stated": "{kind}: {stated}",
        "cited": "{rank}  {paths} (source: {source})", "confirmed_short": "", "in_doubt": "in doubt", "not_asked": "not asked",
        "steady": "does not flip in its range: {n}", "ends_alone": "on time with each alone at its end: {list}", "ends_more": "; {n} more farther off",
        "one": "{name} {share}", "group": "moved together with others to their ends, and still no flip: {n}", "unused": "not used here: {n}",
        "at_its_bad_end": "stated at the unfavourable end already: {n}", "at_its_good_end": "stated at the favourable end already: {n}",
        "no_good_end": "not examined, no favourable end stated: {n} ({list})",
        "not_examined": "not examined: {n}, a larger --budget would reach them ({list})", "fixed": "cannot move alone: {name} ({why})", "more": "… {n} in all",
        "stays_met": "still met", "stays_not_met": "still not met", "becomes_met": "becomes met", "becomes_not_met": "becomes not met",
        "point": "flips here", "somewhere": "flips somewhere here", "whisker": "verdicts on fresh seeds: the old one at one end, the new one at the other", "doubt": "in doubt: fresh seeds did not confirm it",
        "axis": "Factor on the stated value (1 is as stated)",
        "hidden": "{n} more flip it farther off", "no_factor": "{n} flip it but are stated as 0 and have no factor", "do_not": "{n} do not flip it in their ranges", "left": "{n} not examined",
        "comma": ", ", "and": "; ",
        "note": "One number moves at a time, the others stay as stated, towards the end that works against the verdict. Numbers that flip nothing when moved together are taken to flip nothing alone: moving more against a verdict is assumed never to help it. Under “fresh seeds” new random numbers call the old verdict at the first value and the new one at the second; between the two, neither is certain.",
        "drawn_note": "One number changes at a time, all others as stated; flips are found on the sample of {n} replications. What flips nothing together with others is taken to flip nothing alone.",
    },
}  # fmt: skip
"""Which numbers a verdict flips with."""


def answer(targets: Sequence[TargetFlips], names: NumberWords) -> str:
    """How many numbers would flip what, and how near the nearest is; what fresh seeds leave in doubt is not kept back.

    Numbers that can be measured: of what is required it is said only where nothing else flips a verdict.
    """
    w = FLIPPED[names.lang]
    turned = [found for found in targets if found.to_measure]
    if not turned:
        if any(found.flips for found in targets):
            return w["decided_only"]
        return w["none" if all(found.all_examined for found in targets) else "none_so_far"]
    if len(targets) > 1:
        return w["some"].format(n=len(targets), k=len(turned))
    (found,) = turned
    flips = found.to_measure
    told = w.get("flip_one" if len(flips) == 1 else "flip", w["flip"]).format(n=len(flips))
    if any(flip.fresh == "in_doubt" for flip in flips):
        told = w["on_sample"].format(said=told[0].lower() + told[1:])
        flips = tuple(flip for flip in flips if flip.fresh == "confirmed")
        if not flips:
            return w["confirmed_none"].format(said=told)
        pattern = "confirmed"
    else:
        pattern = "nearest"
    gap = flips[0].gap
    if gap is None:
        return told
    away = f"{gap:.1%}" if gap < 0.1 else f"{gap:.0%}"
    name = names.name(flips[0].number.path, found.target)
    return w[pattern].format(said=told, n=len(flips), gap=away, name=name)


def judged(found: TargetFlips, lang: str) -> str:
    """ "met: 96.2% on time on the sample, at least 95% required"."""
    words, w = WORDS[lang], FLIPPED[lang]
    if found.value is None:
        return words["nobody"]
    verdict, needed = words[found.old], found.required
    if found.old != found.verdict:
        verdict = w["by_looks"].format(verdict=verdict, looks=words[found.verdict])
    if needed.share is None:
        return mean_words(needed.unit_name, lang)["judged"].format(
            verdict=verdict,
            mean=mean_text(found.value, needed.unit_name, lang, needed.level),
            limit=unit_amount(needed.level, needed.unit_name, lang),
        )
    return w["judged" if needed.of_time else "judged_counts"].format(
        verdict=verdict,
        share=formats.share(found.value, needed.share),
        required=formats.required(needed.share),
    )


def stands(found: TargetFlips, lang: str, *, assumed: bool) -> str:
    """ "met as assumed, 96.2% on time; 15 numbers would each change that"; verdict and share are those of `check`."""
    words, w, flips = WORDS[lang], FLIPPED[lang], found.to_measure
    if found.checked is None:
        return words["nobody"]
    verdict = verdict_word(found.verdict, found.steadiness, lang)
    if found.old != found.verdict:
        verdict = w["sample_short"].format(verdict=words[found.old], looks=verdict)
    elif assumed and not found.growing:
        verdict = formats.words(lang).as_assumed.format(verdict=verdict)  # type: ignore[arg-type]
    if flips:
        told = w.get("alone_one" if len(flips) == 1 else "alone", w["alone"]).format(n=len(flips))
    else:
        told = w["only_required" if found.flips else "stands" if found.all_examined else "stands_so_far"]
    if found.required.share is None:
        return w["short_mean"].format(
            verdict=verdict, value=value_text(found.checked, found.required, lang), told=told
        )
    share = formats.share(found.checked, found.required.share)
    return w["short" if found.required.of_time else "short_counts"].format(
        verdict=verdict, share=share, told=told
    )


# -- one number ---------------------------------------------------------------------------------------------


def stated(number: Uncertain, names: NumberWords) -> str:
    """What the file says, a distribution in words."""
    if number.sort == "factor":
        return names.stated(number.path, number.sort, number.stated.text)
    return names.brief(number.sort, number.stated.text)


def at(flip: Flip, names: NumberWords) -> str:
    """Where it flips, in its own unit and as a factor; between which values, if that is all that is known."""
    sort, new, w = flip.number.sort, flip.new, FLIPPED[names.lang]
    if not flip.exact:
        return names.between(sort, flip.old.text, new.text, w["between"])
    told = names.brief(sort, new.text)
    if sort == "factor" or not new.factor:
        return told
    return w["at"].format(value=told, factor=f"{new.factor:.3g}")


def turn(flip: Flip, names: NumberWords, target: str) -> str:
    """ "Registrars · share of the day for this work: 80% → 75%, for sure at 66%"."""
    w, number, sort = FLIPPED[names.lang], flip.number, flip.number.sort
    if not flip.exact:
        value = at(flip, names)
    elif sort == "factor":
        value = flip.new.text
    else:
        value = names.between(sort, number.stated.text, flip.new.text, w["from_to"])
    sure = (
        w[f"{flip.fresh}_short"]
        if flip.fresh_new is None
        else w["sure_at"].format(value=names.brief(sort, flip.fresh_new.text))
    )
    return w["turn"].format(name=names.name(number.path, target), value=value, sure=sure)


def fresh(flip: Flip, names: NumberWords) -> str:
    """Values around the flip that fresh seeds call the old and the new verdict."""
    w = FLIPPED[names.lang]
    if flip.fresh_new is None:
        return w[flip.fresh]
    new = flip.fresh_new.text
    if flip.fresh_old is None:
        return w["ends"].format(low="–", high=names.brief(flip.number.sort, new))
    return names.between(flip.number.sort, flip.fresh_old.text, new, w["ends"])


def closest(steady: Sequence[Steady], names: NumberWords, found: TargetFlips) -> str:
    """How near numbers come that change nothing: the share on time, or mean, with each alone at its end."""
    w = FLIPPED[names.lang]
    own = mean_words(found.required.unit_name, names.lang) if found.required.share is None else w
    told = [
        own["at_end"].format(
            name=names.name(one.number.path, found.target),
            end=names.brief(one.number.sort, one.end.text),
            **{found.required.statistic: at_end(one, found, names.lang)},
        )
        for one in steady
    ]
    return w["closest"].format(list=w["comma"].join(told))


def at_end(one: Steady, found: TargetFlips, lang: str) -> str:
    """The share on time, or the mean, with a number alone at its end; it was moved alone."""
    assert one.value_at_end is not None
    if found.required.share is None:
        return mean_text(one.value_at_end, found.required.unit_name, lang, found.required.level)
    return f"{one.value_at_end:.1%}"


def beside(found: TargetFlips, hidden: int, lang: str) -> str:
    """What a figure does not draw of a target, in one line; nothing where all is."""
    w = FLIPPED[lang]
    counts = (
        ("hidden", hidden),
        ("no_factor", sum(flip.gap is None for flip in found.flips)),
        ("do_not", len(found.steady)),
        ("left", len(found.unexamined)),
    )
    parts = [w[key].format(n=number) for key, number in counts if number]
    return formats.joined(parts, lang) if parts else ""  # type: ignore[arg-type]
