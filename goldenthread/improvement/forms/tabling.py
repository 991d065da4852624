"""What is asked to table something."""

from __future__ import annotations

from goldenthread.improvement.models import Tabling
from goldenthread.partnership.forms import KeptForm, carried_out
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.permissions import Permission


class TablingForm(KeptForm):
    """For which body, and in which neutral words."""

    class Meta:
        model = Tabling
        fields = ("body", "title")

    def offer(self) -> None:
        """Bodies that work now and for whose meetings the person may table."""
        bodies = Body.objects.allowing(Permission.TABLE_MATTERS, self.scope).on(self.scope.today)
        self.choose("body", bodies)
        self.fields["body"].label = "Which body is to discuss it?"
        self.fields["title"].label = "Neutral title (if not everybody may read it)"
        self.fields["title"].help_text = (
            "What an agenda calls it. Needed where some who see the body's meetings may not read the thing itself. "
            "Name nobody, and say nothing of what it is about"
        )

    def keep(self, *, by: Person) -> bool:
        """Table it. Whether that was possible; if not, the form says why."""
        return carried_out(self, self.instance.table, by=by)
