"""The quarterly update of a group: a draft its chair writes, and the evidence it becomes when it is submitted."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import paired
from goldenthread.governance.errors import NotPossible, Stale
from goldenthread.governance.models.quarterly_theme import QuarterlyTheme
from goldenthread.governance.rules.quarters import NO_VOICE, Said, missing
from goldenthread.improvement.models import Evidence, Tabling
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

SAID = ("work_done", "voice_of_the_child", "theme_response", "new_concerns", "escalated")
"""What an update says, in the order in which it is asked."""
SUBMITTED = "The update of this group for this quarter has been submitted. What was submitted stays as it is."
CHANGED_SINCE = (
    "Somebody else saved another draft while you had this open. Nothing of theirs has been overwritten. Read theirs, "
    "then save yours again."
)
NOT_ASKED = "This group does not answer this theme."
ABOVE = (BodyKind.BOARD, BodyKind.EXECUTIVE)
"""Kinds of body to which updates are reported."""


class UpdateTexts(models.Model):
    """What a group says of its quarter."""

    work_done = models.TextField(blank=True, max_length=5000)
    voice_of_the_child = models.TextField(blank=True, max_length=5000)
    theme_response = models.TextField("answer to the theme", blank=True, max_length=5000)
    new_concerns = models.TextField(blank=True, max_length=5000)
    escalated = models.TextField("for those above", blank=True, max_length=5000)

    class Meta:
        abstract = True


class UpdateDraftQuerySet(models.QuerySet["UpdateDraft"]):
    """Questions about drafts."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of groups whose meetings the person plans; the operator of the command line reads none."""
        if scope.is_operator:
            return self.none()
        return self.filter(group__in=Body.objects.allowing(Permission.MANAGE_MEETINGS, scope))


class UpdateDraft(UpdateTexts, Kept):
    """An update that is being written: no evidence yet, and read by nobody but those who write it."""

    theme = models.ForeignKey(QuarterlyTheme, on_delete=models.PROTECT, editable=False, related_name="drafts")
    group = models.ForeignKey(Body, on_delete=models.PROTECT, editable=False, related_name="update_drafts")

    objects = UpdateDraftQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["theme", "group"], name="update_draft_once")]

    def __str__(self) -> str:
        return f"Draft of the update of {self.group}"

    @property
    def fingerprint(self) -> str:
        """A digest of what it says, by which a page that was opened tells whether it changed since."""
        said = json.dumps([getattr(self, name) for name in SAID])
        return hashlib.sha256(said.encode()).hexdigest()

    @transaction.atomic
    def keep(self, *, by: Person | None, seen: str | None = None, **related: Any) -> Self:
        """Check and save. ``seen`` is the fingerprint of what was opened, None where that was not asked.

        Raises ValidationError, NotPossible where the group has no update to write, and Stale where somebody else
        saved another draft since.
        """
        self.guard()
        self._compare(seen)
        return super().keep(by=by, **related)

    def _compare(self, seen: str | None) -> None:
        """Raise Stale where the draft that is saved is not the one that was opened. An empty one is none."""
        if seen is None:
            return
        held = UpdateDraft.objects.filter(theme_id=self.theme_id, group_id=self.group_id).first()
        if held is None:
            return
        if held.fingerprint != seen and held.fingerprint != self.fingerprint:
            raise Stale(CHANGED_SINCE)
        self.pk = held.pk
        self._state.adding = False

    def guard(self) -> None:
        """Hold the theme. Raises NotPossible where the group does not answer it, or has submitted its update."""
        rows = QuarterlyTheme.objects.select_for_update(of=("self",)).select_related("body__partnership")
        theme = rows.filter(pk=self.theme_id).first()
        if theme is None or not theme.groups().filter(pk=self.group_id).exists():
            raise NotPossible(NOT_ASKED)
        if SubgroupUpdate.objects.filter(theme=theme, group_id=self.group_id).exists():
            raise NotPossible(SUBMITTED)

    @transaction.atomic
    def submit(self, *, by: Person, seen: str | None = None) -> SubgroupUpdate:
        """Make it evidence for the whole partnership, and table it for the bodies the group reports to.

        Raises ValidationError by field where the voice of the child or the answer to the theme is missing,
        NotPossible where it was submitted already, and Stale where somebody else saved another draft since.
        """
        self.guard()
        self._compare(seen)
        refused = missing(Said(self.voice_of_the_child, self.theme_response))
        if refused:
            raise ValidationError(refused)
        texts = {name: getattr(self, name).strip() for name in SAID}
        update = SubgroupUpdate(
            partnership=self.theme.body.partnership,
            holding_body=self.group,
            title=f"Update of {self.group.name}, {self.theme.when}",
            dated_on=timezone.localdate(),
            circulation=Circulation.PARTNERSHIP,
            theme=self.theme,
            group=self.group,
            submitted_at=timezone.now(),
            submitted_by=by,
            **texts,
        ).keep(by=by)
        for body in update.reported_to():
            Tabling(body=body, evidence=Evidence.objects.get(pk=update.pk)).table(by=by)
        UpdateDraft.objects.filter(theme_id=self.theme_id, group_id=self.group_id).delete()
        trail.record("evidence.submit", update.recorded, by=by, theme=self.theme_id)
        return update


class SubgroupUpdate(UpdateTexts, Evidence):
    """What a subgroup or local group reported of one quarter: evidence, read by the whole partnership."""

    shown = ("theme", *SAID)

    theme = models.ForeignKey(QuarterlyTheme, on_delete=models.PROTECT, related_name="updates")
    group = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="quarterly_updates")
    submitted_at = models.DateTimeField(editable=False)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, editable=False, related_name="+")

    class Meta:
        verbose_name = "subgroup update"
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "group"], name="subgroup_update_once", violation_error_message=SUBMITTED
            ),
            models.CheckConstraint(
                condition=~Q(voice_of_the_child=""), name="subgroup_update_has_voice", violation_error_message=NO_VOICE
            ),
            paired("submitted", name="subgroup_update_submitted_paired"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """It is held by the group it is of."""
        super().clean()
        if self.holding_body_id != self.group_id:
            raise ValidationError({"holding_body": "An update is held by the group it is of."})

    def reported_to(self) -> list[Body]:
        """The boards and executives the group reports to today, else the body that set the theme."""
        above: Any = self.group.reports_to.filter(kind__in=ABOVE)
        return list(above.on(timezone.localdate()).order_by("name", "pk")) or [self.theme.body]
