"""Files of the register: agencies and what became of them, bodies, people, seats and appointments."""

from goldenthread.partnership.imports import (  # noqa: F401
    agencies,
    appointments,
    bodies,
    people,
    seats,
    successions,
)
