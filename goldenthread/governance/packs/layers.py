"""Layers that can be shown or hidden: what a paper hides stays hidden in the pack."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf


class Layers:
    """The layers of all papers of one pack."""

    def __init__(self, out: Pdf) -> None:
        self.out = out
        self._all: list[Any] = []
        self._hidden: list[Any] = []

    def add(self, source: Pdf) -> None:
        """Take over the layers of a paper whose pages are in the pack, each shown or hidden as it was."""
        held = source.Root.get("/OCProperties")
        if not isinstance(held, Dictionary) or not isinstance(held.get("/OCGs"), Array):
            return
        usual = held.get("/D")
        usual = usual if isinstance(usual, Dictionary) else Dictionary()
        shown, hidden = ({layer.objgen for layer in usual.get(key, ())} for key in ("/ON", "/OFF"))
        off_at_first = usual.get("/BaseState") == Name.OFF
        for layer in held.OCGs:
            if not isinstance(layer, Dictionary) or not layer.is_indirect:
                continue
            copied = self.out.copy_foreign(layer)
            self._all.append(copied)
            if layer.objgen in hidden or (off_at_first and layer.objgen not in shown):
                self._hidden.append(copied)

    def finish(self) -> None:
        """Write them into the pack."""
        if self._all:
            usual = Dictionary(OFF=Array(self._hidden), Order=Array(self._all))
            self.out.Root.OCProperties = Dictionary(OCGs=Array(self._all), D=usual)
