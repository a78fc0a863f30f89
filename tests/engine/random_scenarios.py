"""Small random scenarios made of every block, for properties that must hold whatever a scenario says."""

from __future__ import annotations

from hypothesis import strategies as st

from engine.office import Raw, counted_target, mean_target, pool, scenario, target, window

WORK = (
    "0 min",
    "20 min",
    "90 min",
    "5 h",
    {"min": "10 min", "max": "3 h"},
    {"mean": "40 min", "p90": "80 min"},
    {"mean": "40 min", "cv": 2, "at_least": "10 min", "at_most": "2 h"},
    {"values": {"0 min": 1, "15 min": 2, "1-3 h": 1}},
)
LENGTHS = (
    "0 min", "30 min", "4 wh", "1 wd", "1 cd", "20 h", {"min": "1 h", "max": "9 h"},
    {"family": "exponential", "mean": "4 h", "at_most": "9 h"}, {"values": {"0 h": "40%", "2-4 h": "60%"}},
)  # fmt: skip
SOONER = ("0 min", "1 h", "3 h", "6 h")
CLOCKS = ("elapsed", "working", "statutory", "natural")
PARTIES = ("government", "intermediary", "utility", "applicant")
SEATS: tuple[Raw, ...] = (
    {"pool": "a"}, {"pool": "a"}, {"pool": "b"}, {"pool": "c"}, {"any_of": ["b", "a"]}, {"any_of": ["c", "b"]},
    {"skill": "seal"}, {"all_of": ["a", "c"]}, {"all_of": ["b", "a"]},
)  # fmt: skip
FACTORS: tuple[list[Raw], ...] = (
    [{"when": "kind == 'x'", "factor": 1.5}],
    [{"when": "size > 5", "factor": 0.3333}, {"hours": "09:00-12:00", "factor": 2}],
    [{"when": "not channel == 'hall'", "hours": "10:00-11:00 13:00-16:00", "factor": 0.75}],
)
BALKS: tuple[Raw, ...] = ({"0": 0.5}, {"1": 0.4, "2": 1}, {"3": 0.7})
ROOMS: tuple[Raw, ...] = ({}, {}, {"room": 0}, {"room": 2})
ROOMS_BESIDE: tuple[Raw, ...] = ({}, {"room_of": "a"}, {"room": 0}, {"room": 2})
"""Who goes away at the sight of a queue, and where there is no place left to wait in."""
FEW = (1, 2, {"10:00": 1, "11:30": 0, "14:30": 2}, {"09:00": 2, "10:30": 1, "16:00": 0})
SHIFTS = (
    {"09:00": 1, "14:00": 2},
    {"09:00": 2, "13:00": 0, "14:30": 1},
    {"13:30": 1, "16:00": 0, "16:30": 2},
)
"""Units of pools; rosters that begin after opening, and with breaks in which nobody is there."""

OFFICE_RULES: tuple[list[Raw], ...] = (
    [], [], [{"weekdays": "wed", "closed": "13:00-17:00"}], [{"weekdays": "tue", "open": "17:00-19:00"}],
    [{"dates": ["2025-03-08"], "hours": "09:00-12:00"}, {"weekdays": "mon", "hours": "10:00-15:00"}],
    [{"weekdays": "tue", "open": "17:00-19:00", "moved": "40%"}],
)  # fmt: skip
STAFF_RULES: tuple[list[Raw], ...] = (
    [], [], [{"weekdays": "tue", "fewer": 1}], [{"during": "10:00-11:00", "more": 1}, {"weekdays": "wed", "units": 3}],
    [{"weekdays": ["tue", "thu"], "during": "14:00-15:00", "units": 0}],
    [{"weekdays": "wed", "absence": 0.6}],
)  # fmt: skip
ABSENCES: tuple[Raw, ...] = (
    {},
    {},
    {"absence": {"share": 0.4}},
    {"absence": {"share": 0.3, "spell": "2 wd"}},
)
STAFF: tuple[Raw, ...] = (
    {"u": {}, "v": {"capacity": 2, "speed": 0.5}},
    {"u": {"speed": 1.25, "absence": {"share": 0.3}, "rules": [{"weekdays": "tue", "closed": True}]},
     "v": {"availability": 0.5, "hours": "10:00-15:00"}, "w": {"speed": 3}},
    {"u": {"skills": ["seal"]}, "v": {"capacity": 2, "rules": [{"during": "10:00-11:00", "more": 1}]}},
)  # fmt: skip
"""Units of a pool that differ."""
DUES: tuple[Raw, ...] = (
    {"clock": "elapsed", "order": True}, {"clock": "statutory", "order": True}, {"clock": "working", "left": "3 wh"},
    {"clock": "elapsed", "left": {"min": "2 h", "max": "20 h"}, "order": True}, {"clock": "natural", "left": "1 cd"},
    {"clock": "working", "left": {"min": "1 wh", "max": "1 wd"}, "hurry": {"left": "2 wh", "factor": 0.5}},
    {"clock": "elapsed", "hurry": {"left": "20 h", "factor": 1.7}},
    {"clock": "statutory", "left": "0 wd", "order": True},
)  # fmt: skip
"""Work by due dates."""
PANEL_RULES: tuple[list[Raw], ...] = (
    [], [{"weekdays": "wed", "at": ["09:30", "15:00"], "places": 1}], [{"dates": ["2025-03-04"], "closed": True}],
)  # fmt: skip
CHANNEL_RULES: tuple[list[Raw], ...] = (
    [], [{"weekdays": "tue", "factor": 2}], [{"weekdays": "wed", "during": "09:00-10:00", "factor": 3}],
    [{"weekdays": "thu", "closed": "09:00-13:00"}],
)  # fmt: skip


