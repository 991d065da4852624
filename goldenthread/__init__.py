"""Goldenthread: the program a local safeguarding children partnership runs on."""

__version__ = "0.1.0"
