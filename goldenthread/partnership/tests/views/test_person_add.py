"""Adding a person."""

from goldenthread.partnership.models import Person


def test_a_manager_adds_one(mere, get, post):
    assert get(mere.manager, "person_add").status_code == 200
    given = {"name": "Una Penrose", "email": "Una@Example.org", "agency": mere.agency.pk}
    response = post(mere.manager, "person_add", **given)
    person = Person.objects.get(name="Una Penrose")
    assert response.url == f"/people/{person.pk}/"
    assert person.email == "una@example.org"
    assert not person.has_usable_password()


def test_a_name_and_an_agency_are_needed_and_an_address_is_used_once(mere, post):
    page = post(mere.manager, "person_add", email=mere.chair.email).content.decode()
    assert "Enter name." in page
    assert "Choose agency." in page
    assert "Another person has this e-mail address." in page


def test_a_member_may_not(mere, get, post):
    assert get(mere.member, "person_add").status_code == 403
    assert post(mere.member, "person_add", name="X").status_code == 403
