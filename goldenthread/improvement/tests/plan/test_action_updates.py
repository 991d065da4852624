"""An agency's action sheet, out and back."""

import csv
import io

import pytest

from goldenthread.foundation import imports
from goldenthread.improvement.models import ActionUpdate
from goldenthread.improvement.tests.plan.factories import an_action, close, part_of
from goldenthread.partnership.tests.factories import days
from goldenthread.partnership.tests.importing import counts, exported, faults, load

pytestmark = pytest.mark.django_db
HEALTH = {"agency": "Mere Health"}


def sheet(options=HEALTH, by=None, **said):
    """The sheet as it comes back, each row with what ``said`` says."""
    text = exported("action_updates", options=options, by=by).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows({**row, **said} for row in rows)
    return out.getvalue()


def test_out_and_back(mere, action):
    closed = an_action(mere.partnership, mere.health)
    part_of(closed, mere.health).attest("Done", by=mere.nurse)
    close(closed)
    an_action(mere.partnership, lead_agency=mere.police)
    assert counts(load("action_updates", sheet(), options=HEALTH)) == {"unchanged": 1}
    filled = sheet(
        update="Half are trained", date=days(-2).isoformat(), part_done="yes", evidence="Register of training"
    )
    assert counts(load("action_updates", filled, options=HEALTH, dry_run=True)) == {"changed": 1}
    assert not ActionUpdate.objects.exists()
    assert counts(load("action_updates", filled, options=HEALTH)) == {"changed": 1}
    update = ActionUpdate.objects.get()
    assert (update.text, update.agency, update.said_on) == ("Half are trained", mere.health, days(-2))
    part = part_of(action, mere.health)
    assert (part.attested_on, part.said) == (days(-2), "Register of training")
    assert counts(load("action_updates", filled, options=HEALTH)) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"action_id": "X9"}, "action_id"),
        ({"update": "X", "date": "soon"}, "date"),
        ({"part_done": "perhaps"}, "part_done"),
        ({"part_done": "yes"}, "evidence"),
        ({"update": "X", "date": "2190-01-01"}, ""),
    ],
)
def test_bad_rows_are_named(mere, action, said, column):
    result = load("action_updates", sheet(**said), options=HEALTH)
    assert [(fault[0], fault[1]) for fault in faults(result)] == [(2, column)]


def test_a_lead_attests_nothing_and_a_released_part_is_not_asked_for(mere, action):
    police = {"agency": "MP"}
    lead = sheet(police, part_done="yes", evidence="All done")
    assert [fault[1] for fault in faults(load("action_updates", lead, options=police))] == ["part_done"]
    part_of(action, mere.health).release("Not needed", by=mere.manager)
    gone = sheet(part_done="yes", evidence="All done")
    assert [fault[1] for fault in faults(load("action_updates", gone, options=HEALTH))] == ["part_done"]


def test_whose_sheet_is_said_beside_the_file(mere, action):
    for options in ({}, {"agency": "Nobody"}):
        with pytest.raises(imports.OptionRefused):
            exported("action_updates", options=options)
    assert sheet({**HEALTH, "partnership": "Mere LSCP"})
    with pytest.raises(IndexError):
        sheet({**HEALTH, "partnership": "Dale LSCP"})


def test_who_may_say_so(mere, action):
    filled = sheet(update="From the nurse")
    assert counts(load("action_updates", filled, options=HEALTH, by=mere.nurse)) == {"changed": 1}
    other = sheet(update="From a member of the police")
    assert counts(load("action_updates", other, options=HEALTH, by=mere.officer)) == {"changed": 1}  # they lead it
    own = an_action(mere.partnership, mere.health, text="Not the police's")
    result = load("action_updates", sheet(update="X"), options=HEALTH, by=mere.officer)
    assert [fault[2] for fault in faults(result)] == [own.reference]
