"""Strings planted where not everybody may read: each with who may, and the meetings that hold them.

Every planted text is made of two words: ``COMMON``, which stands in all of them so that a search finds them, and a
word of its own, by which it is known wherever it turns up. All are made by the domain's own verbs.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

import docx

from goldenthread.governance import notices
from goldenthread.governance.models import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    Decision,
    Declaration,
    ForwardItem,
    ItemReader,
    Meeting,
    Minutes,
    Pack,
    Paper,
    StandingItem,
    Worry,
)
from goldenthread.improvement.models import Evidence, ExternalReport, Tabling
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Person
from tests import cast
from tests.cast import Universe

COMMON = "Zqlantern"
READERS = frozenset(
    {
        "business_manager",
        "chair",
        "scrutineer",
        "inspector",
        "police_lead",
        "delegate",
        "clerk",
        "lay_member",
    }
)
"""Who sees the Northmere board's meetings."""
TRUSTED = READERS - {"lay_member"}
"""Those of them who see what is restricted of them."""
PLANNERS = frozenset({"business_manager", "clerk"})
"""Who plans them, and reads drafts."""
ACROSS = TRUSTED - {"clerk"}
"""Who reads what any body of Northmere holds for its members."""


@dataclass(frozen=True)
class Planted:
    """One planted word: where it stands, who may read it there, and who is sure to find it on some page."""

    word: str
    where: str
    may: frozenset[str]
    do: frozenset[str]
    public: bool = False


@dataclass
class Field:
    """Everything planted, by its word."""

    planted: dict[str, Planted] = field(default_factory=dict)

    def text(self, where: str, *, may: frozenset[str], do: frozenset[str] | None = None, public: bool = False) -> str:
        """A new text to plant. ``do`` is who is sure to find it, all who may unless said otherwise."""
        return f"{COMMON} {self.word(where, may=may, do=do, public=public)}"

    def word(self, where: str, *, may: frozenset[str], do: frozenset[str] | None = None, public: bool = False) -> str:
        """A new word to plant by itself: letters that no font joins and no program hyphenates or stems.

        It is long enough never to stand in a page by chance, as in the random letters of a form's token.
        """
        letters = "".join("abcdeghkmn"[int(digit)] + "o" for digit in f"{len(self.planted) + 1:04}")
        word = f"Zq{letters}x"
        self.planted[word] = Planted(word, where, may, may if do is None else do, public)
        return word

    def found_in(self, text: str) -> set[str]:
        """The planted words that stand in ``text``, in any capitals, with whatever blanks between the letters."""
        squeezed = "".join(text.split()).casefold()
        return {word for word in self.planted if word.casefold() in squeezed}


def word_file(text: str) -> bytes:
    """A Word file that says ``text``."""
    document, content = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def plant(made: Universe) -> Field:
    """Plant in a past meeting with agreed and published minutes, in a draft, and in the meeting to come.

    The rows of the universe by which pages are found are put in place of those of ``tests/cast.py``, so that each
    page of an item, a paper, a decision or a declaration is asked about a planted one.
    """
    field_ = Field()
    _published(made, field_)
    _draft(made, field_)
    _to_come(made, field_)
    _planned(made, field_)
    _tabled(made, field_)
    return field_


def _item(
    made: Universe,
    field_: Field,
    meeting: Meeting,
    where: str,
    may: frozenset[str],
    *,
    public: bool = False,
    **given: bool,
) -> AgendaItem:
    """An item with every text it has planted; of one that is ``public`` that is its title."""
    return AgendaItem(
        meeting=meeting,
        title=field_.text(f"title of {where}", may=may, public=public),
        presenter=field_.text(f"presenter of {where}", may=may),
        note=field_.text(f"note of {where}", may=may),
        **given,
    ).add(by=made.people["business_manager"])


def _paper(
    made: Universe, field_: Field, item: AgendaItem, where: str, *, may: frozenset[str], restricted: bool = False
) -> Paper:
    """A paper whose title, file name and content are planted."""
    return Paper(item=item, restricted=restricted).add(
        field_.text(f"title of {where}", may=may),
        f"{field_.word(f'file name of {where}', may=may)}.docx",
        word_file(field_.text(f"content of {where}", may=may)),
        by=made.people["business_manager"],
    )


