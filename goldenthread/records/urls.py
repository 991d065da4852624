"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.records.views import documents, imports, jobs

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
    path("imports/", imports.import_list, name="import_list"),
    path("imports/<int:import_id>/", imports.import_page, name="import_page"),
    path("imports/<int:import_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<slug:code>/add/", imports.import_add, name="import_add"),
    path("imports/<slug:code>/example/", imports.import_example, name="import_example"),
    path("exports/<slug:code>/", imports.export_download, name="export_download"),
    path("jobs/<uuid:job_id>/", jobs.job_page, name="job_page"),
]
