"""From results to the plain numbers a figure is drawn from, one function a figure. `onewindow.pictures` asks them."""
