"""The picture of the matrix."""


def test_the_chart_is_a_picture_with_its_description(mere, get):
    answer = get(mere.member, "attendance_chart", mere.board.pk, **{"from": "2016-04-01", "to": "2017-03-31"})
    svg = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert "how many of the seats expected were present" in svg
    assert "19 Apr 2016" in svg


def test_an_impossible_period_is_a_bad_request(mere, get):
    answer = get(mere.member, "attendance_chart", mere.board.pk, **{"from": "x", "to": "2017-03-31"})
    assert answer.status_code == 400


def test_who_may(mere, get):
    assert get(mere.guest, "attendance_chart", mere.board.pk).status_code == 403
    assert get(mere.stranger, "attendance_chart", mere.board.pk).status_code == 404
