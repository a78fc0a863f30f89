"""Whatever shows or reckons a flow knows every block, and says so loudly when it meets one it does not."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib import pyplot

from onewindow.cli.mermaid import escaped, flowchart
from plots.results.asked import Asked
from plots.results.process import Mapped, draw_process_map
from sim import WhatIf, load, run
from sim.engine.compile import CompileError, compile_program
from sim.engine.compile.flow import without_documents
from sim.engine.compile.passed import passed
from sim.engine.compile.standing import places_in, standing_at
from sim.engine.program import UnknownNode
from sim.experiments.load.offers import offers_of
from sim.experiments.load.visits import visits_of
from sim.experiments.runs.case_story import case_story
from sim.levers.tools.flows import judged_stamps, not_once
from sim.model import Scenario
from sim.model.backlog import Position
from sim.model.blocks import BLOCKS, Block, Flow, UnknownBlock, walk
from sim.model.template import BLOCK_COMMENTS
from sim.pages.case_stories import page_of
from sim.pages.flow_tree import FlowTree
from sim.pages.page import Table
from sim.results.story import story
from sim.results.traces import Traces
from sim.words.scenario import SHOWN as SHOWN_WORDS

TASK = "{task: %s, pool: desk, work: 10 min}"
STAY = (
    "{task: shown, pool: desk, work: 10 min, in_person: true, ticket: kept, patience: 2 h, balks: {9: 50%}, \
comes_back: {share: 50%, after: 1 wd}, stay: [{task: then, at: shown, work: 5 min}]}"
)
INNER = TASK % "inner"
OTHER = TASK % "other"
EXAMPLES = {
    "task": TASK % "shown",
    "session": "{session: shown, of: panel, work: 10 min}",
    "parallel": f"{{parallel: shown, branches: {{a: [{INNER}], b: [{OTHER}]}}}}",
    "race": f"{{race: shown, branches: {{a: [{INNER}], b: [{{wait: late, for: 2 h}}]}}}}",
    "until": f"{{until: shown, clock: quick, limit: 50%, do: [{INNER}], then: [{OTHER}]}}",
    "choice": f"{{choice: shown, options: [{{share: 50%, do: [{INNER}]}}, {{otherwise: true}}]}}",
    "repeat": f"{{repeat: shown, again: 50%, maximum: 3, do: [{INNER}], between: [{OTHER}]}}",
    "wait": "{wait: shown, for: 1 h, party: applicant}",
    "documents": "{documents: shown, mode: correct, papers: {form: {missing: 50%, supply: 1 cd}}, "
    f"do: [{INNER}]}}",
    "background": f"{{background: shown, do: [{INNER}]}}",
    "require": f"{{background: aside, do: [{INNER}]}}\n      - {{require: aside}}",
    "item": f"{{item: shown, promised: 5 wd, do: [{INNER}]}}",
    "stage": f"{{stage: shown, promised: 5 wd, do: [{INNER}]}}",
    "milestone": "{milestone: shown}",
    "end": "{choice: ended, options: [{share: 50%, do: [{end: shown}]}, {otherwise: true}]}",
    "use": "{use: piece, as: shown}",
}
"""One of every block, between a task before it and one behind it."""
BESIDES = {"task with a stay": STAY}
"""Keys of a block that make another picture of it."""
EVERY = EXAMPLES | BESIDES

OFFICE = f"""\
onewindow: 1
title: office
jurisdiction: testland
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 0 wd, window: 5 wd, follow_up: 20 wd}}
pools: {{desk: {{name: desk, kind: window, capacity: 3}}}}
sessions: {{panel: {{name: panel, at: ["10:00"], places: 9}}}}
fragments: {{piece: {{do: [{INNER}]}}}}
services:
  main:
    name: main
    channels: {{hall: {{rate: 4 /wd}}}}
    flow:
      - {TASK % "first"}
      - BLOCK
      - {TASK % "last"}
targets:
  quick: {{service: main, from: arrived, to: finished, limit: 10 wd, clock: working, required_share: 90%}}
