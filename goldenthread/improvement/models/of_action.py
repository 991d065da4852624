"""What every record about an action shares: it is seen and kept as its action is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope


class OfActionQuerySet(models.QuerySet):
    """Questions about records of actions."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of actions the person sees."""
        return self if scope.is_operator else self.filter(action__in=Action.objects.visible_to(scope))


def held(action_id: int) -> Action:
    """The action, locked, so that two verbs do not pass each other."""
    return Action.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=action_id)


def happened(day: date | None, action: Action) -> date:
    """The day something is said to have happened, today where none is given.

    Raises NotPossible for a day to come, or before the action began.
    """
    today = timezone.localdate()
    day = day or today
    if day > today:
        raise NotPossible("The date must be today or in the past.")
    if day < action.starts_on:
        raise NotPossible("The date must be on or after the day the action starts.")
    return day


File = tuple[str, bytes]
"""A file that comes with something said: its name and what is in it."""


def keep_files(row: Any, action: Action, files: Iterable[File], *, by: Person | None) -> None:
    """Keep the files that came with ``row``, an update, an attestation or a closure.

    Raises UploadRefused, NoRoom, and NotPossible where nobody is there to hold or to have given them.
    """
    for filename, content in files:
        if by is None:
            raise NotPossible("A file is given by a person.")
        row.files.model(**{"action": action, row.files.field.name: row}).add(filename, content, by=by)


def refuse_closed(action: Action) -> None:
    """Raise NotPossible where the action is closed."""
    if action.closures.filter(reopened_on__isnull=True).exists():
        raise NotPossible("This action is closed. Open it again first.")
