"""The escalation protocols that come with the program, each stage with its source and whether it was read there."""

from pathlib import Path

PROTOCOLS = Path(__file__).parent / "escalation_protocols.csv"
