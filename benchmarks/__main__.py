"""Measure speed and power against the budgets, all in one run.

Prints each row when it is known. `--write` makes the page of the docs in both languages and its figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.children import ROOT
from benchmarks.machine import about, busy
from benchmarks.measurements import MEASUREMENTS
from benchmarks.rows import Options
from benchmarks.table import Run, document, terminal
from benchmarks.writing import write

ROUNDS = 7
CROWDED = 0.5
"""Processes wanting a core in the minute before the run."""


def asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=list(MEASUREMENTS), help="just this; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--full", action="store_true", help="a hundred million cases too")
    parser.add_argument(
        "--rounds", type=int, help=f"rounds of every comparison (default: {ROUNDS}; 2 with --quick)"
    )
    parser.add_argument("--peers", type=Path, help="folder of the peer's model LoanOrigination-SC-LU")
    parser.add_argument("--cache", type=Path, default=cache(), help="where the rival's environment is kept")
    parser.add_argument(
        "--write",
        nargs="?",
        type=Path,
        const=ROOT / "docs",
        metavar="DOCS",
        help="write background/benchmarks*.md and figures/ there (default: the project's docs)",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="en", help="language of what is printed")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout instead of lines")
    options = parser.parse_args(arguments)
    if options.rounds is not None and options.rounds < 1:
        parser.error(f"--rounds {options.rounds}: allowed: 1 or more")
    return options


def cache() -> Path:
    """The user's cache folder of the project."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onewindow"


def main(arguments: Sequence[str] | None = None) -> int:
    given = asked(arguments)
    os.environ["ONEWINDOW_STORE"] = "none"  # what is measured is computed
    options = Options(
        quick=given.quick,
        full=given.full,
        rounds=given.rounds or (2 if given.quick else ROUNDS),
        peers=given.peers and given.peers.absolute(),
        cache=given.cache.absolute(),
    )
    before, begin, rows = busy(), perf_counter(), {}
    for name, measurement in MEASUREMENTS.items():
        if given.only and name not in given.only:
            continue
        started = perf_counter()
        rows[name] = tuple(measurement.measure(options))
        for row in rows[name]:
            print(terminal(row, given.lang), file=sys.stderr if given.json else sys.stdout, flush=True)
        print(f"[{name}: {perf_counter() - started:.0f} s]", file=sys.stderr)
    run = Run(
        {**about(before), "took": f"{perf_counter() - begin:.0f} s"}, rows, given.quick, before > CROWDED
    )
    if given.json:
        print(json.dumps(document(run), ensure_ascii=False, indent=1))
    if given.write is not None:
        for path in write(run, given.write):
            print(path, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
