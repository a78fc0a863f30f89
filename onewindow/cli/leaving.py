"""How every command ends: its exit code, whatever came in between. No failure of a user's input shows a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from onewindow.cli import ending
from onewindow.commands import typed

BAD_INPUT, INTERNAL = 2, 70


def ended(work: Callable[[], int], given: Sequence[str]) -> int:
    """The exit code of what was asked with the words `given`."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return ending.told(_said(given))
    except (BrokenPipeError, SystemExit):  # typer leaves a closed pipe by SystemExit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if ending.came():
            return ending.told(_said(given))  # whatever else broke, broke on the way out
        from sim.model.faults import ModelError  # loads the model, which --help must not wait for

        said = _said(given)
        if isinstance(fault, ModelError):
            print(typed(fault.told("--{}".format, said)), file=sys.stderr)
            return BAD_INPUT
        if os.environ.get("ONEWINDOW_TRACEBACK"):
            raise
        print(said(f"internal error: {type(fault).__name__}: {fault}"), file=sys.stderr)
        print(said("this is a fault of onewindow; ONEWINDOW_TRACEBACK=1 shows where"), file=sys.stderr)
        return INTERNAL


def _said(given: Sequence[str]) -> Callable[[str], str]:
    """How a message is said in the language that was asked for."""
    from onewindow.cli.options import language_asked
    from sim.words.language import said_in

    return said_in(language_asked(given))
