"""The follow-up list as a file."""

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


def test_csv(mere, get):
    answer = get(mere.chair, "follow_up_export", mere.board.pk, "csv", **YEAR)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Borough command,Mere Police,4,2,50.0,2,")
    assert len(lines) == 2


def test_what_cannot_be_given(mere, get):
    assert get(mere.chair, "follow_up_export", mere.board.pk, "csv", below="many").status_code == 400
    assert get(mere.chair, "follow_up_export", mere.board.pk, "doc").status_code == 404


def test_who_may(mere, get):
    assert get(mere.member, "follow_up_export", mere.board.pk, "csv").status_code == 403
