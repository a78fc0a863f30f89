"""What `--help` prints: names of values, and all of it in Chinese. The English is the parser's own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

VALUES = {
    "--against": "SCENARIO[@VARIANT]|RUN", "--budget": "SECONDS", "--csv": "FILE", "--figure": "FILE",
    "--from": "SCENARIO", "--host": "ADDRESS", "--kind": "KIND", "--lever": "LEVER", "--load": "FACTOR|STAGE",
    "--most": "SIZE", "--out": "FILE", "--port": "PORT", "--service": "SERVICE", "--set": "PATH=VALUE",
    "--stage": "STAGE", "--start": "DATE", "--studies": "FOLDER", "--table": "FILE", "--target": "TARGET",
    "--with": "LEVER", "--without": "LEVER", "--year": "YEAR", "key": "KEY",
    "--case": "N", "--cases": "N", "--draws": "N", "--lhs": "N", "--orders": "N", "--replications": "N",
    "--samples": "N", "--seed": "N", "--weeks": "N",
}  # fmt: skip
"""What the value of an option is called, unless the option says it itself."""

_NAMES = 26
"""Cells a name may take; what is told of a longer one begins on the next line."""
_WIDEST = 80
_BETWEEN = re.compile(r"(\d+)<=x<=(\d+)")
"""How the parser tells what a number may be."""


class _InItsLanguage:
    """Help and usage in the language of the context, which is its object."""

    def get_help(self, ctx: Any) -> str:
        _name_values(self)
        return "\n".join(_in_chinese(self, ctx)) if ctx.obj == "zh" else super().get_help(ctx)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        return "\n".join(_usage(self, ctx)) if ctx.obj == "zh" else super().get_usage(ctx)  # type: ignore[misc]


class Command(_InItsLanguage, TyperCommand):
    """One command."""


class Group(_InItsLanguage, TyperGroup):
    """Several commands under one name."""


def _name_values(command: Any) -> None:
    for param in command.params:
        if not param.metavar and not getattr(param, "is_flag", False):
            param.metavar = VALUES.get(param.opts[0])


def _in_chinese(command: Any, ctx: Any) -> Iterator[str]:
    from sim.words.command_help import HEADS, IN_CHINESE

    yield from _usage(command, ctx)
    yield ""
    yield from _told("  ", IN_CHINESE[command.help])
    rows: dict[str, list[tuple[str, str]]] = {"arguments": [], "options": [], "commands": []}
    for param in command.get_params(ctx):
        names, told = param.get_help_record(ctx)
        if param.param_type_name == "argument":
            names = names.rpartition(" <")[0] or names  # the kind that stands behind is not for readers
        added = _added(told.removeprefix(param.help).strip())
        rows[f"{param.param_type_name}s"].append((_values(names), IN_CHINESE[param.help] + added))
    for name, one in getattr(command, "commands", {}).items():
        rows["commands"].append((name, IN_CHINESE[one.help]))
    for kind, those in rows.items():
        if those:
            yield ""
            yield HEADS[kind]
            yield from _rows(those)


def _usage(command: Any, ctx: Any) -> Iterator[str]:
    from sim.words.command_help import HEADS

    yield from _told(
        HEADS["usage"], _values(" ".join([ctx.command_path, *command.collect_usage_pieces(ctx)]))
    )


def _values(text: str) -> str:
    from sim.words.command_help import VALUES

    return re.sub(r"\b[A-Z]+\b", lambda word: VALUES[word[0]], text)


def _added(told: str) -> str:
    """What the parser adds: whether it is required, and the default."""
    from sim.words.command_help import HEADS

    parts = []
    for part in told[1:-1].split("; ") if told else ():
        if bounds := _BETWEEN.fullmatch(part):
            parts.append(HEADS["between"].format(low=bounds[1], high=bounds[2]))
            continue
        what, colon, value = part.partition(": ")
        parts.append(f"{HEADS[what]}：{value}" if colon else HEADS.get(what, what))
    return f"[{'；'.join(parts)}]" if parts else ""


def _rows(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    from rich.cells import cell_len

    from onewindow.cli.layout import padded

    wide = 2 + min(_NAMES, max(cell_len(name) for name, _ in rows)) + 2
    for name, told in rows:
        head = f"  {name}"
        if cell_len(head) + 2 > wide:
            yield head
            head = ""
        yield from _told(padded(head, wide), told)


def _told(head: str, text: str) -> Iterator[str]:
    """The text behind a head, its further lines below where it begins."""
    from rich.cells import cell_len

    from onewindow.cli.layout import wrapped

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    first, *rest = wrapped(text, width - cell_len(head))
    yield head + first
    for line in rest:
        yield " " * cell_len(head) + line
