"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.improvement.views import evidence, findings, risks, themes, threads

evidence_urls = [
    path("", evidence.evidence_list, name="evidence_list"),
    path("add/<slug:sort>/", evidence.evidence_add, name="evidence_add"),
    path("<int:evidence_id>/", evidence.evidence_page, name="evidence_page"),
    path("<int:evidence_id>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path("<int:evidence_id>/documents/add/", evidence.evidence_document_add, name="evidence_document_add"),
    path("<int:evidence_id>/findings/add/", findings.finding_add, name="finding_add"),
]

finding_urls = [
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

theme_urls = [
    path("", themes.theme_list, name="theme_list"),
    path("add/", themes.theme_add, name="theme_add"),
    path("<int:theme_id>/edit/", themes.theme_edit, name="theme_edit"),
    path("<int:theme_id>/merge/", themes.theme_merge, name="theme_merge"),
    path("years/", themes.theme_years_page, name="theme_years"),
    path("years/chart.svg", themes.theme_chart, name="theme_chart"),
    path("years/themes.<str:form>", themes.theme_export, name="theme_export"),
]

risk_urls = [
    path("", risks.risk_list, name="risk_list"),
    path("<int:risk_id>/review/", risks.risk_review, name="risk_review"),
    path("<int:risk_id>/close/", risks.risk_close, name="risk_close"),
    path("<int:risk_id>/controls/add/", risks.risk_control_add, name="risk_control_add"),
    path("<int:risk_id>/controls/<int:action_id>/remove/", risks.risk_control_remove, name="risk_control_remove"),
]

thread_urls = [
    path("actions/<int:action_id>/", threads.action_thread, name="action_thread"),
    path("broken/", threads.broken_threads_page, name="broken_threads"),
    path("broken/list.<str:form>", threads.broken_export, name="broken_export"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("evidence/", include(evidence_urls)),
    path("findings/", include(finding_urls)),
    path("themes/", include(theme_urls)),
    path("risks/", include(risk_urls)),
    path("threads/", include(thread_urls)),
]
