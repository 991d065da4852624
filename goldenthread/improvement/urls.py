"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.improvement.views import actions, impact, mine, parts, plan, priorities, steps

plan_urls: list[URLPattern | URLResolver] = [
    path("plan/", plan.plan_page, name="plan_page"),
    path("plan/board/", plan.plan_board, name="plan_board"),
    path("plan/plan.<str:form>", plan.plan_export, name="plan_export"),
    path("plan/impact/", impact.impact_list, name="impact_list"),
    path("plan/impact/<int:check_id>/", impact.impact_record, name="impact_record"),
    path("plan/priorities/", priorities.priority_list, name="priority_list"),
    path("plan/priorities/<int:priority_id>/edit/", priorities.priority_edit, name="priority_edit"),
    path("plan/priorities/<int:priority_id>/outcomes/add/", priorities.outcome_add, name="outcome_add"),
    path("plan/outcomes/<int:outcome_id>/edit/", priorities.outcome_edit, name="outcome_edit"),
    path("partnerships/<int:partnership_id>/priorities/add/", priorities.priority_add, name="priority_add"),
    path("partnerships/<int:partnership_id>/actions/add/", actions.action_add, name="action_add"),
    path("bodies/<int:body_id>/actions/", mine.action_bulk_update, name="action_bulk_update"),
    path("my-actions/", mine.my_actions, name="my_actions"),
    path(
        "actions/<int:action_id>/",
        include(
            [
                path("", actions.action_page, name="action_page"),
                path("edit/", actions.action_edit, name="action_edit"),
                path("remove/", actions.action_remove, name="action_remove"),
                path("update/", steps.action_update, name="action_update"),
                path("due/", steps.action_due, name="action_due"),
                path("pause/", steps.action_pause, name="action_pause"),
                path("resume/", steps.action_resume, name="action_resume"),
                path("close/", steps.action_close, name="action_close"),
                path("reopen/", steps.action_reopen, name="action_reopen"),
                path("contributors/add/", parts.contributor_add, name="contributor_add"),
            ]
        ),
    ),
    path("actions/parts/<int:attestation_id>/attest/", parts.attestation_attest, name="attestation_attest"),
    path("actions/parts/<int:attestation_id>/release/", parts.attestation_release, name="attestation_release"),
    path("actions/parts/<int:attestation_id>/again/", parts.attestation_again, name="attestation_again"),
    path("actions/files/<int:file_id>/", actions.action_file, name="action_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [*plan_urls]
