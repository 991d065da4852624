"""Removing a finding that was entered by mistake."""

from goldenthread.improvement.models import Finding


def test_it_is_asked_first(get, post, mere):
    assert "Remove this finding?" in get(mere.manager, "finding_remove", mere.open.pk).content.decode()
    assert Finding.objects.filter(pk=mere.open.pk).exists()
    assert post(mere.manager, "finding_remove", mere.open.pk).url == f"/evidence/{mere.record.pk}/"
    assert not Finding.objects.filter(pk=mere.open.pk).exists()


def test_one_that_something_hangs_on_stays(post, mere):
    page = post(mere.manager, "finding_remove", mere.done.pk)
    assert page.status_code == 409
    assert Finding.objects.filter(pk=mere.done.pk).exists()


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "finding_remove", mere.open.pk).status_code == 404
    assert get(mere.member, "finding_remove", mere.open.pk).status_code == 403
