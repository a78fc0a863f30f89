"""Renderers of a report: a page that stands by itself, a workbook, a print. They lay out; they tell nothing."""
