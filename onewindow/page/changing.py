"""The inputs of a what-if: each number is edited where it is shown, with its range and its source."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from onewindow.desk.changes import Changes
from onewindow.desk.inputs import Group, Inputs, Number, Switch
from onewindow.page import draw
from onewindow.page.here import Here
from sim.words.page_what_if import WHAT_IF

Changed = Callable[[], None]


def changing(changes: Changes, here: Here, changed: Changed, work: Changed) -> None:
    """The form; `changed` is called after every change, `work` to have it worked out."""
    w, told = WHAT_IF[here.lang], Told(here)

    @ui.refreshable
    def form() -> None:
        made = changes.inputs
        told.labels.clear()
        _choices(changes, here, again)
        with ui.element("div").classes("field load"):
            _load(changes, here, moved)
        for heading, groups in ((w["staff"], made.staff), (w["papers"], made.papers)):
            if groups:
                draw.html(heading, "h3")
                for group in groups:
                    if group.used:
                        _group(group, changes, told, moved)
        unused = [group for group in made.staff if not group.used]
        if unused:
            with ui.expansion(w["not_used"]).classes("others"):
                for group in unused:
                    _group(group, changes, told, moved)
        if made.levers:
            draw.html(w["levers"], "h3")
            for switch in made.levers:
                _lever(switch, changes, here, again)
        draw.html(w["season"], "h3")
        start = ui.input(value=made.start).props(f'type="date" dense outlined aria-label="{w["season"]}"')
        start.on("change", lambda: _took(start, changes.start(str(start.value or "")), here, changed))
        if made.others:
            with ui.expansion(w["others"]).classes("others"):
                for group in made.others:
                    _group(group, changes, told, moved)

    def moved() -> None:
        told.anew(changes.inputs)
        changed()

    def again() -> None:
        form.refresh()
        changed()

    def reset() -> None:
        changes.reset()
        again()

    with ui.row().classes("actions"):
        ui.button(w["run"], on_click=work).props("unelevated no-caps").mark("run")
        ui.button(w["all_as_stated"], on_click=reset).props("flat no-caps")
    form()


def _choices(changes: Changes, here: Here, again: Changed) -> None:
    """The promise and the version."""
    w, made = WHAT_IF[here.lang], changes.inputs
    target = ui.select(dict(made.targets), value=changes.asked.target, label=w["promise"]).classes("wide")

    def chosen() -> None:
        changes.target(str(target.value))
        again()

    target.on_value_change(chosen)
    if len(made.variants) > 1:
        version = ui.select(dict(made.variants), value=made.variant, label=w["variant"]).classes("wide")

        def taken() -> None:
            why = changes.variant(str(version.value))
            if why:
                ui.notify(w["fault"].format(why=why), type="warning")
            again()

        version.on_value_change(taken)


def _load(changes: Changes, here: Here, changed: Changed) -> None:
    w, made = WHAT_IF[here.lang], changes.inputs
    load = ui.input(w["load"], value=made.load).props("dense outlined").classes("number")
    load.mark("load")
    load.on("change", lambda: _took(load, changes.load(str(load.value)), here, changed))
    if made.stages:
        stages = {"": w["no_stage"]} | dict(made.stages)
        stage = ui.select(stages, value=made.load if made.load in made.stages else "", label=w["stage"])

        def chosen() -> None:
            if stage.value:
                load.set_value(stage.value)
                _took(load, changes.load(str(stage.value)), here, changed)

        stage.on_value_change(chosen)


class Told:
    """What stands beside the numbers of a form: it follows them, while the fields stay as they are."""

    def __init__(self, here: Here) -> None:
        self.here, self.labels = here, dict[str, ui.label]()

    def beside(self, group: Group) -> None:
        self.labels[f"beside {group.numbers[0].path}"] = ui.label(group.beside).classes("soft")

    def known(self, number: Number) -> None:
        self.labels[number.path] = ui.label(self._of(number)).classes("known soft")

    def anew(self, made: Inputs) -> None:
        """Say what holds now."""
        for group in (*made.staff, *made.papers, *made.others):
            if (label := self.labels.get(f"beside {group.numbers[0].path}")) is not None:
                label.set_text(group.beside)
            for number in group.numbers:
                if (label := self.labels.get(number.path)) is not None:
                    label.set_text(self._of(number))

    def _of(self, number: Number) -> str:
        w = WHAT_IF[self.here.lang]
        kind = w["kind_" + number.kind]
        known = [
            w["stated"].format(value=number.stated) if number.changed else "",
            number.range,
            w["source"].format(kind=kind, what=number.source) if number.source else kind,
        ]
        return " · ".join(one for one in known if one)


def _group(group: Group, changes: Changes, told: Told, changed: Changed) -> None:
    with ui.element("div").classes("group"):
        with ui.element("div").classes("head"):
            ui.label(group.name).classes("name")
            told.beside(group)
        for number in group.numbers:
            _number(number, group, changes, told, changed)


def _number(number: Number, group: Group, changes: Changes, told: Told, changed: Changed) -> None:
    """A number in its place, with what is to be known of it."""
    here = told.here
    w, said = WHAT_IF[here.lang], f"{group.name} · {number.name}".replace('"', "'")
    with ui.element("div").classes("field"):
        ui.label(number.name).classes("label")
        value: ui.input | ui.number = (
            ui.number(value=float(number.value), min=0, step=1, format="%d")
            if number.whole
            else ui.input(value=number.value)
        )
        value.props("dense outlined").classes("number").mark(number.path)
        value.props["aria-label"] = said
        if number.factor:
            ui.label(w["factor"].format(value=number.shown)).classes("soft")
        told.known(number)

    def take() -> None:
        if value.value is not None:
            text = f"{value.value:g}" if isinstance(value.value, float | int) else str(value.value)
            _took(value, changes.number(number, text), here, changed)

    if number.whole:
        value.on_value_change(take)
    else:
        value.on("change", take)


def _lever(switch: Switch, changes: Changes, here: Here, again: Changed) -> None:
    w = WHAT_IF[here.lang]
    with ui.element("div").classes("lever"):
        box = ui.checkbox(switch.label, value=switch.on).mark(f"lever-{switch.name}")
        ui.label(switch.sentence).classes("known soft")
        ui.label(w["clauses"].format(what=switch.clauses)).classes("known soft")
        if switch.refused:
            box.disable()
            ui.label(w["refused"].format(why=switch.refused)).classes("known soft")

    def turned() -> None:
        why = changes.lever(switch.name, bool(box.value))
        if why:
            ui.notify(w["fault"].format(why=why), type="warning")
        again()

    box.on_value_change(turned)


def _took(field: ui.input | ui.number, why: str, here: Here, changed: Changed) -> None:
    """Show why a change cannot be, where it was made; else go on."""
    if why:
        field.props["error"] = True
        field.props["error-message"] = WHAT_IF[here.lang]["fault"].format(why=why)
        return
    field.props["error"] = False
    changed()
