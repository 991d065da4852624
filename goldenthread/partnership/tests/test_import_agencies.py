"""The file of agencies: earlier years of one agency in a row of their own, kinds of partner, what became of them."""

from datetime import date
from itertools import permutations

import pytest

from goldenthread.partnership.models import Agency, AgencySuccession
from goldenthread.partnership.rules import PartnerKind
from goldenthread.partnership.tests.importing import counts, faults, load

HEAD = "agency_id,name,abbreviation,sector,statutory_partner,membership_kind,areas,valid_from,valid_to\n"
LATER = "AG36,NHS England,NHSE,health commissioner,no,virtual,{area},2019-09-29,\n"
EARLIER = "AG37,NHS England London region (LSCB),NHSE,health commissioner,no,core,{area},2016-04-01,2019-09-28\n"
OTHER = "AG38,Prison,,justice,no,virtual,{area},2019-09-29,\n"


@pytest.mark.parametrize("order", list(permutations([LATER, EARLIER, OTHER])))
def test_the_years_of_the_board_are_one_agency_in_any_order(mere, order):
    file = (HEAD + "".join(order)).format(area=mere.area.code)
    result = load("agencies", file)
    assert counts(result) == {"new": 2, "skipped": 1}
    assert result.skipped[0][1] == (
        "NHS England London region (LSCB) is the earlier years of AG36: one agency, with the earlier start."
    )
    agency = Agency.objects.get(reference="AG36")
    assert (agency.name, agency.starts_on, agency.ends_on) == ("NHS England", date(2016, 4, 1), None)
    assert agency.other_names == ["NHS England London region (LSCB)"]
    assert Agency.objects.get(reference="AG38").starts_on == date(2019, 9, 29)
    assert counts(load("agencies", file)) == {"unchanged": 2, "skipped": 1}


def test_the_earlier_years_alone_are_known_again(mere):
    load("agencies", (HEAD + LATER + EARLIER).format(area=mere.area.code))
    assert counts(load("agencies", (HEAD + EARLIER).format(area=mere.area.code))) == {"skipped": 1}


def test_without_its_later_years_a_row_is_an_agency(mere):
    assert counts(load("agencies", (HEAD + EARLIER).format(area=mere.area.code))) == {"new": 1}


@pytest.mark.parametrize(
    ("sector", "said", "kind"),
    [
        ("local authority", "yes", PartnerKind.LOCAL_AUTHORITY),
        ("health commissioner", "yes", PartnerKind.HEALTH),
        ("police", "Yes", PartnerKind.POLICE),
        ("police", "no", ""),
        ("police", "", ""),
        ("health provider", "health", PartnerKind.HEALTH),
    ],
)
def test_the_kind_of_partner_follows_from_the_sector(mere, sector, said, kind):
    load("agencies", HEAD + f"AG1,One,,{sector},{said},core,{mere.area.code},,\n")
    assert Agency.objects.get(reference="AG1").partner_kind == kind


def test_a_national_agency_has_no_areas(mere):
    load("agencies", HEAD + "AG74,Department,DfE,national or regional body,no,external,national,,\n")
    agency = Agency.objects.get(reference="AG74")
    assert (agency.is_national, agency.areas.count(), agency.starts_on) == (True, 0, None)


def test_without_a_reference_an_agency_is_known_by_its_name(mere):
    file = HEAD + f",mere  school,MS,education,no,core,{mere.area.code},,\n"
    assert counts(load("agencies", file)) == {"changed": 1}
    mere.agency.refresh_from_db()
    assert mere.agency.abbreviation == "MS"


def test_one_agency_took_over_from_another(mere):
    load("agencies", (HEAD + LATER + OTHER).format(area=mere.area.code))
    file = "predecessor,successor,date\nAG36,Prison,2022-07-01\n"
    assert counts(load("successions", file)) == {"new": 1}
    assert counts(load("successions", file)) == {"unchanged": 1}
    assert counts(load("successions", file.replace("2022-07-01", "1 July 2023"))) == {"changed": 1}
    assert AgencySuccession.objects.get().happened_on == date(2023, 7, 1)
    bad = "predecessor,successor,date\nAG36,AG36,2022-07-01\nNobody,AG36,\nAG36,AG38,1.7.2022\n"
    assert faults(load("successions", bad)) == [
        (2, "successor", "AG36"),
        (3, "date", ""),
        (3, "predecessor", "Nobody"),
        (4, "date", "1.7.2022"),
    ]