def _reader(made: Universe, field_: Field, item: AgendaItem, key: str) -> Person:
    """Somebody without a seat who is named for an item; only those who plan the meeting are told of them."""
    names = [field_.word(f"{part} of the reader of {key}", may=PLANNERS | {key}) for part in ("name", "surname")]
    person = cast.person(made, key, " ".join(names))
    ItemReader(item=item, person=person, restricted=True).keep(by=made.people["business_manager"])
    return person


def _published(made: Universe, field_: Field) -> None:
    """A meeting ten days ago whose minutes were agreed a week ago and published."""
    manager, rows = made.people["business_manager"], made.rows
    meeting = Meeting(body=rows["north board"], held_on=made.today - timedelta(days=10)).keep(by=manager)
    sheet = [
        Attendance(
            seat=rows["lay_member seat"],
            mark="y",
            people=1,
            came_as="representative",
            representative_name=" ".join(
                field_.word(f"{part} of a representative", may=READERS) for part in ("name", "surname")
            ),
        )
    ]
    meeting.record_attendance(sheet, version=0, by=manager)
    opened = AgendaItem(meeting=meeting, title=field_.text("title of an open item", may=READERS, public=True)).add(
        by=manager
    )
    closed = _item(made, field_, meeting, "a restricted item", TRUSTED, restricted=True)
    _reader(made, field_, closed, "reader of the past")
    rows["past item paper"] = _paper(
        made, field_, opened, "a restricted paper of an open item", may=TRUSTED, restricted=True
    )
    rows["restricted past paper"] = _paper(made, field_, closed, "a paper of a restricted item", may=TRUSTED)
    Paper.objects.filter(item__meeting=meeting).update(published_at=rows["minutes"].circulated_at)
    minutes = Minutes(meeting=meeting).begin(by=manager)
    _say(made, field_, minutes, opened, closed)
    minutes.circulate(by=manager)
    minutes.agree(
        at=rows["board meeting"],
        corrections=field_.text("corrections", may=READERS, public=True),
        restricted_corrections=field_.text("restricted corrections", may=TRUSTED),
        by=manager,
    ).publish(by=manager)
    rows["published meeting"], rows["published minutes"] = meeting, minutes
    rows["published minutes file"] = (meeting.pk, "txt")


def _say(made: Universe, field_: Field, minutes: Minutes, opened: AgendaItem, closed: AgendaItem) -> None:
    """What was said, decided and declared under the two items."""
    manager = made.people["business_manager"]
    parts = dict(minutes.parts())
    parts[opened].write(
        text=field_.text("open minutes", may=READERS, public=True),
        restricted_text=field_.text("a restricted part", may=TRUSTED),
        version=0,
        by=manager,
    )
    parts[closed].write(
        text=field_.text("minutes of a restricted item", may=TRUSTED),
        restricted_text=field_.text("restricted part of a restricted item", may=TRUSTED),
        version=0,
        by=manager,
    )
    for item, restricted, may, public, where in (
        (opened, False, READERS, True, "an open"),
        (opened, True, TRUSTED, False, "a restricted"),
        (closed, False, TRUSTED, False, "a restricted item's"),
    ):
        made.rows["decision"] = Decision(
            item=item,
            text=field_.text(f"{where} decision", may=may, public=public),
            decided_by=field_.text(f"who took {where} decision", may=may, public=public),
            restricted=restricted,
        ).keep(by=manager)
        made.rows["declaration"] = Declaration(
            item=item,
            name=" ".join(field_.word(f"{part} in {where} declaration", may=may) for part in ("name", "surname")),
            nature="other",
            outcome="left",
            text=field_.text(f"{where} declaration", may=may, public=public),
            restricted=restricted,
        ).keep(by=manager)


def _draft(made: Universe, field_: Field) -> None:
    """Minutes that are still a draft, of a meeting with an item in no pack: open, but previewed by planners alone."""
    rows, manager = made.rows, made.people["business_manager"]
    meeting = rows["draft meeting"]
    item = _item(made, field_, meeting, "an item of a draft", PLANNERS, public=True)
    part = dict(rows["draft minutes"].parts())[item]
    part.write(
        text=field_.text("draft minutes", may=PLANNERS, public=True),
        restricted_text=field_.text("restricted part of a draft", may=PLANNERS),
        version=0,
        by=manager,
    )
    rows["draft minutes item"] = (meeting.pk, item.pk)
    rows["draft minutes decision"] = Decision(
        item=item,
        text=field_.text("a draft decision", may=PLANNERS, public=True),
        decided_by=field_.text("who took a draft decision", may=PLANNERS, public=True),
    ).keep(by=manager)
    rows["draft minutes declaration"] = Declaration(
        item=item,
        name=field_.word("name in a draft declaration", may=PLANNERS),
        nature="other",
        outcome="left",
        text=field_.text("a draft declaration", may=PLANNERS, public=True),
    ).keep(by=manager)


