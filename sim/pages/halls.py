"""The page of many halls: how many came, finished and were on time in all of them; then by size and staffing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.quantities import number_text
from sim.pages.page import Page, Section, Table, table
from sim.pages.target_counts import counts_table, share_text, targets_table
from sim.words.halls import HALLS
from sim.words.runs import RUN, SUMMARY
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.runs.halls_result import HallsOfAClass, HallsResult


def page_of(made: HallsResult, lang: str) -> Page:
    """The page of all halls of a scenario."""
    w, own, facts = WORDS[lang], HALLS[lang], made.to_dict()
    halls = own["halls_count"].format(n=f"{made.halls:,}")
    title = [facts["scenario"], f"{w['judged']} {' – '.join(facts['judged_dates'])}", halls]
    title += [f"{w[word]} {facts[word]}" for word in ("seed", "load")]
    title += [f"n = {made.years}"] if made.years > 1 else []
    counts = {word: f"{facts[word]:,}" for word in ("arrived", "ended", "open")}
    answer = own["answer"].format(halls=halls, **counts)
    if shares := [f"{one.target} {share_text(one.share)}" for one in made.targets if one.share is not None]:
        told = RUN[lang]["on_time"].format(shares=RUN[lang]["comma"].join(shares))
        answer += (" " if lang == "en" else "") + told
    sections = [Section(own["by_class_title"], (_by_class(made, lang),))]
    details = []
    if made.targets:
        sections.insert(0, Section(RUN[lang]["targets_title"], (targets_table(made.targets, lang),)))
        counted = counts_table(made.targets, lang)
        details.append(Section(SUMMARY[lang]["counts_title"], (counted,)))
    return Page(" · ".join(title), answer, tuple(sections), tuple(details))


def _by_class(made: HallsResult, lang: str) -> Table:
    own, spoken = HALLS[lang], 0 if lang == "zh" else 1
    pools = [name for name, _ in made.classes[0].hall.units]
    labels = [made.program.names.labels.get(f"pool:{name}", (name, name))[spoken] for name in pools]
    targets = [target.target for target in made.targets]
    rows = [_line(made, one, pools, lang) for one in made.classes]
    return table((own["size_and_staff"], own["halls"], *labels, *targets), rows, own["by_class"])


def _line(made: HallsResult, one: HallsOfAClass, pools: list[str], lang: str) -> list[str]:
    units, names = dict(one.hall.units), made.program.names.pools
    size = HALLS[lang]["a_size"].format(
        cases=f"{made.cases_a_day(one.hall):.1f}", staff=number_text(one.hall.staffing)
    )
    line = [size, f"{one.hall.halls:,}"]
    line += [f"{units[name]} · {one.busy(names.index(name)):.0%}" for name in pools]
    return line + [share_text(one.share(made.row_of(target.target))) for target in made.targets]
