"""The page of the loads that promises bear: what holds as asked, what gives way first, what one more would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiments.questions.alternatives import typed_as_called
from sim.experiments.questions.next_searches import what_would_change
from sim.pages.page import Entry, Page, Section
from sim.words.amounts import unit_amount
from sim.words.counted import words_required
from sim.words.doubt import kept_in, measure_first
from sim.words.doubt import sentences as doubt_sentences
from sim.words.formats import required
from sim.words.load import BORNE
from sim.words.margins import answer, bears, factor, gives_way, lasting, one_more_now, sentences, whose
from sim.words.marks import Tone, marked, strong
from sim.words.means import MEANS
from sim.words.number_names import NumberWords
from sim.words.promises import called, headed, names_of
from sim.words.verdict_page import ANSWER

if TYPE_CHECKING:
    from sim.experiments.load.margin import Margin
    from sim.experiments.searches.capacity import Capacity


def page_of(made: Capacity, lang: str) -> Page:
    """The page of one scenario's loads."""
    w, asked = BORNE[lang], made.whatif
    names, named = NumberWords(asked.stated, lang), names_of(made.margins, lang)
    title = w["title"].format(
        scenario=asked.label,
        load=asked.load_text,
        whose="" if made.service is None else f" · {whose(made, lang)}",
        seed=asked.seed,
        n=made.replications,
    )
    told = (" " if lang == "en" else "").join(answer(made.margins, lang, made.doubts))
    promises = (_promise(margin, named[margin.target], made, lang) for margin in made.margins)
    sections = [Section("", tuple(promises))]
    if measures := measure_first(made.doubts, lang, names):
        sections.append(Section("", tuple(measures)))
    in_full = tuple(_in_full(margin, made, lang, names) for margin in made.margins)
    notes = (w["note"], w["along"]) if _with_other_work(made) else (w["note"],)
    details = (Section("", in_full), Section("", notes))
    steps = tuple(f"onewindow {command} {typed_as_called(asked)}" for command in what_would_change(asked))
    return Page(title, told, tuple(sections), details, steps)


def _with_other_work(made: Capacity) -> bool:
    """Whether one more was tried of a pool whose other work is stated as a share of its time."""
    pools = made.whatif.scenario.pools
    tried = {one.pool for margin in made.margins if margin.as_asked for one in margin.as_asked.tried}
    return any(name in pools and pools[name].other_work is not None for name in tried)


def _promise(margin: Margin, name: str, made: Capacity, lang: str) -> Entry:
    """What one promise bears, and what one more of a pool would do."""
    w = BORNE[lang]
    told = w["comma"].join(part for part in (bears(margin, lang), gives_way(margin, lang)) if part)
    told += w["idle" if margin.required.of_time else "idle_counts"] if margin.idle else ""
    if (doubt := made.doubts.get(margin.target)) is not None and margin.standing != "not_met":
        told += ANSWER[lang]["kept"].format(kept=kept_in(doubt, lang))
    lines = [told, one_more_now(margin, lang, made.value_as_asked(margin.target))]
    if margin.growing:
        lines += [marked("doubtful", one) for one in lasting(margin, lang)]
    tone: Tone = "doubtful" if margin.growing_as_asked else ""
    return Entry(headed(margin.target, name, margin.standing, tone), tuple(line for line in lines if line))


def _in_full(margin: Margin, made: Capacity, lang: str, names: NumberWords) -> Entry:
    """Loads with their cases, what one more does now and where the promise gives way, and what is not known."""
    lines = sentences(margin, lang)
    if margin.kept is not None and margin.broken is not None:
        turn = {"kept": factor(margin.kept), "broken": factor(margin.broken)}
        needed = margin.required
        lines.append(
            MEANS[lang]["sample"].format(limit=unit_amount(needed.level, needed.unit_name, lang), **turn)
            if needed.share is None
            else words_required(BORNE[lang], lang, needed)["sample"].format(
                required=required(needed.share), **turn
            )
        )
    if margin.target in made.doubts:
        lines += doubt_sentences(made.doubts[margin.target], lang, names, margin.target)
    return Entry(f"{strong(margin.target)}  {called(margin, lang)}", tuple(lines))
