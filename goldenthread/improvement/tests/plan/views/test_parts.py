"""Parts of contributors: asked for, attested with a document, released, asked again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.improvement.models import ActionFile, Attestation
from goldenthread.improvement.tests.plan.factories import part_of
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def test_one_more_contributor(mere, action, post):
    refused = post(mere.manager, "contributor_add", action.pk, agency=str(mere.health.pk))
    assert "This contributor already has a part in the action." in refused.content.decode()
    nobody = post(mere.manager, "contributor_add", action.pk)
    assert "one of the three" in nobody.content.decode()
    post(mere.manager, "contributor_add", action.pk, name="Faith groups", part="Tell families")
    assert part_of(action, "Faith groups").part == "Tell families"


def test_attesting_with_a_document(mere, action, get, post):
    part = part_of(action, mere.health)
    assert (
        "You say for Mere Health that its part is done."
        in get(mere.nurse, "attestation_attest", part.pk).content.decode()
    )
    assert "Enter what shows" in post(mere.nurse, "attestation_attest", part.pk, said="", on=days(0)).content.decode()
    note = SimpleUploadedFile("register.txt", b"All trained.")
    answer = post(mere.nurse, "attestation_attest", part.pk, said="Nurses are trained", on=days(-1), file=note)
    assert answer.url == f"/actions/{action.pk}/"
    part.refresh_from_db()
    assert (part.attested_on, part.said_by) == (days(-1), mere.nurse)
    assert ActionFile.objects.get().attestation == part
    again = post(mere.nurse, "attestation_attest", part.pk, said="Twice", on=days(0))
    assert "already attested or released" in again.content.decode()


def test_the_keeper_releases_and_asks_again(mere, action, post):
    part = part_of(action, mere.health)
    post(mere.manager, "attestation_release", part.pk, said="Health left")
    part.refresh_from_db()
    assert part.released_on == days(0)
    post(mere.manager, "attestation_again", part.pk)
    assert part_of(action, mere.health).is_awaited
    assert Attestation.objects.count() == 2
    assert post(mere.manager, "attestation_again", part.pk).status_code == 409


def test_who_may(mere, action, get, post):
    part = part_of(action, mere.health)
    assert {get(who, "attestation_attest", part.pk).status_code for who in (mere.nurse, mere.manager)} == {200}
    for who in (mere.officer, mere.chair, mere.scrutineer, mere.guest):
        assert get(who, "attestation_attest", part.pk).status_code == 403
    for who in (mere.officer, mere.nurse):
        assert get(who, "attestation_release", part.pk).status_code == 403
        assert post(who, "attestation_again", part.pk).status_code == 403
        assert get(who, "contributor_add", action.pk).status_code == 403
    assert get(mere.dale_manager, "attestation_attest", part.pk).status_code == 404
    assert get(mere.dale_manager, "attestation_release", part.pk).status_code == 404


def test_a_group_speaks_through_its_keeper(mere, action, get):
    part = Attestation(action=action, body=mere.subgroup, asked_on=days(0)).ask(by=None)
    assert get(mere.group_chair, "attestation_attest", part.pk).status_code == 200
    assert get(mere.officer, "attestation_attest", part.pk).status_code == 403  # a member, not its chair
