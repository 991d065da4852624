"""Learning products and how far they went: list, page, coverage, adding, asking, answering."""

from types import SimpleNamespace

import pytest

from goldenthread.foundation import figures
from goldenthread.improvement.models import Cascade, LearningProduct
from goldenthread.improvement.tests.evidence import LearningProductFactory
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    PersonFactory,
    SeatFactory,
    days,
)

ANSWER = {"reached_on": days(-3), "reached": "All officers", "people_reached": 40, "changed": "They ask at once."}


@pytest.fixture
def sent(mere):
    """A briefing made of a finding, which the police, a school and the subgroup are asked to pass on."""
    areas = list(mere.partnership.areas.all())
    agencies = {key: AgencyFactory(name=f"Mere {key}", areas=areas) for key in ("Police", "School", "Charity")}
    people = {}
    for key, agency in agencies.items():
        people[key] = PersonFactory(agency=agency)
        seat = SeatFactory(body=mere.board, role=SeatRole.CORE, agency=agency)
        AppointmentFactory(seat=seat, person=people[key])
    product = LearningProductFactory(partnership=mere.partnership, title="Checks in seven minutes")
    product.teach(mere.done, by=None)
    product.send(agencies=[agencies["Police"], agencies["School"]], bodies=[mere.subgroup], due_on=days(-1), by=None)
    rows = {row.recipient: row for row in product.cascades.select_related("agency", "body", "product")}
    return SimpleNamespace(
        product=product,
        agencies=agencies,
        people=people,
        police=rows["Mere Police"],
        school=rows["Mere School"],
        group=rows["Mere subgroup"],
    )


class TestReading:
    def test_the_list_says_how_far_each_went(self, get, mere, sent):
        sent.police.answer(**ANSWER, by=None)
        page = get(mere.lay, "learning_list")
        (row,) = page.context["page"]
        assert (row.asked, row.answered, row.people) == (3, 1, 40)
        assert list(get(mere.neighbour, "learning_list").context["page"]) == []
        assert get(mere.guest, "learning_list").status_code == 403

    def test_its_page_leads_to_findings_and_back(self, get, mere, sent):
        page = get(mere.lay, "learning_page", sent.product.pk).content.decode()
        assert f'href="/findings/{mere.done.pk}/"' in page
        assert f'href="/learning/{sent.product.pk}/"' in get(mere.lay, "finding_page", mere.done.pk).content.decode()
        assert "Overdue" in page
        assert get(mere.neighbour, "learning_page", sent.product.pk).status_code == 404
        assert get(mere.guest, "learning_page", sent.product.pk).status_code == 403

    def test_a_finding_that_is_not_seen_is_not_named(self, get, mere, sent):
        sent.product.teach(mere.of_report, by=None)
        assert "Numbers went up" not in get(mere.lay, "learning_page", sent.product.pk).content.decode()
        assert "Numbers went up" in get(mere.member, "learning_page", sent.product.pk).content.decode()

    def test_coverage_is_counted_for_each_agency(self, get, mere, sent):
        sent.police.answer(**ANSWER, by=None)
        found = get(mere.lay, "learning_coverage").context["figures"]
        assert [(row.recipient, row.answered, row.overdue, row.people) for row in found.agencies] == [
            ("Mere Police", 1, 0, 40),
            ("Mere School", 0, 1, 0),
        ]
        assert [str(row.rate.percent) for row in found.agencies] == ["100.0", "0.0"]
        assert [row.recipient for row in found.bodies] == ["Mere subgroup"]
        named = figures.find("improvement.cascade")
        assert named(Scope.operator(today=days(0)), partnership="Mere LSCP").products == 1
        assert named(Scope.operator(today=days(0)), partnership="Dale LSCP").agencies == []
        assert get(mere.guest, "learning_coverage").status_code == 403

    def test_nothing_asked_is_said(self, get, mere):
        assert "Nobody was asked" in get(mere.lay, "learning_coverage").content.decode()


