"""From a scenario to tables of what happened: the flat `Program`, `compile_program`, and the engines.

Here lives everything that runs. Nothing in here reads YAML, and nothing above here knows SimPy.
"""
