"""Tabling: this evidence, finding, action or update is for that body, and was discussed there on a day.

It knows no meetings: the app that has them offers what is tabled when an agenda is made, and says when it was
discussed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.action import Action
from goldenthread.improvement.models.evidence import Evidence
from goldenthread.improvement.models.finding import Finding
from goldenthread.improvement.models.update import ActionUpdate
from goldenthread.improvement.rules.tabling import Reach, is_narrower, says_the_same
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body, Partnership, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

SUBJECTS = ("evidence", "finding", "action", "update")
"""What can be tabled: one of these is set."""
TITLE_LENGTH = 200
WITHHELD = "Something that you may not read"
"""What stands for what is tabled without a neutral title, for those who may not read it any more."""
NEEDS_TITLE = (
    "Give it a neutral title: not everybody who sees the meetings of {} may read it, and an agenda names it to them."
)
TOLD = "A neutral title does not tell the title itself. Use words that say nothing of what it is about."


def _one_subject() -> Q:
    """Exactly one of the subjects is set."""
    rule = Q()
    for chosen in SUBJECTS:
        rule |= Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS})
    return rule


class TablingQuerySet(models.QuerySet["Tabling"]):
    """Questions about what is tabled."""

    def visible_to(self, scope: Scope) -> Self:
        """Those whose subject the person sees, for bodies whose meetings the person may see."""
        subjects = (
            Q(evidence__in=Evidence.objects.visible_to(scope).order_by().values("pk"))
            | Q(finding__in=Finding.objects.visible_to(scope).order_by().values("pk"))
            | Q(action__in=Action.objects.visible_to(scope).order_by().values("pk"))
            | Q(update__in=ActionUpdate.objects.visible_to(scope).order_by().values("pk"))
        )
        return self.filter(subjects, body__in=Body.objects.allowing(Permission.SEE_ATTENDANCE, scope))

    def listed_for(self, scope: Scope) -> Self:
        """Those, and whatever is tabled for bodies whose meetings the person plans: some by neutral title alone."""
        planned = Body.objects.allowing(Permission.MANAGE_MEETINGS, scope)
        if scope.is_operator:
            return self.visible_to(scope)
        return self.filter(Q(pk__in=self.visible_to(scope).order_by().values("pk")) | Q(body__in=planned))

    def to_take_back(self, scope: Scope) -> Self:
        """Those the person may take back: tabled by them, or for a body they plan for; and not discussed yet."""
        planned = Body.objects.allowing(Permission.MANAGE_MEETINGS, scope)
        mine = Q(tabled_by_id=scope.member_id) | Q(tabled_by_id=scope.person_id)
        return self.listed_for(scope).filter(mine | Q(body__in=planned), discussed_on__isnull=True)

    def waiting(self) -> Self:
        """Those not discussed yet."""
        return self.filter(discussed_on__isnull=True)

    def with_subjects(self) -> Self:
        """Each with all that its name is made of."""
        return self.select_related(
            "body__partnership",
            "tabled_by",
            "evidence__partnership",
            "finding__evidence__partnership",
            "action__partnership",
            "update__action__partnership",
        )


class Tabling(Kept):
    """One thing tabled for one body, with a neutral title for those who may not read the thing itself."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="tablings", verbose_name="body to discuss it")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, editable=False, related_name="tablings")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, editable=False, related_name="tablings")
    action = models.ForeignKey(Action, models.PROTECT, null=True, editable=False, related_name="tablings")
    update = models.ForeignKey(ActionUpdate, models.PROTECT, null=True, editable=False, related_name="tablings")
    title = models.CharField("neutral title", max_length=TITLE_LENGTH, blank=True)
    tabled_at = models.DateTimeField(editable=False)
    tabled_by = models.ForeignKey(Person, models.PROTECT, editable=False, related_name="+")
    discussed_on = models.DateField(null=True, editable=False)

    objects = TablingQuerySet.as_manager()

    class Meta:
        ordering = ("tabled_at", "id")
        constraints = [
            models.CheckConstraint(condition=_one_subject(), name="tabling_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=["body", name],
                    condition=Q(discussed_on__isnull=True),
                    name=f"tabling_{name}_once_waiting",
                    violation_error_message="This is tabled for that body already.",
                )
                for name in SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return self.title or "What is tabled"

    # What it is

    @property
    def subject(self) -> Evidence | Finding | Action | ActionUpdate:
        """The thing itself."""
        held: Any = next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id") is not None)
        return held

    @property
    def sort(self) -> str:
        """What sort of thing it is, in words. It tells nothing of what the thing is about."""
        return {"evidence": "Evidence", "finding": "Finding", "action": "Action", "update": "Update of an action"}[
            next(name for name in SUBJECTS if getattr(self, f"{name}_id") is not None)
        ]

    @property
    def full_title(self) -> str:
        """What the thing itself is called, for those who may read it, cut to the length of an item's title."""
        return cut(title_of(self.subject))

    @property
    def page(self) -> str:
        """The address of the thing's own page."""
        match self.subject:
            case Action() as action:
                return reverse("action_page", args=[action.pk])
            case ActionUpdate() as update:
                return reverse("action_page", args=[update.action_id])
            case subject:
                return subject.get_absolute_url()

    def name_for(self, *, seen: bool) -> str:
        """What it is called to somebody who sees the thing, or who does not: then in neutral words."""
        if seen:
            return self.full_title
        if not self.title and self.evidence and self.evidence.circulation == Circulation.PUBLIC:
            return self.full_title
        return self.title or WITHHELD

    def is_narrower_than(self, body: Body) -> bool:
        """Whether some who may see the meetings of ``body`` may not read the thing."""
        return is_narrower(reach_of(self.subject, body))

    def agenda_title(self, *others: Body) -> str:
        """What an agenda of the body, or of one it meets with, names it: in neutral words where some may not read it.

        Raises NotPossible where there is none to use.
        """
        narrower = [body for body in (self.body, *others) if self.is_narrower_than(body)]
        if narrower and not self.title:
            raise NotPossible(
                f"Not everybody who sees this meeting of {narrower[0].name} may read what is tabled. "
                "Take it back, and table it again with a neutral title."
            )
        return self.title or self.full_title

    # Verbs

    def clean(self) -> None:
        """Ask for a neutral title where some who see the body's meetings may not read the thing."""
        if self.body_id is None:
            return
        self.title = " ".join(self.title.split())
        if not self.title and self.is_narrower_than(self.body):
            raise ValidationError({"title": NEEDS_TITLE.format(self.body.name)})
        if self.title and self.is_narrower_than(self.body) and says_the_same(self.title, title_of(self.subject)):
            raise ValidationError({"title": TOLD})

    @transaction.atomic
    def table(self, *, by: Person) -> Self:
        """Table it, in the name of ``by``. Raises ValidationError, also where it is tabled for that body already."""
        self.tabled_at, self.tabled_by = timezone.now(), by
        return self.keep(by=by)

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Table it no longer. Raises NotPossible where it was discussed, or an agenda has taken it."""
        held = self.held()
        if held.discussed_on:
            raise NotPossible("It was discussed, so it stays in the record of what was tabled.")
        trail.record("tabling.remove", held, by=by, body=held.body_id)
        try:
            held.delete()
        except ProtectedError:
            raise NotPossible("It is on an agenda already. Take the item off the agenda first.") from None

    @transaction.atomic
    def discuss(self, *, on: date, by: Person | None) -> None:
        """Say that it was discussed on the day ``on``. Nothing happens where that was said before."""
        held = self.held()
        if held.discussed_on is not None:
            return
        held.discussed_on = on
        held.save(update_fields=["discussed_on"])
        trail.record("tabling.discuss", held, by=by, body=held.body_id)

    @transaction.atomic
    def discuss_no_more(self, *, by: Person | None) -> None:
        """Take back that it was discussed. Nothing happens where it was not.

        Raises NotPossible where it has been tabled for the body again since.
        """
        held = self.held()
        if held.discussed_on is None:
            return
        held.discussed_on = None
        try:
            held.validate_constraints()
        except ValidationError:
            raise NotPossible(
                f"{held.sort} discussed here has been tabled for {held.body.name} again since. Take that back first."
            ) from None
        held.save(update_fields=["discussed_on"])
        trail.record("tabling.discuss_no_more", held, by=by, body=held.body_id)

    def held(self) -> Tabling:
        """This row, locked. Raises NotPossible where it was taken back meanwhile."""
        row = Tabling.objects.select_for_update(of=("self",)).select_related("body__partnership").filter(pk=self.pk)
        held = row.first()
        if held is None:
            raise NotPossible("This was taken back and is tabled no longer.")
        return held


def cut(title: str) -> str:
    """A title of at most the length that fits."""
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def title_of(subject: Evidence | Finding | Action | ActionUpdate) -> str:
    """What the thing itself is called."""
    match subject:
        case Finding():
            return f"{subject.evidence.title}: {subject.title}"
        case ActionUpdate():
            return f"Update of {subject.action}"
    return str(subject)


def reach_of(subject: Evidence | Finding | Action | ActionUpdate, body: Body) -> Reach:
    """How far the thing goes, beside ``body``. A circulation that nothing here names goes nowhere.

    What is of a partnership is read in those that came after it too.
    """
    match subject:
        case Finding():
            return reach_of(subject.evidence, body)
        case ActionUpdate():
            return reach_of(subject.action, body)
        case Action():
            return Reach(of_partnership=_reads(body, subject.partnership))
    return Reach(
        everybody=subject.circulation == Circulation.PUBLIC,
        of_partnership=subject.circulation == Circulation.PARTNERSHIP and _reads(body, subject.partnership),
        of_body=subject.circulation == Circulation.BODY and subject.holding_body_id == body.pk,
    )


def _reads(body: Body, partnership: Partnership) -> bool:
    """Whether the members of ``body`` read what is for everyone in ``partnership``: it is theirs, or came before."""
    if body.partnership is None:
        return False
    return partnership.pk in {body.partnership_id, *(earlier.pk for earlier in body.partnership.before())}
