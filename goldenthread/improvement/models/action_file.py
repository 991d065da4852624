"""Files of actions: evidence that came with an update, an attestation or a closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.action_closure import Closure
from goldenthread.improvement.models.attestation import Attestation
from goldenthread.improvement.models.of_action import OfActionQuerySet
from goldenthread.improvement.models.update import ActionUpdate
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import BodyKind
from goldenthread.records.models import Document, DocumentKind

if TYPE_CHECKING:
    from goldenthread.partnership.models import Person


class ActionFile(models.Model):
    """One file of an action, with what it came with. Its document is reached through the action alone."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="files")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="action_file")
    update = models.ForeignKey(ActionUpdate, on_delete=models.PROTECT, null=True, related_name="files")
    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, null=True, related_name="files")
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, null=True, related_name="files")

    objects = OfActionQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(update__isnull=False, attestation__isnull=True, closure__isnull=True)
                | Q(update__isnull=True, attestation__isnull=False, closure__isnull=True)
                | Q(update__isnull=True, attestation__isnull=True, closure__isnull=False),
                name="action_file_came_with_one",
            ),
        ]

    def __str__(self) -> str:
        return self.document.title

    @transaction.atomic
    def add(self, filename: str, content: bytes, *, by: Person) -> Self:
        """Keep this file with what it came with. Raises UploadRefused, NoRoom, and NotPossible without a body."""
        action = Action.objects.select_related("body").get(pk=self.action_id)
        document = Document(
            body=holder(action), title=filename[:200], kind=DocumentKind.REPORT, circulation=Circulation.OWNER
        )
        self.document = document.add(filename, content, by=by)
        self.save()
        trail.record("action.file", action, by=by, file=self.pk)
        return self


def holder(action: Action) -> Body:
    """The body that holds the files of ``action``: the one that follows it, or else the board of the partnership.

    Raises NotPossible where the partnership has neither.
    """
    bodies = Body.objects.filter(partnership_id=action.partnership_id)
    found = action.body or bodies.filter(kind=BodyKind.BOARD).order_by("pk").first() or bodies.order_by("pk").first()
    if found is None:
        raise NotPossible("No group of this partnership is in the register to hold the file. Add one first.")
    return found
