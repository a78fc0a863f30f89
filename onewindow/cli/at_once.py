"""What is answered before the rest of the command line is loaded: `list`, which only tells what an index says.

Anything but its plain options is left to the application, help and mistakes too.
"""

from __future__ import annotations

import os
import sys


def answered(arguments: list[str]) -> int | None:
    """The exit code of what was answered; None for everything else."""
    if arguments[:1] != ["list"]:
        return None
    json_, lang = False, None
    options = iter(arguments[1:])
    for option in options:
        if option == "--json":
            json_ = True
        elif option == "--lang":
            lang = next(options, "")
        elif option.startswith("--lang="):
            lang = option.removeprefix("--lang=")
        else:
            return None
    if lang not in (None, "zh", "en"):
        return None
    from onewindow.cli.listing import tell

    try:
        tell(lang, json_=json_)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
