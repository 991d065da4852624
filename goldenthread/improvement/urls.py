"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.improvement.views import (
    actions,
    challenge_adding,
    challenge_deeds,
    challenge_files,
    challenges,
    evidence,
    findings,
    impact,
    learning,
    mine,
    parts,
    plan,
    priorities,
    protocols,
    risks,
    steps,
    tabling,
    themes,
    threads,
)

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

_evidence = [
    path("", evidence.evidence_list, name="evidence_list"),
    path("add/<slug:sort>/", evidence.evidence_add, name="evidence_add"),
    path("<int:evidence_id>/", evidence.evidence_page, name="evidence_page"),
    path("<int:evidence_id>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path("<int:evidence_id>/documents/add/", evidence.evidence_document_add, name="evidence_document_add"),
    path("<int:evidence_id>/findings/add/", findings.finding_add, name="finding_add"),
]

_findings = [
    path("", findings.finding_list, name="finding_list"),
    path("<int:finding_id>/", findings.finding_page, name="finding_page"),
    path("<int:finding_id>/edit/", findings.finding_edit, name="finding_edit"),
    path("<int:finding_id>/remove/", findings.finding_remove, name="finding_remove"),
    path("<int:finding_id>/answer/", findings.finding_answer, name="finding_answer"),
    path("<int:finding_id>/no-action/", findings.finding_no_action, name="finding_no_action"),
    path("<int:finding_id>/no-action/take-back/", findings.finding_need_action, name="finding_need_action"),
    path("<int:finding_id>/actions/<int:action_id>/unlink/", findings.finding_unlink, name="finding_unlink"),
    path("<int:finding_id>/repeats/", findings.finding_repeats, name="finding_repeats"),
    path(
        "<int:finding_id>/repeats/<int:earlier_id>/remove/",
        findings.finding_repeat_remove,
        name="finding_repeat_remove",
    ),
]

_themes = [
    path("", themes.theme_list, name="theme_list"),
    path("add/", themes.theme_add, name="theme_add"),
    path("<int:theme_id>/edit/", themes.theme_edit, name="theme_edit"),
    path("<int:theme_id>/merge/", themes.theme_merge, name="theme_merge"),
    path("years/", themes.theme_years_page, name="theme_years"),
    path("years/chart.svg", themes.theme_chart, name="theme_chart"),
    path("years/themes.<str:form>", themes.theme_export, name="theme_export"),
]

_risks = [
    path("", risks.risk_list, name="risk_list"),
    path("<int:risk_id>/review/", risks.risk_review, name="risk_review"),
    path("<int:risk_id>/close/", risks.risk_close, name="risk_close"),
    path("<int:risk_id>/controls/add/", risks.risk_control_add, name="risk_control_add"),
    path("<int:risk_id>/controls/<int:action_id>/remove/", risks.risk_control_remove, name="risk_control_remove"),
]

_learning = [
    path("", learning.learning_list, name="learning_list"),
    path("coverage/", learning.learning_coverage, name="learning_coverage"),
    path("add/", learning.learning_add, name="learning_add"),
    path("<int:product_id>/", learning.learning_page, name="learning_page"),
    path("<int:product_id>/edit/", learning.learning_edit, name="learning_edit"),
    path("<int:product_id>/send/", learning.learning_send, name="learning_send"),
    path("<int:product_id>/findings/add/", learning.learning_finding_add, name="learning_finding_add"),
    path(
        "<int:product_id>/findings/<int:finding_id>/remove/",
        learning.learning_finding_remove,
        name="learning_finding_remove",
    ),
    path("cascade/<int:cascade_id>/answer/", learning.cascade_answer, name="cascade_answer"),
]

_threads = [
    path("actions/<int:action_id>/", threads.action_thread, name="action_thread"),
    path("broken/", threads.broken_threads_page, name="broken_threads"),
    path("broken/list.<str:form>", threads.broken_export, name="broken_export"),
]

evidence_urls: list[URLPattern | URLResolver] = [
    path("evidence/", include(_evidence)),
    path("findings/", include(_findings)),
    path("themes/", include(_themes)),
    path("risks/", include(_risks)),
    path("learning/", include(_learning)),
    path("threads/", include(_threads)),
]

_challenges = [
    path("", challenges.challenge_log, name="challenge_log"),
    path("log.<str:form>", challenge_files.challenge_export, name="challenge_export"),
    path("numbers/", challenges.challenge_numbers, name="challenge_numbers"),
    path("numbers/chart.svg", challenge_files.challenge_chart, name="challenge_chart"),
    path("add/", challenge_adding.challenge_add, name="challenge_add"),
    path("disagreements/add/", challenge_adding.disagreement_add, name="disagreement_add"),
    path("<int:challenge_id>/", challenges.challenge_page, name="challenge_page"),
    path("<int:challenge_id>/timeline.pdf", challenge_files.challenge_timeline, name="challenge_timeline"),
    path("<int:challenge_id>/edit/", challenge_adding.challenge_edit, name="challenge_edit"),
    path("<int:challenge_id>/respond/", challenge_deeds.challenge_respond, name="challenge_respond"),
    path("<int:challenge_id>/escalate/", challenge_deeds.challenge_escalate, name="challenge_escalate"),
    path("<int:challenge_id>/shorten/", challenge_deeds.challenge_shorten, name="challenge_shorten"),
    path("<int:challenge_id>/resolve/", challenge_deeds.challenge_resolve, name="challenge_resolve"),
    path("<int:challenge_id>/withdraw/", challenge_deeds.challenge_withdraw, name="challenge_withdraw"),
    path("<int:challenge_id>/learning/", challenge_deeds.challenge_note, name="challenge_note"),
]

_protocols = [
    path("", protocols.protocol_list, name="protocol_list"),
    path("<int:protocol_id>/", protocols.protocol_page, name="protocol_page"),
]

challenge_urls: list[URLPattern | URLResolver] = [
    path("challenges/", include(_challenges)),
    path("escalation-protocols/", include(_protocols)),
]

tabling_urls: list[URLPattern | URLResolver] = [
    path("evidence/<int:evidence_id>/table/", tabling.evidence_table, name="evidence_table"),
    path("findings/<int:finding_id>/table/", tabling.finding_table, name="finding_table"),
    path("actions/<int:action_id>/table/", tabling.action_table, name="action_table"),
    path("actions/updates/<int:update_id>/table/", tabling.update_table, name="update_table"),
    path("tabled/<int:tabling_id>/take-back/", tabling.tabling_take_back, name="tabling_take_back"),
    path("bodies/<int:body_id>/tabled/", tabling.tabled_list, name="tabled_list"),
    path("bodies/<int:body_id>/tabled/tabled.<str:form>", tabling.tabled_export, name="tabled_export"),
]

urlpatterns: list[URLPattern | URLResolver] = [*plan_urls, *evidence_urls, *challenge_urls, *tabling_urls]
