"""The application: its commands, and how every failure leaves it.

Exit codes: 0 done or all met, 1 a target not met, 3 undecided, 2 bad input, 70 internal error; 130 interrupted, 143
terminated, 129 the terminal was closed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from importlib import import_module

import typer

from onewindow.cli.helping import Command, Group
from onewindow.cli.leaving import BAD_INPUT, ended
from onewindow.cli.options import LangOption, language_asked
from onewindow.commands import COMMANDS
from sim.words.language import said_in

TYPERS_INTERRUPTED = 130
"""What typer makes of a KeyboardInterrupt."""

WrongUsage: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What an unknown option or a bad value raises. Newer typers carry their own click, older ones import it."""


def application(asked: str | None) -> typer.Typer:
    """The application, with the file of the command that is asked loaded. Of the others the help is known."""
    app = typer.Typer(
        cls=Group,
        help="一窗 onewindow: does a published government-service promise hold under realistic load?",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_before)
    for name, (place, help) in COMMANDS.items():
        module, _, attribute = place.partition(".")
        work = getattr(import_module(f"onewindow.cli.{module}"), attribute) if name == asked else _not_loaded
        if isinstance(work, typer.Typer):
            app.add_typer(work, name=name, help=help, cls=Group)
        else:
            app.command(name, help=help, cls=Command)(work)
    return app


def _not_loaded() -> None:
    raise AssertionError("a command that was not asked")


def _before(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
    lang: LangOption = None,
) -> None:
    if lang:
        os.environ["ONEWINDOW_LANG"] = lang.value
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"onewindow {installed('onewindow')}")
        raise typer.Exit


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    return ended(lambda: _ran(arguments, given), given)


def _ran(arguments: list[str] | None, given: list[str]) -> int:
    try:
        app = application(next((word for word in given if word in COMMANDS), None))
        code = app(arguments, prog_name="onewindow", standalone_mode=False, obj=language_asked(given).value)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except WrongUsage as wrong:
        _tell(wrong, said_in(language_asked(given)))
        return BAD_INPUT
    except typer.Abort:
        raise KeyboardInterrupt from None
    if code == TYPERS_INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _tell(wrong: Exception, said: Callable[[str], str]) -> None:
    """What is wrong with the options: the lines of the parser, in the language of the command."""
    shown = io.StringIO()
    wrong.show(file=shown)  # type: ignore[attr-defined]
    for line in shown.getvalue().splitlines():
        print(said(line), file=sys.stderr)
