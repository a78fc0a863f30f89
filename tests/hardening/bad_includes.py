"""Scenarios that include what they may not: (id, what is laid out in the folder, the part of a message that must be told)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

Bad = tuple[str, Callable[[Path], object], str]
HEAD = "onewindow: 1\ntitle: x\n"


def written(**files: str | bytes) -> Callable[[Path], None]:
    """Lays files out: `hall` is the scenario, hall.yaml, `a__b` is a/b.yaml."""

    def lay(folder: Path) -> None:
        for name, text in files.items():
            path = folder / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return lay


def including(*names: str, **files: str | bytes) -> Callable[[Path], None]:
    listed = ", ".join(f'"{name}"' for name in names)
    return written(hall=f"{HEAD}include: [{listed}]\n", **files)


def bad_includes() -> Iterator[Bad]:
    yield from _names()
    yield from _ways_out()
    yield from _files()
    yield from _many()


def _names() -> Iterator[Bad]:
    for value, said in (
        ("5", "5 is not a list"), ("{a: b}", "is not a list"), ("[5]", "5 is not text"), ("[[a.yaml]]", "is not text"), ("[null]", "nothing is not text"),
    ):  # fmt: skip
        yield f"include {value}", written(hall=f"{HEAD}include: {value}\n"), said
    for name in (
        "nobody/hall",
        "gedian",
        "../gedian/hall",
        "/gedian/hall",
        "gedian//hall",
        "",
        " ",
        "a\\nb",
        "x" * 5000,
        "gedian/hall.yml2",
    ):
        yield f"library {name[:20]!r}", including(name), "there is no file of the library"
    yield "near", including("gedian/hal"), 'did you mean "gedian/hall"?'
    yield "none", including("none.yaml"), "is no file that can be read"
    yield "long", including("x" * 5000 + ".yaml"), "is no file that can be read"
    yield "nul", including("a\\0b.yaml"), "is no file that can be read"
    yield (
        "folder",
        lambda at: (including("sub.yaml")(at), (at / "sub.yaml").mkdir()),
        "is no file that can be read",
    )


def _ways_out() -> Iterator[Bad]:
    out = "leads out of the folder"
    yield "above", including("../outside.yaml"), out
    yield "far above", including("../" * 40 + "etc/passwd.yaml"), out
    yield "in and out", including("sub/../../outside.yaml", sub__a="{}"), out
    yield "absolute", including("/etc/passwd.yaml"), "is an absolute path"
    yield "from a part", including("sub/a.yaml", sub__a="include: [../../outside.yaml]\n"), out

    def link(name: str, to: str, folder: bool = False) -> Callable[[Path], object]:
        def lay(at: Path) -> None:
            including(f"{name}/outside.yaml" if folder else f"{name}.yaml")(at)
            os.symlink(to, at / (name if folder else f"{name}.yaml"))

        return lay

    yield "link", link("linked", "../outside.yaml"), out
    yield "link to a folder", link("linked", "..", folder=True), out
    yield "link to itself", link("linked", "linked.yaml"), ""
    yield "link to nothing", link("linked", "nothing.yaml"), "is no file that can be read"
    yield "link to a device", link("linked", "/dev/zero"), out


def _files() -> Iterator[Bad]:
    yield (
        "pipe",
        lambda at: (including("pipe.yaml")(at), os.mkfifo(at / "pipe.yaml")),
        "is no file that can be read",
    )
    yield "empty", including("a.yaml", a=""), "a.yaml:1:1  the file is empty"
    yield "bytes", including("a.yaml", a=b"\xff\xfe\x00"), "a.yaml:1:1  the file is not UTF-8 text"
    yield (
        "control",
        including("a.yaml", a="x: \x07\n"),
        "a.yaml:1:4  the character U+0007 cannot stand in YAML",
    )
    yield "list", including("a.yaml", a="[1, 2]"), "a.yaml:1:1  a list of 2 cannot be included"
    yield "text", including("a.yaml", a="pools"), 'a.yaml:1:1  "pools" cannot be included'
    yield "broken", including("a.yaml", a="pools: {"), "a.yaml:2:1  this is not YAML"
    yield "two", including("a.yaml", a="x: 1\n---\ny: 2\n"), "a.yaml:2:1  a second document"
    yield "twice", including("a.yaml", a="pools: {}\npools: {}\n"), 'a.yaml:2:1  the key "pools" stands twice'
    yield "tag", including("a.yaml", a="pools: !!python/object:os.system {}\n"), "a.yaml:1:8  the tag"
    yield "alias", including("a.yaml", a="defaults: *x\n"), "a.yaml:1:11  "
    yield "unknown key", including("a.yaml", a="poools: {}\n"), 'a.yaml:1:1  "poools" is not a key here'
    yield "no mapping", including("a.yaml", a="pools: 5\n"), "a.yaml:1:8  5 is not a mapping"
    yield (
        "defaults",
        including("a.yaml", a="defaults: {x: 5}\npools: {p: {like: x}}\n"),
        "a.yaml:1:15  5 is not a mapping",
    )
    yield (
        "like a number",
        including("a.yaml", a="pools: {p: {like: 5}}\n"),
        'a.yaml:1:13  "like" is not a key here',
    )
    yield "override", including("a.yaml", a="override: 5\n"), "a.yaml:1:11  5 is not a mapping"
    yield "unseen", including("a.yaml", a='override: {"": 5, ".": 6, "pools.": 7}\n'), "a.yaml:1:12  "


def _many() -> Iterator[Bad]:
    yield "itself", including("hall.yaml"), "in a circle: hall.yaml → hall.yaml"
    circle = {"a": "include: [b.yaml]\n", "b": "include: [a.yaml]\n"}
    yield (
        "circle",
        including("a.yaml", **circle),
        "b.yaml:1:11  files include each other in a circle: a.yaml → b.yaml → a.yaml",
    )
    row = {f"f{n}": f"include: [f{n + 1}.yaml]\n" for n in range(40)}
    yield (
        "deep",
        including("f0.yaml", **row),
        "too many files are included; allowed: 50 files, 10 of them in each other",
    )
    wide = {f"f{n}": "x: 1\n" for n in range(200)}
    yield "wide", including(*(f"{name}.yaml" for name in wide), **wide), "too many files are included"
    large = {f"f{n}": f"# {'x' * 900_000}\ndefaults: {{d{n}: {{}}}}\n" for n in range(4)}
    yield (
        "large",
        including(*(f"{name}.yaml" for name in large), **large),
        "hold more than 2,000,000 bytes together",
    )
    full = {f"f{n}": f"defaults: {{d{n}: {{a: [{'1, ' * 90_000}1]}}}}\n" for n in range(4)}
    yield (
        "full",
        including(*(f"{name}.yaml" for name in full), **full),
        "hold more than 200,000 values together",
    )
    bomb = "defaults:\n  d0: {a: [" + "1, " * 50 + "1]}\n"
    for n in range(1, 15):
        bomb += f"  d{n}: {{" + ", ".join(f"k{i}: {{like: d{n - 1}}}" for i in range(10)) + "}\n"
    yield (
        "bomb",
        including("a.yaml", a=f"{bomb}pools: {{like: d14}}\n"),
        "defaults put in place hold more than 200,000 values",
    )
    chain = "defaults:\n" + "".join(f"  d{n}: {{like: d{n + 1}}}\n" for n in range(2000))
    yield (
        "chain",
        including("a.yaml", a=f"{chain}pools: {{like: d0}}\n"),
        "more than 20 defaults are like each other in a row",
    )
    deep = "defaults:\n  d0: {a: 1}\n" + "".join(f"  d{n}: {{a: {{like: d{n - 1}}}}}\n" for n in range(1, 15))
    nest = "{x: " * 50 + "{like: d14}" + "}" * 50
    yield "nested", including("a.yaml", a=f"{deep}pools: {nest}\n"), "nested deeper than 60 levels"
