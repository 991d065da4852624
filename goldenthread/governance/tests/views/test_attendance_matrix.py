"""The matrix on screen."""

from datetime import date

from goldenthread.foundation.figures import Rate
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.tests import factories

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def test_roles_dates_rates_and_agencies(mere, get):
    page = get(mere.member, "attendance_matrix", mere.board.pk, **YEAR)
    text = page.content.decode()
    assert page.context["figures"].totals.rate == Rate(9, 12)
    for words in ("9 of 12 (75.0%)", "Borough command", "Nobody came", "Mere Police", "OFFICIAL-SENSITIVE", "No mark"):
        assert words in text
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(mere.board.pk)).exists()


def test_without_a_period_the_latest_year_in_which_the_body_met_is_shown(mere, get):
    page = get(mere.member, "attendance_matrix", mere.board.pk)
    assert page.context["figures"].from_ == date(2016, 4, 1)
    assert page.context["figures"].to == date(2017, 3, 31)
    factories.a_meeting(mere.board, date(2190, 1, 5))
    assert get(mere.member, "attendance_matrix", mere.board.pk).context["figures"].from_ == date(2016, 4, 1)


def test_a_period_typed_into_the_boxes(mere, get):
    boxes = {"from-day": 1, "from-month": 7, "from-year": 2016, "to-day": 31, "to-month": 12, "to-year": 2016}
    page = get(mere.member, "attendance_matrix", mere.board.pk, **boxes)
    assert [meeting.date.month for meeting in page.context["figures"].meetings] == [7, 10]


def test_an_impossible_period_is_told(mere, get):
    for given, sentence in (
        ({"from": "2017-02-30", "to": "2017-03-31"}, "is not a date"),
        ({"from": "2017-03-31", "to": "2017-03-30"}, "The last day must be the same as or after the first."),
    ):
        page = get(mere.member, "attendance_matrix", mere.board.pk, **given)
        assert sentence in page.content.decode()
        assert page.context["figures"] is None


def test_a_period_without_meetings_says_so(mere, get):
    page = get(mere.manager, "attendance_matrix", mere.board.pk, **{"from": "2018-04-01", "to": "2019-03-31"})
    assert "No meetings from 1 April 2018 to 31 March 2019." in page.content.decode()


def test_who_may(mere, get):
    assert get(mere.guest, "attendance_matrix", mere.board.pk).status_code == 403
    assert get(mere.stranger, "attendance_matrix", mere.board.pk).status_code == 404
    text = get(mere.member, "attendance_matrix", mere.board.pk).content.decode()
    assert "Download" not in text
    assert "follow up" not in text
