"""The form renderer, and the three-box date."""

import re
from datetime import date

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from goldenthread.foundation.forms import DateField, error_list


class Dated(forms.Form):
    starts_on = DateField(label="Start date")
    ends_on = DateField(label="End date", required=False)


class Asked(forms.Form):
    name = forms.CharField(help_text="As people say it", max_length=60)
    email = forms.EmailField(label="E-mail address:", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "placeholder": "x"}))
    remit = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(choices=[("", "---------"), ("board", "Board"), ("group", "Subgroup")])
    cadence = forms.ChoiceField(widget=forms.RadioSelect, choices=[("m", "Monthly"), ("q", "Quarterly")])
    areas = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=[("1", "North"), ("2", "South")])
    agencies = forms.MultipleChoiceField(choices=[("1", "Police"), ("2", "Health")])
    agreed = forms.BooleanField(label="The member has agreed")
    quorum = forms.IntegerField(min_value=1)
    rate = forms.DecimalField(decimal_places=1, max_digits=4)
    paper = forms.FileField()
    ours = forms.BooleanField(label="Is it ours?", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="secret")


class Choosing(forms.Form):
    shape = forms.ChoiceField(widget=forms.RadioSelect, choices=[("", "---------"), ("b", "Big"), ("s", "Small")])


def test_radios_that_must_be_answered_offer_no_empty_answer():
    html = drawn(Choosing())
    assert html.count('type="radio"') == 2
    assert "Choose one" not in html
    assert "checked" not in html


def boxes(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def drawn(form: forms.Form) -> str:
    return engines["jinja2"].env.from_string("{{ form_fields(form) }}").render(form=form)


def tag_with(html: str, part: str) -> str:
    """The one tag of ``html`` that holds ``part``."""
    found = [tag for tag in re.findall(r"<[^>]+>", html) if part in tag]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("month", ["7", "07", "July", "july", "Jul", "jul."])
def test_a_month_may_be_a_number_or_a_name(month):
    form = Dated(boxes("starts_on", "4", month, "2026"))
    assert form.is_valid()
    assert form.cleaned_data == {"starts_on": date(2026, 7, 4), "ends_on": None}


def test_an_address_may_give_the_date_in_one_piece():
    form = Dated({"starts_on": "2019-09-28"})
    assert form.is_valid()
    assert form.cleaned_data["starts_on"] == date(2019, 9, 28)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence", "code"),
    [
        ("", "", "", "Enter start date.", None),
        ("4", "7", "", "Start date must include a year.", "year"),
        ("4", "", "", "Start date must include a month and a year.", "month"),
        ("30", "2", "2021", "30 February 2021 is not a date.", "day"),
        ("x", "2", "2021", "x February 2021 is not a date.", "day"),
        ("²", "2", "2021", "² February 2021 is not a date.", "day"),
        ("4", "13", "2021", "Start date must have a month from 1 to 12, or its name.", "month"),
        ("4", "ju", "2021", "Start date must have a month from 1 to 12, or its name.", "month"),
        ("4", "7", "26", "Start date must have a year of four digits, for example 2026.", "year"),
        ("4", "7", "0000", "4 July 0 is not a date.", "day"),
    ],
)
def test_what_is_no_date_is_said_and_the_box_is_named(day, month, year, sentence, code):
    form = Dated(boxes("starts_on", day, month, year))
    assert not form.is_valid()
    assert list(error_list(form)) == [{"text": sentence, "href": f"#id_starts_on-{code or 'day'}"}]
    html = drawn(form)
    for box in ("day", "month", "year"):
        marked = "govuk-input--error" in tag_with(html, f'id="id_starts_on-{box}"')
        assert marked == (code in (None, box))


def test_the_boxes_show_the_date_there_was():
    html = drawn(Dated(initial={"starts_on": date(2026, 7, 4)}))
    assert 'value="4"' in tag_with(html, 'name="starts_on-day"')
    assert 'value="7"' in tag_with(html, 'name="starts_on-month"')
    assert 'value="2026"' in tag_with(html, 'name="starts_on-year"')


def test_the_boxes_show_again_what_was_typed():
    html = drawn(Dated(boxes("starts_on", "30", "feb", "<21>")))
    assert 'value="feb"' in tag_with(html, 'name="starts_on-month"')
    assert 'value="&lt;21&gt;"' in tag_with(html, 'name="starts_on-year"')


def test_the_same_date_has_not_changed():
    initial = {"starts_on": date(2026, 7, 4)}
    assert not Dated(boxes("starts_on", "4", "July", "2026"), initial=initial).has_changed()
    assert Dated(boxes("starts_on", "5", "7", "2026"), initial=initial).has_changed()
    assert Dated(boxes("starts_on", "5", "", "2026"), initial=initial).has_changed()


