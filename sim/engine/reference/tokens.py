"""What moves: a case, its tokens, and who belongs to whom.

A case starts with one token. A FORK makes a token for each branch and leaves the first one waiting for its
`Branches`. A `Scope` is what is withdrawn together: the case, one branch of a race, one background.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.arrivals import Arrival
from sim.engine.prepared import Prepared
from sim.worktime import NEVER

MOVING, QUEUED, WORKING, TIMING, HOLDING, FORKED, DEAD, ELSEWHERE = range(8)
"""Where a token is; DEAD tokens are skipped wherever they still turn up."""


@dataclass(slots=True)
class Scope:
    """Tokens and inner scopes that end together."""

    continues: bool = False
    """A background that goes on after the natural end of the flow."""
    background: int = -1
    """The background this is, while it has not come to its end."""
    tokens: list[Token] = field(default_factory=list)
    inner: list[Scope] = field(default_factory=list)

    def living(self, *, spare_continuing: bool = False) -> list[Token]:
        """Every token in here and below that is not dead."""
        found = [token for token in self.tokens if token.state != DEAD]
        for scope in self.inner:
            if not (spare_continuing and scope.continues):
                found += scope.living(spare_continuing=spare_continuing)
        return found

    def unfinished(self, *, spare_continuing: bool = False) -> list[Scope]:
        """Backgrounds in here and below that have not come to their end."""
        found = [self] if self.background >= 0 else []
        for scope in self.inner:
            if not (spare_continuing and scope.continues):
                found += scope.unfinished(spare_continuing=spare_continuing)
        return found


@dataclass(slots=True)
class Branches:
    """One entry of a FORK: the token that waits and how many branches are still out."""

    waiting: Token
    pending: int
    scopes: list[Scope]
    """Of a race: one a branch, in declared order."""


@dataclass(slots=True, eq=False)
class Stay:
    """Units that one token keeps from one task to the end of what it stays for."""

    number: int
    owner: Token
    alternative: int
    outer: Stay | None
    idle_since: int
    """Since when nobody works at it, or when the last work there ended."""
    in_person: bool = False
    """The visitor stays there."""
    working: Token | None = None
    over: bool = False
    """Released while somebody still worked without effect: the units are free when that is done."""


@dataclass(slots=True, eq=False)
class Token:
    case: Case
    visit: int
    branch: int
    scope: Scope
    branches: Branches | None
    node: int = -1
    row: int = -1
    """Last row completed on this token's way: `enabled_by` of what it enters next."""
    state: int = MOVING
    enqueued: int = NEVER
    started: int = NEVER
    alternative: int = -1
    stay: Stay | None = None
    """The innermost stay it is in."""
    desk: Stay | None = None
    """The stay whose units its task waits for, or is done by."""
    waited: bool = False
    """Whether its visitor was elsewhere when it came to its step."""
    parked: bool = False
    """Whether its number was called in vain, and its visitor is still elsewhere."""
    seated: bool = False
    """Whether it waits as a visitor whom others see in the line."""
    request: object = None
    """What it stands in a queue with; earlier ones of it, in another class, count no longer."""


@dataclass(slots=True, eq=False)
class Alarm:
    """Something that will happen to a resting token at an instant which may still change."""

    token: Token
    clock: int = -1
    """The clock it stands on, numbered within the service; -1: none."""
    limit: int = 0
    queue_class: int = 0
    """The class a request is promoted to."""
    rank: int = 0
    """Which of several alarms at one instant rings first: a look at the queue, patience (SEMANTICS 4.6), then
    promotions as declared."""
    takes_up: bool = False
    """The request has been left lying, and is taken up when it rings; at once where its clock stops."""
    due: int = NEVER
    """When it rings, as things stand; NEVER when it has rung, or will not."""


@dataclass(slots=True, eq=False)
class Case:
    number: int
    stream: int
    service: int
    epoch: int
    member: int
    stamps: list[int]
    attributes: list[int]
    count: list[int]
    """By clock of the service: tokens that make it run now."""
    since: list[int]
    value: list[int]
    late_at: list[int]
    """By clock: the instant its limit was reached, or NEVER."""
    phase: list[int]
    over: list[int]
    """By clock that counts whole days and is looked at while it runs: the largest limit whose last day is over."""
    again: list[int]
    """By clock: 1 where the stamp it ended with came once more later."""
    held: dict[int, list[int]] = field(default_factory=dict)
    """By item: tokens that would make each clock that pauses can stop run, were the item not paused."""
    paused: dict[int, list[int]] = field(default_factory=dict)
    """By item: pauses under way that stop each clock."""
    scope: Scope = field(default_factory=Scope)
    running_backgrounds: dict[int, int] = field(default_factory=dict)
    holding: list[Token] = field(default_factory=list)
    person: Token | None = None
    """The token whose step has the visitor now."""
    staying: Stay | None = None
    """The innermost stay of the visitor."""
    alarms: list[Alarm] = field(default_factory=list)
    outcome: int = -1
    later_outcome: int = -1
    attempts: int = 1
    finished_by: int = -1
    """Row whose completion let the case finish, -1 if none."""


def new_case(prepared: Prepared, number: int, arrival: Arrival, service: int) -> Case:
    """A case as it comes; nothing has happened yet."""
    clocks = len(prepared.service_clocks[service])
    return Case(
        number=number,
        stream=arrival.stream,
        service=service,
        epoch=arrival.epoch,
        member=arrival.member,
        stamps=[NEVER] * len(prepared.program.names.stamps),
        attributes=[],
        count=[0] * clocks,
        since=[0] * clocks,
        value=[0] * clocks,
        late_at=[NEVER] * clocks,
        phase=[0] * clocks,
        over=[-1] * clocks,
        again=[0] * clocks,
    )
