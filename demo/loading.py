"""Loading the demonstration: areas and partnerships through their verbs, all else through the importers."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from demo import challenges, meetings, minutes, quorum, threads
from goldenthread.foundation import imports
from goldenthread.foundation.imports import Result
from goldenthread.foundation.models import TrailEntry
from goldenthread.foundation.tabular import Source
from goldenthread.improvement.imports import protocols
from goldenthread.partnership.models import Area, Delegation, Partnership, Person
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import ClockRule

HERE = Path(__file__).parent
AREAS = {
    "LBHF": ("Hammersmith and Fulham", "E09000013"),
    "RBKC": ("Kensington and Chelsea", "E09000020"),
    "WCC": ("Westminster", "E09000033"),
}
LSCB = "Local Safeguarding Children Board (three boroughs)"
BI_BOROUGH = "Bi-Borough LSCP (Kensington and Chelsea; Westminster)"
CASE_REVIEW = {"body": "Case Review Subgroup", "partnership": "Bi-Borough LSCP"}
FILES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("agencies", "facts/agencies.csv", {}),
    ("successions", "data/successions.csv", {}),
    ("bodies", "facts/groups.csv", {}),
    ("bodies", "data/bodies.csv", {}),
    ("bodies", "data/body_names.csv", {}),
    ("bodies", "facts/groups.csv", {}),  # again: a body that reports to one by its other name is linked to it now
    ("people", "data/people.csv", {}),
    ("seats", "data/seats.csv", {}),
    ("appointments", "data/appointments.csv", {}),
    ("meetings", "facts/meetings.csv", {}),
    ("school_terms", "data/school_terms.csv", {}),
    ("attendance", "facts/attendance_2016_17.csv", {"body": LSCB}),
    ("attendance", "data/attendance_bi_borough.csv", {"body": BI_BOROUGH}),
    ("attendance", "data/attendance_case_review.csv", CASE_REVIEW),
    ("priorities", "facts/priorities.csv", {}),
    ("plan", "facts/plan_2016_19_extra.csv", {"partnership": "LSCB"}),
    ("plan", "facts/plan_2019_21.csv", {"partnership": "LSCP (three boroughs)"}),
    ("priorities", "data/priorities_bi_borough.csv", {}),
    ("plan", "data/plan_bi_borough.csv", {"partnership": "Bi-Borough LSCP"}),
    ("reviews", "facts/reviews.csv", {}),
    ("findings", "facts/findings.csv", {}),
    ("audits", "facts/audits.csv", {}),
    ("audit_actions", "facts/audit_actions.csv", {}),
    ("finding_links", "data/finding_links.csv", {}),
    ("risks", "data/risks.csv", {}),
    ("learning_products", "data/learning_products.csv", {}),
    ("cascades", "data/cascades.csv", {}),
    ("escalation_protocols", "data/escalation_protocols.csv", {}),
    ("challenges", "facts/challenges.csv", {}),
)
RELATIVE = re.compile(rb"\btoday([+-][0-9]+)\b")
"""In our own files, a day so many days before or after the day of the first load."""


def load(*, today: date, said: Callable[[str], None] = lambda line: None) -> list[Result]:
    """Load everything, and give the result of each file; whatever is there already is left as it is.

    Stops after the first file that is refused: its result is the last.
    """
    first = first_load() or today
    partnerships()
    ClockRule.load_packaged(by=None)
    protocols.load_packaged()
    results = []
    for kind, name, options in FILES:
        said(f"Loading {name}")
        path = HERE / name
        content = RELATIVE.sub(lambda match: _day(first, match[1]), path.read_bytes())
        reader = imports.find(kind)(scope=Scope.operator(today=today), options=options)
        results.append(imports.load(reader, Source.held(path.name, content)))
        if not results[-1].ok:
            return results
    delegation(first)
    quorum.load(first)
    challenges.disagreements(first)
    said("Planning a meeting")
    meetings.coming_meeting(first)
    said("Writing minutes")
    minutes.load(first)
    threads.quarter(first)
    return results


def first_load() -> date | None:
    """The day the demonstration was first loaded; None on a new database."""
    entry = TrailEntry.objects.order_by("pk").first()
    return entry.at.date() if entry else None


def _day(first: date, days: bytes) -> bytes:
    return (first + timedelta(days=int(days))).isoformat().encode()


@transaction.atomic
def partnerships() -> None:
    """The three areas and the four partnerships, in the names used everywhere."""
    areas = {
        code: Area.objects.get_or_create(code=code, defaults={"name": name, "ons_code": ons_code})[0]
        for code, (name, ons_code) in AREAS.items()
    }
    three = [*areas.values()]
    lscb = _partnership(
        three,
        name="LSCB",
        full_name="Local Safeguarding Children Board",
        other_names=["LSCB (three boroughs)"],
        kind=Partnership.Kind.LSCB,
        ends_on=date(2019, 9, 28),
        colour="#4a4458",
    )
    lscp = _partnership(
        three,
        name="LSCP (three boroughs)",
        full_name="Local Safeguarding Children Partnership of Hammersmith and Fulham, Kensington and Chelsea "
        "and Westminster",
        other_names=["Three-borough LSCP", "LSCP and SAEB"],
        starts_on=date(2019, 9, 29),
        ends_on=date(2021, 3, 31),
        published_on=date(2019, 6, 28),
        review_on=date(2020, 9, 29),
        predecessor=lscb,
        colour="#3d4b66",
    )
    _partnership(
        [areas["LBHF"]],
        name="H&F LSCP",
        full_name="Hammersmith and Fulham Local Safeguarding Children Partnership",
        other_names=["Hammersmith and Fulham LSCP", "H&F"],
        starts_on=date(2021, 4, 1),
        predecessor=lscp,
        colour="#6b3a1e",
    )
    _partnership(
        [areas["RBKC"], areas["WCC"]],
        name="Bi-Borough LSCP",
        full_name="Local Safeguarding Children Partnership of Kensington and Chelsea and Westminster",
        other_names=[BI_BOROUGH, "Bi-Borough"],
        starts_on=date(2021, 4, 1),
        predecessor=lscp,
        colour="#12403c",
    )


def _partnership(areas: list[Area], *, name: str, **values: object) -> Partnership:
    """The partnership of this name: the one that is there, else a new one."""
    held = Partnership.objects.filter(name=name).first()
    return held or Partnership(name=name, **values).keep(by=None, areas=areas)


def delegation(first: date) -> None:
    """The police lead lets a delegate act for them for half a year."""
    lead = Person.objects.get(email="police.lead@demo.example")
    delegate = Person.objects.get(email="police.delegate@demo.example")
    if not Delegation.objects.filter(member=lead, delegate=delegate).exists():
        days = timedelta(days=180)
        Delegation(member=lead, delegate=delegate, starts_on=first, ends_on=first + days).allow(by=lead)
