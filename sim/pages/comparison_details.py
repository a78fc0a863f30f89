"""What stands behind a comparison: every measure of every target, the cases that moved, how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.pages.page import Column, Entry, Part, Section, Table, table
from sim.words.amounts import limit_text
from sim.words.comparing import COMPARED
from sim.words.counted import words_for
from sim.words.marks import Tone, marked, strong
from sim.words.means import mean_words
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

TONES: Mapping[str, Tone] = {"better": "good", "worse": "bad", "unclear": "doubtful", "unknown": "doubtful"}


def level_of(d: Difference, lang: str, after: bool = False) -> str:
    """A measure's value; what too few cases reached is said so."""
    value = d.after if after else d.before
    if value is None:
        return COMPARED[lang]["not_reached" if d.measure == "p95" and min(d.cases) else "nobody"]
    return d.level_text(value)


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
    rows = [(w["base"], *(level_of(d, lang) for d in changes[0]))]
    for one, differences in zip(made.alternatives, changes, strict=True):
        rows.append((labels.get(one.label, one.label), *(_told(made, one, d, lang) for d in differences)))
    return table(columns, rows)


def _told(made: Comparison, one: ComparedAlternative, d: Difference, lang: str) -> str:
    """ "11.2%  worse  −57.1 [−61.5, −52.6]"."""
    w = COMPARED[lang]
    if one.identical:
        return w["identical"]
    word = marked(TONES.get(d.judgement, ""), w[d.judgement].format(n=made.replications))
    told = f"{level_of(d, lang, after=True)}  {word}"
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
