"""Pydantic without plugins: we use none, and to look for some cost `validate` 4% of its time.

It would read the metadata of every installed package when it is first used. Where a variable of its own forbids that,
it still loads everything that could; so the module it would ask is here before it, and says that there are none.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VARIABLE, LOADER = "PYDANTIC_DISABLE_PLUGINS", "pydantic.plugin._loader"


def use_none() -> None:
    """From now on, unless the environment says which plugins are wanted."""
    if os.environ.setdefault(VARIABLE, "__all__") == "__all__" and LOADER not in sys.modules:
        loader = type(sys)(LOADER)
        loader.__dict__.update(get_plugins=tuple, __getattr__=_of_the_real_one)
        sys.modules[LOADER] = loader


def _of_the_real_one(name: str) -> Any:
    """Anything else that some release of pydantic may look for there."""
    if name.startswith("__"):  # what is asked of every module that is imported
        raise AttributeError(name)
    from importlib import import_module

    del sys.modules[LOADER]
    return getattr(import_module(LOADER), name)
