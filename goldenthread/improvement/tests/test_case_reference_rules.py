"""What may stand for a child's case: numbers of a register, never a name, a date or a national number."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.improvement.rules.case_reference import fault, is_national, looks_like_a_date


@pytest.mark.parametrize("reference", ["CS-10423", "10423", "LL/2931/B", "EH993417", "CASE-7", "A1B", "2026-0417-C9"])
def test_numbers_of_a_register_are_let_in(reference):
    assert fault(reference) == ""


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("", "Enter the number"),
        ("A1", "Enter the number"),
        ("Child 7", "Enter the number"),
        ("cs-10423", "Enter the number"),
        ("CS--10423", "Enter the number"),
        ("A" * 21, "Enter the number"),
        ("ÉMILE-1", "Enter the number"),
        ("SMITH-1", "looks like a name"),
        ("JORDAN2015", "looks like a name"),
        ("JS", "Enter the number"),
        ("JSB", "looks like initials"),
        ("AB-CD", "looks like initials"),
        ("12/06/2015", "date of birth"),
        ("2015-06-12", "date of birth"),
        ("1/6/15", "date of birth"),
        ("JS-120615", "date of birth"),
        ("JS12062015", "date of birth"),
        ("20150612", "date of birth"),
        ("12JUN15", "date of birth"),
        ("AB-12-JUN-2015", "date of birth"),
        ("9434765919", "whole country"),
        ("943-476-5919", "whole country"),
        ("A123456789012", "whole country"),
        ("AB123456C", "whole country"),
    ],
)
def test_what_looks_like_a_person_is_refused(reference, says):
    assert says in fault(reference)


@given(st.dates(date(1925, 1, 1), date(2035, 12, 31)), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%Y%m%d"]))
def test_no_date_is_let_in_however_it_is_written(day, form):
    assert looks_like_a_date(day.strftime(form))
    assert fault(day.strftime(form))
    assert fault(f"JS-{day.strftime(form)}")


@given(st.dates(date(1925, 1, 1), date(2035, 12, 31)), st.sampled_from(["%d%m%y", "%d-%m-%y", "%d/%m/%y", "%d%b%y"]))
def test_nor_one_of_two_digits_for_the_year(day, form):
    assert fault(f"AB{day.strftime(form)}".upper())


@given(st.text(string.ascii_letters + " '-", min_size=1, max_size=20))
def test_words_alone_are_never_let_in(text):
    assert fault(text)
    assert fault(text.upper())


@given(st.from_regex(r"\A\d{9}\Z"))
def test_every_nhs_number_is_known_by_its_check(nine):
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    if check < 10:
        assert is_national(f"{nine}{check}")
        assert not is_national(f"{nine}{(check + 1) % 10}")


@given(st.integers(100000, 99999999))
def test_a_number_that_is_no_date_is_let_in(number):
    if not looks_like_a_date(str(number)):
        assert fault(f"CS-{number}") == ""