class TestKeeping:
    def test_a_product_is_added_and_changed(self, get, post, mere):
        given = {"title": "Podcast", "sort": "podcast", "published_on": days(-2), "address": "listen.example/1"}
        post(mere.manager, "learning_add", **given)
        product = LearningProduct.objects.get()
        assert (product.partnership, product.address) == (mere.partnership, "https://listen.example/1")
        assert get(mere.manager, "learning_edit", product.pk).status_code == 200
        post(mere.manager, "learning_edit", product.pk, **given | {"title": "A better podcast"})
        product.refresh_from_db()
        assert product.title == "A better podcast"

    def test_findings_are_linked_and_unlinked(self, get, post, mere, sent):
        page = get(mere.manager, "learning_finding_add", sent.product.pk, words="records")
        assert list(page.context["form"].fields["chosen"].queryset) == [mere.open]
        post(mere.manager, "learning_finding_add", sent.product.pk, chosen=mere.open.pk)
        assert mere.open in sent.product.findings.all()
        assert get(mere.manager, "learning_finding_remove", sent.product.pk, mere.open.pk).status_code == 405
        post(mere.manager, "learning_finding_remove", sent.product.pk, mere.open.pk)
        assert mere.open not in sent.product.findings.all()
        assert post(mere.manager, "learning_finding_remove", sent.product.pk, mere.open.pk).status_code == 409

    def test_those_not_asked_before_are_asked(self, get, post, mere, sent):
        form = get(mere.manager, "learning_send", sent.product.pk).context["form"]
        assert list(form.fields["agencies"].queryset) == [sent.agencies["Charity"]]
        assert mere.subgroup not in form.fields["bodies"].queryset
        given = {"agencies": [sent.agencies["Charity"].pk], "due_on": days(20)}
        assert post(mere.manager, "learning_send", sent.product.pk, **given).status_code == 302
        assert Cascade.objects.get(agency=sent.agencies["Charity"]).due_on == days(20)
        page = post(mere.manager, "learning_send", sent.product.pk, due_on=days(20))
        assert "Choose at least one agency or body." in page.content.decode()
        page = post(mere.manager, "learning_send", sent.product.pk, bodies=[mere.board.pk], due_on=days(-90))
        assert "The day must be on or after the one it came out." in page.content.decode()

    @pytest.mark.parametrize("page", ["learning_edit", "learning_send", "learning_finding_add"])
    def test_who_may_not(self, get, mere, sent, page):
        assert get(mere.neighbour, page, sent.product.pk).status_code == 404
        assert get(mere.runner, page, sent.product.pk).status_code == 403
        assert get(mere.lay, page, sent.product.pk).status_code == 403
        assert get(mere.runner, "learning_add").status_code == 403


class TestAnswering:
    def test_who_speaks_for_the_agency_answers(self, get, post, mere, sent):
        person = sent.people["Police"]
        assert "Say how far it went" in get(person, "learning_page", sent.product.pk).content.decode()
        response = post(person, "cascade_answer", sent.police.pk, **ANSWER)
        assert response.url == f"/learning/{sent.product.pk}/"
        row = Cascade.objects.get(pk=sent.police.pk)
        assert (row.people_reached, row.changed, row.answered_by) == (40, "They ask at once.", person)
        assert row.answered_on == days(0)

    def test_an_answer_may_be_given_anew(self, get, post, mere, sent):
        sent.police.answer(**ANSWER, by=None)
        form = get(sent.people["Police"], "cascade_answer", sent.police.pk).context["form"]
        assert form.initial["people_reached"] == 40
        post(sent.people["Police"], "cascade_answer", sent.police.pk, **ANSWER | {"people_reached": 55})
        assert Cascade.objects.get(pk=sent.police.pk).people_reached == 55

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"reached_on": days(2)}, "today or in the past"),
            ({"reached_on": days(-90)}, "on or after the one it came out"),
            ({"reached": ""}, "Answer the question: To whom?"),
            ({"people_reached": -1}, "greater than or equal to 0"),
        ],
    )
    def test_what_cannot_be_is_refused(self, post, mere, sent, given, words):
        page = post(sent.people["Police"], "cascade_answer", sent.police.pk, **ANSWER | given)
        assert words in page.content.decode()
        assert Cascade.objects.get(pk=sent.police.pk).answered_on is None

    def test_others_do_not_answer(self, get, mere, sent):
        assert get(sent.people["School"], "cascade_answer", sent.police.pk).status_code == 403
        assert get(mere.neighbour, "cascade_answer", sent.police.pk).status_code == 404
        assert get(mere.lay, "cascade_answer", sent.group.pk).status_code == 403
        assert get(mere.chair, "cascade_answer", sent.police.pk).status_code == 403

    def test_who_runs_the_group_and_the_business_team_answer(self, post, mere, sent):
        assert post(mere.runner, "cascade_answer", sent.group.pk, **ANSWER).status_code == 302
        assert post(mere.manager, "cascade_answer", sent.school.pk, **ANSWER).status_code == 302