def test_every_kind_of_field_has_its_input():
    html = drawn(Asked())
    assert 'type="text"' in tag_with(html, 'id="id_name"')
    assert 'maxlength="60"' in tag_with(html, 'id="id_name"')
    assert 'aria-describedby="id_name-hint"' in tag_with(html, 'id="id_name"')
    assert 'autocomplete="email"' in tag_with(html, 'id="id_email"')
    assert 'type="email"' in tag_with(html, 'id="id_email"')
    assert "E-mail address\n" in html
    assert 'autocomplete="new-password"' in tag_with(html, 'id="id_password"')
    assert "placeholder" not in html
    assert 'data-module="govuk-password-input"' in html
    assert 'rows="3"' in tag_with(html, "<textarea")
    assert ">Choose one</option>" in html
    assert 'type="radio"' in tag_with(html, 'id="id_cadence"')
    assert 'type="checkbox"' in tag_with(html, 'id="id_areas-2"')
    assert 'type="checkbox"' in tag_with(html, 'id="id_agencies-2"')
    assert 'inputmode="numeric"' in tag_with(html, 'id="id_quorum"')
    assert 'inputmode="decimal"' in tag_with(html, 'id="id_rate"')
    assert 'type="file"' in tag_with(html, 'id="id_paper"')
    assert 'value="secret"' in tag_with(html, 'type="hidden"')
    assert " required" not in html
    assert "type=number" not in html


def test_what_was_chosen_stays_chosen():
    given = {"kind": "group", "cadence": "q", "areas": ["2"], "agencies": ["1"], "agreed": "on", "name": "<b>"}
    html = drawn(Asked(given))
    assert "selected" in tag_with(html, 'value="group"')
    assert "checked" in tag_with(html, 'value="q"')
    assert "checked" in tag_with(html, 'id="id_areas-2"')
    assert "checked" not in tag_with(html, 'id="id_areas"')
    assert "checked" in tag_with(html, 'id="id_agencies"')
    assert "checked" in tag_with(html, 'id="id_agreed"')
    assert 'value="&lt;b&gt;"' in tag_with(html, 'id="id_name"')


def test_each_error_names_its_field_and_leads_to_its_input():
    form = Asked({"token": "x", "email": "nobody"})
    errors = list(error_list(form))
    assert {"text": "Enter name.", "href": "#id_name"} in errors
    assert {"text": "Enter a valid email address.", "href": "#id_email"} in errors
    assert {"text": "Choose kind.", "href": "#id_kind"} in errors
    assert {"text": "Choose areas.", "href": "#id_areas"} in errors
    assert {"text": "Tick the box: the member has agreed.", "href": "#id_agreed"} in errors
    assert {"text": "Choose a file: paper.", "href": "#id_paper"} in errors
    html = drawn(form)
    for error in errors:
        assert f'id="{error["href"][1:]}"' in html
        assert error["text"] in html
    assert 'aria-describedby="id_name-hint id_name-error"' in tag_with(html, 'id="id_name"')


def test_errors_of_a_formset_lead_to_their_rows():
    formset = forms.formset_factory(Dated)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", **boxes("form-1-starts_on", "4", "", "2026")}
    )
    assert not formset.is_valid()
    assert list(error_list(formset)) == [
        {"text": "Start date must include a month.", "href": "#id_form-1-starts_on-month"}
    ]


def test_a_hint_may_hold_markup_only_when_it_is_marked_safe():
    class Hinted(forms.Form):
        plain = forms.CharField(help_text="<i>a</i>")
        rich = forms.CharField(help_text=mark_safe("<ul><li>b</li></ul>"))

    html = drawn(Hinted())
    assert "&lt;i&gt;a" in html
    assert "<ul><li>b" in html


def test_django_templates_draw_forms_with_the_same_macros():
    html = engines["django"].from_string("{{ form }}").render({"form": Dated()})
    assert tag_with(html, 'id="id_starts_on-day"')


def test_options_of_a_field():
    template = engines["jinja2"].env.from_string(
        "{{ field(form.cadence, label='How often?', hint='Choose', inline=true) }}"
    )
    html = template.render(form=Asked())
    assert "How often?" in html
    assert "govuk-radios--inline" in html
    assert 'aria-describedby="id_cadence-hint"' in html


def test_a_widget_that_cannot_be_drawn_is_refused():
    class Odd(forms.Form):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        drawn(Odd())
