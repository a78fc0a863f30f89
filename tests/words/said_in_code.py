"""Every sentence that may reach a user as a fault, read from the code: what the book of faults must hold.

A sentence is a text of two words or more, with `{}` for each value in it. Texts that are no faults are left out by
where they stand: docstrings, names in both languages, help of options, what `repr` shows, faults of programmers.

Run as a program it prints those without Chinese, as lines for `sim/words/faults`; give each `{}` a name there:

    python tests/words/said_in_code.py
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    "sim/worktime",
    "sim/chance",
    "sim/model",
    "sim/levers",
    "sim/engine/compile",
    "sim/engine/engines.py",
    "sim/engine/limits.py",
    "sim/results/story.py",
    "sim/experiments",
    "calibration",
    "plots/results",
    "plots/figure_file.py",
    "plots/fonts.py",
    "onewindow/pictures.py",
    "onewindow/reports.py",
    "onewindow/out/printed.py",
    "onewindow/cli",
    *(
        f"onewindow/desk/{name}.py"
        for name in ("asked", "bring", "brought", "compare", "opening", "validating")
    ),
)
"""Where faults of users are made."""
OUTSIDE = (
    "sim/model/template.py",
    "sim/model/law.py",
    "sim/model/schema.py",
    "sim/levers/mechanisms.py",
    "sim/experiments/statistics",
    "sim/experiments/running/worker.py",
    "sim/experiments/running/sums.py",
    "sim/experiments/store/chunk.py",
    "sim/experiments/store/content.py",
    "sim/experiments/store/packing.py",
    "calibration/examples",
    "onewindow/cli/ending.py",
    "onewindow/cli/mermaid.py",
    "onewindow/cli/paper.py",
    "sim/experiments/load/margin.py",
    "sim/experiments/load/binding.py",
)
"""Texts in both languages, faults of programmers, and what `repr` shows."""
PROGRAMMERS = {
    "TypeError",
    "AssertionError",
    "KeyError",
    "NotImplementedError",
    "AttributeError",
    "IndexError",
    "RuntimeError",
}
NO_FAULTS = {
    "Name",
    "named",
    "Text",
    "Option",
    "how_many",
    "Argument",
    "command",
    "Typer",
    "compile",
    "fullmatch",
}
"""Calls whose texts are names, help, or patterns."""
SENTENCE = re.compile(r"[A-Za-z]{2,},? (?:[a-z{(\"=]|\d)|\} [a-z]{2,}|[a-z]{2,}: \{")


def template(node: ast.expr) -> str:
    """A text with `{}` for its values."""
    if isinstance(node, ast.Constant):
        return str(node.value).replace("{", "{{").replace("}", "}}")
    assert isinstance(node, ast.JoinedStr)
    return "".join(template(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def sentences(file: Path) -> Iterator[tuple[int, str]]:
    """(line, sentence) of a file."""
    yield from _within(ast.parse(file.read_text("utf-8")))


def _within(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.FunctionDef) and node.name in ("__repr__", "__str__", "told"):
        return
    if isinstance(node, ast.Raise) and _called(node.exc) in PROGRAMMERS:
        return
    if _called(node) in NO_FAULTS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.keyword) and node.arg in ("en", "zh", "help"):
        return
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
        return
    text = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    if text:
        said = template(node)  # type: ignore[arg-type]
        if SENTENCE.search(said):
            yield node.lineno, said  # type: ignore[attr-defined]
    for below in ast.iter_child_nodes(node):
        if isinstance(node, ast.JoinedStr):
            if isinstance(below, ast.FormattedValue):
                yield from _within(below.value)
        else:
            yield from _within(below)


def _called(node: ast.AST | None) -> str:
    """The last name of what is called, if something is."""
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def said() -> dict[str, str]:
    """Where each sentence stands first."""
    found: dict[str, str] = {}
    for room in ROOMS:
        path = ROOT / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            name = str(file.relative_to(ROOT))
            if not name.startswith(OUTSIDE):
                for line, sentence in sentences(file):
                    found.setdefault(sentence, f"{name}:{line}")
    return found


if __name__ == "__main__":
    import sys

    sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
    from test_faults_in_chinese import without_chinese

    for sentence, place in without_chinese().items():
        print(f"    # {place}\n    {sentence!r}: '',")
