"""What of a fault is still English when it is said in Chinese."""

from __future__ import annotations

import re

from sim.words.faults import in_chinese

QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|“[^”]*”|\{[^}]*\}|\[[^]]*\]")
WRITTEN = re.compile(r"\b(mode|core|kind|hours) \w+|and or not")
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}|[A-Za-z]{3,} [A-Za-z]{3,}$")


def english_left(line: str) -> list[str]:
    """English words in a line of faults, said in Chinese, that are no key, value or option of the user's."""
    message = line.partition("  ")[2] or line
    if message.startswith("Usage: "):
        return []
    return ENGLISH.findall(WRITTEN.sub("", QUOTED.sub("", in_chinese(message))))
