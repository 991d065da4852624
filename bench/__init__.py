"""Measured comparisons. Each prints a ratio, and the machine it was measured on. No part of the program."""
