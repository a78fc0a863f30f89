"""Laying a process out like a railway: straight ahead to the right, branches stacked, loops back underneath.

Every part becomes a `Track`: a rectangle in inches with a way in at the left and a way out at the right, and
marks placed in it. A sequence too wide for its room goes on in a line below. No graph layout is needed, because
the flow is a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias, assert_never

from plots.process_parts import Branch, Fork, Group, Loop, Part, StepBox

BOX_WIDTH, BOX_HEIGHT = 1.28, 0.68
STEP, GUTTER, ROW_GAP = 0.2, 0.24, 0.1
"""Inches: gap between parts of a line, room for fork and join, gap between branches."""
BYPASS, BACK, NAMED, JOINED, PAD = 0.16, 0.34, 0.22, 0.2, 0.08
"""Inches: an empty branch, a way back, a group's or branch's name, the remark at a join, a group's margin."""
LINE_GAP, TURN = 0.24, 0.11
"""Inches between lines of a wrapped sequence, and how far its connecting way goes out to the side."""

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """A step's box with its left upper corner."""

    x: float
    y: float
    box: StepBox


@dataclass(frozen=True)
class Way:
    """A line through points; `share` of the cases go there. `head`: an arrow at its end."""

    points: tuple[Point, ...]
    share: float
    head: bool = False
    dashed: bool = False
    marked: bool = False
    """The branch that came last most often."""


@dataclass(frozen=True)
class Written:
    """A short text; `room` is how wide it may be, `role` what it says."""

    x: float
    y: float
    text: str
    room: float
    role: Literal["group", "branch", "again", "last"]
    anchor: str = "left"
    share: float | None = None


