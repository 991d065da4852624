"""Search over everything a person may find."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.partnership.access import requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.permissions import Permission
from goldenthread.records import search_index
from goldenthread.records.forms import SearchForm

PAGE = 20


@requires(Permission.SEE_REGISTER)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found of a question, best first. The question goes nowhere: not into the trail, nor into a log."""
    form = SearchForm(request.GET, kinds=search_index.kinds(request.scope))
    found = search_index.find(request.scope, form.question, **form.narrowing)
    page = Paginator(found.places, PAGE).get_page(request.GET.get("page"))
    hits = search_index.hits(found.question, list(page))
    context = {
        "search_form": form,
        "found": found,
        "page": page,
        "hits": hits,
        "newest": search_index.NEWEST,
        "marking": max((hit.marking for hit in hits), default=Circulation.PARTNERSHIP.marking, key=len),
    }
    return render(request, "records/search.jinja", context)
