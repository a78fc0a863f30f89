"""Runs the tutorial: `uv run python docs/tutorial/run.py` does what every page says and writes down what is answered.

A `yaml` block begins with the name of the file it is; it is written to an empty folder that all blocks of a page share.
Every line of a `sh` block is a command, run there. A `text` block behind it is what the last of them prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from onewindow.cli.app import run

HERE = Path(__file__).parent
BLOCK = re.compile(r"```(yaml|sh|text)\n(.*?)```", re.DOTALL)
DONE = (0, 1, 3)
"""Exit codes of a command that did its work, whatever the verdict."""


def pages() -> list[Path]:
    return sorted(HERE.glob("*.md"))


def played(page: str) -> str:
    """The page with what its commands print now. Works in the current folder. Raises ValueError where one fails."""
    printed = ""

    def block(found: re.Match[str]) -> str:
        nonlocal printed
        kind, text = found.groups()
        if kind == "yaml":
            Path(text.splitlines()[0].removeprefix("# ")).write_text(text, "utf-8")
        elif kind == "sh":
            for line in text.splitlines():
                printed = _printed(line)
        else:
            return f"```text\n{printed.strip()}\n```"
        return found.group(0)

    return BLOCK.sub(block, page)


def _printed(line: str) -> str:
    words = shlex.split(line, comments=True)
    if words[:3] != ["uv", "run", "onewindow"]:
        raise ValueError(f"a command of the tutorial begins with uv run onewindow: {line}")
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = run(words[3:])
    if code not in DONE:
        raise ValueError(f"{line}\nends with {code}: {complained.getvalue()}")
    return said.getvalue()


@contextlib.contextmanager
def somewhere() -> Iterator[None]:
    """An empty folder, and a terminal of 80 columns."""
    before, columns = Path.cwd(), os.environ.get("COLUMNS")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["COLUMNS"] = "80"
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.pop("COLUMNS")
            if columns is not None:
                os.environ["COLUMNS"] = columns


def main() -> None:
    for path in pages():
        with somewhere():
            text = played(path.read_text("utf-8"))
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
