"""The load a promise bears, in sentences: between which loads it turns, and which pool gives way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.words.load import BORNE
from sim.words.offered import ceiling_sentence
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.load.binding import Binding
    from sim.experiments.load.margin import Margin


def sentences(margin: Margin, lang: str) -> list[str]:
    """What a target bears, and what binds there: a line each."""
    w = BORNE[lang]
    if margin.kind == "nobody":
        return [WORDS[lang]["nobody"]]
    told = [_bears(margin, lang)]
    if margin.ceiling is not None:
        most = float(f"{margin.ceiling.load:.3g}")
        told += ceiling_sentence(margin, load_and_cases(most, lang, margin.cases(most)), lang)
    if margin.kind == "always" and margin.busiest is not None:
        use = margin.busiest
        told.append(
            w["busiest"].format(pool=use.label[0 if lang == "zh" else 1], busy=f"{use.utilisation:.0%}")
            + (w["off_clock"] if use.utilisation >= _FULL else "")
        )
    if margin.binding is not None and not margin.idle:
        told.append(_binds(margin.binding, lang))
    return told


_FULL = 0.98
"""A pool this busy has a queue that no clock of a kept target can have counted."""


def _bears(margin: Margin, lang: str) -> str:
    w = BORNE[lang]
    if margin.kind == "never":
        return w["never"].format(lowest=factor(margin.lowest)) + (w["idle"] if margin.idle else "")
    if margin.kind == "untold":
        return w["untold"].format(lowest=factor(margin.lowest))
    if margin.met is None:
        first = w["met_nowhere"].format(kept=factor(margin.kept))
    else:
        pattern = "met_to_the_end" if margin.met == margin.highest else "met_up_to"
        first = w[pattern].format(load=load_and_cases(margin.met, lang, margin.cases(margin.met)))
    if margin.kind == "always":
        return first
    second = (
        w["untold_from" if margin.untold else "broken_nowhere"].format(broken=factor(margin.broken))
        if margin.not_met is None
        else w["broken_from"].format(load=load_and_cases(margin.not_met, lang, margin.cases(margin.not_met)))
    )
    return first + w["comma"] + second


def _binds(binding: Binding, lang: str) -> str:
    w = BORNE[lang]
    number = 0 if lang == "zh" else 1
    found = binding.pool
    if found is None:
        names = w["and"].join(one.label[number] for one in binding.tried)
        most = max((one.rise for one in binding.tried), default=0.0)
        return w["none_binds"].format(
            pools=names or w["no_pool"], most=f"{100 * most:+.1f}", load=factor(binding.load)
        )
    return w["one_more"].format(
        pool=found.label[number],
        units=f"{found.units:.3g}",
        busy=f"{found.utilisation:.0%}",
        rise=f"{100 * found.rise:.1f}",
        low=f"{100 * found.low:.1f}",
        high=f"{100 * found.high:.1f}",
        load=factor(binding.load),
    )


def pool_that_binds(binding: Binding | None, lang: str) -> str:
    if binding is None:
        return "–"
    found = binding.pool
    if found is None:
        return BORNE[lang]["none"]
    return f"{found.label[0 if lang == 'zh' else 1]} ({100 * found.rise:+.1f})"


def factor(load: float | None) -> str:
    return "–" if load is None else f"×{load:g}"


def load_and_cases(load: float | None, lang: str, cases: float | None = None) -> str:
    """ "×1.08 (+8%)", with the cases a working day behind it if they are given."""
    if load is None:
        return "–"
    w = BORNE[lang]
    points = round(100 * (load - 1), 6)
    change = w["as_asked"] if points == 0 else f"{'+' if points > 0 else '−'}{abs(points):,.4g}%"
    if cases is not None:
        change += w["separated"] + _frequency(cases, lang)
    return w["load"].format(factor=factor(load), change=change)


def _frequency(cases_a_day: float, lang: str) -> str:
    """Cases a working day, or in a hundred of them where they are less than one a day."""
    if cases_a_day < 1:
        return BORNE[lang]["a_hundred_days"].format(cases=f"{100 * cases_a_day:.3g}")
    return BORNE[lang]["a_day"].format(
        cases=f"{cases_a_day:.3g}" if cases_a_day < 1000 else f"{cases_a_day:,.0f}"
    )
