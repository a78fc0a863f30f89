"""The command line: thin commands over the simulator, one file each. `main` is the entry point."""

from __future__ import annotations

import gc
import os
import sys

from onewindow.cli import ending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]

# Starting up makes some 200,000 objects and hardly any garbage: looking for some would cost a tenth of the time.
gc.set_threshold(200_000)
# Pydantic looks through every installed package for plugins when it is first used; we use none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code. Signals are heeded before anything else is loaded."""
    try:
        ending.listen()
        # Small arrays only: helpers of the linear algebra would spin on the other cores from the start.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from onewindow.cli.at_once import answered
        from onewindow.cli.console import show_anything

        show_anything()
        code = answered(sys.argv[1:] if arguments is None else arguments)
        if code is None:
            from onewindow.cli.app import run

            code = run(arguments)
    except KeyboardInterrupt:
        code = ending.told()
    if ending.came():
        ending.leave(code)
    ending.done()
    gc.freeze()  # what is left goes with the process: nobody need look for garbage in it
    sys.exit(code)
