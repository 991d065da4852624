"""Writing minutes: everything on one page, by two people at once; decisions and declarations."""

import pytest

from goldenthread.governance.models import Decision, Declaration, ItemMinutes, Minutes
from goldenthread.governance.tests.minuted import an_item, begun, some_minutes, written
from goldenthread.partnership.tests.conftest import browser


@pytest.fixture
def made(mere):
    return some_minutes(mere)


def sheet(made, **texts):
    """What the page sends: everything as it is saved, but for ``texts``."""
    held = {}
    for item, part in made.minutes.parts():
        held |= {f"version_{item.pk}": part.version, f"text_{item.pk}": part.text}
        if not item.restricted:
            held[f"restricted_{item.pk}"] = part.restricted_text
    return held | {f"{name}_{made.open_item.pk}": value for name, value in texts.items()}


def test_minutes_are_begun_and_lead_to_the_writing_page(mere, post, get):
    meeting = mere.meetings[0]
    an_item(meeting, "Welcome")
    assert get(mere.manager, "minutes_begin", meeting.pk).status_code == 200
    assert post(mere.manager, "minutes_begin", meeting.pk).url == f"/meetings/{meeting.pk}/minutes/write/"
    assert Minutes.objects.get().meeting == meeting
    assert post(mere.manager, "minutes_begin", meeting.pk).status_code == 409


def test_every_item_is_on_one_page(mere, made, get):
    page = get(mere.manager, "minutes_write", made.meeting.pk)
    text = page.content.decode()
    assert [row.number for row in page.context["rows"]] == [1, 2]
    assert "restricted" not in page.context["rows"][1].fields
    assert "Restricted part" in text
    assert "Save and add a decision" in text


def test_saving_changes_what_was_changed_alone(mere, made, post):
    answer = post(mere.manager, "minutes_write", made.meeting.pk, save=made.open_item.pk, **sheet(made, text="New."))
    assert answer.url == f"/meetings/{made.meeting.pk}/minutes/write/#item-{made.open_item.pk}"
    parts = {part.item_id: part for part in ItemMinutes.objects.all()}
    assert (parts[made.open_item.pk].text, parts[made.open_item.pk].version) == ("New.", 2)
    assert parts[made.open_item.pk].restricted_text == "A school was named."
    assert parts[made.closed_item.pk].version == 1


def test_a_button_saves_and_leads_to_a_decision(mere, made, post):
    sent = sheet(made, text="New.")
    answer = post(mere.manager, "minutes_write", made.meeting.pk, add=f"decision {made.open_item.pk}", **sent)
    assert answer.url == f"/meetings/{made.meeting.pk}/minutes/items/{made.open_item.pk}/decisions/add/"
    assert ItemMinutes.objects.get(item=made.open_item).text == "New."


def test_the_second_of_two_sees_both_texts_and_overwrites_nothing(mere, made):
    """Two browsers open the page; both save the same item."""
    one, two = browser(mere.manager), browser(mere.manager)
    address = f"/meetings/{made.meeting.pk}/minutes/write/"
    opened = sheet(made)
    key = f"text_{made.open_item.pk}"
    other = f"text_{made.closed_item.pk}"
    assert one.post(address, opened | {key: "Theirs, first."}).status_code == 302
    page = two.post(address, opened | {key: "Mine, second.", other: "Another item, mine."})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Theirs, first." in text
    assert "Mine, second." in text
    assert "saved another text of this item at" in text
    assert ItemMinutes.objects.get(item=made.open_item).text == "Theirs, first."
    assert ItemMinutes.objects.get(item=made.closed_item).text == "Another item, mine."
    form = page.context["form"]
    again = {bound.html_name: bound.value() for bound in form}
    assert again[key] == "Mine, second."
    assert two.post(address, again).status_code == 302
    assert ItemMinutes.objects.get(item=made.open_item).text == "Mine, second."


def test_what_was_typed_stays_when_they_were_circulated_meanwhile(mere, made, post):
    sent = sheet(made, text="Typed for an hour.")
    made.minutes.circulate(by=mere.chair)
    page = post(mere.manager, "minutes_write", made.meeting.pk, **sent)
    assert page.status_code == 409
    assert "Typed for an hour." in page.content.decode()
    assert "These minutes are circulated." in page.content.decode()
    assert ItemMinutes.objects.get(item=made.open_item).text != "Typed for an hour."


