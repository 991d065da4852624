"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.records.views import clocks, documents, imports, jobs, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/<int:body_id>/documents/", documents.document_list, name="document_list"),
    path("bodies/<int:body_id>/documents/add/", documents.document_add, name="document_add"),
    path("documents/<int:document_id>/", documents.document_page, name="document_page"),
    path("documents/<int:document_id>/versions/add/", documents.document_version_add, name="document_version_add"),
    path(
        "documents/<int:document_id>/versions/<int:number>/file/",
        documents.document_download,
        name="document_download",
    ),
    path("clocks/", clocks.clock_rule_list, name="clock_rule_list"),
    path("clocks/rules/<int:rule_id>/", clocks.clock_rule_page, name="clock_rule_page"),
    path("clocks/when-due/", clocks.clock_when_due, name="clock_when_due"),
    path("clocks/running/", clocks.clock_list, name="clock_list"),
    path("clocks/<int:clock_id>/", clocks.clock_page, name="clock_page"),
    path("clocks/<int:clock_id>/print/", clocks.clock_print, name="clock_print"),
    path("clocks/<int:clock_id>/pause/", clocks.clock_pause, name="clock_pause"),
    path("clocks/<int:clock_id>/resume/", clocks.clock_resume, name="clock_resume"),
    path("clocks/<int:clock_id>/extend/", clocks.clock_extend, name="clock_extend"),
    path("clocks/<int:clock_id>/meet/", clocks.clock_meet, name="clock_meet"),
    path("clocks/<int:clock_id>/stop/", clocks.clock_stop, name="clock_stop"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<int:import_id>/", imports.import_page, name="import_page"),
    path("imports/<int:import_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<slug:code>/add/", imports.import_add, name="import_add"),
    path("imports/<slug:code>/example/", imports.import_example, name="import_example"),
    path("exports/<slug:code>/", imports.export_download, name="export_download"),
    path("search/", search.search, name="search"),
    path("jobs/<uuid:job_id>/", jobs.job_page, name="job_page"),
]
