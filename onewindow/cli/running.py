"""`onewindow run` and `onewindow plot`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.options import (
    Engine,
    EngineOption,
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
    from sim.experiments.mean_interval import MeanInterval
    from sim.experiments.run import Result


def run(
    scenario: ScenarioName,
    replications: Annotated[int, typer.Option("--replications", "-n", help="How many replications.")] = 1,
    detail: Annotated[
        Literal["events", "cases"], typer.Option("--detail", help="Which tables --out holds.")
    ] = "events",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for manifest and Parquet tables.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a folder of the same run.")] = False,
    load: Load = None,
    with_: With = None,
    without: Without = None,
    set_: Set = None,
    seed: Seed = 1,
    start: Start = None,
    engine: EngineOption = Engine.auto,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.run import run as simulate

    made = simulate(
        question(scenario, load, with_, without, set_, seed, start, engine),
        replications=replications,
        detail=detail,
        keep=False,
        out=out,
        resume=resume,
        progress=on_terminal,
    )
    if json_:
        print(json.dumps(made.to_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(made, language(lang))
    return 0


def _tell(made: Result, lang: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    w = WORDS[lang]
    console = Console(highlight=False, soft_wrap=True)
    facts = made.to_dict()
    window = " – ".join(facts["window"])
    said = [f"[bold]{facts['scenario']}[/]", window, f"n = {facts['replications']}"]
    said += [f"{w[word]} {facts[word]}" for word in ("seed", "load")]
    console.print(" · ".join(said))
    services = Table(box=box.SIMPLE_HEAD)
    services.add_column(w["service"])
    for column in ("arrived", "finished", "open"):
        services.add_column(w[column], justify="right")
    for row in facts["services"]:
        services.add_row(row["service"], f"{row['arrived']:,}", f"{row['finished']:,}", f"{row['open']:,}")
    activities = Table(box=box.SIMPLE_HEAD)
    for column in ("service", "activity"):
        activities.add_column(w[column])
    for column in ("count", "wait", "served"):
        activities.add_column(w[column], justify="right")
    for use in made.activities:
        activities.add_row(use.service, use.activity, f"{use.count:,.1f}", _mean(use.wait), _mean(use.served))
    windows = any(pool.kind == "window" for pool in made.whatif.scenario.pools.values())
    caption = w["documented_range"] if windows else None
    pools = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    pools.add_column(w["pool"])
    for column in ("busy", "per_day", "overtime"):
        pools.add_column(w[column], justify="right")
    for pool in made.pool_use:
        pools.add_row(
            pool.pool,
            f"{pool.utilisation:.0%}",
            f"{pool.served_per_unit_day:.1f}",
            f"{pool.overtime_hours_per_day:.2f}",
        )
    for table in (services, activities, pools):
        console.print(table)
    still_open = sum(row["open"] for row in facts["services"])
    if still_open:
        console.print(w["left_out"].format(open=f"{still_open:,}"))
    if made.folder is not None:
        console.print(w["written"].format(path=made.folder))


def _mean(interval: MeanInterval) -> str:
    if interval.low == float("-inf"):
        return f"{interval.estimate:.3f}"
    return f"{interval.estimate:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def plot(
    scenario: ScenarioName,
    kind: Annotated[str, typer.Option("--kind", help="throughput, finish_time or all.")] = "throughput",
    out: Annotated[Path | None, typer.Option("--out", help="File (.png, .svg), or a stem for both.")] = None,
    service: Annotated[str | None, typer.Option("--service", help="Whose throughput.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="Whose time to finish.")] = None,
    replications: Annotated[int, typer.Option("--replications", "-n", help="How many replications.")] = 24,
    load: Load = None,
    with_: With = None,
    without: Without = None,
    set_: Set = None,
    seed: Seed = 1,
    start: Start = None,
    engine: EngineOption = Engine.auto,
    lang: LangOption = None,
) -> int:
    from onewindow.pictures import KINDS
    from onewindow.pictures import plot as draw

    asked = question(scenario, load, with_, without, set_, seed, start, engine)
    spoken = language(lang)
    stem = out or Path(asked.reference.replace("/", "-").removesuffix(".yaml").rpartition("/")[2])
    for each in KINDS if kind == "all" else (kind,):
        path = (
            stem if out is not None and kind != "all" else stem.with_name(f"{stem.stem}-{each}{stem.suffix}")
        )
        draw(
            asked, kind=each, out=path, lang=spoken.value, service=service, target=target,
            replications=replications, progress=on_terminal,
        )  # fmt: skip
        print(WORDS[spoken]["written"].format(path=path if path.suffix else f"{path}.png, {path}.svg"))
    return 0
