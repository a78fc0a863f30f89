"""The load a promise bears, in sentences: between which loads it turns, and what one more of a pool would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.words import formats
from sim.words.counted import words_required
from sim.words.load import BORNE
from sim.words.means import mean_text, mean_words, plain
from sim.words.offered import ceiling_sentence, growth_sentence, window_only
from sim.words.promises import counted, names_of
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.load.binding import Binding, OneMore
    from sim.experiments.load.margin import Margin
    from sim.experiments.searches.capacity import Capacity

SHOWN = 2
"""Pools whose rise is told in short."""
FULL = 0.98
"""A pool this busy has a queue that no clock of a kept target can have counted."""

# -- short: screens and figures -----------------------------------------------------------------------------


def answer(margins: Sequence[Margin], lang: str, doubted: Collection[str] = ()) -> list[str]:
    """What the one promise bears; of several, how many are met as asked, and which gives way first or comes closest.

    `doubted`: targets whose verdict rests on assumptions.
    """
    w, names = BORNE[lang], names_of(margins, lang)
    if len(margins) == 1:
        (only,) = margins
        return [w["one"].format(name=names[only.target], told=bears(only, lang))]
    counts = counted([margin.standing for margin in margins], lang, assumed=bool(doubted))
    met = [margin.growing_as_asked for margin in margins if margin.standing == "met"]
    told = w["several"].format(n=len(margins), counts=counts) + window_only(met, lang)
    return [told, *_weakest(margins, names, lang)]


def _weakest(margins: Sequence[Margin], names: Mapping[str, str], lang: str) -> list[str]:
    """Of those met as asked, the one that gives way first; if none is, the one that comes closest."""
    w = BORNE[lang]
    met = [one for one in margins if one.standing == "met"]
    ends = [(one.not_met, one) for one in met if one.not_met is not None]
    if ends:
        load, first = min(ends, key=lambda end: end[0])
        return [w["gives_way"].format(name=names[first.target], x=percent(load))]
    sure = [(one.met, one) for one in margins if one.met is not None]
    if met or not sure:
        return []
    load, nearest = max(sure, key=lambda end: end[0])
    return [w["closest"].format(name=names[nearest.target], x=percent(load))]


def outcome(margin: Margin) -> str:
    """Which sentence tells what a target bears."""
    if margin.kind in ("never", "untold", "nobody"):
        return margin.kind
    if margin.met is None:
        return "unsure"
    if margin.kind == "always":
        return "always"
    if margin.met < 1:
        return "fewer" if margin.standing == "not_met" else "perhaps"
    return "more" if margin.met > 1 else "exactly"


def bears(margin: Margin, lang: str) -> str:
    """ "met with up to 8% more cases"."""
    if margin.kind in ("never", "untold"):
        x = f"{100 * margin.lowest:.4g}%"
    elif margin.met is None:
        x = ""
    else:
        x = f"{margin.met:g}" if margin.kind == "always" else percent(margin.met)
    w = BORNE[lang]
    return w[outcome(margin)].format(x=x) + _growing(margin, lang)


def _growing(margin: Margin, lang: str) -> str:
    """ ", but growing beyond 8% more": up to where it lasts, where that is less than what is met."""
    if not margin.growing:
        return ""
    last = margin.lasts
    kind = "" if last is None else "_beyond" if last > 1 else "_asked" if last == 1 else "_unless"
    return BORNE[lang][f"growing{kind}"].format(x="" if last is None else percent(last))


def gives_way(margin: Margin, lang: str) -> str:
    """ "NOT met from 30% more on"; nothing for what never turns."""
    w = BORNE[lang]
    if margin.kind != "turns":
        return ""
    if margin.not_met is None:
        return w["from_nowhere"]
    pattern = "from_more" if margin.not_met > 1 else "from_fewer" if margin.not_met < 1 else "from_asked"
    return w[pattern].format(x=percent(margin.not_met))


def one_more_now(margin: Margin, lang: str, value: float | None = None) -> str:
    """What one more of a pool does at the load asked; with the share or mean there, whether that would be enough."""
    w, binding, needed = BORNE[lang], margin.as_asked, margin.required
    if binding is None:
        return ""
    own = mean_words(needed.unit_name, lang) if needed.share is None else w
    if binding.pool is None:
        lines = []
        if idle := no_help(binding):
            most = _by(_most(idle), needed.unit_name, lang)
            lines.append(own["now_nobody"].format(pools=_all(idle, lang), most=most))
        return w["comma"].join([*lines, *_worse(binding, own, lang)])
    told = own["now"].format(pools=_rises(binding, lang))
    if value is None or margin.standing == "met":
        return told
    enough = needed.keeps(needed.better(value, binding.pool.rise))
    return told + w["enough" if enough else "not_enough"]


def _by(rise: float, unit: str, lang: str, sign: str = "") -> str:
    """A change of the share on time in points, or by so much time of the mean."""
    return f"{sign}{mean_text(rise, unit, lang)}" if unit else f"{sign}{100 * rise:.1f}"


def _rises(binding: Binding, lang: str) -> str:
    """ "Registrars +12.9, Tax back office +7.6": those that surely help."""
    w = BORNE[lang]
    return w["and"].join(
        w["points"].format(
            pool=one.label[0 if lang == "zh" else 1],
            rise=_by(one.rise, one.unit_name, lang, "−" if one.unit_name else "+"),
        )
        for one in [one for one in binding.tried if one.low > 0][:SHOWN]
    )


def no_help(binding: Binding) -> list[OneMore]:
    """Of the pools that do not help, those that may do nothing: not surely worse."""
    return [one for one in binding.tried if one.high >= 0]


def _most(idle: Sequence[OneMore]) -> float:
    return max((abs(one.rise) for one in idle), default=0.0)


def _worse(binding: Binding, own: Mapping[str, str], lang: str) -> list[str]:
    """What one more surely makes worse, in one half-sentence; nothing where there is none."""
    worse = [one for one in binding.tried if one.high < 0]
    told = (
        BORNE[lang]["points"].format(
            pool=one.label[0 if lang == "zh" else 1],
            rise=_by(-one.rise, one.unit_name, lang, "+" if one.unit_name else "−"),
        )
        for one in worse
    )
    return [own["worse"].format(pools=BORNE[lang]["and"].join(told))] if worse else []


def _all(pools: Sequence[OneMore], lang: str) -> str:
    names = [one.label[0 if lang == "zh" else 1] for one in pools]
    w = BORNE[lang]
    return w["and"].join([*names[:-2], w["or"].join(names[-2:])]) if names else w["no_pool"]


def whose(made: Capacity, lang: str) -> str:
    """Whose cases grow and shrink."""
    if made.service is None:
        return BORNE[lang]["everybody"]
    service = made.whatif.scenario.services.get(made.service)
    name = made.service if service is None else service.name.in_language(lang)  # type: ignore[arg-type]
    return BORNE[lang]["only"].format(service=name)


def percent(load: float) -> str:
    """How much a load differs from the one asked: "8%"."""
    return f"{abs(round(100 * (load - 1), 6)):,.4g}%"


def change(load: float) -> str:
    """A load as the change of the number of cases: +8%, −45%, ±0."""
    points = round(100 * (load - 1), 6)
    return "±0" if points == 0 else f"{'+' if points > 0 else '−'}{percent(load)}"


def frequency(cases_a_day: float, lang: str) -> str:
    """Cases a working day, or in a hundred of them where they are less than one a day."""
    w = BORNE[lang]
    if cases_a_day < 1:
        return w["a_hundred_days"].format(cases=formats.number(100 * cases_a_day))
    return w["a_day"].format(cases=formats.number(cases_a_day))


# -- in full: details, and beside a verdict ------------------------------------------------------------------


def sentences(margin: Margin, lang: str) -> list[str]:
    """What a target bears, and what one more of a pool does now and where it gives way: a line each."""
    w = BORNE[lang]
    if margin.kind == "nobody":
        return [WORDS[lang]["nobody"]]
    told = [_bears(margin, lang), *lasting(margin, lang)]
    if margin.kind == "always" and margin.busiest is not None:
        use = margin.busiest
        told.append(
            w["busiest"].format(pool=use.label[0 if lang == "zh" else 1], busy=f"{use.utilisation:.0%}")
            + (w["off_clock"] if use.utilisation >= FULL else "")
        )
    turn = None if margin.idle else margin.binding
    own = words_required(w, lang, margin.required)
    return told + [_helps(one, own, lang) for one in _apart(margin.as_asked, turn)]


def _apart(*bindings: Binding | None) -> list[Binding]:
    """Each load once."""
    return list({one.load: one for one in bindings if one is not None}.values())


def lasting(margin: Margin, lang: str) -> list[str]:
    """Above which load nothing lasts, and why; nothing where the search does not come there."""

    def told(load: float | None) -> str:
        return load_and_cases(load, lang, margin.cases(load))

    ceiling = None if margin.ceiling is None else float(f"{margin.ceiling.load:.3g}")
    return [
        *growth_sentence(margin, told(margin.lasts), lang),
        *ceiling_sentence(margin, told(ceiling), lang),
    ]


def _bears(margin: Margin, lang: str) -> str:
    w = BORNE[lang]
    if margin.kind == "never":
        return w["never_down_to"].format(lowest=factor(margin.lowest)) + (
            w["idle" if margin.required.of_time else "idle_counts"] if margin.idle else ""
        )
    if margin.kind == "untold":
        return w["untold_down_to"].format(lowest=factor(margin.lowest))
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


def _helps(binding: Binding, w: Mapping[str, str], lang: str) -> str:
    found = binding.pool
    where = w["at_asked"] if binding.load == 1 else w["at_turn"].format(load=factor(binding.load))
    if found is None:
        idle, unit = no_help(binding), next((one.unit_name for one in binding.tried), "")
        own = mean_words(unit, lang) if unit else w
        said = []
        if idle or not binding.tried:
            most = _by(_most(idle), unit, lang)
            said.append(own["none_helps"].format(where=where, pools=_all(idle, lang), most=most))
        return w["comma"].join([*said, *_worse(binding, own, lang)])
    own, unit = (mean_words(found.unit_name, lang) if found.unit_name else w), found.unit_name
    return own["one_more"].format(
        where=where,
        pool=found.label[0 if lang == "zh" else 1],
        units=f"{found.units:.3g}",
        busy=f"{found.utilisation:.0%}",
        rise=_by(found.rise, unit, lang),
        low=plain(found.low) if unit else f"{100 * found.low:.1f}",
        high=plain(found.high) if unit else f"{100 * found.high:.1f}",
    )


def factor(load: float | None) -> str:
    return "–" if load is None else f"×{load:g}"


def load_and_cases(load: float | None, lang: str, cases: float | None = None) -> str:
    """ "×1.08 (+8%)", with the cases a working day behind it if they are given."""
    if load is None:
        return "–"
    w = BORNE[lang]
    told = w["as_asked"] if change(load) == "±0" else change(load)
    if cases is not None:
        told += w["separated"] + frequency(cases, lang)
    return w["load"].format(factor=factor(load), change=told)
