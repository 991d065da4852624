"""The actions that control a risk."""

from goldenthread.improvement.models import Risk


def controls(mere):
    return list(Risk.objects.get(pk=mere.risk.pk).controls.all())


def test_an_action_is_added_and_taken_away(get, post, mere):
    assert get(mere.runner, "risk_control_add", mere.risk.pk).status_code == 200
    post(mere.runner, "risk_control_add", mere.risk.pk, chosen=mere.action.pk)
    assert controls(mere) == [mere.action]
    assert (
        "chosen" in post(mere.runner, "risk_control_add", mere.risk.pk, chosen=mere.action.pk).context["form"].errors
    )
    post(mere.runner, "risk_control_remove", mere.risk.pk, mere.action.pk)
    assert controls(mere) == []
    assert post(mere.runner, "risk_control_remove", mere.risk.pk, mere.action.pk).status_code == 409


def test_who_may_not(get, post, mere):
    assert get(mere.neighbour, "risk_control_add", mere.risk.pk).status_code == 404
    assert get(mere.member, "risk_control_add", mere.risk.pk).status_code == 403
    assert get(mere.runner, "risk_control_remove", mere.risk.pk, mere.action.pk).status_code == 405
    assert post(mere.member, "risk_control_remove", mere.risk.pk, mere.action.pk).status_code == 403
    assert post(mere.neighbour, "risk_control_remove", mere.risk.pk, mere.action.pk).status_code == 404
