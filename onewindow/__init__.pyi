# The public names, once: type checkers read them here, and sim.public when the package is imported.

from calibration.calibrate import calibrate as calibrate
from onewindow.pictures import plot as plot
from sim import *  # noqa: F403 - the same names
