"""Alternatives to a base question, as one would type them: "two fewer: --set pools.window.capacity-=2".

What is typed comes on top of what the base is asked: `@variant` takes the place of the base's, `--load`, `--start` and
`--year` that of the same option, `--set` changes what the base's settings left, `--with` and `--without` switch
levers again. Seed and engine stay the base's: replications pair only under equal draws.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sim.experiments.questions.whatif import DEFAULT_SEED, WhatIf, load_factors, tell_rounded
from sim.model import Fault, ModelError, Setting, parse_setting
from sim.model.faults import Place, listed, nearest
from sim.model.names import unknown

MOVES = {"--start": "study.start", "--year": "study.year"}
"""Options that are settings of the study."""
OPTIONS = ("--load", "--with", "--without", "--set", *MOVES)
REFUSED = {
    "--seed": "replications are paired under the base's seed (common random numbers); ask the base under that seed",
    "--engine": "every question runs on the base's engine; ask the base on that engine",
}
QUOTED = "--set 'path=20 min'"
EXAMPLE = '"two fewer: --set pools.window.capacity-=2"'


@dataclass(frozen=True)
class Alternative:
    """A question to compare with the base. `options` is what was typed, or what one would type."""

    label: str
    options: str
    whatif: WhatIf

    @property
    def text(self) -> str:
        return self.options if self.label == self.options else f"{self.label}: {self.options}"


def alternatives_of(
    base: WhatIf, stated: Mapping[str, WhatIf | str] | Sequence[str] = ()
) -> tuple[Alternative, ...]:
    """The alternatives stated, by label or as "LABEL: OPTIONS" texts; without any, the other variants of the scenario.

    Raises ModelError with the faults of all of them; each names the alternative it stands in.
    """
    if isinstance(stated, str):
        stated = [stated]
    if not stated:
        stated = _other_variants(base)
    pairs = list(stated.items()) if isinstance(stated, Mapping) else [(None, text) for text in stated]
    made: list[Alternative] = []
    faults: list[Fault] = []
    for label, question in pairs:
        try:
            one = _alternative(base, label, question)
            if any(one.label == other.label for other in made):
                where = question if isinstance(question, str) else one.label
                raise ModelError([_fault(where, f'the label "{one.label}" is taken; each needs its own')])
            made.append(one)
        except ModelError as failed:
            faults += failed.faults
    if faults:
        raise ModelError(faults)
    return tuple(made)


def typed(whatif: WhatIf) -> str:
    """The scenario and its what-if options as one would type them."""
    variant = f"@{whatif.variant}" if whatif.variant is not None else ""
    return _typed(f"{whatif.reference}{variant}", whatif)


def typed_as_called(whatif: WhatIf) -> str:
    """The same with the variant that is meant where none is stated: what the next command is asked about."""
    return _typed(whatif.label, whatif)


def _typed(called: str, whatif: WhatIf) -> str:
    words = [called, *_options(whatif)]
    if whatif.seed != DEFAULT_SEED:
        words += ["--seed", str(whatif.seed)]
    if whatif.engine != "auto":
        words += ["--engine", whatif.engine]
    return shlex.join(words)


def _options(whatif: WhatIf) -> Iterator[str]:
    for service, factor in whatif.load:
        said = factor if isinstance(factor, str) else f"{float(factor):g}"
        said = said if isinstance(factor, str) or Fraction(said) == factor else str(factor)
        yield from ("--load", f"{service}={said}" if service else said)
    for lever in whatif.with_:
        yield from ("--with", lever)
    for lever in whatif.without:
        yield from ("--without", lever)
    for setting in whatif.source.settings:
        place = setting.stands_at
        yield from (f"--{place.parameter}", place.file)


def _other_variants(base: WhatIf) -> list[str]:
    others = [f"@{name}" for name in base.source.variants if name != base.stated.variant]
    if not others:
        message = f"the scenario has no other variant to compare with; state an alternative, as in {EXAMPLE}"
        raise ModelError([Fault(base.label, 0, 0, message)])
    return others


def _fault(text: str, message: str) -> Fault:
    return Fault.of("vs", f'"{text}"', message)


def _alternative(base: WhatIf, label: str | None, question: WhatIf | str) -> Alternative:
    if isinstance(question, WhatIf):
        name = label or typed(question)
        if question.seed != base.seed or question.engine_name != base.engine_name:
            option = "--seed" if question.seed != base.seed else "--engine"
            raise ModelError([_fault(name, f"its {option[2:]} is not the base's: {REFUSED[option]}")])
        return Alternative(name, typed(question), _runnable(name, question))
    text = question if label is None else f"{label}: {question}"
    try:
        own, options = _split(base, question) if label is None else (label, question.strip())
        whatif = _on_top(base, options)
    except ModelError as failed:
        raise ModelError(_fault(text, _said(fault)) for fault in failed.faults) from None
    return Alternative(own or options, options, _runnable(text, whatif))


def _said(fault: Fault) -> str:
    return _as_typed(fault) if fault.file or fault.parameter else fault.message


def _as_typed(fault: Fault) -> str:
    return fault.told("--{}".format)


def _runnable(text: str, whatif: WhatIf) -> WhatIf:
    """The question, compiled. The base has been, so what is wrong came with the alternative."""
    try:
        _ = whatif.program
    except ModelError as failed:
        raise ModelError(_fault(text, _as_typed(fault)) for fault in failed.faults) from None
    return whatif


def _wrong(message: str) -> ModelError:
    """A fault of the text itself, whose place is added by who knows the whole text."""
    return ModelError([Fault("", 0, 0, message)])


def _split(base: WhatIf, text: str) -> tuple[str, str]:
    """("two fewer", "--set …") of "two fewer: --set …"; the label is empty where there is none."""
    text = text.strip()
    if text.startswith(("@", "-")):
        return "", text
    cut = min((place for mark in ":：" if (place := text.find(mark)) >= 0), default=-1)
    if cut < 0:
        known = [f"@{name}" for name in base.source.variants]
        raise _wrong(
            f'there are no options in it; write "LABEL: OPTIONS", as in {EXAMPLE}{nearest(f"@{text}", known)}'
        )
    return text[:cut].strip(), text[cut + 1 :].strip()


def _on_top(base: WhatIf, text: str) -> WhatIf:
    """The base question with the options on top. Raises ModelError."""
    variant = base.variant
    values: dict[str, list[str]] = {option: [] for option in OPTIONS}
    for option, value in _parsed(text):
        if option == "@":
            if value not in base.source.variants:
                raise _wrong(unknown("variant", value, base.source.variants))
            variant = value
        else:
            values[option].append(value)
    settings = [parse_setting(one) for one in values["--set"]]
    for option, path in MOVES.items():
        settings += [
            Setting(path, "=", value, Place(value, parameter=option[2:])) for value in values[option]
        ]
    changed = replace(
        base,
        variant=variant,
        source=base.source.edited(settings),
        load=tuple({**dict(base.load), **dict(load_factors(values["--load"]))}.items()),
        with_=(*base.with_, *values["--with"]),
    )
    # What the base switched off may be switched on again, and need not be switched off where it never was on.
    in_force = {use.name for use in changed.stated.lever_uses} | set(base.with_)
    kept = [lever for lever in base.without if lever in in_force and lever not in values["--with"]]
    made = replace(changed, without=(*kept, *values["--without"]))
    tell_rounded(made)
    return made


def _parsed(text: str) -> Iterator[tuple[str, str]]:
    """(option, value) in order; a variant has the option "@"."""
    try:
        words = shlex.split(text)
    except ValueError as fault:
        raise _wrong(f"it cannot be read: {str(fault).lower()}") from None
    if not words:
        raise _wrong(f"there are no options in it; allowed: @VARIANT, {listed(OPTIONS)}")
    seen: set[str] = set()
    rest = iter(words)
    for word in rest:
        if word.startswith("@"):
            option, value = "@", word[1:]
        else:
            option, given, value = word.partition("=")
            if option in REFUSED:
                raise _wrong(f"{option} has no place in an alternative: {REFUSED[option]}")
            if not word.startswith("-"):
                raise _wrong(f'"{word}" is not an option; a value with blanks needs quotes, as in {QUOTED}')
            if option not in OPTIONS:
                allowed = f"allowed: @VARIANT, {listed(OPTIONS)}"
                raise _wrong(f'"{word}" is not an option here; {allowed}{nearest(option, OPTIONS)}')
            value = value if given else next(rest, "")
            if not value or value.startswith("--"):
                raise _wrong(f"{option} needs a value")
        if option in seen and option in ("@", *MOVES):
            raise _wrong(f"{'the variant' if option == '@' else option} is stated twice")
        seen.add(option)
        yield option, value