"""

LANGS = ("zh", "en")
UNKNOWN = re.escape('unknown kind of node, 99 (step "shown")')


def office(folder: Path, block: str = "{milestone: shown}") -> WhatIf:
    file = folder / "office.yaml"
    file.write_text(OFFICE.replace("BLOCK", block), "utf-8")
    return load(str(file))


def with_flow(asked: WhatIf, flow: Flow) -> Scenario:
    service = asked.scenario.services["main"].model_copy(update={"flow": flow})
    return asked.scenario.model_copy(update={"services": {"main": service}})


def tree(asked: WhatIf, flow: Flow) -> None:
    for lang in LANGS:
        assert FlowTree(asked.scenario, lang).of(flow)


def expanded_tree(asked: WhatIf, flow: Flow) -> None:
    for lang in LANGS:
        assert FlowTree(asked.scenario, lang).expanded(flow)


def chart(asked: WhatIf, flow: Flow) -> None:
    for lang in LANGS:
        assert flowchart(with_flow(asked, flow), lang)


def process_map(asked: WhatIf, flow: Flow) -> None:
    made = run(asked, replications=2)
    for lang in LANGS:
        mapped = Mapped(
            Asked(asked, lang, "main", None, 2), made, Traces.of(made.program, made.outcomes, "main")
        )
        assert mapped.sequence(without_documents(flow), 1.0)


def backlog(_: WhatIf, flow: Flow) -> None:
    blocks = without_documents(flow)
    places = places_in(blocks)
    for place in places:
        standing = standing_at(Position.parse(place), None, places)
        assert standing is not None
        assert isinstance(passed(blocks, [standing]), list)


def compiling(asked: WhatIf, flow: Flow) -> None:
    program = compile_program(with_flow(asked, flow), load=1)
    assert len(offers_of(program, visits_of(program))) > 0


def levers(_: WhatIf, flow: Flow) -> None:
    assert judged_stamps(flow)
    for block in walk(flow):
        not_once(block)


SHOWN: tuple[Callable[[WhatIf, Flow], None], ...] = (
    tree, expanded_tree, chart, process_map, backlog, compiling, levers
)  # fmt: skip
"""Whatever goes through the blocks of a flow."""


def test_there_is_an_example_of_every_block_and_a_comment_in_new_files() -> None:
    known = {kind.keyword for kind in BLOCKS}
    assert set(EXAMPLES) == known
    assert set(BLOCK_COMMENTS) == known


@pytest.mark.parametrize("keyword", EVERY)
def test_every_block_is_known_everywhere(keyword: str, tmp_path: Path) -> None:
    asked = office(tmp_path, EVERY[keyword])
    flow = asked.scenario.services["main"].flow
    assert keyword in ("use", *BESIDES) or keyword in {block.keyword for block in walk(flow)}
    for shown in SHOWN:
        shown(asked, flow)


@pytest.mark.parametrize("keyword", EVERY)
def test_a_case_of_every_block_is_told_and_drawn(keyword: str, tmp_path: Path) -> None:
    asked = office(tmp_path, EVERY[keyword])
    for lang in LANGS:
        moments = page_of(case_story(asked, 0), lang).sections[-1].parts[0]
        assert isinstance(moments, Table)
        assert len(moments.rows) > 3
    pyplot.close(draw_process_map(Asked(asked, "en", "main", None, 2)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_stay_is_told_in_the_tree_and_drawn_in_the_chart(lang: str, tmp_path: Path) -> None:
    asked = office(tmp_path, STAY)
    words = SHOWN_WORDS[lang]
    chart = flowchart(asked.scenario, lang)
    assert escaped(words["stay"]) in chart
    (shown,) = (branch for branch in FlowTree(asked.scenario, lang).of(asked.scenario.services["main"].flow)
                if branch.id == "shown")  # fmt: skip
    assert words["in_person"] in shown.said
    assert words["ticket_kept"] in shown.said
    assert "50%" in shown.said
    assert [inner.kind for inner in shown.inner] == ["stay"]
    assert words["at_unit"].format(task="shown") in shown.inner[0].inner[0].said


class Stranger(Block):
    """A block that somebody has added, and nobody else has heard of."""

    keyword = "stranger"


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.__name__)
def test_a_block_nobody_knows_is_named(shown: Callable[[WhatIf, Flow], None], tmp_path: Path) -> None:
    asked = office(tmp_path)
    with pytest.raises((UnknownBlock, CompileError), match="stranger"):
        shown(asked, (Stranger(id="odd"), *asked.scenario.services["main"].flow))


def test_a_kind_of_node_nobody_knows_is_named(tmp_path: Path) -> None:
    asked = office(tmp_path, EXAMPLES["wait"])
    made = run(asked, replications=1)
    program = asked.program
    kinds = program.nodes.kind.copy()
    kinds[program.nodes.step == program.names.steps.index("shown")] = 99
    strange = dataclasses.replace(program, nodes=dataclasses.replace(program.nodes, kind=kinds))
    with pytest.raises(UnknownNode, match=UNKNOWN):
        visits_of(strange)
    with pytest.raises(UnknownNode, match=UNKNOWN):
        story(strange, made.outcomes[0], 0)
