"""The charts of a report: of the same rows and numbers as its figures; a picture without one stays as it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from plots.charts import cases, flow, loads, promises, work
from plots.charts.chart import Chart
from plots.daily_counts import daily_counts
from plots.days import within
from plots.results.asked import days_of, named
from plots.results.cases import spent_of, told_of
from plots.results.comparisons import as_a_lever, as_a_version, groups_of
from plots.results.pools import bars_of
from plots.results.process import parts_of
from plots.results.reported import asked_of, of_headline
from plots.results.verdicts import limit_of, micros_of, row_of, unit_of
from sim.engine.compile.times import times_of
from sim.experiments.reports.report import Report
from sim.pages.reports.document import Picture
from sim.words.comparison_page import CHANGED
from sim.words.language import Lang


def chart_of(picture: Picture, made: Report, lang: Lang) -> Chart | None:
    """The chart that may stand where a picture stands. Raises ModelError where there is nothing to show."""
    draw = CHARTS.get(picture.kind)
    return None if draw is None else draw(picture, made, lang)


def _board(_: Picture, made: Report, lang: Lang) -> Chart:
    rows = [row_of(verdict, lang) for verdict in made.verdicts]
    return promises.target_board(rows, lang)


def _finish_time(picture: Picture, made: Report, lang: Lang) -> Chart:
    scenario = made.whatif.scenario
    target, wd_hours = scenario.targets[picture.target], scenario.wd_hours
    judged = made.judged[picture.target]
    values = micros_of(target, judged, wd_hours)
    return promises.finish_time(
        values,
        limit_of(target, wd_hours),
        sum(one.missing for one in judged),
        unit_of(target, wd_hours),
        wd_hours,
        named(target.name, picture.target, lang),
        lang,
    )


def _comparison(picture: Picture, made: Report, lang: Lang) -> Chart | None:
    compared = made.comparison if made.levers is None or picture.kind != "levers" else made.levers.comparison
    assert compared is not None
    own = of_headline(compared, made)
    if own.targets[0].on_mean:
        return None
    (group,) = groups_of(own, lang, as_a_lever if picture.kind == "levers" else as_a_version(made.whatif))
    return promises.comparison(group, CHANGED[lang]["on_time"])


def _loads(_: Picture, made: Report, lang: Lang) -> Chart:
    assert made.capacity is not None
    return loads.load_curve(made.capacity, lang)


def _throughput(_: Picture, made: Report, lang: Lang) -> Chart:
    asked, result = asked_of(made, lang), made.made
    study = times_of(made.whatif.scenario).study
    first, end = study.judged_from, study.judged_until
    own = result.cases.filter(pl.col("service") == asked.service)
    counts = daily_counts(own, first, end, len(result.sums))
    return work.throughput(counts, within(days_of(made.whatif.scenario, study), first, end), first, end, lang)


def _utilisation(_: Picture, made: Report, lang: Lang) -> Chart:
    return work.utilisation(bars_of(made.made, lang), lang)


def _process(_: Picture, made: Report, lang: Lang) -> Chart:
    asked = asked_of(made, lang)
    return flow.process(parts_of(asked)[0], asked.title, lang)


def _spent(_: Picture, made: Report, lang: Lang) -> Chart:
    found = spent_of(asked_of(made, lang))
    wd_hours = made.whatif.scenario.wd_hours
    return cases.where_days_go(found.sides, found.unit, wd_hours, found.promised, found.inside, lang)


def _story(_: Picture, made: Report, lang: Lang) -> Chart:
    told = told_of(asked_of(made, lang))
    return cases.one_case(
        told.rows, told.clock, told.days, told.arrived, told.end, told.finished, told.open_hours, lang
    )


CHARTS: Mapping[str, Callable[[Picture, Report, Lang], Chart | None]] = {
    "target_board": _board,
    "finish_time": _finish_time,
    "paired_differences": _comparison,
    "levers": _comparison,
    "capacity_curve": _loads,
    "throughput": _throughput,
    "utilisation": _utilisation,
    "process_map": _process,
    "where_days_go": _spent,
    "case_gantt": _story,
}
"""By kind of picture."""
