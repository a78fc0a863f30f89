"""A report as PDF: the page, printed by a browser of the Chromium family that the machine has.

The browser opens a file of its own in an empty profile, without a network, and is ended if it takes too long. It names
when it printed; that is set to one date, so that equal reports give equal bytes with the same browser.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.model import Fault, ModelError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
"""Names on the search path, and where some systems keep them."""
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-pdf-header-footer",
)
PATIENCE = 120.0
"""Seconds a browser may take."""
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")
MADE = b"20000101000000"


def browser() -> str:
    """The browser that prints. Raises ModelError where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        message = (
            "no Chromium, Chrome or Edge was found to print with; install one, or write .html and print that"
        )
        raise ModelError([Fault.of("out", ".pdf", message)])
    return found


def pdf_of(page: str) -> bytes:
    """The page, printed. Raises ModelError where that cannot be done."""
    with TemporaryDirectory(prefix="onewindow-", ignore_cleanup_errors=True) as folder:
        file, made = Path(folder, "report.html"), Path(folder, "report.pdf")
        file.write_text(page, "utf-8")
        # A browser that runs as root cannot wall itself off; it opens nothing but this file.
        alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser(), *QUIET, *alone, f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}"]
        try:
            done = subprocess.run(
                [*command, file.as_uri()], capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(str(error)) from None
        if not made.is_file():
            raise _failed(f"it ended with {done.returncode}")
        return DATE.sub(rb"\g<1>" + MADE, made.read_bytes())


def _failed(why: str) -> ModelError:
    message = f"the browser did not print it: {why[:200]}; write .html and print that"
    return ModelError([Fault.of("out", ".pdf", message)])
