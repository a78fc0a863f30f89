"""`onewindow run --detail summary` of a scenario with `halls`: all of them, by size and staffing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onewindow.cli.console import console
from onewindow.cli.summing import targets_table
from sim.model.quantities import number_text
from sim.words.halls import HALLS
from sim.words.marks import strong
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.runs.many_halls import HallsOfAClass, HallsResult


def tell(made: HallsResult, lang: str) -> None:
    """Print all halls together, then a line for every size and staffing."""
    w = WORDS[lang]
    paper = console()
    facts = made.to_dict()
    window = f"{w['judged']} {' – '.join(facts['judged_dates'])}"
    said = [strong(facts["scenario"]), window, HALLS[lang]["halls_count"].format(n=f"{made.halls:,}")]
    said += [f"{w[word]} {facts[word]}" for word in ("seed", "load")]
    if made.years > 1:
        said.append(f"n = {made.years}")
    paper.print(" · ".join(said))
    counts = ("arrived", "ended", "open")
    paper.print(" · ".join(f"{w[word]} {facts[word]:,}" for word in counts))
    paper.print(targets_table(made.targets, lang))
    paper.print(_by_class(made, lang))
    if made.folder is not None:
        paper.print(w["written"].format(path=made.folder))


def _by_class(made: HallsResult, lang: str) -> Table:
    from rich import box
    from rich.table import Table

    own, labels = HALLS[lang], made.program.names.labels
    table = Table(box=box.SIMPLE_HEAD, caption=own["by_class"], caption_justify="left")
    for column in ("cases_a_day", "staffing", "halls"):
        table.add_column(own[column], justify="right")
    pools = [name for name, _ in made.classes[0].hall.units]
    for name in pools:
        table.add_column(labels.get(f"pool:{name}", (name, name))[0 if lang == "zh" else 1], justify="right")
    for target in made.targets:
        table.add_column(target.target, justify="right", overflow="fold")
    for number, one in enumerate(made.classes):
        last = number + 1 < len(made.classes) and made.classes[number + 1].hall.size != one.hall.size
        table.add_row(*_line(made, one, pools), end_section=last)
    return table


def _line(made: HallsResult, one: HallsOfAClass, pools: list[str]) -> list[str]:
    units, names = dict(one.hall.units), made.program.names.pools
    line = [f"{made.cases_a_day(one.hall):.1f}", f"× {number_text(one.hall.staffing)}", f"{one.hall.halls:,}"]
    line += [f"{units[name]} · {one.busy(names.index(name)):.0%}" for name in pools]
    for target in made.targets:
        share = one.share(made.row_of(target.target))
        line.append("–" if share is None else f"{share:.2%}")
    return line
