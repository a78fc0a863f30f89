"""What a capacity figure says: how much load a promise bears, in Chinese or English.

Loads are factors on what was asked, told as the change of the number of cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.words import formats as words
from sim.words.language import Lang


@dataclass(frozen=True)
class Bears:
    """What one target bears. `points` are (load, share, low, high); loads are factors on what was asked.

    `kind`: the verdict turns; is never kept, never told (undetermined cases decide), or always kept, between the loads
    `searched`; or nobody was judged. `met` and `not_met` are the confirmed ends, `turn` those of the sample. `pool`
    binds, and one more unit of it raises the share by `rise`; without a pool none binds if `tried`.
    """

    name: str
    reading: str
    required: float
    points: Sequence[tuple[float, float, float, float]]
    kind: str
    met: float | None = None
    not_met: float | None = None
    turn: tuple[float, float] | None = None
    searched: tuple[float, float] = (1.0, 1.0)
    cases_a_day: float = 0.0
    pool: str | None = None
    rise: float | None = None
    tried: bool = False
    growing: bool = False
    """What is met is so for the judged window only: the work is more than can be done for long."""

    @property
    def standing(self) -> str:
        """Of the load that was asked: met, not_met, or undecided where neither is confirmed."""
        if self.met is not None and self.met >= 1:
            return "met"
        return "not_met" if self.not_met is not None and self.not_met <= 1 else "undecided"


@dataclass(frozen=True)
class Said:
    """Sentences of one language; `alone` and `beside` are keyed by what `answer` returns."""

    share: str
    change: str
    asked: str
    as_asked: str
    required: str
    keeps: str
    between: str
    breaks: str
    curve: str
    alone: dict[str, str]
    beside: dict[str, str]
    several: str
    standing: dict[str, str]
    bears: str
    bears_fewer: str
    cases: str
    a_day: str
    a_hundred_days: str
    broken: str
    ended: str
    binds: str
    one_more: str
    none_binds: str
    window: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        share="按时办结率", change="办件量的变化", asked="所设办件量：{cases}", as_asked="所设",
        required="要求{share}", keeps="已确认达标", between="尚不能确认", breaks="已确认不达标",
        curve="样本的按时办结率及其95%区间",
        alone={
            "more": "办件量增加{x}以内，承诺能够兑现",
            "fewer": "办件量减少{x}以上，承诺才确能兑现",
            "perhaps": "承诺能否兑现尚难确认；办件量减少{x}以上确能兑现",
            "exactly": "承诺能够兑现；办件量再多，尚难确认",
            "unsure": "没有一种办件量能确认兑现承诺",
            "always": "办件量增至{x}倍，承诺仍能兑现",
            "never": "办件量减至{x}，承诺仍不能兑现",
            "untold": "办件量减至{x}，仍无法判断能否兑现",
            "nobody": "没有可评估的办件",
        },
        beside={
            "more": "可承受增加{x}以内",
            "fewer": "减少{x}以上才确能兑现",
            "perhaps": "尚难确认；减少{x}以上确能兑现",
            "exactly": "能兑现；再多尚难确认",
            "unsure": "没有已确认达标的办件量",
            "always": "增至{x}倍仍达标",
            "never": "减至{x}仍不达标",
            "untold": "减至{x}仍无法判断",
            "nobody": "无可评估办件",
        },
        several="{n}项承诺，按所设办件量：{parts}",
        standing={"met": "{n}项能兑现", "not_met": "{n}项不能兑现", "undecided": "{n}项尚不能确认"},
        bears="最先失守的是“{name}”：办件量只能增加{x}以内",
        bears_fewer="最难兑现的是“{name}”：办件量减少{x}以上才确能兑现",
        cases="即{cases}以内", a_day="每工作日{n}件", a_hundred_days="每百个工作日{n}件",
        broken="{x}起已确认不达标", ended="搜索到此为止",
        binds="制约：{name}", one_more="增配1个，按时办结率+{x}个百分点", none_binds="没有哪个资源池单独构成制约",
        window="{told}（仅评判时段内，积压在增长）",
    ),
    "en": Said(
        share="Share on time", change="Change in the number of cases", asked="as asked: {cases}",
        as_asked="as asked", required="{share}\nrequired", keeps="confirmed: kept", between="not certain",
        breaks="confirmed: broken", curve="share on time in the sample, with its 95% interval",
        alone={
            "more": "The promise holds up to {x} more cases",
            "fewer": "The promise holds for certain only with {x} fewer cases",
            "perhaps": "Whether the promise holds is not certain; with {x} fewer cases it does",
            "exactly": "The promise holds; with more cases it is not certain",
            "unsure": "The promise holds for certain at no number of cases",
            "always": "The promise holds even at {x} times the cases",
            "never": "The promise does not hold even at {x} of the cases",
            "untold": "Whether the promise holds cannot be told even at {x} of the cases",
            "nobody": "No case was judged",
        },
        beside={
            "more": "Kept up to {x} more cases",
            "fewer": "Kept for certain only with {x} fewer cases",
            "perhaps": "Not certain; kept with {x} fewer cases",
            "exactly": "Kept; with more cases not certain",
            "unsure": "Kept for certain at no load",
            "always": "Kept even at {x} times the cases",
            "never": "Broken even at {x} of the cases",
            "untold": "Cannot be told even at {x} of the cases",
            "nobody": "No case was judged",
        },
        several="{n} promises at the number of cases asked: {parts}",
        standing={"met": "{n} kept", "not_met": "{n} broken", "undecided": "{n} not certain"},
        bears="First to give way: {name}, kept up to {x} more cases",
        bears_fewer="Hardest to keep: {name}, for certain only with {x} fewer cases",
        cases="up to {cases}", a_day="{n} cases a working day", a_hundred_days="{n} cases in 100 working days",
        broken="confirmed broken from {x}", ended="where the search ended",
        binds="binds: {name}", one_more="one more: +{x} points on time", none_binds="no single pool binds",
        window="{told}, for this window only: growing",
    ),
}  # fmt: skip
"""Loads are changes of the number of cases here; `x` is one of them, or a factor."""


def sentence(rows: Sequence[Bears], lang: Lang) -> str:
    """How much the one promise bears, or how many of several stand at the load that was asked."""
    said = SAID[lang]
    if len(rows) == 1:
        told = said.alone[answer(rows[0])].format(x=amount(rows[0]))
        return said.window.format(told=told) if rows[0].growing else told
    parts = [
        told.format(n=number)
        for standing, told in said.standing.items()
        if (number := sum(row.standing == standing for row in rows))
    ]
    return said.several.format(n=len(rows), parts=words.listed(parts, lang))


def weakest(rows: Sequence[Bears], lang: Lang) -> str:
    """The promise that bears least; nothing where none has a confirmed load."""
    said = SAID[lang]
    sure = [row for row in rows if row.met is not None and row.kind == "turns"]
    if not sure:
        return ""
    row = min(sure, key=lambda one: one.met or 0.0)
    told = said.bears if (row.met or 0.0) >= 1 else said.bears_fewer
    return words.joined([told.format(name=row.name, x=amount(row))], lang)


def frequency(cases_a_day: float, lang: Lang) -> str:
    """Cases a working day, or in a hundred of them where they are less than one a day."""
    said = SAID[lang]
    if cases_a_day < 1:
        return said.a_hundred_days.format(n=words.number(100 * cases_a_day, 3))
    return said.a_day.format(n=words.number(cases_a_day, 3))


def change(load: float) -> str:
    """A load as the change of the number of cases: +8%, −45%, ±0."""
    points = round(100 * (load - 1), 6)
    return "±0" if points == 0 else f"{'+' if points > 0 else '−'}{abs(points):,.4g}%"


def answer(row: Bears) -> str:
    """Which sentence tells what a target bears."""
    if row.kind in ("never", "untold", "nobody"):
        return row.kind
    if row.met is None:
        return "unsure"
    if row.kind == "always":
        return "always"
    if row.met < 1:
        return "fewer" if row.standing == "not_met" else "perhaps"
    return "more" if row.met > 1 else "exactly"


def amount(row: Bears) -> str:
    """What stands in that sentence: a change, a factor, or the lowest load."""
    if row.kind in ("never", "untold"):
        return f"{100 * row.searched[0]:.4g}%"
    if row.met is None:
        return ""
    return f"{row.met:g}" if row.kind == "always" else f"{abs(round(100 * (row.met - 1), 6)):,.4g}%"
