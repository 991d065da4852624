"""Signing in as one of the demonstration's people: only in the demonstration, and only on the machine itself."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.partnership.access import found
from goldenthread.partnership.models import Appointment, Person

ADDRESS = "@demo.example"
"""How the e-mail address of everyone in the demonstration ends."""


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Choose who to be, and be them."""
    if not settings.DEMO or not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        raise Http404
    people = Person.objects.filter(email__endswith=ADDRESS, is_active=True)
    if request.method == "POST":
        person = found(people, pk=request.POST.get("person"))
        login(request, person)
        request.session["demo"] = True
        trail.record("sign_in.success", person, by=person, method="demonstration")
        return redirect("home")
    held = Appointment.objects.on(timezone.localdate()).select_related("seat__body")
    people = people.prefetch_related(Prefetch("appointments", held))
    return render(request, "demo/sign_in.jinja", {"people": people})