def _to_come(made: Universe, field_: Field) -> None:
    """A meeting to come with a published pack: a restricted item that names the lay member's seat; a late item."""
    rows, manager = made.rows, made.people["business_manager"]
    meeting = Meeting(body=rows["north board"], held_on=made.today + timedelta(days=20)).keep(by=manager)
    opened = AgendaItem(meeting=meeting, title=field_.text("title of an open item to come", may=READERS)).add(
        by=manager
    )
    _paper(made, field_, opened, "an open paper to come", may=READERS)
    rows["restricted paper"] = _paper(made, field_, opened, "a restricted paper to come", may=TRUSTED, restricted=True)
    closed = _item(made, field_, meeting, "a restricted item to come", TRUSTED | {"lay_member"}, restricted=True)
    rows["item reader"] = ItemReader(item=closed, seat=rows["lay_member seat"], restricted=True).keep(by=manager)
    _reader(made, field_, closed, "reader to come")
    rows["restricted item paper"] = _paper(
        made, field_, closed, "a paper of a restricted item to come", may=TRUSTED | {"lay_member"}
    )
    rows["pack"] = Pack.build(meeting, by=manager)
    rows["pack"].publish(by=manager)
    meeting.invite(by=manager)
    notices.send_due(meeting)
    unpublished = _item(made, field_, meeting, "an item not published", PLANNERS)
    rows["unpublished paper"] = _paper(made, field_, unpublished, "a paper not published", may=PLANNERS)
    rows["next meeting"], rows["open item"], rows["restricted item"] = meeting, opened, closed
    rows["new item"], rows["new paper"] = unpublished, rows["unpublished paper"]
    rows["calendar address"] = (CalendarFeed.make(by=made.people["chair"]),)


def _planned(made: Universe, field_: Field) -> None:
    """What is planned for the body's meetings and restricted."""
    rows, manager = made.rows, made.people["business_manager"]
    rows["standing item"] = StandingItem(
        body=rows["north board"],
        title=field_.text("title of a restricted standing item", may=TRUSTED, do=PLANNERS),
        presenter=field_.text("presenter of a restricted standing item", may=TRUSTED, do=PLANNERS),
        restricted=True,
    ).keep(by=manager)
    rows["forward item"] = ForwardItem(
        body=rows["north board"],
        due_on=made.today + timedelta(days=50),
        title=field_.text("title of a restricted forward item", may=TRUSTED, do=PLANNERS),
        presenter=field_.text("presenter of a restricted forward item", may=TRUSTED, do=PLANNERS),
        restricted=True,
    ).keep(by=manager)


def _tabled(made: Universe, field_: Field) -> None:
    """What a group holds for its members and is tabled for the board, the draft of an update, and a worry."""
    rows, manager = made.rows, made.people["business_manager"]
    own = ACROSS | {"subgroup_chair"}
    report = ExternalReport(
        partnership=rows["north partnership"],
        holding_body=rows["exploitation"],
        title=field_.text("title of a report for one group", may=own),
        published_by="Somebody else",
        circulation=Circulation.BODY,
    ).keep(by=manager)
    neutral = field_.text("neutral title of that report", may=READERS, do=frozenset({"clerk"}))
    rows["tabled report"] = Tabling(
        body=rows["north board"], evidence=Evidence.objects.get(pk=report.pk), title=neutral
    ).table(by=manager)
    writers = frozenset({"business_manager", "subgroup_chair"})
    rows["update draft"].work_done = field_.text("draft of an update", may=writers)
    rows["update draft"].keep(by=manager)
    rows["worry"] = Worry(
        meeting=rows["schools meeting"], text=field_.text("worry of a local group", may=ACROSS | {"school"})
    ).keep(by=manager)
