"""A small office whose true parameters are known, and figures simulated from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calibration.checking import FiguresFile, read_figures, study_of
from sim.experiments.questions.whatif import load
from sim.model.quantities import Duration

SCENARIO = """
onewindow: 1
title: Small office
jurisdiction: test
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 5 wd, window: 30 wd, follow_up: 25 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 2}
services:
  main:
    name: main
    channels:
      hall: {rate: 4 /wd}
    flow:
      - milestone: submitted
      - choice: check
        options:
          - share: {value: 0.3, range: [0.05, 0.6], favourable: low}
            do: [{end: refused}]
          - otherwise: true
            do: []
      - milestone: accepted
      - wait: appointment
        for: {mean: 2 wd, p90: 4 wd, range: [0.2, 4]}
      - milestone: visited
      - task: review
        pool: desk
        work: {mean: 3 wh, p90: 5 wh, range: [0.3, 3]}
      - wait: signing
        for: {mean: 2 wd, p90: 4 wd, range: [0.2, 4]}
      - milestone: decided
"""
FIGURES = """
onewindow_figures: 1
title: Figures of a small office
source: {kind: borrowed, document: a bulletin, place: elsewhere, year: "2024"}
figures:
  refused: {service: main, share: {outcome: refused}, observed: {value: 0.2, cases: 300}}
  whole:
    service: main
    mean: {from: accepted, to: decided, clock: working}
    observed: {value: 5 wd, cases: 200}
  half:
    service: main
    mean: {from: accepted, to: visited, clock: working}
    observed: {value: 2 wd, cases: 200}
  slow:
    service: main
    quantile: {from: accepted, to: decided, clock: working, p: 0.9}
    observed: {value: 8 wd, cases: 200}
parameters:
  refuses: {path: services.main.flow.check.options.0.share}
  appointment: {path: services.main.flow.appointment.for}
  signing: {path: services.main.flow.signing.for}
"""
TRUE = {"refuses": 0.2, "appointment": 1.4, "signing": 0.7}


def written(folder):
    """Paths of the scenario and of the figures file."""
    scenario, figures = folder / "office.yaml", folder / "figures.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    figures.write_text(FIGURES, encoding="utf-8")
    return str(scenario), str(figures)


class Truth:
    """The office at its true parameters, and what somebody would publish of it."""

    def __init__(self, folder, replications=8):
        self.scenario, path = written(folder)
        self.file = read_figures(path)
        self.study = study_of(self.file, load(self.scenario), replications)
        exact = replace(self.study, whatif=load(self.scenario, seed=77), replications=150)
        places = np.array([one.place(TRUE[one.id]) for one in exact.parameters])
        self.figures = exact.simulate(places)

    def published(self, kept, moving, random=None) -> FiguresFile:
        """A figures file with the figures `kept`, for the parameters `moving`; with chance, if `random` is given."""
        told = {}
        for key in kept:
            figure, true = self.study.figures[key], self.figures[key]
            cases = figure.observed.cases
            error = 0.0 if random is None else random.normal() * (true.variance * true.cases / cases) ** 0.5
            value = true.value + error
            amount = value if figure.share is not None else Duration(value / 8 / 3.6e9, "wd")
            told[key] = figure.model_copy(
                update={"observed": figure.observed.model_copy(update={"value": amount})}
            )
        parameters = {key: self.file.figures.parameters[key] for key in moving}
        figures = self.file.figures.model_copy(update={"figures": told, "parameters": parameters})
        return FiguresFile(self.file.path, figures, self.file.root)