def test_an_item_added_since_the_page_was_opened_is_left_as_it_is(mere, made, post):
    sent = sheet(made, text="New.")
    late = an_item(made.meeting, "Late")
    written(late, "Said.", by=mere.chair)
    assert post(mere.manager, "minutes_write", made.meeting.pk, **sent).status_code == 302
    assert ItemMinutes.objects.get(item=late).text == "Said."


def test_decisions_are_added_changed_and_removed(mere, made, post, get):
    ids = made.meeting.pk, made.open_item.pk
    assert "Name bodies or seats, not people" in get(mere.manager, "decision_add", *ids).content.decode()
    answer = post(mere.manager, "decision_add", *ids, text="To thank all.", decided_by="The board")
    assert answer.url.endswith(f"#item-{made.open_item.pk}")
    new = Decision.objects.get(text="To thank all.")
    seen = new.fingerprint
    post(mere.manager, "decision_edit", new.pk, text="To thank most.", decided_by="The board", seen=seen)
    new.refresh_from_db()
    assert new.text == "To thank most."
    page = post(mere.manager, "decision_edit", new.pk, text="To thank some.", decided_by="The board", seen=seen)
    assert page.status_code == 409
    assert "To thank most." in page.content.decode()
    assert "To thank some." in page.content.decode()
    again = page.context["form"]["seen"].value()
    post(mere.manager, "decision_edit", new.pk, text="To thank some.", decided_by="The board", seen=again)
    new.refresh_from_db()
    assert new.text == "To thank some."
    assert "To thank some." in get(mere.manager, "decision_remove", new.pk).content.decode()
    assert post(mere.manager, "decision_remove", new.pk, seen=seen).status_code == 200
    post(mere.manager, "decision_remove", new.pk, seen=new.fingerprint)
    assert not Decision.objects.filter(pk=new.pk).exists()


def test_an_informal_meeting_is_not_asked_for_decisions(mere, get, post):
    meeting = mere.meetings[0]
    meeting.informal = True
    meeting.save()
    item = an_item(meeting, "Ideas")
    begun(meeting, by=mere.manager)
    assert "Save and add a decision" not in get(mere.manager, "minutes_write", meeting.pk).content.decode()
    assert get(mere.manager, "decision_add", meeting.pk, item.pk).status_code == 409
    page = post(mere.manager, "decision_add", meeting.pk, item.pk, text="To do.", decided_by="All")
    assert "informal meeting takes no decisions" in page.content.decode()
    assert not Decision.objects.exists()


def test_declarations_name_seats_of_the_day(mere, made, get, post):
    ids = made.meeting.pk, made.open_item.pk
    page = get(mere.manager, "declaration_add", *ids)
    offered = [str(label) for _, label in page.context["form"].fields["seat"].choices]
    assert "Borough command" in offered
    assert "Core member since 2018" not in offered
    given = {
        "name": "Wren Tallow",
        "seat": mere.seats["police"].pk,
        "nature": "other",
        "text": "A.",
        "outcome": "left",
    }
    post(mere.manager, "declaration_add", *ids, **given)
    row = Declaration.objects.get(text="A.")
    post(mere.manager, "declaration_edit", row.pk, **given | {"text": "B.", "seen": row.fingerprint})
    row.refresh_from_db()
    assert row.text == "B."
    post(mere.manager, "declaration_remove", row.pk, seen=row.fingerprint)
    assert not Declaration.objects.filter(pk=row.pk).exists()


def test_who_may(mere, made, get, post):
    ids = made.meeting.pk, made.open_item.pk
    for page, args in (
        ("minutes_begin", ids[:1]),
        ("minutes_write", ids[:1]),
        ("decision_add", ids),
        ("declaration_add", ids),
        ("decision_edit", (made.decision.pk,)),
        ("declaration_remove", (made.declaration.pk,)),
    ):
        assert get(mere.member, page, *args).status_code == 403
        assert post(mere.chair, page, *args).status_code == 403
