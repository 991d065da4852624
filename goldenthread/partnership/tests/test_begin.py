"""The first partnership of an installation."""

import pytest
from django.core.management import CommandError, call_command

from goldenthread.partnership.models import Body, Invitation, Partnership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

pytestmark = pytest.mark.django_db
WORDS = {
    "partnership": "Northshire LSCP",
    "area": ["NS=Northshire"],
    "manager": "Ada Poole",
    "email": "ada@example.org",
}


def test_the_first_manager_can_build_the_rest(capsys):
    call_command("begin", **WORDS)
    manager = Person.objects.get(email="ada@example.org")
    invitation = Invitation.objects.get(person=manager)
    scope = Scope.of(manager, today=invitation.sent_at.date())
    assert scope.may(Permission.MANAGE_REGISTER, Body.objects.get(name="Northshire LSCP business team"))
    printed = capsys.readouterr().out
    assert "Northshire LSCP was added." in printed
    assert "/invitation/" in printed


def test_a_name_taken_is_refused_and_nothing_stays():
    Partnership(name="Northshire LSCP", full_name="Northshire").keep(by=None)
    with pytest.raises(CommandError, match="already exists"):
        call_command("begin", **WORDS)
    assert not Person.objects.exists()


def test_a_manager_of_two_partnerships_signs_in_as_before(capsys):
    person = Person(name="Ada Poole", email="ada@example.org").keep(by=None)
    person.set_password("a long enough password")
    person.save()
    call_command("begin", **WORDS)
    assert "Ada Poole can sign in already." in capsys.readouterr().out
    assert not Invitation.objects.exists()


def test_an_area_without_a_name_is_refused():
    with pytest.raises(CommandError, match="expected CODE=NAME"):
        call_command("begin", **{**WORDS, "area": ["NS"]})
