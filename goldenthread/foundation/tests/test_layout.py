"""The skeleton of every page, the error pages, and the pages about the program."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings as installed
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import get_resolver, include, path

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.forms import DateField
from goldenthread.foundation.middleware import RefusalMiddleware
from goldenthread.foundation.views import errors

VENDOR = Path(errors.__file__).parents[1] / "static/foundation/vendor/govuk-frontend"
TEMPLATES = sorted((Path(errors.__file__).parents[1] / "jinja2/foundation").rglob("*.jinja"))


class Ending(forms.Form):
    ends_on = DateField(label="End date")


def page(
    template: str = '{% extends "foundation/layout.jinja" %}{% set heading = "Bodies" %}', **context: object
) -> str:
    return engines["jinja2"].env.from_string(template).render(context)


def signed_in(**more: object) -> dict[str, object]:
    scope = SimpleNamespace(person="Amara Oduya", acting_for=None, partnerships={1: "North", 2: "South"})
    partnership = SimpleNamespace(pk=2, name="South", full_name="South Partnership", colour="#123456")
    request = RequestFactory().get("/bodies/7/")
    return {"scope": scope, "partnership": partnership, "request": request, **more}


def test_govuk_frontend_has_no_crown_font_or_source_map():
    for name in ("govuk-frontend.min.css", "govuk-frontend.min.js"):
        text = (VENDOR / name).read_text()
        assert not re.search(r"GDS Transport|crest|@font-face|@import|sourceMappingURL", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_no_template_writes_script_or_style_into_the_page(template):
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text)


def test_a_page_has_its_landmarks_and_one_heading():
    html = page()
    assert html.startswith('<!DOCTYPE html>\n<html lang="en"')
    assert "<title>Bodies - Goldenthread</title>" in html
    assert html.count("<h1") == 1
    for landmark in ("<header", "<main", "<footer"):
        assert html.count(landmark) == 1
    assert 'href="#main-content"' in html
    assert 'id="main-content"' in html
    assert html.count("Protective marking: </span>OFFICIAL<") == 2


def test_a_page_may_set_its_marking():
    html = page('{% extends "foundation/layout.jinja" %}{% set marking = "OFFICIAL-SENSITIVE" %}', marking="OFFICIAL")
    assert html.count("Protective marking: </span>OFFICIAL-SENSITIVE<") == 2


def test_a_visitor_sees_no_account():
    html = page()
    assert "Sign out" not in html
    assert "Switch" not in html
    assert "Demonstration" not in html


def test_the_person_signed_in_can_switch_and_sign_out():
    html = page(**signed_in(demo=True, csrf_input="TOKEN"))
    assert "Amara Oduya" in html
    assert html.count(">Your account</a>") == 1
    assert "<title>Bodies - South</title>" in html
    assert '<option value="2" selected>South</option>' in html
    assert 'name="next" value="/bodies/7/"' in html
    assert html.count("TOKEN") == html.count('method="post"') == 2
    assert "invented people" in html


def test_one_partnership_needs_no_switcher():
    context = signed_in()
    context["scope"].partnerships = {2: "South"}
    assert "Switch" not in page(**context)


def test_a_delegate_is_told_for_whom_they_act():
    context = signed_in()
    context["scope"].acting_for = "Lee Marsh"
    html = page(**context)
    assert "You are acting for <strong>Lee Marsh</strong>" in html
    assert "Stop acting for Lee Marsh" in html


def test_the_navigation_shows_where_one_is():
    items = [SimpleNamespace(title="Bodies", address="/bodies/"), SimpleNamespace(title="People", address="/people/")]
    html = page(**signed_in(navigation=items))
    assert re.search(r'href="/bodies/" aria-current="true"', html)
    assert html.count("aria-current") == 1


def test_a_form_with_errors_says_so_in_the_title_and_at_the_top():
    form = Ending({"ends_on-day": "4", "ends_on-month": "7", "ends_on-year": ""})
    html = page('{% extends "foundation/form_page.jinja" %}{% set heading = "End it" %}', form=form)
    assert "<title>Error: End it - Goldenthread</title>" in html
    assert '<a href="#id_ends_on-year">End date must include a year.</a>' in html
    assert 'method="post" novalidate' in html


def test_a_fresh_form_has_no_errors():
    html = page('{% extends "foundation/form_page.jinja" %}{% set heading = "End it" %}', form=Ending())
    assert "<title>End it" in html
    assert "There is a problem" not in html


def test_a_confirmation_says_what_will_happen():
    html = page(
        '{% extends "foundation/confirm_page.jinja" %}{% set heading = "End this seat?" %}'
        '{% set consequences = ["It ends today."] %}{% set button = "End the seat" %}{% set cancel = "/seats/" %}'
    )
    assert "It ends today." in html
    assert "End the seat" in html
    assert '<a class="govuk-link" href="/seats/">Cancel</a>' in html


@pytest.mark.parametrize("address", ["/accessibility/", "/cookies/"])
def test_pages_about_the_program_are_open_to_all(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert client.post(address).status_code == 405


def failing(error: type[Exception], *arguments: str):
    def view(request):
        raise error(*arguments)

    view.login_required = False
    return view


class Taken(Refusal):
    pass


def posted(request):
    return HttpResponse("never")


posted.login_required = False
urlpatterns = [
    path("bad/", failing(SuspiciousOperation)),
    path("large/", failing(RequestDataTooBig)),
    path("forbidden/", failing(PermissionDenied)),
    path("broken/", failing(ZeroDivisionError)),
    path("refused/", failing(Taken, "The seat <has> ended.")),
    path("form/", posted),
    path("", include(installed.ROOT_URLCONF)),
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.not_allowed,
    errors.not_found,
    errors.server_error,
)


@pytest.mark.parametrize("status", [400, 403, 404, 500, 429])
def test_each_error_has_its_page(status):
    handlers = {400: handler400, 403: handler403, 404: handler404, 500: handler500, 429: errors.throttled}
    assert get_resolver(installed.ROOT_URLCONF).resolve_error_handler(status) is handlers[status]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/bad/", 400, "could not be understood"),
        ("/large/", 413, "too large"),
        ("/forbidden/", 403, "You cannot do this"),
        ("/nowhere/", 404, "Page not found"),
        ("/refused/", 409, "The seat &lt;has&gt; ended."),
        ("/broken/", 500, "something went wrong"),
    ],
)
def test_error_pages(client, address, status, words):
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert words in html
    assert html.count("<h1") == 1


def test_a_form_without_its_token_is_explained(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(enforce_csrf_checks=True).post("/form/")
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_the_page_for_our_own_faults_needs_no_database():
    assert errors.server_error(None).status_code == 500  # this test asks for no database: a query would fail it


def test_too_many_tries_are_explained(rf):
    response = errors.throttled(rf.get("/"))
    assert response.status_code == 429
    assert b"Too many tries" in response.content


def test_other_errors_pass_the_refusal_middleware(rf):
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/"), ValueError()) is None
