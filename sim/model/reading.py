"""From a YAML file to a `Scenario`: positions kept, all faults at once.

`read` parses the text (YAML 1.2, duplicate keys are faults) and puts in place what it includes, its defaults and its
fragments. A `ScenarioSource` takes what-if settings (`edited`) and is validated by `build`, which raises `ModelError`
with every fault of its files in order of position.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.frozen import dataclass
from sim.model.backlog import column_named, read_in
from sim.model.blocks import Background, Documents, Require, walk
from sim.model.composing import IDLE, Origin, composed, without_idle
from sim.model.faults import Fault, ModelError, Place, listed, nearest, shown
from sim.model.files import content, spelt
from sim.model.listing import read_in as lists_read_in
from sim.model.measured import read_in as values_read_in
from sim.model.names import Names, Validated
from sim.model.oddities import oddities
from sim.model.quantities import Duration, Model
from sim.model.scenario import Scenario
from sim.model.settings import Setting, applied
from sim.model.source_tables import Tables
from sim.model.sources import Source, sources_file
from sim.model.tree import Node, at, child, closest_place
from sim.model.yaml_tree import parse_yaml

SHARED_IDS = ("milestone", "end", "require", "use")
"""Blocks whose value is a stamp, an outcome or a reference: it may stand more than once."""


def read(path: str | Path, *, sources: Path | None = None) -> ScenarioSource:
    """Read a scenario file. `sources` names a sources.csv; without it the nearest one above the file is used.

    Raises `ModelError` only when there is no tree to go on with (unreadable file, broken YAML).
    """
    return read_text(text_of(path), str(path), sources=sources)


def text_of(path: str | Path) -> str:
    """The text of a file. Raises `ModelError` where it cannot be read or is not UTF-8."""
    try:
        return content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(
            [Fault(spelt(path), 1, 1, f"the file is not UTF-8 text (byte {error.start})")]
        ) from None
    except OSError as error:
        raise ModelError([Fault(spelt(path), 0, 0, f"cannot be read: {error.strerror or error}")]) from None


def read_text(text: str, file: str, *, sources: Path | None = None) -> ScenarioSource:
    """Read a scenario from text; `file` is the name its faults bear, and what it includes is looked for
    from there, as is sources.csv."""
    root, faults = parse_yaml(text, file)
    if root is None:
        raise ModelError(faults)
    found = sources if sources is not None else sources_file(Path(file))
    tree = found.parent if sources is None and found is not None else Path(file).parent
    root, origin, more = composed(root, text, file, tree)
    tables = Tables.read(root, origin, found)
    return ScenarioSource(file, root, (*faults, *more, *tables.faults), tables, origin=origin)


class BuiltBefore:
    """The parts of a file that were validated as it states them: settings by the hundred leave most of them alone.

    Nothing of it goes along when its file is sent to another process: it hangs on the identity of objects.
    """

    def __init__(self) -> None:
        self._edited = 0
        self._parts: dict[str | None, Validated] = {}
        """By variant."""

    def __reduce__(self) -> tuple[type[BuiltBefore], tuple[()]]:
        return BuiltBefore, ()

    def parts(
        self,
        source: ScenarioSource,
        names: Names,
        variant: str | None,
        levers: Mapping[str, type[Model]] | None,
    ) -> Validated | None:
        """The parts as they are known, if the same names are declared; or where to put those of the file as stated.

        They are built for that where settings come a second time.
        """
        self._edited += bool(source.settings)
        if variant not in self._parts and not source.settings:
            return self._parts.setdefault(variant, Validated())
        if variant not in self._parts and self._edited > 1:
            with suppress(ModelError):
                dataclasses.replace(source, settings=()).build(variant, levers=levers)
        known = self._parts.get(variant)
        return known if known is not None and known.names and names.allow_all_of(known.names) else None


@dataclass(frozen=True)
class ScenarioSource:
    """A scenario file as read: its tree, faults found so far, its sources, and settings to apply."""

    file: str
    root: Node
    faults: tuple[Fault, ...] = ()
    tables: Tables = dataclasses.field(default_factory=Tables)
    settings: tuple[Setting, ...] = ()
    origin: Origin = dataclasses.field(default_factory=Origin)
    before: BuiltBefore = dataclasses.field(default_factory=lambda: BuiltBefore(), repr=False, compare=False)
    """What was made of it, with whatever settings."""

    def __repr__(self) -> str:
        return f"ScenarioSource({listed([self.file, *(setting.text for setting in self.settings)])})"

    def edited(self, settings: Sequence[Setting]) -> ScenarioSource:
        """The same file with what-if settings, applied in order after the variant's own `set`."""
        return dataclasses.replace(self, settings=(*self.settings, *settings))

    @property
    def sources(self) -> Mapping[str, Source] | None:
        """What its files may name as a source, None where there is no table and it brings none."""
        return self.tables.sources

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants the file declares."""
        stated = child(self.root, "variants")
        return tuple(stated.value) if stated is not None and isinstance(stated.value, dict) else ()

    def build(
        self, variant: str | None = None, *, levers: Mapping[str, type[Model]] | None = None
    ) -> Scenario:
        """The validated scenario of a variant (or the default one).

        `levers` are the parameters of each lever there is, by its name; without them levers are left to whoever applies
        them.
        Raises `ModelError` with all faults.
        """
        faults = list(self.faults)
        chosen = variant if variant is not None else self._default_variant()
        if variant is not None and variant not in self.variants:
            message = f"there is no variant {shown(variant)}; allowed: {', '.join(self.variants) or '(none)'}"
            faults.append(Fault.at(Place(self.file), message + nearest(variant, self.variants)))
        root, unset = applied(self.root, chosen, self.settings)
        root, unreadable = read_in(root)
        root, unlisted = lists_read_in(root)
        root, unmeasured = values_read_in(root)
        faults += [*unset, *unreadable, *unlisted, *unmeasured, *twice_named(root)]
        raw = root.raw
        if not isinstance(raw, dict):
            message = f"{shown(raw)} is not a scenario; a scenario is a mapping with onewindow: 1"
            raise ModelError([*faults, Fault.at(root.place, message)])
        names = Names.collect(raw, self.sources, levers, wd_hours_of(raw))
        names.known = self.before.parts(self, names, chosen, levers)
        try:
            validated = Scenario.model_validate(raw, context=names, by_alias=True, by_name=False)
        except ValidationError as error:
            raise ModelError([*faults, *positioned(error, root)]) from None
        if faults:
            raise ModelError(faults)
        if names.known is not None and not self.settings:
            names.known.names = names
        kept = without_idle(root, self.file)
        if kept is not root:
            used = {key: _kept(getattr(validated, key), child(kept, key)) for key in IDLE}
            validated, root = validated.model_copy(update=used), kept
        return Scenario.from_file(validated, self.file, chosen, root, self.sources, self.origin, levers)

    def _default_variant(self) -> str | None:
        stated = child(self.root, "default_variant")
        name = stated.value if stated is not None else None
        return name if isinstance(name, str) and name in self.variants else None


def _kept(stated: Mapping[str, Model], kept: Node | None) -> dict[str, Model]:
    names = kept.value if kept is not None and isinstance(kept.value, dict) else {}
    return {name: one for name, one in stated.items() if name in names}


def positioned(error: ValidationError, root: Node) -> Iterator[Fault]:
    """The errors of a validation as faults at their places."""
    for detail in error.errors(include_url=False):
        place = closest_place(root, detail["loc"], at_key=detail["type"] == "key_fault")
        yield Fault.at(place, column_named(detail["loc"], detail["msg"]))


def twice_named(root: Node) -> Iterator[Fault]:
    """Ids that two blocks of one service bear."""
    services = child(root, "services")
    for service in services.value if services is not None and isinstance(services.value, dict) else ():
        flow = at(root, ("services", service, "flow"))
        first: dict[str, Place] = {}
        for keyword, block, steps in flow.blocks if flow is not None else ():
            if keyword in SHARED_IDS:
                continue
            named = at(flow, (*steps, keyword))  # type: ignore[arg-type]
            place = named.place if named is not None else root.place
            if block in first:
                message = (
                    f'id "{block}" is used twice in service "{service}"; it stands already at {first[block]}'
                )
                yield Fault.at(place, message)
            else:
                first[block] = place


def warnings(scenario: Scenario) -> tuple[Fault, ...]:
    """What is allowed and yet odd: no region, a `require` before its background can have started, an unused fragment,
    and the parts that nothing can reach (`sim.model.oddities`)."""
    found: list[Fault] = list(oddities(scenario))
    if "region" not in scenario.calendar.model_fields_set:
        message = (
            f"region is missing, so the holidays of {scenario.calendar.region} are taken; allowed: CN, CN-XJ"
        )
        found.append(scenario.fault_at("calendar", message))
    for name, service in scenario.services.items():
        started: set[str] = set()
        for block in walk(service.flow):
            if isinstance(block, Background) or (isinstance(block, Documents) and block.mode == "tolerate"):
                started.add(block.id)
            elif isinstance(block, Require) and block.id not in started:
                message = f'require "{block.id}" stands before its background starts, so it holds nobody'
                found.append(scenario.fault_at(f"services.{name}.flow.{block.id}", message))
    for fragment in scenario.fragments:
        if fragment not in scenario.origin.fragments_used:
            message = f'fragment "{fragment}" is used nowhere, so what it says is not checked'
            found.append(scenario.fault_at(("fragments", fragment), message))
    for default in scenario.defaults:
        if default not in scenario.origin.defaults_taken:
            message = f'nothing is like the default "{default}", so what it says is not checked'
            found.append(scenario.fault_at(("defaults", default), message))
    # What an included file has besides is there for other scenarios.
    if scenario.file:
        found = [fault for fault in found if fault.file == scenario.file]
    return tuple(sorted(set(found)))


def wd_hours_of(raw: dict[str, Any]) -> float:
    """Hours of a working day as the calendar states them, 8 while that is faulty: only to compare numbers."""
    try:
        stated = Duration.parse(raw["calendar"]["wd"])
    except (KeyError, TypeError, ValueError):
        return 8.0
    return stated.amount if stated.unit in ("wh", "h") and stated.amount > 0 else 8.0
