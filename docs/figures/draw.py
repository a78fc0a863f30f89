"""Draws the figures of the documentation: `uv run python docs/figures/draw.py [NAME ...]`, all of them unless named.

`drawn.csv` beside this file says what draws each of them, and with which version it was last drawn.
"""

from __future__ import annotations

import csv
import hashlib
import io
import shlex
import sys
from importlib.metadata import version
from pathlib import Path

from onewindow.cli.app import run
from sim.whole_file import write

HERE = Path(__file__).parent
LIST = HERE / "drawn.csv"
DONE = (0, 1, 3)
"""Exit codes of a command that did its work, whatever the verdict."""


def figures() -> list[dict[str, str]]:
    """Every figure: file, command, the version that drew it, and a digest of the file."""
    with LIST.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def digest(file: str) -> str:
    return hashlib.sha256((HERE / file).read_bytes()).hexdigest()[:16]


def main(names: list[str]) -> None:
    rows = figures()
    for row in rows:
        if names and not any(row["file"].startswith(name) for name in names):
            continue
        words = shlex.split(row["command"])
        code = run([*words, "--out" if words[0] == "plot" else "--figure", str(HERE / row["file"])])
        if code not in DONE:
            raise SystemExit(code)
        row |= {"version": version("onewindow"), "digest": digest(row["file"])}
        text = io.StringIO()
        writer = csv.DictWriter(text, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write(LIST, text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
