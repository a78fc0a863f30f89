"""Bad command lines, with the part of the message each must show. `{hall}` is a good scenario in the folder.

The folder also holds `folder/`, `file` (a plain file), `empty.yaml`, `bytes.yaml` and `figures.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

Line = tuple[tuple[str, ...], str]

COMMANDS = ("check", "run", "show", "capacity", "robustness", "levers", "warmup", "plot", "compare")
HUGE = "9" * 400
LONG = "x" * 5000


def numbers() -> Iterator[Line]:
    """Options that take a number: too small, too large, none."""
    counted = ("run", "capacity", "robustness", "warmup", "plot", "compare", "levers")
    for command in counted:
        for value in ("0", "-1", "1000001", "99999999999999999999", HUGE):
            yield (command, "hall.yaml", "-n", value), "--replications"
        for value in ("many", "1.5", "nan", ""):
            yield (command, "hall.yaml", "-n", value), "Invalid value for '--replications'"
    for value in ("99999999999999999999", "0", "-1", "1e9", "nan", "inf", "60 years", HUGE):
        yield ("check", "hall.yaml", "--budget", value), "--budget"
        yield ("robustness", "hall.yaml", "--budget", value), "--budget"
    for value in ("7", "521", "-3", HUGE):
        yield ("warmup", "hall.yaml", "--weeks", value), "--weeks"
    for value in ("-1", str(2**64), HUGE):
        yield ("check", "hall.yaml", "--seed", value), "a seed is a whole number from 0"
    for value in ("0", "-1", "nan", "1e3", "1/0", HUGE, "main=", "=2", "nobody=2", "", "inf"):
        yield ("check", "hall.yaml", "--load", value), "--load"
    for value in ("-1", "99999999", HUGE):
        yield ("show", "hall.yaml", "--case", value), "--case"
        yield ("plot", "hall.yaml", "--kind", "case_gantt", "--case", value, "-n", "1"), "--case"
    for value in ("-1", "1000000", HUGE):
        yield ("show", "hall.yaml", "--case", "0", "--replication", value), "--replication"
        yield ("backlog", "hall.yaml", "--at", "2025-03-10", "--replication", value), "--replication"
    for value in ("0", "-5", "999", "10000", "99999999999", HUGE):
        yield (
            ("check", "hall.yaml", "--year", value),
            "is not a year" if len(value) < 300 else "--year",
        )


def dates() -> Iterator[Line]:
    """Dates that are none, or that no calendar holds."""
    for value in ("2025-02-30", "2025-13-01", "tomorrow", "", "0000-00-00", HUGE):
        yield ("check", "hall.yaml", "--start", value), "--start"
        yield ("backlog", "hall.yaml", "--at", value), "--at"
    for value in ("0001-01-01", "1500-01-01", "9999-12-31"):
        yield ("check", "hall.yaml", "--start", value), "the calendar covers 2000 to 2099"
        yield ("backlog", "hall.yaml", "--at", value), "--at"
    yield ("check", "hall.yaml", "--start", "2025-03-03", "--year", "2025"), "begins on 1 January"


def names() -> Iterator[Line]:
    """Names of nothing, names too long, and kinds of names that cannot be."""
    for command in COMMANDS:
        more = ("--vs", "--load 2") if command == "compare" else ()
        unknown = "neither a scenario nor a target" if command == "check" else "there is no YAML file"
        yield (command, "nothing", *more), unknown
        yield (command, "nothing.yaml", *more), "cannot be read: No such file"
        yield (command, "folder", *more), unknown
        yield (command, LONG, *more), unknown
        yield (command, f"{LONG}.yaml", *more), "cannot be read: File name too long"
        yield (command, "empty.yaml", *more), "the file is empty"
        yield (command, "bytes.yaml", *more), "the file is not UTF-8 text"
        yield (command, "file/below.yaml", *more), "cannot be read: Not a directory"
        yield (command, "hall.yaml@nobody", *more), "there is no variant"
        if command != "levers":  # it switches them itself
            yield (command, "hall.yaml", *more, "--with", "nobody"), "no lever is called"
            yield (command, "hall.yaml", *more, "--without", "one_window"), "is not in force here"
        yield (command, "hall.yaml", *more, "--set", "pools.desk.capacity=1e400"), "--set"
        yield (command, "hall.yaml", *more, "--engine", "steam"), "--engine"
        yield (command, "hall.yaml", *more, "--lang", "fr"), "--lang"
    for command in ("capacity", "robustness", "compare"):
        more = ("--vs", "--load 2") if command == "compare" else ()
        yield (command, "hall.yaml", *more, "--target", "nobody"), "there is no target"
    for option in ("service", "target"):
        yield ("plot", "hall.yaml", f"--{option}", "nobody", "-n", "1"), f"there is no {option}"
    yield ("plot", "hall.yaml", "--kind", "pie"), "there is no kind of figure"
    yield ("capacity", "hall.yaml", "--service", "nobody"), "there is no service"


def settings() -> Iterator[Line]:
    """Settings of every bad kind."""
    for value in (
        "nonsense", "=", "a=", "=1", "pools", "pools.desk=", "pools.nobody.capacity=1", "pools.desk.capacity+=a",
        f"pools.desk.capacity={HUGE}", "pools.desk.capacity*=1e308", "pools.desk.capacity=[" + "[" * 500,
        "pools.desk.capacity=.nan", "pools.desk.capacity=.inf", "pools.desk.capacity=1000001", "pools.desk.capacity=[1]",
        "pools.desk.capacity={a: 1}", "pools.desk.capacity=!x 1", "pools.desk.capacity=*a", f"{LONG}=1", "....=1",
        "services.main.channels.hall.rate*=1e300", "services.main.channels.hall.rate+=1", "targets.all.limit*=-1",
        "targets.all.limit=1e308 wd", "study.window=1e9 wd", "study.window=0 wd", "study.start=9999-12-31", "study.year=9999",
        "services.main.flow.nobody.work=1 min", "study.backlog=/dev/zero", "study.backlog=folder", f"study.backlog={LONG}",
        "study.backlog=none.csv", "services.main.channels.hall.batch=1000001",
    ):  # fmt: skip
        yield ("check", "hall.yaml", "--set", value), "  "


def files() -> Iterator[Line]:
    """A file where a folder stands and the other way round; endings that are not drawn."""
    for value in ("folder", "file/x.png", "a.jpg", "a.tar.gz", f"{LONG}.png", "/dev/null/x.png", "."):
        yield ("plot", "hall.yaml", "--out", value, "-n", "1"), "--out"
        yield ("capacity", "hall.yaml", "--figure", value, "-n", "2"), "--figure"
        yield ("robustness", "hall.yaml", "--figure", value, "-n", "2"), "--figure"
        yield ("compare", "hall.yaml", "--vs", "--load 2", "--figure", value, "-n", "2"), "--figure"
    for value in ("file", "file/below", LONG, "/proc/x", "/dev/null", "folder/full"):
        yield (
            ("run", "hall.yaml", "--out", value),
            "out" if value in ("file", "/dev/null", LONG, "folder/full") else "cannot be made",
        )
    for value in ("folder", "file/x.csv", f"{LONG}.csv", "/proc/x.csv"):
        yield ("backlog", "hall.yaml", "--at", "2025-03-10", "--out", value), "--out"
    for value in ("folder", "file/x.yaml", f"{LONG}.yaml", "x.txt", "/proc/x.yaml"):
        yield (
            ("calibrate", "hall.yaml", "--figures", "figures.yaml", "--out", value),
            "figures" if "proc" in value else "--out",
        )
    for value in ("", "folder/", "file/x", LONG, "/proc/x", "hall.yaml"):
        yield (
            ("new", value),
            "name" if value in ("", "folder/") else "x" if value != "hall.yaml" else "exists already",
        )
    yield ("new", "y", "--from", "nothing"), "there is no YAML file"
    yield ("new", "y", "--from", "/dev/zero"), "there is no YAML file"
    yield ("new", "y", "--from", "folder"), "there is no YAML file"
    for value in ("none.yaml", "folder", "/dev/zero", LONG, "file/x", "empty.yaml", "bytes.yaml"):
        yield ("calibrate", "hall.yaml", "--figures", value), "figures" if value == "empty.yaml" else ""
        if value not in ("folder", LONG, "file/x", "/dev/zero"):
            yield ("validate", value), ""
    yield ("validate", "/dev/zero"), ""
    yield ("run", "hall.yaml", "--resume"), "there is no folder to go on with; name it"


KINDS = {kind.__name__: kind for kind in (numbers, dates, names, settings, files)}
