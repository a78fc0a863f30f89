"""What can only be found wrong once a scenario is put together."""

from __future__ import annotations


class CompileError(ValueError):
    """A scenario that reads well but cannot run; `path` names the place, as in `--set` paths."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message
