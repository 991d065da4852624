"""The colour my pages wear."""


def test_it_gives_the_colour_of_the_partnership(mere, get):
    mere.partnership.colour = "#1d70b8"
    mere.partnership.keep(by=None)
    response = get(mere.member, "brand_css")
    assert response["Content-Type"] == "text/css"
    assert "--gt-brand: #1d70b8" in response.content.decode()


def test_a_colour_on_which_white_cannot_be_read_is_not_used(mere, get):
    mere.partnership.colour = "#ffdd00"
    mere.partnership.keep(by=None)
    assert "#ffdd00" not in get(mere.member, "brand_css").content.decode()


def test_without_a_partnership_it_gives_the_colour_of_the_program(mere, get):
    assert "--gt-brand: #12403c" in get(mere.stranger, "brand_css").content.decode()
