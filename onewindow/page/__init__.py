"""The page that `onewindow serve` shows: NiceGUI elements over `onewindow.desk`, and nothing else that knows NiceGUI.

How a part is added (`board` is the example):

1. What it shows and does: plain objects in `onewindow/desk/PART.py`, tested without a browser in
   `tests/page/test_PART.py`. Words in `sim/words/page_PART.py`, in both languages. What takes more than a few
   milliseconds is a job: a function `(request, progress, part) -> JSON` named in `onewindow/desk/kinds.py`, which a
   worker process runs. `desk.ask(kind, request, owner)` gives the `Job`, done at once where the answer is stored; the
   page looks at it by a timer (`jobs.follow`), which shows progress, the place in the queue and a button to stop.
2. How it looks: `onewindow/page/PART.py` with `def PART(here: Here) -> None`, which makes elements. `Here` holds the
   desk, the language, who asks, and the address. `draw` has what is shown alike everywhere: sentences with tones, pages
   of `sim.pages`, charts of `plots.charts`. Whatever users wrote is escaped: `ui.label`, or `draw.html` of text that
   `sim.pages.html` made.
3. A line in `parts.PARTS`: its address and its name in `sim.words.page_frame`.
4. Tests: a journey with NiceGUI's `user` (`tests/page/test_journeys.py`), one in a browser
   (`tests/page/test_browser.py`), whose helper checks console, other hosts and accessibility on every page.

A page is built once per visit and must build at once; state of a visit lives in its function, never in a module.
"""
