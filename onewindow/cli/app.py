"""The application: its commands, and how every failure leaves it.

Exit codes: 0 done or all met, 1 a target not met, 3 undecided, 2 bad input, 70 internal error; 130 interrupted, 143
terminated, 129 the terminal was closed.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable

# Starting up makes many objects and no garbage: collecting every 700 of them would cost a tenth of the time.
gc.set_threshold(50_000)

# Pydantic looks through every installed package for plugins when it is first used; we use none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer  # noqa: E402

from onewindow.cli import (  # noqa: E402
    animating,
    attributing,
    calibrating,
    capacities,
    checking,
    comparing,
    ending,
    files,
    flips,
    levering,
    moving,
    reporting,
    requiring,
    running,
    serving,
    showing,
    staffing,
    starting,
    storing,
    sweeping,
)
from onewindow.cli.options import language_asked  # noqa: E402
from sim.words.language import said_in  # noqa: E402

BAD_INPUT, INTERNAL = 2, 70

TYPERS_INTERRUPTED = 130
"""What typer makes of a KeyboardInterrupt."""

WrongUsage: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
"""What an unknown option or a bad value raises. Newer typers carry their own click, older ones import it."""

app = typer.Typer(
    help="一窗 onewindow: does a published government-service promise hold under realistic load?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list", help="List the scenarios of the library.")(showing.list_scenarios)
app.command("show", help="Show a scenario: flows, pools, targets, sources; a chart; one case's story.")(
    showing.show
)
app.command("check", help="Check promises: verdicts with intervals.")(checking.check)
app.command("run", help="Simulate and tell waits and utilisation; write tables with --out.")(running.run)
app.command("compare", help="Compare alternatives with a base, under common random numbers.")(
    comparing.compare
)
app.command("attribute", help="Divide what levers change together among them.")(attributing.attribute)
app.command("levers", help="What each lever of a scenario does, alone and together.")(levering.levers)
app.command(
    "capacity", help="Find the largest load each target bears, and what one more of a pool would do."
)(capacities.capacity)
app.command("staffing", help="Find the fewest people at which the promises are kept.")(staffing.staffing)
app.command("sweep", help="Try every promise over a grid of loads, levers, staffings and other numbers.")(
    sweeping.sweep
)
app.command("robustness", help="Find how wrong each assumed number may be until a verdict flips.")(
    flips.robustness
)
app.command("sensitivity", help="How the promises move with every number that is not known.")(
    moving.sensitivity
)
app.command("requirement", help="What would have to be true, where no source tells a promise's process.")(
    requiring.requirement
)
app.command("calibrate", help="Fit parameters to published figures, with regions.")(calibrating.calibrate)
app.command("backlog", help="Take down the cases open on a morning, to start another study from.")(
    starting.backlog
)
app.command("warmup", help="Find how long a lead-in an office needs that starts empty.")(starting.warmup)
app.command("plot", help="Draw a figure.")(running.plot)
app.command("report", help="Write a report: one file to read, to print, or with tables.")(reporting.report)
app.command("animate", help="Play one replication in a page, on real dates and hours.")(animating.animate)
app.command("serve", help="Open the planner's page in the browser: all promises, what-if, studies.")(
    serving.serve
)
app.command("validate", help="Check scenario files: every fault with its line and column.")(files.validate)
app.command("new", help="Start a scenario file: a short one that runs, or a copy of another.")(files.new)
app.command("schema", help="Print the JSON Schema of the scenario file, for editors.")(files.schema)

app.add_typer(storing.runs, name="runs")


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"onewindow {installed('onewindow')}")
        raise typer.Exit


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code. No failure of a user's input shows a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(arguments, prog_name="onewindow", standalone_mode=False)
        if code == TYPERS_INTERRUPTED:
            raise KeyboardInterrupt
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except typer.Exit as stop:
        return int(stop.exit_code)
    except WrongUsage as wrong:
        _tell(wrong, said_in(language_asked(given)))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return ending.told()
    except (BrokenPipeError, SystemExit):  # typer leaves a closed pipe by SystemExit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if ending.came():
            return ending.told()  # whatever else broke, broke on the way out
        from sim.model.faults import ModelError  # loads the model, which --help must not wait for

        said = said_in(language_asked(given))
        if isinstance(fault, ModelError):
            print(fault.told("--{}".format, said), file=sys.stderr)
            return BAD_INPUT
        if os.environ.get("ONEWINDOW_TRACEBACK"):
            raise
        print(said(f"internal error: {type(fault).__name__}: {fault}"), file=sys.stderr)
        print(said("this is a fault of onewindow; ONEWINDOW_TRACEBACK=1 shows where"), file=sys.stderr)
        return INTERNAL


def _tell(wrong: Exception, said: Callable[[str], str]) -> None:
    """What is wrong with the options: the lines of the parser, in the language of the command."""
    shown = io.StringIO()
    wrong.show(file=shown)  # type: ignore[attr-defined]
    for line in shown.getvalue().splitlines():
        print(said(line), file=sys.stderr)
