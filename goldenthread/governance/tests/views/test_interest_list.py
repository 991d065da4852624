"""The register of interests, and the same as files."""

import json

import pytest

from goldenthread.governance.tests.minuted import some_minutes

YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


@pytest.fixture
def made(mere):
    made = some_minutes(mere)
    made.minutes.circulate(by=mere.manager)
    return made


def test_declarations_of_the_period_as_far_as_they_may_be_read(mere, made, get):
    page = get(mere.member, "interest_list", mere.board.pk, **YEAR).content.decode()
    assert "Wren Tallow, Borough command, Mere Police" in page
    assert "A share in the printer." in page
    assert "cousin" not in page
    assert "Download" not in page
    assert "A cousin at the school." in get(mere.chair, "interest_list", mere.board.pk, **YEAR).content.decode()
    other = {"from": "2015-04-01", "to": "2016-03-31"}
    assert "Nothing that you may read" in get(mere.chair, "interest_list", mere.board.pk, **other).content.decode()


def test_a_draft_is_in_no_register(mere, made, get):
    made.minutes.reopen(reason="fact", by=mere.manager)
    assert "Wren Tallow" not in get(mere.chair, "interest_list", mere.board.pk, **YEAR).content.decode()
    assert "Wren Tallow" in get(mere.manager, "interest_list", mere.board.pk, **YEAR).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_register_as_a_file(mere, made, get, form):
    answer = get(mere.chair, "interest_export", mere.board.pk, form, **YEAR)
    assert answer.status_code == 200
    assert "OFFICIAL-SENSITIVE register of interests mere-board" in answer.headers["Content-Disposition"]
    if form == "json":
        held = json.dumps(json.loads(answer.content))
        assert "A cousin at the school." in held
        assert "2016-04-19" in held
    elif form == "csv":
        assert "Wren Tallow,Borough command,Mere Police,Financial,A share in the printer." in answer.content.decode()


def test_who_may(mere, made, get):
    assert get(mere.member, "interest_export", mere.board.pk, "csv", **YEAR).status_code == 403
    assert get(mere.stranger, "interest_list", mere.board.pk, **YEAR).status_code == 404
    assert get(mere.guest, "interest_list", mere.board.pk, **YEAR).status_code == 403
    assert get(mere.chair, "interest_export", mere.board.pk, "odt", **YEAR).status_code == 404
