"""The page of robustness: which verdicts a single wrong number would change, and what to measure first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.experiments.questions.alternatives import typed_as_called
from sim.experiments.searches.flip import BUDGET, NO_GOOD_END
from sim.pages.page import Column, Entry, Page, Part, Section, Table
from sim.words.counted import words_required
from sim.words.doubt import measure_first
from sim.words.doubt import sentences as doubt_sentences
from sim.words.flips import FLIPPED, answer, at, at_end, closest, fresh, judged, stands, stated, turn
from sim.words.language import said_in
from sim.words.marks import Tone, marked
from sim.words.means import MEANS
from sim.words.number_names import NumberWords
from sim.words.offered import why_growing
from sim.words.promises import called, headed, names_of

if TYPE_CHECKING:
    from sim.experiments.searches.flip import TargetFlips
    from sim.experiments.searches.robustness import Robustness

SHOWN, AMONG_OTHERS = 6, 2
"""Numbers that the page names of a promise that stands alone, and of one among others."""
CLOSEST = 6
"""Numbers moved alone that the details name although they flip nothing."""
NAMED = 8
"""Numbers not examined that they name."""


def page_of(made: Robustness, lang: str) -> Page:
    """The page of one scenario's robustness."""
    w, asked = FLIPPED[lang], made.whatif
    names = NumberWords(asked.stated, lang)
    shown = SHOWN if len(made.targets) == 1 else AMONG_OTHERS
    named = names_of(made.targets, lang)
    promises = (_promise(found, named[found.target], made, shown, names) for found in made.targets)
    sections = [Section("", tuple(promises))]
    if measures := measure_first(made.doubts, lang, names):
        sections.append(Section("", tuple(measures)))
    details = [
        Section(f"{found.target}  {called(found, lang)}", tuple(_in_full(found, made, names)))
        for found in made.targets
    ]
    title = w["title"].format(
        scenario=asked.label, load=asked.load_text, seed=asked.seed, n=made.replications
    )
    told = answer(made.targets, names) + ("。" if lang == "zh" else ".")
    steps = (f"onewindow capacity {typed_as_called(asked)}",)
    return Page(title, told, tuple(sections), (*details, Section("", (w["note"],))), steps)


def _promise(found: TargetFlips, name: str, made: Robustness, shown: int, names: NumberWords) -> Entry:
    """The verdict on one promise, and the numbers that alone would change it, the nearest first."""
    lines = [stands(found, names.lang, assumed=found.target in made.doubts)]
    lines += [marked("doubtful", line) for line in why_growing(found.verdict, found.steadiness, names.lang)]
    lines += [turn(flip, names, found.target) for flip in found.to_measure[:shown]]
    if not found.to_measure and found.closest:
        lines.append(closest(found.closest[: shown // 2], names, found))
    tone: Tone = "doubtful" if found.verdict == "met" and found.growing else ""
    return Entry(headed(found.target, name, found.verdict, tone), tuple(lines))


# -- details ------------------------------------------------------------------------------------------------


def _in_full(found: TargetFlips, made: Robustness, names: NumberWords) -> Iterator[Part]:
    """What is not known, every number that flips the verdict, and what is known of the others."""
    yield judged(found, names.lang)
    if found.target in made.doubts:
        yield from doubt_sentences(made.doubts[found.target], names.lang, names, found.target)
    if found.flips:
        yield _flips(found, names)
        yield from _sources(found, names)
    yield from _others(found, names)


def _flips(found: TargetFlips, names: NumberWords) -> Table:
    w = FLIPPED[names.lang]
    rows = [
        (
            f"{rank}  {names.name(flip.number.path, found.target)}",
            stated(flip.number, names),
            at(flip, names),
            fresh(flip, names),
            names.between(flip.number.sort, flip.number.low.text, flip.number.high.text, w["to"]),
            w[flip.number.kind],
        )
        for rank, flip in enumerate(found.flips, start=1)
    ]
    numbers = (Column(w[key], number=True) for key in ("stated", "flips", "fresh", "range"))
    return Table((Column(w["number"]), *numbers, Column(w["kind"])), tuple(rows))


def _sources(found: TargetFlips, names: NumberWords) -> Iterator[str]:
    """By rank, where a number stands in the file, as `--set` takes it, and the key of its source."""
    for rank, flip in enumerate(found.flips, start=1):
        paths = ", ".join((flip.number.path, *flip.number.tied))
        told = FLIPPED[names.lang]["cited"].format(rank=rank, paths=paths, source=flip.number.source)
        yield marked("faint", told)


def _others(found: TargetFlips, names: NumberWords) -> Iterator[Part]:
    """What is known of the numbers that do not flip, and what was not examined."""
    w = FLIPPED[names.lang]
    if found.steady:
        yield Entry(w["steady"].format(n=len(found.steady)), tuple(_steady(found, names)))
    for why, pattern in ((BUDGET, "not_examined"), (NO_GOOD_END, "no_good_end")):
        called = [names.name(one.number.path) for one in found.unexamined if one.why == why]
        if called:
            yield w[pattern].format(n=len(called), list=_listed(called, names))
    for one in found.unexamined:
        if one.why not in (BUDGET, NO_GOOD_END):
            yield w["fixed"].format(name=names.name(one.number.path), why=said_in(names.lang)(one.why))


def _steady(found: TargetFlips, names: NumberWords) -> Iterator[str]:
    w = FLIPPED[names.lang]
    if alone := found.closest:
        told = (
            w["one"].format(name=names.name(one.number.path), share=at_end(one, found, names.lang))
            for one in alone[:CLOSEST]
        )
        more = w["ends_more"].format(n=len(alone) - CLOSEST) if len(alone) > CLOSEST else ""
        own = MEANS[names.lang] if found.required.share is None else w
        own = words_required(own, names.lang, found.required)
        yield own["ends_alone"].format(list=w["comma"].join(told)) + more
    counted = Counter(one.cleared for one in found.steady)
    end = "at_its_bad_end" if found.kept else "at_its_good_end"
    for count, pattern in (
        (counted["group"], "group"),
        (counted["unused"], "unused"),
        (counted["at_its_end"], end),
    ):
        if count:
            yield w[pattern].format(n=count)


def _listed(names: Sequence[str], said: NumberWords) -> str:
    w = FLIPPED[said.lang]
    told = w["comma"].join(names[:NAMED])
    return told if len(names) <= NAMED else f"{told} … {w['more'].format(n=len(names))}"
