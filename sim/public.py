"""The public names of a package: written once, in the stub beside it, and loaded when first used.

Type checkers and editors read the stub, `__init__.pyi`; here it is read too. So that the command line heeds signals
at once, nothing is imported for that.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def public(file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of the package whose `__init__.py` this file is."""
    from importlib import import_module

    homes: dict[str, str] = {}
    with open(f"{file}i", encoding="utf-8") as stub:
        for line in stub:
            match line.split():
                case ["from", home, "import", "*", *_]:
                    homes |= dict.fromkeys(import_module(home).__all__, home)
                case ["from", home, "import", name, *_]:
                    homes[name] = home

    def load(name: str) -> Any:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        package = file.replace("\\", "/").split("/")[-2]
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    names = sorted(homes)
    return load, lambda: names, names
