"""How long to wait on a machine that may be busy: a wait is for a condition, its limit only ends a test that will fail."""
import os

MOST = 4


def patient(seconds):
    """So many seconds of a quiet machine, in seconds of this one as it is now."""
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * min(MOST, max(1.0, load))
