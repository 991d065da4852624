"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.records.views import documents, jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("bodies/<int:pk>/documents/", documents.documents, name="documents"),
    path("bodies/<int:pk>/documents/add/", documents.document_add, name="document_add"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/versions/add/", documents.document_version_add, name="document_version_add"),
    path("documents/<int:pk>/versions/<int:number>/file/", documents.document_download, name="document_download"),
    path("jobs/<uuid:pk>/", jobs.job_page, name="job"),
]
