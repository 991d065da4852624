"""The progress of a job."""

from django_tasks_db.models import DBTaskResult

from goldenthread.foundation import jobs
from goldenthread.foundation.models import Job
from goldenthread.foundation.tests import jobs_for_tests as some
from goldenthread.partnership.roles import SeatRole
from goldenthread.records.tests.factories import somebody


def test_it_waits_then_shows_progress_and_looks_again_by_itself(board, manager, browser):
    job = jobs.enqueue(some.work, 5, owner=manager)
    page = browser(manager).get(f"/jobs/{job.pk}/")
    assert page["Refresh"] == "3"
    assert "Waiting for its turn." in page.content.decode()
    jobs.Worker()._take()
    Job.objects.update(done=2, total=5, step="Reading rows")
    page = browser(manager).get(f"/jobs/{job.pk}/")
    assert page["Refresh"] == "3"
    assert "Reading rows" in page.content.decode()
    assert "2 of 5" in page.content.decode()


def test_it_leads_to_the_result(board, manager, browser):
    job = jobs.enqueue(some.work, 5, owner=manager)
    jobs.run_waiting()
    page = browser(manager).get(f"/jobs/{job.pk}/")
    assert "Refresh" not in page
    assert "/bodies/4/" in page.content.decode()


def test_a_failure_tells_nothing_of_its_cause(board, manager, browser):
    job = jobs.enqueue(some.fail_hard, 4, owner=manager)
    jobs.run_waiting()
    text = browser(manager).get(f"/jobs/{job.pk}/").content.decode()
    assert "This did not work." in text
    assert str(job.pk) in text
    for hidden in ("secret", "ValueError", DBTaskResult.objects.get().traceback):
        assert hidden not in text


def test_it_is_found_by_its_owner_only(board, manager, browser):
    job = jobs.enqueue(some.work, 5, owner=manager)
    assert browser(somebody(board, SeatRole.CORE)).get(f"/jobs/{job.pk}/").status_code == 404
