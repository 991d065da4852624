"""People: everyone the register names. Most never sign in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import in_order, paired
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models.agency import Agency
from goldenthread.partnership.models.dated import DatedQuerySet, Kept
from goldenthread.partnership.models.partnership import Partnership
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


INVITATION_SPENT = "This invitation has been used or is too old. Ask for a new one."


class PersonQuerySet(models.QuerySet):
    """Questions about people."""

    def visible_to(self, scope: Scope) -> Self:
        """The person, those with seats on bodies they may see, and those of agencies in the areas of their seats."""
        if scope.is_operator:
            return self
        from goldenthread.partnership.models.seat import Appointment

        seated = Appointment.objects.visible_to(scope).filter(person__isnull=False).values("person_id")
        own_agencies = Agency.objects.visible_to(scope.where(Permission.SEE_REGISTER)).values("id")
        return self.filter(Q(pk=scope.person_id) | Q(id__in=seated) | Q(agency_id__in=own_agencies))

    def contacts_visible_to(self, scope: Scope) -> Self:
        """The person, and those whose e-mail address they may see: on a body, in a partnership or of its agencies.

        Who sat only on a body of an earlier partnership, or works only in an area that is no longer
        the partnership's, is another partnership's to write to.
        """
        if scope.is_operator:
            return self
        from goldenthread.partnership.models.seat import Appointment

        within = scope.where(Permission.SEE_CONTACTS)
        seated = Appointment.objects.filter(
            Q(seat__body_id__in=scope.body_ids_with(Permission.SEE_CONTACTS))
            | Q(seat__body__partnership_id__in=within.partnerships),
            person__isnull=False,
        ).values("person_id")
        local = Agency.areas.through.objects.filter(area_id__in=within.area_ids).values("agency_id")
        return self.filter(Q(pk=scope.person_id) | Q(id__in=seated) | Q(agency_id__in=local))

    def doors_kept_by(self, scope: Scope) -> Self:
        """Those whose sign-in the person keeps: none of their seats is where another keeps the register.

        Whoever changes an e-mail address can come in by it, so one partnership must not change that of
        a person who sits on another's bodies too.
        """
        from goldenthread.partnership.models.seat import Appointment

        within = scope.where(Permission.INVITE_PEOPLE)
        if not within.seats:
            return self.none()
        seated = Appointment.objects.filter(person__isnull=False).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=scope.today)
        )
        kept = Appointment.objects.visible_to(within).values("id")
        elsewhere = seated.exclude(id__in=kept).values("person_id")
        return self.filter(id__in=Person.objects.visible_to(within).values("id")).exclude(id__in=elsewhere)

    def with_seats(self, scope: Scope) -> Self:
        """With their seats today, as far as they may be seen, as ``seats_today``."""
        from goldenthread.partnership.models.seat import Appointment

        seats = Appointment.objects.visible_to(scope).on(scope.today).select_related("seat__body")
        return self.prefetch_related(Prefetch("appointments", seats, "seats_today"))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """People, and the two look-ups Django's sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address, however it is capitalised."""
        return self.get(email__iexact=username)


