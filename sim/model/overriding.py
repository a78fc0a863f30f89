"""What a file changes of the files it includes: said openly under `override`, by the paths that `--set` takes.

```yaml
override:
  pools.window.capacity: {value: 8, range: [6, 10], source: counted-in-may}
  services.startup.channels.hall.rate: 5 /wd
```

It is done after fragments and defaults have been put in place, and before a variant's `set`. A path that stands in the
same file is a fault: there is nothing to override.
"""

from __future__ import annotations

from typing import Any

from sim.frozen import dataclass
from sim.model.faults import Fault, Place
from sim.model.settings import set_at, without_replaced
from sim.model.tree import Node, Step, at, child, path_of, plain, replaced


@dataclass(frozen=True)
class Overridden:
    """One value that was changed."""

    path: str
    before: Any
    """As the included file has it; None where it says nothing."""
    after: Any
    stood_at: Place | None
    """Where that stands."""
    place: Place
    """Where the new value stands."""


def overridden(root: Node) -> tuple[Node, tuple[Overridden, ...], tuple[Fault, ...]]:
    """The tree with every `override` done, what that changed, and what could not be done."""
    stated = child(root, "override")
    if stated is None or not isinstance(stated.value, dict):
        return root, (), ()
    done: list[Overridden] = []
    faults: list[Fault] = []
    before = root
    for path, value in stated.value.items():
        place = stated.keys[path]
        steps = path_of(before, path)
        old, holder = at(before, steps), at(before, steps[:-1])
        told_at = old.place if old is not None else holder.place if holder is not None else None
        changed, why = set_at(root, path, "=", value)
        if not why and told_at is not None and told_at.file == place.file and steps[:-1]:
            why = f'"{path}" stands in this file, at {told_at}; change it there'
        if why:
            faults.append(Fault.at(place, why))
            continue
        root = without_replaced(_placed(changed, path_of(changed, path), value.place), path, before)
        was = None if old is None else plain(old)
        done.append(Overridden(path, was, plain(value), None if old is None else old.place, value.place))
    return root, tuple(done), tuple(faults)


def _placed(root: Node, steps: tuple[Step, ...], place: Place) -> Node:
    """The tree with what was just set at the end of the steps, and its key, standing where that was said."""
    made, holder = at(root, steps), at(root, steps[:-1])
    if made is None or holder is None:
        return root
    if made.place != place:
        made = Node(made.value, place, dict.fromkeys(made.keys, place))
    if isinstance(holder.value, dict):
        last = str(steps[-1])
        holder = Node({**holder.value, last: made}, holder.place, {**holder.keys, last: place})
        return replaced(root, steps[:-1], holder)
    return replaced(root, steps, made)
