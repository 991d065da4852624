"""A job that may not be repeated, since the program has none yet."""

from goldenthread.foundation import jobs, trail


@jobs.job("Do something once")
def only_once() -> None:
    """Leave an entry in the trail, then say how far it is."""
    trail.record("test.once", by=None)
    jobs.progress(1, 2)
