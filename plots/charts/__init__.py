"""Charts of a page as plain options of ECharts: the numbers, words and colours of the figures, and no browser.

A colour is the name of one of `theme`'s, as "$ink", so that a page can show it in light and dark.
"""
