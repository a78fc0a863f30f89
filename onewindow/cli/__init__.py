"""The command line: thin commands over the simulator, one file each. `main` is the entry point."""

from onewindow.cli.app import main

__all__ = ["main"]
