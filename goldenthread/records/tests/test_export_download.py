"""Taking out a register."""

import json

from django.urls import reverse

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.roles import SeatRole
from goldenthread.records.tests.factories import a_board, somebody

BODIES = reverse("export_download", args=["bodies"])


def test_the_page_asks_how(browser, manager):
    assert "Excel (XLSX)" in browser(manager).get(BODIES).text


def test_a_file_carries_its_marking_and_leaves_an_entry(browser, board, manager):
    a_board("Elsewhere")
    response = browser(manager).get(BODIES, {"format": "csv"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith('-OFFICIAL.csv"')
    assert response.headers["X-Protective-Marking"] == "OFFICIAL"
    assert response.content.startswith(b"\xef\xbb\xbfgroup_id,name,kind,partnership")
    assert board.name.encode() in response.content
    assert b"Elsewhere" not in response.content
    entry = TrailEntry.objects.get(verb="export.make")
    assert entry.ids["kind"] == "bodies"


def test_one_body_as_json(browser, board, manager):
    somebody(board, SeatRole.CORE, "Member")
    address = reverse("export_download", args=["seats"])
    found = json.loads(browser(manager).get(address, {"format": "json", "body": board.pk}).content)
    assert found["about"]["Protective marking"] == "OFFICIAL"
    assert {row["body"] for row in found["rows"]} == {board.name}


def test_another_format_is_refused(browser, manager):
    assert "Error:" in browser(manager).get(BODIES, {"format": "pdf"}).text


def test_who_may_not(browser, board):
    assert browser(somebody(board, SeatRole.CORE, "Member")).get(BODIES).status_code == 403
