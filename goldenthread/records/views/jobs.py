"""How far a job is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.foundation.models import Job
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.permissions import Permission

REFRESH_SECONDS = 3


@requires(Permission.OWN_ACCOUNT)
@require_safe
def job_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The progress of one of my jobs. The browser asks again by itself until the job has ended."""
    job = found(Job.objects.visible_to(request.scope).select_related("result"), pk=job_id)
    response = render(request, "records/job.jinja", {"job": job})
    if not job.is_finished:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