@dataclass(frozen=True)
class Frame:
    """A group's ground."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Knot:
    """Where ways part or join; `kind` is that of the fork."""

    x: float
    y: float
    kind: str


Mark: TypeAlias = Placed | Way | Written | Frame | Knot


@dataclass(frozen=True)
class Track:
    """Marks relative to the left upper corner; ways in and out lie at the edges at these heights."""

    width: float
    height: float
    enter: float
    leave: float
    share: float
    marks: tuple[Mark, ...]


def moved(marks: Sequence[Mark], dx: float, dy: float) -> list[Mark]:
    found: list[Mark] = []
    for mark in marks:
        if isinstance(mark, Way):
            found.append(replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points)))
        else:
            found.append(replace(mark, x=mark.x + dx, y=mark.y + dy))
    return found


def mirrored(track: Track) -> Track:
    """The same track run from right to left: what a way back is made of."""
    found: list[Mark] = []
    for mark in track.marks:
        match mark:
            case Way():
                found.append(replace(mark, points=tuple((track.width - x, y) for x, y in mark.points)))
            case Placed():
                found.append(replace(mark, x=track.width - mark.x - BOX_WIDTH))
            case Frame():
                found.append(replace(mark, x=track.width - mark.x - mark.width))
            case Written():
                left = mark.x if mark.anchor == "left" else mark.x - mark.room
                found.append(replace(mark, x=track.width - left - mark.room, anchor="left"))
            case Knot():
                found.append(replace(mark, x=track.width - mark.x))
    return replace(track, marks=tuple(found))


def laid_out(parts: Sequence[Part], room: float, share: float = 1.0) -> Track:
    """A sequence in as many lines as `room` inches make necessary. `share`: of the cases that come in."""
    if not parts:
        return Track(0.0, 2 * TURN, TURN, TURN, share, ())
    tracks = [_part(part, room, share) for part in parts]
    lines: list[list[Track]] = [[]]
    for track in tracks:
        taken = sum(one.width + STEP for one in lines[-1])
        if lines[-1] and taken + track.width > room + 1e-9:
            lines.append([])
        lines[-1].append(track)
    made = [_line(line, share) for line in lines]
    return made[0] if len(made) == 1 else _wrapped(made, share)


def _line(tracks: Sequence[Track], share: float) -> Track:
    """Tracks one after another, the way out of one level with the way into the next."""
    tops = [0.0]
    for one, other in pairwise(tracks):
        tops.append(tops[-1] + one.leave - other.enter)
    highest = min(tops)
    marks: list[Mark] = []
    x = 0.0
    for number, (track, top) in enumerate(zip(tracks, tops, strict=True)):
        if number:
            y = top - highest + track.enter
            marks.append(Way(((x - STEP, y), (x, y)), share, head=_headed(track)))
        marks += moved(track.marks, x, top - highest)
        x += track.width + STEP
    height = max(top - highest + track.height for track, top in zip(tracks, tops, strict=True))
    return Track(
        x - STEP, height, tops[0] - highest + tracks[0].enter, tops[-1] - highest + tracks[-1].leave, share,
        tuple(marks),
    )  # fmt: skip


def _headed(track: Track) -> bool:
    """Whether a way that leads here ends in an arrow: at a box, not at a knot."""
    return any(
        isinstance(mark, Placed) and mark.x < 0.5 * PAD and mark.y < track.enter < mark.y + BOX_HEIGHT
        for mark in track.marks
    )


def _wrapped(lines: Sequence[Track], share: float) -> Track:
    """Lines below each other, a way back from the end of each to the start of the next."""
    width = max(line.width for line in lines)
    marks: list[Mark] = []
    y = 0.0
    tops = []
    for line in lines:
        tops.append(y)
        marks += moved(line.marks, TURN, y)
        y += line.height + LINE_GAP
    for line, other, top, below in zip(lines, lines[1:], tops, tops[1:], strict=False):
        right, level = TURN + line.width, below - LINE_GAP / 2
        marks.append(
            Way(
                (
                    (right, top + line.leave), (right + TURN, top + line.leave), (right + TURN, level), (0.0, level),
                    (0.0, below + other.enter), (TURN, below + other.enter),
                ),
                share, head=_headed(other),
            )
        )  # fmt: skip
    last = lines[-1]
    leave = tops[-1] + last.leave
    marks.append(Way(((0.0, lines[0].enter), (TURN, lines[0].enter)), share, head=_headed(lines[0])))
    marks.append(Way(((TURN + last.width, leave), (width + 2 * TURN, leave)), share))
    return Track(width + 2 * TURN, y - LINE_GAP, lines[0].enter, leave, share, tuple(marks))


def _part(part: Part, room: float, share: float) -> Track:
    match part:
        case StepBox():
            placed = Placed(0.0, 0.0, part)
            return Track(BOX_WIDTH, BOX_HEIGHT, BOX_HEIGHT / 2, BOX_HEIGHT / 2, part.share, (placed,))
        case Group():
            return _group(part, room, share)
        case Loop():
            return _loop(part, room, share)
        case Fork():
            return _fork(part, room, share)
    assert_never(part)


def _group(part: Group, room: float, share: float) -> Track:
    inner = laid_out(part.body, room - 2 * PAD, share)
    width, height = inner.width + 2 * PAD, inner.height + NAMED + PAD
    ends = (
        Way(((0.0, NAMED + inner.enter), (PAD, NAMED + inner.enter)), share, head=_headed(inner)),
        Way(((PAD + inner.width, NAMED + inner.leave), (width, NAMED + inner.leave)), share),
    )
    name = Written(PAD, NAMED / 2 + 0.01, part.name, width - 2 * PAD, "group")
    return Track(
        width, height, NAMED + inner.enter, NAMED + inner.leave, share,
        (Frame(0.0, 0.0, width, height), *ends, name, *moved(inner.marks, PAD, NAMED)),
    )  # fmt: skip


def _loop(part: Loop, room: float, share: float) -> Track:
    body = laid_out(part.body, room - 2 * GUTTER, share)
    back = mirrored(laid_out(part.back, room - 2 * GUTTER, part.share))
    inner = max(body.width, back.width)
    width = inner + 2 * GUTTER
    at = GUTTER + (inner - body.width) / 2
    below = body.height + (ROW_GAP + 0.12 if part.back else BACK - TURN)
    level = below + back.enter
    behind = GUTTER + (inner - back.width) / 2
    marks: list[Mark] = [
        Way(((0.0, body.enter), (at, body.enter)), share, head=_headed(body)),
        Way(((at + body.width, body.leave), (width, body.leave)), share),
        *moved(body.marks, at, 0.0),
        *moved(back.marks, behind, below),
    ]
    out, home = width - GUTTER / 2, GUTTER / 2
    if part.back:
        marks.append(
            Way(
                ((out, body.leave), (out, level), (behind + back.width, level)),
                part.share,
                head=True,
                dashed=True,
            )
        )
        marks.append(
            Way(
                ((behind, below + back.leave), (home, below + back.leave), (home, body.enter)), part.share,
                head=True, dashed=True,
            )
        )  # fmt: skip
        marks.append(Written(home + 0.06, below - 0.09, "", width - GUTTER - 0.1, "again", share=part.share))
        height = below + back.height
    else:
        marks.append(
            Way(
                ((out, body.leave), (out, level), (home, level), (home, body.enter)), part.share, head=True,
                dashed=True,
            )
        )  # fmt: skip
        marks.append(Written(home + 0.08, level - 0.1, "", width - GUTTER - 0.1, "again", share=part.share))
        height = level + 0.1
    return Track(width, height, body.enter, body.leave, share, tuple(marks))


def _says_so(branch: Branch) -> bool:
    """Whether the branch is one box or group of its own name."""
    only = branch.parts[0] if len(branch.parts) == 1 else None
    return isinstance(only, (StepBox, Group)) and only.name == branch.name


def _fork(part: Fork, room: float, share: float) -> Track:
    """Branches stacked between two knots; the main way goes straight through the first, or the middle one."""
    inner_room = room - 2 * GUTTER
    tracks = [laid_out(branch.parts, inner_room, branch.share) for branch in part.branches]
    inner = max(*(track.width for track in tracks), BOX_WIDTH * 0.8)
    width = inner + 2 * GUTTER
    lasts = [branch.last for branch in part.branches if branch.last is not None]
    worst = max(lasts) if lasts else None
    last = [branch.last for branch in part.branches].index(worst) if worst is not None else -1
    y = JOINED if worst is not None else 0.0
    tops, levels, leaves = [], [], []
    marks: list[Mark] = []
    for branch, track in zip(part.branches, tracks, strict=True):
        told = part.kind == "choice" or (branch.name and not _says_so(branch))
        named = NAMED - 0.04 if told else 0.0
        height = max(track.height, BYPASS)
        tops.append(y + named)
        top = y + named + (height - track.height) / 2
        levels.append(top + track.enter)
        leaves.append(top + track.leave)
        if told:
            marks.append(
                Written(
                    GUTTER,
                    y + named / 2,
                    branch.name,
                    inner,
                    "branch",
                    share=branch.share if part.kind == "choice" else None,
                )
            )
        y += named + height + ROW_GAP
    main = (len(tracks) - 1) // 2 if part.kind in ("all", "first") else 0
    enter, leave = levels[main], leaves[main]
    home, out = GUTTER / 2 - 0.03, width - GUTTER / 2 + 0.03
    for number, (branch, track) in enumerate(zip(part.branches, tracks, strict=True)):
        side = part.kind == "side" and number > 0
        marked = number == last
        top = levels[number] - track.enter
        marks += moved(track.marks, GUTTER, top)
        marks.append(
            Way(((home, enter), (home, levels[number]), (GUTTER, levels[number])), branch.share,
                head=_headed(track), dashed=side)
        )  # fmt: skip
        if branch.ends or (side and not part.joined):
            marks.append(Knot(GUTTER + track.width, leaves[number], "end"))
            continue
        ends = ((GUTTER + track.width, leaves[number]), (out, leaves[number]), (out, leave))
        marks.append(Way(ends, branch.share, dashed=side, marked=marked))
        if marked:
            marks.append(Written(width, JOINED / 2, branch.name, width, "last", "right", branch.last))
    marks.append(Way(((0.0, enter), (home, enter)), share))
    marks.append(Way(((out, leave), (width, leave)), share))
    marks.append(Knot(home, enter, part.kind))
    if part.joined:
        marks.append(Knot(out, leave, part.kind))
    return Track(width, y - ROW_GAP, enter, leave, share, tuple(marks))
