"""The examples of the reference page run as written."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "working-time.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize("last", range(len(BLOCKS)))
def test_blocks_run_in_order(last: int) -> None:
    scope: dict[str, object] = {}
    for block in BLOCKS[: last + 1]:
        exec(compile(block, str(PAGE), "exec"), scope)
