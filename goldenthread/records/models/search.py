"""The search index: what was found worth finding, and what is to be indexed again.

A row's words and reach stand beside it in the table ``records_searchwords``, which each database keeps in its own
way (``search_sqlite.py``, ``search_postgresql.py``) under the same number.
"""

from __future__ import annotations

from datetime import date
from secrets import randbelow

from django.db import connection, models, transaction

from goldenthread.foundation import jobs

FIRST_DAY = date(1900, 1, 1)
DAY_BITS, NUMBER_BITS = 17, 46
LAST_DAY_NUMBER = 2**DAY_BITS - 1


class SearchRow(models.Model):
    """One row of the index, as it is shown. Found through ``search_index.find`` alone, which asks who is looking.

    ``place`` falls as days go by: the newest rows are those of the lowest places, and a period is a range of places.
    Rows without a day come before every day. (FTS5 skips ahead in rising order alone: 1 ms against 24.)
    """

    place = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.TextField()
    text = models.TextField(blank=True)
    dated_on = models.DateField(null=True)
    page = models.CharField(max_length=100)
    args = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="search_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchLink(models.Model):
    """That the rows of a subject were made of a row that points to it: an appointment of a person, say.

    What points elsewhere by now, or is gone, is found here and nowhere else.
    """

    label = models.CharField(max_length=60)
    number = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["label", "number"], name="search_link_from"),
            models.Index(fields=["kind", "object_id"], name="search_link_to"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.number} of {self.kind} {self.object_id}"


class SearchDue(models.Model):
    """That something was done to a row on which rows of the index depend. Rows are only added, never changed."""

    label = models.CharField(max_length=60)
    number = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.label} {self.number}"

    @classmethod
    def keep(cls, label: str, number: str) -> None:
        """Note that this row was changed, in the caller's transaction; once that is committed, a job looks at it."""
        cls.objects.create(label=label, number=number)
        if not any(waiting[1] is _index_soon for waiting in connection.run_on_commit[-1:]):
            transaction.on_commit(_index_soon)


def _index_soon() -> None:
    """Have what is due indexed, unless a job waits to do so."""
    from goldenthread.records.tasks import index_search

    if not jobs.is_waiting(index_search):
        jobs.enqueue(index_search)


def place_of(day: date | None) -> int:
    """A place for a row of ``day``, by chance one of seventy million million."""
    return lowest_place(day) + randbelow(2**NUMBER_BITS)


def lowest_place(day: date | None) -> int:
    """The lowest place of ``day``; without one, that of rows without a day."""
    number = 0 if day is None else LAST_DAY_NUMBER - min(max((day - FIRST_DAY).days, 0), LAST_DAY_NUMBER - 1)
    return number << NUMBER_BITS


def highest_place(day: date) -> int:
    """The highest place of ``day``."""
    return lowest_place(day) + 2**NUMBER_BITS - 1
