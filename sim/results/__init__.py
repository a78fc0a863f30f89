"""What happened, as tables: cases, events and pools as Polars frames (`frames`), who is judged, and critical paths.

Everything here is a pure function of what an engine returned. Nothing here runs a simulation or draws a picture.
"""
