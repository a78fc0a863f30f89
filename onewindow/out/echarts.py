"""The script that draws charts, from where the web extra is installed: nothing of it is ours, and nothing is fetched.

NiceGUI carries ECharts (Apache licence 2.0) as a module of which an index names the parts. It is put into a page whole,
with its export turned into `globalThis.echarts`, and without the parts that it would load later.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

INDEX = "nicegui/elements/echart/dist/index.js"
NOTICE = "/*! Apache ECharts, Copyright The Apache Software Foundation, Apache License 2.0 */"


def script() -> str | None:
    """The text of a module; None where the extra is not installed, or is not of the shape that is known."""
    index = _installed()
    if index is None:
        return None
    named = re.search(r'import\s*\{([^}]*)\}\s*from\s*"\./([\w.-]+\.js)"', index.read_text("utf-8"))
    if named is None or not (part := index.parent / named[2]).is_file():
        return None
    # The index says under which name the part hands out what it hands on as `echarts`.
    handed_on = re.search(r"(\w+) as echarts\b", index.read_text("utf-8"))
    taken = handed_on and re.search(rf"(\w+) as {handed_on[1]}\b", named[1])
    return _made_global(part.read_text("utf-8"), taken[1]) if taken else None


def _made_global(module: str, name: str) -> str | None:
    exported = re.search(r"export\s*\{([^}]*)\}\s*;?\s*(?://# sourceMappingURL=\S*\s*)?$", module)
    own = exported and re.search(rf"(?:^|,)\s*([\w$]+) as {re.escape(name)}\s*(?:,|$)", exported[1])
    if not exported or not own or re.search(r"</script|<!--", module, re.IGNORECASE):
        return None
    module = re.sub(r'import\("\./[\w.-]+"\)', "Promise.reject()", module[: exported.start()])
    return f"{NOTICE}\n{module}globalThis.echarts={own[1]};"


def _installed() -> Path | None:
    try:
        listed = files("nicegui") or []
    except PackageNotFoundError:
        return None
    found = next((Path(str(one.locate())) for one in listed if one.as_posix() == INDEX), None)
    return found if found is not None and found.is_file() else None
