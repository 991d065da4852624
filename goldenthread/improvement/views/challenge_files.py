"""Challenges as files: the log as a spreadsheet, a challenge's timeline on paper, the chart of the numbers."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.foundation import charts, pdf, tabular, trail
from goldenthread.foundation.rendering import day, moment
from goldenthread.improvement.figures.challenges import challenges as counted
from goldenthread.improvement.forms.challenges import ChallengeFilter, PeriodFilter
from goldenthread.improvement.models import Challenge, StageRun
from goldenthread.improvement.models.challenge_rights import rights
from goldenthread.improvement.models.challenges_asked import ChallengeQuerySet
from goldenthread.improvement.views.challenges import MARKING, asked
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.records.models.clock_step import said

TIMELINE = Path(__file__).parent.parent / "typst" / "challenge.typ"
HEADINGS = (
    "Reference",
    "Kind",
    "Title",
    "Raised",
    "Raised by",
    "Challenged",
    "Held by",
    "Partnership",
    "About",
    "How it stands",
    "Stage",
    "Due",
    "Not answered in time",
    "What came of it",
    "Settled on",
    "Settled at",
    "Themes",
    "Learning",
    "Impact",
)
STATES = (("open", "Open"), ("settled", "Settled"), ("withdrawn", "Withdrawn"), ("logged", "Logged"))


@requires(Permission.EXPORT_RECORDS)
@require_safe
def challenge_export(request: HttpRequest, form: str) -> HttpResponse:
    """The log as asked for, as a file: of a disagreement about a case its outline alone."""
    request.scope.require(Permission.SEE_CHALLENGES)
    if form not in tabular.FORMATS:
        raise Http404
    filters = ChallengeFilter(request.GET, scope=request.scope)
    bodies = Body.objects.allowing(Permission.EXPORT_RECORDS, request.scope)
    rows = filters.rows().filter(holding_body__in=bodies)
    content = BytesIO()
    about = {"Protective marking": MARKING, "Made on": day(request.scope.today)}
    count = tabular.write(form, HEADINGS, _lines(rows), content, title="Log of challenges", about=about)
    trail.record("challenges.export", by=request.user, form=form, rows=count)
    name = f"challenges-{request.scope.today.isoformat()}-{MARKING}.{form}"
    return _file(content.getvalue(), name, tabular.FORMATS[form])


@requires(Permission.SEE_CHALLENGES)
@require_safe
def challenge_timeline(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """All that happened to one challenge, as a PDF."""
    challenge = found(Challenge.objects.visible_to(request.scope).with_parts(), pk=challenge_id)
    now = timezone.now()
    knows = rights(challenge, request.scope).reads_reference
    facts = [
        ("Kind", challenge.get_challenge_kind_display()),
        ("Local reference of the case", challenge.case_reference) if challenge.is_case and knows else None,
        ("Raised by", challenge.raised_by),
        ("Challenged", challenge.challenged),
        ("Raised", challenge.when),
        ("Held by", str(challenge.holding_body or "")),
        ("How it stands", challenge.get_state_display()),
        ("What came of it", challenge.get_result_display()) if challenge.result else None,
    ]
    data = {
        "marking": MARKING,
        "name": challenge.title,
        "made": f"Printed on {moment(now)}",
        "facts": [list(fact) for fact in facts if fact],
        "about": "What is disagreed about" if challenge.is_case else "What is challenged",
        "issue": challenge.issue.splitlines(),
        "stages": [_stage(run) for run in challenge.runs.all()],
        "steps": [
            [moment(step.at), step.get_what_display(), str(step.stage or ""), str(step.person or ""), step.text]
            for step in challenge.steps.select_related("stage", "person")
        ],
    }
    trail.record("challenge.print", challenge.recorded, by=request.user)
    content = pdf.compile(TIMELINE, data, title=f"Timeline: {challenge.title}")
    return _file(
        content, f"challenge-{challenge.pk}-{request.scope.today.isoformat()}-{MARKING}.pdf", "application/pdf"
    )


@requires(Permission.SEE_CHALLENGES)
@require_safe
def challenge_chart(request: HttpRequest) -> HttpResponse:
    """Challenges by reporting year and how they stand, as SVG. The page beside it holds the same as a table."""
    form = PeriodFilter(request.GET, scope=request.scope)
    if not form.is_valid():
        return HttpResponseBadRequest("Expected a partnership that is there, and a period.")
    figures = counted(request.scope, **asked(form))
    rows = [
        {"Reporting year": year.year, "Challenges": getattr(year, name), "How they stand": label}
        for year in figures.by_year
        for name, label in STATES
    ]
    svg = charts.bars(
        rows,
        x="Reporting year",
        y="Challenges",
        colour="How they stand",
        title=f"Challenges raised, {MARKING}",
        description="For each reporting year, how many challenges were raised and how they stand now.",
    )
    return HttpResponse(svg, content_type="image/svg+xml")


def _lines(rows: ChallengeQuerySet) -> Iterator[dict[str, Any]]:
    """A row for each challenge. What a disagreement about a case is about, and which case, is in none."""
    for challenge in rows.with_parts():
        run = challenge.run
        open_text = not challenge.is_case
        yield {
            "Reference": challenge.reference,
            "Kind": challenge.get_challenge_kind_display(),
            "Title": challenge.title,
            "Raised": challenge.when,
            "Raised by": challenge.raised_by,
            "Challenged": challenge.challenged,
            "Held by": str(challenge.holding_body or ""),
            "Partnership": challenge.partnership.name,
            "About": challenge.get_about_display(),
            "How it stands": challenge.get_state_display(),
            "Stage": str(run.stage) if run else "",
            "Due": said(run.due) if run else "",
            "Not answered in time": challenge.is_silent,
            "What came of it": challenge.get_result_display(),
            "Settled on": challenge.resolved_on,
            "Settled at": str(challenge.resolved_stage or ""),
            "Themes": "; ".join(theme.name for theme in challenge.themes.all()),
            "Learning": challenge.learning if open_text else "",
            "Impact": challenge.impact if open_text else "",
        }


def _stage(run: StageRun) -> list[str]:
    return [
        str(run.stage),
        moment(run.began_at),
        said(run.due) or "No limit",
        moment(run.ended_at),
        run.get_ending_display() if run.ending else ("Answered" if run.answered_at else ""),
    ]


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Protective-Marking"] = MARKING
    return response
