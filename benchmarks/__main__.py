"""`uv run python -m benchmarks [--rounds N] [--json] [--out FILE]`"""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.timing import Timing, measured
from benchmarks.workloads import workloads

LEAST_ROUNDS = 5


def machine() -> dict[str, str]:
    """What the numbers depend on."""
    packages = {name: version(name) for name in ("onewindow", "simpy", "numpy")}
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **packages,
    }


def table(about: dict[str, str], timings: list[Timing]) -> str:
    lines = [", ".join(f"{key} {value}" for key, value in about.items()), ""]
    lines.append(f"{'':28}{'tasks/s':>10}{'ratio':>8}   lowest and highest ratio")
    for timing in timings:
        low, high = min(timing.ratios), max(timing.ratios)
        lines.append(
            f"{timing.name:28}{timing.median_rate:>10,.0f}{timing.median_ratio:>8.2f}   {low:.2f} to {high:.2f}"
        )
    lines.append(f"\nMedians of {len(timings[0].ratios)} alternating rounds; ratios are to the first line.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help=f"at least {LEAST_ROUNDS}")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    parser.add_argument("--out", type=Path, help="write there too; otherwise no file is written")
    options = parser.parse_args()
    if options.rounds < LEAST_ROUNDS:
        parser.error(f"--rounds {options.rounds} is too few; allowed: {LEAST_ROUNDS} or more")
    about, timings = machine(), measured(workloads(), options.rounds)
    if options.json:
        rows = [{**asdict(t), "median_rate": t.median_rate, "median_ratio": t.median_ratio} for t in timings]
        text = json.dumps({**about, "rounds": options.rounds, "workloads": rows}, indent=1)
    else:
        text = table(about, timings)
    print(text)
    if options.out is not None:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
