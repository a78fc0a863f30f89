"""A what-if as a scenario file: it includes the library's, and says what differs. The rest stands in its command."""

from __future__ import annotations

import json
from dataclasses import replace

from onewindow.desk.asked import Asked, path_of


def yaml_of(asked: Asked) -> str:
    """The text of the file. Settings by factors, levers and the load are options of the command in its comment."""
    name, _, variant = asked.scenario.partition("@")
    plain = [text for text in asked.set if not text.partition("=")[0].endswith(("*", "+", "-"))]
    rest = replace(
        asked,
        scenario="what-if.yaml" + (f"@{variant}" if variant else ""),
        set=tuple(text for text in asked.set if text not in plain),
    )
    lines = [f"# {asked.command()}", f"# = {rest.command()}", "onewindow: 1", f"include: [{name}]"]
    if plain:
        lines.append("override:")
        lines += [
            f"  {path_of(text)}: {json.dumps(text.partition('=')[2], ensure_ascii=False)}" for text in plain
        ]
    return "\n".join(lines) + "\n"
