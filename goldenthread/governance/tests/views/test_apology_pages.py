"""Apologies: given by members for themselves and by whoever plans the meeting, seen where they are needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goldenthread.governance.models import AgendaItem, Apology, ItemReader
from goldenthread.governance.tests import factories
from goldenthread.partnership.middleware import ACTING_FOR
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.tests.conftest import boxes, browser
from goldenthread.partnership.tests.factories import PersonFactory, delegate_of


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, timezone.localdate() + timedelta(days=7))


def test_a_member_gives_apologies_for_the_own_seat(mere, meeting, get, post):
    seat = mere.seats["chair"]
    mine = get(mere.chair, "my_meetings").content.decode()
    assert f"/meetings/{meeting.pk}/apologies/{seat.pk}/" in mine
    assert "without authority to decide" in get(mere.chair, "apology_give", meeting.pk, seat.pk).content.decode()
    answer = post(mere.chair, "apology_give", meeting.pk, seat.pk, who="other", name="Sam Hill")
    assert answer.url == f"/meetings/{meeting.pk}/apologies/"
    assert (Apology.objects.get().who_comes, Apology.objects.get().given_by) == ("Sam Hill", mere.chair)
    assert "Sam Hill comes instead" in get(mere.chair, "my_meetings").content.decode()
    assert "1 seat has sent apologies" in get(mere.member, "meeting_page", meeting.pk).content.decode()
    listed = get(mere.member, "apology_list", meeting.pk).content.decode()
    assert "Sam Hill comes instead" in listed
    assert "Withdraw" not in listed
    again = get(mere.chair, "apology_give", meeting.pk, seat.pk)
    assert again.context["form"]["name"].value() == "Sam Hill"
    post(mere.chair, "apology_withdraw", Apology.objects.get().pk)
    assert not Apology.objects.exists()


def test_a_representative_is_offered_with_the_authority_held(mere, meeting, get, post):
    seat, person = mere.seats["chair"], PersonFactory(name="Kim Reed")
    Appointment(
        seat=seat, person=person, kind="representative", delegated_authority=True, starts_on=seat.starts_on
    ).keep(by=None)
    text = get(mere.chair, "apology_give", meeting.pk, seat.pk).content.decode()
    assert "Kim Reed, with authority to decide" in text
    post(mere.chair, "apology_give", meeting.pk, seat.pk, who=str(person.pk), name="")
    assert Apology.objects.get().representative == person


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Answer the question: Who comes instead?"),
        ({"who": "other"}, "Enter the name of whoever comes instead."),
        ({"who": "nobody", "name": "Sam Hill"}, "Choose somebody else above, or take the name out."),
        ({"who": "0"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(mere, meeting, post, typed, sentence):
    page = post(mere.chair, "apology_give", meeting.pk, mere.seats["chair"].pk, **typed)
    assert sentence in page.content.decode()
    assert not Apology.objects.exists()


def test_whoever_plans_the_meeting_gives_them_for_anybody(mere, meeting, get, post):
    assert get(mere.manager, "apology_list", meeting.pk).content.decode().count("Give apologies") == 6
    post(mere.manager, "apology_give", meeting.pk, mere.seats["police"].pk, who="nobody")
    apology = Apology.objects.get()
    assert (apology.seat, apology.given_by, apology.who_comes) == (mere.seats["police"], mere.manager, "")
    assert get(mere.manager, "apology_give", meeting.pk, mere.seats["lay"].pk).status_code == 404
    post(mere.manager, "apology_withdraw", apology.pk)
    assert not Apology.objects.exists()


def test_a_delegate_gives_them_for_the_member(mere, meeting):
    delegation = delegate_of(mere.chair)
    client = browser(delegation.delegate)
    address = f"/meetings/{meeting.pk}/apologies/{mere.seats['chair'].pk}/"
    assert client.get(address).status_code == 404
    session = client.session
    session[ACTING_FOR] = mere.chair.pk
    session.save()
    assert client.get(address).status_code == 200
    client.post(address, boxes({"who": "nobody"}))
    assert Apology.objects.get().given_by == delegation.delegate


def test_others_find_nothing(mere, meeting, get, post):
    seat = mere.seats["chair"]
    apology = Apology(meeting=meeting, seat=seat).give(by=mere.chair)
    for person in (mere.member, mere.guest, mere.stranger):
        assert get(person, "apology_give", meeting.pk, seat.pk).status_code == 404
        assert post(person, "apology_withdraw", apology.pk).status_code == 404
    assert get(mere.stranger, "apology_list", meeting.pk).status_code == 404
    assert get(mere.guest, "apology_list", meeting.pk).status_code == 404
    assert Apology.objects.get() == apology


def test_somebody_invited_for_an_item_gives_their_own_and_sees_no_others(mere, meeting, get, post):
    item = AgendaItem(meeting=meeting, title="Housing").add(by=mere.manager)
    ItemReader(item=item, person=mere.guest).keep(by=mere.manager)
    invited = PersonFactory()
    ItemReader(item=item, person=invited).keep(by=mere.manager)
    Apology(meeting=meeting, seat=mere.seats["chair"], representative_name="Sam Hill").give(by=mere.chair)
    AgendaItem.objects.update(published_at=timezone.now())
    assert get(invited, "apology_list", meeting.pk).status_code == 404
    text = get(mere.guest, "apology_list", meeting.pk).content.decode()
    assert "Give apologies" in text
    assert "Sam Hill" not in text
    seat = mere.guest.appointments.get().seat
    post(mere.guest, "apology_give", meeting.pk, seat.pk, who="nobody")
    assert Apology.objects.filter(seat=seat).exists()


def test_a_meeting_that_is_over_or_cancelled_takes_none(mere, meeting, get, post):
    text = get(mere.manager, "apology_list", mere.meetings[0].pk).content.decode()
    assert "This meeting is over." in text
    assert "Give apologies" not in text
    refused = post(mere.chair, "apology_give", mere.meetings[0].pk, mere.seats["chair"].pk, who="nobody")
    assert "This meeting is over." in refused.content.decode()
    meeting.cancel(because="Snow", by=mere.manager)
    assert "This meeting is cancelled." in get(mere.manager, "apology_list", meeting.pk).content.decode()
