from calibration.calibrate import calibrate as calibrate
from onewindow.pictures import plot as plot
from sim import *  # noqa: F403 - the same names
