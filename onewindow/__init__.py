"""The front door: `import onewindow`, the command line. It holds no logic of its own.

    import onewindow as ow
    ow.check(ow.load("gedian/startup"))
    ow.plot("gedian/startup", kind="throughput", out="throughput.png")

Its public names stand in `__init__.pyi` and are loaded when first used.
"""

from sim.public import public

__getattr__, __dir__, __all__ = public(__file__)
