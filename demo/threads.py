"""A quarter of the Bi-Borough partnership: its theme, what groups answered, and what is tabled for the board.

Every word is our own: the published documents say that a theme is set each quarter, not what was answered.
"""

from datetime import date

from django.db import transaction

from goldenthread.governance.models import QuarterlyTheme, UpdateDraft
from goldenthread.governance.rules.quarters import quarter_of
from goldenthread.improvement.models import Evidence, Tabling
from goldenthread.partnership.models import Body, Person

BY = "business.manager@demo.example"
SET_BY, BOARD = "GR06", "GR04"
"""The executive, which sets the theme, and the board, by reference."""
TITLE = "Children who live with domestic abuse"
QUESTION = "What do children tell you that helps them, and what will your group change because of it?"
UPDATES = {
    "GR14": {
        "work_done": "The second round of the domestic abuse audit was read, and its readers were thanked.",
        "voice_of_the_child": "Children in four of the audited cases said that nobody had told them what would happen "
        "next. One asked for a letter of their own.",
        "theme_response": "Readers now ask in each case who spoke with the child alone, and when.",
        "new_concerns": "The other parent was spoken to in fewer than half of the cases.",
        "escalated": "The board is asked for one action from each agency.",
    },
    "GR19": {
        "work_done": "Two evenings were held with young people, in a library and in a youth club.",
        "voice_of_the_child": "They asked for one person to write to, and to hear afterwards what was done.",
        "theme_response": "The group drafts a letter that agencies can send to a child after a meeting.",
    },
}
DRAFT = {"GR11": {"work_done": "One practice review went on. Three agencies sent their chronology."}}
TABLED = ("RK01",)
"""Evidence tabled for the board, by reference."""


@transaction.atomic
def quarter(first: date) -> None:
    """Set the theme of the quarter of ``first`` with its answers, and table what waits, unless that is there."""
    by_reference = {body.reference: body for body in Body.objects.filter(reference__in=[SET_BY, BOARD])}
    if QuarterlyTheme.objects.filter(body=by_reference[SET_BY]).exists():
        return
    manager = Person.objects.get(email=BY)
    theme = QuarterlyTheme(body=by_reference[SET_BY], quarter=quarter_of(first), title=TITLE, question=QUESTION).keep(
        by=manager
    )
    for reference, texts in UPDATES.items():
        UpdateDraft(theme=theme, group=Body.objects.get(reference=reference), **texts).submit(by=manager)
    for reference, texts in DRAFT.items():
        UpdateDraft(theme=theme, group=Body.objects.get(reference=reference), **texts).keep(by=manager)
    for evidence in Evidence.objects.filter(reference__in=TABLED):
        Tabling(body=by_reference[BOARD], evidence=evidence).table(by=manager)
