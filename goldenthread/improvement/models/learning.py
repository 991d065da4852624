"""Learning products, made of findings, and their cascade: which agency and body says that it reached whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models.finding import Finding
from goldenthread.improvement.rules.cascade import State, state
from goldenthread.partnership.models import Agency, Body, Partnership, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

MOST_PEOPLE = 1_000_000


class LearningSort(models.TextChoices):
    """What sort of product it is."""

    NEWSLETTER = "newsletter", "Newsletter"
    BRIEFING = "seven-minute briefing", "Seven-minute briefing"
    PODCAST = "podcast", "Podcast"
    EVENT = "event", "Event"


class LearningProductQuerySet(models.QuerySet["LearningProduct"]):
    """Questions about learning products."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the partnerships in which the person sees evidence, and of those that came before."""
        if scope.is_operator:
            return self
        return self.filter(partnership_id__in=scope.partnership_ids_holding(Permission.SEE_EVIDENCE))

    def allowing(self, permission: Permission, scope: Scope) -> Self:
        """Those of partnerships over the whole of which the person holds ``permission``."""
        rows = self.visible_to(scope)
        return rows if scope.is_operator else rows.filter(partnership_id__in=scope.partnership_ids_with(permission))

    def with_coverage(self) -> Self:
        """Each with how many were asked to pass it on, how many said so, and how many people they reached."""
        return self.annotate(
            asked=Count("cascades"),
            answered=Count("cascades", filter=Q(cascades__answered_on__isnull=False)),
            people=Sum("cascades__people_reached"),
        ).order_by("-published_on", "-pk")


class LearningProduct(Kept):
    """Something made so that people learn from findings: what it is, when it came out, and where it is."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="learning_products")
    reference = models.CharField(max_length=20, blank=True, help_text="For example LP01. Kept when you export")
    title = models.CharField(max_length=250)
    sort = models.CharField("what it is", max_length=30, choices=LearningSort)
    published_on = models.DateField("came out on")
    address = models.URLField("address where it is", blank=True)
    summary = models.TextField("what it says, in a few words", blank=True)
    findings = models.ManyToManyField(Finding, related_name="learning_products", blank=True)

    objects = LearningProductQuerySet.as_manager()

    class Meta:
        ordering = ("-published_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"],
                condition=~Q(reference=""),
                name="learning_reference_once",
                violation_error_message="Another learning product of this partnership has this reference.",
            ),
            models.CheckConstraint(condition=Q(sort__in=LearningSort.values), name="learning_sort_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("learning_page", args=[self.pk])

    @transaction.atomic
    def teach(self, finding: Finding, *, by: Person | None) -> None:
        """Say that this is made of ``finding``. Raises NotPossible where that is said already."""
        if self.findings.filter(pk=finding.pk).exists():
            raise NotPossible("This finding is linked to it already.")
        self.findings.add(finding)
        trail.record("learning.teach", self, by=by, finding=finding.pk)

    @transaction.atomic
    def teach_no_more(self, finding: Finding, *, by: Person | None) -> None:
        """Take back that this is made of ``finding``. Raises NotPossible where it was not said."""
        if not self.findings.filter(pk=finding.pk).exists():
            raise NotPossible("This finding is not linked to it.")
        self.findings.remove(finding)
        trail.record("learning.teach_no_more", self, by=by, finding=finding.pk)

    @transaction.atomic
    def send(
        self, *, agencies: Iterable[Agency], bodies: Iterable[Body], due_on: date, by: Person | None
    ) -> list[Cascade]:
        """Ask ``agencies`` and ``bodies`` to pass it on and to say so by ``due_on``; those asked before are left out.

        Raises ValidationError where nobody is chosen, or the day is not after the one it came out.
        """
        asked = Cascade.objects.select_for_update(of=("self",)).filter(product=self)
        there = {(row.agency_id, row.body_id) for row in asked}
        made = [Cascade(product=self, agency=agency) for agency in agencies if (agency.pk, None) not in there]
        made += [Cascade(product=self, body=body) for body in bodies if (None, body.pk) not in there]
        if not made:
            raise ValidationError({"agencies": "Choose at least one agency or body that was not asked before."})
        if due_on < self.published_on:
            raise ValidationError({"due_on": "The day must be on or after the one it came out."})
        for row in made:
            row.due_on = due_on
            row.keep(by=by)
        return made


class CascadeQuerySet(models.QuerySet["Cascade"]):
    """Questions about cascades."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the products the person sees."""
        return self.filter(product__in=LearningProduct.objects.visible_to(scope).order_by().values("pk"))

    def awaited(self) -> Self:
        """Those nobody has answered."""
        return self.filter(answered_on__isnull=True)

    def overdue_on(self, day: date) -> Self:
        """Those awaited whose day is past."""
        return self.awaited().filter(due_on__lt=day)


