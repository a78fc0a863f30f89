"""The files of a scenario laid side by side: each under a new name, with what it includes named anew.

So a scenario can be copied with all it is made of, to where neither the library nor the folder it came from is at hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from sim.model.faults import Fault, ModelError
from sim.model.includes import Written

_BEFORE = re.compile(r"(?:[&!]\S*\s+)*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')


def side_by_side(files: Sequence[Written], name: str, parts: str) -> dict[str, str]:
    """Texts by new name: the scenario's own file, the last of `files`, is `name`, the others are `parts` and theirs.

    `parts` is a folder ("mine/") or the beginning of names ("part-"). Raises ModelError for a name that is written so
    that it cannot be changed.
    """
    names = {files[-1].file: name}
    for part in files[:-1]:
        names[part.file] = _free(parts, Path(part.file).stem, names.values())
    folder = parts.rpartition("/")[0] + "/" if "/" in parts else ""
    made = {}
    for written in files:
        here = folder if written is not files[-1] else ""
        made[names[written.file]] = _named_anew(
            written, {file: new.removeprefix(here) for file, new in names.items()}
        )
    return made


def _free(parts: str, stem: str, taken: Collection[str]) -> str:
    number = 1
    while (found := f"{parts}{stem}{'' if number == 1 else f'-{number}'}.yaml") in taken:
        number += 1
    return found


def _named_anew(written: Written, names: Mapping[str, str]) -> str:
    """The text with every entry of `include` replaced."""
    text = written.text
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    cuts: dict[int, tuple[int, str]] = {}
    for one in written.included:
        at = starts[one.place.line - 1] + one.place.column - 1
        before = _BEFORE.match(text, at)
        start = at if before is None else before.end()
        quoted = _QUOTED.match(text, start)
        if quoted is None and not text.startswith(one.said, start):
            raise ModelError(
                [Fault.at(one.place, "cannot be named anew here; write the file's name on one line")]
            )
        end = quoted.end() if quoted is not None else start + len(one.said)
        cuts[start] = (end, json.dumps(names[one.file], ensure_ascii=False))
    for start, (end, new) in sorted(cuts.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text
