"""The list of people."""


def names(response):
    return [person.name for person in response.context["page"]]


def test_a_member_sees_names_and_seats_and_no_address_but_their_own(mere, get):
    response = get(mere.member, "person_list")
    page = response.content.decode()
    assert names(response) == ["Bryony Marsh", "Cora Ashby", "Idris Vane", "Mabel Reed"]
    assert "Head teacher, Mere subgroup" in page
    assert mere.chair.email not in page


def test_a_manager_sees_addresses(mere, get):
    assert mere.chair.email in get(mere.manager, "person_list").content.decode()


def test_it_is_narrowed_by_name(mere, get):
    assert names(get(mere.member, "person_list", text="mabel")) == ["Mabel Reed"]
    assert names(get(mere.member, "person_list", text=mere.chair.email)) == []


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "person_list").status_code == 403
