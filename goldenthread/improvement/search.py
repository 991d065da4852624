"""What of improvement can be found: actions, by their words, their lead and their outcome."""

from collections.abc import Iterator

from django.db.models import QuerySet

from goldenthread.foundation.search import Row, Source, source
from goldenthread.improvement.models import Action, Outcome, Priority
from goldenthread.improvement.renderings.grouped import MARKING
from goldenthread.partnership import reach
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.permissions import Permission


@source
class Actions(Source[Action]):
    """Actions of plans, for whoever sees the plan."""

    code, title, model = "action", "Actions", Action
    permission = Permission.SEE_PLAN
    marking = MARKING
    follows = {
        Priority: ("priority",),
        Outcome: ("outcome",),
        Agency: ("lead_agency",),
        Body: ("lead_body",),
        Partnership: ("partnership",),
    }

    def rows(self, subjects: QuerySet[Action]) -> Iterator[tuple[int, Row]]:
        """A row for each action."""
        actions = subjects.select_related("partnership", "priority", "outcome", "lead_agency", "lead_body")
        for action in actions:
            words = [
                action.text,
                action.lead,
                action.outcome.title if action.outcome else "",
                action.priority.title if action.priority else "",
                action.partnership.name,
            ]
            yield (
                action.pk,
                Row(
                    title=str(action),
                    text=". ".join(word for word in words if word),
                    page="action_page",
                    args=(action.pk,),
                    dated_on=action.starts_on,
                    reach=reach.allowed_in(Permission.SEE_PLAN, action.partnership_id, action.body_id),
                ),
            )
