"""Parts simulated apart, each into a store of its own, make the whole when the stores are merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_hall import hall
from test_many_halls import many

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running import replications
from sim.experiments.running.crew import Crew
from sim.experiments.runs import many_halls
from sim.experiments.runs.many_halls import run_halls
from sim.experiments.runs.part import Of, run_part
from sim.experiments.runs.run import run
from sim.experiments.store.store import Store
from sim.experiments.store.tidying import merge
from sim.experiments.verdicts.check import check
from sim.model import ModelError

N = 30


def ran(asked: WhatIf, crew: Crew) -> object:
    return run(asked, replications=N, keep=False, crew=crew).to_dict()


def checked(asked: WhatIf, crew: Crew) -> object:
    return [one.to_dict() for one in check(asked, replications=N, ends=False, crew=crew)]


def halls(asked: WhatIf, crew: Crew) -> object:
    return run_halls(asked, years=N, crew=crew).to_dict()


@pytest.mark.parametrize(("of", "whole"), [("run", ran), ("check", checked), ("halls", halls)])
def test_parts_make_the_whole(
    of: Of, whole: Callable[[WhatIf, Crew], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_halls, "EVENTS_TOGETHER", 1_000)  # several jobs, of a small study
    asked = many(tmp_path) if of == "halls" else hall(tmp_path)
    plain = whole(asked, Crew(1))
    together, done = Store(tmp_path / "together"), 0
    for part in (1, 2, 3, 4):
        with Crew(1, store=Store(tmp_path / f"store{part}")) as crew:
            made = run_part(asked, (part, 4), replications=N, of=of, crew=crew)
        assert 0 < made.done < made.whole / 2
        done += made.done
        merge(together, made.folder)
    assert done == made.whole == (7 * N if of == "halls" else N)
    monkeypatch.setattr(many_halls, "summarising", None)
    monkeypatch.setattr(replications, "ENGINES", {})
    with Crew(1, store=together) as crew:
        assert whole(asked, crew) == plain


def test_a_part_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="kept in a store"):
        run_part(hall(tmp_path), (1, 2), replications=N, crew=Crew(1))
    with pytest.raises(ModelError, match="allowed: 1 to 2"):
        run_part(hall(tmp_path), (3, 2), replications=N)
