"""Questions about meetings: who sees which, and when they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q

from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

READING = (Permission.SEE_ATTENDANCE, Permission.SEE_RESTRICTED)
"""What a seat on a body that meets jointly with another gives at their meeting."""


class MeetingQuerySet(models.QuerySet):
    """Questions about meetings."""

    def visible_to(self, scope: Scope) -> Self:
        """Meetings of the bodies whose meetings the person sees, joint ones too, and of items that name them."""
        from goldenthread.governance.models.agenda import ItemReader

        if scope.is_operator:
            return self
        named = ItemReader.objects.naming(scope).values("item__meeting_id")
        return self.filter(self._of_bodies_allowing(Permission.SEE_ATTENDANCE, scope) | Q(pk__in=named))

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of the bodies on which the person may do ``permission``; what is read of a body, of joint ones too."""
        return self if scope.is_operator else self.filter(self._of_bodies_allowing(permission, scope))

    def of(self, body: Body) -> Self:
        """Meetings of ``body``: its own, and those of others that it met jointly with."""
        joint = _joint(body=body)
        return self.filter(Q(body=body) | Q(pk__in=joint))

    def mine(self, scope: Scope) -> Self:
        """Meetings of the bodies the person sits on or plans for, and those of items that name them."""
        from goldenthread.governance.models.agenda import ItemReader

        named = ItemReader.objects.naming(scope).values("item__meeting_id")
        joint = _joint(body_id__in=scope.body_ids)
        own = Q(body_id__in=scope.body_ids) | Q(pk__in=joint) | Q(pk__in=named)
        return self.filter(own | Q(body_id__in=scope.body_ids_allowing(Permission.MANAGE_MEETINGS)))

    def not_cancelled(self) -> Self:
        """Those that were held or are to be."""
        return self.filter(cancelled_at__isnull=True)

    def on_a_day(self) -> Self:
        """Those that were held or are to be, and whose day is known: they have attendance, or will have."""
        return self.not_cancelled().filter(date_precision="day")

    def during(self, first: date, last: date) -> Self:
        """Meetings from ``first`` to ``last``, both days included, in order."""
        return self.filter(held_on__range=(first, last)).order_by("held_on", "id")

    def after(self, day: date) -> Self:
        """Meetings after ``day``, the next one first."""
        return self.filter(held_on__gt=day).order_by("held_on")

    def with_counts(self) -> Self:
        """With how many seats were ``expected`` and ``present``, newest first."""
        return self.order_by("-held_on").annotate(
            expected=Count("attendance", filter=Q(attendance__mark__in=["y", "x"])),
            present=Count("attendance", filter=Q(attendance__mark="y")),
        )

    def _of_bodies_allowing(self, permission: Permission, scope: Scope) -> Q:
        """Meetings of the bodies on which the person may do ``permission``.

        Other bodies that meet with them give what reading there is to give; what changes a meeting is its own body's.
        """
        bodies = scope.body_ids_allowing(permission)
        if permission not in READING:
            return Q(body_id__in=bodies)
        return Q(body_id__in=bodies) | Q(pk__in=_joint(body_id__in=bodies))


def _joint(**bodies: Any) -> models.QuerySet[Any]:
    """The numbers of the meetings with which these bodies meet jointly."""
    from goldenthread.governance.models.meeting import Meeting

    return Meeting.joint_with.through.objects.filter(**bodies).values("meeting_id")
