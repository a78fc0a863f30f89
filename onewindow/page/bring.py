"""Bring your own: upload a scenario, edit it with its faults beside it, take it away again."""

from __future__ import annotations

import json

from nicegui import events, run, ui

from onewindow.desk.about import scenarios
from onewindow.desk.asked import Asked, from_query
from onewindow.desk.bring import download, edited, faults_told, taken_from, warnings_told
from onewindow.desk.brought import TOGETHER, Brought, brought_of
from onewindow.desk.job import Job
from onewindow.desk.key_list import SHOWN, looked_up
from onewindow.page import draw, jobs
from onewindow.page.here import Here
from sim.library import library
from sim.model import ModelError
from sim.model.includes import ENDINGS
from sim.words.language import said_in
from sim.words.page_bring import BRING


def bring(here: Here) -> None:
    """What is edited stands in the address: `scenario=own/ID`."""
    w, own = BRING[here.lang], brought_of(from_query(here.query).scenario)
    draw.html(w["title"], "h1")
    ui.label(w["explains"]).classes("soft")
    if own is not None:
        Editor(own, here)
    with ui.element("div").classes("bringing"):
        with ui.element("section"):
            _upload(here)
        with ui.element("section"):
            _from_library(here)
    _mine(here)


def _upload(here: Here) -> None:
    w = BRING[here.lang]

    async def uploaded(event: events.MultiUploadEventArguments) -> None:
        files: dict[str, bytes] = {}
        for file in event.files:
            if file.name in files or sum(map(len, files.values())) + file.size() > TOGETHER:
                ui.notify(w["too_large"].format(n=TOGETHER // 1_000_000), type="negative")
                return
            files[file.name] = await file.read()
        try:
            kept = await run.io_bound(here.desk.brought.keep, files)
        except ModelError as error:
            _refused(error, here)
            return
        _open(kept)

    box = ui.upload(
        multiple=True, label=w["upload"], auto_upload=True, max_total_size=TOGETHER, on_multi_upload=uploaded
    )
    box.props('accept=".yaml,.yml,.csv"').classes("away")  # its own parts have no names to be read out
    button = ui.button(w["upload"]).props("no-caps outline").classes("upload")
    button.on("click", js_handler=f"() => getElement({box.id}).pickFiles()")
    box.on("rejected", lambda: ui.notify(w["too_large"].format(n=TOGETHER // 1_000_000), type="negative"))


def _from_library(here: Here) -> None:
    w = BRING[here.lang]
    offered = {name: said for name, said in scenarios(here.desk, here.lang).items() if name in library()}
    chosen = ui.select(offered, label=w["or_from"], value=next(iter(offered))).classes("wide")

    async def begin() -> None:
        try:
            kept = await run.io_bound(taken_from, here.desk.brought, str(chosen.value), here.lang)
        except ModelError as error:
            _refused(error, here)
            return
        _open(kept)

    ui.button(w["begin"], on_click=begin).props("no-caps outline")


def _mine(here: Here) -> None:
    w = BRING[here.lang]
    good = scenarios(here.desk, here.lang)
    draw.html(w["mine"], "h2")
    own = here.desk.brought.latest()
    if not own:
        ui.label(w["none_mine"]).classes("soft")
    with ui.element("ul").classes("plain"):
        for one in own:
            with ui.element("li"):
                ui.link(good.get(one.reference, one.main), f"/bring?{Asked(one.reference).query()}")
                ui.button(w["forget"], on_click=lambda one=one: forget(one)).props("flat dense no-caps")

    def forget(one: Brought) -> None:
        for older in here.desk.brought.all():
            if older.main == one.main:
                here.desk.brought.forget(older.id)
        ui.navigate.to("/bring")


def _open(kept: Brought | None) -> None:
    if kept is not None:  # else the server is ending
        ui.navigate.to(f"/bring?{Asked(kept.reference).query()}")


def _refused(error: ModelError, here: Here) -> None:
    said = said_in(here.lang)
    why = "\n".join(one.told(str, said) for one in error.faults[:3])
    ui.notify(BRING[here.lang]["refused"].format(why=why), type="negative", multi_line=True, timeout=15_000)


class Editor:
    """One scenario under the pen: its text, what is wrong with it, and keys to look up."""

    def __init__(self, own: Brought, here: Here) -> None:
        self.own, self.here, self.w = own, here, BRING[here.lang]
        self.file = own.main
        draw.html(self.w["editing"].format(name=""), "h2").classes("sr")
        with ui.row().classes("actions"):
            texts = [name for name in own.files if name.endswith(ENDINGS)]
            ui.label(self.w["editing"].format(name="" if len(texts) > 1 else own.main)).classes("strong")
            if len(texts) > 1:
                chosen = ui.select(texts, value=own.main).props(f'dense aria-label="{self.w["files"]}"')
                chosen.on_value_change(lambda: self.turn_to(str(chosen.value)))
            ui.button(self.w["check"], on_click=self.check).props("no-caps").mark("check")
            ui.button(self.w["download"], on_click=self.take_text).props("no-caps flat")
            ui.button(self.w["download_all"], on_click=self.take_all).props("no-caps flat")
        if others := [name for name in own.files if name not in texts]:
            ui.label(self.w["files"].format(files=" · ".join(others))).classes("soft")
        with ui.element("div").classes("two editing"):
            with ui.element("section").classes("text"):
                self.text = ui.codemirror(
                    own.text(), language="YAML", theme="githubLight", indent="  ", line_wrapping=True
                ).classes("editor")
                ui.run_javascript(f"completing(getElement({self.text.id}), {json.dumps(here.lang)})")
                ui.label(self.w["completes"]).classes("soft")
            with ui.element("section").classes("beside").props('aria-live="polite"'):
                self.state = ui.element("div")
                self.looking_up()
        self.check()

    def turn_to(self, file: str) -> None:
        """Edit another of its files; what was written in the one before is kept."""
        self._keep()
        self.file = file
        self.text.set_value(self.own.content(file).decode("utf-8-sig", "replace"))
        self.check()

    def _keep(self) -> bool:
        try:
            self.own = edited(self.here.desk.brought, self.own, self.file, str(self.text.value or ""))
        except ModelError as error:
            _refused(error, self.here)
            return False
        address = json.dumps(f"/bring?{Asked(self.own.reference).query()}")
        ui.run_javascript(f"history.replaceState(null, '', {address})")
        return True

    def check(self) -> None:
        """Keep what is written, and ask what is wrong with it."""
        if not self._keep():
            return
        self.state.clear()
        with self.state:
            jobs.follow(
                self.here.desk.ask("validate", {"scenario": self.own.reference}, self.here.owner),
                self.here,
                self.checked,
            )

    def checked(self, job: Job) -> None:
        """Show what the check said, if it was of what is written now."""
        if job.result is None or job.request["scenario"] != self.own.reference:
            return
        told = faults_told(job.result, self.own.main, self.here.lang)
        here = [one for one in told if one.file == self.file and one.line]
        self.text.decorations = [
            {"kind": "line", "line": line, "class": "at-fault"} for line in sorted({one.line for one in here})
        ]
        self.text.line_tooltips = {one.line: one.message for one in here}
        with self.state:
            if told:
                key = "faults_one" if len(told) == 1 and "faults_one" in self.w else "faults"
                ui.label(self.w[key].format(n=len(job.result["faults"]))).classes("bad")
                with ui.element("ol").classes("faults"):
                    for one in told:
                        with ui.element("li"):
                            ui.button(one.place, on_click=lambda one=one: self.go(one.file, one.line)).props(
                                "flat dense no-caps"
                            )
                            ui.label(one.message)
                if (more := len(job.result["faults"]) - len(told)) > 0:
                    ui.label(self.w["more"].format(n=more)).classes("soft")
            else:
                ui.label(f"✓ {self.w['good']} {job.result['title'][self.here.lang]}").classes("good")
                with ui.row():
                    for part in ("what-if", "compare", "ask", "trust"):
                        ui.link(
                            self.w[f"go_{part.replace('-', '_')}"],
                            f"/{part}?{Asked(self.own.reference).query()}",
                        )
                draw.command(Asked(self.own.reference).command())
            if warned := warnings_told(job.result, self.here.lang):
                ui.label(self.w["warnings"]).classes("soft")
                with ui.element("ul").classes("faults"):
                    for text in warned:
                        with ui.element("li"):
                            ui.label(text)

    def go(self, file: str, line: int) -> None:
        """To the line of a fault."""
        if file == self.file and line:
            self.text.reveal_line(line)

    def looking_up(self) -> None:
        """A box for a key, and what fits."""
        draw.html(self.w["keys"], "h3")
        asked = ui.input(placeholder=self.w["keys_hint"]).props(
            f'dense outlined clearable aria-label="{self.w["keys_hint"]}"'
        )
        listed = ui.element("div").classes("keys")

        def show() -> None:
            listed.clear()
            found = looked_up(str(asked.value or ""), self.here.lang)
            with listed:
                for one in found[:SHOWN]:
                    with ui.element("div").classes("key-told"):
                        with ui.row().classes("tight"):
                            ui.label(one.key).classes("code strong")
                            ui.label(" · ".join(part for part in (one.part, one.at) if part)).classes("soft")
                        ui.label(one.means.replace("`", ""))
                        ui.label(f"{self.w['written']} {one.written.replace('`', '')}").classes("soft")
                        if one.unless != "–":
                            ui.label(f"{self.w['unless']} {one.unless.replace('`', '')}").classes("soft")
                if len(found) > SHOWN:
                    ui.label(self.w["shown_first"].format(n=SHOWN)).classes("soft")
                if asked.value and not found:
                    ui.label(self.w["no_key"]).classes("soft")

        asked.on_value_change(show)

    def take_text(self) -> None:
        """The file that is edited, as it is written now."""
        ui.download(str(self.text.value or "").encode(), self.file)

    def take_all(self) -> None:
        if self._keep():
            ui.download(download(self.own), self.own.main.rpartition(".")[0] + ".zip")
