"""The kernel's machine code: all functions in one module of LLVM, optimised together.

`entry` marks a function for Python to call; whatever that calls is compiled with it. `apart` marks one that stays a
function of its own where LLVM might copy it into its callers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import llvmlite.binding as llvm

from sim.engine.compiled.kinds import WORD
from sim.engine.compiled.translate import Translation

F = TypeVar("F", bound=Callable[..., Any])

OPTIMISED = 3
"""How hard LLVM tries, of 0 to 3."""

ENTRIES: list[Any] = []
"""Marked functions."""


def entry(function: F) -> F:
    """A function of words that Python calls. It gives a word."""
    ENTRIES.append(function)
    return function


def apart(function: F) -> F:
    """A function that is called, not copied into its callers."""
    function.apart = True  # type: ignore[attr-defined]
    return function


def rare(function: F) -> F:
    """A function apart that few programs need: the machine code of the others goes straight past it."""
    function.rare = True  # type: ignore[attr-defined]
    return apart(function)


def machine_code(entries: Sequence[Any] = ENTRIES) -> bytes:
    """The object file of these functions and all they call, for this processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = target_machine()
    translation = Translation()
    for function in entries:
        translation.function(function, (WORD,) * function.__code__.co_argcount, function.__name__)
    translation.module.triple = machine.triple
    translation.module.data_layout = str(machine.target_data)
    module = llvm.parse_assembly(str(translation.module))
    module.verify()
    names = {function.__name__ for function in entries}
    for said in module.functions:
        if not said.is_declaration and said.name not in names:
            said.linkage = "internal"
    tuning = llvm.create_pipeline_tuning_options(speed_level=OPTIMISED)
    tuning.loop_unrolling = tuning.loop_vectorization = False  # loops of the kernel are short
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))


def target_machine() -> Any:
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=OPTIMISED,
        reloc="static" if llvm.get_default_triple().startswith("x86") else "default",
        codemodel="jitdefault",
        jit=True,
    )
