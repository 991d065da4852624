"""What the universe knows of meetings: an agenda with open and restricted items, papers, packs, minutes.

Of the Northmere board's next meeting: an open item, and a restricted one that names the lay member. Of its last
one: minutes. One row of every noun, so that each is walked.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from goldenthread.governance import notices
from goldenthread.governance.models import (
    AgendaItem,
    Apology,
    CalendarFeed,
    ChairLetter,
    Decision,
    Declaration,
    ForwardItem,
    ItemMinutes,
    ItemReader,
    Meeting,
    MeetingSeries,
    Minutes,
    Pack,
    PackNotice,
    Paper,
    QuorumRule,
    SchoolTerm,
    StandingItem,
)
from goldenthread.governance.rules import Cadence, QuorumKind
from goldenthread.partnership.models import Seat
from goldenthread.records import store

if TYPE_CHECKING:
    from tests.cast import Universe


def plan(made: "Universe") -> None:
    """Add what belongs to meetings."""
    rows, now, manager = made.rows, timezone.now(), made.people["business_manager"]
    board, meeting, past = rows["north board"], rows["next meeting"], rows["board meeting"]
    for side, by in (("north", manager), ("south", made.people["other_manager"])):
        key = "" if side == "north" else "south "
        rows[f"{key}series"] = MeetingSeries(
            body=rows[f"{side} board"],
            cadence=Cadence.QUARTERLY,
            starts_on=made.today,
            ends_on=made.today + timedelta(days=365),
        )
        rows[f"{key}series"].plan([made.today + timedelta(days=60)], by=by)
        rows[f"{key}school term"] = SchoolTerm(
            area=rows[f"{side} area"], name="Autumn", starts_on=made.today, ends_on=made.today + timedelta(days=90)
        ).keep(by=by)
        rows[f"{key}standing item"] = StandingItem(body=rows[f"{side} board"], title="Voice of the child").keep(by=by)
    rows["far school term"] = SchoolTerm(
        area=rows["far school"].areas.get(),
        name="Autumn",
        starts_on=made.today,
        ends_on=made.today + timedelta(days=90),
    ).keep(by=None)
    rows["quorum rule"] = QuorumRule(body=board, kind=QuorumKind.COUNT, number=3).keep(by=manager)
    rows["forward item"] = ForwardItem(body=board, title="Yearly report", due_on=made.today + timedelta(days=10)).keep(
        by=manager
    )
    south, other = rows["south meeting"], made.people["other_manager"]
    for key, of, restricted, by in (
        ("open item", meeting, False, manager),
        ("restricted item", meeting, True, manager),
        ("past item", past, False, manager),
        ("south item", south, False, other),
    ):
        item = AgendaItem(meeting=of, title=f"{key.capitalize()} title", restricted=restricted).add(by=by)
        paper = Paper(item=item).add(f"{key.capitalize()} paper", "paper.txt", b"Nothing to see.", by=by)
        AgendaItem.objects.filter(pk=item.pk).update(published_at=now)
        Paper.objects.filter(pk=paper.pk).update(published_at=now)
        rows[key], rows[f"{key} paper"] = item, paper
    rows["new item"] = AgendaItem(meeting=meeting, title="New item title").add(by=manager)
    rows["new paper"] = Paper(item=rows["new item"]).add("New paper", "paper.txt", b"Nothing to see.", by=manager)
    rows["south new item"] = AgendaItem(meeting=rows["south series"].meetings.get(), title="New").add(by=other)
    rows["south new paper"] = Paper(item=rows["south new item"]).add("New", "paper.txt", b"Nothing.", by=other)
    rows["south item reader"] = ItemReader(
        item=rows["south item"], seat=rows["south_member seat"], restricted=True
    ).keep(by=other)
    rows["item reader"] = ItemReader(item=rows["restricted item"], seat=rows["lay_member seat"], restricted=True).keep(
        by=manager
    )
    built = {"meeting": meeting, "fingerprint": "0" * 64, "pages": 3, "built_at": now, "built_by": manager}
    rows["pack"] = Pack.objects.create(**built, published_at=now, published_by=manager)
    rows["pack"].entries.create(paper=rows["open item paper"], first_page=2, last_page=3)
    rows["supplement"] = Pack.objects.create(**built, supplement=1)
    for pack in (rows["pack"], rows["supplement"]):
        pack.files.create(file=store.keep(b"%PDF-1.7"), size=8, pages=3, sha256="0" * 64)
    rows["apology"] = Apology(meeting=meeting, seat=rows["lay_member seat"]).give(by=made.people["lay_member"])
    rows["lay_member apology"] = (meeting.pk, rows["lay_member seat"].pk)
    rows["chief officer apology"] = (meeting.pk, Seat.objects.get(body=board, title="Chief officer").pk)
    rows["sign-in sheet"] = (meeting.pk, "csv")
    minute(made)
    for key in ("chair letter", "sent letter"):
        rows[key] = ChairLetter(
            body=board,
            to_name="The council",
            subject="Thanks",
            text="Thank you.",
            signed_by="The chair",
            dated_on=made.today,
        ).keep(by=manager)
    rows["sent letter"] = rows["sent letter"].send(by=manager)
    meeting.invite(by=manager)
    notices.send_due(meeting)
    rows["pack notice"] = PackNotice.objects.create(pack=rows["pack"], person=made.people["lay_member"], sent_at=now)
    rows["calendar address"] = (CalendarFeed.make(by=made.people["lay_member"]),)
    rows["wrong calendar address"] = ("not-a-key",)


def minute(made: "Universe") -> None:
    """Minutes in each state: of the last board meeting circulated, of an earlier one a draft, of the first published.

    Of meetings of others: a draft of the exploitation subgroup, circulated ones of the Southmere board.
    """
    rows, manager = made.rows, made.people["business_manager"]
    for key, body, days, by in (
        ("draft meeting", "north board", 14, "business_manager"),
        ("published meeting", "north board", 21, "business_manager"),
        ("informal meeting", "north board", 28, "business_manager"),
    ):
        rows[key] = Meeting(
            body=rows[body], held_on=made.today - timedelta(days=days), informal=key == "informal meeting"
        ).keep(by=made.people[by])
        rows[f"{key} item"] = AgendaItem(meeting=rows[key], title=f"{key.capitalize()} item").keep(by=manager)
    rows["subgroup item"] = AgendaItem(meeting=rows["exploitation meeting"], title="Subgroup item").keep(by=manager)
    rows["south item"] = AgendaItem(meeting=rows["south meeting"], title="South item").keep(
        by=made.people["other_manager"]
    )
    for key, meeting, item, by in (
        ("minutes", "board meeting", "past item", "business_manager"),
        ("draft minutes", "draft meeting", "draft meeting item", "business_manager"),
        ("published minutes", "published meeting", "published meeting item", "business_manager"),
        ("subgroup minutes", "exploitation meeting", "subgroup item", "subgroup_chair"),
        ("south minutes", "south meeting", "south item", "other_manager"),
    ):
        person = made.people[by]
        rows[key] = Minutes(meeting=rows[meeting]).begin(by=person)
        part = ItemMinutes(item=rows[item])
        part.write(text="Agreed.", restricted_text="Not for all.", version=0, by=person)
        decision = Decision(item=rows[item], text="To agree.", decided_by="The board").keep(by=person)
        declaration = Declaration(
            item=rows[item], name="A member", nature="other", text="A friend.", outcome="stayed"
        ).keep(by=person)
        rows[f"{key} item"] = (rows[meeting].pk, rows[item].pk)
        if key == "minutes":
            rows["item minutes"], rows["decision"], rows["declaration"] = part, decision, declaration
        else:
            rows[f"{key} decision"], rows[f"{key} declaration"] = decision, declaration
        rows[f"{key} file"] = (rows[meeting].pk, "txt")
    for key in ("minutes", "published minutes", "south minutes"):
        rows[key].circulate(by=rows[key].begun_by)
    rows["published minutes"].agree(at=rows["draft meeting"], by=manager).publish(by=manager)
