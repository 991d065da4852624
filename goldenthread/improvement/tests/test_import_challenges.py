"""The log of strategic challenges from a file and back."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.foundation.models import Message
from goldenthread.improvement.models import Challenge, ChallengeKind, Evidence, Side, State
from goldenthread.improvement.tests.challenges import a_disagreement, a_place, a_protocol, a_strategic_challenge
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    BodyFactory,
    PartnershipFactory,
    SeatFactory,
    seated,
)
from goldenthread.partnership.tests.importing import counts, exported, faults, load
from goldenthread.records import exports

pytestmark = pytest.mark.django_db
KIND = "challenges"
FACTS = Path(__file__).parents[3] / "demo" / "facts" / "challenges.csv"
HEAD = "challenge_id,partnership,period,raised_by,challenged,issue,response_or_outcome,status,source_file\n"
ROW = "C1,Mere LSCP,2021/22,Mere subgroup,Mere Police; schools,too few at conferences,discussed,open,report.txt\n"


@pytest.fixture
def place():
    return a_place()


def test_a_row_becomes_a_strategic_challenge_held_by_the_board(place):
    assert counts(load(KIND, HEAD + ROW, by=place.manager)) == {"new": 1}
    challenge = Challenge.objects.with_parts().get()
    assert (challenge.challenge_kind, challenge.holding_body) == (ChallengeKind.STRATEGIC, place.board)
    assert (challenge.reference, challenge.title) == ("C1", "Too few at conferences")
    assert (challenge.when, challenge.dated_on, challenge.state) == ("2021/22", date(2021, 4, 1), State.OPEN)
    assert [party.body for party in challenge.side(Side.RAISED)] == [place.group]
    assert [(party.agency, party.outside_name) for party in challenge.side(Side.CHALLENGED)] == [
        (place.police, ""),
        (None, "schools"),
    ]
    assert challenge.outcome_words == "discussed"
    assert challenge.run is None
    assert not Message.objects.exists()
    assert Evidence.objects.get().kind == "improvement.challenge"


def test_a_second_time_changes_nothing_and_what_it_gives_out_comes_back_unchanged(place):
    load(KIND, HEAD + ROW, by=place.manager)
    assert counts(load(KIND, HEAD + ROW, by=place.manager)) == {"unchanged": 1}
    for form in ("csv", "xlsx"):
        content = exported(KIND, form, by=place.manager)
        if form == "csv":
            assert counts(load(KIND, content, by=place.manager)) == {"unchanged": 1}


def test_a_challenge_raised_here_comes_back_unchanged(place):
    a_strategic_challenge(place, raised=seated_seat(place), reference="C7")
    assert counts(load(KIND, exported(KIND, by=place.manager), by=place.manager)) == {"unchanged": 1}


def seated_seat(place):
    return SeatFactory(body=place.board, title="Head teacher", role=SeatRole.CORE)


def test_changes_are_shown_one_by_one(place):
    load(KIND, HEAD + ROW, by=place.manager)
    row = ROW.replace("discussed,open", "agreed,managed").replace("Mere Police; schools", "Mere Council")
    result = load(KIND, HEAD + row, by=place.manager)
    assert counts(result) == {"changed": 1}
    ((_, outcome),) = result.preview
    columns = {each.column: (each.before, each.after) for each in outcome.changes}
    assert columns["challenged"] == ("Mere Police; schools", "Mere Council")
    assert columns["status"] == ("open", "resolved")
    assert columns["response_or_outcome"] == ("discussed", "agreed")
    challenge = Challenge.objects.get()
    assert (challenge.state, challenge.status_words, challenge.challenged) == ("resolved", "managed", "Mere Council")


def test_no_disagreement_about_a_case_is_in_a_file(place):
    a_protocol(place.partnership)
    a_disagreement(place)
    a_strategic_challenge(place, title="About conferences")
    text = exported(KIND, by=place.manager).decode()
    assert "About conferences" in text
    assert "CS-10423" not in text
    assert "Case disagreement" not in text
    assert "Case disagreement" not in exported(KIND).decode()


def test_the_file_is_marked_as_what_only_a_body_reads(place):
    from goldenthread.foundation import imports
    from goldenthread.partnership.tests.importing import scope_of

    kind = imports.find(KIND)(scope=scope_of(place.manager))
    assert exports.filename(kind, "csv").endswith("-OFFICIAL-SENSITIVE.csv")
    assert exports.filename(imports.find("agencies")(scope=scope_of()), "csv").endswith("-OFFICIAL.csv")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROW.replace("2021/22", "2021/23"), "period"),
        (ROW.replace("2021/22", ""), "period"),
        (ROW.replace(",open,", ",pending,"), "status"),
        (ROW.replace(",open,", ",,"), "status"),
        (ROW.replace("Mere subgroup", ""), "raised_by"),
        (ROW.replace("Mere Police; schools", ""), "challenged"),
        (ROW.replace("too few at conferences", ""), "issue"),
        (ROW.replace("Mere LSCP", "Mere LSPC"), "partnership"),
        (ROW.replace("schools", "s" * 201), "challenged"),
        (ROW + ROW, "challenge_id"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_loaded(place, row, column):
    assert [fault[1] for fault in faults(load(KIND, HEAD + row, by=place.manager))] == [column]
    assert not Challenge.objects.exists()


def test_the_same_party_on_both_sides_is_refused(place):
    result = load(KIND, HEAD + ROW.replace("Mere Police; schools", "Mere subgroup"), by=place.manager)
    assert "challenge themselves" in result.refused[0].expected
    assert not Challenge.objects.exists()


def test_a_settled_day_needs_a_settled_challenge_and_columns_of_our_own_are_read(place):
    head = HEAD.replace("source_file", "about,themes,result,settled_on,learning,impact,title")
    start = "C1,Mere LSCP,2021/22,Mere subgroup,Mere Police,few at conferences,discussed,"
    wrong = f"{start}open,resource,attendance,agreed,2022-02-01,Ring first,More came,Conferences\n"
    assert [fault[1] for fault in faults(load(KIND, head + wrong, by=place.manager))] == ["settled_on"]
    right = wrong.replace("discussed,open", "discussed,settled")
    assert counts(load(KIND, head + right, by=place.manager)) == {"new": 1}
    challenge = Challenge.objects.get()
    assert (challenge.about, challenge.result, challenge.resolved_on) == ("resource", "agreed", date(2022, 2, 1))
    assert (challenge.learning, challenge.impact, challenge.title) == ("Ring first", "More came", "Conferences")
    assert [theme.name for theme in challenge.themes.all()] == ["attendance"]
    assert counts(load(KIND, exported(KIND, by=place.manager), by=place.manager)) == {"unchanged": 1}


def test_what_stands_at_a_stage_is_not_settled_by_a_file(place):
    a_protocol(place.partnership)
    load(KIND, HEAD + ROW, by=place.manager)
    Challenge.objects.get().escalate(reason="No answer", by=place.manager)
    result = load(KIND, HEAD + ROW.replace(",open,", ",managed,"), by=place.manager)
    assert [fault[1] for fault in faults(result)] == ["status"]
    assert Challenge.objects.get().is_open


def test_only_who_keeps_the_challenges_of_the_body_may(place):
    runs = seated(place.group, SeatRole.CHAIR)
    assert [fault[1] for fault in faults(load(KIND, HEAD + ROW, by=runs))] == ["body"]
    own = HEAD.replace("source_file", "body") + ROW.replace("report.txt", "Mere subgroup")
    assert counts(load(KIND, own, by=runs)) == {"new": 1}


def test_two_boards_ask_which(place):
    BodyFactory(partnership=place.partnership, kind=BodyKind.BOARD, name="Another board")
    assert [fault[1] for fault in faults(load(KIND, HEAD + ROW, by=place.manager))] == ["body"]


def test_a_dry_run_changes_nothing(place):
    assert counts(load(KIND, HEAD + ROW, by=place.manager, dry_run=True)) == {"new": 1}
    assert not Evidence.objects.exists()


def test_names_with_commas_are_one_name_unless_each_is_known(place):
    rows = ROW.replace("Mere subgroup", '"Mere Council, Mere subgroup"').replace(
        "Mere Police; schools", '"Minister, DfE"'
    )
    load(KIND, HEAD + rows, by=place.manager)
    challenge = Challenge.objects.with_parts().get()
    assert [party.name for party in challenge.side(Side.RAISED)] == ["Mere Council", "Mere subgroup"]
    assert [party.name for party in challenge.side(Side.CHALLENGED)] == ["Minister, DfE"]


def test_a_name_that_two_bear_stays_as_written_and_comes_back_by_its_reference(place):
    BodyFactory(partnership=place.partnership, name="Mere Alliance")
    alliance = AgencyFactory(name="Mere Alliance", abbreviation="MA", reference="AG77", areas=[place.area])
    rows = ROW.replace("Mere Police; schools", "MA; Mere Alliance")
    load(KIND, HEAD + rows, by=place.manager)
    challenge = Challenge.objects.with_parts().get()
    assert [(party.agency, party.outside_name) for party in challenge.side(Side.CHALLENGED)] == [
        (alliance, ""),
        (None, "Mere Alliance"),
    ]
    assert "AG77; Mere Alliance" in exported(KIND, by=place.manager).decode()
    assert counts(load(KIND, exported(KIND, by=place.manager), by=place.manager)) == {"unchanged": 1}


class TestFacts:
    """The 24 challenges of the published logs."""

    @pytest.fixture
    def register(self):
        for name, starts_on, ends_on in (
            ("LSCB", None, date(2019, 9, 28)),
            ("LSCP (three boroughs)", date(2019, 9, 29), date(2021, 3, 31)),
            ("Bi-Borough LSCP", date(2021, 4, 1), None),
            ("H&F LSCP", date(2021, 4, 1), None),
        ):
            partnership = PartnershipFactory(
                name=name, starts_on=starts_on, ends_on=ends_on, kind=Partnership.Kind.LSCP
            )
            BodyFactory(partnership=partnership, kind=BodyKind.BOARD, name=f"Board of {name}")
        AgencyFactory(name="Central and North West London NHS Foundation Trust", abbreviation="CNWL")

    def test_they_all_load_and_stand_in_the_right_log(self, register):
        assert counts(load(KIND, FACTS.read_bytes())) == {"new": 24}
        logs = {each.reference: each.partnership.name for each in Challenge.objects.select_related("partnership")}
        assert [logs[f"CH{number:02}"] for number in (1, 8, 9, 10)] == ["LSCB"] * 4
        assert (logs["CH13"], logs["CH19"]) == ("LSCP (three boroughs)", "Bi-Borough LSCP")
        states = {each.reference: each.state for each in Challenge.objects.all()}
        assert (states["CH01"], states["CH04"], states["CH07"], states["CH17"]) == (
            "logged",
            "resolved",
            "open",
            "resolved",
        )
        assert Challenge.objects.get(reference="CH04").result == "taken forward"
        raised = Challenge.objects.with_parts().get(reference="CH09").side(Side.RAISED)
        assert [party.agency.abbreviation for party in raised] == ["CNWL"]

    def test_a_second_time_nothing_changes_and_they_come_back(self, register):
        load(KIND, FACTS.read_bytes())
        assert counts(load(KIND, FACTS.read_bytes())) == {"unchanged": 24}
        assert counts(load(KIND, exported(KIND))) == {"unchanged": 24}
