"""My calendar address: making it, seeing it once, closing it."""

import re

from django.test import Client
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import CalendarFeed
from goldenthread.partnership.middleware import ACTING_FOR
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import delegate_of

ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/calendar/[\w-]{43}\.ics)")


def test_an_address_is_made_shown_once_and_works(mere, get, post):
    assert "You have no calendar address." in get(mere.member, "calendar_settings").text
    answer = post(mere.member, "calendar_make")
    (path,) = ADDRESS.findall(answer.text)
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(path).status_code == 200
    again = get(mere.member, "calendar_settings").text
    assert ADDRESS.findall(again) == []
    assert "Last read" in again
    assert str(timezone.localdate().year) in again
    assert "Not yet" not in again


def test_an_address_that_was_never_read_says_so(mere, get):
    CalendarFeed.make(by=mere.member)
    assert "Not yet" in get(mere.member, "calendar_settings").text


def test_closing_is_asked_first_and_done_for_good(mere, get, post):
    key = CalendarFeed.make(by=mere.member)
    assert "Close your calendar address?" in get(mere.member, "calendar_revoke").text
    assert CalendarFeed.opened_by(key)
    assert post(mere.member, "calendar_revoke").status_code == 302
    assert CalendarFeed.opened_by(key) is None
    assert post(mere.member, "calendar_revoke").status_code == 409
    assert set(TrailEntry.objects.filter(verb__startswith="calendar_feed").values_list("verb", flat=True)) == {
        "calendar_feed.make",
        "calendar_feed.revoke",
    }


def test_nobody_closes_anothers(mere, post):
    key = CalendarFeed.make(by=mere.chair)
    assert post(mere.member, "calendar_revoke").status_code == 409
    assert CalendarFeed.opened_by(key)


def test_a_delegate_has_no_way_to_the_members_address(mere):
    key = CalendarFeed.make(by=mere.chair)
    delegation = delegate_of(mere.chair)
    client = browser(delegation.delegate)
    session = client.session
    session[ACTING_FOR] = mere.chair.pk
    session.save()
    for method, path in (("get", "/calendar/"), ("post", "/calendar/new/"), ("post", "/calendar/close/")):
        assert getattr(client, method)(path).status_code == 409
    assert CalendarFeed.opened_by(key)
    assert CalendarFeed.objects.count() == 1


def test_the_account_leads_to_it(mere, get):
    assert 'href="/calendar/"' in get(mere.member, "account_page").text
