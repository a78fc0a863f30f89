"""Bad scenario files by kind: (id, text, the part of a message that must be told)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from office import OFFICE, Bare, with_value, without, written

Bad = tuple[str, str, str]
FLOW = "services.main.flow"
HUGE = "9" * 400

DURATIONS = (
    "calendar.wd", "study.window", "study.lead_in", "study.follow_up", "pools.desk.last_start", "pools.desk.other_work.work",
    "sessions.panel.cutoff", "services.main.channels.online.transfer", f"{FLOW}.0.do.0.work.mean", f"{FLOW}.0.do.0.work.p90",
    f"{FLOW}.0.prepare", f"{FLOW}.2.options.0.do.0.work", f"{FLOW}.2.options.1.do.0.for.mode", f"{FLOW}.3.do.0.work",
    f"{FLOW}.4.branches.one.0.promised", f"{FLOW}.4.branches.one.0.do.0.work", f"{FLOW}.4.branches.two.0.with.time",
    f"{FLOW}.5.patience", "targets.all.limit",
)  # fmt: skip
RATES = ("services.main.channels.hall.rate", "services.main.channels.online.rate")
SHARES = (
    "pools.desk.availability", "pools.desk.other_work.share", "services.main.attributes.kind.values.a",
    f"{FLOW}.0.papers.lease.missing", f"{FLOW}.0.again", f"{FLOW}.3.again", "targets.all.required_share",
)  # fmt: skip
WHOLES = (
    "pools.desk.capacity", "pools.back.profile.09:00", "sessions.panel.places", "services.main.channels.hall.batch",
    "services.main.channels.hall.after_holiday.closed_days", f"{FLOW}.0.maximum", f"{FLOW}.3.maximum", "study.backlog.0.cases",
)  # fmt: skip
FACTORS = (
    "services.main.channels.hall.hours.09:00", "services.main.channels.hall.weekdays.mon",
    "services.main.channels.hall.months.3", "services.main.channels.hall.after_holiday.factors.0",
    "services.main.channels.online.off_days",
)  # fmt: skip
NUMBERS = ("services.main.channels.hall.growth", "services.main.attributes.area.number.max")
MAPPINGS = (
    "calendar", "study", "pools", "pools.desk", "sessions", "sessions.panel", "services", "services.main",
    "services.main.channels", "services.main.channels.hall", "services.main.channels.hall.after_holiday", "services.main.attributes", "targets",
    "targets.all", "fragments.hand", "variants", "variants.after", f"{FLOW}.0.papers", f"{FLOW}.4.branches", "pools.desk.other_work",
)  # fmt: skip
LISTS = ("calendar.seasons", "calendar.off", "services.main.flow", f"{FLOW}.0.do", f"{FLOW}.2.options", "pools.desk.skills",
         f"{FLOW}.4.branches.one", "variants.after.levers", f"{FLOW}.3.do.0.any_of")  # fmt: skip
NAMES = {
    f"{FLOW}.0.do.0.pool": "there is no pool", f"{FLOW}.3.do.0.any_of.0": "there is no pool",
    f"{FLOW}.2.options.0.do.0.skill": "there is no skill", f"{FLOW}.4.branches.one.0.do.0.of": "there is no session",
    "targets.all.service": "there is no service", "targets.all.from": "there is no milestone",
    "targets.all.to": "there is no milestone", f"{FLOW}.4.branches.two.0.use": "there is no fragment",
}  # fmt: skip

BAD_DURATIONS: tuple[tuple[Any, str], ...] = (
    ("1e308 min", "too long; allowed: up to 100 years"), (f"{HUGE} wd", "too long"), ("1e-300 s", "too short"),
    ("-3 min", "negative"), (5, "unit is missing"), ("5 parsecs", "is not a unit of time"), ("1 day", "may be 工作日 (wd, working day)"),
    ("nan min", "is not a duration"), (Bare(".inf"), "no number that can be used"), (["5 min"], "a list of 1 is not a duration"),
    (True, "true is not a duration"),
)  # fmt: skip
BAD_RATES: tuple[tuple[Any, str], ...] = (
    ("1e400 /wd", "no rate that can be used"), ("1e12 /wd", "no rate that can be used"), ("-1 /wd", "negative"),
    ("1e-9 /wd", "no rate that can be used"), (5, "is not a rate"), ("5 /week", "is not a time a rate can have"),
    (f"{HUGE} /wd", "no rate that can be used"), ("nan /wd", "is not a rate"),
)  # fmt: skip
BAD_SHARES: tuple[tuple[Any, str], ...] = (
    (1.5, "is not a share"), ("101%", "is not a share"), ("-1%", "is not a share"), ("nan%", "is not a share"),
    (f"{HUGE}%", "is not a share"), (Bare(HUGE), "no number that can be used"), (Bare(".nan"), "no number that can be used"),
)  # fmt: skip
BAD_WHOLES: tuple[tuple[Any, str], ...] = (
    (-1, "is too small; allowed: whole numbers from"), (2.5, "is not a whole number"), (2_000_000, "is too large; allowed"),
    (10**14, "no number that can be used"), (Bare(HUGE), "no number that can be used"), (Bare(".inf"), "no number that can"),
    ("nan", "is not a whole number"), (False, "false is not a whole number"),
)  # fmt: skip
BAD_FACTORS: tuple[tuple[Any, str], ...] = (
    (-1, "negative"), (1e9, "is too large; allowed"), (1e-9, "is too small; allowed"), ("x", "is not a number"),
    (Bare("1e400"), "no number that can be used"), (Bare(HUGE), "no number that can be used"),
)  # fmt: skip
BAD_NUMBERS: tuple[tuple[Any, str], ...] = (
    (Bare("1e308"), "no number that can be used"), (Bare(".nan"), "no number that can be used"), ("many", "is not a number"),
)  # fmt: skip


def without_bounds() -> Iterator[Bad]:
    """Numbers that are too large, too small, or none."""
    kinds = (
        (DURATIONS, BAD_DURATIONS), (RATES, BAD_RATES), (SHARES, BAD_SHARES), (WHOLES, BAD_WHOLES), (FACTORS, BAD_FACTORS),
        (NUMBERS, BAD_NUMBERS),
    )  # fmt: skip
    for paths, values in kinds:
        for path in paths:
            for value, said in values:
                shown = value.text if isinstance(value, Bare) else str(value)
                yield f"{path} = {shown[:20]}", with_value(path, value), said


def wrong_kinds() -> Iterator[Bad]:
    """A list where a mapping belongs, and the other way round; names of nothing."""
    for path in MAPPINGS:
        for value in ([1], "word", 5):
            yield f"{path} = {value}", with_value(path, value), "is not a mapping"
    for path in LISTS:
        for value in ({"a": 1}, 5):
            yield (
                f"{path} = {value}",
                with_value(path, value),
                "is not a list" if path != "calendar.off" else "not a",
            )
    for path, said in NAMES.items():
        yield f"{path} = nobody", with_value(path, "nobody"), said
        if path != "targets.all.service":  # which may be a list
            yield f"{path} = a list", with_value(path, ["x"]), "is not an id"
        yield f"{path} = a mapping", with_value(path, {"x": 1}), "is not an id"
    for lever in (
        "one_window",
        "tolerant_acceptance",
        "joint_acceptance",
        "deemed_approval",
        "merged_stages",
    ):
        for key in ("drop", "steps", "items", "source", "pool", "nonsense"):
            for value in ([["x"]], [{"x": 1}], [None], {"x": [1]}):
                text = with_value("variants.after.levers", [{lever: {key: value}}])
                yield f"{lever}.{key} = {value}", text, f"{lever}: "


def empty() -> Iterator[Bad]:
    """What is missing, or taken for granted."""
    for key in ("onewindow", "title", "jurisdiction", "calendar", "study", "pools", "services"):
        yield f"no {key}", without(key), f'"{key}" is missing'
    for key in (
        "pools",
        "services",
        f"{FLOW}",
        "services.main.channels",
        f"{FLOW}.2.options",
        f"{FLOW}.0.papers",
    ):
        yield f"empty {key}", with_value(key, [] if key.endswith(("flow", "options")) else {}), "too short"
    for value, said in (
        (True, "true"),
        (2, "2"),
        ("1", '"1"'),
        (1.5, "1.5"),
        (None, "nothing"),
        ([1], "a list"),
    ):
        yield (
            f"onewindow: {value}",
            with_value("onewindow", value),
            f"{said} is not a version" if said != "a list" else "is not a version",
        )
    for text in ("", "# nothing", "---", "---\n...\n"):
        yield (
            f"text {text!r}",
            text,
            "the file is empty" if text in ("", "# nothing") else "is not a scenario",
        )
    for text in ("1", "[]", "word", "- a\n- b"):
        yield f"text {text!r}", text, "is not a scenario"


def large_and_deep() -> Iterator[Bad]:
    """Bytes, depth, aliases, steps, conditions without end."""
    yield "a million brackets", "a: " + "[" * 1_000_000, "nested deeper than 60 levels"
    yield "a hundred thousand lists", "a: " + "[" * 100_000 + "]" * 100_000, "nested deeper than 60 levels"
    yield "a hundred thousand braces", "{a: " * 100_000, "nested deeper than 60 levels"
    yield "dashes", "- " * 100_000, "nested deeper than 60 levels"
    yield "question marks", "? " * 50_000, "nested deeper than 60 levels"
    yield "indents", "\n".join(" " * i + "a:" for i in range(900)), "nested deeper than 60 levels"
    yield "too many bytes", "# " + "x" * 2_000_001, "holds more than 2,000,000 bytes"
    yield (
        "five megabytes of keys",
        "\n".join(f"key{i}: {i}" for i in range(350_000)),
        "holds more than 2,000,000 bytes",
    )
    yield "many values", "[" + "1," * 250_000 + "]", "more than 200,000 values"
    bomb = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9))
    yield "lists that multiply", "a0: &a0 [1, 1]\n" + bomb, "with those that aliases repeat"
    bomb = "\n".join(
        f"a{i}: &a{i} {{{', '.join(f'k{j}: *a{i - 1}' for j in range(10))}}}" for i in range(1, 9)
    )
    yield "mappings that multiply", "a0: &a0 {x: 1}\n" + bomb, "with those that aliases repeat"
    chain = "\n".join(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 100))
    yield "aliases that nest", "a0: &a0 [1]\n" + chain, "nested deeper than 60 levels"
    yield "an alias inside itself", "a: &a [*a]", "is an alias inside itself"
    yield "an alias of nothing", "a: *b", "repeats an anchor that does not stand before it"
    yield "an anchor twice", "a: &x 1\nb: &x 2", "stands twice"
    task = {"task": "x", "pool": "desk", "work": "1 min"}
    yield (
        "too many steps",
        with_value(FLOW, [{**task, "task": f"t{i}"} for i in range(5001)]),
        "more than 5,000 blocks",
    )
    for uses, last in ((2, 18), (10, 5)):
        fragments: dict[str, Any] = {
            f"f{i}": {"do": [{"use": f"f{i + 1}", "as": f"a{j}"} for j in range(uses)]} for i in range(last)
        }
        raw = {
            **OFFICE,
            "fragments": {**OFFICE["fragments"], **fragments, f"f{last}": {"do": [{"milestone": "m"}]}},
        }
        raw["services"] = {"main": {**OFFICE["services"]["main"], "flow": [{"use": "f0"}]}}
        yield f"use that multiplies by {uses}", written(raw), "more than 5,000 blocks here"
    circle = {"f": {"do": [{"use": "g"}]}, "g": {"do": [{"use": "f"}]}}
    raw = {**OFFICE, "fragments": {**OFFICE["fragments"], **circle}}
    raw["services"] = {
        "main": {**OFFICE["services"]["main"], "flow": [*OFFICE["services"]["main"]["flow"], {"use": "f"}]}
    }
    yield "use in a circle", written(raw), "use each other in a circle"
    when = f"{FLOW}.2.options.0.when"
    one = "area > 1"
    yield (
        "a thousand ands",
        with_value(when, " and ".join([one] * 1000)),
        "too long; allowed: up to 5,000 characters",
    )
    yield (
        "four hundred ors",
        with_value(when, " or ".join([one] * 400)),
        "comparisons, sums and nots; allowed: up to 200",
    )
    yield (
        "three hundred nots",
        with_value(when, "not " * 300 + one),
        "comparisons, sums and nots; allowed: up to 200",
    )
    yield "a thousand brackets", with_value(when, "(" * 1000 + one + ")" * 1000), "cannot be read"
    yield "a long sum", with_value(when, "area" + "+1" * 500 + " > 2"), "comparisons, sums and nots; allowed"
    yield "a chain", with_value(when, "area" + " < area" * 300), "comparisons, sums and nots; allowed"
    yield "a long name", with_value(when, "a" * 4000 + " > 1"), "there is no attribute"
    yield "a constant", with_value(when, f"area > {HUGE}"), "no number that can be used"
    yield "a long text", with_value(f"{FLOW}.0.do.0.pool", "x" * 100_000), "there is no pool"
    yield "long keys", with_value("pools", {"k" * 10_000: 1}), "this is not YAML"


def broken_text() -> Iterator[Bad]:
    """What is not YAML, or not plain."""
    good = written(OFFICE)
    for place in range(3, len(good), len(good) // 20):
        yield f"cut at {place}", good[:place], ""
    for mark, said in (
        ("\x00", "cannot stand in YAML"),
        ("\x1b", "cannot stand in YAML"),
        ("\ufffe", "cannot stand in YAML"),
    ):
        yield f"character {mark!r}", good[:200] + mark + good[200:], said
    for tag in (
        "!python/object:os.system x",
        "!!binary x",
        "!x 1",
        "!!set {a}",
        "!!omap []",
        "!!python/name:os x",
    ):
        yield f"tag {tag}", with_value("title", Bare(tag)), "is not allowed; write plain values"
    yield (
        "a merge key",
        with_value("title", Bare("{<<: {zh: a, en: b}}")),
        "is not allowed; write plain values",
    )
    yield "two documents", f"{good}\n---\n{good}", "a second document begins here"
    yield "a key twice", with_value("title", Bare("{zh: a, zh: b, en: c}")), "stands twice in one mapping"
    yield "a list as key", with_value("title", Bare("{? [a] : b}")), "a key must be plain text"


KINDS = {kind.__name__: kind for kind in (without_bounds, wrong_kinds, empty, large_and_deep, broken_text)}
