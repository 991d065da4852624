"""What a new installation is given besides its register: apps above add their own, and ``begin`` does them all."""

from collections.abc import Callable

_deeds: list[Callable[[], object]] = []


def register(deed: Callable[[], object]) -> None:
    """Have ``deed`` done by ``goldenthread begin``. It must change nothing where it was done before."""
    _deeds.append(deed)


def carry_out() -> None:
    """Do all of it. Apps register from the top down; what those below do, those above may stand on."""
    for deed in reversed(_deeds):
        deed()