HALLS: tuple[Raw, ...] = (
    {"rate": "5 /wd"}, {"rate": "5 /wd"}, {"rate": "5 /wd", "cv": 0}, {"rate": "5 /wd", "cv": 1.7},
    {"rate": "5 /wd", "batch": {"sizes": {"1": 0.5, "3": 0.5}}, "shocks": [{"from": "2025-03-04", "factor": 2}]},
    {"list": [{"at": f"2025-03-0{day} {hour:02d}:30", "cases": 2} for day in (3, 4, 6) for hour in (9, 11, 16)]},
    {"list": [{"date": f"2025-03-0{day}", "cases": 6} for day in (3, 4, 6)], "scale": 1.5},
    {"appointments": {"every": "90 min", "places": 2, "booked": 0.8, "no_show": 0.2, "early": "10 min",
                      "late": {"share": 0.5, "by": {"min": "1 min", "max": "2 h"}}}},
)  # fmt: skip
"""Ways cases come to a hall: by rates, lists and appointments."""
ONLINE: tuple[Raw, ...] = ({"batch": 2}, {"batch": {"mean": 1.5}}, {"cv": 0.4})


class Maker:
    """Draws one flow. Ids are numbered; a `require` names only a background declared before it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.backgrounds: list[str] = []
        self.papers = 0
        self.kept: list[str] = []
        """Tasks around whose units are kept."""
        self.staff: Raw | None = self.draw(st.sampled_from((None, None, *STAFF)))
        """Of the pool "a", where its units differ."""

    def one(self, *things: object) -> object:
        return self.draw(st.sampled_from(things))

    def name(self, word: str) -> str:
        self.count += 1
        return f"{word}{self.count}"

    def flow(self, depth: int, least: int = 0) -> list[Raw]:
        made: list[Raw] = []
        for _ in range(self.draw(st.integers(least, 3))):
            made += self.block(depth)
        return made

    def block(self, depth: int) -> list[Raw]:
        simple = ("task", "task", "wait", "session", "milestone", "require")
        nested = (
            "parallel", "race", "until", "choice", "stop", "repeat", "rounds", "background", "item", "stage",
            "documents", "stay",
        )  # fmt: skip
        kind = self.one(*simple, *(nested if depth > 0 else ()))
        return getattr(self, str(kind))(depth)  # type: ignore[no-any-return]

    def task(self, _depth: int, *, at: bool = True) -> list[Raw]:
        if at and self.kept and self.one(False, True):
            return self.at_kept()
        seat = self.one(*SEATS)
        assert isinstance(seat, dict)
        more: Raw = {"class": self.one(0, 0, 1)}
        if self.one(False, False, True):
            more["party"] = self.one(*PARTIES)
        if self.one(False, False, False, True):
            more["at_close"] = self.one("suspend", "finish")
        if self.one(False, False, False, True):
            more["pause"] = self.one("test", "hearing")
        if self.one(False, False, False, True):
            more["patience"] = self.one(*LENGTHS)
        if self.one(False, False, True):
            more |= self.visitor()
        if self.one(False, False, False, True):
            more["factors"] = self.one(*FACTORS)
        if "all_of" not in seat and self.one(False, False, False, True):
            more["units"] = 2
        pools = [seat["pool"]] if "pool" in seat else seat.get("any_of", ())
        if self.staff is not None and pools == ["a"] and self.one(False, True):
            seat = self.one({"pool": "a.u"}, {"any_of": ["a.v", "b"]}, {"any_of": ["a.v", "a"]})  # type: ignore[assignment]
            pools = [seat["pool"]] if "pool" in seat else seat["any_of"]
        if pools and self.one(False, False, False, True):
            more["work_by"] = {pools[-1]: self.one(*WORK)}
            if self.staff is not None and pools[-1] == "a" and "units" not in more:
                more["work_by"]["a.v"] = "25 min"
        if self.one(False, False, False, True):
            more["urgency"] = {"clock": self.one(*CLOCKS), "classes": {"30%": 0, "80%": -1}}
        if "in_person" not in more and self.one(False, False, True):
            more["due"] = self.one(*DUES)
        return [{"task": self.name("task"), "work": self.one(*WORK), **seat, **more}]

    def stay(self, depth: int) -> list[Raw]:
        """A task that keeps its unit for others; some of them are done at it."""
        (keeper,) = self.task(depth, at=False)
        self.kept.append(keeper["task"])
        first = self.task(depth) if self.one(False, True) else []
        inside = [*first, *self.flow(depth - 1), *self.task(depth)]
        self.kept.pop()
        return [{**keeper, "stay": inside}]

    def at_kept(self) -> list[Raw]:
        """A task at a unit that is kept for it."""
        more: Raw = {"pause": "test"} if self.one(False, False, True) else {}
        if self.one(False, True):
            more["in_person"] = True
        if self.one(False, False, False, True):
            more["factors"] = self.one(*FACTORS)
        return [{"task": self.name("task"), "at": self.one(*self.kept), "work": self.one(*WORK), **more}]

    def visitor(self) -> Raw:
        """What a visitor does at a task."""
        more: Raw = {"in_person": True}
        if self.one(False, False, True):
            more["ticket"] = self.one("kept", "anew")
        if self.one(False, True):
            more["balks"] = self.one(*BALKS)
        if self.one(False, True):
            after, most = self.one("1 wd", "3 h", "20 min"), self.one(1, 2)
            more["comes_back"] = {"share": self.one(0.5, 1), "after": after, "most": most}
        return more

    def wait(self, _depth: int) -> list[Raw]:
        pause: Raw = {"pause": "notice"} if self.one(False, False, True) else {}
        pause |= {"in_person": True} if self.one(False, False, False, True) else {}
        return [{"wait": self.name("wait"), "for": self.one(*LENGTHS), "party": self.one(*PARTIES), **pause}]

    def session(self, _depth: int) -> list[Raw]:
        work = {"work": self.one(*WORK)} if self.one(False, True) else {}
        pause = {"pause": "review"} if self.one(False, False, True) else {}
        return [{"session": self.name("session"), "of": self.one("panel", "visit", "batch"), **work, **pause}]

    def milestone(self, _depth: int) -> list[Raw]:
        name = self.one("m1", "m2", "mark", "last", "decided")
        earlier = {} if name == "last" else self.one({}, {}, {"as_of": "m2"})
        return [{"milestone": name, **earlier}]  # type: ignore[dict-item]

    def require(self, _depth: int) -> list[Raw]:
        return [{"require": self.one(*self.backgrounds)}] if self.backgrounds else []

    def branches(self, depth: int) -> dict[str, list[Raw]]:
        return {f"b{number}": self.flow(depth - 1) for number in range(self.draw(st.integers(1, 3)))}

    def parallel(self, depth: int) -> list[Raw]:
        return [{"parallel": self.name("parallel"), "branches": self.branches(depth)}]

    def race(self, depth: int) -> list[Raw]:
        branches = self.branches(depth)
        if self.one(False, True):
            branches["late"] = [{"wait": self.name("limit"), "for": self.one(*SOONER)}, *self.flow(0)]
        return [{"race": self.name("race"), "branches": branches}]

    def until(self, depth: int) -> list[Raw]:
        name = self.name("until")
        then = [*self.flow(0), *self.one([], [{"end": "deemed"}])]  # type: ignore[misc]
        clock, limit = self.one(*CLOCKS), self.one("10%", "40%", "100%")
        return [{"until": name, "clock": clock, "limit": limit, "do": self.flow(depth - 1), "then": then,
                 "deemed": self.one(False, True)}]  # fmt: skip

    def choice(self, depth: int) -> list[Raw]:
        first = self.one(
            {"share": 0.4}, {"when": "kind == 'x' or size > 5"}, {"when": "stamped.mark and not stamped.m1"}
        )
        assert isinstance(first, dict)
        options = [{**first, "do": self.flow(depth - 1)}, {"otherwise": True, "do": self.flow(depth - 1)}]
        return [{"choice": self.name("choice"), "options": options}]

    def stop(self, _depth: int) -> list[Raw]:
        options = [
            {"share": 0.2, "do": [{"end": self.one("refused", "deemed")}]},
            {"otherwise": True, "do": []},
        ]
        return [{"choice": self.name("stop"), "options": options}]

    def repeat(self, depth: int) -> list[Raw]:
        restart = {"restart": ["mark"]} if self.one(False, True) else {}
        return [
            {
                "repeat": self.name("repeat"),
                "do": self.flow(depth - 1),
                "again": self.one(0.5, [1, 0.3], 1),
                "maximum": self.one(2, 3),
                "between": self.flow(0),
                **restart,
            }
        ]

    def rounds(self, depth: int) -> list[Raw]:
        name = self.name("rounds")
        result = {
            "choice": f"{name}.result",
            "options": [{"share": 0.5}, {"otherwise": True, "do": [{"milestone": "mark"}]}],
        }
        return [
            {
                "repeat": name,
                "do": [*self.flow(depth - 1), result],
                "again_when": "not stamped.mark",
                "maximum": self.one(2, 4),
                "between": self.flow(0),
            }
        ]

    def background(self, depth: int) -> list[Raw]:
        name = self.name("side")
        goes_on = self.one(
            {"after": "withdraw"}, {"after": "continue"}, {"after": "continue", "later_outcome": "inspected"}
        )
        assert isinstance(goes_on, dict)
        kept, self.kept = self.kept, []
        do = self.flow(depth - 1, least=1)
        self.kept = kept
        self.backgrounds.append(name)
        return [{"background": name, "do": do, **goes_on}]

    def item(self, depth: int) -> list[Raw]:
        return [{"item": self.name("item"), "do": self.flow(depth - 1)}]

    def stage(self, depth: int) -> list[Raw]:
        return [{"stage": self.name("stage"), "do": self.flow(depth - 1)}]

    def documents(self, depth: int) -> list[Raw]:
        name = self.name("file")
        papers = {
            self.name("paper"): {"missing": 0.5, "supply": self.one(*LENGTHS)}
            for _ in range(self.draw(st.integers(1, 2)))
        }
        mode = self.one("return", "correct", "tolerate")
        if mode == "return":
            more: Raw = {"prepare": self.one(*LENGTHS), "again": 0.5, "maximum": self.one(2, 3)}
        elif mode == "correct":
            more = {}
        else:
            papers = {paper: {**stated, "deferrable": True} for paper, stated in papers.items()}
            more = {
                "deadline": self.one("3 h", "1 wd"),
                "late": self.one("refuse", "revoke"),
                "gate": self.one("decision", "after_delivery"),
            }
        do = self.flow(depth - 1)
        if mode != "tolerate" and do and self.one(False, False, True):
            more["notice"] = self.one("1 wd", "1 cd", "by_law")
        if mode == "tolerate":
            self.backgrounds.append(name)
        return [{"documents": name, "mode": mode, "papers": papers, "do": do, **more}]


def _hall(make: Maker) -> Raw:
    """A way cases come to a hall; rules are of rates."""
    hall, rules = make.one(*HALLS), make.one(*CHANNEL_RULES)
    return {**hall, "rules": rules} if "rate" in hall else hall


@st.composite
def scenarios(draw: st.DrawFn) -> Raw:
    """A raw scenario of one service at three pools, a few cases a day for three days."""
    make = Maker(draw)
    flow = make.flow(3, least=2)
    flow.insert(make.one(0, 1, 2), {"milestone": "m2"})  # type: ignore[arg-type]
    flow += [{"milestone": "dated", "as_of": "m2"}, {"milestone": "last"}]
    closed = make.one({}, {"off": ["2025-03-05"], "work": ["2025-03-08"]})
    assert isinstance(closed, dict)
    other = {"other_work": {"share": 0.3, "work": "30 min"}} if make.one(False, True) else {}
    few, rules = make.one(*FEW), make.one(*STAFF_RULES)  # a visit is refused where one fewer leaves nobody
    if make.staff is not None:
        few, rules = make.staff, [rule for rule in rules if "absence" in rule]  # type: ignore[union-attr]
    pools = {
        "a": pool(
            few,  # type: ignore[arg-type]
            availability=make.one(1, 0.5),
            rules=[] if few != 2 and any("fewer" in rule for rule in rules) else rules,
            **other,
            **make.one(*ROOMS),  # type: ignore[arg-type]
            **make.one(*ABSENCES),  # type: ignore[arg-type]
        ),
        "b": window(
            1,
            skills=["seal"],
            **make.one(*ROOMS_BESIDE),  # type: ignore[arg-type]
            **({"last_start": "15 min"} if make.one(False, True) else {}),
            **make.one(*ABSENCES),  # type: ignore[arg-type]
        ),
        "c": pool(
            make.one(*SHIFTS),
            hours=make.one("24h", "12:00-20:00", "12:00-02:00"),
            skills=["seal"],
            party="utility",  # type: ignore[arg-type]
        ),
    }
    if "room" not in pools["a"]:
        pools["b"].pop("room_of", None)
    sessions = {
        "panel": {"name": "panel", "at": "14:00", "places": make.one(1, 2), "cutoff": make.one("0 wd", "3 wh"),
                  "rules": make.one(*PANEL_RULES)},
        "visit": {
            "name": "visit", "weekdays": ["tue", "wed"], "at": ["10:00", "15:00"],
            "pools": make.one(["a"], ["b", "a"]),
        },
        "batch": {"name": "batch", "at": ["11:30", "16:30"]},
    }  # fmt: skip
    made = scenario(
        flow,
        pools=pools,
        calendar={
            "wd": "7 wh",
            "hours": "09:00-12:00 13:00-17:00",
            "rules": make.one(*OFFICE_RULES),
            **closed,
        },
        study={"lead_in": "1 wd", "window": "2 wd", "follow_up": "4 wd"},
        channels={
            "hall": _hall(make),  # type: ignore[dict-item]
            "online": {"rate": "2 /wd", "around_the_clock": True, "off_days": 1, **make.one(*ONLINE)},  # type: ignore[dict-item]
        },
        attributes={
            "kind": {"values": {"x": 0.3, "y": 0.7}},
            "size": {"number": make.one({"min": 0, "max": 7}, {"values": {"3": 1, "5-7": 2}})},
        },
        targets={
            "elapsed": target(
                "arrived", "finished", "1 cd", "elapsed", parties=["government", "utility"], rules="licensing"
            ),
            "working": target("arrived", "finished", "1 wd", "working"),
            "statutory": target("arrived", "finished", "1 wd", "statutory"),
            "queue": target("arrived", "finished", "1 wh", "queue"),
            "natural": target("arrived", "finished", make.one("1 cd", "3 cd"), "statutory"),  # type: ignore[arg-type]
            "to_the_last": target(
                "arrived",
                "last",
                make.one("1 wd", "6 wh"),
                "working",
                stamp="last",  # type: ignore[arg-type]
            ),
            "last_day": target("arrived", "last", "1 wd", "statutory", stamp=make.one("first", "last")),
            "dated": target("arrived", "dated", *make.one(("5 h", "elapsed"), ("3 wh", "working"))),  # type: ignore[misc]
            "some": target("arrived", "last", "5 h", "elapsed", when="kind == 'x' or size > 5"),
            "visits": counted_target(
                "visits", make.one("0 visits", "1 visit"), apart=make.one("0 min", "1 h")
            ),
            "windows": counted_target("windows", "1 window"),
            "reached": counted_target("reached", to=make.one("last", "dated")),
            "mean": mean_target(
                "arrived",
                make.one("finished", "last", "dated"),  # type: ignore[arg-type]
                *make.one(("1 wd", "working"), ("2 cd", "statutory"), ("5 h", "elapsed"), ("1 wh", "queue")),  # type: ignore[misc]
            ),
        },
    )
    return {**made, "sessions": sessions}
