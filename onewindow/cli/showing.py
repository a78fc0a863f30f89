"""`onewindow list` and `onewindow show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.options import (
    Engine,
    Json,
    LangOption,
    Load,
    ScenarioName,
    Seed,
    Set,
    Start,
    With,
    Without,
    language,
    question,
)
from onewindow.cli.words import WORDS

if TYPE_CHECKING:
    from sim.experiments.whatif import WhatIf
    from sim.model.blocks import Block, Flow


def list_scenarios(lang: LangOption = None, json_: Json = False) -> int:
    from sim.experiments.library import library_names
    from sim.experiments.whatif import load

    spoken = language(lang)
    found = [load(name).stated for name in library_names()]
    if json_:
        rows = [
            {
                "scenario": name,
                "title": {"zh": stated.title.zh, "en": stated.title.en},
                "variants": list(stated.variants),
                "default_variant": stated.default_variant,
                "targets": list(stated.targets),
            }
            for name, stated in zip(library_names(), found, strict=True)
        ]
        print(json.dumps({"scenarios": rows}, ensure_ascii=False, indent=2))
        return 0
    from rich import box
    from rich.console import Console
    from rich.table import Table

    w = WORDS[spoken]
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("scenario", "title", "variants", "targets"):
        table.add_column(w[column])
    for name, stated in zip(library_names(), found, strict=True):
        table.add_row(
            name,
            stated.title.in_language(spoken.value),
            ", ".join(stated.variants),
            "\n".join(stated.targets),
        )
    Console(highlight=False, soft_wrap=True).print(table)
    return 0


def show(
    scenario: ScenarioName,
    sources: Annotated[
        bool, typer.Option("--sources", help="Every number with its source and range.")
    ] = False,
    load: Load = None,
    with_: With = None,
    without: Without = None,
    set_: Set = None,
    seed: Seed = 1,
    start: Start = None,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    asked = question(scenario, load, with_, without, set_, seed, start, Engine.auto)
    if json_:
        print(json.dumps(asked.scenario.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2))
        return 0
    for line in _sources(asked) if sources else _overview(asked, language(lang).value):
        print(line)
    return 0


def _sources(asked: WhatIf) -> list[str]:
    from sim.model.provenance import numbers

    lines = []
    for number in numbers(asked.stated):
        span = "" if number.range is None else f"  [{number.range[0]} … {number.range[1]}]"
        if number.by_factor and span:
            span = f"  [× {number.range[0]} … {number.range[1]}]"  # type: ignore[index]
        lines.append(
            f"{number.path} = {number.value}{span}  {number.kind or '?'}: {number.source or 'no source'}"
        )
    return lines


def _overview(asked: WhatIf, lang: str) -> list[str]:
    made = asked.scenario
    w = WORDS[lang]
    lines = [f"{asked.label} — {made.title.in_language(lang)}"]  # type: ignore[arg-type]
    lines.append(
        f"  {w['calendar']}: {made.calendar.region}, {made.calendar.hours}, 1 wd = {made.calendar.wd}"
    )
    lines.append(
        f"  study: {made.study.start} + {made.study.lead_in} → {made.study.window}, {made.study.follow_up}"
    )
    lines.append("  levers: " + (", ".join(use.name for use in asked.levers) or "–"))
    lines.append("  pools:")
    for name, pool in made.pools.items():
        size = pool.capacity.value if pool.capacity is not None else dict(pool.profile or {})
        lines.append(f"    {name}: {size} {pool.name.in_language(lang)} ({pool.kind}, {pool.party})")  # type: ignore[arg-type]
    for name, service in made.services.items():
        rates = ", ".join(f"{channel} {stated.rate.value}" for channel, stated in service.channels.items())
        lines.append(f"  {name}: {service.name.in_language(lang)} ({rates})")  # type: ignore[arg-type]
        lines += _tree(service.flow, "    ", lang)
    lines.append(f"  {w['target']}:")
    for name, target in made.targets.items():
        begin, end = target.scope
        lines.append(
            f"    {name}: {begin} → {end} ≤ {target.limit.value} ({target.clock}), "
            f"{target.required_share.value:.0%}"
            + (f", {w['expected']} {w[target.expected.verdict]}" if target.expected else "")
        )
    return lines


def _tree(flow: Flow, indent: str, lang: str) -> list[str]:
    lines = []
    for block in flow:
        lines.append(f"{indent}{block.keyword} {block.id}{_said(block, lang)}")
        for path, inner in block.inner().items():
            if len(block.inner()) > 1:
                lines.append(f"{indent}  · {path.removesuffix('.do').removeprefix('branches.')}")
                lines += _tree(inner, indent + "    ", lang)
            else:
                lines += _tree(inner, indent + "  ", lang)
    return lines


def _said(block: Block, lang: str) -> str:
    from sim.model.blocks import Task, Wait

    parts = [block.name.in_language(lang)] if block.name is not None else []  # type: ignore[arg-type]
    if isinstance(block, Task):
        where = block.pool or block.skill or " | ".join(block.any_of) or " + ".join(block.all_of)
        parts.append(f"[{where}] {block.work}")
    if isinstance(block, Wait):
        parts.append(f"{block.length} ({block.party})")
    return "  " + "  ".join(parts) if parts else ""
