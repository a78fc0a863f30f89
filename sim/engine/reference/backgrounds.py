"""Backgrounds of cases: which of them run, and who waits until they are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.engine.prepared import Prepared
from sim.engine.reference.agenda import Agenda
from sim.engine.reference.ledgers import Ledgers
from sim.engine.reference.tokens import HOLDING, Case, Scope, Token


class Backgrounds:
    """Counts the instances of each background that run, case by case."""

    def __init__(
        self, prepared: Prepared, ledgers: Ledgers, agenda: Agenda, carry: Callable[[Token, int], None]
    ) -> None:
        """`carry` moves a token on from a node."""
        self.prepared = prepared
        self.ledgers = ledgers
        self.agenda = agenda
        self.carry = carry

    def started(self, case: Case, background: int) -> Scope:
        """One more instance runs; its scope."""
        case.running_backgrounds[background] = case.running_backgrounds.get(background, 0) + 1
        return Scope(self.prepared.background_continues[background] == 1, background)

    def hold(self, token: Token, node: int) -> bool:
        """Whether a token waits here until a background is over."""
        held = token.case.running_backgrounds.get(self.prepared.background[node], 0) > 0
        if held:
            token.state = HOLDING
            token.case.holding.append(token)
            if self.prepared.pause[node] == 1:
                self.ledgers.pause(token.case, node, self.agenda.now)
        return held

    def over(self, case: Case, scopes: Sequence[Scope], row: int) -> None:
        """Backgrounds are done or withdrawn: whoever waits for the last instance of one goes on."""
        over = set()
        for scope in scopes:
            background, scope.background = scope.background, -1
            case.running_backgrounds[background] -= 1
            if case.running_backgrounds[background] == 0:
                over.add(background)
        if over:
            self._release(case, over, row)

    def _release(self, case: Case, over: set[int], row: int) -> None:
        prepared = self.prepared
        ready = [t for t in case.holding if t.state == HOLDING and prepared.background[t.node] in over]
        case.holding = [t for t in case.holding if t.state == HOLDING and t not in ready]
        for token in sorted(ready, key=lambda t: (prepared.step[t.node], t.visit)):
            if prepared.pause[token.node] == 1:
                self.ledgers.resume(case, token.node, self.agenda.now)
            token.row = max(token.row, row)
            self.carry(token, prepared.following[token.node])
