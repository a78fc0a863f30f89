"""What is answered without the rest of the command line: `list` and `validate`, with nothing but their own options.

Everything else is left to the application, help and mistakes too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from onewindow.cli.leaving import ended

FLAGS = {"list": "--json", "validate": "--strict"}
"""By command: the option that stands alone. Both take a language besides, and `validate` takes files."""


def answered(arguments: Sequence[str]) -> int | None:
    """The exit code of what was answered; None for everything else."""
    command, *rest = arguments or [""]
    if command not in FLAGS or os.name == "nt":  # where typer spells out patterns of names
        return None
    flag, lang, files = False, None, []
    words = iter(rest)
    for word in words:
        if word == FLAGS[command]:
            flag = True
        elif word == "--lang":
            lang = next(words, "")
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
        elif word.startswith("-"):
            return None
        else:
            files.append(word)
    if lang not in (None, "zh", "en") or bool(files) != (command == "validate"):
        return None

    def work() -> int:
        if command == "list":
            from onewindow.cli import listing

            return listing.tell(lang, json_=flag)
        from onewindow.cli import validating

        return validating.tell(files, lang, strict=flag)

    return ended(work, arguments)
