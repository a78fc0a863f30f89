"""How the kernel's functions are compiled: all into one module of LLVM, optimised and turned to machine code once.

`rule` marks a function that others of the kernel call, `apart` one that is not copied into its callers, `entry` one for
Python to call. numba types each and says it in LLVM's language; that is all it does here. It would make machine code
of every function by itself, with all that it calls copied in: what is called from many places would be compiled as
often. The plain functions that both engines share stay as they are; `shared` lets the kernel call them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba import types
from numba.core import compiler, sigutils, typing
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_machinery import PassManager
from numba.core.registry import CPUDispatcher, cpu_target
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import FixupArgs, IRProcessing, ReconstructSSA, TranslateByteCode

F = TypeVar("F", bound=Callable[..., Any])

OPTIMISED = 2
"""How hard LLVM tries, of 0 to 3."""


class _Module(JITCodeLibrary):
    """What numba said of all functions so far, not optimised yet."""

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout


class _Pipeline(compiler.CompilerBase):  # type: ignore[misc]
    """Only what plain functions of numbers and records need: numba has more for what we never write."""

    def define_pipelines(self) -> list[Any]:
        passes = PassManager("kernel")
        for step in (
            TranslateByteCode, FixupArgs, IRProcessing, ReconstructSSA, NopythonTypeInference, PreLowerStripPhis,
            IRLegalization, NativeLowering, NoPythonBackend,
        ):  # fmt: skip
            passes.add_pass(step, step._name)
        passes.finalize()
        self.state.type_annotation = None
        return [passes]


class _Typing(typing.Context):  # type: ignore[misc]
    """Remembers what an operator gives of what: numba goes through dozens of ways to add up each time."""

    def resolve_function_type(self, func: Any, args: Any, kws: Any) -> Any:
        if not (isinstance(func, types.Function) and all(isinstance(kind, _NUMBERS) for kind in args)):
            return super().resolve_function_type(func, args, kws)
        asked = func, tuple(map(types.unliteral, args))
        if asked not in _given:
            _given[asked] = super().resolve_function_type(func, asked[1], kws)
        return _given[asked]


_NUMBERS = (types.Integer, types.Boolean, types.Float)
_given: dict[Any, Any] = {}

_typing = copy.copy(cpu_target.typing_context)
_typing.__class__ = _Typing
_context = cpu_target.target_context
_module: Any = _Module(_context.codegen(), "kernel")
_entries: list[str] = []


class Rule(CPUDispatcher):
    """A function of the kernel, compiled into the module for the types it is called with."""

    apart = False

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """numba would compile it anew for every number that is written out in a call."""
        return super().get_call_template(tuple(map(types.unliteral, args)), kws)

    def compile(self, sig: Any) -> Any:
        arguments, _ = sigutils.normalize_signature(sig)
        if arguments not in self.overloads:
            made = _said(self.py_func, arguments, None)
            _context.insert_user_function(made.entry_point, made.fndesc)
            if self.apart:
                _module.get_function(made.fndesc.llvm_func_name).add_function_attribute("noinline")
            self.overloads[arguments] = made
        return self.overloads[arguments].entry_point


def rule(function: F) -> F:
    """A function of the kernel. It neither raises nor touches a Python object."""
    return Rule(function)  # type: ignore[return-value]


def apart(function: F) -> F:
    """A rule that is called, not copied into its callers."""
    made = Rule(function)
    made.apart = True
    return made  # type: ignore[return-value]


def shared(*functions: Callable[..., Any]) -> None:
    """Let the kernel call plain functions of other packages."""
    for function in functions:
        if function not in _shared:
            _shared[function] = Rule(function)
            cpu_target.typing_context.insert_global(function, types.Dispatcher(_shared[function]))


_shared: dict[Callable[..., Any], Rule] = {}


def entry(function: F) -> F:
    """A function of int64 that Python calls, with all it calls in turn. It gives an int64."""
    word = ir.IntType(64)
    arguments = (types.int64,) * function.__code__.co_argcount
    made = _said(function, arguments, types.int64)
    wrapping = _module.create_ir_module(function.__name__)
    convention = _context.call_conv
    said = ir.Function(
        wrapping, convention.get_function_type(types.int64, arguments), made.fndesc.llvm_func_name
    )
    plain = ir.Function(wrapping, ir.FunctionType(word, [word] * len(arguments)), function.__name__)
    builder = ir.IRBuilder(plain.append_basic_block())
    _, given = convention.call_function(builder, said, types.int64, arguments, plain.args)
    builder.ret(given)
    _module.add_ir_module(wrapping)
    _entries.append(function.__name__)
    return function


def machine_code() -> bytes:
    """The object file of all entries."""
    module = _module._final_module
    for library in _module._linking_libraries:
        module.link_in(library._get_module_for_linking(), preserve=True)
    for function in module.functions:
        if not function.is_declaration and function.name not in _entries:
            function.linkage = "internal"
    machine = _context.codegen()._tm
    tuning = llvm.create_pipeline_tuning_options(speed_level=OPTIMISED)
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))


def _said(function: Callable[..., Any], arguments: Any, result: Any) -> Any:
    """What numba knows of a function once it has said it in LLVM's language."""
    flags = compiler.Flags()
    options = {
        "nopython": True,
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "boundscheck": False,
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
    }
    cpu_target.options.parse_as_flags(flags, options)
    flags.no_compile = True
    with _compiling():
        made = compiler.compile_extra(
            _typing,
            _context,
            function,
            arguments,
            result,
            flags,
            {},
            library=_module,
            pipeline_class=_Pipeline,
        )
    return made._replace(entry_point=object())


@contextmanager
def _compiling() -> Iterator[None]:
    """Compile although somebody told numba not to: that setting is for their functions."""
    before = numba.config.DISABLE_JIT  # type: ignore[attr-defined]
    numba.config.DISABLE_JIT = 0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        numba.config.DISABLE_JIT = before  # type: ignore[attr-defined]
