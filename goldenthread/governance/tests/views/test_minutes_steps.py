"""Circulating, taking back, agreeing and publishing, each after a confirmation."""

import pytest

from goldenthread.governance.models import MinutesState
from goldenthread.governance.tests.minuted import some_minutes, written


@pytest.fixture
def made(mere):
    return some_minutes(mere)


def state(made):
    made.minutes.refresh_from_db()
    return made.minutes.state


def test_circulation_says_whom_it_tells(mere, made, get, post):
    page = get(mere.manager, "minutes_circulate", made.meeting.pk).content.decode()
    assert "goes to 1 person" in page
    assert "Cora Ashby" in page
    assert state(made) == MinutesState.DRAFT
    assert post(mere.manager, "minutes_circulate", made.meeting.pk).url.endswith("/minutes/")
    assert state(made) == MinutesState.CIRCULATED
    assert get(mere.manager, "minutes_circulate", made.meeting.pk).status_code == 409


def test_a_restricted_title_in_open_text_is_looked_at_first(mere, made, get, post):
    written(made.open_item, "See Names of schools.", by=mere.manager)
    assert (
        "is the title of a restricted item or paper"
        in get(mere.manager, "minutes_circulate", made.meeting.pk).content.decode()
    )
    page = post(mere.manager, "minutes_circulate", made.meeting.pk)
    assert "Tick the box" in page.content.decode()
    assert state(made) == MinutesState.DRAFT
    post(mere.manager, "minutes_circulate", made.meeting.pk, sure="on")
    assert state(made) == MinutesState.CIRCULATED


def test_taking_back_asks_why(mere, made, post):
    made.minutes.circulate(by=mere.manager)
    page = post(mere.manager, "minutes_reopen", made.meeting.pk)
    assert "Answer the question: Why?" in page.content.decode()
    assert state(made) == MinutesState.CIRCULATED
    assert post(mere.manager, "minutes_reopen", made.meeting.pk, reason="left-out").url.endswith("/write/")
    assert state(made) == MinutesState.DRAFT


def test_agreement_offers_later_meetings_of_the_body(mere, made, get, post):
    made.minutes.circulate(by=mere.manager)
    page = get(mere.manager, "minutes_agree", made.meeting.pk)
    assert list(page.context["form"].fields["meeting"].queryset) == mere.meetings[1:]
    assert "has to be" not in page.content.decode()
    bad = post(mere.manager, "minutes_agree", made.meeting.pk, meeting=made.meeting.pk)
    assert bad.status_code == 200
    assert state(made) == MinutesState.CIRCULATED
    post(mere.manager, "minutes_agree", made.meeting.pk, meeting=mere.meetings[1].pk, corrections="May, not June.")
    assert state(made) == MinutesState.AGREED
    assert made.minutes.corrections == "May, not June."


def test_without_a_later_meeting_nothing_can_be_agreed(mere, get):
    made = some_minutes(mere, mere.meetings[3])
    made.minutes.circulate(by=mere.manager)
    assert "No later meeting of this body" in get(mere.manager, "minutes_agree", made.meeting.pk).content.decode()


def test_publication_points_at_surnames(mere, made, get, post):
    written(made.open_item, "Ms Ashby thanked everybody.", by=mere.manager)
    made.minutes.circulate(by=mere.manager)
    assert get(mere.manager, "minutes_publish", made.meeting.pk).status_code == 409
    made.minutes.agree(at=mere.meetings[1], by=mere.manager)
    assert "“Ashby” may be somebody’s name." in get(mere.manager, "minutes_publish", made.meeting.pk).content.decode()
    post(mere.manager, "minutes_publish", made.meeting.pk)
    made.minutes.refresh_from_db()
    assert made.minutes.published_at is None
    assert post(mere.manager, "minutes_publish", made.meeting.pk, sure="on").url.endswith("/minutes/public/")
    made.minutes.refresh_from_db()
    assert made.minutes.published_at


def test_who_may(mere, made, get, post):
    made.minutes.circulate(by=mere.manager)
    for page in ("minutes_circulate", "minutes_reopen", "minutes_agree", "minutes_publish"):
        for person in (mere.member, mere.chair, mere.stranger):
            assert get(person, page, made.meeting.pk).status_code == 403
            assert post(person, page, made.meeting.pk).status_code == 403
    assert state(made) == MinutesState.CIRCULATED
