"""`python -m onewindow` is `onewindow`."""

from onewindow.cli import main

main()
