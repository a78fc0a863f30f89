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
from sim.words.language import said_in

TYPERS_INTERRUPTED = 130
"""What typer makes of a KeyboardInterrupt."""

WrongUsage: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What an unknown option or a bad value raises. Newer typers carry their own click, older ones import it."""

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("showing.list_scenarios", "List the scenarios of the library."),
    "show": ("showing.show", "Show a scenario: flows, pools, targets, sources; a chart; one case's story."),
    "check": ("checking.check", "Check promises: verdicts with intervals."),
    "run": ("running.run", "Simulate and tell waits and utilisation; write tables with --out."),
    "compare": ("comparing.compare", "Compare alternatives with a base, under common random numbers."),
    "attribute": ("attributing.attribute", "Divide what levers change together among them."),
    "levers": ("levering.levers", "What each lever of a scenario does, alone and together."),
    "capacity": (
        "capacities.capacity",
        "Find the largest load each target bears, and what one more of a pool would do.",
    ),
    "staffing": ("staffing.staffing", "Find the fewest people at which the promises are kept."),
    "sweep": (
        "sweeping.sweep",
        "Try every promise over a grid of loads, levers, staffings and other numbers.",
    ),
    "robustness": ("flips.robustness", "Find how wrong each assumed number may be until a verdict flips."),
    "sensitivity": ("moving.sensitivity", "How the promises move with every number that is not known."),
    "requirement": (
        "requiring.requirement",
        "What would have to be true, where no source tells a promise's process.",
    ),
    "calibrate": ("calibrating.calibrate", "Fit parameters to published figures, with regions."),
    "backlog": ("starting.backlog", "Take down the cases open on a morning, to start another study from."),
    "warmup": ("starting.warmup", "Find how long a lead-in an office needs that starts empty."),
    "plot": ("running.plot", "Draw a figure."),
    "report": ("reporting.report", "Write a report: one file to read, to print, or with tables."),
    "animate": ("animating.animate", "Play one replication in a page, on real dates and hours."),
    "serve": ("serving.serve", "Open the planner's page in the browser: all promises, what-if, studies."),
    "validate": ("files.validate", "Check scenario files: every fault with its line and column."),
    "new": ("files.new", "Start a scenario file: a short one that runs, or a copy of another."),
    "schema": ("files.schema", "Print the JSON Schema of the scenario file, for editors."),
    "runs": (
        "storing.runs",
        "Look after the store of what was computed: list, show, throw away, bring together.",
    ),
}
"""By name: the function in a file of this folder, or the group of commands, and one line of help."""


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
