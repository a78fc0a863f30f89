"""A what-if as a scenario file: it includes the library's, and says what differs. The rest stands in its command."""

from __future__ import annotations

import json
from dataclasses import replace

from onewindow.desk.asked import Asked, path_of
from onewindow.desk.inputs import question


def yaml_of(asked: Asked) -> str:
    """The text of the file. Settings by factors, levers and the load are options of the command in its comment.

    Values are figures with a unit at most (`Asked.question` sees to that), and so YAML as they are.
    """
    name, _, _ = asked.typed.partition("@")
    plain = [text for text in asked.set if not text.partition("=")[0].endswith(("*", "+", "-"))]
    rest = replace(
        asked,
        scenario="what-if.yaml",
        set=tuple(text for text in asked.set if text not in plain),
    )
    stated = question(asked).stated
    title = json.dumps({"zh": stated.title.zh, "en": stated.title.en}, ensure_ascii=False)
    lines = [f"# {asked.command()}", f"# = {rest.command()}", "onewindow: 1", f"title: {title}"]
    lines.append(f"include: [{name}]")
    changes = [f"{path_of(text)}: {text.partition('=')[2].strip()}" for text in plain]
    if stated.variant != stated.default_variant:
        changes.insert(0, f"default_variant: {stated.variant}")
    lines += ["override:", *(f"  {one}" for one in changes)] if changes else []
    return "\n".join(lines) + "\n"
