"""What the universe knows of evidence: records, a report and a risk of one group, findings, themes and threads.

``board record`` is for all of Northmere, ``group report`` and ``group risk`` belong to the exploitation subgroup, the
report for its members alone. ``open finding`` has no answer, ``answered finding`` an action, ``settled finding`` a
reason for none, ``later finding`` repeats an earlier one.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from goldenthread.improvement.models import (
    Action,
    Cascade,
    Closure,
    ExternalReport,
    Finding,
    HistoricalRecord,
    ImpactCheck,
    Inspection,
    LawChange,
    LearningProduct,
    Risk,
    Theme,
)
from goldenthread.partnership.circulation import Circulation

if TYPE_CHECKING:
    from tests.cast import Universe


def learn(made: "Universe") -> None:
    """Add what belongs to evidence."""
    rows, manager, other = made.rows, made.people["business_manager"], made.people["other_manager"]
    for side, by in (("north", manager), ("south", other), ("earlier", None)):
        rows[f"{side} theme"] = Theme(partnership=rows[f"{side} partnership"], name=f"{side} theme").keep(by=by)
    for key, side, by in (("board record", "north", manager), ("south record", "south", other)):
        rows[key] = _record(made, key, side).keep(by=by, themes=[rows[f"{side} theme"]])
    rows["earlier record"] = _record(made, "earlier record", "earlier").keep(by=None)
    rows["group report"] = ExternalReport(
        partnership=rows["north partnership"],
        holding_body=rows["exploitation"],
        title="Group report",
        circulation=Circulation.BODY,
        published_by="Somebody else",
    ).keep(by=manager)
    rows["inspection"] = Inspection(
        partnership=rows["north partnership"], title="Inspection", inspectorate="The inspectorate"
    ).keep(by=manager)
    rows["law change"] = LawChange(partnership=rows["north partnership"], title="Law", sort="act").keep(by=manager)
    for key, body, by in (("group risk", "exploitation", manager), ("south risk", "health", other)):
        rows[key] = _risk(made, key, body).keep(by=by)
    for key, of in (
        ("open finding", "board record"),
        ("answered finding", "board record"),
        ("settled finding", "board record"),
        ("group finding", "group report"),
        ("later finding", "inspection"),
        ("south finding", "south record"),
    ):
        rows[key] = _finding(made, key, of)
    for key, side in (("linked action", "north"), ("south linked action", "south")):
        rows[key] = Action(
            partnership=rows[f"{side} partnership"],
            text=f"{key.capitalize()}",
            reference=f"T-{side}",
            lead_name="Business manager",
            starts_on=made.today - timedelta(days=300),
            due_on=made.today - timedelta(days=200),
        ).add(by=None)
    rows["answered finding"].link(rows["linked action"], by=manager)
    rows["settled finding"].need_no_action(reason="Not for us.", by=manager)
    rows["later finding"].repeat(rows["open finding"], by=manager)
    rows["group risk"].control(rows["linked action"], by=manager)
    Closure(action=rows["linked action"]).make(by=None, on=made.today - timedelta(days=250), historical=True)
    rows["overdue check"] = ImpactCheck.objects.get(action=rows["linked action"])
    rows["finding and action"] = (rows["answered finding"].pk, rows["linked action"].pk)
    rows["south finding and action"] = (rows["south finding"].pk, rows["south linked action"].pk)
    rows["finding and earlier"] = (rows["later finding"].pk, rows["open finding"].pk)
    rows["south finding and earlier"] = (rows["south finding"].pk, rows["open finding"].pk)
    rows["risk and action"] = (rows["group risk"].pk, rows["linked action"].pk)
    rows["south risk and action"] = (rows["south risk"].pk, rows["south linked action"].pk)
    for side, by in (("north", manager), ("south", other)):
        product = LearningProduct(
            partnership=rows[f"{side} partnership"], title=f"{side} briefing", sort="podcast", published_on=made.today
        ).keep(by=by)
        agency = rows["police" if side == "north" else "south council"]
        product.send(agencies=[agency], bodies=[], due_on=made.today, by=by)
        rows[f"{side} briefing"] = product
        rows[f"{side} cascade"] = Cascade.objects.get(product=product)
    rows["north briefing"].teach(rows["answered finding"], by=manager)
    rows["briefing and finding"] = (rows["north briefing"].pk, rows["answered finding"].pk)
    rows["south briefing and finding"] = (rows["south briefing"].pk, rows["south finding"].pk)
    rows["kind report"], rows["kind risk"], rows["no kind"] = ("report",), ("risk",), ("no-such-kind",)
    rows["as csv"], rows["as nothing"] = ("csv",), ("nothing",)


def grow(made: "Universe", first: int, last: int) -> None:
    """More of everything, for pages whose questions must not grow with it."""
    for number in range(first, last + 1):
        theme = Theme(partnership=made["north partnership"], name=f"Theme {number}").keep(by=None)
        record = _record(made, f"record {number}", "north")
        record.holding_body = made["north board"]
        made.rows[f"record {number}"] = record.keep(by=None, themes=[theme])
        finding = _finding(made, f"finding {number}", f"record {number}")
        finding.link(made["linked action"], by=None)
        extra = _finding(made, f"extra {number}", "board record")
        extra.keep(by=None, themes=[theme])
        extra.repeat(made["later finding"], by=None)
        product = LearningProduct(
            partnership=made["north partnership"], title=f"Briefing {number}", sort="event", published_on=made.today
        ).keep(by=None)
        product.send(agencies=[made["school"], made["police"]], bodies=[made["schools"]], due_on=made.today, by=None)
        made["north briefing"].teach(extra, by=None)
        product.teach(made["answered finding"], by=None)
        _risk(made, f"risk {number}", "north board").keep(by=None).control(made["linked action"], by=None)


def _record(made: "Universe", key: str, side: str) -> HistoricalRecord:
    return HistoricalRecord(
        partnership=made[f"{side} partnership"], title=key.capitalize(), register="reviews", what="rapid review"
    )


def _risk(made: "Universe", key: str, body: str) -> Risk:
    on = made[body]
    return Risk(
        partnership=on.partnership,
        holding_body=on,
        title=key.capitalize(),
        rating="high",
        review_on=made.today + timedelta(days=30),
    )


def _finding(made: "Universe", key: str, of: str) -> Finding:
    evidence = made[of]
    return Finding(evidence=evidence, number=evidence.findings.count() + 1, text=f"{key.capitalize()}.").keep(by=None)
