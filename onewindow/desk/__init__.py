"""The planner's desk: what the web page shows and does, as plain objects. A test drives them without a browser.

Nothing here knows NiceGUI. What is said of results is said by `sim.pages`, drawn by `plots.charts`.
"""
