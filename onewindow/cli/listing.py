"""`onewindow list`: the scenarios of the library. It reads an index, and loads neither the model nor the engines."""

from __future__ import annotations

from onewindow.cli.console import print_json
from sim.library import library
from sim.words.language import spoken


def tell(lang: str | None, *, json_: bool) -> int:
    """Print the list, in the language of the environment where none is asked for; the exit code."""
    if json_:
        rows = [
            {
                "scenario": name,
                "title": dict(one.title),
                "variants": list(one.variants),
                "default_variant": one.default_variant,
                "targets": list(one.targets),
            }
            for name, one in library().items()
        ]
        print_json({"scenarios": rows})
        return 0
    from onewindow.cli.screen import show
    from sim.pages.library import library_page

    said = lang or spoken()
    show(library_page(library(), said), said)
    return 0
