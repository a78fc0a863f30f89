"""A report as chapters of a neutral document, in the order a reader asks; renderers and pictures lie above."""
