"""What is tabled, on the page that plans an agenda."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.governance.models import AgendaItem, take
from goldenthread.governance.tests import factories
from goldenthread.improvement.models import Tabling
from goldenthread.improvement.tests.evidence import ExternalReportFactory
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import BodyFactory, seated

TODAY = timezone.localdate()


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, TODAY + timedelta(days=7))


@pytest.fixture
def tabling(mere):
    report = ExternalReportFactory(partnership=mere.board.partnership, title="A report")
    return Tabling(body=mere.board, evidence=report).table(by=mere.chair)


@pytest.fixture
def clerk(mere):
    return seated(mere.board, SeatRole.CLERK)


def closed(mere, title):
    panel = BodyFactory(kind=BodyKind.PANEL, partnership=mere.board.partnership)
    report = ExternalReportFactory(
        partnership=mere.board.partnership, title="Planted words", holding_body=panel, circulation=Circulation.BODY
    )
    return Tabling(body=mere.board, evidence=report, title=title).table(by=mere.manager)


def test_it_is_offered_and_put_on_the_agenda(mere, meeting, tabling, get, post):
    text = get(mere.manager, "agenda_page", meeting.pk).content.decode()
    assert "A report" in text
    assert "Put on the agenda" in text
    assert post(mere.manager, "agenda_tabled", meeting.pk, tabling.pk).url == f"/meetings/{meeting.pk}/agenda/"
    item = AgendaItem.objects.get()
    assert (item.title, item.tabling) == ("A report", tabling)
    text = get(mere.manager, "agenda_page", meeting.pk).content.decode()
    assert "Nothing tabled for this body is waiting." in text
    assert "See what it is about" in text
    assert post(mere.manager, "agenda_tabled", meeting.pk, tabling.pk).status_code == 409


def test_a_planner_who_may_not_read_it_plans_with_neutral_words(mere, meeting, clerk, get, post):
    row = closed(mere, "A matter of the panel")
    text = get(clerk, "agenda_page", meeting.pk).content.decode()
    assert "A matter of the panel" in text
    assert "Planted" not in text
    post(clerk, "agenda_tabled", meeting.pk, row.pk)
    text = get(clerk, "agenda_page", meeting.pk).content.decode()
    assert "A matter of the panel" in text
    assert "Planted" not in text
    assert "See what it is about" not in text
    AgendaItem.objects.update(published_at=timezone.now())
    assert "Planted" not in get(mere.member, "meeting_page", meeting.pk).content.decode()
    assert "Planted" not in get(mere.member, "tabled_list", mere.board.pk).content.decode()
    assert "See what it is about" in get(mere.chair, "meeting_page", meeting.pk).content.decode()


def test_a_member_reads_on_from_the_meeting_to_the_thing(mere, meeting, tabling, get):
    take(meeting, tabling, by=mere.manager)
    AgendaItem.objects.update(published_at=timezone.now())
    text = get(mere.member, "meeting_page", meeting.pk).content.decode()
    assert f'href="/evidence/{tabling.evidence_id}/"' in text


def test_who_may(mere, meeting, tabling, get, post):
    assert post(mere.member, "agenda_tabled", meeting.pk, tabling.pk).status_code == 403
    assert post(mere.stranger, "agenda_tabled", meeting.pk, tabling.pk).status_code in (403, 404)
    assert get(mere.manager, "agenda_tabled", meeting.pk, tabling.pk).status_code == 405
    other = BodyFactory(partnership=mere.board.partnership)
    theirs = Tabling(body=other, evidence=tabling.evidence).table(by=mere.manager)
    assert post(mere.manager, "agenda_tabled", meeting.pk, theirs.pk).status_code == 404


def test_a_closed_agenda_says_why_it_takes_nothing(mere, tabling, post, get):
    meeting = factories.a_meeting(mere.board, TODAY + timedelta(days=8))
    meeting.cancel(because="Snow", by=mere.manager)
    assert post(mere.manager, "agenda_tabled", meeting.pk, tabling.pk).status_code == 409


def test_the_number_of_queries_stays(mere, meeting, get):
    def count():
        get(mere.manager, "agenda_page", meeting.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(mere.manager, "agenda_page", meeting.pk).status_code == 200
        return len(asked)

    def more():
        for _ in range(3):
            for _ in range(2):
                report = ExternalReportFactory(partnership=mere.board.partnership)
                last = Tabling(body=mere.board, evidence=report).table(by=mere.manager)
            take(meeting, last, by=mere.manager)

    more()
    before = count()
    more()
    assert count() == before
