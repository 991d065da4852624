"""What a file would change, confirming it, and forgetting it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import imports
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Body, Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.records import store
from goldenthread.records.models import ImportRun
from goldenthread.records.tasks import forget_imports, sweep_files
from goldenthread.records.tests.factories import somebody

GOOD = b"title,role\nPolice,core\nHealth,core\n"
BAD = b"title,role\nPolice,boss\nHealth,core\n"


def scope(person) -> Scope:
    return Scope.of(person, today=timezone.localdate())


@pytest.fixture
def brought(board, manager):
    """Bring in a file of seats of the board and check it."""

    def begin(content: bytes) -> ImportRun:
        kind = imports.find("seats")(scope=scope(manager), options={"body": board.name})
        run = ImportRun.begin(kind, "seats.csv", content, by=manager)
        run.examine(scope(manager))
        return ImportRun.objects.get(pk=run.pk)

    return begin


def page(client, run) -> str:
    return client.get(reverse("import_page", args=[run.pk])).text


def confirm(client, run):
    return client.post(reverse("import_confirm", args=[run.pk]), follow=True)


def files() -> int:
    return len([*store.path("").iterdir()])


def test_what_is_new_is_shown_and_loaded_once_confirmed(browser, brought, manager):
    run = brought(GOOD)
    client = browser(manager)
    shown = page(client, run)
    assert "Load this file" in shown
    assert "Police" in shown
    with_loaded = confirm(client, run).text
    assert "seats.csv was loaded." in with_loaded
    assert Seat.objects.filter(title__in=["Police", "Health"]).count() == 2
    run.refresh_from_db()
    assert (run.state, run.confirmed_by, run.file) == ("loaded", manager, "")
    verbs = set(TrailEntry.objects.values_list("verb", flat=True))
    assert {"import.begin", "import.confirm", "import.load"} <= verbs
    assert confirm(client, run).status_code == 409


def test_faults_are_listed_and_nothing_can_be_loaded(browser, brought, manager):
    run = brought(BAD)
    client = browser(manager)
    shown = page(client, run)
    assert run.state == "refused"
    assert "boss" in shown
    assert "Load this file" not in shown
    assert confirm(client, run).status_code == 409
    assert not Seat.objects.filter(title="Health").exists()
    assert "boss" not in str(run.counts)


def test_the_register_may_have_changed_since(browser, board, brought, manager):
    run = brought(GOOD)
    Seat(body=board, title="Police", role=SeatRole.CORE, starts_on=timezone.localdate()).keep(by=None)
    Seat.objects.filter(title="Police").update(title="POLICE ", starts_on=None)
    board.close(on=timezone.localdate() - timedelta(days=1), by=None)
    shown = confirm(browser(manager), run).text
    run.refresh_from_db()
    assert run.state == "refused"
    assert "Nothing was loaded" in shown
    assert not Seat.objects.filter(title="Health").exists()


def test_nothing_to_load_is_said(browser, brought, manager):
    confirm(browser(manager), brought(GOOD))
    assert "There is nothing to load." in page(browser(manager), brought(GOOD))


def test_only_the_sender_sees_it(browser, board, brought):
    run = brought(BAD)
    colleague = somebody(Body.objects.get(kind="business team"), SeatRole.OFFICER, "Colleague")
    assert browser(colleague).get(reverse("import_page", args=[run.pk])).status_code == 404
    assert browser(colleague).post(reverse("import_confirm", args=[run.pk])).status_code == 404
    assert "boss" not in browser(colleague).get(reverse("import_list")).text


def test_after_a_day_it_is_forgotten(browser, brought, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        waiting, refused = brought(GOOD), brought(BAD)
    assert files() == 3  # a file and two lists of what was found
    sweep_files.call()
    assert files() == 3
    ImportRun.objects.update(started_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        forget_imports.call()
    assert files() == 0
    waiting.refresh_from_db()
    refused.refresh_from_db()
    assert (waiting.state, refused.state) == ("dropped", "refused")
    assert "is forgotten now" in page(browser(manager), waiting)
    assert confirm(browser(manager), waiting).status_code == 409


def test_the_list_shows_kinds_and_one_s_own_imports(browser, brought, manager):
    brought(GOOD)
    shown = browser(manager).get(reverse("import_list")).text
    assert "seats.csv" in shown
    assert reverse("import_add", args=["agencies"]) in shown
    assert reverse("export_download", args=["agencies"]) in shown


def test_who_takes_out_but_does_not_bring_in(browser, board):
    chair = somebody(board, SeatRole.CHAIR, "Chair")
    shown = browser(chair).get(reverse("import_list")).text
    assert reverse("export_download", args=["agencies"]) in shown
    assert reverse("import_add", args=["agencies"]) not in shown