class Person(Kept, AbstractBaseUser):
    """Somebody the register names. With an e-mail address and an invitation they can sign in."""

    name = models.CharField(max_length=150)
    email = models.EmailField(
        "e-mail address",
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": "Another person has this e-mail address."},
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    job_title = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    current_partnership = models.ForeignKey(
        Partnership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    acting_for: Person | None = None
    """The member this person acts for in this request; set by the middleware, never stored."""

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """E-mail addresses are kept in lower case; an empty one is kept as none."""
        self.email = self.email.strip().lower() if self.email else None

    def guard(self) -> None:
        """A person without a password cannot sign in; the field says so rather than being empty."""
        if not self.password:
            self.set_unusable_password()

    def open_invitation(self) -> Invitation | None:
        """The invitation with which this person can sign in for the first time, if there is one."""
        invitation = self.invitations.filter(accepted_at__isnull=True, replaced_at__isnull=True).first()
        return invitation if invitation and invitation.is_open else None

    @transaction.atomic
    def invite(self, *, by: Person | None) -> Invitation:
        """Invite this person to sign in, in place of any invitation still open.

        Raises NotPossible without an e-mail address, or when they can sign in already. The message
        with the link is queued by the caller's page, which knows its address.
        """
        if not self.email:
            raise NotPossible(f"{self.name} has no e-mail address. Add one first.")
        if self.has_usable_password():
            raise NotPossible(f"{self.name} has already accepted an invitation.")
        self.invitations.filter(accepted_at__isnull=True, replaced_at__isnull=True).update(replaced_at=timezone.now())
        invitation = Invitation.objects.create(person=self, sent_by=by)
        trail.record("person.invite", self, by=by, invitation=invitation.pk)
        return invitation

    @transaction.atomic
    def switch_partnership(self, partnership: Partnership, *, by: Person) -> None:
        """Remember ``partnership`` as the one this person's pages begin with."""
        self.current_partnership = partnership
        self.save(update_fields=["current_partnership"])
        trail.record("person.switch", partnership, by=by)

    @transaction.atomic
    def stop_signing_in(self, *, by: Person | None) -> None:
        """Close this person's door: they can no longer sign in, and open sessions end.

        Raises NotPossible for oneself.
        """
        if by is not None and by.pk == self.pk:
            raise NotPossible("You cannot stop yourself. Ask a colleague.")
        self.is_active = False
        self.save(update_fields=["is_active"])
        trail.record("person.stop", self, by=by)

    @transaction.atomic
    def let_sign_in(self, *, by: Person | None) -> None:
        """Open this person's door again."""
        self.is_active = True
        self.save(update_fields=["is_active"])
        trail.record("person.let_in", self, by=by)


class Invitation(models.Model):
    """An invitation to sign in for the first time, good for seven days and one use."""

    DAYS = 7
    SALT = "goldenthread.invitation"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, replaced_at__isnull=True),
                name="invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.person}"

    @classmethod
    def from_token(cls, token: str) -> Invitation:
        """The open invitation that ``token`` was made for. Raises NotPossible when there is none."""
        try:
            number = signing.loads(token, salt=cls.SALT, max_age=timedelta(days=cls.DAYS))["invitation"]
        except signing.BadSignature:
            number = None
        invitation = cls.objects.select_related("person").filter(pk=number).first()
        if invitation is None or not invitation.is_open:
            raise NotPossible(INVITATION_SPENT)
        return invitation

    @property
    def token(self) -> str:
        """What the link in the message carries: the number of this invitation, signed."""
        return signing.dumps({"invitation": self.pk}, salt=self.SALT)

    @transaction.atomic
    def accept(self, *, password: str) -> Person:
        """Set the person's first password. Raises NotPossible when used, replaced or too old."""
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not invitation.is_open:
            raise NotPossible(INVITATION_SPENT)
        person = invitation.person
        person.set_password(password)
        person.save(update_fields=["password"])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        trail.record("invitation.accept", invitation, by=person)
        return person

    @property
    def good_until(self) -> datetime:
        """When it can no longer be used."""
        return self.sent_at + timedelta(days=self.DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        young = timezone.now() <= self.good_until
        return young and self.accepted_at is None and self.replaced_at is None and self.person.is_active


class DelegationQuerySet(DatedQuerySet):
    """Questions about delegates."""

    def visible_to(self, scope: Scope) -> Self:
        """Delegations the person gave or holds."""
        return self.filter(Q(member_id=scope.person_id) | Q(delegate_id=scope.person_id))

    def open_on(self, day: date) -> Self:
        """Delegations in force on ``day`` and not withdrawn."""
        return self.on(day).filter(withdrawn_at__isnull=True)


class Delegation(models.Model):
    """A member lets another person enter things for them, from a day to a day."""

    member = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegations_given")
    delegate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="delegations_held")
    starts_on = models.DateField("start date")
    ends_on = models.DateField("last day")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = [
            in_order(name="delegation_dates_in_order"),
            paired("withdrawn", name="delegation_withdrawn_paired"),
            models.CheckConstraint(
                condition=~Q(member=models.F("delegate")),
                name="delegation_to_another",
                violation_error_message="Choose somebody other than yourself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} for {self.member}"

    @transaction.atomic
    def allow(self, *, by: Person) -> Self:
        """Save this new delegation. ``by`` must be the member. Raises ValidationError, NotPossible."""
        if by.pk != self.member_id or by.acting_for:
            raise NotPossible("Only the member can let a delegate act for them.")
        self.full_clean()
        if Delegation.objects.open_on(self.starts_on).filter(member=self.member, delegate=self.delegate).exists():
            raise ValidationError({"delegate": "This person is already your delegate."})
        self.save()
        trail.record("delegation.allow", self, by=by, delegate=self.delegate_id)
        return self

    @transaction.atomic
    def begin(self, *, by: Person) -> None:
        """Leave in the trail that the delegate acts for the member from now. Raises NotPossible."""
        if by.pk != self.delegate_id or by.acting_for:
            raise NotPossible("You already act for somebody. Stop that first.")
        if not Delegation.objects.open_on(timezone.localdate()).filter(pk=self.pk, member__is_active=True).exists():
            raise NotPossible("This delegation is not in force today.")
        trail.record("delegation.begin", self, by=by, member=self.member_id)

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """End this delegation now. The member or the delegate may do it."""
        row = Delegation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if row.withdrawn_at is not None:
            raise NotPossible("This delegation has already been withdrawn.")
        row.withdrawn_at = timezone.now()
        row.withdrawn_by = by
        row.save()
        trail.record("delegation.withdraw", row, by=by)
