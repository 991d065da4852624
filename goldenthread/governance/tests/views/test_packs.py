"""The pages of packs: who sees what, building, publishing, taking one's own copy."""

from __future__ import annotations

import re

import pytest

from goldenthread.foundation import jobs
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Pack
from goldenthread.governance.tests import factories
from goldenthread.governance.tests.packs.looking import everything_in
from goldenthread.governance.tests.test_pack_models import made  # noqa: F401
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import seated

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def published(made):  # noqa: F811
    made.pack = Pack.build(made.meeting, by=made.manager)
    made.pack.publish(by=made.manager)
    return made


def test_a_manager_builds_and_publishes(made, get, post):  # noqa: F811
    shown = text(get(made.manager, "pack_page", made.meeting.pk))
    assert "No pack has been built for this meeting yet." in shown
    assert "Build the agenda pack" in shown
    response = post(made.manager, "pack_build", made.meeting.pk)
    assert response.status_code == 302
    assert response.url.startswith("/jobs/")
    jobs.run_waiting()
    shown = text(get(made.manager, "pack_page", made.meeting.pk))
    assert "Not published" in shown
    assert "Those who may read what is restricted of: Closedtwo, Openthree" in shown
    assert "Everybody who may see no restricted paper" in shown
    pack = Pack.objects.get()
    asked = text(get(made.manager, "pack_publish", pack.pk))
    assert "Publish agenda pack?" in asked
    assert "It never changes after that" in asked
    assert post(made.manager, "pack_publish", pack.pk).url == f"/meetings/{made.meeting.pk}/pack/"
    pack.refresh_from_db()
    assert pack.published_by == made.manager
    shown = text(get(made.manager, "pack_page", made.meeting.pk))
    assert "Published" in shown
    assert "Build" not in shown.replace("Built", "")


def test_a_member_sees_what_is_published_and_for_them(made, get):  # noqa: F811
    pack = Pack.build(made.meeting, by=made.manager)
    shown = text(get(made.member, "pack_page", made.meeting.pk))
    assert "The pack of this meeting has not been published yet." in shown
    assert "Alpha" not in shown
    assert get(made.member, "pack_download", pack.pk).status_code == 404
    pack.publish(by=made.manager)
    shown = text(get(made.member, "pack_page", made.meeting.pk))
    assert "Alpha" in shown
    assert "1 to 2" in shown
    for hidden in ("Bravo", "Delta", "Closedtwo", "Who gets which", "Build", "3 to 4"):
        assert hidden not in shown


@pytest.mark.parametrize(
    ("who", "words"), [("member", {"alpha"}), ("named", {"alpha", "bravo"}), ("manager", {"alpha", "bravo", "delta"})]
)
def test_each_takes_their_own_copy(published, get, who, words):
    response = get(getattr(published, who), "pack_download", published.pack.pk)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(
        'attachment; filename="OFFICIAL-SENSITIVE agenda-pack mere-board'
    )
    held = everything_in(b"".join(response))
    for word in ("alpha", "bravo", "delta"):
        title = word.capitalize().encode()
        found = title in held or title.decode().encode("utf-16-be") in held
        assert found == (word in words), word
    entry = TrailEntry.objects.filter(verb="pack.read").get()
    assert entry.actor == getattr(published, who)


def test_others_find_nothing(published, get, post):
    stranger = seated(factories.a_board(name="Other Board"), SeatRole.CORE)
    assert get(stranger, "pack_page", published.meeting.pk).status_code == 404
    assert get(stranger, "pack_download", published.pack.pk).status_code == 404
    assert post(published.member, "pack_build", published.meeting.pk).status_code == 403
    assert post(published.member, "pack_publish", published.pack.pk).status_code == 403


def test_a_pack_that_is_out_of_date_says_so_and_is_refused(made, get, post):  # noqa: F811
    pack = Pack.build(made.meeting, by=made.manager)
    made.open.title = "Another title"
    made.open.keep(by=made.manager)
    shown = text(get(made.manager, "pack_page", made.meeting.pk))
    assert "has changed since this was built" in shown
    assert "Publish agenda pack" not in shown
    response = post(made.manager, "pack_publish", pack.pk)
    assert response.status_code == 409
    assert "has changed since this pack was built" in text(response)


def test_nothing_late_is_said_before_a_job_is_begun(published, post):
    response = post(published.manager, "pack_build", published.meeting.pk)
    assert response.status_code == 409
    assert "Nothing has come since" in text(response)
    jobs.run_waiting()
    assert Pack.objects.get() == published.pack
