"""Offices of one page, for what can be reckoned by hand: eight open hours a day, two weeks judged."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.whatif import WhatIf, load

HEAD = """\
onewindow: 1
title: {{zh: 小厅, en: Small office}}
jurisdiction: testland
default_variant: plain
calendar: {{region: CN, wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: {lead_in}, window: {window}, follow_up: 40 wd}}
variants: {{plain: {{}}}}
"""
TARGET = "  kept: {service: main, from: arrived, to: finished, limit: 30 wd, clock: working, required_share: 0.9}\n"


def office(
    folder: Path,
    *,
    pools: str,
    services: str,
    sessions: str = "",
    targets: str = TARGET,
    lead_in: str = "2 wd",
    window: str = "10 wd",
) -> Path:
    """The file of an office. Pools, services and targets are lines of YAML below their heading."""
    parts = [HEAD.format(lead_in=lead_in, window=window), f"pools:\n{pools}", f"services:\n{services}"]
    parts += [f"sessions:\n{sessions}"] if sessions else []
    path = folder / "office.yaml"
    path.write_text("".join([*parts, f"targets:\n{targets}"]), "utf-8")
    return path


def pool(name: str, capacity: int = 1, more: str = "", kind: str = "reviewer") -> str:
    """A line for a pool that is open in office hours."""
    return f"  {name}: {{name: {name}, kind: {kind}, capacity: {capacity}{more and ', ' + more}}}\n"


def service(name: str, rate: float, *blocks: str, attributes: str = "") -> str:
    """Lines for a service with so many cases a working day."""
    lines = [f"  {name}:", f"    name: {name}", f"    channels: {{hall: {{rate: {rate} /wd}}}}"]
    lines += [f"    attributes: {attributes}"] if attributes else []
    return "\n".join([*lines, "    flow:", *(f"      - {block}" for block in blocks), ""])


def task(step: str, of: str, work: str = "30 min", more: str = "") -> str:
    """A task of one pool."""
    return f"{{task: {step}, pool: {of}, work: {work}{more and ', ' + more}}}"


def asked(path: Path, **options: object) -> WhatIf:
    return load(str(path), **options)  # type: ignore[arg-type]
