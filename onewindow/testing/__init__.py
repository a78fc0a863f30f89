"""Targets as tests: the pytest plugin `pytest --onewindow FOLDER`.

Only pytest imports this package. `plugin` is loaded in every pytest run of whoever has onewindow installed, so it
imports nothing of the simulator; the other modules are loaded once `--onewindow` is used.
"""
