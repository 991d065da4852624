"""Agenda packs: the papers of a meeting as one PDF for each audience, with page numbers that never change.

Plain values and files go in, PDFs come out: no models, no requests, no clock. ``agenda`` says what goes in,
``numbering`` which paper has which pages, ``reading`` turns each paper into a PDF that is safe to merge
(``cleaning``, ``converting``, ``tables``), ``engine`` puts them together (``front``, ``stamping``, ``tags``,
``bookmarks``). Decision 0021 says why it is as it is.
"""