class Cascade(Kept):
    """One agency or body asked to pass a product on, and what it says: when, to whom, how many, what changed."""

    product = models.ForeignKey(LearningProduct, models.PROTECT, related_name="cascades")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="cascades")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="cascades")
    due_on = models.DateField("to be said by")
    answered_on = models.DateField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    reached_on = models.DateField("passed on by", null=True, blank=True)
    reached = models.CharField("to whom", max_length=300, blank=True)
    people_reached = models.PositiveIntegerField(
        "how many people", null=True, blank=True, validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    changed = models.TextField("what changed", blank=True)

    objects = CascadeQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, body__isnull=True) | Q(agency__isnull=True, body__isnull=False),
                name="cascade_one_recipient",
            ),
            models.UniqueConstraint(fields=["product", "agency"], name="cascade_once_for_agency"),
            models.UniqueConstraint(fields=["product", "body"], name="cascade_once_for_body"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, reached_on__isnull=True, people_reached__isnull=True, reached="")
                | Q(answered_on__isnull=False, reached_on__isnull=False, people_reached__isnull=False)
                & ~Q(reached=""),
                name="cascade_answered_in_full",
            ),
            in_order(name="cascade_reached_before_answered", first="reached_on", last="answered_on"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.recipient}"

    @property
    def recipient(self) -> str:
        """Who is asked."""
        return self.agency.name if self.agency else self.body.name if self.body else ""

    def stands_on(self, day: date) -> State:
        """Whether it is answered, awaited or overdue on ``day``."""
        return state(self.due_on, self.answered_on, day)

    def may_be_answered_by(self, scope: Scope) -> bool:
        """Whether the person speaks for this agency or body, or keeps the evidence of the partnership."""
        partnership_id = self.product.partnership_id
        if scope.is_operator or partnership_id in scope.partnership_ids_with(Permission.MANAGE_EVIDENCE):
            return True
        if self.body_id:
            return self.body_id in scope.body_ids & scope.body_ids_with(Permission.MANAGE_EVIDENCE)
        return any(
            seat.agency_id == self.agency_id
            and seat.partnership_id == partnership_id
            and seat.may.gives(Permission.UPDATE_ACTIONS)
            for seat in scope.seats
        )

    @transaction.atomic
    def answer(
        self, *, reached_on: date, reached: str, people_reached: int, changed: str = "", by: Person | None
    ) -> Cascade:
        """Say that it was passed on: by when, to whom, to how many, and what changed. It may be said anew.

        Raises ValidationError by field.
        """
        row = Cascade.objects.select_for_update(of=("self",)).select_related("product").get(pk=self.pk)
        today = timezone.localdate()
        if reached_on > today:
            raise ValidationError({"reached_on": "The day must be today or in the past."})
        if reached_on < row.product.published_on:
            raise ValidationError({"reached_on": "The day must be on or after the one it came out."})
        if not reached.strip():
            raise ValidationError({"reached": "Say to whom it was passed on."})
        row.answered_on, row.answered_by = today, by
        row.reached_on, row.reached, row.people_reached = reached_on, reached.strip(), people_reached
        row.changed = changed.strip()
        row.full_clean()
        row.save()
        trail.record("cascade.answer", row, by=by, product=row.product_id)
        return row
