"""What governance tells of where actions come from: the decisions that raised them."""

from collections.abc import Iterator

from django.urls import reverse

from goldenthread.governance.models import RaisedAction
from goldenthread.improvement import origins
from goldenthread.improvement.models import Action
from goldenthread.improvement.origins import Origin
from goldenthread.partnership.scope import Scope


@origins.register
def decisions(scope: Scope, action: Action) -> Iterator[Origin]:
    """The decision that raised it, for those who may read that decision."""
    rows = RaisedAction.objects.visible_to(scope).filter(action=action).select_related("decision__item__meeting__body")
    for row in rows:
        meeting = row.decision.item.meeting
        yield Origin(f"A decision of {meeting.body.name}, {meeting.when}", reverse("minutes_page", args=[meeting.pk]))
