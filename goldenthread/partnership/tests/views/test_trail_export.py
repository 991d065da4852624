"""The trail as a spreadsheet."""

import csv
import io

from goldenthread.foundation.models import TrailEntry


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_holds_the_same_entries_through_the_same_filters(mere, get):
    found = rows(get(mere.scrutineer, "trail_export", verb="body.add"))
    assert [row["number of that"] for row in found] == [
        str(body.pk) for body in (mere.team, mere.subgroup, mere.board)
    ]
    assert found[0]["about"] == "partnership.body"


def test_a_name_is_never_a_formula(mere, get):
    mere.manager.name = "=1+1"
    mere.manager.keep(by=None)
    mere.agency.note = "changed"
    mere.agency.keep(by=mere.manager)
    (row,) = rows(get(mere.scrutineer, "trail_export", verb="agency.change"))
    assert row["person"] == "'=1+1"


def test_it_leaves_an_entry_itself(mere, get):
    rows(get(mere.scrutineer, "trail_export"))
    assert TrailEntry.objects.get(verb="trail.export").actor == mere.scrutineer


def test_others_may_not(mere, get):
    assert get(mere.manager, "trail_export").status_code == 403
