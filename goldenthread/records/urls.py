"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.records.views import documents, jobs

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
    path("jobs/<uuid:job_id>/", jobs.job_page, name="job_page"),
]
