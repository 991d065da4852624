"""People: who they are, where they sit, and whether they can sign in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.foundation.messages import queue
from goldenthread.partnership.access import found, found_allowing, requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.filters import PersonFilter
from goldenthread.partnership.forms import PersonForm
from goldenthread.partnership.models import Appointment, Invitation, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50


@requires(Permission.SEE_REGISTER)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """People in scope by name, with their seats today; addresses only for those who may see them."""
    scope = request.scope
    filters = PersonFilter(request.GET, scope=scope)
    page = Paginator(filters.rows(), PER_PAGE).get_page(request.GET.get("page"))
    shown = Person.objects.contacts_visible_to(scope).filter(pk__in=[person.pk for person in page])
    return render(
        request,
        "partnership/person_list.jinja",
        {"filters_form": filters, "page": page, "contacts": set(shown.values_list("pk", flat=True))},
    )


@requires(Permission.SEE_REGISTER)
@require_safe
def person_page(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: seats now and earlier, and their sign-in for those who keep it."""
    scope = request.scope
    person = found(Person.objects.visible_to(scope).select_related("agency"), pk=person_id)
    theirs = Appointment.objects.visible_to(scope).filter(person=person).select_related("seat__body__partnership")
    now = theirs.on(scope.today)
    return render(
        request,
        "partnership/person_page.jinja",
        {
            "person": person,
            "now": now,
            "other": theirs.exclude(pk__in=now.values("pk")).newest_first(),
            "may_see_contact": Person.objects.contacts_visible_to(scope).filter(pk=person.pk).exists(),
            "may_edit": _holds(scope, Permission.MANAGE_REGISTER, person),
            "may_invite": _holds(scope, Permission.INVITE_PEOPLE, person),
            "may_stop": Person.objects.doors_kept_by(scope).filter(pk=person.pk).exists(),
            "invitation": person.open_invitation(),
        },
    )


def _holds(scope: Scope, permission: Permission, person: Person) -> bool:
    return scope.may(permission) and Person.objects.visible_to(scope.where(permission)).filter(pk=person.pk).exists()


@requires(Permission.MANAGE_REGISTER)
def person_add(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    person = Person()
    form = PersonForm(request.POST or None, instance=person, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{person.name} was added.")
        return redirect("person_page", person.pk)
    return render(request, "partnership/person_form.jinja", {"form": form})


@requires(Permission.MANAGE_REGISTER)
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change a person."""
    person = found_allowing(Person, request.scope, Permission.MANAGE_REGISTER, pk=person_id)
    form = PersonForm(request.POST or None, instance=person, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{person.name} was changed.")
        return redirect("person_page", person.pk)
    return render(request, "partnership/person_form.jinja", {"form": form, "person": person})


@requires(Permission.INVITE_PEOPLE)
@require_POST
def person_invite(request: HttpRequest, person_id: int) -> HttpResponse:
    """Send a person the link with which they sign in for the first time."""
    person = found_allowing(Person, request.scope, Permission.INVITE_PEOPLE, pk=person_id)
    partnership = current_partnership(request.scope)
    with transaction.atomic():
        invitation = person.invite(by=request.user)
        queue(
            to=person,
            template="partnership/messages/invitation",
            context={
                "link": reverse("invitation_accept", args=[invitation.token]),
                "partnership": partnership,
                "days": Invitation.DAYS,
            },
            subject="Your invitation to Goldenthread",
            marking=Circulation.PARTNERSHIP.marking,
        )
    messages.success(request, f"{person.name} was sent an invitation.")
    return redirect("person_page", person.pk)


@requires(Permission.INVITE_PEOPLE)
def person_stop(request: HttpRequest, person_id: int) -> HttpResponse:
    """Stop a person signing in, once confirmed."""
    person = _door(request.scope, person_id)
    if request.method == "POST":
        person.stop_signing_in(by=request.user)
        messages.success(request, f"{person.name} can no longer sign in.")
        return redirect("person_page", person.pk)
    return render(request, "partnership/person_stop.jinja", {"person": person})


@requires(Permission.INVITE_PEOPLE)
def person_let_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person who was stopped sign in again, once confirmed."""
    person = _door(request.scope, person_id)
    if request.method == "POST":
        person.let_sign_in(by=request.user)
        messages.success(request, f"{person.name} can sign in again.")
        return redirect("person_page", person.pk)
    return render(request, "partnership/person_let_in.jinja", {"person": person})


def _door(scope: Scope, person_id: int) -> Person:
    """The person, where it is for this scope alone to say whether they sign in."""
    person = found(Person.objects.visible_to(scope), pk=person_id)
    if not Person.objects.doors_kept_by(scope).filter(pk=person.pk).exists():
        raise PermissionDenied
    return person
