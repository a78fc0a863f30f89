"""What the figure of flip factors is drawn from, and the words it says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.words import formats as words
from sim.words.language import Lang


@dataclass(frozen=True)
class FlipRow:
    """One number that flips the verdict; all places are factors on its stated value, above 0.

    `old` and `new`: the last factor that leaves the verdict and the first that changes it; they are neighbours where
    `exact`, else the flip lies somewhere between. `fresh`: the factors that fresh seeds call the old and the new
    verdict, None on a side where they call it nowhere; None altogether when they were not asked.
    """

    name: str
    under: str
    low: float
    high: float
    old: float
    new: float
    label: str
    exact: bool = True
    fresh: tuple[float | None, float | None] | None = None

    @property
    def in_doubt(self) -> bool:
        """Fresh seeds were asked and call the new verdict nowhere in the range."""
        return self.fresh is not None and self.fresh[1] is None

    @property
    def confirmed(self) -> bool:
        """Fresh seeds were asked and call the new verdict somewhere in the range."""
        return self.fresh is not None and self.fresh[1] is not None


@dataclass(frozen=True)
class FlipSection:
    """One target: its verdict at stated values, the numbers that flip it nearest first, and how many are not drawn.

    `verdict` is that of the sample, `flipped` the other one, `decided` what the rules of a verdict say.
    """

    name: str
    reading: str
    verdict: str
    flipped: str
    decided: str
    share: float | None
    required: float
    rows: Sequence[FlipRow]
    without_factor: int = 0
    """Numbers that flip it and have no factor, because 0 is stated or reached."""
    steady: int = 0
    unexamined: int = 0


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    none: str
    none_so_far: str
    one: str
    several: str
    nearest: str
    on_sample: str
    confirmed: str
    confirmed_none: str
    some: str
    verdict: str
    sample: str
    nobody: str
    stays: dict[str, str]
    flips: dict[str, str]
    point: str
    unknown: str
    fresh: str
    doubt: str
    axis: str
    more: str
    without_factor: str
    steady: str
    unexamined: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        none="没有一项不确定的数值，单独改变就能翻转结论",
        none_so_far="已查的数值中，没有一项单独改变就能翻转结论",
        one="有一项数值单独改变就能翻转结论",
        several="有{n}项数值，单独改变任何一项都能翻转结论",
        nearest="{said}：最近的是“{name}”，相差{gap}",
        on_sample="样本上{said}", confirmed="{said}；新随机数确认{n}项，最近的是“{name}”，相差{gap}",
        confirmed_none="{said}；新随机数一项也未确认",
        some="{n}项承诺中，{k}项的结论会因单独一项数值而翻转",
        verdict="设定值下{verdict}：按时办结率{share}，要求不低于{required}",
        sample="设定值下样本{verdict}，但按判定规则{decided}：按时办结率{share}，要求不低于{required}",
        nobody="没有可评判的办件",
        stays={"met": "仍达标", "not_met": "仍未达标"},
        flips={"met": "变为达标", "not_met": "变为未达标"},
        point="翻转处", unknown="翻转在此之间", fresh="换用新随机数后的结论：一端为原结论，一端为新结论",
        doubt="存疑：新随机数未能确认",
        axis="相当于设定值的倍数（1为设定值）",
        more="另有{n}项要改变得更多才翻转", without_factor="{n}项设定为0，不能用倍数表示",
        steady="{n}项在各自范围内不改变结论", unexamined="{n}项未查",
    ),
    "en": Said(
        none="No uncertain number would change a verdict alone",
        none_so_far="Of the numbers examined none would change a verdict alone",
        one="One number would change the verdict alone",
        several="{n} numbers would each change the verdict alone",
        nearest="{said}; the nearest is {gap} away: {name}",
        on_sample="On the sample, {said}",
        confirmed="{said}; fresh seeds confirm {n}, the nearest {gap} away: {name}",
        confirmed_none="{said}; fresh seeds confirm none",
        some="Of {n} targets, {k} have a verdict that a single number would change",
        verdict="{verdict} as stated: {share} on time, at least {required} required",
        sample="{verdict} as stated on this sample, by the rules {decided}: {share} on time, at least {required} "
        "required",
        nobody="No case was judged",
        stays={"met": "still met", "not_met": "still not met"},
        flips={"met": "becomes met", "not_met": "becomes not met"},
        point="flips here", unknown="flips somewhere here",
        fresh="verdicts on fresh seeds: the old one at one end, the new one at the other",
        doubt="in doubt: fresh seeds did not confirm it",
        axis="Factor on the stated value (1 is as stated)",
        more="{n} more flip it farther off", without_factor="{n} flip it but are stated as 0 and have no factor",
        steady="{n} do not flip it in their ranges", unexamined="{n} not examined",
    ),
}  # fmt: skip


def sentence(sections: Sequence[FlipSection], lang: Lang) -> str:
    """How many numbers would flip what, and how near the nearest is; fresh seeds' doubt is not kept back."""
    said = SAID[lang]
    turned = [section for section in sections if section.rows or section.without_factor]
    if not turned:
        return said.none_so_far if any(section.unexamined for section in sections) else said.none
    if len(sections) > 1:
        return said.some.format(n=len(sections), k=len(turned))
    (section,) = sections
    number = len(section.rows) + section.without_factor
    told = said.one if number == 1 else said.several.format(n=number)
    if not section.rows:
        return told
    nearest = section.rows[0]
    if not any(row.in_doubt for row in section.rows):
        return said.nearest.format(said=told, gap=gap(nearest.new), name=nearest.name)
    sure = [row for row in section.rows if row.confirmed]
    told = said.on_sample.format(said=told[0].lower() + told[1:])
    if not sure:
        return said.confirmed_none.format(said=told)
    return said.confirmed.format(said=told, n=len(sure), gap=gap(sure[0].new), name=sure[0].name)


def gap(factor: float) -> str:
    """How much a factor changes: 5%, 150%."""
    change = abs(factor - 1)
    return f"{change:.1%}" if change < 0.1 else f"{change:.0%}"


def beside(section: FlipSection, hidden: int, lang: Lang) -> str:
    """What is not drawn of a target, in one line; nothing where all is."""
    said = SAID[lang]
    parts = [
        pattern.format(n=number)
        for pattern, number in (
            (said.more, hidden),
            (said.without_factor, section.without_factor),
            (said.steady, section.steady),
            (said.unexamined, section.unexamined),
        )
        if number
    ]
    return words.joined(parts, lang) if parts else ""


def factor(value: float) -> str:
    """×1.25, ×0.8."""
    return f"×{value:.3g}"


def checked(row: FlipRow) -> None:
    """Raises ValueError for a factor that is not above 0 or does not lie within the range."""
    places = [row.low, row.high, row.old, row.new, *(end for end in row.fresh or () if end is not None)]
    for place in places:
        if not (place > 0 and math.isfinite(place)):
            raise ValueError(f"factor {place} of {row.name}: must be above 0")
        if not row.low * (1 - 1e-9) <= place <= row.high * (1 + 1e-9):
            raise ValueError(f"factor {place} of {row.name}: must lie in its range {row.low} to {row.high}")
